package httpd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/assets"
	"freshet/cells"
	"freshet/cells/formula"
	"freshet/cells/store"
	"freshet/server/embed"
	"freshet/server/httpd"
)

// truth is the real store on the real embedded Redis, shared by the tests of this package: books do not know each other.
var truth *store.Store

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "httpd")
		if err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		quiet := slog.New(slog.DiscardHandler)
		e, err := embed.Open(context.Background(), embed.Options{Dir: dir, Logger: quiet})
		if err != nil {
			panic(err)
		}
		defer func() { _ = e.Close() }()
		truth, err = store.Open(context.Background(), store.Options{
			Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }, Name: "embedded", Logger: quiet,
		})
		if err != nil {
			panic(err)
		}
		defer func() { _ = truth.Close() }()
		return m.Run()
	}())
}

// books is the store as httpd wants it, as main adapts it.
type books struct{ *store.Store }

func (b books) Create(ctx context.Context, n httpd.NewBook) (httpd.Created, error) {
	c, err := b.Store.Create(ctx, store.NewBook(n))
	if err != nil {
		return httpd.Created{}, err
	}
	out := httpd.Created{ID: c.ID, Tokens: c.Tokens, Links: map[cells.Role]httpd.Link{}}
	for role, link := range c.Links {
		out.Links[role] = httpd.Link(link)
	}
	return out, nil
}

func (b books) Book(ctx context.Context, id string) (httpd.Book, error) {
	book, err := b.Store.Book(ctx, id)
	if err != nil {
		return nil, err
	}
	return book, nil
}

func (b books) Grant(ctx context.Context, token string) (httpd.Grant, error) {
	g, err := b.Store.Grant(ctx, token)
	return httpd.Grant(g), err
}

func (b books) CreateLink(ctx context.Context, book string, role cells.Role, label string) (httpd.Link, string, error) {
	l, token, err := b.Store.CreateLink(ctx, book, role, label)
	return httpd.Link(l), token, err
}

func (b books) Links(ctx context.Context, book string) ([]httpd.Link, error) {
	links, err := b.Store.Links(ctx, book)
	out := make([]httpd.Link, len(links))
	for i, l := range links {
		out[i] = httpd.Link(l)
	}
	return out, err
}

// site is a running server with what it logged.
type site struct {
	t      *testing.T
	url    string
	server *httpd.Server
	log    *journal
}

type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

func newSite(t *testing.T, change ...func(*httpd.Options)) *site {
	t.Helper()
	log := &journal{}
	o := httpd.Options{
		Books: books{truth}, Assets: assets.Files, Functions: formula.Catalogue(), Version: "test", Heading: time.Minute,
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Templates: []httpd.Template{{ID: "sums", Title: "Sums", Summary: "A sum.", Ops: cells.Ops{
			cells.AddSheet{Name: "Sums", Index: -1},
			cells.Set{Range: cells.Range{Sheet: 1, Bottom: 2}, Inputs: []cells.Input{cells.Typed("1"), cells.Typed("2"), cells.Typed("=A1+A2")}},
		}}},
	}
	for _, f := range change {
		f(&o)
	}
	s, err := httpd.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		s.Close()
		h.Close()
	})
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return &site{t, h.URL, s, log}
}

// newUnlimited is the handler of a server whose limits nobody reaches.
func newUnlimited(t testing.TB) http.Handler {
	t.Helper()
	s, err := httpd.New(httpd.Options{
		Books: books{truth}, Assets: assets.Files, Functions: formula.Catalogue(), Logger: slog.New(slog.DiscardHandler),
		Limits: httpd.Limits{Rate: 1e9, Burst: 1e9, Create: 1e9, Creates: 1e9},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s.Handler()
}

// newBook is what POST /api/books answers.
type newBook struct {
	ID, Title     string
	Links, Tokens struct{ Owner, Editor, Viewer string }
}

func (s *site) book() newBook {
	s.t.Helper()
	var b newBook
	s.ask("POST", "/api/books", "", `{"title":"Test"}`).want(http.StatusCreated).into(&b)
	return b
}

// answer is an answer whose body was read.
type answer struct {
	t      *testing.T
	what   string
	status int
	head   http.Header
	body   string
}

// ask sends a request to the site; headers are pairs.
func (s *site) ask(method, path, token, body string, headers ...string) *answer {
	s.t.Helper()
	return s.askBy(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, method, path, token, body, headers...)
}

func (s *site) askBy(c *http.Client, method, path, token, body string, headers ...string) *answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	} else if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := c.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	b, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return &answer{s.t, method + " " + path, w.StatusCode, w.Header, string(b)}
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.status, status, a.body)
	}
	return a
}

func (a *answer) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		a.t.Fatalf("%s: %v in %s", a.what, err, a.body)
	}
}

// refused is the error of an answer, which must have the one shape.
func (a *answer) refused() (e struct {
	Code, Message, Where, Hint string
	Pos                        int
},
) {
	a.t.Helper()
	var o struct{ Error *json.RawMessage }
	a.into(&o)
	if o.Error == nil {
		a.t.Fatalf("%s: no error in %s", a.what, a.body)
	}
	if err := json.Unmarshal(*o.Error, &e); err != nil || e.Code == "" || e.Message == "" {
		a.t.Fatalf("%s: not the shape of an error: %s", a.what, a.body)
	}
	return e
}

func (a *answer) contains(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			a.t.Errorf("%s: %q is not in %s", a.what, text, a.body)
		}
	}
	return a
}

// put writes a range and must succeed.
func (s *site) put(b newBook, at, values string) {
	s.t.Helper()
	s.ask("PUT", "/api/books/"+b.ID+"/values/"+at, b.Tokens.Editor, `{"values":`+values+`}`).want(http.StatusOK)
}

// values reads a range as compact JSON.
func (s *site) values(b newBook, at, render string) string {
	s.t.Helper()
	var o struct{ Values json.RawMessage }
	s.ask("GET", "/api/books/"+b.ID+"/values/"+at+"?render="+render, b.Tokens.Viewer, "").want(http.StatusOK).into(&o)
	return string(o.Values)
}

// browser is a client with cookies that follows no redirections.
func (s *site) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// eventually waits for a condition, for ten seconds at most.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func path(b newBook, format string, args ...any) string {
	return "/api/books/" + b.ID + fmt.Sprintf(format, args...)
}
