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
		n.afters.readers(n.after, span{over.top, over.bottom}, func(e *edge, rows span) {
			if e.entry.rect.overlaps(over) {
				yield(e, rows)
			}
		})
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
		key := claimed{sheet, at}
		if known, ok := t.claimed[key]; ok {
			return known
		}
		t.claimers(sheet, at, func(k knot) { out = append(out, k) })
		if len(out) > 0 {
			if t.claimed == nil {
				t.claimed = make(map[claimed][]knot)
			}
			t.claimed[key] = out
		}
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

// claimed is cells that many formulas may read.
type claimed struct {
	sheet cells.SheetID
	at    rect
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
	return s.heldOver(g, func(p *spill) bool { return p.looped && yield(p) })
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

// needs is a function that tells whether a loop leads through what an array of one of its cells covers, or would, or through what is in its way.
func (t *tangle) needs(loop []knot) func(knot, *spill) bool {
	if !slices.ContainsFunc(loop, func(k knot) bool { return k.p.n.r.use.dynamic }) {
		return func(knot, *spill) bool { return true }
	}
	var member map[*region]*rowSet
	return func(k knot, p *spill) bool {
		if len(loop) == 1 {
			return false
		}
		if member == nil {
			member = make(map[*region]*rowSet)
			for _, k := range loop {
				r := k.p.n.r
				if member[r] == nil {
					member[r] = new(rowSet)
					member[r].reset(r.top, r.bottom)
				}
				member[r].add(k.row, k.row)
			}
		}
		r := k.p.n.r
		if p.blocked && !p.looped {
			for _, o := range t.rivals(k) {
				if m := member[o.p.n.r]; m != nil && m.has(o.row) {
					return true
				}
			}
			return false
		}
		below := rect{k.row + 1, r.col, k.row + p.rows - 1, r.col}
		right := rect{k.row, r.col + 1, k.row + p.rows - 1, r.col + p.cols - 1}
		for _, at := range []rect{below, right} {
			if at.top > at.bottom || at.left > at.right {
				continue
			}
			for _, x := range r.sheet.readersOf(at, nil, nil) {
				if m := member[x.edge.region]; m != nil {
					if have, ok := m.next(x.rows.from); ok && have.from <= x.rows.to {
						return true
					}
				}
			}
		}
		return false
	}
}

// hold takes back what an array of a loop spread, and remembers what it would cover.
func (w *wave) hold(s *sheet, p *spill) {
	if p.blocked {
		return
	}
	w.unspill(s, p, cells.Range{})
	w.setSpill(s, &spill{anchor: p.anchor, rows: p.rows, cols: p.cols, blocked: true, looped: true})
}
