package httpd

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"freshet/ui"
)

// key is the token of a link that this browser made, kept so that it can be shown again.
type key struct{ link, token string }

// keyring is the keys of one book. As a cookie it is "link~token!link~token".
type keyring []key

// mostKeys is how many keys the cookie holds; the oldest are forgotten first.
const mostKeys = 40

func (s *Server) keyring(r *http.Request) keyring {
	c, err := r.Cookie(keysCookie)
	if err != nil {
		return nil
	}
	var keys keyring
	for part := range strings.SplitSeq(c.Value, "!") {
		if link, token, ok := strings.Cut(part, "~"); ok {
			keys = append(keys, key{link, token})
		}
	}
	return keys
}

// keep writes the keyring of a book, for its share pages only.
func (s *Server) keep(w http.ResponseWriter, r *http.Request, book string, keys keyring) {
	keys = keys[max(0, len(keys)-mostKeys):]
	parts := make([]string, 0, len(keys))
	for _, k := range keys {
		parts = append(parts, k.link+"~"+k.token)
	}
	c := s.cookie(r, keysCookie, strings.Join(parts, "!"))
	c.Path, c.SameSite = "/b/"+book+"/", http.SameSiteStrictMode
	http.SetCookie(w, c)
}

// share is the share dialog, or the page of it for a browser that asked for a page.
func (s *Server) share(w http.ResponseWriter, r *http.Request) {
	if session, ok := s.owner(w, r); ok {
		s.showShare(w, r, session, s.keyring(r), "", nil)
	}
}

// shareLink makes a link.
func (s *Server) shareLink(w http.ResponseWriter, r *http.Request) {
	session, ok := s.owner(w, r)
	if !ok {
		return
	}
	link, token, err := s.makeLink(r.Context(), session.Book, r.PostFormValue("role"), r.PostFormValue("label"))
	if err != nil {
		s.showShare(w, r, session, s.keyring(r), "", err)
		return
	}
	keys := append(s.keyring(r), key{link.ID, token})
	s.keep(w, r, session.Book, keys)
	s.showShare(w, r, session, keys, link.ID, nil)
}

// shareRevoke ends a link.
func (s *Server) shareRevoke(w http.ResponseWriter, r *http.Request) {
	session, ok := s.owner(w, r)
	if !ok {
		return
	}
	if err := s.o.Books.RevokeLink(r.Context(), session.Book, r.PathValue("link")); err != nil {
		s.showShare(w, r, session, s.keyring(r), "", err)
		return
	}
	if r.PathValue("link") == session.Link {
		// A redirection would be followed by the script and drawn into the dialog; this header leads the whole page.
		if r.Header.Get("HX-Request") != "" {
			w.Header().Set("HX-Redirect", "/b/"+session.Book)
			w.WriteHeader(http.StatusOK)
			return
		}
		http.Redirect(w, r, "/b/"+session.Book, http.StatusSeeOther)
		return
	}
	s.showShare(w, r, session, s.keyring(r), "", nil)
}

// showShare draws the links in force, newest first, and why the last wish was refused.
func (s *Server) showShare(w http.ResponseWriter, r *http.Request, session Session, keys keyring, fresh string, problem error) {
	status := http.StatusOK
	v := ui.ShareView{Book: session.Book}
	if problem != nil {
		body := s.answerTo(r.Context(), problem)
		if body.status >= 500 {
			s.fail(w, r, body)
			return
		}
		status, v.Problem = body.status, sentence(body.Detail.Message)
	}
	title, err := s.title(r.Context(), session.Book)
	if err != nil {
		s.fail(w, r, s.answerTo(r.Context(), err))
		return
	}
	links, err := s.o.Books.Links(r.Context(), session.Book)
	if err != nil {
		s.fail(w, r, s.answerTo(r.Context(), err))
		return
	}
	v.Name, v.Frame, v.Revoked = title, s.frame("Share "+title), countRevoked(links)
	tokens := map[string]string{}
	for _, k := range keys {
		tokens[k.link] = k.token
	}
	if c, err := r.Cookie(bookCookie + session.Book); err == nil {
		tokens[session.Link] = c.Value
	}
	for i := len(links) - 1; i >= 0; i-- {
		l := links[i]
		if l.Revoked {
			continue
		}
		row := ui.LinkRow{
			ID: l.ID, Role: l.Role.String(), Label: l.Label, Created: s.when(l.Created), Used: "not used yet",
			Yours: l.ID == session.Link, Fresh: l.ID == fresh,
		}
		if l.LastUsed != 0 {
			row.Used = "used " + s.when(l.LastUsed)
		}
		if token := tokens[l.ID]; token != "" {
			row.URL = s.origin(r) + "/s/" + token
		}
		v.Links = append(v.Links, row)
	}
	if r.Header.Get("HX-Request") != "" {
		s.answer(w, r, status, ui.Share(v))
		return
	}
	s.answer(w, r, status, ui.SharePage(v))
}

// when says a moment as people do.
func (s *Server) when(ms int64) string {
	at, now := time.UnixMilli(ms).UTC(), s.o.Now().UTC()
	ago := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit + " ago"
		}
		return strconv.Itoa(n) + " " + unit + "s ago"
	}
	switch d := now.Sub(at); {
	case d < 2*time.Minute:
		return "just now"
	case d < time.Hour:
		return ago(int(d.Minutes()), "minute")
	case d < 24*time.Hour:
		return ago(int(d.Hours()), "hour")
	case d < 14*24*time.Hour:
		return ago(int(d.Hours()/24), "day")
	}
	return at.Format("2 January 2006")
}
