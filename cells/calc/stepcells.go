package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// restoreCells puts back what stood in cells of a range, where they still hold what was put there.
type restoreCells struct {
	sheet         cells.SheetID
	area          cells.Range
	before, after []piece // sorted by column and row
}

func (x *restoreCells) bytes() int {
	n := 64
	for i := range x.before {
		n += x.before[i].bytes()
	}
	for i := range x.after {
		n += x.after[i].bytes()
	}
	return n
}

func (x *restoreCells) behind(e formula.Edit) formula.Edit { return e }

func (x *restoreCells) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil {
		return nil
	}
	w.b.rebindPieces(x.before)
	w.b.rebindPieces(x.after)
	// What is there now decides cell by cell; pieces that agree are put back whole.
	w.journal(s, x.area, func() {
		a, b := cursor{ps: x.after}, cursor{ps: x.before}
		for {
			at, ok := first(a.at(), b.at())
			if !ok {
				return
			}
			n := min(a.reach(at), b.reach(at))
			was, then := a.content(at), b.content(at)
			w.restore(s, at, n, &a, &b, was, then)
			a.skip(at, n)
			b.skip(at, n)
		}
	})
	return nil
}

// rebindPieces looks the names of captured formulas up again: they may mean something else than when they were captured.
func (b *Book) rebindPieces(ps []piece) {
	for i := range ps {
		if t := ps[i].t; t != nil && len(t.Names())+len(t.Unresolved()) > 0 {
			ps[i].t = b.compiler.Rebind(t, scope{b})
		}
	}
}

// restore puts back n cells of a column that hold one formula, or literals, or nothing, before and after alike.
func (w *wave) restore(s *sheet, at place, n int32, a, b *cursor, was, then content) {
	if was.t != nil && then.t != nil || was.t != nil && then.blank() {
		// Runs of formulas: find where the formula still stands, and put back whole runs.
		c := s.column(at.col)
		if c == nil {
			return
		}
		var runs []span
		c.regionsIn(at.row, at.row+n-1, func(r *region) bool {
			if r.use.t == was.t {
				runs = append(runs, span{max(r.top, at.row), min(r.bottom, at.row+n-1)})
			}
			return true
		})
		for _, x := range runs {
			if then.t != nil {
				w.putFormula(s, at.col, x.from, x.to, then.t, w.by)
			} else {
				w.putBlank(s, at.col, x.from, x.to)
			}
		}
		return
	}
	for i := range n {
		p := place{at.row + i, at.col}
		was, then := a.content(p), b.content(p)
		if s.content(p.row, p.col).equal(was) && !was.equal(then) {
			w.putContent(s, p.col, p.row, then)
		}
	}
}

// cursor walks through pieces in order.
type cursor struct {
	ps []piece
	i  int
}

// at is the first cell of the piece in hand.
func (c *cursor) at() *place {
	if c.i >= len(c.ps) {
		return nil
	}
	return &place{c.ps[c.i].top, c.ps[c.i].col}
}

func first(a, b *place) (place, bool) {
	switch {
	case a == nil && b == nil:
		return place{}, false
	case a == nil:
		return *b, true
	case b == nil:
		return *a, true
	case b.col < a.col || b.col == a.col && b.row < a.row:
		return *b, true
	}
	return *a, true
}

// reach is for how many cells from a place on the cursor says one kind of thing: to the end of the piece that begins there, or to the
// beginning of the next one in the column.
func (c *cursor) reach(at place) int32 {
	if c.i >= len(c.ps) || c.ps[c.i].col != at.col {
		return cells.MaxRows - at.row
	}
	p := &c.ps[c.i]
	if p.top > at.row {
		return p.top - at.row
	}
	return p.bottom() - at.row + 1
}

func (c *cursor) content(at place) content {
	if c.i >= len(c.ps) {
		return content{}
	}
	p := &c.ps[c.i]
	if p.col != at.col || at.row < p.top || at.row > p.bottom() {
		return content{}
	}
	return p.content(at.row - p.top)
}

// skip goes on behind n cells from a place.
func (c *cursor) skip(at place, n int32) {
	if c.i >= len(c.ps) || c.ps[c.i].col != at.col || c.ps[c.i].top > at.row {
		return
	}
	p := c.ps[c.i]
	if at.row+n > p.bottom() {
		c.i++
		return
	}
	rest := p
	off := at.row + n - p.top
	rest.top, rest.n = at.row+n, p.n-off
	if p.vals != nil {
		rest.vals = p.vals[off:]
	}
	c.ps = append([]piece{rest}, c.ps[c.i+1:]...)
	c.i = 0
}

