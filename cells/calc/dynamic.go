package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// dynamic evaluates a cell whose precedents are known only while it is evaluated. They become edges of the graph, so that the next change finds
// the cell. When one of them is not calculated yet in this round, the cell waits for the next.
func (w *wave) dynamic(r *region, row int32, at cells.Ref) (cells.Value, bool) {
	w.found = w.found[:0]
	w.self, w.selfRow, w.selfHit = r, row, false
	w.fw.Read = w.reading
	v := r.use.t.Eval(&w.fw, at)
	w.fw.Read = nil
	learned := w.remember(r, row)
	if w.fw.Unready() || w.selfHit && learned && w.rounds < maxRounds {
		// Who depends on itself may have others in the loop, which the edges just found will show.
		w.leave(r.node, row)
		return cells.Value{}, false
	}
	if w.selfHit {
		v = cells.Fail(&cells.CellError{Code: cells.ErrCycle, Message: "the formula depends on its own cell", Origin: at, Cycle: []cells.Ref{at}})
	}
	return v, true
}

// reading is told what the cell under evaluation is about to read. It says no when that is still to be calculated.
func (w *wave) reading(g cells.Range) bool {
	if !w.find(g) {
		return true
	}
	if g.Contains(w.self.ref(w.selfRow)) {
		w.selfHit = true
		return true
	}
	if !w.pending(g) {
		return true
	}
	if w.rounds >= maxRounds {
		w.selfHit = true
		return true
	}
	return false
}

// manyFound is how many ranges an evaluation may find and still have them looked for one by one; more are kept in a table.
const manyFound = 32

// find notes a range that the evaluation is about to read, and reports whether it is the first time.
func (w *wave) find(g cells.Range) bool {
	if len(w.found) <= manyFound {
		if slices.Contains(w.found, g) {
			return false
		}
	} else if _, found := w.among[g]; found {
		return false
	}
	w.found = append(w.found, g)
	switch n := len(w.found); {
	case n == manyFound+1:
		w.among = make(map[cells.Range]struct{}, 2*manyFound) // one that has held many takes long to clear
		for _, f := range w.found {
			w.among[f] = struct{}{}
		}
	case n > manyFound+1:
		w.among[g] = struct{}{}
	}
	return true
}

// pending reports whether a cell of the range may still be evaluated in this round.
func (w *wave) pending(g cells.Range) bool {
	// What covers a cell of the range may be about to change.
	if w.covered(g, func(p *spill) bool {
		r := w.b.sheets[g.Sheet].region(p.anchor.row, p.anchor.col)
		return r != nil && w.waits(r, p.anchor.row, p.anchor.row)
	}) {
		return true
	}
	if len(w.nodes) <= g.Cols() {
		for _, n := range w.nodes {
			if n.r.sheet.id == g.Sheet && n.r.col >= g.Left && n.r.col <= g.Right && w.waits(n.r, g.Top, g.Bottom) {
				return true
			}
		}
		return false
	}
	s := w.b.sheets[g.Sheet]
	if s == nil {
		return false
	}
	hit := false
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1) && !hit; col++ {
		if c := s.cols[col]; c != nil {
			c.regionsIn(g.Top, g.Bottom, func(r *region) bool {
				hit = w.waits(r, g.Top, g.Bottom)
				return !hit
			})
		}
	}
	return hit
}

// waits reports whether a cell of the region in rows top…bottom may still be evaluated in this round.
func (w *wave) waits(r *region, top, bottom int32) bool {
	n := r.node
	if n == nil || n.round != w.number {
		return false
	}
	if n.lateIn(top, bottom) {
		return true
	}
	if n.done {
		return false
	}
	if w.tangle != nil && n.comp == w.comp {
		return w.tangle.waits(r, top, bottom)
	}
	return n.lo <= bottom && n.hi >= top
}

// waits reports whether a cell of the region in rows top…bottom may still be evaluated: it was not visited, or is on the stack.
func (t *tangle) waits(r *region, top, bottom int32) bool {
	for _, p := range t.byCol[colKey{r.sheet.id, r.col}] {
		if p.n.r != r || top > r.bottom || bottom < r.top {
			continue
		}
		from, to := p.clip(rect{top, r.col, bottom, r.col})
		return p.unvisited(from) <= to || p.lowest(from, to) != maxIndex
	}
	return false
}

// remember makes what an evaluation found the cell's dynamic edges, and reports whether they are others than before.
func (w *wave) remember(r *region, row int32) bool {
	old := r.found[row]
	same := len(old) == len(w.found)
	for i := 0; same && i < len(old); i++ {
		same = old[i].reads == formula.Fixed(w.found[i])
	}
	if same {
		if len(old) > 0 {
			old[0].wave = uint32(w.first)
		}
		return false
	}
	b := w.b
	b.forget(r, row)
	es := make([]*edge, len(w.found))
	for i, g := range w.found {
		es[i] = &edge{region: r, reads: formula.Fixed(g), row: row, wave: uint32(w.first)}
		b.linkEdge(es[i], row, row)
	}
	if len(es) > 0 {
		r.keepFound(row, es)
	}
	b.touchRegions(r.sheet, r.col, row, row)
	return true
}

// forgetSheet drops what dynamic cells found on a sheet that goes; they are evaluated again.
func (b *Book) forgetSheet(id cells.SheetID) {
	for u := range b.mentions.dynamic {
		for _, r := range u.regions {
			for row, es := range r.found {
				if slices.ContainsFunc(es, func(e *edge) bool { return e.reads.Sheet == id }) {
					b.forget(r, row)
					b.touchRegions(r.sheet, r.col, row, row)
				}
			}
		}
	}
}
