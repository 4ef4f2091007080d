package httpd_test

import (
	"net/http"
	"strings"
	"testing"
)

// calls is every call on a book, with the least role that may make it.
var calls = []struct{ method, path, needs, body string }{
	{"GET", "", "viewer", ""},
	{"GET", "?hash=1", "viewer", ""},
	{"PATCH", "", "owner", `{"title":"x"}`},
	{"GET", "/values/A1", "viewer", ""},
	{"PUT", "/values/A1", "editor", `{"values":[[1]]}`},
	{"POST", "/values:batchUpdate", "editor", `{"data":[{"range":"A1","values":[[1]]}]}`},
	{"GET", "/cells/A1", "viewer", ""},
	{"PUT", "/cells/A1", "editor", "1"},
	{"GET", "/names", "viewer", ""},
	{"PUT", "/names/temp", "editor", `{"ref":"A1"}`},
	{"DELETE", "/names/temp", "editor", ""},
	{"POST", "/ingest", "editor", `{"A1":1}`},
	{"GET", "/cells/A1/history", "viewer", ""},
	{"PUT", "/policies/A1", "editor", `{"log":"changes"}`},
	{"PUT", "/bindings/b", "editor", `{"topic":"t","target":"A1"}`},
	{"GET", "/bindings", "editor", ""},
	{"DELETE", "/bindings/b", "editor", ""},
	{"GET", "/links", "owner", ""},
	{"POST", "/links", "owner", `{"role":"viewer"}`},
	{"DELETE", "/links/none", "owner", ""},
	{"GET", "/events?ranges=Nowhere%21A1", "viewer", ""},
	{"DELETE", "", "owner", ""}, // last: it ends the book
}

var ranks = map[string]int{"": 0, "viewer": 1, "editor": 2, "owner": 3}

func TestRolesOnEveryCall(t *testing.T) {
	s := newSite(t)
	b, other := s.book(), s.book()
	tokens := map[string]string{"viewer": b.Tokens.Viewer, "editor": b.Tokens.Editor, "owner": b.Tokens.Owner}
	for _, c := range calls {
		for _, role := range []string{"viewer", "editor", "owner"} {
			if ranks[role] < ranks[c.needs] {
				if e := s.ask(c.method, path(b, "%s", c.path), tokens[role], c.body).want(http.StatusForbidden).refused(); !strings.Contains(e.Message, c.needs) {
					t.Errorf("%s %s as %s: %+v", c.method, c.path, role, e)
				}
			}
		}
		for name, token := range map[string]string{"none": "", "nonsense": "nonsense", "made up": b.ID + "_" + strings.Repeat("a", 32)} {
			if a := s.ask(c.method, path(b, "%s", c.path), token, c.body); a.status != http.StatusUnauthorized || a.refused().Code != "unauthentic" {
				t.Errorf("%s %s with the token %q: %d %s", c.method, c.path, name, a.status, a.body)
			}
		}
		s.ask(c.method, path(b, "%s", c.path), other.Tokens.Owner, c.body).want(http.StatusNotFound).refused()
	}
	for _, c := range calls {
		token := tokens[c.needs]
		a := s.ask(c.method, path(b, "%s", c.path), token, c.body)
		if a.status == 401 || a.status == 403 || a.status >= 500 {
			t.Errorf("%s %s as %s: %d %s", c.method, c.path, c.needs, a.status, a.body)
		}
	}
}

// A book that is not there and one that a key does not open must not be told apart.
func TestNobodyLearnsWhichBooksThereAre(t *testing.T) {
	s := newSite(t)
	b, other := s.book(), s.book()
	same := func(what string, x, y *answer) {
		t.Helper()
		hide := func(a *answer) string { return strings.NewReplacer(b.ID, "ID", "zzzzzzzzzz", "ID").Replace(a.body) }
		if x.status != y.status || hide(x) != hide(y) {
			t.Errorf("%s: %d %s\nand %d %s", what, x.status, x.body, y.status, y.body)
		}
	}
	same("API without a key", s.ask("GET", "/api/books/"+b.ID, "", ""), s.ask("GET", "/api/books/zzzzzzzzzz", "", ""))
	same("API with another's key", s.ask("GET", "/api/books/"+b.ID, other.Tokens.Owner, ""), s.ask("GET", "/api/books/zzzzzzzzzz", other.Tokens.Owner, ""))
	same("page", s.ask("GET", "/b/"+b.ID, "", ""), s.ask("GET", "/b/zzzzzzzzzz", "", ""))
	same("link", s.ask("GET", "/s/"+b.ID+"_nonsense", "", ""), s.ask("GET", "/s/zzzzzzzzzz_nonsense", "", ""))
}

