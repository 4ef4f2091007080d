package httpd

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"freshet/cells"
	"freshet/cells/collation"
	"freshet/ui"
)

// page is what a templ component is to this package.
type page interface {
	Render(ctx context.Context, w io.Writer) error
}

// answer answers with a page.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, p page) {
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := p.Render(r.Context(), w); err != nil && r.Context().Err() == nil {
		s.log.ErrorContext(r.Context(), "fault", "id", requestID(r.Context()), "error", err)
	}
}

func (s *Server) frame(title string) ui.Frame { return ui.Frame{Title: title, Assets: s.assets.base()} }

// failPage is an error for a person. What he may not see and what is not there look the same.
func (s *Server) failPage(w http.ResponseWriter, r *http.Request, b *refusalBody) {
	v := ui.MessageView{Frame: s.frame("Not done"), Heading: "That did not work", Text: sentence(b.Detail.Message)}
	status := b.status
	switch {
	case status == http.StatusUnauthorized || status == http.StatusNotFound:
		status = http.StatusNotFound
		v.Title, v.Heading = "Not found", "Nothing here for you"
		v.Text = "There is no such page, or the link you came by does not open it. Ask whoever shared the book for a new link."
	case status == http.StatusForbidden:
		v.Title, v.Heading = "Not allowed", "Your link does not allow that"
	case status == http.StatusTooManyRequests:
		v.Title, v.Heading = "Too fast", "One moment"
	case status == http.StatusServiceUnavailable:
		v.Title, v.Heading = "Not now", "The store is away"
	case status >= 500:
		v.Title, v.Heading, v.Text = "A fault", "Something went wrong on our side", "What you had saved is saved. Try again; if it happens again, tell whoever runs this server the number below."
		v.Request = requestID(r.Context())
	}
	if r.Header.Get("HX-Request") != "" {
		s.answer(w, r, status, ui.MessagePart(v))
		return
	}
	s.answer(w, r, status, ui.Message(v))
}

// gone tells whoever holds a key that it was revoked.
func (s *Server) gone(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusGone, ui.Message(ui.MessageView{
		Frame: s.frame("Revoked"), Heading: "This link was revoked",
		Text: "It opened a book once, and an owner has since ended it. Ask whoever shared the book for a new link.",
	}))
}

// sentence makes a refusal read as one: a capital and a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

func (s *Server) nothing(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, bodyOf(cells.Refuse(cells.NotFound, "there is nothing at %s %s", r.Method, clipped(maskedPath(r.URL.Path)))))
}

// mostListed is how many books the front page shows.
const mostListed = 60

// home is the front page.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	s.meet(w, r)
	s.answer(w, r, http.StatusOK, ui.Home(s.homeView(r)))
}

func (s *Server) homeView(r *http.Request) ui.HomeView {
	v := ui.HomeView{Frame: s.frame(""), Books: s.known(r)}
	if s.o.Demo.Token != "" {
		v.Demo = s.o.Demo.Title
	}
	for _, t := range s.templates() {
		v.Templates = append(v.Templates, ui.TemplateCard{ID: t.ID, Title: t.Title, Summary: t.Summary})
	}
	return v
}

// known are the books this browser has keys for, in the order of their titles. While the store is slow, those whose turn did not come
// are listed by their ids.
func (s *Server) known(r *http.Request) []ui.BookCard {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	var cards []ui.BookCard
	for _, c := range r.Cookies() {
		id, ok := strings.CutPrefix(c.Name, bookCookie)
		if !ok || id == "" || len(cards) == mostListed {
			continue
		}
		cards = append(cards, s.card(ctx, id, c.Value))
	}
	slices.SortFunc(cards, func(a, b ui.BookCard) int {
		if a.Gone != b.Gone {
			if a.Gone {
				return 1
			}
			return -1
		}
		return collation.Compare(a.Title, b.Title)
	})
	return cards
}

