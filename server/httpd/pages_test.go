package httpd_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"freshet/server/httpd"
)

func TestSecurityHeaders(t *testing.T) {
	s := newSite(t)
	for _, p := range []string{"/", "/help", "/nothing", "/api/functions", "/assets/js/pages.js"} {
		a := s.ask("GET", p, "", "")
		policy := a.head.Get("Content-Security-Policy")
		script := regexp.MustCompile(`script-src ([^;]*)`).FindString(policy)
		if script != "script-src 'self'" || !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'self'") ||
			!strings.Contains(policy, "connect-src 'self' ws://"+strings.TrimPrefix(s.url, "http://")) {
			t.Errorf("%s: policy %q", p, policy)
		}
		if a.head.Get("X-Content-Type-Options") != "nosniff" || a.head.Get("Referrer-Policy") != "same-origin" || a.head.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", p, a.head)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "x;script-src"
	if w, err := http.DefaultClient.Do(r); err == nil {
		_ = w.Body.Close()
		if strings.Contains(w.Header.Get("Content-Security-Policy"), "x;script-src") {
			t.Error("a host can write into the policy")
		}
	}
}

func TestOpeningALink(t *testing.T) {
	s := newSite(t)
	b := s.book()
	me := s.browser()
	me.Jar = nil
	a := s.askBy(me, "GET", "/s/"+b.Tokens.Editor, "", "").want(http.StatusSeeOther)
	if a.head.Get("Location") != "/b/"+b.ID || a.head.Get("Referrer-Policy") != "no-referrer" || a.head.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v", a.head)
	}
	var key string
	for _, c := range a.head.Values("Set-Cookie") {
		if strings.HasPrefix(c, "freshet_b_"+b.ID+"=") {
			key = c
		}
		for _, attribute := range []string{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="} {
			if !strings.Contains(c, attribute) {
				t.Errorf("%s is missing in %s", attribute, c)
			}
		}
		if strings.Contains(c, "Secure") {
			t.Errorf("over plain HTTP the browser would drop %s", c)
		}
	}
	if key == "" {
		t.Errorf("no key in %v", a.head)
	}
	for _, bad := range []string{"nonsense", b.ID, b.ID + "_", b.ID + "_nonsense", "_", "%00", strings.Repeat("x", 5000)} {
		a := s.ask("GET", "/s/"+bad, "", "").want(http.StatusNotFound)
		if len(a.head.Values("Set-Cookie")) > 0 {
			t.Errorf("%s leaves a cookie", bad)
		}
	}
}

