package httpd

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// assetServer serves the embedded files. Pages name them below /assets/@<print>/, where the print is a hash of all of them: such an address never
// changes its content and is kept by browsers for good. Below /assets/ alone they are looked up anew each time.
type assetServer struct {
	print   string
	files   map[string]asset
	modules []string // what the script of a book's page imports
}

type asset struct {
	kind    string
	tag     string
	body    []byte
	squeeze func() []byte // the body in gzip, made when first asked for; nil when that is not shorter
}

func newAssetServer(files fs.FS) (*assetServer, error) {
	a := &assetServer{files: map[string]asset{}}
	all := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		_, _ = fmt.Fprintf(all, "%s %x\n", name, sum)
		a.files[name] = asset{kindOf(name), `"` + hex.EncodeToString(sum[:8]) + `"`, body, sync.OnceValue(func() []byte { return squeezed(name, body) })}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	a.print = hex.EncodeToString(all.Sum(nil)[:5])
	a.modules = a.needed("dist/main.js")
	return a, nil
}

// imports finds what a built module cannot run without. What it imports when it is asked to is written in another way.
var imports = regexp.MustCompile(`\b(?:from|import)"\./([\w.-]+\.js)"`)

// needed is the files that a module's imports name, theirs included: a page names them, too, so that they are fetched beside the module and not after it.
func (a *assetServer) needed(module string) []string {
	var out []string
	for queue := []string{module}; len(queue) > 0; queue = queue[1:] {
		for _, m := range imports.FindAllSubmatch(a.files[queue[0]].body, -1) {
			name := path.Join(path.Dir(module), string(m[1]))
			if _, ok := a.files[name]; ok && name != module && !slices.Contains(out, name) {
				out, queue = append(out, name), append(queue, name)
			}
		}
	}
	return out
}

// base is what stands before the name of a file in a page.
func (a *assetServer) base() string { return "/assets/@" + a.print }

// ServeHTTP answers /assets/….
func (a *assetServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, lasting := strings.TrimPrefix(r.URL.Path, "/assets/"), false
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		print, inner, _ := strings.Cut(rest, "/")
		// A page of the version before may ask while an update rolls through: it gets today's file, but not to keep.
		name, lasting = inner, print == a.print
	}
	f, ok := a.files[name]
	if !ok {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	head := w.Header()
	head.Set("Content-Type", f.kind)
	head.Set("ETag", f.tag)
	head.Set("Cache-Control", "no-cache")
	if lasting {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.body
	if short := f.squeeze(); short != nil {
		head.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) && r.Header.Get("Range") == "" {
			head.Set("Content-Encoding", "gzip")
			body = short
		}
	}
	if strings.Contains(r.Header.Get("If-None-Match"), f.tag) {
		head.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	head.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".map", ".json":
		return "application/json"
	case ".txt", ".LICENSE", "":
		return "text/plain; charset=utf-8"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

func squeezed(name string, body []byte) []byte {
	if path.Ext(name) == ".woff2" || len(body) < squeezeFrom {
		return nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	if err != nil {
		return nil
	}
	if _, err := z.Write(body); err != nil || z.Close() != nil || b.Len() >= len(body)*9/10 {
		return nil
	}
	return b.Bytes()
}
