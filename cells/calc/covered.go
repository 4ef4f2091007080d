package calc

import (
	"slices"

	"freshet/cells"
)

// To read a cell that an array covers is to read the array's formula, and so it is where an array would cover a cell but for a loop. In a tangle these
// are precedents like any: an array that by way of other formulas reads cells it covers is on a loop, it is taken back, and every cell of the loop gets
// the error. What it would cover is remembered with it, so that the loop stays known as long as nothing on it changes.

// covering calls yield for the arrays that rows of a node cover cells with, or would but for a loop.
func (n *node) covering(rows span, yield func(*spill)) {
	s := n.r.sheet
	if int(rows.to-rows.from) < len(s.spills) {
		for row := rows.from; row <= rows.to; row++ {
			if p := s.spills[place{row, n.r.col}]; p != nil && (p.looped || !p.blocked) {
				yield(p)
			}
		}
		return
	}
	for _, p := range s.spills {
		if p.anchor.col == n.r.col && p.anchor.row >= rows.from && p.anchor.row <= rows.to && (p.looped || !p.blocked) {
			yield(p)
		}
	}
}

// reachCovered calls yield with the readers of what rows of a node cover, or might.
func (t *tangle) reachCovered(n *node, rows span, yield func(*edge, span)) {
	if len(n.after) == 0 {
		return
	}
	reach := func(over rect) {
		for _, e := range n.after {
			if e.entry == nil {
				continue
			}
			at := e.entry.rect
			if !at.overlaps(over) {
				continue
			}
			if rows, ok := e.affected(max(over.top, at.top), min(over.bottom, at.bottom)); ok {
				yield(e, rows)
			}
		}
	}
	if n.r.minded() {
		reach(n.r.claimOf(rows))
	}
	n.covering(rows, func(p *spill) {
		reach(rect{p.anchor.row, p.anchor.col, p.anchor.row + p.rows - 1, p.anchor.col + p.cols - 1})
	})
}

// noteArrays notes whether arrays of a part may have readers in the tangle.
func (t *tangle) noteArrays(p *part) {
	if len(p.n.after) == 0 {
		return
	}
	p.n.covering(span{p.n.r.top, p.n.r.bottom}, func(*spill) { t.covers = true })
}

// anchors is the formulas in the tangle whose arrays cover cells of a rectangle, or would but for a loop.
func (t *tangle) anchors(sheet cells.SheetID, at rect) []knot {
	var out []knot
	if t.claiming {
		t.claimers(sheet, at, func(k knot) { out = append(out, k) })
		return out
	}
	if !t.covers {
		return nil
	}
	t.w.covered(cells.Range{Sheet: sheet, Top: at.top, Left: at.left, Bottom: at.bottom, Right: at.right}, func(p *spill) bool {
		if k, ok := t.knotAt(sheet, p.anchor); ok {
			out = append(out, k)
		}
		return false
	})
	return out
}

// covered calls yield for the arrays that cover cells of a range, or would but for a loop, in an order that follows from them; until it says yes, and reports whether it did.
// An array may come more than once.
func (w *wave) covered(g cells.Range, yield func(*spill) bool) bool {
	s := w.b.sheets[g.Sheet]
	if s == nil || len(s.spills) == 0 {
		return false
	}
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil || len(c.spilled) == 0 {
			continue
		}
		for _, x := range c.spilled.in(g.Top, g.Bottom) {
			if yield(x.v) {
				return true
			}
		}
	}
	if s.looped == 0 {
		return false
	}
	for _, p := range s.held {
		if _, hit := p.over(s.id).Intersect(g); hit && p.looped && yield(p) {
			return true
		}
	}
	return false
}

// knotAt is the cell of the tangle at a place.
func (t *tangle) knotAt(sheet cells.SheetID, at place) (knot, bool) {
	for _, p := range t.byCol[colKey{sheet, at.col}] {
		if at.row >= p.n.r.top && at.row <= p.n.r.bottom {
			return knot{p, at.row}, true
		}
	}
	return knot{}, false
}

// hold takes back what an array of a loop spread, and remembers what it would cover.
func (w *wave) hold(s *sheet, at place) {
	p := s.spills[at]
	switch {
	case p == nil || p.blocked:
	default:
		w.unspill(s, p, cells.Range{})
		w.setSpill(s, &spill{anchor: at, rows: p.rows, cols: p.cols, blocked: true, looped: true})
	}
}

// unhold forgets what arrays of loops would cover where something is put in their way, or taken out of it.
func (w *wave) unhold(s *sheet, g cells.Range) {
	if s.looped == 0 {
		return
	}
	for _, p := range slices.Clone(s.held) {
		if _, hit := p.over(s.id).Intersect(g); hit && p.looped {
			w.unspill(s, p, cells.Range{})
		}
	}
}

// keepHeld keeps the list of the arrays that cover nothing, in order of storage.
func (s *sheet) keepHeld(p *spill, held bool) {
	i, found := slices.BinarySearchFunc(s.held, p, (*spill).compare)
	if found {
		if s.held[i] != p && !held {
			return
		}
		if s.held[i].looped {
			s.looped--
		}
		s.held = slices.Delete(s.held, i, i+1)
	}
	if !held {
		return
	}
	s.held = slices.Insert(s.held, i, p)
	if p.looped {
		s.looped++
	}
}

// overtake has the arrays behind one that takes cells evaluated again that would cover some of these. Those of a loop are on none for now: the cells are not free.
func (w *wave) overtake(s *sheet, p *spill) {
	for _, q := range slices.Clone(s.held) {
		if _, hit := q.over(s.id).Intersect(p.over(s.id)); !hit || !p.before(q) {
			continue
		}
		if q.looped {
			w.unspill(s, q, cells.Range{})
		}
		w.fresh.add(s.id, q.anchor.col, q.anchor.row, q.anchor.row)
	}
}