func TestCookiesAreSecureBehindTLS(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Behind = true })
	b := s.book()
	a := s.ask("GET", "/s/"+b.Tokens.Viewer, "", "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "freshet.example")
	for _, c := range a.want(303).head.Values("Set-Cookie") {
		if !strings.Contains(c, "Secure") {
			t.Errorf("not secure: %s", c)
		}
	}
	if a.head.Get("Cross-Origin-Opener-Policy") != "same-origin" || !strings.Contains(a.head.Get("Content-Security-Policy"), "wss://freshet.example") {
		t.Errorf("got %v", a.head)
	}
	s.ask("POST", "/api/books", "", "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "freshet.example").contains(`"owner":"https://freshet.example/s/`)
}

// slowBooks opens no book before somebody gives up waiting for it.
type slowBooks struct{ books }

func (slowBooks) Book(ctx context.Context, _ string) (httpd.Book, error) {
	<-ctx.Done()
	return nil, fmt.Errorf("open: %w", ctx.Err())
}

// TestThePageDoesNotWaitForALongBook has the frame of the grid there while the book is still being loaded; the title comes with the cells.
func TestThePageDoesNotWaitForALongBook(t *testing.T) {
	b := newSite(t).book()
	s := newSite(t, func(o *httpd.Options) { o.Books, o.Heading = slowBooks{books{truth}}, time.Millisecond })
	me := s.browser()
	link := "/s/" + b.Tokens.Owner
	s.askBy(me, "GET", link, "", "").want(303)
	s.askBy(me, "GET", "/b/"+b.ID, "", "").want(200).contains(`id="sheet"`, `data-book="`+b.ID+`"`, "<title>Freshet</title>")
}

func TestThePageOfABook(t *testing.T) {
	s := newSite(t)
	b := s.book()
	for role, link := range map[string]string{"viewer": b.Links.Viewer, "editor": b.Links.Editor, "owner": b.Links.Owner} {
		me := s.browser()
		s.askBy(me, "GET", strings.TrimPrefix(link, s.url), "", "").want(303)
		a := s.askBy(me, "GET", "/b/"+b.ID, "", "").want(200).contains(`id="sheet"`, `id="panel"`, `id="presence"`, `id="status"`,
			`data-role="`+role+`"`, `data-book="`+b.ID+`"`, `data-socket="/live?book=`+b.ID+`"`, "dist/main.js", "<title>Test · Freshet</title>")
		if got := strings.Contains(a.body, "/share"); got != (role == "owner") {
			t.Errorf("%s sees the share button: %v", role, got)
		}
		if got := strings.Contains(a.body, "View only"); got != (role == "viewer") {
			t.Errorf("%s is told that he only views: %v", role, got)
		}
		_, secret, _ := strings.Cut(link, "_")
		if strings.Contains(a.body, secret) {
			t.Errorf("the page shows the %s token", role)
		}
	}
}

func TestAnOwnerWhoTriesTheViewerLinkStaysOwner(t *testing.T) {
	s := newSite(t)
	b := s.book()
	me := s.browser()
	for _, link := range []string{b.Links.Owner, b.Links.Viewer} {
		s.askBy(me, "GET", strings.TrimPrefix(link, s.url), "", "").want(303)
	}
	s.askBy(me, "GET", "/b/"+b.ID, "", "").contains(`data-role="owner"`)
	other := s.browser()
	for _, link := range []string{b.Links.Viewer, b.Links.Editor} {
		s.askBy(other, "GET", strings.TrimPrefix(link, s.url), "", "").want(303)
	}
	s.askBy(other, "GET", "/b/"+b.ID, "", "").contains(`data-role="editor"`)
}

const form = "application/x-www-form-urlencoded"

func TestABookFromTheFrontPage(t *testing.T) {
	s := newSite(t)
	me := s.browser()
	s.askBy(me, "GET", "/", "", "").want(200).contains("A spreadsheet that flows", `value="blank" checked`, `value="sums"`, "Books you make or open")
	to := s.askBy(me, "POST", "/books", "", url.Values{"title": {"My <sums>"}, "template": {"sums"}}.Encode(), "Content-Type", form, "Sec-Fetch-Site", "same-origin").want(303).head.Get("Location")
	s.askBy(me, "GET", to, "", "").want(200).contains("My &lt;sums&gt;", `data-role="owner"`)
	s.askBy(me, "GET", "/", "", "").want(200).contains("My &lt;sums&gt;", ">owner<", `href="`+to+`"`)
	s.askBy(me, "GET", "/api/books/"+strings.TrimPrefix(to, "/b/")+"/values/A3", "", "").want(200).contains("[[3]]")

	// The browser that made the book can show all three links.
	share := s.askBy(me, "GET", to+"/share", "", "", "HX-Request", "true").want(200)
	if n := strings.Count(share.body, "data-copy="); n != 3 || strings.Contains(share.body, "<html") {
		t.Errorf("%d links to copy in %s", n, share.body)
	}
	s.askBy(me, "GET", to+"/share", "", "").want(200).contains("<html", "Back to My")

	s.askBy(me, "POST", "/books", "", url.Values{"template": {"none"}}.Encode(), "Content-Type", form).want(422).contains("There is no template", "<form")
	s.askBy(me, "POST", to+"/forget", "", "").want(303)
	a := s.askBy(me, "GET", "/", "", "").want(200)
	if strings.Contains(a.body, "My &lt;sums&gt;") {
		t.Error("a forgotten book is listed")
	}
	s.askBy(me, "GET", to, "", "").want(404)
}

func TestSharing(t *testing.T) {
	s := newSite(t)
	b := s.book()
	owner, editor := s.browser(), s.browser()
	s.askBy(owner, "GET", strings.TrimPrefix(b.Links.Owner, s.url), "", "").want(303)
	s.askBy(editor, "GET", strings.TrimPrefix(b.Links.Editor, s.url), "", "").want(303)
	share := "/b/" + b.ID + "/share"
	s.askBy(editor, "GET", share, "", "").want(403).contains("does not allow")
	s.askBy(editor, "POST", "/b/"+b.ID+"/links", "", "role=owner", "Content-Type", form).want(403)
	if a := s.askBy(editor, "GET", share, "", "", "HX-Request", "true").want(403).contains("needs the role owner"); strings.Contains(a.body, "<html") {
		t.Error("a whole page lands in the dialog")
	}
	s.askBy(editor, "POST", "/b/"+b.ID+"/delete", "", "").want(403)
	if a := s.askBy(owner, "GET", share, "", "").want(200); strings.Count(a.body, "data-copy=") != 1 || !strings.Contains(a.body, ">yours<") {
		t.Error("an owner sees other links' addresses, or not his own")
	}
	a := s.askBy(owner, "POST", "/b/"+b.ID+"/links", "", "role=viewer&label=Wall+display", "Content-Type", form, "HX-Request", "true").want(200).contains("Wall display", "link-row fresh")
	made := html.UnescapeString(regexp.MustCompile(`fresh"(?s:.*?)data-copy="([^"]+)"`).FindStringSubmatch(a.body)[1])
	guest := s.browser()
	s.askBy(guest, "GET", strings.TrimPrefix(made, s.url), "", "").want(303)
	s.askBy(guest, "GET", "/b/"+b.ID, "", "").want(200).contains(`data-role="viewer"`)
	s.askBy(owner, "GET", share, "", "").contains(made)

	id := regexp.MustCompile(`fresh"(?s:.*?)/links/([^/]+)/revoke`).FindStringSubmatch(a.body)[1]
	s.askBy(owner, "POST", "/b/"+b.ID+"/links/"+id+"/revoke", "", "", "HX-Request", "true").want(200).contains("1 revoked link is")
	s.askBy(guest, "GET", "/b/"+b.ID, "", "").want(http.StatusGone).contains("This link was revoked")
	s.askBy(guest, "GET", "/", "", "").contains("no longer open to you")
	mine := regexp.MustCompile(`/links/([^/"]+)/revoke"[^>]*>\s*<p>[^<]*It is the link you use yourself`).FindStringSubmatch(s.askBy(owner, "GET", share, "", "").body)
	if mine == nil {
		t.Fatal("an owner is not warned of revoking his own link")
	}
	s.askBy(owner, "POST", "/b/"+b.ID+"/links/"+mine[1]+"/revoke", "", "", "HX-Request", "true").want(409).contains("last owner link", "link-row")
	s.askBy(owner, "POST", "/b/"+b.ID+"/links", "", "role=king", "Content-Type", form, "HX-Request", "true").want(422).contains("There is no role")
	s.askBy(owner, "POST", "/b/"+b.ID+"/delete", "", "").want(303)
	s.askBy(editor, "GET", "/b/"+b.ID, "", "").want(404)
}

func TestBooksAreListedByTheirTitles(t *testing.T) {
	s := newSite(t)
	me := s.browser()
	for _, title := range []string{"Zoo", "Ärzte", "apples", "Bills"} {
		s.askBy(me, "POST", "/books", "", url.Values{"title": {title}, "template": {"blank"}}.Encode(), "Content-Type", form, "Sec-Fetch-Site", "same-origin").want(303)
	}
	page := s.askBy(me, "GET", "/", "", "").want(200).body
	if !regexp.MustCompile(`(?s)apples.*Ärzte.*Bills.*Zoo`).MatchString(page) {
		t.Errorf("the books are not in order in %s", page)
	}
}

func TestPagesOfErrors(t *testing.T) {
	s := newSite(t)
	s.ask("GET", "/nothing", "", "").want(404).contains("Nothing here for you")
	s.ask("GET", "/demo", "", "").want(404)
	s.ask("DELETE", "/", "", "").want(404)
	s.ask("GET", "/b/none", "", "").want(404)
	s.ask("GET", "/live", "", "").want(404).refused()
}

func TestDemo(t *testing.T) {
	b := newSite(t).book()
	s := newSite(t, func(o *httpd.Options) { o.Demo = httpd.Demo{Title: "Weather station", Token: b.Tokens.Viewer} })
	me := s.browser()
	if a := s.askBy(me, "GET", "/", "", "").contains("Weather station", `href="/demo"`); strings.Contains(a.body, b.Tokens.Viewer) {
		t.Error("the front page shows the token")
	}
	s.askBy(me, "GET", "/demo", "", "").want(303)
	s.askBy(me, "GET", "/b/"+b.ID, "", "").want(200).contains(`data-role="viewer"`)
}

func TestHelpAndReference(t *testing.T) {
	s := newSite(t)
	s.ask("GET", "/help", "", "").want(200).contains(`href="/help/SUM"`, "#CYCLE!", "SUM(")
	s.ask("GET", "/help/sumif", "", "").want(200).contains("<h1>SUMIF</h1>", "Examples", `href="/help/SUM"`)
	// Another name of a function leads to it, and the list is found by it.
	s.ask("GET", "/help/stdevp", "", "").want(200).contains("<h1>STDEV.P</h1>", "Also called", "<code>STDEVP</code>")
	s.ask("GET", "/help", "", "").want(200).contains("STDEVP")
	s.ask("GET", "/help/nothing", "", "").want(404)
	s.ask("GET", "/api", "", "").want(200).contains("/api/books/{id}/ingest", "curl -X PUT", "/api/openapi.json")
	s.ask("GET", "/robots.txt", "", "").want(200).contains("Disallow: /b/")
}

func TestAssets(t *testing.T) {
	s := newSite(t)
	page := s.ask("GET", "/", "", "").want(200)
	links := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`).FindAllStringSubmatch(page.body, -1)
	if len(links) < 6 {
		t.Fatalf("only %d assets in %s", len(links), page.body)
	}
	for _, l := range links {
		a := s.ask("GET", l[1], "", "").want(200)
		if !strings.Contains(a.head.Get("Cache-Control"), "immutable") || a.head.Get("Content-Type") == "" {
			t.Errorf("%s: %v", l[1], a.head)
		}
	}
	a := s.ask("GET", "/assets/css/tokens.css", "", "").want(200)
	if a.head.Get("Cache-Control") != "no-cache" {
		t.Errorf("without a print it is %q", a.head.Get("Cache-Control"))
	}
	if again := s.ask("GET", "/assets/css/tokens.css", "", "", "If-None-Match", a.head.Get("ETag")); again.status != 304 || again.body != "" {
		t.Errorf("unchanged: %d", again.status)
	}
	old := s.ask("GET", "/assets/@0000/css/tokens.css", "", "").want(200)
	if strings.Contains(old.head.Get("Cache-Control"), "immutable") {
		t.Error("today's file is kept for good under yesterday's address")
	}
	for _, p := range []string{"/assets/none", "/assets/", "/assets/@x", "/assets/../go.mod", "/assets/css"} {
		if a := s.ask("GET", p, "", ""); a.status == 200 {
			t.Errorf("%s: %d", p, a.status)
		}
	}
	s.ask("GET", "/favicon.ico", "", "").want(200).contains("<svg")
}

// The actor others see tells nothing of the cookie that makes it, and differs from book to book.
func TestAuthorizeSaysWhoAsks(t *testing.T) {
	s := newSite(t)
	b, other := s.book(), s.book()
	r := func(token, person string, book newBook) *http.Request {
		r, err := http.NewRequest("GET", "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.RemoteAddr = "192.0.2.1:1"
		r.AddCookie(&http.Cookie{Name: "freshet_b_" + book.ID, Value: token})
		r.AddCookie(&http.Cookie{Name: "freshet_id", Value: person})
		return r
	}
	who := func(token, person string, book newBook) httpd.Session {
		t.Helper()
		session, err := s.server.Authorize(r(token, person, book), book.ID)
		if err != nil {
			t.Fatal(err)
		}
		return session
	}
	ann, again, bob, elsewhere := who(b.Tokens.Editor, "ann-secret-id", b), who(b.Tokens.Owner, "ann-secret-id", b), who(b.Tokens.Editor, "bob-secret-id", b), who(other.Tokens.Editor, "ann-secret-id", other)
	if ann.Actor != again.Actor || ann.Actor == bob.Actor || ann.Actor == elsewhere.Actor || strings.Contains(ann.Actor, "secret") {
		t.Errorf("actors %q %q %q %q", ann.Actor, again.Actor, bob.Actor, elsewhere.Actor)
	}
	if ann.Link == "" || ann.Role.String() != "editor" || again.Role.String() != "owner" {
		t.Errorf("sessions %+v %+v", ann, again)
	}
}
