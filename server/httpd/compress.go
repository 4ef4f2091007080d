package httpd

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// compress answers in gzip where the client takes it and the answer is text of some length. Event streams stay as they are: what
// is squeezed is late. Assets bring their own, made once.
func compress(h http.Handler) http.Handler {
	writers := sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !acceptsGzip(r) || r.Header.Get("Upgrade") != "" || strings.HasPrefix(r.URL.Path, "/assets/") {
			h.ServeHTTP(w, r)
			return
		}
		z := &squeezer{ResponseWriter: w, pool: &writers}
		defer z.finish()
		h.ServeHTTP(z, r)
	})
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.TrimSpace(q) != "q=0"
		}
	}
	return false
}

// squeezeFrom is the length from which gzip is worth its header and time.
const squeezeFrom = 1024

// squeezer waits for the status, the type and the first bytes before it decides.
type squeezer struct {
	http.ResponseWriter
	pool    *sync.Pool
	status  int
	held    []byte
	decided bool
	gz      *gzip.Writer
}

func (z *squeezer) WriteHeader(status int) {
	if z.status == 0 {
		z.status = status
	}
	if status < 200 {
		z.ResponseWriter.WriteHeader(status)
		z.status = 0
	}
}

func (z *squeezer) Write(b []byte) (int, error) {
	if z.status == 0 {
		z.status = http.StatusOK
	}
	if !z.decided {
		if z.Header().Get("Content-Type") == "" {
			z.Header().Set("Content-Type", http.DetectContentType(append(z.held, b...)))
		}
		if len(z.held)+len(b) < squeezeFrom && z.worth() {
			z.held = append(z.held, b...)
			return len(b), nil
		}
		if err := z.decide(z.worth()); err != nil {
			return 0, err
		}
	}
	if z.gz != nil {
		return z.gz.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *squeezer) worth() bool {
	if z.Header().Get("Content-Encoding") != "" || z.status == http.StatusNoContent || z.status == http.StatusNotModified {
		return false
	}
	kind, _, _ := strings.Cut(z.Header().Get("Content-Type"), ";")
	return kind != "text/event-stream" &&
		(strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "javascript") || kind == "image/svg+xml")
}

// decide sends the head, and what was held, squeezed or not.
func (z *squeezer) decide(squeeze bool) error {
	z.decided = true
	if squeeze {
		z.Header().Del("Content-Length")
		z.Header().Set("Content-Encoding", "gzip")
		z.gz = z.pool.Get().(*gzip.Writer)
		z.gz.Reset(z.ResponseWriter)
	}
	if z.worth() || squeeze {
		z.Header().Add("Vary", "Accept-Encoding")
	}
	if z.status != 0 {
		z.ResponseWriter.WriteHeader(z.status)
	}
	if len(z.held) == 0 {
		return nil
	}
	held := z.held
	z.held = nil
	if z.gz != nil {
		_, err := z.gz.Write(held)
		return err
	}
	_, err := z.ResponseWriter.Write(held)
	return err
}

// finish ends the answer; an error means that the client is gone, which is nobody's fault.
func (z *squeezer) finish() {
	if !z.decided {
		_ = z.decide(false)
	}
	if z.gz != nil {
		_ = z.gz.Close()
		z.gz.Reset(io.Discard)
		z.pool.Put(z.gz)
	}
}

// FlushError sends what there is; event streams use it.
func (z *squeezer) FlushError() error {
	if !z.decided {
		if err := z.decide(false); err != nil {
			return err
		}
	}
	if z.gz != nil {
		if err := z.gz.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach what lies below.
func (z *squeezer) Unwrap() http.ResponseWriter { return z.ResponseWriter }
