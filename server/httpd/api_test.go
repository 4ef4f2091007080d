package httpd_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"freshet/server/httpd"
)

func TestCreateBook(t *testing.T) {
	s := newSite(t)
	b := s.book()
	if b.Title != "Test" || b.ID == "" {
		t.Errorf("made %+v", b)
	}
	for role, pair := range map[string][2]string{
		"owner": {b.Links.Owner, b.Tokens.Owner}, "editor": {b.Links.Editor, b.Tokens.Editor}, "viewer": {b.Links.Viewer, b.Tokens.Viewer},
	} {
		if pair[0] != s.url+"/s/"+pair[1] {
			t.Errorf("the %s link is %s with the token %s", role, pair[0], pair[1])
		}
		var o struct{ Role string }
		s.ask("GET", path(b, ""), pair[1], "").want(http.StatusOK).into(&o)
		if o.Role != role {
			t.Errorf("the %s token gives the role %s", role, o.Role)
		}
	}
	s.ask("POST", "/api/books", "", "").want(http.StatusCreated).contains(`"title":"Untitled book"`)
	s.ask("POST", "/api/books", "", `{"template":"sums"}`).want(http.StatusCreated).contains(`"title":"Sums"`)
	if e := s.ask("POST", "/api/books", "", `{"template":"none"}`).want(422).refused(); e.Where != "template" || !strings.Contains(e.Message, "blank, sums") {
		t.Errorf("an unknown template: %+v", e)
	}
	if e := s.ask("POST", "/api/books", "", `{"title":"`+strings.Repeat("x", 201)+`"}`).want(422).refused(); e.Where != "title" {
		t.Errorf("a long title: %+v", e)
	}
	s.ask("POST", "/api/books", "", `{"title":`).refused()
}