func (x *restoreCells) shift(b *Book, e formula.Edit) bool {
	if g, ok := e.(formula.SheetGone); ok && g.Sheet == x.sheet {
		return false
	}
	x.before = b.shiftPieces(x.sheet, x.before, e)
	x.after = b.shiftPieces(x.sheet, x.after, e)
	area, ok := formula.Follow(e, x.area)
	if !ok {
		return false
	}
	x.area = area
	if m, ok := e.(formula.Moved); ok {
		x.area = cover(x.area, x.before, x.after)
		_ = m
	}
	return len(x.before)+len(x.after) > 0
}

// cover widens a range to the pieces.
func cover(g cells.Range, lists ...[]piece) cells.Range {
	for _, ps := range lists {
		for _, p := range ps {
			g = g.Union(cells.Range{Sheet: g.Sheet, Top: p.top, Left: p.col, Bottom: p.bottom(), Right: p.col})
		}
	}
	return g
}

// shiftPieces is what pieces are after an edit: their places and their references follow.
func (b *Book) shiftPieces(sheet cells.SheetID, ps []piece, e formula.Edit) []piece {
	l, lines := e.(formula.Lines)
	var out []piece
	for _, p := range ps {
		if p.t == nil {
			if !lines || l.Sheet != sheet {
				out = append(out, p)
				continue
			}
			out = shiftLiterals(p, l, out)
			continue
		}
		for _, g := range b.rewrite(sheet, p.col, p.top, p.bottom(), p.t, e) {
			from, to, col, ok := g.from, g.to, p.col, true
			if lines && l.Sheet == sheet && l.Axis == cells.Rows {
				from, to, ok = moveLines(from, to, l)
			} else if lines && l.Sheet == sheet {
				col, ok = moveLine(col, l)
			}
			if ok && from <= to && to < cells.MaxRows && col < cells.MaxCols {
				out = append(out, piece{col: col, top: from, n: to - from + 1, t: g.t})
			}
		}
	}
	return out
}

func shiftLiterals(p piece, e formula.Lines, out []piece) []piece {
	if e.Axis == cells.Cols {
		if col, ok := moveLine(p.col, e); ok && col < cells.MaxCols {
			p.col = col
			out = append(out, p)
		}
		return out
	}
	for i := int32(0); i < p.n; {
		row, ok := moveLine(p.top+i, e)
		if !ok || row >= cells.MaxRows {
			i++
			continue
		}
		n := int32(1)
		for i+n < p.n {
			next, ok := moveLine(p.top+i+n, e)
			if !ok || next != row+n || next >= cells.MaxRows {
				break
			}
			n++
		}
		out = append(out, piece{col: p.col, top: row, n: n, vals: p.vals[i : i+n]})
		i += n
	}
	return out
}

// restoreFormats gives rows of a column the formats they had, where they still have the one they were given.
type restoreFormats struct {
	sheet    cells.SheetID
	col      int32
	from, to int32
	before   runs[*cells.Format]
	after    *cells.Format
}

func (x *restoreFormats) bytes() int { return 64 + 32*len(x.before) }

func (x *restoreFormats) behind(e formula.Edit) formula.Edit { return e }

func (x *restoreFormats) take(w *wave) formula.Edit {
	s := w.b.sheets[x.sheet]
	if s == nil {
		return nil
	}
	c := s.makeColumn(x.col)
	row := x.from
	for row <= x.to {
		now, end := c.formats.get(row), x.to
		if i := c.formats.find(row); i < len(c.formats) {
			if c.formats[i].from > row {
				end = min(end, c.formats[i].from-1)
			} else {
				end = min(end, c.formats[i].to)
			}
		}
		if now == x.after {
			w.reformat(s, x.col, row, end, nil)
			for _, r := range x.before.in(row, end) {
				w.reformat(s, x.col, r.from, r.to, r.v)
			}
		}
		row = end + 1
	}
	return nil
}

func (x *restoreFormats) shift(_ *Book, e formula.Edit) bool {
	switch e := e.(type) {
	case formula.SheetGone:
		return e.Sheet != x.sheet
	case formula.Lines:
		if e.Sheet != x.sheet {
			return true
		}
		if e.Axis == cells.Cols {
			col, ok := moveLine(x.col, e)
			x.col = col
			return ok && col < cells.MaxCols
		}
		if e.Count > 0 {
			x.before.insert(e.At, e.Count, cells.MaxRows-1)
		} else {
			x.before.remove(e.At, -e.Count)
		}
		g, ok := formula.Follow(e, cells.Range{Sheet: x.sheet, Top: x.from, Bottom: x.to, Left: x.col, Right: x.col})
		x.from, x.to = g.Top, g.Bottom
		return ok
	}
	return true
}
