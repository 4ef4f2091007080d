package httpd

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"freshet/cells"
)

// Session is who asks, and what he may do with one book.
type Session struct {
	Book  string
	Role  cells.Role
	Link  string // the id of the link that grants the role
	Actor string // what entries of his carry and others may see
	Name  string // what a program's link is labelled; "" for a person, who says his name on the socket
}

// The cookies. A book's key is in bookCookie+id.
const (
	bookCookie   = "freshet_b_"
	personCookie = "freshet_id"
	keysCookie   = "freshet_k" // sent to a book's share pages only: the tokens of links made in this browser
)

// Authorize tells what the request may do with a book, by its Authorization header or, without one, its cookies. A request that may
// do nothing is refused: as unauthentic when it has no key, or a key that opens nothing; as not found when its key is another book's. An unsafe request
// by cookie must come from our own pages.
func (s *Server) Authorize(r *http.Request, book string) (Session, error) {
	token, byHeader := bearer(r)
	if !byHeader {
		if c, err := r.Cookie(bookCookie + book); err == nil {
			token = c.Value
		}
		if err := s.sameOrigin(r); err != nil {
			return Session{}, err
		}
	}
	if token == "" {
		if err := s.limits.call("address " + s.address(r)); err != nil {
			return Session{}, err
		}
		return Session{}, cells.Refuse(cells.Unauthentic, "open the book by one of its links, or send the token of one as \"Authorization: Bearer\"")
	}
	grant, err := s.o.Books.Grant(r.Context(), token)
	if err != nil {
		if limited := s.limits.call("address " + s.address(r)); limited != nil {
			return Session{}, limited
		}
		return Session{}, err
	}
	if err := s.limits.call("link " + grant.Link + " " + s.address(r)); err != nil {
		return Session{}, err
	}
	if grant.Book != book {
		return Session{}, cells.Refuse(cells.NotFound, "there is no such book, or this token does not open it")
	}
	session := Session{Book: book, Role: grant.Role, Link: grant.Link, Actor: "api:" + grant.Link, Name: grant.Label}
	if !byHeader {
		session.Actor, session.Name = person(r, book), ""
	}
	return session, nil
}

// bearer is the token of the Authorization header; ok says that there is such a header, whatever is in it.
func bearer(r *http.Request) (token string, ok bool) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", false
	}
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(rest), true
}

// sameOrigin refuses an unsafe request that another site's page made with our cookies.
func (s *Server) sameOrigin(r *http.Request) *cells.Error {
	if err := s.origins.Check(r); err != nil {
		return cells.Refuse(cells.Forbidden, "this change was asked for by a page of another site, so it is not done")
	}
	return nil
}

// person is the actor of whoever has the cookie of the request: the same for one browser and book, and telling nothing of the cookie.
func person(r *http.Request, book string) string {
	c, err := r.Cookie(personCookie)
	if err != nil || c.Value == "" {
		return "person:unknown"
	}
	sum := sha256.Sum256([]byte(c.Value + "\x00" + book))
	return "person:" + hex.EncodeToString(sum[:8])
}

// meet makes sure that the browser has a person's id, for the answers after this one.
func (s *Server) meet(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(personCookie); err == nil && len(c.Value) >= 16 {
		return
	}
	var raw [16]byte
	_, _ = rand.Read(raw[:])
	c := s.cookie(r, personCookie, base64.RawURLEncoding.EncodeToString(raw[:]))
	http.SetCookie(w, c)
	r.AddCookie(c)
}

// cookie is one of ours: out of reach of scripts and of other sites' requests, for a year.
func (s *Server) cookie(r *http.Request, name, value string) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secureTransport(r),
	}
}

// expire takes a cookie of ours away.
func (s *Server) expire(w http.ResponseWriter, r *http.Request, name, path string) {
	c := s.cookie(r, name, "")
	c.MaxAge, c.Path = -1, path
	http.SetCookie(w, c)
}
