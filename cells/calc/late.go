package calc

// A formula that finds out that it reads what is still to be calculated is left for the next round. So is what reads it, and who reads that: nothing is evaluated
// with what a formula gave before, or with nothing, in place of what it is about to give. So the loops that dynamic formulas find are those that there are, and not those of
// an order of evaluation.

// apart is rows of a node in one round that are not like the others.
type apart struct {
	late  rowSet // they are left for the next round
	held  rowSet // they read such ones, and will be left when it is their turn
	still rowSet // they show the same error of a loop as before
}

func (n *node) makeApart() *apart {
	if n.apart == nil {
		a := new(apart)
		a.late.reset(n.r.top, n.r.bottom)
		a.held.reset(n.r.top, n.r.bottom)
		a.still.reset(n.r.top, n.r.bottom)
		n.apart = a
	}
	return n.apart
}

// leave leaves a row of a node for the next round, and what reads it.
func (w *wave) leave(n *node, row int32) {
	w.again = append(w.again, spot{n.r.sheet, row, n.r.col})
	w.delay(n, row)
}

// delay notes that the value of a row is not the last one of the wave, and who has to wait for that.
func (w *wave) delay(n *node, row int32) {
	late := &n.makeApart().late
	if late.has(row) {
		return
	}
	late.add(row, row)
	w.delays = true
	n.readers(span{row, row}, func(e *edge, rows span) {
		e.region.node.makeApart().held.add(rows.from, rows.to)
	})
}

// lateIn reports whether some of the rows top…bottom are left for the next round.
func (n *node) lateIn(top, bottom int32) bool {
	if n.apart == nil {
		return false
	}
	p, ok := n.apart.late.next(top)
	return ok && p.from <= bottom
}

// holds reports whether rows of the node have to wait for the next round.
func (n *node) holds() bool { return n.apart != nil && !n.apart.held.empty() }

// heldBack reports whether a row reads what is left for the next round; then so is it.
func (w *wave) heldBack(n *node, row int32) bool {
	if !w.delays || w.rounds >= maxRounds || !n.holds() || !n.apart.held.has(row) {
		return false
	}
	if n.dirty.has(row) {
		w.leave(n, row)
	} else {
		w.delay(n, row)
	}
	return true
}

// holdBack is heldBack for those rows of a node that nothing else calls for.
func (w *wave) holdBack(n *node) {
	if !w.delays || w.rounds >= maxRounds || !n.holds() {
		return
	}
	n.apart.held.all(func(p span) {
		for row := max(p.from, n.lo); row <= min(p.to, n.hi); row++ {
			if !n.dirty.has(row) {
				w.delay(n, row)
			}
		}
	})
}
