package calc

import (
	"fmt"
	"slices"

	"freshet/cells"
)

// spill is an array that a formula spread over its neighbours, or would if they were free.
type spill struct {
	anchor     place
	rows, cols int32
	blocked    bool
	looped     bool // it would cover cells that its own formula reads by way of others; it is blocked too
}

func (p *spill) over(sheet cells.SheetID) cells.Range {
	return cells.Range{Sheet: sheet, Top: p.anchor.row, Left: p.anchor.col, Bottom: p.anchor.row + p.rows - 1, Right: p.anchor.col + p.cols - 1}
}

// spillOut spreads the array that a formula gave, takes back what it spread before, and gives the value of the formula's own cell.
func (w *wave) spillOut(r *region, row int32, v cells.Value) cells.Value {
	s, at := r.sheet, place{row, r.col}
	old := s.spills[at]
	a := v.Array()
	if a != nil && len(a.Values) == 1 {
		v, a = a.Values[0], nil
	}
	if a == nil {
		if old != nil {
			w.unspill(s, old, cells.Range{})
		}
		return w.holdText(r, row, v)
	}
	if len(a.Values) == 0 {
		if old != nil {
			w.unspill(s, old, cells.Range{})
		}
		return cells.Fail(&cells.CellError{Code: cells.ErrCalc, Message: "the array is empty", Origin: r.ref(row)})
	}
	p := &spill{anchor: at, rows: int32(a.Rows), cols: int32(a.Cols)}
	g := p.over(s.id)
	if r.readsAny(row, g) {
		if old != nil {
			w.unspill(s, old, cells.Range{})
		}
		return cells.Fail(&cells.CellError{Code: cells.ErrCycle, Message: "the array would cover cells that its formula reads", Origin: r.ref(row), Cycle: []cells.Ref{r.ref(row)}})
	}
	why := ""
	var behind []*spill
	if !g.Valid() {
		why = "the array would run off the sheet"
		g.Bottom, g.Right = min(g.Bottom, cells.MaxRows-1), min(g.Right, cells.MaxCols-1)
		p.rows, p.cols = int32(g.Rows()), int32(g.Cols())
	} else if in, ok := w.inTheWay(s, p, &behind); ok {
		why = fmt.Sprintf("the array needs %s, and %s is not blank", g.A1(), in.A1())
	}
	if why != "" {
		p.blocked = true
		switch {
		case old == nil:
		case *old == *p:
			p = old // as before
		case old.looped || !old.blocked:
			w.unspill(s, old, cells.Range{})
		}
		w.setSpill(s, p)
		return cells.Fail(&cells.CellError{Code: cells.ErrSpill, Message: why, Origin: r.ref(row)})
	}
	if full, ok := w.holdArray(r, row, g, a); !ok {
		if old != nil {
			w.unspill(s, old, cells.Range{})
		}
		return full
	}
	if old != nil && *old != *p {
		w.unspill(s, old, g)
	}
	w.evict(s, behind, g)
	if old == nil || *old != *p {
		w.overtake(s, p)
	}
	w.setSpill(s, p)
	w.spread(s, p, a)
	return a.Values[0]
}

// before reports whether the array comes before another one in order of storage; then it gets the cells that both need, whichever was there first.
func (p *spill) before(q *spill) bool { return p.compare(q) < 0 }

// compare puts arrays in order of storage.
func (p *spill) compare(q *spill) int {
	return cells.Ref{Row: p.anchor.row, Col: p.anchor.col}.Compare(cells.Ref{Row: q.anchor.row, Col: q.anchor.col})
}

// evict takes back arrays that lie where one before them spills; they are evaluated again, and blocked.
func (w *wave) evict(s *sheet, behind []*spill, g cells.Range) {
	for _, q := range behind {
		w.unspill(s, q, g)
		w.setSpill(s, &spill{anchor: q.anchor, rows: q.rows, cols: q.cols, blocked: true})
		w.fresh.add(s.id, q.anchor.col, q.anchor.row, q.anchor.row)
	}
}

