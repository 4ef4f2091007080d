package calc

import (
	"freshet/cells"
)

// evaluate works through the components of the round, precedents first.
func (w *wave) evaluate() {
	w.side.begin(len(w.comps))
	if w.rounds == 0 && len(w.former) > 0 {
		w.partings()
	}
	for w.comp = int32(len(w.comps)) - 1; w.comp >= 0; w.comp-- {
		w.component(w.nodesOf(w.comp))
	}
}

func (w *wave) component(nodes []*node) {
	if len(nodes) > 1 {
		w.untangle(nodes)
		return
	}
	n := nodes[0]
	if n.coversOwn {
		w.untangle(nodes)
		return
	}
	defer func() { n.done = true }()
	w.holdBack(n)
	if !n.selfRead {
		if n.dirty.empty() {
			return
		}
		w.plain(n)
		w.flush(n)
		return
	}
	switch n.r.direction() {
	case tangled:
		w.untangle(nodes)
	case upward:
		w.climb(n)
		w.flush(n)
	default:
		w.descend(n)
		w.flush(n)
	}
}

// plain evaluates the dirty rows of a region that does not read itself: first in blocks what can be paid, then one by one what blocks left.
func (w *wave) plain(n *node) {
	simple := w.simple(n.r) && !n.holds()
	if simple {
		n.alone = true
		if n.portion < 0 {
			w.evaluateAhead(n, n.r.top)
		}
	}
	ahead := n.portion
	n.dirty.all(func(p span) {
		if !simple || p.to-p.from < fewRows {
			w.cells(n, p)
			return
		}
		paid := span{p.from, p.from + w.budget.fits(n.r, p.to-p.from+1) - 1}
		w.left = w.left[:0]
		if n.portion >= 0 {
			ahead = w.mergeAhead(n, ahead, p, paid.to)
		} else {
			chunks(paid, func(p span) { w.blockwise(n, p) })
		}
		for _, row := range w.left {
			w.cells(n, span{row, row})
		}
		w.cells(n, span{paid.to + 1, p.to})
	})
}

// cells evaluates rows one by one.
func (w *wave) cells(n *node, p span) {
	for row := p.from; row <= p.to; row++ {
		if !n.alone && n.r.use.cost >= w.b.worth.steps && w.foreseen(n, row) == nil {
			w.evaluateAhead(n, row)
			n.alone = w.foreseen(n, row) == nil
		}
		if w.cell(n, row) {
			n.changed.add(row, row)
		}
	}
}

// descend evaluates a region whose cells read cells of it above them: what changed makes rows below dirty, on the way.
func (w *wave) descend(n *node) {
	if !n.holds() && w.chained(n, false) {
		return
	}
	for row := n.r.top; ; row++ {
		p, ok := n.dirty.next(row)
		if !ok {
			return
		}
		if row = p.from; w.cell(n, row) {
			n.changed.add(row, row)
			w.within(n, row)
		}
		if row == n.r.bottom {
			return
		}
	}
}

// climb is descend, the other way.
func (w *wave) climb(n *node) {
	if !n.holds() && w.chained(n, true) {
		return
	}
	for row := n.r.bottom; ; row-- {
		p, ok := n.dirty.prev(row)
		if !ok {
			return
		}
		if row = p.to; w.cell(n, row) {
			n.changed.add(row, row)
			w.within(n, row)
		}
		if row == n.r.top {
			return
		}
	}
}

// within makes the rows of a region dirty that read a changed row of it.
func (w *wave) within(n *node, row int32) {
	n.readers(span{row, row}, func(e *edge, rows span) {
		if e.region == n.r {
			n.dirty.add(rows.from, rows.to)
		}
	})
}

// flush tells the dependents of a region what changed in it.
func (w *wave) flush(n *node) {
	if n.changed.empty() {
		return
	}
	n.changed.all(func(p span) {
		w.values.add(n.r.sheet.id, n.r.col, p.from, p.to)
		w.tellMoved(n, p)
		n.readers(p, func(e *edge, rows span) {
			if e.region != n.r {
				e.region.node.dirty.add(rows.from, rows.to)
			}
		})
	})
}

// cell evaluates one cell and reports whether its value changed. The value is stored.
func (w *wave) cell(n *node, row int32) bool {
	r := n.r
	if w.heldBack(n, row) {
		return false
	}
	if !w.affords(r) {
		return w.starve(r, row)
	}
	at := r.ref(row)
	w.count++
	if w.b.tracing {
		w.b.trace = append(w.b.trace, at)
	}
	if f := w.foreseen(n, row); f != nil {
		w.budget.spend(r.use, f.work, f.v)
		if r.use.timed {
			w.appoint(r, row, f.due)
		}
		return w.settle(r, row, f.v)
	}
	w.fw.Allowance = w.budget.allowance() + r.use.most
	var v cells.Value
	ready := true
	if r.use.dynamic {
		v, ready = w.dynamic(r, row, at)
	} else {
		v = r.use.t.Eval(&w.fw, at)
	}
	w.budget.spend(r.use, w.fw.Work(), v)
	r.use.taken(w.fw.Work())
	switch {
	case !ready:
		return false
	case w.fw.Starved():
		if r.use.price == 0 {
			r.use.stopped = w.first
		}
		return w.starve(r, row)
	}
	if r.use.timed {
		w.appoint(r, row, w.fw.Due())
	}
	return w.settle(r, row, v)
}

// settle stores the result of a formula, spilling it when it is an array, and reports whether the cell's own value changed.
func (w *wave) settle(r *region, row int32, v cells.Value) bool {
	if v.Kind() == cells.Arrayed || len(r.sheet.spills) > 0 {
		v = w.spillOut(r, row, v)
	} else if v.Kind() == cells.Text {
		v = w.holdText(r, row, v)
	}
	return w.show(r, row, v)
}

// show stores the value of a formula's own cell, and reports whether it changed.
func (w *wave) show(r *region, row int32, v cells.Value) bool {
	if r.claim != nil && !isCycle(v) && isCycle(r.sheet.cols[r.col].value(row)) {
		w.released(r, row)
	}
	changed := w.keep(r.sheet, r.col, row, v)
	// Who was on the loop that this cell was on, or is led to by it, may be on none any more though this value is the same.
	if !changed && isCycle(v) {
		r.node.makeApart().still.add(row, row)
		changed = true
	}
	if w.points != nil {
		w.points(r, row, v, changed)
	}
	return changed
}

// keep stores the value of a formula cell or a spilled one.
func (w *wave) keep(s *sheet, col, row int32, v cells.Value) bool {
	c := s.makeColumn(col)
	b := c.block(row)
	i := row & (blockRows - 1)
	if b != nil && b.get(i).Equal(v) {
		return false
	}
	if b == nil {
		if v.IsBlank() {
			return false
		}
		b = c.makeBlock(row)
	}
	kind, x, _ := v.Parts()
	w.b.retally(s, c, col, row, kind, x)
	old := b.get(i)
	b.set(i, v)
	c.rekey(row, old, v)
	c.changes++
	b.setTime(i, w.at)
	if len(s.pasts) > 0 {
		w.noted(s, col, row, v)
	}
	w.b.touchBlock(s, col, row, b)
	w.leaveUntidy(s, col, row, b)
	if v.IsBlank() {
		s.shrank(row, col)
	} else {
		s.grew(row, col)
	}
	return true
}
