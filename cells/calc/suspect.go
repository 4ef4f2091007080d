package calc

import (
	"cmp"
	"slices"

	"freshet/cells"
)

// Loops of claims begin from nothing whenever one of their cells may change. They also begin from nothing when they were part of a larger loop that an entry broke, or become
// part of one: then they are suspect though none of their cells is dirty.

// hold is cells of a sheet that a formula held until now: its own, and those that its arrays might have covered.
type hold struct {
	s  *sheet
	at rect
}

func (h hold) compare(o hold) int {
	return cmp.Or(cmp.Compare(h.s.id, o.s.id), cmp.Compare(h.at.left, o.at.left), cmp.Compare(h.at.top, o.at.top), cmp.Compare(h.at.right, o.at.right), cmp.Compare(h.at.bottom, o.at.bottom))
}

// dropping notes what the formulas lead to that are about to make room for something else.
func (w *wave) dropping(s *sheet, col, top, bottom int32) {
	if s.claimless() {
		return
	}
	c := s.column(col)
	if c == nil {
		return
	}
	c.regionsIn(top, bottom, func(r *region) bool {
		rows := span{max(r.top, top), min(r.bottom, bottom)}
		at := rect{rows.from, col, rows.to, col}
		if r.minded() {
			at = r.claimOf(rows)
		}
		w.former = append(w.former, hold{s, at})
		return true
	})
}

// claimless reports whether no formula of the sheet can give an array.
func (s *sheet) claimless() bool { return len(s.claims.entries)+s.broads == 0 }

// suspect has the formulas looked at that an entry may have put on a loop of claims, or taken from one: they are not calculated, unless they are on one now. It goes
// through them in one order everywhere, however the entry came to them: a loop begins with the cell that was found first.
func (w *wave) suspect() {
	w.taken.tidy()
	slices.SortStableFunc(w.former, hold.compare)
	claimants := func(s *sheet, at rect) {
		for _, x := range s.claimants(at, nil) {
			w.look(x)
		}
	}
	for _, a := range w.taken {
		s := w.b.sheets[a.sheet]
		if s == nil || s.claimless() {
			continue
		}
		claimants(s, rect{a.from, a.col, a.to, a.col})
		w.cutClaims(s, a)
	}
	for _, h := range w.former {
		if w.b.sheets[h.s.id] != h.s {
			continue
		}
		for _, x := range h.s.claimants(h.at, h.s.readersOf(h.at, nil, nil)) {
			w.look(x)
			cycles(x, func(row int32) { w.mark(x.edge.region, row, row) }) // the loop may be none without what went away
		}
	}
	for _, x := range w.ch.Shifts {
		if s := w.b.sheets[x.Sheet]; s != nil && !s.claimless() {
			claimants(s, rect{0, 0, cells.MaxRows - 1, cells.MaxCols - 1})
		}
	}
}

// doubt has the loops of claims looked at that have to do with cells which an array begins to cover, or no longer does: of those behind it.
func (w *wave) doubt(s *sheet, p *spill) {
	if w.rounds >= maxRounds {
		return
	}
	at := rect{p.anchor.row, p.anchor.col, p.anchor.row + p.rows - 1, p.anchor.col + p.cols - 1}
	for _, x := range s.claimants(at, nil) {
		r := x.edge.region
		if p.anchor == (place{x.rows.to, r.col}) || r.ref(x.rows.to).Compare(cells.Ref{Sheet: s.id, Row: p.anchor.row, Col: p.anchor.col}) < 0 {
			continue
		}
		if n := r.node; w.comp >= 0 && n != nil && n.round == w.number && !n.done && n.comp != w.comp {
			n.suspect = true
			continue
		}
		w.doubts.add(s.id, r.col, x.rows.from, x.rows.to)
	}
}

