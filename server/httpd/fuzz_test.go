package httpd_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// answers sends one request to a server and checks what holds for every answer: JSON, no fault, a refusal in the one shape.
func answers(t *testing.T, h http.Handler, token, method, target, body, kind string) (int, string) {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Skip()
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://freshet.test/", strings.NewReader(body))
	r.URL = u
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= 300 && w.Code < 400 { // the mux tidies paths
		t.Skip()
	}
	if w.Code >= 500 {
		t.Fatalf("%s %s %q: %d %s", method, target, body, w.Code, w.Body)
	}
	if !json.Valid(w.Body.Bytes()) {
		t.Fatalf("%s %s: no JSON: %s", method, target, w.Body)
	}
	if w.Code >= 400 {
		var o struct {
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil || o.Error.Code == "" || o.Error.Message == "" {
			t.Fatalf("%s %s: not the shape of an error: %d %s", method, target, w.Code, w.Body)
		}
	}
	return w.Code, w.Body.String()
}

// fuzzSite is a site whose limits fuzzing does not reach.
func fuzzSite(f *testing.F) (http.Handler, newBook) {
	f.Helper()
	s := newUnlimited(f)
	var b newBook
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("POST", "http://freshet.test/api/books", strings.NewReader("{}")))
	if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil || b.ID == "" {
		f.Fatalf("no book: %d %s", w.Code, w.Body)
	}
	return s, b
}

// What is accepted can be read back, and a refused write changes nothing.
func FuzzPutValues(f *testing.F) {
	h, b := fuzzSite(f)
	for _, seed := range []string{
		`{"values":[["1","=A1*2"]]}`, `{"values":[[null,""],[1e3,true]]}`, `{"values":[[{}]]}`, `{"values":[["=SUM("]]}`, `{"values":[]}`, `{"values":null}`, `[]`, `{`, `{"values":[["2026-11-22","50%","'x"]]}`,
		`{"values":[[1e999]]}`, `{"values":[[-0.0]]}`, `{"values":[["\u0000"]]}`,
	} {
		f.Add("A1:D4", seed)
	}
	f.Add("'Sheet1'!B2", `{"values":[[1]]}`)
	f.Add("XFD1048576", `{"values":[[1,2]]}`)
	f.Add("1:1", `{"values":[[1,2]]}`)
	f.Fuzz(func(t *testing.T, at, body string) {
		base := "/api/books/" + b.ID
		_, before := answers(t, h, b.Tokens.Owner, "GET", base+"?hash=1", "", "")
		code, _ := answers(t, h, b.Tokens.Owner, "PUT", base+"/values/"+url.PathEscape(at), body, "application/json")
		if _, after := answers(t, h, b.Tokens.Owner, "GET", base+"?hash=1", "", ""); code != http.StatusOK && before != after {
			t.Fatalf("refused with %d, and yet: %s became %s", code, before, after)
		}
		if code == http.StatusOK && !strings.Contains(at, ":") {
			answers(t, h, b.Tokens.Owner, "GET", base+"/values/"+url.PathEscape(at)+"?render=input", "", "")
		}
	})
}

// Whatever devices send, every key is answered or the call is refused as a whole.
func FuzzIngest(f *testing.F) {
	h, b := fuzzSite(f)
	for _, seed := range []string{
		`{"A1":4,"B2":5}`, `{"A1":{"v":1,"at":"2026-11-22T09:30:00Z"}}`, `{"A1":{"v":null}}`, `{"":1}`, `{"A1":1,"A1":2}`, `{"A1:B2":1}`, `{"Sheet1!A1":"x","nothing":true}`, `{"A1":{"v":1,"at":1e300}}`, `{"A1":[[[]]]}`, `"x"`, `{"A1":1}}`, `{"A1":{"at":5}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		code, got := answers(t, h, b.Tokens.Editor, "POST", "/api/books/"+b.ID+"/ingest", body, "application/x-www-form-urlencoded")
		if code != http.StatusOK {
			return
		}
		var o struct {
			Accepted, Rejected int
			Results            map[string]struct{ OK bool }
		}
		if err := json.Unmarshal([]byte(got), &o); err != nil {
			t.Fatal(err)
		}
		if o.Accepted+o.Rejected != len(o.Results) || len(o.Results) == 0 {
			t.Fatalf("%s: %s", body, got)
		}
	})
}

func FuzzReadAnywhere(f *testing.F) {
	h, b := fuzzSite(f)
	for _, seed := range []string{"A1", "A:C", "5:6", "'My, sheet'!A1", "A1:B2,temp", "$A$1", "Sheet1!", "!A1", "''!A1", "A0", "A1:ZZZ9", "#REF!", "\u0130", "%2f", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, at string) {
		base := "/api/books/" + b.ID
		answers(t, h, b.Tokens.Viewer, "GET", base+"/values/"+url.PathEscape(at), "", "")
		answers(t, h, b.Tokens.Viewer, "GET", base+"/cells/"+url.PathEscape(at), "", "")
		answers(t, h, b.Tokens.Viewer, "GET", base+"/cells/A1/history?from="+url.QueryEscape(at)+"&to="+url.QueryEscape(at), "", "")
		answers(t, h, b.Tokens.Viewer, "GET", base+"/events?ranges=nothing,"+url.QueryEscape(at), "", "")
	})
}
