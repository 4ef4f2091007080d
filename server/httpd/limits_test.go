package httpd_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"freshet/server/httpd"
)

func TestLongBodiesAreRefused(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Limits.Body = 2000 })
	b := s.book()
	long := `{"values":[["` + strings.Repeat("x", 3000) + `"]]}`
	if e := s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, long).want(413).refused(); e.Code != "too_large" || !strings.Contains(e.Message, "2000 bytes") {
		t.Errorf("with its length told: %+v", e)
	}
	for _, p := range []string{"/values/A1", "/cells/A1"} {
		r, err := http.NewRequestWithContext(t.Context(), "PUT", s.url+path(b, "%s", p), io.MultiReader(strings.NewReader(long)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+b.Tokens.Editor)
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(w.Body)
		_ = w.Body.Close()
		if err != nil || w.StatusCode != 413 || !strings.Contains(string(body), `"too_large"`) {
			t.Errorf("%s in pieces: %d %s %v", p, w.StatusCode, body, err)
		}
	}
	s.ask("POST", "/books", "", "title="+strings.Repeat("x", 3000), "Content-Type", "application/x-www-form-urlencoded").want(413)
	s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, `{"values":[[1]]}`).want(200)
}

// TestManyFormulasAreSentInParts has a body that is short enough bring more formulas than are read at once.
func TestManyFormulasAreSentInParts(t *testing.T) {
	s := newSite(t)
	b := s.book()
	formula := `"=` + strings.Repeat("1+", 4000) + `1"`
	many := `{"values":[[` + formula + strings.Repeat(","+formula, 130) + `]]}`
	if e := s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, many).want(413).refused(); e.Code != "too_large" || !strings.Contains(e.Message, "in parts") {
		t.Errorf("the refusal is %+v", e)
	}
	s.ask("PUT", path(b, "/values/A1"), b.Tokens.Editor, `{"values":[[`+formula+`]]}`).want(200)
}

func TestTooManyCallsAreRefused(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Limits.Rate, o.Limits.Burst = 0.001, 20 })
	b, other := s.book(), s.book()
	var last *answer
	for range 30 {
		if last = s.ask("GET", path(b, ""), b.Tokens.Viewer, ""); last.status != 200 {
			break
		}
	}
	if e := last.want(429).refused(); e.Code != "too_many" || last.head.Get("Retry-After") == "" {
		t.Errorf("got %+v, Retry-After %q", e, last.head.Get("Retry-After"))
	}
	s.ask("GET", path(b, ""), b.Tokens.Editor, "").want(200)
	s.ask("GET", path(other, ""), other.Tokens.Viewer, "").want(200)
	for range 30 {
		last = s.ask("GET", path(b, ""), "nonsense", "")
	}
	last.want(429)
	s.ask("GET", path(other, ""), other.Tokens.Viewer, "").want(200)
}

func TestTooManyBooksAreRefused(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Limits.Create, o.Limits.Creates = 0.001, 3 })
	for range 3 {
		s.book()
	}
	if a := s.ask("POST", "/api/books", "", ""); a.status != 429 || a.head.Get("Retry-After") == "" {
		t.Errorf("the fourth book: %d %s", a.status, a.body)
	}
	s.ask("POST", "/books", "", "title=x", "Content-Type", "application/x-www-form-urlencoded").want(429).contains("Too many books", "<form")
}

func TestTextIsSqueezed(t *testing.T) {
	s := newSite(t)
	get := func(p, accept string) *answer {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+p, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", accept) // by hand, so that the client leaves the answer as it is
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = w.Body.Close() }()
		var body io.Reader = w.Body
		if w.Header.Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(w.Body); err != nil {
				t.Fatal(err)
			}
		}
		b, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return &answer{t, p, w.StatusCode, w.Header, string(b)}
	}
	for _, p := range []string{"/", "/help", "/api/functions", "/assets/css/pages.css"} {
		plain, squeezed := get(p, "identity"), get(p, "br, gzip;q=0.8")
		if squeezed.head.Get("Content-Encoding") != "gzip" || plain.head.Get("Content-Encoding") != "" || squeezed.head.Get("Vary") == "" {
			t.Errorf("%s: %v and %v", p, plain.head, squeezed.head)
		}
		if plain.body != squeezed.body || len(plain.body) < 1000 {
			t.Errorf("%s differs when it is squeezed", p)
		}
		if refused := get(p, "gzip;q=0"); refused.head.Get("Content-Encoding") != "" {
			t.Errorf("%s is squeezed for a client that refuses it", p)
		}
	}
	if a := get("/healthz", "gzip"); a.head.Get("Content-Encoding") != "" || a.body != "ok\n" {
		t.Errorf("a short answer is squeezed: %v", a.head)
	}
}

func TestNoTokenReachesTheLog(t *testing.T) {
	s := newSite(t)
	b := s.book()
	me := s.browser()
	for _, link := range []string{b.Links.Viewer, b.Links.Editor, b.Links.Owner} {
		s.askBy(me, "GET", strings.TrimPrefix(link, s.url), "", "").want(http.StatusSeeOther)
	}
	s.askBy(me, "GET", "/b/"+b.ID, "", "").want(200)
	s.askBy(me, "POST", "/b/"+b.ID+"/links", "", "role=viewer&label=x", "Content-Type", "application/x-www-form-urlencoded").want(200)
	s.askBy(me, "GET", "/", "", "").want(200)
	s.ask("GET", path(b, ""), b.Tokens.Owner, "").want(200)
	s.ask("GET", path(b, "?token=")+b.Tokens.Owner, b.Tokens.Owner, "").want(200)
	s.ask("GET", "/s/"+b.Tokens.Owner+"/deeper", "", "")
	s.ask("PUT", path(b, "/cells/A1"), b.Tokens.Editor, "=SUM(").want(422)
	log := s.log.String()
	for role, token := range map[string]string{"viewer": b.Tokens.Viewer, "editor": b.Tokens.Editor, "owner": b.Tokens.Owner} {
		_, secret, _ := strings.Cut(token, "_")
		if strings.Contains(log, secret) {
			t.Errorf("the %s token is in the log:\n%s", role, log)
		}
	}
	if !strings.Contains(log, "/s/…") || !strings.Contains(log, "status=303") {
		t.Errorf("the log does not tell of the requests:\n%s", log)
	}
}