// lookAgain has the formulas looked at that came to be in doubt in the round before.
func (w *wave) lookAgain() {
	doubts := w.doubts
	w.doubts = nil
	doubts.tidy()
	for _, a := range doubts {
		s := w.b.sheets[a.sheet]
		if s == nil {
			continue
		}
		if c := s.column(a.col); c != nil {
			c.regionsIn(a.from, a.to, func(r *region) bool {
				n := w.node(r)
				n.suspect = true
				w.extend(n, max(a.from, r.top), min(a.to, r.bottom))
				return true
			})
		}
	}
}

func (w *wave) look(x reading) {
	n := w.node(x.edge.region)
	n.suspect = true
	w.extend(n, x.rows.from, x.rows.to)
}

// cutClaims notes what the claims held that inputs end: those that stand below a formula, or to the right of one.
func (w *wave) cutClaims(s *sheet, a area) {
	found := func(e *entry) {
		for _, x := range e.readers {
			r := x.region
			if r.col < a.col {
				for row := max(r.top, a.from); row <= min(r.bottom, a.to); row++ {
					w.cutClaim(r, row, a)
				}
			} else if r.col == a.col && r.bottom < a.from {
				w.cutClaim(r, r.bottom, a)
			}
		}
	}
	at := rect{a.from, a.col, a.to, a.col}
	s.claims.search(at, found)
	if s.broads <= maxBroad {
		s.broad.search(at, found)
	}
}

func (w *wave) cutClaim(r *region, row int32, a area) {
	at := r.claimOf(span{row, row})
	if at.right >= a.col && at.bottom >= a.from {
		return
	}
	before := w.claimBefore(r, row)
	if before.right >= a.col && before.bottom >= a.from {
		w.former = append(w.former, hold{r.sheet, before})
	}
}

// claimBefore is the claim of a formula if the entry's inputs were not in its way.
func (w *wave) claimBefore(r *region, row int32) rect {
	s := r.sheet
	at := r.claimOf(span{row, row})
	most, wide := r.use.t.Bounds()
	if row == r.bottom {
		for limit := min(row+most-1, cells.MaxRows-1); at.bottom < limit; {
			a, ok := w.inputAt(s.id, at.bottom+1, r.col)
			if !ok {
				break
			}
			last := min(a.to, limit)
			at.bottom = max(last, s.freeBelow(last, r.col, limit)) // a formula may reach on below the input
		}
	}
	for limit := min(r.col+wide-1, cells.MaxCols-1); at.right < limit; {
		if _, ok := w.inputAt(s.id, row, at.right+1); !ok {
			break
		}
		at.right = s.freeRight(row, at.right+1, limit)
	}
	return at
}

// inputAt is the area of the entry's inputs that a cell lies in.
func (w *wave) inputAt(sheet cells.SheetID, row, col int32) (area, bool) {
	for _, a := range w.taken {
		if a.sheet == sheet && a.col == col && row >= a.from && row <= a.to {
			return a, true
		}
	}
	return area{}, false
}

// released has those evaluated again that may have been on a loop only by way of what the formula in a row might cover, which is on none now.
func (w *wave) released(r *region, row int32) {
	if !r.minded() {
		return
	}
	s, at := r.sheet, r.claimOf(span{row, row})
	for _, x := range s.claimants(at, s.readersOf(at, nil, nil)) {
		r := x.edge.region
		cycles(x, func(row int32) { w.fresh.add(r.sheet.id, r.col, row, row) })
	}
}

// cycles calls yield for the rows that show the error of a loop.
func cycles(x reading, yield func(row int32)) {
	c := x.edge.region.sheet.cols[x.edge.region.col]
	for row := x.rows.from; row <= x.rows.to; row++ {
		b := c.block(row)
		if b == nil || b.used == 0 {
			row |= blockRows - 1
			continue
		}
		if i := row&(blockRows-1) - b.base; i >= 0 && int(i) < len(b.kinds) && b.kinds[i] == cells.Failed && isCycle(c.value(row)) {
			yield(row)
		}
	}
}

// isCycle reports whether a value is the error of a loop.
func isCycle(v cells.Value) bool { return v.Kind() == cells.Failed && v.Err().Code == cells.ErrCycle }
