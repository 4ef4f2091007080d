package calc

import (
	"maps"
	"slices"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// insertLines makes blank rows or columns; everything behind them moves, and references follow.
func (w *wave) insertLines(e formula.Lines) {
	back := formula.Lines{Sheet: e.Sheet, Axis: e.Axis, At: e.At, Count: -e.Count}
	w.keepLastFormats(w.b.sheets[e.Sheet], e)
	w.editLines(e, func(x *rewritten) { w.undoRewrite(x, e, back) })
	w.undoing(&removeLines{e})
}

// keepLastFormats notes the formats of lines that fall off the sheet, as far as they do not come back by themselves when the lines go again.
func (w *wave) keepLastFormats(s *sheet, e formula.Lines) {
	last := lastLine(e.Axis)
	from := max(last-e.Count+1, e.At)
	for _, f := range s.captureFormats(lineRange(s.id, e.Axis, from, last)) {
		x := restoreFormats{sheet: s.id, col: f.col, to: cells.MaxRows - 1, before: f.runs}
		if e.Axis == cells.Rows {
			x.from, x.after = from, s.cols[f.col].formats.whole(last)
			if x.after != nil {
				continue
			}
		} else if slices.Equal(f.runs, s.ofRows()) {
			continue
		}
		w.undoing(&x)
	}
}

// deleteLines removes rows or columns with all on them.
func (w *wave) deleteLines(e formula.Lines) {
	s := w.b.sheets[e.Sheet]
	gone := lineRange(e.Sheet, e.Axis, e.At, e.At-e.Count-1)
	w.losing(s, gone)
	if pieces := s.capture(gone); len(pieces) > 0 {
		w.undoing(&restoreCells{sheet: s.id, area: gone, before: pieces})
	}
	for _, f := range s.captureFormats(gone) {
		for _, r := range f.runs {
			w.undoing(&restoreFormats{sheet: s.id, col: f.col, from: r.from, to: r.to, before: runs[*cells.Format]{r}})
		}
	}
	sizes := s.widths
	if e.Axis == cells.Rows {
		sizes = s.heights
	}
	if lost := sizes.in(e.At, e.At-e.Count-1); len(lost) > 0 {
		w.undoing(&restoreSizes{sheet: s.id, axis: e.Axis, from: e.At, to: e.At - e.Count - 1, before: lost})
	}
	w.keepPolicies(s, gone)
	back := formula.Lines{Sheet: e.Sheet, Axis: e.Axis, At: e.At, Count: -e.Count}
	w.editLines(e, func(x *rewritten) { w.undoRewrite(x, e, back) })
	w.undoing(&bringLines{back})
}

// keepPolicies notes the policies of cells that go.
func (w *wave) keepPolicies(s *sheet, gone cells.Range) {
	for col := gone.Left; col <= min(gone.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil {
			if lost := c.keep.in(gone.Top, gone.Bottom); len(lost) > 0 {
				w.undoing(&restorePolicy{sheet: s.id, col: col, from: gone.Top, to: gone.Bottom, before: lost})
			}
		}
	}
}

func lineRange(sheet cells.SheetID, a cells.Axis, from, to int32) cells.Range {
	if a == cells.Rows {
		return cells.Range{Sheet: sheet, Top: from, Bottom: to, Right: cells.MaxCols - 1}
	}
	return cells.Range{Sheet: sheet, Left: from, Right: to, Bottom: cells.MaxRows - 1}
}

// undoRewrite notes formulas that are not what they were when the edit is taken back by its reverse alone.
func (w *wave) undoRewrite(x *rewritten, e, back formula.Lines) {
	b, r := w.b, x.r
	for _, g := range x.segs {
		at := r.ref(g.from)
		moved, ok := formula.Follow(e, at.Range())
		if !ok {
			continue
		}
		// The formula as it will be when the edit is taken back. Where that depends on the row, each row is its own segment already.
		then := b.compiler.Rewrite(g.t, moved.TopLeft(), back)
		if then == r.use.t {
			continue
		}
		n := g.to - g.from + 1
		w.undoing(&restoreCells{
			sheet: r.sheet.id, area: cells.Range{Sheet: r.sheet.id, Top: g.from, Left: r.col, Bottom: g.to, Right: r.col},
			before: []piece{{col: r.col, top: g.from, n: n, t: r.use.t}},
			after:  []piece{{col: r.col, top: g.from, n: n, t: then}},
		})
	}
}

// editLines lets rows or columns come or go.
func (w *wave) editLines(e formula.Lines, each func(*rewritten)) {
	b := w.b
	s := b.sheets[e.Sheet]
	for _, p := range slices.SortedFunc(maps.Values(s.spills), func(a, b *spill) int {
		return cells.Ref{Row: a.anchor.row, Col: a.anchor.col}.Compare(cells.Ref{Row: b.anchor.row, Col: b.anchor.col})
	}) {
		w.unspill(s, p, cells.Range{})
		w.fresh.add(s.id, p.anchor.col, p.anchor.row, p.anchor.row)
	}
	concerned := regionSet{}
	concerned.on(s)
	concerned.of(b.mentions.sheets[s.id])
	all := w.rewriteEach(e, concerned)
	var keep []rewritten
	for i := range all {
		x := &all[i]
		w.disturb(x.r, e)
		each(x)
		if !x.same() || x.r.sheet == s && w.moves(x.r, e) {
			keep = append(keep, *x)
		}
	}
	for i := len(keep) - 1; i >= 0; i-- { // from the last: each list of regions is cut at its end
		b.dropRegion(keep[i].r)
	}
	w.values.shift(e)
	w.inputs.shift(e)
	w.taken.shift(e)
	w.formatted.shift(e)
	w.shown.shift(e)
	w.behind.shift(e)
	w.seeds.shift(e)
	w.fresh.shift(e)
	w.ch.Shifts = append(w.ch.Shifts, cells.Shift{Sheet: e.Sheet, Axis: e.Axis, At: e.At, Count: e.Count})
	b.shiftStorage(s, e)
	for _, x := range keep {
		for _, g := range x.segs {
			from, to, col := g.from, g.to, x.r.col
			ok := true
			if x.r.sheet == s && e.Axis == cells.Rows {
				from, to, ok = moveLines(from, to, e)
			} else if x.r.sheet == s {
				col, ok = moveLine(col, e)
			}
			if ok && from <= to {
				b.plant(x.r.sheet, col, from, to, b.use(g.t))
				if g.t != x.r.use.t {
					w.behind.add(x.r.sheet.id, col, from, to) // it reads otherwise than before, maybe on a sheet where nothing moved
				}
			}
		}
	}
	for i, c := range s.cols {
		if c != nil {
			b.placeErrors(s, int32(i), c)
		}
	}
	s.recount()
	b.recountPasts()
	w.followBook(e, formula.Lines{Sheet: e.Sheet, Axis: e.Axis, At: e.At, Count: -e.Count})
	b.undos.shift(b, e, w.actor)
}

// moves reports whether some cell of a region changes its place.
func (w *wave) moves(r *region, e formula.Lines) bool {
	if e.Axis == cells.Rows {
		return r.bottom >= e.At
	}
	return r.col >= e.At
}

// disturb has the cells evaluated again whose value may differ though all they read only moved: a range into which blank lines come or
// from which lines go, functions that ask for places, and errors, which name the cell they come from.
func (w *wave) disturb(r *region, e formula.Lines) {
	if r.use.dynamic || positional(r.use.t) {
		w.fresh.add(r.sheet.id, r.col, r.top, r.bottom)
		return
	}
	for i := range r.edges {
		x := &r.edges[i]
		if x.entry == nil {
			continue
		}
		if id := x.reads.Sheet; id != e.Sheet && (id != 0 || r.sheet.id != e.Sheet) {
			continue
		}
		if rows, ok := x.disturbed(e); ok {
			w.fresh.add(r.sheet.id, r.col, rows.from, rows.to)
		}
	}
	w.disturbErrors(r)
}

// disturbed is the rows that read lines which go, or lines on both sides of those that come. Whole rows and columns do not move with what is in them; then
// lines that come before the first disturb too.
func (e *edge) disturbed(l formula.Lines) (span, bool) {
	if at := e.entry.rect; l.Count > 0 && l.At == 0 && (l.Axis == cells.Rows && at.bottom == cells.MaxRows-1 || l.Axis == cells.Cols && at.right == cells.MaxCols-1) {
		return span{e.region.top, e.region.bottom}, true
	}
	if e.fallsOff(l) {
		return span{e.region.top, e.region.bottom}, true
	}
	first, last := l.At, l.At-l.Count-1
	if l.Count > 0 {
		first, last = l.At-1, l.At
	}
	if l.Axis == cells.Cols {
		at := e.entry.rect
		if l.Count > 0 {
			return span{e.region.top, e.region.bottom}, at.left <= first && at.right >= last
		}
		return span{e.region.top, e.region.bottom}, at.left <= last && at.right >= first
	}
	if l.Count < 0 {
		return e.affected(first, last)
	}
	above, ok := e.affected(first, first)
	below, ok2 := e.affected(last, last)
	both := span{max(above.from, below.from), min(above.to, below.to)}
	return both, ok && ok2 && both.from <= both.to
}

// fallsOff reports whether lines that come push cells off the sheet that are read: blank ones, but the reference to them is lost or smaller. Whole rows and columns stay.
func (e *edge) fallsOff(l formula.Lines) bool {
	at := e.entry.rect
	first, last := at.top, at.bottom
	if l.Axis == cells.Cols {
		first, last = at.left, at.right
	}
	end := lastLine(l.Axis)
	return l.Count > 0 && last >= l.At && last > end-l.Count && (first > 0 || last < end)
}

func (w *wave) disturbErrors(r *region) {
	c := r.sheet.cols[r.col]
	for i := r.top >> blockBits; i <= r.bottom>>blockBits; i++ {
		b := c.block(i << blockBits)
		if b == nil || b.fails == 0 {
			continue
		}
		first := i << blockBits
		lo, hi := b.window()
		for row := max(lo, r.top-first); row <= min(hi-1, r.bottom-first); row++ {
			if b.kinds[row-b.base] == cells.Failed {
				w.fresh.add(r.sheet.id, r.col, first+row, first+row)
			}
		}
	}
}

// positional reports whether a formula may ask for the place of a cell, or for its own, rather than for a value.
func positional(t *formula.Template) bool {
	k := strings.ToLower(t.Key())
	for _, word := range []string{"row", "column", "cell", "address", "sheet", "areas", "formulatext", "isref"} {
		if strings.Contains(k, word) {
			return true
		}
	}
	// What an intersection meets goes along with the formula's own row, unless it is on another sheet.
	return t.Intersects() && len(t.SheetIDs()) > 0
}

// placeErrors makes literal errors name the cell they stand in, after it moved. Errors of formulas are evaluated again.
func (b *Book) placeErrors(s *sheet, col int32, c *column) {
	for i, blk := range c.blocks {
		if blk == nil || blk.fails == 0 {
			continue
		}
		lo, hi := blk.window()
		for row := lo; row < hi; row++ {
			at := cells.Ref{Sheet: s.id, Row: int32(i)<<blockBits + row, Col: col}
			if x := blk.get(row).Err(); x != nil && x.Origin != at && c.region(at.Row) == nil {
				own := *x
				own.Origin = at
				blk.set(row, cells.Fail(&own))
				c.changes++
			}
		}
	}
}
