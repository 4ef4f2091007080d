package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// What an array covers depends on what its formula gives, on what is in the way, and on the arrays before it that need the same cells. So to read a blank cell is to read,
// in a way, every formula that might cover it. When such readings lead back, more than one result may be at rest: of two arrays, each of which gives way to the other, either can
// be the one that shows. The claim of a formula is the cells that it might cover, by its text and by what is typed around it (package formula tells how large its
// value can be). Cells that read each other by way of claims begin from nothing whenever one of them may change (restart in loop.go), in order of storage, so what they come
// to follows from the inputs alone.

// linkClaim keeps the index of claims when a region comes or changes its ends.
func (b *Book) linkClaim(r *region) {
	if !r.use.t.MayArray() {
		return
	}
	rows, cols := r.use.t.Bounds()
	at := rect{r.top, r.col, min(r.bottom+rows-1, cells.MaxRows-1), min(r.col+cols-1, cells.MaxCols-1)}
	if r.claim == nil {
		r.claim = &edge{region: r, reads: formula.Relative{Bottom: rows - 1, Right: cols - 1}, row: -1}
	}
	if r.claim.entry != nil {
		if r.claim.entry.rect == at {
			return
		}
		r.unlinkClaim()
	}
	if r.broad() {
		r.sheet.broads++
		r.sheet.broad.add(at, r.claim)
		return
	}
	r.sheet.claims.add(at, r.claim)
}

func (r *region) unlinkClaim() {
	switch {
	case r.claim == nil || r.claim.entry == nil:
	case r.broad():
		r.sheet.broads--
		r.sheet.broad.remove(r.claim)
	default:
		r.sheet.claims.remove(r.claim)
	}
}

// maxBroad is of how many regions of a sheet that might cover much of it, for all their text says, claims are minded. Where there are more, of two such arrays that give way
// to each other the first one stays: to find who is in whose way would take as long as there are pairs of them.
const maxBroad = 1024

// broadCells is from how many cells on the arrays of a formula may cover much of a sheet.
const broadCells = 1 << 11

// broad reports whether arrays of the region can be large, or the text of its formula does not tell.
func (r *region) broad() bool {
	rows, cols := r.use.t.Bounds()
	return int64(rows)*int64(cols) >= broadCells
}

// minded reports whether the region's claims count.
func (r *region) minded() bool {
	return r.claim != nil && (r.sheet.broads <= maxBroad || !r.broad())
}

// claimOf is the cells that the arrays of some rows of a region might cover. In every row but the last the formula below is in the way.
func (r *region) claimOf(rows span) rect {
	s := r.sheet
	most, wide := r.use.t.Bounds()
	at := rect{rows.from, r.col, rows.to, r.col}
	if rows.to == r.bottom && most > 1 {
		at.bottom = s.freeBelow(rows.to, r.col, min(rows.to+most-1, cells.MaxRows-1))
	}
	if wide > 1 {
		at.right = min(r.col+wide-1, cells.MaxCols-1)
		if rows.from == rows.to {
			at.right = s.freeRight(rows.from, r.col, at.right)
		}
	}
	return at
}

// freeBelow is the last row, at most limit, to which the cells below one have neither input nor formula.
func (s *sheet) freeBelow(row, col, limit int32) int32 {
	c := s.cols[col]
	c.regionsIn(row+1, limit, func(r *region) bool {
		limit = max(row, r.top-1)
		return false
	})
	last := min(limit, int32(len(c.blocks))<<blockBits-1)
	for at := row + 1; at <= last; at++ {
		b := c.block(at)
		if b == nil || b.used == 0 {
			at |= blockRows - 1
			continue
		}
		if i := at&(blockRows-1) - b.base; i < 0 || int(i) >= len(b.kinds) || b.kinds[i] == cells.Blank {
			continue
		}
		covered := c.spilled.at(at)
		if covered.v == nil {
			return at - 1
		}
		at = covered.to
	}
	return limit
}

// freeRight is the last column, at most limit, to which the cells to the right of one have neither input nor formula.
func (s *sheet) freeRight(row, col, limit int32) int32 {
	for at := col + 1; at <= min(limit, int32(len(s.cols))-1); at++ {
		if !s.free(row, at) {
			return at - 1
		}
	}
	return limit
}

// freeLeft is the first column, at least limit, from which on the cells up to a column, with it, have neither input nor formula; the one after it when there is none.
func (s *sheet) freeLeft(row, col, limit int32) int32 {
	for at := min(col, int32(len(s.cols))-1); at >= limit; at-- {
		if !s.free(row, at) {
			return at + 1
		}
	}
	return limit
}

// free reports whether a cell has neither input nor formula.
func (s *sheet) free(row, col int32) bool {
	c := s.cols[col]
	return c == nil || c.region(row) == nil && (c.value(row).IsBlank() || c.spilled.get(row) != nil)
}

