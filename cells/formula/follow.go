package formula

import (
	"slices"

	"freshet/cells"
)

// Rewrite is the template of the same formula after an edit, for the cell that stood at at before it; the answer is relative to where that cell is then. What
// the edit removes becomes #REF!. It is t itself when nothing changes.
func (c *Compiler) Rewrite(t *Template, at cells.Ref, e Edit) *Template {
	if len(t.refs) == 0 {
		return t
	}
	to, ok := e.place(at)
	if !ok {
		to = at
	}
	refs := append([]reference(nil), t.refs...)
	gone := make([]bool, len(refs))
	changed := false
	for i := range refs {
		r := &refs[i]
		if r.unknown {
			continue
		}
		before := *r
		if r.shape == shapeName {
			g, kept := e.rectangle(cells.Range{Sheet: r.Sheet, Top: r.Top, Left: r.Left, Bottom: r.Bottom, Right: r.Right})
			r.Relative, r.unknown = Fixed(g), !kept
		} else {
			gone[i] = !r.follow(at, to, e)
		}
		changed = changed || gone[i] || *r != before
	}
	if !changed {
		return t
	}
	return c.respelled(t, refs, gone)
}

// follow moves the reference along with an edit; false when nothing of it is left.
func (r *reference) follow(at, to cells.Ref, e Edit) bool {
	g, ok := r.At(at)
	if !ok {
		return false // it shows #REF!, and must not come to life where the cell goes
	}
	edge := func(n, base int32, fixed bool) int32 {
		if fixed {
			return n
		}
		return n + base
	}
	flipRows := edge(r.Top, at.Row, r.AbsTop) > edge(r.Bottom, at.Row, r.AbsBottom)
	flipCols := edge(r.Left, at.Col, r.AbsLeft) > edge(r.Right, at.Col, r.AbsRight)
	g, ok = e.rectangle(g)
	if !ok {
		return false
	}
	if flipRows {
		g.Top, g.Bottom = g.Bottom, g.Top
	}
	if flipCols {
		g.Left, g.Right = g.Right, g.Left
	}
	if r.Sheet != 0 || g.Sheet != to.Sheet {
		r.Sheet = g.Sheet
	}
	r.Top, r.Left, r.Bottom, r.Right = g.Top, g.Left, g.Bottom, g.Right
	r.relativeTo(to)
	return true
}

// Rebind is the template with its names and sheets looked up again. It is t itself when nothing changes.
func (c *Compiler) Rebind(t *Template, s Scope) *Template {
	refs := append([]reference(nil), t.refs...)
	changed := false
	for i := range refs {
		r := &refs[i]
		before := *r
		switch {
		case r.shape == shapeName:
			g, ok := s.Name(r.name)
			r.Relative, r.unknown = Relative{}, !ok
			if ok {
				r.Relative = Fixed(g)
			}
		case r.unknown:
			if id, ok := s.Sheet(r.name); ok {
				r.Sheet, r.unknown, r.name = id, false, ""
			}
		}
		changed = changed || *r != before
	}
	if !changed {
		return t
	}
	return c.respelled(t, refs, make([]bool, len(refs)))
}

// respelled is the template of the same text with other references; those that are gone are #REF! in it.
func (c *Compiler) respelled(t *Template, refs []reference, gone []bool) *Template {
	key := append(make([]byte, 0, len(t.key)+16), '=')
	for i := range t.pieces {
		switch p := &t.pieces[i]; p.kind {
		case pRef:
			if gone[p.ref] {
				key = append(key, "#REF!"...)
			} else {
				key = refs[p.ref].appendKey(key)
			}
		case pSep, pCol:
			key = append(key, ',')
		default:
			key = append(key, p.text...)
		}
	}
	if known := c.find(key); known != nil {
		return known
	}
	if !slices.Contains(gone, true) {
		if out, ok := t.with(refs, string(key)); ok {
			return c.intern(out)
		}
	}
	out, err := c.read(string(key), cells.Ref{Sheet: 1}, englishOnly{}, true)
	if err != nil {
		// A key that was made of a template parses: #REF! may stand wherever a reference may. Should that ever not hold, the formula
		// keeps its text and shows the error, which loses nothing.
		return c.intern(&Template{key: string(key), pieces: t.pieces, refs: refs, most: oneByOne, unread: true, root: &constNode{fail(cells.ErrRef, err.Error())}})
	}
	return out
}

// englishOnly is the scope of keys, which need none.
type englishOnly struct{}

func (englishOnly) Sheet(string) (cells.SheetID, bool)     { return 0, false }
func (englishOnly) Name(string) (cells.Range, bool)        { return cells.Range{}, false }
func (englishOnly) SheetName(cells.SheetID) (string, bool) { return "", false }
func (englishOnly) SheetPlace(cells.SheetID) (int, int)    { return 0, 0 }
func (englishOnly) Locale() string                         { return "en" }