func (w *wave) setSpill(s *sheet, p *spill) {
	if old := s.spills[p.anchor]; !p.blocked && (old == nil || old.blocked || old.rows != p.rows || old.cols != p.cols) {
		w.resized(s, p.anchor)
		w.tellSpill(s, p)
		w.doubt(s, p)
	}
	s.anchor(p)
	w.b.stored.touch(partKey{kind: spillPart, sheet: s.id})
}

// anchor keeps an array under the place it is spread from.
func (s *sheet) anchor(p *spill) {
	if s.spills[p.anchor] == nil {
		s.makeColumn(p.anchor.col).anchors++
	}
	s.spills[p.anchor] = p
	s.keepHeld(p, p.blocked)
}

// unanchor forgets it.
func (s *sheet) unanchor(p *spill) {
	if s.spills[p.anchor] != nil {
		s.makeColumn(p.anchor.col).anchors--
	}
	delete(s.spills, p.anchor)
	s.keepHeld(p, false)
}

// readsAny reports whether the cell in a row reads a cell of the range.
func (r *region) readsAny(row int32, g cells.Range) bool {
	for i := 0; ; i++ {
		e := r.edgeAt(row, i)
		if e == nil {
			return false
		}
		sheet, at, ok := e.covers(row, row)
		if ok && sheet == g.Sheet && at.overlaps(rect{g.Top, g.Left, g.Bottom, g.Right}) {
			return true
		}
	}
}

// inTheWay is the first cell that keeps an array from spilling: the first that was typed if there is one, as then it is of no account which arrays are there. Arrays behind it
// in order of storage do not keep it; they are listed.
func (w *wave) inTheWay(s *sheet, p *spill, behind *[]*spill) (cells.Ref, bool) {
	if at, ok := s.typedIn(p); ok {
		return at, true
	}
	g := p.over(s.id)
	listed := map[*spill]bool{}
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil || len(c.spilled) == 0 {
			continue
		}
		top := g.Top
		if col == p.anchor.col {
			top++
		}
		for _, x := range c.spilled.in(top, g.Bottom) {
			switch by := x.v; {
			case by.anchor == p.anchor || listed[by]:
			case p.before(by):
				listed[by] = true
				*behind = append(*behind, by)
			default:
				return cells.Ref{Sheet: s.id, Row: x.from, Col: col}, true
			}
		}
	}
	return cells.Ref{}, false
}

// typedIn is the first cell with an input or a formula, column by column, that an array would cover.
func (s *sheet) typedIn(p *spill) (cells.Ref, bool) {
	g := p.over(s.id)
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil {
			continue
		}
		top := g.Top
		if col == p.anchor.col {
			top++
		}
		if top > g.Bottom {
			continue
		}
		hit := s.freeBelow(top-1, col, g.Bottom) + 1
		if hit <= g.Bottom {
			return cells.Ref{Sheet: s.id, Row: hit, Col: col}, true
		}
	}
	return cells.Ref{}, false
}

// spread writes the elements of an array over the cells it covers.
func (w *wave) spread(s *sheet, p *spill, a *cells.Array) {
	for j := range p.cols {
		c := s.makeColumn(p.anchor.col + j)
		from := p.anchor.row
		if j == 0 {
			from++
		}
		if from < p.anchor.row+p.rows {
			c.spilled.put(from, p.anchor.row+p.rows-1, p)
		}
		changed := areas{}
		for i := from - p.anchor.row; i < p.rows; i++ {
			if row := p.anchor.row + i; row == from || row&(blockRows-1) == 0 {
				c.makeRoom(row, min(row|(blockRows-1), p.anchor.row+p.rows-1), w.at)
			}
			if w.keep(s, p.anchor.col+j, p.anchor.row+i, a.At(int(i), int(j))) {
				changed.add(s.id, p.anchor.col+j, p.anchor.row+i, p.anchor.row+i)
			}
		}
		w.announce(changed, p)
	}
}