// reachClaims adds to those that come after a node the readers of what it might cover, and the arrays behind it that might need the same cells.
func (w *wave) reachClaims(n *node) {
	r := n.r
	follow := func(e *edge, rows span) {
		n.after = append(n.after, e)
		if e.region == r {
			n.coversOwn = true
			return
		}
		w.extend(w.node(e.region), rows.from, rows.to)
	}
	at := r.claimOf(span{n.lo, n.hi})
	if at == (rect{n.lo, r.col, n.hi, r.col}) {
		return
	}
	w.readers = r.sheet.readersOf(at, nil, w.readers[:0])
	for _, x := range w.readers {
		follow(x.edge, x.rows)
	}
	w.readers = r.sheet.claimants(at, w.readers[:0])
	for _, x := range w.readers {
		if x.edge.region != r && r.ref(n.lo).Compare(x.edge.region.ref(x.rows.to)) < 0 {
			follow(x.edge, x.rows)
		}
	}
}

// claimants appends the rows of regions that might cover cells of a rectangle, in order of storage. Those of one region come one after the other; the last row of
// a region that reaches down comes apart.
func (s *sheet) claimants(at rect, out []reading) []reading {
	first := len(out)
	blockedRow, blockedAt := int32(-1), int32(0) // formulas of this row before this column do not reach the rectangle
	add := func(x *edge, rows span) {
		r := x.region
		if rows.from == rows.to && r.col < at.left {
			if rows.from == blockedRow && r.col < blockedAt {
				return
			}
			if first := s.freeLeft(rows.from, at.left, r.col+1); first > r.col+1 {
				blockedRow, blockedAt = rows.from, first-1
				return
			}
		}
		if r.claimOf(rows).overlaps(at) {
			out = append(out, reading{x, rows})
		}
	}
	found := func(e *entry) {
		for _, x := range e.readers {
			r := x.region
			if rows := (span{max(r.top, at.top), min(r.bottom, at.bottom)}); rows.from <= rows.to {
				add(x, rows)
			}
			if r.bottom < at.top {
				add(x, span{r.bottom, r.bottom})
			}
		}
	}
	s.claims.search(at, found)
	if s.broads <= maxBroad {
		s.broad.search(at, found)
	}
	sortReadings(out[first:])
	return out
}

// claimers calls yield for the cells of the tangle, outside of a rectangle, whose arrays might cover cells of it.
func (t *tangle) claimers(sheet cells.SheetID, at rect, yield func(knot)) {
	s := t.w.b.sheets[sheet]
	if s == nil {
		return
	}
	for _, x := range s.claimants(at, nil) {
		last := x.rows.to
		if r := x.edge.region; at.left <= r.col && r.col <= at.right {
			last = min(last, at.top-1) // who reads the others reads them anyway
		}
		for row := x.rows.from; row <= last; row++ {
			if k, ok := t.knotAt(sheet, place{row, x.edge.region.col}); ok && x.edge.region.claimOf(span{row, row}).overlaps(at) {
				yield(k)
			}
		}
	}
}

// rivals is the cells of the tangle before one whose arrays need, or might need, cells that its own needs.
func (t *tangle) rivals(k knot) []knot {
	r := k.p.n.r
	if t.claiming && !r.minded() {
		return nil
	}
	var out []knot
	if !t.claiming {
		p := r.sheet.spills[place{k.row, r.col}]
		if !t.covers || p == nil || !p.blocked || p.looped {
			return nil
		}
		if _, typed := r.sheet.typedIn(p); typed {
			return nil
		}
		t.w.covered(p.over(r.sheet.id), func(q *spill) bool {
			if o, ok := t.knotAt(r.sheet.id, q.anchor); ok && q.before(p) {
				out = append(out, o)
			}
			return false
		})
		return out
	}
	t.claimers(r.sheet.id, r.claimOf(span{k.row, k.row}), func(o knot) {
		if o.ref().Compare(k.ref()) < 0 {
			out = append(out, o)
		}
	})
	return out
}

// restless is after how many rounds a loop of claims that has not come to rest is a cycle.
const restless = maxRounds / 2

// beginAgain has the loops of claims begin from nothing, and ends those that do not come to rest; it reports whether there are such, and then all else of the tangle waits
// for the next round.
func (t *tangle) beginAgain() bool {
	needed := false
	for _, p := range t.parts {
		needed = needed || p.n.r.use.dynamic || p.n.r.minded()
	}
	if !needed || t.w.rounds >= maxRounds {
		return false
	}
	t.claiming = true
	t.w.outsets.hear()
	t.visitAll()
	ended := make(map[knot]bool)
	for _, loop := range t.tired {
		t.cycle(loop)
		for _, k := range loop {
			ended[k] = true
		}
	}
	t.claiming = false
	if t.restarted || len(ended) > 0 {
		for _, p := range t.parts {
			r := p.n.r
			p.n.dirty.all(func(x span) {
				for row := x.from; row <= x.to; row++ {
					if !ended[knot{p, row}] {
						t.w.fresh.add(r.sheet.id, r.col, row, row)
					}
				}
			})
		}
		return true
	}
	t.index = 0
	for _, p := range t.parts {
		p.prepare()
	}
	return false
}
