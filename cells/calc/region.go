package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// use is one template as the book uses it, with everything about it that a wave asks again and again.
type use struct {
	t       *formula.Template
	id      uint32 // under which the checkpoint stores it
	reads   []formula.Relative
	regions []*region
	dynamic bool
	timed   bool
	price   int    // what a row counts that a block may evaluate; zero when none may
	nanos   int    // about how long a block takes for such a row
	most    int    // how much work the evaluation of such a row is, at most
	cost    int    // about how much work the latest evaluations were
	stopped uint64 // wave.first of the wave that could not pay for one of its cells
	faulted bool   // a fault of it has been told
}

// taken notes how much work an evaluation was.
func (u *use) taken(work int) {
	if u.cost == 0 {
		u.cost = work
	}
	u.cost += (work - u.cost) / 4
}

// region is a run of cells of one column, rows top…bottom, that hold one relative formula: one node of the graph.
type region struct {
	sheet       *sheet
	col         int32
	top, bottom int32
	use         *use
	place       int // in use.regions
	edges       []edge
	found       map[int32][]*edge // by row: the precedents of a dynamic formula that its last evaluation found
	node        *node             // of the wave under way
	claim       *edge             // the cells that its arrays might cover, in sheet.claims; nil when it gives none
}

// edge is one precedent of a region: the rectangle that all its cells together read.
type edge struct {
	region *region
	reads  formula.Relative
	row    int32  // of the one cell whose evaluation found it; -1 for an edge of the whole region
	entry  *entry // nil when it reads nothing that exists
	pos    int32  // in entry.readers
	wave   uint32 // the one that found it, of one evaluation
}

func (r *region) ref(row int32) cells.Ref { return cells.Ref{Sheet: r.sheet.id, Row: row, Col: r.col} }

// ends is the first and last row that the cell in a row reads through the edge.
func (e *edge) ends(row int32) (from, to int32) {
	from, to = e.reads.Top, e.reads.Bottom
	if !e.reads.AbsTop {
		from += row
	}
	if !e.reads.AbsBottom {
		to += row
	}
	if from > to {
		return to, from
	}
	return from, to
}

// covers is the rectangle that rows top…bottom of the region read, and the sheet; false when that lies nowhere.
func (e *edge) covers(top, bottom int32) (cells.SheetID, rect, bool) {
	r := rect{left: e.reads.Left, right: e.reads.Right}
	if !e.reads.AbsLeft {
		r.left += e.region.col
	}
	if !e.reads.AbsRight {
		r.right += e.region.col
	}
	if r.left > r.right {
		r.left, r.right = r.right, r.left
	}
	r.top, _ = e.ends(top)
	_, r.bottom = e.ends(bottom)
	sheet := e.reads.Sheet
	if sheet == 0 {
		sheet = e.region.sheet.id
	}
	if top == bottom && (r.top < 0 || r.bottom >= cells.MaxRows) {
		return sheet, r, false // the cell shows #REF! and reads nothing
	}
	r.top, r.bottom = max(r.top, 0), min(r.bottom, cells.MaxRows-1)
	return sheet, r, r.top <= r.bottom && r.left >= 0 && r.right < cells.MaxCols
}

// affected is which rows of the region read any of rows from…to of the edge's columns. Each end of what a cell reads either stands still or moves along with
// the cell, so what reaches down to from is all cells from some row on, and what begins above to is all cells up to some row.
func (e *edge) affected(from, to int32) (span, bool) {
	if e.row >= 0 {
		return span{e.row, e.row}, true
	}
	s := span{e.region.top, e.region.bottom}
	// The lower end is the larger of two; it reaches from when either does.
	first := s.to + 1
	for _, end := range [2]struct {
		at  int32
		abs bool
	}{{e.reads.Top, e.reads.AbsTop}, {e.reads.Bottom, e.reads.AbsBottom}} {
		switch {
		case !end.abs:
			first = min(first, from-end.at)
		case end.at >= from:
			first = s.from
		}
	}
	last := s.from - 1
	for _, end := range [2]struct {
		at  int32
		abs bool
	}{{e.reads.Top, e.reads.AbsTop}, {e.reads.Bottom, e.reads.AbsBottom}} {
		switch {
		case !end.abs:
			last = max(last, to-end.at)
		case end.at <= to:
			last = s.to
		}
	}
	s.from, s.to = max(s.from, first), min(s.to, last)
	return s, s.from <= s.to
}

