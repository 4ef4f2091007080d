package httpd

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"freshet/cells"
	"freshet/ui"
)

// book is the page of a book: the frame that the grid fills.
func (s *Server) book(w http.ResponseWriter, r *http.Request) {
	s.meet(w, r)
	session, err := s.Authorize(r, r.PathValue("book"))
	if err != nil {
		s.refuseEntry(w, r, err)
		return
	}
	title, err := s.heading(r.Context(), session.Book)
	if err != nil {
		s.fail(w, r, s.answerTo(r.Context(), err))
		return
	}
	frame := s.frame(title)
	frame.Modules = s.assets.modules
	s.answer(w, r, http.StatusOK, ui.Book(ui.BookView{
		Frame: frame, ID: session.Book, Name: title, Role: session.Role.String(),
		Socket: "/live?book=" + session.Book, API: "/api/books/" + session.Book, NoMQTT: s.o.NoMQTT,
		Owner: session.Role.Allows(cells.Owner), Editor: session.Role.Allows(cells.Editor),
	}))
}

// forget takes the key of a book out of this browser.
func (s *Server) forget(w http.ResponseWriter, r *http.Request) {
	if err := s.sameOrigin(r); err != nil {
		s.fail(w, r, bodyOf(err))
		return
	}
	id := r.PathValue("book")
	s.expire(w, r, bookCookie+id, "/")
	s.expire(w, r, keysCookie, "/b/"+id+"/")
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// deleteBook removes a book for everybody.
func (s *Server) deleteBook(w http.ResponseWriter, r *http.Request) {
	session, ok := s.owner(w, r)
	if !ok {
		return
	}
	if err := s.o.Books.Delete(r.Context(), session.Book); err != nil {
		s.fail(w, r, s.answerTo(r.Context(), err))
		return
	}
	s.forget(w, r)
}

// owner lets only owners pass; everybody else is answered.
func (s *Server) owner(w http.ResponseWriter, r *http.Request) (Session, bool) {
	session, err := s.Authorize(r, r.PathValue("book"))
	if err == nil && !session.Role.Allows(cells.Owner) {
		err = cells.Refuse(cells.Forbidden, "this needs the role owner; the link you hold gives %s", session.Role)
	}
	if err != nil {
		s.refuseEntry(w, r, err)
		return Session{}, false
	}
	return session, true
}

func (s *Server) help(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusOK, ui.Help(ui.HelpView{Frame: s.frame("Formulas"), Groups: s.functions.groups, Count: len(s.functions.all)}))
}

// function is the page of one function, found in any case; where case tells two apart, by it.
func (s *Server) function(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("function")
	exactly := func(f ui.FunctionCard) bool { return f.Name == name }
	anyCase := func(f ui.FunctionCard) bool { return strings.EqualFold(f.Name, name) }
	otherwise := func(f ui.FunctionCard) bool {
		return slices.ContainsFunc(f.Aliases, func(a string) bool { return strings.EqualFold(a, name) })
	}
	for _, called := range []func(ui.FunctionCard) bool{exactly, anyCase, otherwise} {
		for _, g := range s.functions.groups {
			for _, f := range g.Functions {
				if called(f) {
					s.answer(w, r, http.StatusOK, ui.FunctionPage(ui.FunctionView{Frame: s.frame(f.Name), Function: f, Group: g}))
					return
				}
			}
		}
	}
	s.nothing(w, r)
}

// reference is what the calls of the API say of themselves, in the order of routes.go.
type reference struct{ groups []ui.CallGroup }

// document enters a call.
func (p *reference) document(o operation) {
	call := ui.Call{ID: o.id, Method: o.method, Path: o.path, Summary: o.summary + ".", Text: o.text, Example: o.curl()}
	if o.needs != cells.NoRole {
		call.Needs = o.needs.String()
	}
	for i := range p.groups {
		if p.groups[i].Name == o.group {
			p.groups[i].Calls = append(p.groups[i].Calls, call)
			return
		}
	}
	p.groups = append(p.groups, ui.CallGroup{Name: o.group, Calls: []ui.Call{call}})
}

// curl is the call as a command; $FRESHET is the server, $BOOK the book's id and $TOKEN a token.
func (o operation) curl() string {
	path := strings.NewReplacer("{id}", "$BOOK", "{range}", "A1:B2", "{ref}", "C1", "{name}", "temp", "{binding}", "bed-1", "{link}", "$LINK").Replace(o.path)
	if o.id == "events" {
		path += "?ranges=A1:B9,temp"
	}
	var b strings.Builder
	b.WriteString("curl ")
	if o.id == "events" {
		b.WriteString("-N ")
	}
	if o.method != http.MethodGet {
		b.WriteString("-X " + o.method + " ")
	}
	if o.needs != cells.NoRole {
		b.WriteString("-H \"Authorization: Bearer $TOKEN\" \\\n  ")
	}
	if o.example != "" {
		if json.Valid([]byte(o.example)) && o.example[0] == '{' {
			b.WriteString("-H \"Content-Type: application/json\" \\\n  ")
		}
		b.WriteString("-d '" + o.example + "' \\\n  ")
	}
	b.WriteString(`"$FRESHET` + path + `"`)
	return b.String()
}

func (s *Server) apiPage(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusOK, ui.Reference(ui.ReferenceView{Frame: s.frame("API"), Origin: s.origin(r), Groups: s.reference.groups}))
}
