package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// still is a step that edits of places do not touch.
type still struct{}

func (still) shift(*Book, formula.Edit) bool              { return true }
func (still) behind(e formula.Edit) formula.Edit          { return e }
func (still) bytes() int                                  { return 256 }
func rangeAlong(g *cells.Range, e formula.Edit) (ok bool) { *g, ok = formula.Follow(e, *g); return ok }

// restoreName lets a name stand for what it stood for, if it still stands for what it was given. A zero Name is none.
type restoreName struct {
	still
	before, after cells.Name
}

func (x *restoreName) take(w *wave) formula.Edit {
	key := lower(x.after.Name, x.before.Name)
	now := w.b.names[key]
	if now.Range != x.after.Range {
		return nil
	}
	if x.before.Name == "" {
		w.dropName(key)
		return nil
	}
	if w.b.sheets[x.before.Range.Sheet] != nil {
		w.defineName(x.before)
	}
	return nil
}

func (x *restoreName) shift(_ *Book, e formula.Edit) bool {
	if x.after.Name != "" && !rangeAlong(&x.after.Range, e) {
		x.after = cells.Name{}
	}
	return x.before.Name == "" || rangeAlong(&x.before.Range, e)
}

// restoreBook gives the book the title, zone and locale it had, each if it still has what it was given.
type restoreBook struct {
	still
	before, after cells.SetBook
}

func (x *restoreBook) take(w *wave) formula.Edit {
	back := cells.SetBook{}
	if w.b.title == x.after.Title {
		back.Title = x.before.Title
	}
	if w.b.zone == x.after.Zone {
		back.Zone = x.before.Zone
	}
	if w.b.locale == x.after.Locale {
		back.Locale = x.before.Locale
	}
	w.setBook(back)
	return nil
}

// restoreSizes gives lines the sizes they had, where they still have the one they were given.
type restoreSizes struct {
	still
	sheet    cells.SheetID
	axis     cells.Axis
	from, to int32
	before   runs[int]
	after    int
}

func (x *restoreSizes) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil {
		return nil
	}
	back := func(from, to int32, size int) {
		w.setSize(cells.SetWidth{Sheet: x.sheet, Axis: x.axis, From: from, To: to, Size: size})
	}
	now := s.widths
	if x.axis == cells.Rows {
		now = s.heights
	}
	for _, r := range ownRuns(now.in(x.from, x.to), x.from, x.to, x.after) {
		back(r.from, r.to, 0)
		for _, b := range x.before.in(r.from, r.to) {
			back(b.from, b.to, b.v)
		}
	}
	return nil
}

// ownRuns is the lines from…to that have the property v in now.
func ownRuns[T comparable](now runs[T], from, to int32, v T) []span {
	var out []span
	var zero T
	at := from
	for _, r := range now {
		if r.from > at && v == zero {
			out = append(out, span{at, r.from - 1})
		}
		if r.v == v {
			out = append(out, span{r.from, r.to})
		}
		at = r.to + 1
	}
	if at <= to && v == zero {
		out = append(out, span{at, to})
	}
	return out
}

func (x *restoreSizes) shift(_ *Book, e formula.Edit) bool {
	if g, ok := e.(formula.SheetGone); ok {
		return g.Sheet != x.sheet
	}
	l, ok := e.(formula.Lines)
	if !ok || l.Sheet != x.sheet || l.Axis != x.axis {
		return true
	}
	g := lineRange(x.sheet, x.axis, x.from, x.to)
	g, ok = formula.Follow(l, g)
	if x.axis == cells.Rows {
		x.from, x.to = g.Top, g.Bottom
	} else {
		x.from, x.to = g.Left, g.Right
	}
	if l.Count > 0 {
		x.before.insert(l.At, l.Count, lastLine(x.axis))
	} else {
		x.before.remove(l.At, -l.Count)
	}
	return ok
}

// restorePolicy gives rows of a column the log policies they had.
type restorePolicy struct {
	still
	sheet    cells.SheetID
	col      int32
	from, to int32
	before   runs[cells.Policy]
	after    cells.Policy
}

func (x *restorePolicy) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil {
		return nil
	}
	c := s.makeColumn(x.col)
	for _, r := range ownRuns(c.keep.in(x.from, x.to), x.from, x.to, x.after) {
		w.keepRows(s, x.col, r.from, r.to, cells.Policy{})
		for _, b := range x.before.in(r.from, r.to) {
			w.keepRows(s, x.col, b.from, b.to, b.v)
		}
	}
	return nil
}