// unspill takes back what an array spread, except inside keep, which the next array covers.
func (w *wave) unspill(s *sheet, p *spill, keep cells.Range) {
	s.unanchor(p)
	w.b.stored.touch(partKey{kind: spillPart, sheet: s.id})
	if p.looped {
		// Who was on the loop through these cells, or for want of them, may be on none any more.
		w.freed(s, p)
		w.wake(s, rect{p.anchor.row, p.anchor.col, p.anchor.row + p.rows - 1, p.anchor.col + p.cols - 1})
	}
	if p.blocked {
		return
	}
	w.resized(s, p.anchor)
	w.tellSpill(s, p)
	w.doubt(s, p)
	for j := range p.cols {
		col := p.anchor.col + j
		c := s.makeColumn(col)
		changed := areas{}
		for i := range p.rows {
			at := cells.Ref{Sheet: s.id, Row: p.anchor.row + i, Col: col}
			if c.spilled.get(at.Row) != p {
				continue
			}
			if !keep.Contains(at) && w.keep(s, col, at.Row, cells.Value{}) {
				changed.add(s.id, col, at.Row, at.Row)
			}
		}
		for _, x := range c.spilled.in(p.anchor.row, p.anchor.row+p.rows-1) {
			if x.v == p {
				c.spilled.put(x.from, x.to, nil)
			}
		}
		w.announce(changed, p)
	}
	w.freed(s, p)
}

// announce tells the dependents of cells that an array covered or covers, and that changed: in this round when they are still to come, else in the next.
func (w *wave) announce(changed areas, p *spill) {
	for _, a := range changed {
		s := w.b.sheets[a.sheet]
		w.outsets.tell(s, rect{a.from, a.col, a.to, a.col}, owner{s, p.anchor.col, span{p.anchor.row, p.anchor.row}})
		w.values.add(a.sheet, a.col, a.from, a.to)
		w.wake(s, rect{a.from, a.col, a.to, a.col})
	}
}

// wake has everything evaluated that reads cells of a rectangle: in this round when it is still to come, else in the next.
func (w *wave) wake(s *sheet, at rect) { w.wakeSome(s, at, nil) }

// wakeSome is wake for those of the readers of which some is true; nil stands for all.
func (w *wave) wakeSome(s *sheet, at rect, some func(*use) bool) {
	s.readers.search(at, func(e *entry) {
		from, to := max(at.top, e.rect.top), min(at.bottom, e.rect.bottom)
		for _, x := range e.readers {
			if some != nil && !some(x.region.use) {
				continue
			}
			rows, ok := x.affected(from, to)
			if !ok {
				continue
			}
			if n := x.region.node; w.comp >= 0 && n != nil && n.round == w.number && !n.done && n.comp != w.comp {
				n.dirty.add(rows.from, rows.to)
				w.discard(n, rows)
			} else if w.rounds < maxRounds {
				w.fresh.add(x.region.sheet.id, x.region.col, rows.from, rows.to)
			}
		}
	})
}

// spillsFrom reports whether rows of a node that may be evaluated have arrays spilled.
func (w *wave) spillsFrom(n *node) bool {
	return len(n.r.sheet.spills) > 0 && n.r.use.t.MayArray()
}

// reachSpills adds the readers of what a node has spilled to those that come after it.
func (w *wave) reachSpills(n *node) {
	s := n.r.sheet
	w.readers = w.readers[:0]
	n.covering(span{n.lo, n.hi}, func(p *spill) {
		g := p.over(s.id)
		w.readers = s.readersOf(rect{g.Top, g.Left, g.Bottom, g.Right}, nil, w.readers)
	})
	slices.SortFunc(w.readers, reading.compare)
	for _, x := range w.readers {
		n.after = append(n.after, x.edge)
		n.coversOwn = n.coversOwn || x.edge.region == n.r
		w.extend(w.node(x.edge.region), x.rows.from, x.rows.to)
	}
}
