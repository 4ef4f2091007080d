package httpd_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"freshet/server/httpd"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The document is what programs are written against: a change of it is a change of the API and shows here.
func TestOpenAPIIsGolden(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Functions, o.Templates = nil, nil })
	a := s.ask("GET", "/api/openapi.json", "", "").want(http.StatusOK)
	var got bytes.Buffer
	if err := json.Indent(&got, []byte(a.body), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the OpenAPI document is not that of %s; if it is meant to differ: go test ./server/httpd -run OpenAPI -update", golden)
	}
}

// Every call is described with its errors in the one shape, its key, and words.
func TestOpenAPITellsEverything(t *testing.T) {
	s := newSite(t)
	var doc struct {
		OpenAPI    string
		Components struct{ Schemas map[string]json.RawMessage }
		Paths      map[string]map[string]struct {
			OperationID, Summary string
			Security             []any
			Responses            map[string]struct {
				Description string
				Content     map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
		}
	}
	a := s.ask("GET", "/api/openapi.json", "", "").want(http.StatusOK)
	a.into(&doc)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("it is OpenAPI %s", doc.OpenAPI)
	}
	ids := []string{}
	for p, ops := range doc.Paths {
		for method, op := range ops {
			ids = append(ids, op.OperationID)
			if op.Summary == "" || len(op.Responses) < 2 {
				t.Errorf("%s %s says too little: %+v", method, p, op)
			}
			if got := op.Responses["default"].Content["application/json"].Schema.Ref; got != "#/components/schemas/RefusalBody" {
				t.Errorf("%s %s answers errors as %q", method, p, got)
			}
			if strings.Contains(p, "{id}") != (len(op.Security) > 0) {
				t.Errorf("%s %s: the key it needs is wrong", method, p)
			}
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 24 {
		t.Errorf("there are %d calls, not 24 of different names", len(ids))
	}
	if strings.Contains(a.body, "ErrorModel") {
		t.Error("the document speaks of errors this API does not have")
	}
	for _, ref := range regexp.MustCompile(`#/components/schemas/(\w+)`).FindAllStringSubmatch(a.body, -1) {
		if _, ok := doc.Components.Schemas[ref[1]]; !ok {
			t.Errorf("the document names the shape %s and does not have it", ref[1])
		}
	}
}
