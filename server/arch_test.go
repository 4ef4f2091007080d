package main_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// imports says who may import whom inside the module. A new package enters it with a line, or the test
// fails. Test files may import more: they bring the real neighbours.
var imports = map[string][]string{
	"cells":                          {},
	"cells/exact":                    {},
	"cells/collation":                {},
	"cells/series":                   {"cells", "cells/exact"},
	"cells/formula":                  {"cells", "cells/collation", "cells/exact", "cells/query", "cells/series"},
	"cells/calc":                     {"cells", "cells/collation", "cells/exact", "cells/formula", "cells/series"},
	"cells/query":                    {"cells"},
	"cells/script":                   {"cells"},
	"cells/store":                    {"cells", "cells/calc"},
	"server/embed":                   {"server/embed/internal/aof", "server/embed/internal/engine", "server/embed/internal/keyspace", "server/embed/internal/resp"},
	"server/embed/internal/aof":      {"server/embed/internal/resp"},
	"server/embed/internal/engine":   {"server/embed/internal/keyspace", "server/embed/internal/resp", "server/embed/internal/script"},
	"server/embed/internal/keyspace": {"server/embed/internal/resp"},
	"server/embed/internal/resp":     {},
	"server/embed/internal/script":   {"server/embed/internal/resp"},
	"server/httpd":                   {"cells", "cells/collation", "cells/formula", "ui"},
	"server/live":                    {"cells"},
	"server/feed":                    {"cells"},
	"server/feed/broker":             {"cells", "server/feed"},
	"server/feed/simulator":          {},
	"server/templates":               {"cells"},
	"server/bench":                   {"*"}, // a command of its own, which measures the rooms
	"server":                         {"*"},
	"ui":                             {},
	"assets":                         {},
}

// doors says which packages may import a third party's module. What is not listed may not be imported at all.
var doors = map[string][]string{
	"github.com/expr-lang/expr":           {"cells/formula"},
	"gonum.org/v1/gonum":                  {"cells/formula"},
	"github.com/xuri/nfp":                 {"cells/formula"},
	"golang.org/x/text":                   {"cells/collation"},
	"github.com/redis/go-redis/v9":        {"cells/store"},
	"github.com/cespare/xxhash/v2":        {"cells/store"},
	"github.com/yuin/gopher-lua":          {"server/embed/internal/script"},
	"github.com/danielgtaylor/huma/v2":    {"server/httpd"},
	"github.com/prometheus/client_golang": {"server/httpd"},
	"github.com/gorilla/websocket":        {"server/live", "server/bench"},
	"github.com/mochi-mqtt/server/v2":     {"server/feed/broker"},
	"github.com/eclipse/paho.mqtt.golang": {"server/feed/simulator", "server/bench"},
	"github.com/tidwall/gjson":            {"server/feed"},
	"github.com/a-h/templ":                {"ui"},
	"golang.org/x/time":                   {"server/httpd", "server/live", "server/feed/broker"},
	"golang.org/x/sync":                   {"*"},
	"golang.org/x/sys":                    {"server/embed", "cells/formula"},
}

// largest is how many lines a file written by hand may have.
const largest = 400

type source struct {
	path, pkg string
	test      bool
	text      []byte
	file      *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		all = append(all, source{rel, filepath.ToSlash(filepath.Dir(rel)), strings.HasSuffix(name, "_test.go"), text, file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		allowed, entered := imports[s.pkg]
		if !entered {
			t.Errorf("%s: package %s is not in the import table of this test", s.path, s.pkg)
			continue
		}
		if s.test {
			continue
		}
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if inner, ours := strings.CutPrefix(path, "freshet/"); ours {
				if !slices.Contains(allowed, inner) && !slices.Contains(allowed, "*") {
					t.Errorf("%s imports %s, which %s may not", s.path, inner, s.pkg)
				}
				continue
			}
			if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
				continue
			}
			if door := doorOf(path); door == nil {
				t.Errorf("%s imports %s, which has no door in this test", s.path, path)
			} else if !slices.Contains(door, s.pkg) && !slices.Contains(door, "*") {
				t.Errorf("%s imports %s, whose door is %s", s.path, path, strings.Join(door, ", "))
			}
		}
	}
}

func doorOf(path string) []string {
	for module, door := range doors {
		if path == module || strings.HasPrefix(path, module+"/") {
			return door
		}
	}
	return nil
}

func TestEveryPackageTellsItsStoryOnce(t *testing.T) {
	comments := map[string][]string{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		if _, seen := comments[s.pkg]; !seen {
			comments[s.pkg] = nil
		}
		if s.file.Doc != nil {
			comments[s.pkg] = append(comments[s.pkg], s.path)
		}
	}
	for pkg, files := range comments {
		if len(files) != 1 {
			t.Errorf("package %s has %d package comments (%s), not one", pkg, len(files), strings.Join(files, ", "))
		}
	}
}

func TestFilesAreSmall(t *testing.T) {
	for _, s := range sources(t) {
		if lines := bytes.Count(s.text, []byte("\n")); lines > largest {
			t.Errorf("%s has %d lines; split it, %d are the most", s.path, lines, largest)
		}
	}
	for _, dir := range []string{"web", "e2e", "ui"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if ext := filepath.Ext(path); d.IsDir() || ext != ".ts" && ext != ".mjs" && ext != ".templ" {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if lines := bytes.Count(text, []byte("\n")); lines > largest {
				t.Errorf("%s has %d lines; split it, %d are the most", path, lines, largest)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestExportedSymbolsHaveContracts(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.file.Name.Name == "main" {
			continue
		}
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !selfEvident(d) {
					t.Errorf("%s: %s is exported and has no comment", s.path, d.Name.Name)
				}
			case *ast.GenDecl:
				undocumented(t, s, d)
			}
		}
	}
}

// selfEvident are the methods whose contract is that of the interface they serve.
func selfEvident(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Kind", "Needs", "Error", "Unwrap", "String", "Len", "Less", "Swap"}, d.Name.Name)
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}

func undocumented(t *testing.T, s source, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch sp := spec.(type) {
		case *ast.TypeSpec:
			if sp.Name.IsExported() && d.Doc == nil && sp.Doc == nil && sp.Comment == nil {
				t.Errorf("%s: type %s is exported and has no comment", s.path, sp.Name.Name)
			}
		case *ast.ValueSpec:
			if sp.Names[0].IsExported() && d.Doc == nil && sp.Doc == nil && sp.Comment == nil {
				t.Errorf("%s: %s is exported and has no comment", s.path, sp.Names[0].Name)
			}
		}
	}
}

func TestTopLevelIsAsTheOwnerFixedIt(t *testing.T) {
	want := []string{"server", "ui", "cells", "web", "assets", "e2e", "go.mod", "go.sum", "package.json", "package-lock.json", "README.md", "LICENSE", "node_modules", "test-results"}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(want, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}