// card is a book on the front page, by its key. Only a key that certainly opens nothing makes it gone.
func (s *Server) card(ctx context.Context, id, token string) ui.BookCard {
	card := ui.BookCard{ID: id, Title: "Book " + id}
	grant, err := s.o.Books.Grant(ctx, token)
	if err == nil && grant.Book == id {
		card.Role = grant.Role.String()
		var title string
		if title, err = s.title(ctx, id); err == nil {
			card.Title = title
		}
	}
	refusal, refused := refusalOf(err)
	card.Gone = err == nil && grant.Book != id || refused && (refusal.Code == cells.Unauthentic || refusal.Code == cells.NotFound)
	return card
}

// title is what a book is called.
func (s *Server) title(ctx context.Context, id string) (title string, err error) {
	book, err := s.o.Books.Book(ctx, id)
	if err != nil {
		return "", err
	}
	defer book.Release()
	err = book.View(ctx, func(v cells.View) error {
		title = v.Info().Title
		return nil
	})
	return title, err
}

// heading is what a book is called, or nothing when that is not known soon: a long book takes longer to load, which goes on while the
// browser fetches what the page names, and its page hears the title with the cells.
func (s *Server) heading(ctx context.Context, id string) (string, error) {
	soon, cancel := context.WithTimeout(ctx, s.o.Heading)
	defer cancel()
	title, err := s.title(soon, id)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return "", nil
	}
	return title, err
}

// newBook makes a book from the form of the front page and leads there, as its owner.
func (s *Server) newBook(w http.ResponseWriter, r *http.Request) {
	if err := s.sameOrigin(r); err != nil {
		s.fail(w, r, bodyOf(err))
		return
	}
	s.meet(w, r)
	_, created, err := s.create(r.Context(), s.address(r), "person:new", r.PostFormValue("title"), r.PostFormValue("template"), preferredLocale(r.Header.Get("Accept-Language")))
	if err != nil {
		body := s.answerTo(r.Context(), err)
		if body.status >= 500 {
			s.fail(w, r, body)
			return
		}
		v := s.homeView(r)
		v.Problem, v.TypedName = sentence(body.Detail.Message), r.PostFormValue("title")
		s.answer(w, r, body.status, ui.Home(v))
		return
	}
	http.SetCookie(w, s.cookie(r, bookCookie+created.ID, created.Tokens[cells.Owner]))
	keys := keyring{}
	for role, link := range created.Links {
		keys = append(keys, key{link.ID, created.Tokens[role]})
	}
	s.keep(w, r, created.ID, keys)
	http.Redirect(w, r, "/b/"+created.ID, http.StatusSeeOther)
}

// demo leads everybody to the demonstration book.
func (s *Server) demo(w http.ResponseWriter, r *http.Request) {
	if s.o.Demo.Token == "" {
		s.nothing(w, r)
		return
	}
	s.enter(w, r, s.o.Demo.Token)
}

// open is a link: it leaves the key in a cookie and leads to the book, so that the address bar does not show the key.
func (s *Server) open(w http.ResponseWriter, r *http.Request) { s.enter(w, r, r.PathValue("token")) }

func (s *Server) enter(w http.ResponseWriter, r *http.Request, token string) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.limits.call("address " + s.address(r)); err != nil {
		s.fail(w, r, bodyOf(err))
		return
	}
	grant, err := s.o.Books.Grant(r.Context(), token)
	if err != nil {
		s.refuseEntry(w, r, err)
		return
	}
	s.meet(w, r)
	// Whoever owns a book and tries its viewer link goes on owning it.
	if c, err := r.Cookie(bookCookie + grant.Book); err == nil && c.Value != token {
		if held, err := s.o.Books.Grant(r.Context(), c.Value); err == nil && held.Book == grant.Book && held.Role > grant.Role {
			token = c.Value
		}
	}
	http.SetCookie(w, s.cookie(r, bookCookie+grant.Book, token))
	http.Redirect(w, r, "/b/"+grant.Book, http.StatusSeeOther)
}

// refuseEntry tells why a key opens nothing: revoked, if it is, and else nothing.
func (s *Server) refuseEntry(w http.ResponseWriter, r *http.Request, err error) {
	if refusal, ok := refusalOf(err); ok && refusal.Code == cells.Unauthentic && strings.Contains(refusal.Message, "revoked") {
		s.gone(w, r)
		return
	}
	s.fail(w, r, s.answerTo(r.Context(), err))
}