func TestDescribeBook(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.put(b, "A1:B2", `[[1,"=A1*2"],[3,4]]`)
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"Sheet1!C1"}`).want(200)
	var o struct {
		ID, Title, Role, Zone, Locale, Hash string
		Sheets                              []struct{ Name, Used string }
		Names                               []struct{ Name, Ref string }
		Position                            struct {
			Epoch   string
			Version uint64
		}
	}
	s.ask("GET", path(b, ""), b.Tokens.Viewer, "").want(200).into(&o)
	if o.ID != b.ID || o.Title != "Test" || o.Role != "viewer" || o.Hash != "" || o.Position.Version == 0 || o.Position.Epoch == "" {
		t.Errorf("got %+v", o)
	}
	if len(o.Sheets) != 1 || o.Sheets[0].Name != "Sheet1" || o.Sheets[0].Used != "A1:B2" || len(o.Names) != 1 || o.Names[0].Ref != "Sheet1!C1" {
		t.Errorf("sheets and names: %+v %+v", o.Sheets, o.Names)
	}
	s.ask("GET", path(b, "?hash=1"), b.Tokens.Viewer, "").want(200).into(&o)
	first := o.Hash
	s.put(b, "A1", `[[1]]`)
	s.ask("GET", path(b, "?hash=1"), b.Tokens.Viewer, "").want(200).into(&o)
	if first == "" || o.Hash != first {
		t.Errorf("equal values have the hashes %q and %q", first, o.Hash)
	}
	s.put(b, "A1", `[[2]]`)
	s.ask("GET", path(b, "?hash=1"), b.Tokens.Viewer, "").want(200).into(&o)
	if o.Hash == first {
		t.Error("other values have the same hash")
	}
}

func TestSettingsAndDelete(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PATCH", path(b, ""), b.Tokens.Owner, `{"title":"  New \n name ","zone":"Europe/Berlin","locale":"de"}`).want(200)
	s.ask("GET", path(b, ""), b.Tokens.Viewer, "").contains(`"title":"New name"`, `"zone":"Europe/Berlin"`, `"locale":"de"`)
	s.ask("PATCH", path(b, ""), b.Tokens.Owner, `{"zone":"Atlantis/Deep"}`).want(422).refused()
	s.ask("PATCH", path(b, ""), b.Tokens.Owner, `{}`).want(422).refused()
	s.ask("DELETE", path(b, ""), b.Tokens.Owner, "").want(204)
	s.ask("GET", path(b, ""), b.Tokens.Owner, "").want(401).refused()
}

func TestValues(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.put(b, "A1:D2", `[["1","=A1*2","text",true],["1/0 is text","=1/0","2026-11-22","50%"]]`)
	for render, want := range map[string]string{
		"value": `[[1,2,"text",true],["1/0 is text",{"error":"#DIV/0!","message":`,
		"text":  `[["1","2","text","TRUE"],["1/0 is text","#DIV/0!","2026-11-22","50%"]]`,
		"input": `[["1","=A1*2","text","TRUE"],["1/0 is text","=1/0","2026-11-22","50%"]]`,
	} {
		if got := s.values(b, "A1:D2", render); !strings.HasPrefix(got, want) {
			t.Errorf("render=%s: %s", render, got)
		}
	}
	var o struct {
		Range   string
		Version uint64
		Values  [][]json.RawMessage
	}
	s.ask("GET", path(b, "/values/a1:d2"), b.Tokens.Viewer, "").want(200).into(&o)
	if o.Range != "Sheet1!A1:D2" || o.Version == 0 {
		t.Errorf("range %q at %d", o.Range, o.Version)
	}
	var e struct{ Error, Message, Origin string }
	if err := json.Unmarshal(o.Values[1][1], &e); err != nil || e.Error != "#DIV/0!" || e.Origin != "Sheet1!B2" || e.Message == "" {
		t.Errorf("the error cell is %s", o.Values[1][1])
	}
	if got := string(o.Values[1][2]); got != `"2026-11-22"` {
		t.Errorf("a date is %s", got)
	}
	if got := s.values(b, "A:A", "value"); got != `[[1],["1/0 is text"]]` {
		t.Errorf("a whole column is %s", got)
	}
	if got := s.values(b, "Z9", "value"); got != `[[null]]` {
		t.Errorf("a blank cell is %s", got)
	}
	if e := s.ask("GET", path(b, "/values/A1?render=pdf"), b.Tokens.Viewer, "").want(422).refused(); e.Code != "invalid" {
		t.Errorf("an unknown render: %+v", e)
	}
	if e := s.ask("GET", path(b, "/values/nothing"), b.Tokens.Viewer, "").want(404).refused(); e.Where != "nothing" {
		t.Errorf("an unknown name: %+v", e)
	}
	s.ask("GET", path(b, "/values/Sheet9%%21A1"), b.Tokens.Viewer, "").want(404).contains("Sheet9")
	s.ask("GET", path(b, "/values/A1:Z99999"), b.Tokens.Viewer, "").want(413).contains("2599974")
}

func TestPutValuesIsAllOrNothing(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.put(b, "A1:B1", `[[1,2]]`)
	e := s.ask("PUT", path(b, "/values/A1:C1"), b.Tokens.Editor, `{"values":[["9","=SUM(1","8"]]}`).want(422).refused()
	if e.Code != "syntax" || e.Where != "Sheet1!B1" || e.Pos == 0 {
		t.Errorf("a formula that does not parse: %+v", e)
	}
	if got := s.values(b, "A1:C1", "value"); got != `[[1,2,null]]` {
		t.Errorf("something of it was applied: %s", got)
	}
	s.put(b, "A1:B2", `[[null,""],["x"]]`)
	if got := s.values(b, "A1:B2", "value"); got != `[[1,null],["x",null]]` {
		t.Errorf("null leaves, \"\" empties: %s", got)
	}
	s.put(b, "D1", `[[1,2],[3,4]]`)
	if got := s.values(b, "D1:E2", "value"); got != `[[1,2],[3,4]]` {
		t.Errorf("from a corner: %s", got)
	}
	for body, where := range map[string]string{
		`{"values":[[1],[2],[3]]}`: "values[2]", `{"values":[[1,2,3]]}`: "values[0][2]", `{"values":[[1,{}]]}`: "values[0][1]", `{"values":[[1,1e999]]}`: "values[0][1]",
		`{"values":[]}`: "values", `{}`: "values", `{"values":[[null]]}`: "values",
	} {
		if e := s.ask("PUT", path(b, "/values/A1:B2"), b.Tokens.Editor, body).want(422).refused(); e.Where != where {
			t.Errorf("%s: %+v", body, e)
		}
	}
	if got := s.values(b, "A1:B2", "value"); got != `[[1,null],["x",null]]` {
		t.Errorf("a refused call changed cells: %s", got)
	}
	s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, `{"values":"x"}`).want(422).refused()
	s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, `nonsense`, "Content-Type", "application/json").refused()
}

func TestBatchUpdateIsOneWave(t *testing.T) {
	s := newSite(t)
	b := s.book()
	var before, after struct{ Version uint64 }
	s.ask("GET", path(b, "/values/A1"), b.Tokens.Viewer, "").into(&before)
	s.ask("POST", path(b, "/values:batchUpdate"), b.Tokens.Editor, `{"data":[{"range":"A1","values":[[1]]},{"range":"C1:C2","values":[[2],["=C1+A1"]]}]}`).want(200).into(&after)
	if after.Version != before.Version+1 {
		t.Errorf("from version %d to %d", before.Version, after.Version)
	}
	if got := s.values(b, "A1:C2", "value"); got != `[[1,null,2],[null,null,3]]` {
		t.Errorf("got %s", got)
	}
	e := s.ask("POST", path(b, "/values:batchUpdate"), b.Tokens.Editor, `{"data":[{"range":"A1","values":[[7]]},{"range":"C1","values":[["=1+"]]}]}`).want(422).refused()
	if e.Where != "Sheet1!C1" || s.values(b, "A1", "value") != `[[1]]` {
		t.Errorf("half of a refused batch: %+v, A1 %s", e, s.values(b, "A1", "value"))
	}
	if e := s.ask("POST", path(b, "/values:batchUpdate"), b.Tokens.Editor, `{"data":[{"range":"A1","values":[[7]]},{"range":"B1","values":[[[]]]}]}`).want(422).refused(); e.Where != "data[1].values[0][0]" {
		t.Errorf("where: %+v", e)
	}
	s.ask("POST", path(b, "/values:batchUpdate"), b.Tokens.Editor, `{}`).want(422).refused()
}

func TestCell(t *testing.T) {
	s := newSite(t)
	b := s.book()
	// As curl -X PUT -d 21.5 sends it.
	s.ask("PUT", path(b, "/cells/C1"), b.Tokens.Editor, "21.5", "Content-Type", "application/x-www-form-urlencoded").want(200).contains(`"version"`)
	s.put(b, "D1", `[["=C1*2"]]`)
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"C1"}`).want(200)
	var o struct {
		Ref, Input, Text, Source, Time string
		Value                          float64
		Formula                        bool
		Precedents, Dependents         []string
	}
	s.ask("GET", path(b, "/cells/temp"), b.Tokens.Viewer, "").want(200).into(&o)
	if o.Ref != "Sheet1!C1" || o.Input != "21.5" || o.Value != 21.5 || o.Text != "21.5" || o.Formula || !slices.Equal(o.Dependents, []string{"Sheet1!D1"}) || o.Time == "" {
		t.Errorf("C1 is %+v", o)
	}
	if !strings.HasPrefix(o.Source, "api:") {
		t.Errorf("the source is %q", o.Source)
	}
	s.ask("GET", path(b, "/cells/D1"), b.Tokens.Viewer, "").want(200).into(&o)
	if o.Input != "=C1*2" || o.Value != 43 || !o.Formula || !slices.Equal(o.Precedents, []string{"Sheet1!C1"}) {
		t.Errorf("D1 is %+v", o)
	}
	s.ask("PUT", path(b, "/cells/temp"), b.Tokens.Editor, "=1/0").want(200)
	s.ask("GET", path(b, "/cells/D1"), b.Tokens.Viewer, "").want(200).contains(`"error":{"error":"#DIV/0!"`, `"origin":"Sheet1!C1"`)
	s.ask("PUT", path(b, "/cells/temp"), b.Tokens.Editor, "").want(200)
	if got := s.values(b, "C1", "value"); got != `[[null]]` {
		t.Errorf("an empty body leaves %s", got)
	}
	s.ask("PUT", path(b, "/cells/C1"), b.Tokens.Editor, `"21.5"`, "Content-Type", "application/json").want(200)
	if got := s.values(b, "C1", "value"); got != `[[21.5]]` {
		t.Errorf("a JSON string is typed: %s", got)
	}
	if e := s.ask("PUT", path(b, "/cells/C1"), b.Tokens.Editor, "=SUM(").want(422).refused(); e.Code != "syntax" || e.Where != "Sheet1!C1" {
		t.Errorf("got %+v", e)
	}
	s.ask("PUT", path(b, "/cells/A1:B2"), b.Tokens.Editor, "1").want(422).contains("4 cells")
	s.ask("PUT", path(b, "/cells/nothing"), b.Tokens.Editor, "1").want(404)
	s.ask("PUT", path(b, "/cells/C1"), b.Tokens.Editor, "\xff\xfe").want(422)
	s.ask("PUT", path(b, "/cells/%s", url.PathEscape("'Sheet1'!E1")), b.Tokens.Editor, "7").want(200)
	if got := s.values(b, "E1", "value"); got != `[[7]]` {
		t.Errorf("a quoted sheet: %s", got)
	}
}

func TestNames(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/names/C"), b.Tokens.Editor, `{"ref":"B1"}`).want(200).contains(`"version"`)
	s.ask("PUT", path(b, "/names/D"), b.Tokens.Editor, `{"ref":"Sheet1!B2"}`).want(200)
	s.put(b, "A1:B2", `[["=C+D",4],[null,5]]`)
	if got := s.values(b, "A1", "value"); got != `[[9]]` {
		t.Errorf("=C+D is %s", got)
	}
	s.ask("GET", path(b, "/names"), b.Tokens.Viewer, "").want(200).contains(`{"name":"C","ref":"Sheet1!B1"}`)
	s.ask("DELETE", path(b, "/names/D"), b.Tokens.Editor, "").want(200)
	if got := s.values(b, "A1", "text"); got != `[["#NAME?"]]` {
		t.Errorf("after the name is gone: %s", got)
	}
	s.ask("PUT", path(b, "/names/A1"), b.Tokens.Editor, `{"ref":"B1"}`).want(422).refused()
	s.ask("PUT", path(b, "/names/x"), b.Tokens.Editor, `{"ref":"Nowhere!B1"}`).want(404).refused()
	s.ask("PUT", path(b, "/names/x"), b.Tokens.Editor, `{}`).want(422).refused()
	s.ask("DELETE", path(b, "/names/none"), b.Tokens.Editor, "").refused()
}

func TestUnknownPathsOfTheAPI(t *testing.T) {
	s := newSite(t)
	for _, p := range []string{"/api/nothing", "/api/books/x/y/z"} {
		if e := s.ask("GET", p, "", "").want(404).refused(); e.Code != "not_found" {
			t.Errorf("%s: %+v", p, e)
		}
	}
}

func TestFunctionsAndTemplates(t *testing.T) {
	s := newSite(t)
	a := s.ask("GET", "/api/functions", "", "").want(200).contains(`"name":"SUM"`)
	if !strings.Contains(a.head.Get("Cache-Control"), "max-age") {
		t.Error("the catalogue cannot be kept")
	}
	s.ask("GET", "/api/templates", "", "").want(200).contains(`"id":"blank"`, `"id":"sums"`)
}

func TestOperatorsPaths(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) {
		o.Meters = []httpd.Meter{{Name: "freshet_test_total", Help: "A figure.", Total: true, Read: func() float64 { return 42 }}}
	})
	b := s.book()
	s.put(b, "A1", `[[1]]`)
	s.ask("GET", "/healthz", "", "").want(200)
	s.ask("GET", "/readyz", "", "").want(200)
	a := s.ask("GET", "/metrics", "", "").want(200).contains("freshet_test_total 42", `freshet_http_requests_total{route="PUT /api/books/{id}/values/{range}",status="200"} 1`)
	if strings.Contains(a.body, b.ID) {
		t.Error("a book's id is a label")
	}
	if m := regexp.MustCompile(`(?m)^[a-z_]+\{[^}]*\} `).FindString(a.body); m == "" {
		t.Error("no labelled sample")
	}
}