func TestRevokedTokensOpenNothing(t *testing.T) {
	s := newSite(t)
	b := s.book()
	var made struct{ ID, URL, Token, Label, Role string }
	s.ask("POST", path(b, "/links"), b.Tokens.Owner, `{"role":"editor","label":"  greenhouse   sensor "}`).want(201).into(&made)
	if made.Label != "greenhouse sensor" || made.Role != "editor" || made.URL != s.url+"/s/"+made.Token {
		t.Errorf("made %+v", made)
	}
	s.ask("PUT", path(b, "/cells/A1"), made.Token, "1").want(200)
	eventually(t, "the use of the link is listed", func() bool {
		var o struct {
			Links []struct{ ID, LastUsed string }
		}
		s.ask("GET", path(b, "/links"), b.Tokens.Owner, "").want(200).into(&o)
		for _, l := range o.Links {
			if l.ID == made.ID {
				return len(o.Links) == 4 && l.LastUsed != ""
			}
		}
		return false
	})
	s.ask("DELETE", path(b, "/links/%s", made.ID), b.Tokens.Owner, "").want(204)
	if e := s.ask("PUT", path(b, "/cells/A1"), made.Token, "2").want(401).refused(); !strings.Contains(e.Message, "revoked") {
		t.Errorf("the refusal is %+v", e)
	}
	s.ask("GET", "/s/"+made.Token, "", "").want(http.StatusGone).contains("This link was revoked")
	s.ask("GET", path(b, "/links"), b.Tokens.Owner, "").contains(`"revoked":true`)
	var o struct {
		Links []struct{ ID, Role string }
	}
	s.ask("GET", path(b, "/links"), b.Tokens.Owner, "").into(&o)
	for _, l := range o.Links {
		if l.Role == "owner" {
			s.ask("DELETE", path(b, "/links/%s", l.ID), b.Tokens.Owner, "").want(http.StatusConflict).refused()
		}
	}
	s.ask("POST", path(b, "/links"), b.Tokens.Owner, `{"role":"emperor"}`).want(422).contains("viewer, editor or owner")
	s.ask("POST", path(b, "/links"), b.Tokens.Owner, `{"role":"viewer","label":"`+strings.Repeat("x", 61)+`"}`).want(422).contains(`"where":"label"`)
}

// A browser page of another site must not act with our cookies; a program with a token may come from anywhere.
func TestChangesByCookieComeFromOurOwnPages(t *testing.T) {
	s := newSite(t)
	b := s.book()
	me := s.browser()
	s.askBy(me, "GET", strings.TrimPrefix(b.Links.Owner, s.url), "", "").want(http.StatusSeeOther)
	evil := [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}}
	changes := []struct{ method, path, body string }{
		{"PUT", path(b, "/cells/A1"), "1"},
		{"PATCH", path(b, ""), `{"title":"x"}`},
		{"POST", path(b, "/ingest"), `{"A1":1}`},
		{"DELETE", path(b, ""), ""},
		{"POST", "/b/" + b.ID + "/links", ""},
		{"POST", "/b/" + b.ID + "/delete", ""},
		{"POST", "/b/" + b.ID + "/forget", ""},
		{"POST", "/books", ""},
		{"POST", "/api/books", `{}`},
	}
	for _, c := range changes {
		for _, from := range evil {
			s.askBy(me, c.method, c.path, "", c.body, from...).want(http.StatusForbidden)
		}
	}
	s.askBy(me, "PUT", path(b, "/cells/A1"), "", "1", "Sec-Fetch-Site", "same-origin", "Origin", s.url).want(200)
	s.ask("PUT", path(b, "/cells/A1"), b.Tokens.Editor, "1", "Sec-Fetch-Site", "cross-site", "Origin", "https://dashboard.example").want(200)
	if e := s.askBy(me, "PUT", path(b, "/cells/A1"), "nonsense", "1").want(401).refused(); e.Code != "unauthentic" {
		t.Errorf("a bad token beside a good cookie: %+v", e)
	}
}

func TestPagesOfOtherSitesMayUseTheAPIWithAToken(t *testing.T) {
	s := newSite(t)
	b := s.book()
	ask := []string{"Origin", "https://dashboard.example", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization"}
	a := s.ask("OPTIONS", path(b, "/cells/A1"), "", "", ask...).want(http.StatusNoContent)
	if a.head.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(a.head.Get("Access-Control-Allow-Headers"), "Authorization") || a.head.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("got %v", a.head)
	}
	if a := s.ask("GET", path(b, ""), b.Tokens.Viewer, "", "Origin", "https://dashboard.example").want(200); a.head.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("got %v", a.head)
	}
	for _, p := range []string{"/", "/b/" + b.ID, "/live"} {
		if a := s.ask("OPTIONS", p, "", "", ask...); a.head.Get("Access-Control-Allow-Origin") != "" || a.status == http.StatusNoContent {
			t.Errorf("%s: %d %v", p, a.status, a.head)
		}
	}
}
