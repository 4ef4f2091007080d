package httpd

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"freshet/cells"
)

// byRole is something for each role's link.
type byRole struct {
	Owner  string `json:"owner"`
	Editor string `json:"editor"`
	Viewer string `json:"viewer"`
}

type createIn struct {
	Body *struct {
		Title    string `json:"title,omitempty" doc:"At most 200 characters; the template's own when absent." example:"Greenhouse"`
		Template string `json:"template,omitempty" doc:"What the book begins with; blank when absent." example:"weather"`
	}
}

type createOut struct {
	Body struct {
		ID     string `json:"id"`
		Title  string `json:"title"`
		Links  byRole `json:"links" doc:"The addresses to hand out. They are told here once: the server keeps no readable copy."`
		Tokens byRole `json:"tokens" doc:"The same links' tokens, for Authorization: Bearer, and for MQTT as the password."`
	}
}

// createBook answers POST /api/books.
func (s *Server) createBook(ctx context.Context, in *createIn) (*createOut, error) {
	r := requestOf(ctx)
	if _, byHeader := bearer(r); !byHeader {
		if err := s.sameOrigin(r); err != nil {
			return nil, err
		}
	}
	title, template := "", ""
	if in.Body != nil {
		title, template = in.Body.Title, in.Body.Template
	}
	title, created, err := s.create(ctx, s.address(r), "api", title, template, "")
	if err != nil {
		return nil, err
	}
	out := &createOut{}
	t := created.Tokens
	out.Body.ID, out.Body.Title = created.ID, title
	out.Body.Tokens = byRole{t[cells.Owner], t[cells.Editor], t[cells.Viewer]}
	link := func(role cells.Role) string { return s.origin(r) + "/s/" + t[role] }
	out.Body.Links = byRole{link(cells.Owner), link(cells.Editor), link(cells.Viewer)}
	return out, nil
}

type bookIn struct {
	ID   string `path:"id" doc:"The book's id."`
	Hash bool   `query:"hash" doc:"Also give the hash of all values at the position."`
}

type nameAnswer struct {
	Name string `json:"name" example:"temp"`
	Ref  string `json:"ref" example:"Sheet1!C1"`
}

type sheetAnswer struct {
	ID   uint32 `json:"id"`
	Name string `json:"name" example:"Sheet1"`
	Used string `json:"used,omitempty" doc:"The smallest range from A1 that covers all cells in use; absent for a blank sheet." example:"A1:F120"`
}

type bookOut struct {
	Body struct {
		ID       string         `json:"id"`
		Title    string         `json:"title"`
		Role     cells.Role     `json:"role" doc:"What the caller may do: viewer, editor or owner."`
		Zone     string         `json:"zone" doc:"The IANA zone of the book's clock."`
		Locale   string         `json:"locale"`
		Sheets   []sheetAnswer  `json:"sheets" doc:"In the order of the tabs."`
		Names    []nameAnswer   `json:"names"`
		Position cells.Position `json:"position" doc:"The version the answer is true for."`
		Hash     string         `json:"hash,omitempty" doc:"Equal books have equal hashes on every server."`
	}
}

func (c *call) describe(ctx context.Context, in *bookIn) (*bookOut, error) {
	out := &bookOut{}
	err := c.book.View(ctx, func(v cells.View) error {
		info := v.Info()
		b := &out.Body
		b.ID, b.Title, b.Role, b.Zone, b.Locale, b.Position = c.Book, info.Title, c.Role, info.Zone, info.Locale, v.Position()
		b.Sheets, b.Names = []sheetAnswer{}, []nameAnswer{}
		for _, sheet := range info.Sheets {
			a := sheetAnswer{ID: uint32(sheet.ID), Name: sheet.Name}
			if extent, ok := v.Extent(sheet.ID); ok {
				a.Used = extent.A1()
			}
			b.Sheets = append(b.Sheets, a)
		}
		for _, n := range info.Names {
			b.Names = append(b.Names, nameAnswer{n.Name, spell(v, n.Range)})
		}
		if in.Hash {
			b.Hash = v.Hash()
		}
		return nil
	})
	return out, err
}

type settingsIn struct {
	ID   string `path:"id"`
	Body struct {
		Title  string `json:"title,omitempty" doc:"At most 200 characters."`
		Zone   string `json:"zone,omitempty" doc:"An IANA zone." example:"Europe/Berlin"`
		Locale string `json:"locale,omitempty" doc:"How numbers and times are written and read." example:"de"`
	}
}

// versionOut is the answer of a change: the version from which on it is visible.
type versionOut struct {
	Body struct {
		Version uint64 `json:"version" doc:"The change is in every answer about this version or a later one."`
	}
}

func versionOf(ch *cells.Changes) *versionOut {
	out := &versionOut{}
	out.Body.Version = ch.Position.Version
	return out
}

func (c *call) settings(ctx context.Context, in *settingsIn) (*versionOut, error) {
	b := in.Body
	if b.Title == "" && b.Zone == "" && b.Locale == "" {
		return nil, cells.Refuse(cells.Invalid, "give a title, a zone or a locale")
	}
	if b.Title != "" {
		title, err := bookTitle(b.Title)
		if err != nil {
			return nil, err
		}
		b.Title = title
	}
	ch, err := c.update(ctx, cells.Ops{cells.SetBook{Title: b.Title, Zone: b.Zone, Locale: b.Locale}})
	if err != nil {
		return nil, err
	}
	return versionOf(ch), nil
}

type onlyID struct {
	ID string `path:"id"`
}

func (c *call) delete(ctx context.Context, _ *onlyID) (*struct{}, error) {
	return nil, c.s.o.Books.Delete(ctx, c.Book)
}

// bookTitle is a title as books have them: one line, trimmed, not too long, never empty.
func bookTitle(title string) (string, *cells.Error) {
	title = strings.Join(strings.Fields(strings.ToValidUTF8(title, "")), " ")
	if title == "" {
		return "", cells.Refuse(cells.Invalid, "a book needs a title").At("title")
	}
	if n := utf8.RuneCountInString(title); n > 200 {
		return "", cells.Refuse(cells.Invalid, "the title has %d characters; 200 are the most", n).At("title")
	}
	return title, nil
}

// create makes a book from a template's id; the page and the API both come here. An empty title is the template's.
func (s *Server) create(ctx context.Context, from, actor, title, template, locale string) (string, Created, error) {
	var t Template
	for _, have := range s.templates() {
		if have.ID == template || template == "" && have.ID == "blank" {
			t = have
		}
	}
	if t.ID == "" {
		var ids []string
		for _, have := range s.templates() {
			ids = append(ids, have.ID)
		}
		return "", Created{}, cells.Refuse(cells.Invalid, "there is no template %q; there are %s", clipped(template), strings.Join(ids, ", ")).At("template")
	}
	if strings.TrimSpace(title) == "" {
		title = t.Title
		if t.ID == "blank" {
			title = "Untitled book"
		}
	}
	title, refused := bookTitle(title)
	if refused != nil {
		return "", Created{}, refused
	}
	if err := s.limits.create(from); err != nil {
		return "", Created{}, err
	}
	ops := t.Ops
	if locale != "" {
		// Templates are written in English: the locale comes behind them.
		ops = append(slices.Clip(ops), cells.SetBook{Locale: locale})
	}
	created, err := s.o.Books.Create(ctx, NewBook{Title: title, Ops: ops, Actor: actor})
	return title, created, err
}

// templates are the kinds of new books, the blank one first.
func (s *Server) templates() []Template {
	return append([]Template{{ID: "blank", Title: "Blank", Summary: "An empty sheet."}}, s.o.Templates...)
}