// link enters the region's edges in the graph.
func (b *Book) link(r *region) {
	if r.edges == nil && len(r.use.reads) > 0 {
		r.edges = make([]edge, len(r.use.reads))
		for i := range r.edges {
			r.edges[i] = edge{region: r, reads: r.use.reads[i], row: -1}
		}
	}
	for i := range r.edges {
		b.linkEdge(&r.edges[i], r.top, r.bottom)
	}
	b.linkClaim(r)
}

func (b *Book) linkEdge(e *edge, top, bottom int32) {
	id, at, ok := e.covers(top, bottom)
	if e.entry != nil {
		if ok && e.entry.rect == at {
			return
		}
		b.unlinkEdge(e)
	}
	if s := b.sheets[id]; ok && s != nil {
		b.graph++
		s.readers.add(at, e)
	}
}

func (b *Book) unlinkEdge(e *edge) {
	if e.entry == nil {
		return
	}
	id := e.reads.Sheet
	if id == 0 {
		id = e.region.sheet.id
	}
	b.graph++
	b.sheets[id].readers.remove(e)
}

func (b *Book) unlink(r *region) {
	r.unlinkClaim()
	for i := range r.edges {
		b.unlinkEdge(&r.edges[i])
	}
	for row := range r.found {
		b.forget(r, row)
	}
}

// forget drops what the last evaluation of a dynamic cell found.
func (b *Book) forget(r *region, row int32) {
	for _, e := range r.found[row] {
		b.unlinkEdge(e)
	}
	delete(r.found, row)
}

// addRegion makes a region of cells that are in none.
func (b *Book) addRegion(s *sheet, col, top, bottom int32, u *use) *region {
	r := &region{sheet: s, col: col, top: top, bottom: bottom, use: u, place: len(u.regions)}
	u.regions = append(u.regions, r)
	b.graph++
	b.formulas += regionBytes
	s.makeColumn(col).place(r, top, bottom)
	b.enter(r)
	return r
}

func (b *Book) enter(r *region) {
	b.link(r)
	b.touchRegions(r.sheet, r.col, r.top, r.bottom)
	b.retotal(r, r.top, r.bottom)
}

// replaceRegion makes a region one of another formula.
func (b *Book) replaceRegion(r *region, u *use) *region {
	b.graph++
	b.unlink(r)
	n := &region{sheet: r.sheet, col: r.col, top: r.top, bottom: r.bottom, use: u, place: len(u.regions)}
	u.regions = append(u.regions, n)
	r.sheet.cols[r.col].substitute(n)
	b.retire(r)
	b.enter(n)
	return n
}

func (b *Book) dropRegion(r *region) {
	b.graph++
	b.formulas -= regionBytes
	b.unlink(r)
	r.sheet.cols[r.col].displace(r, r.top, r.bottom)
	b.retire(r)
}

// retire takes a region that is in the graph no more from those of its formula.
func (b *Book) retire(r *region) {
	u := r.use
	last := len(u.regions) - 1
	u.regions[r.place] = u.regions[last]
	u.regions[r.place].place = r.place
	u.regions[last] = nil
	u.regions = u.regions[:last]
	b.touchRegions(r.sheet, r.col, r.top, r.bottom)
	b.retotal(r, r.top, r.bottom)
	b.lessHistoric = b.lessHistoric || u.t.Historic()
	if last == 0 {
		b.dropUse(u)
	}
}

// retotal has everything evaluated that reads rows of which it may have become otherwise whether they hold a subtotal, whatever their values are.
func (b *Book) retotal(r *region, top, bottom int32) {
	if r.use.t.Subtotals() && b.spare != nil {
		b.spare.seeds.add(r.sheet.id, r.col, top, bottom)
	}
}