func (x *restorePolicy) shift(_ *Book, e formula.Edit) bool {
	g := cells.Range{Sheet: x.sheet, Top: x.from, Left: x.col, Bottom: x.to, Right: x.col}
	if l, ok := e.(formula.Lines); ok && l.Sheet == x.sheet && l.Axis == cells.Rows {
		if l.Count > 0 {
			x.before.insert(l.At, l.Count, cells.MaxRows-1)
		} else {
			x.before.remove(l.At, -l.Count)
		}
	}
	if _, moved := e.(formula.Moved); moved {
		return true
	}
	ok := rangeAlong(&g, e)
	x.from, x.to, x.col = g.Top, g.Bottom, g.Left
	return ok
}

// restoreBinding makes a binding what it was, if it still is what it was made. A zero Binding is none.
type restoreBinding struct {
	still
	before, after cells.Binding
}

func (x *restoreBinding) take(w *wave) formula.Edit {
	id := x.after.ID
	if id == "" {
		id = x.before.ID
	}
	now := cells.Binding{}
	if i, ok := w.b.findBinding(id); ok {
		now = w.b.bindings[i]
	}
	switch {
	case now != x.after:
	case x.before.ID == "":
		w.unbind(id)
	case w.b.sheets[x.before.Target.Sheet] != nil:
		w.bind(x.before)
	}
	return nil
}

func (x *restoreBinding) shift(_ *Book, e formula.Edit) bool {
	for _, b := range []*cells.Binding{&x.before, &x.after} {
		if b.ID == "" {
			continue
		}
		g, ok := formula.Follow(e, b.Target.Range())
		if !ok {
			*b = cells.Binding{}
			continue
		}
		b.Target = g.TopLeft()
	}
	return x.before.ID != "" || x.after.ID != ""
}

// restoreTab gives a sheet the name or the place among the tabs that it had. An index of -1 leaves the place, an empty name the name.
type restoreTab struct {
	still
	sheet                   cells.SheetID
	before, after           string
	beforeIndex, afterIndex int
}

func (x *restoreTab) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil {
		return nil
	}
	if x.before != "" && s.name == x.after {
		if _, taken := (scope{w.b}).Sheet(x.before); !taken {
			w.renameSheet(cells.RenameSheet{Sheet: x.sheet, Name: x.before})
		}
	}
	if x.beforeIndex >= 0 && slices.Index(w.b.tabs, s) == x.afterIndex {
		w.moveSheet(cells.MoveSheet{Sheet: x.sheet, Index: min(x.beforeIndex, len(w.b.tabs)-1)})
	}
	return nil
}

func (x *restoreTab) shift(_ *Book, e formula.Edit) bool {
	g, ok := e.(formula.SheetGone)
	return !ok || g.Sheet != x.sheet
}

// dropSheet takes the making of a sheet back, if nothing is on it.
type dropSheet struct {
	still
	sheet cells.SheetID
}

func (x *dropSheet) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil || len(w.b.tabs) == 1 || len(s.capture(lineRange(s.id, cells.Rows, 0, cells.MaxRows-1))) > 0 {
		return nil
	}
	w.deleteSheet(x.sheet)
	return nil
}

func (x *dropSheet) shift(_ *Book, e formula.Edit) bool {
	g, ok := e.(formula.SheetGone)
	return !ok || g.Sheet != x.sheet
}

// bringSheet makes a deleted sheet again, blank; the steps after it bring what was on it.
type bringSheet struct {
	still
	sheet cells.SheetID
	name  string
	index int
}

func (x *bringSheet) take(w *wave) formula.Edit {
	if w.b.sheets[x.sheet] != nil || len(w.b.tabs) >= maxSheets {
		return nil
	}
	name := x.name
	for _, taken := (scope{w.b}).Sheet(name); taken; _, taken = (scope{w.b}).Sheet(name) {
		name += "_"
	}
	w.makeSheet(x.sheet, name, min(x.index, len(w.b.tabs)))
	return nil
}

// moveBack takes a move of cells back.
type moveBack struct {
	still
	op cells.Move
}

func (x *moveBack) take(w *wave) formula.Edit {
	if w.b.sheets[x.op.Source.Sheet] == nil || w.b.sheets[x.op.Dest.Sheet] == nil {
		return nil
	}
	w.move(x.op)
	return nil
}

func (x *moveBack) shift(_ *Book, e formula.Edit) bool {
	src, ok := formula.Follow(e, x.op.Source)
	if !ok || src.Rows() != x.op.Source.Rows() || src.Cols() != x.op.Source.Cols() {
		return false
	}
	d := moved(x.op)
	dst, ok := formula.Follow(e, d)
	if !ok || dst.Rows() != d.Rows() || dst.Cols() != d.Cols() {
		return false
	}
	x.op.Source, x.op.Dest = src, dst.TopLeft()
	return true
}
