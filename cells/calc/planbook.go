package calc

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/formula"
)

func (p *plan) sheetName(name string, but cells.SheetID) *cells.Error {
	switch {
	case name == "" || utf8.RuneCountInString(name) > 64 || !utf8.ValidString(name):
		return cells.Refuse(cells.Invalid, "a sheet's name has 1 to 64 characters")
	case strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") || strings.TrimSpace(name) != name:
		return cells.Refuse(cells.Invalid, `a sheet's name has none of [ ] : * ? / \, and no apostrophe or space at its ends`)
	case strings.ContainsFunc(name, unicode.IsControl):
		return cells.Refuse(cells.Invalid, "a sheet's name has no control characters")
	}
	if slices.ContainsFunc(p.sheets, func(s planned) bool { return s.id != but && strings.EqualFold(s.name, name) }) {
		return cells.Refuse(cells.Conflict, "there is a sheet named %s already", name)
	}
	return nil
}

func (p *plan) tab(op cells.Op) *cells.Error {
	p.tabbed = true
	switch op := op.(type) {
	case cells.AddSheet:
		if len(p.sheets) >= maxSheets {
			return cells.Refuse(cells.TooLarge, "a book has at most %d sheets", maxSheets)
		}
		if err := p.sheetName(op.Name, 0); err != nil {
			return err
		}
		if op.Index < -1 || op.Index > len(p.sheets) {
			return cells.Refuse(cells.Invalid, "a book of %d sheets has no place %d for one more", len(p.sheets), op.Index)
		}
		p.last++
		p.sheets = append(p.sheets, planned{id: p.last, name: op.Name, right: -1, last: -1})
	case cells.RenameSheet:
		s, err := p.sheet(op.Sheet)
		if err != nil {
			return err
		}
		if err := p.sheetName(op.Name, op.Sheet); err != nil {
			return err
		}
		s.name = op.Name
	case cells.MoveSheet:
		if _, err := p.sheet(op.Sheet); err != nil {
			return err
		}
		if op.Index < 0 || op.Index >= len(p.sheets) {
			return cells.Refuse(cells.Invalid, "a book of %d sheets has no place %d", len(p.sheets), op.Index)
		}
	case cells.DeleteSheet:
		if _, err := p.sheet(op.Sheet); err != nil {
			return err
		}
		if len(p.sheets) == 1 {
			return cells.Refuse(cells.Conflict, "a book keeps at least one sheet")
		}
		p.sheets = slices.DeleteFunc(p.sheets, func(s planned) bool { return s.id == op.Sheet })
	}
	return nil
}

func (p *plan) known(name string) bool {
	if known, said := p.names[name]; said {
		return known
	}
	_, known := p.b.names[name]
	return known
}

func (p *plan) note(name string, known bool) {
	if p.names == nil {
		p.names = make(map[string]bool)
	}
	p.names[name] = known
}

func (p *plan) book(op cells.Op) *cells.Error {
	switch op := op.(type) {
	case cells.DefineName:
		if err := formula.CheckName(op.Name); err != nil {
			return refusal(err)
		}
		key := strings.ToLower(op.Name)
		if !p.known(key) {
			if p.count++; p.count > maxNames {
				return cells.Refuse(cells.TooLarge, "a book has at most %d names", maxNames)
			}
		}
		p.note(key, true)
		return p.area(op.Range, false)
	case cells.DropName:
		key := strings.ToLower(op.Name)
		if !p.known(key) {
			return cells.Refuse(cells.NotFound, "there is no name %s", op.Name)
		}
		p.count--
		p.note(key, false)
	case cells.SetBook:
		return checkBook(op)
	case cells.Bind:
		return p.bind(op.Binding)
	case cells.Unbind:
		if op.ID == "" || len(op.ID) > 64 {
			return cells.Refuse(cells.NotFound, "there is no binding %q", op.ID)
		}
	}
	return nil
}

func checkBook(op cells.SetBook) *cells.Error {
	if len(op.Title) > maxTitle || !utf8.ValidString(op.Title) || strings.ContainsFunc(op.Title, unicode.IsControl) {
		return cells.Refuse(cells.Invalid, "a title has at most %d bytes and no control characters", maxTitle)
	}
	if op.Zone != "" {
		if _, err := zone(op.Zone); err != nil {
			return cells.Refuse(cells.Invalid, "there is no time zone %q; say one such as Europe/Berlin", op.Zone)
		}
	}
	if len(op.Locale) > 35 || strings.ContainsFunc(op.Locale, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}) {
		return cells.Refuse(cells.Invalid, "%q is no language tag; say one such as en or de-AT", op.Locale)
	}
	return nil
}

// zone loads a time zone, but not the machine's own, which differs from server to server.
func zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errors.New("no zone")
	}
	return time.LoadLocation(name)
}

func (p *plan) bind(x cells.Binding) *cells.Error {
	if x.ID == "" || len(x.ID) > 64 || strings.ContainsFunc(x.ID, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}) {
		return cells.Refuse(cells.Invalid, "a binding's id has 1 to 64 letters, digits, - and _")
	}
	if len(x.Source) > 256 || len(x.Topic) > 1024 || len(x.Path) > 1024 || len(x.Scale) > 64 {
		return cells.Refuse(cells.TooLarge, "the source, topic, path or scale of the binding is too long")
	}
	if len(p.b.bindings) >= maxBindings {
		return cells.Refuse(cells.TooLarge, "a book has at most %d bindings", maxBindings)
	}
	return p.area(x.Target.Range(), false)
}

// scope is how names and sheets will look to the compiler when the ops so far are done, but for names that they define: those are looked up in their turn.
func (p *plan) scope() formula.Scope {
	if !p.tabbed {
		return scope{p.b}
	}
	return laterScope{scope{p.b}, p}
}

type laterScope struct {
	scope
	p *plan
}

func (s laterScope) Sheet(name string) (cells.SheetID, bool) {
	for i := range s.p.sheets {
		if x := &s.p.sheets[i]; strings.EqualFold(x.name, name) {
			return x.id, true
		}
	}
	return 0, false
}

func (s laterScope) SheetName(id cells.SheetID) (string, bool) {
	x, err := s.p.sheet(id)
	if err != nil {
		return "", false
	}
	return x.name, true
}