// resize moves the ends of a region; rows that come must be in none.
func (b *Book) resize(r *region, top, bottom int32) {
	c := r.sheet.cols[r.col]
	oldTop, oldBottom := r.top, r.bottom
	b.graph++
	for row := range r.found {
		if row < top || row > bottom {
			b.forget(r, row)
		}
	}
	b.touchRegions(r.sheet, r.col, min(oldTop, top), max(oldBottom, bottom))
	b.retotal(r, min(oldTop, top), max(oldBottom, bottom))
	b.lessHistoric = b.lessHistoric || r.use.t.Historic()
	if oldTop>>blockBits < top>>blockBits {
		c.displace(r, oldTop, (top>>blockBits-1)<<blockBits)
	}
	if oldBottom>>blockBits > bottom>>blockBits {
		c.displace(r, (bottom>>blockBits+1)<<blockBits, oldBottom)
	}
	r.top, r.bottom = top, bottom
	if top < oldTop {
		c.place(r, top, min(oldTop, bottom))
	}
	if bottom > oldBottom {
		c.place(r, max(oldBottom, top), bottom)
	}
	b.link(r)
}

// cut takes the formulas of rows top…bottom of a column away; regions there shrink, part in two or go.
func (b *Book) cut(s *sheet, col, top, bottom int32) {
	c := s.column(col)
	if c == nil {
		return
	}
	for {
		var hit *region
		c.regionsIn(top, bottom, func(r *region) bool { hit = r; return false })
		if hit == nil {
			return
		}
		switch {
		case hit.top >= top && hit.bottom <= bottom:
			b.dropRegion(hit)
		case hit.top >= top:
			b.resize(hit, bottom+1, hit.bottom)
		case hit.bottom <= bottom:
			b.resize(hit, hit.top, top-1)
		default:
			b.part(hit, top, bottom)
		}
	}
}

// part splits a region around rows top…bottom in its middle.
func (b *Book) part(r *region, top, bottom int32) {
	end := r.bottom
	moved := make(map[int32][]*edge)
	for row, es := range r.found {
		if row > bottom {
			moved[row] = es
			delete(r.found, row)
		}
	}
	b.resize(r, r.top, top-1)
	n := b.addRegion(r.sheet, r.col, bottom+1, end, r.use)
	if len(moved) > 0 {
		n.found = moved
		for _, es := range moved {
			for _, e := range es {
				e.region = n
			}
		}
	}
}

// plant gives rows top…bottom of a column a formula and joins it with equal neighbours. It gives back the region that has them.
func (b *Book) plant(s *sheet, col, top, bottom int32, u *use) *region {
	c := s.makeColumn(col)
	there := c.region(top)
	if there == nil || there.top != top || there.bottom != bottom || there.use == u {
		there = nil
		b.cut(s, col, top, bottom)
	}
	var above, below *region
	if top > 0 {
		if r := c.region(top - 1); r != nil && r.use == u {
			above = r
		}
	}
	if bottom < cells.MaxRows-1 {
		if r := c.region(bottom + 1); r != nil && r.use == u {
			below = r
		}
	}
	switch {
	case there != nil && above == nil && below == nil:
		return b.replaceRegion(there, u)
	case there != nil:
		b.dropRegion(there)
	}
	switch {
	case above != nil && below != nil:
		end, found := below.bottom, below.found
		below.found = nil
		b.dropRegion(below)
		b.resize(above, above.top, end)
		for row, es := range found {
			for _, e := range es {
				e.region = above
			}
			above.keepFound(row, es)
		}
		return above
	case above != nil:
		b.resize(above, above.top, bottom)
		return above
	case below != nil:
		b.resize(below, top, below.bottom)
		return below
	}
	return b.addRegion(s, col, top, bottom, u)
}

func (r *region) keepFound(row int32, es []*edge) {
	if r.found == nil {
		r.found = make(map[int32][]*edge)
	}
	r.found[row] = es
}
