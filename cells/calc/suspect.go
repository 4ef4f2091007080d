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

// manyHolds is beyond how many rectangles of a sheet formulas are sought for one that is around all of them: that finds more of them, but each once.
const manyHolds = 256

// joined puts rectangles in one order, however they came. It makes one of those of the same rows that touch each other, and one of all those of a sheet that has many.
func joined(list []hold) []hold {
	slices.SortFunc(list, func(a, b hold) int {
		return cmp.Or(cmp.Compare(a.s.id, b.s.id), cmp.Compare(a.at.top, b.at.top), cmp.Compare(a.at.bottom, b.at.bottom), cmp.Compare(a.at.left, b.at.left))
	})
	merge := func(same func(last, h hold) bool) {
		n := 0
		for _, h := range list {
			if n > 0 && list[n-1].s == h.s && same(list[n-1], h) {
				list[n-1].at = list[n-1].at.union(h.at)
				continue
			}
			list[n] = h
			n++
		}
		list = list[:n]
	}
	merge(func(last, h hold) bool {
		return last.at.top == h.at.top && last.at.bottom == h.at.bottom && h.at.left <= last.at.right+1
	})
	if len(list) > manyHolds {
		of := make(map[*sheet]int)
		for _, h := range list {
			of[h.s]++
		}
		merge(func(_, h hold) bool { return of[h.s] > manyHolds })
	}
	slices.SortFunc(list, hold.compare)
	return list
}

// suspect has the formulas looked at that an entry may have put on a loop of claims, or taken from one: they are not calculated, unless they are on one now. It goes
// through them in one order everywhere, however the entry came to them: a loop begins with the cell that was found first.
func (w *wave) suspect() {
	w.taken.tidy()
	claimants := func(s *sheet, at rect) {
		for _, x := range s.claimants(at, nil) {
			w.look(x)
		}
	}
	w.plots = w.plots[:0]
	for _, a := range w.taken {
		if s := w.b.sheets[a.sheet]; s != nil && !s.claimless() {
			w.plots = append(w.plots, hold{s, rect{a.from, a.col, a.to, a.col}})
		}
	}
	w.plots = joined(w.plots)
	for _, h := range w.plots {
		claimants(h.s, h.at)
		w.cutClaims(h)
	}
	w.former = joined(slices.DeleteFunc(w.former, func(h hold) bool { return w.b.sheets[h.s.id] != h.s }))
	for _, h := range w.former {
		for _, x := range h.s.claimants(h.at, h.s.readersOf(h.at, nil, nil)) {
			w.look(x)
			x.edge.region.node.parted = true
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

// partings has all loops looked at that were part of a larger one before the entry: what led into that one leads to them still, by way of whatever it led to.
func (w *wave) partings() {
	for comp := int32(len(w.comps)) - 1; comp >= 0; comp-- {
		nodes := w.nodesOf(comp)
		if !slices.ContainsFunc(nodes, func(n *node) bool { return n.parted }) {
			continue
		}
		for _, n := range nodes {
			n.parted, n.suspect = true, true
			for i := range len(n.out) + len(n.after) {
				n.follower(i).parted = true
			}
		}
	}
}
