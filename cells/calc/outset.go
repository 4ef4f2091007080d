package calc

import (
	"slices"

	"freshet/cells"
)

// A loop of claims begins from nothing, and what comes of it must not depend on when in a wave it did: so it begins again when something that it reads, and that is
// no cell of it, changes afterwards. Outsets know which loops began in this wave and what their cells were told since.
type outsets struct {
	begun map[*region]map[int32]*outset // by the row of the region
	any   bool                          // one began in this wave
	told  []telling                     // what changed since the first of them began, and their readers do not know yet
	heard int                           // how much they know
	loop  uint64                        // the latest one looked at
}

// outset is what is known of a cell that began from nothing.
type outset struct {
	r     *region
	row   int32
	since int           // what was told before does not matter
	by    map[owner]int // the latest that formulas told it
	loop  uint64
	loops []*began // the loops it was on when they began
}

// owner is rows of formulas.
type owner struct {
	s    *sheet
	col  int32
	rows span
}

func (x owner) ref() cells.Ref { return cells.Ref{Sheet: x.s.id, Row: x.rows.from, Col: x.col} }

// telling is cells that changed.
type telling struct {
	s  *sheet
	at rect
	by owner // the formulas they belong to
}

// began is a loop that began from nothing.
type began struct {
	cells []*outset
	round int
	times int // it began again
}

func (o *outsets) reset() {
	clear(o.begun)
	o.any = false
	o.told, o.heard = o.told[:0], 0
}

// tell notes that cells changed, for the loops that began before.
func (o *outsets) tell(s *sheet, at rect, by owner) {
	if o.any {
		o.told = append(o.told, telling{s, at, by})
	}
}

// tellMoved tells what changed of a node, but for errors of loops that are the same as before.
func (w *wave) tellMoved(n *node, p span) {
	s, col := n.r.sheet, n.r.col
	if n.apart == nil || n.apart.still.empty() {
		w.outsets.tell(s, rect{p.from, col, p.to, col}, owner{s, col, p})
		return
	}
	for row := p.from; row <= p.to; row++ {
		if !n.apart.still.has(row) {
			w.outsets.tell(s, rect{row, col, row, col}, owner{s, col, span{row, row}})
		}
	}
}

// hear has the cells know what was told.
func (o *outsets) hear() {
	var readers []reading
	for i := range o.told {
		x := &o.told[i]
		readers = x.s.readersOf(x.at, nil, readers[:0])
		for _, e := range readers {
			o.hearing(e, x)
		}
		readers = x.s.claimants(x.at, readers[:0])
		for _, e := range readers {
			// What is behind an array in order of storage is not in its way.
			if r := e.edge.region; x.by.ref().Compare(r.ref(e.rows.to)) < 0 {
				o.hearing(e, x)
			}
		}
		o.heard++
	}
	o.told = o.told[:0]
}

func (o *outsets) hearing(e reading, x *telling) {
	rows := o.begun[e.edge.region]
	if int(e.rows.to-e.rows.from) >= len(rows) {
		for row, c := range rows {
			if row >= e.rows.from && row <= e.rows.to {
				c.hear(x.by, o.heard)
			}
		}
		return
	}
	for row := e.rows.from; row <= e.rows.to; row++ {
		if c := rows[row]; c != nil {
			c.hear(x.by, o.heard)
		}
	}
}

func (c *outset) hear(by owner, when int) {
	if when < c.since {
		return
	}
	if c.by == nil {
		c.by = make(map[owner]int)
	}
	c.by[by] = when
}

// renew has a cell forget what it was told.
func (o *outsets) renew(c *outset) {
	c.since = o.heard + len(o.told)
	clear(c.by)
}

func (o *outsets) of(k knot) *outset { return o.begun[k.p.n.r][k.row] }

// alien reports whether something that is no cell of a loop that began, and does not follow from those of its cells that are on one now, changed what these read since.
func (t *tangle) alien(l *began, loop []knot) bool {
	o := &t.w.outsets
	o.loop++
	for _, c := range l.cells {
		c.loop = o.loop
	}
	var follows map[*node]*rowSet
	for _, k := range loop {
		c := o.of(k)
		for by := range c.by {
			if o.member(by) {
				continue
			}
			if follows == nil {
				follows = t.follows(loop)
			}
			if !among(follows, by) {
				return true
			}
		}
	}
	return false
}

// follows is the formulas that a loop leads to.
func (t *tangle) follows(loop []knot) map[*node]*rowSet {
	type todo struct {
		n    *node
		rows span
	}
	var queue []todo
	seen := make(map[*node]*rowSet)
	reach := func(e *edge, rows span) {
		n := e.region.node
		if n == nil || n.round != t.w.number {
			return
		}
		s := seen[n]
		if s == nil {
			s = new(rowSet)
			s.reset(n.r.top, n.r.bottom)
			seen[n] = s
		}
		s.missing(rows, func(x span) {
			s.add(x.from, x.to)
			queue = append(queue, todo{n, x})
		})
	}
	for _, k := range loop {
		queue = append(queue, todo{k.p.n, span{k.row, k.row}})
	}
	for i := 0; i < len(queue); i++ {
		n, rows := queue[i].n, queue[i].rows
		n.readers(rows, reach)
		t.reachCovered(n, rows, reach)
	}
	return seen
}

// among reports whether formulas are all among some rows of nodes.
func among(nodes map[*node]*rowSet, x owner) bool {
	all := true
	x.s.cols[x.col].regionsIn(x.rows.from, x.rows.to, func(r *region) bool {
		s := nodes[r.node]
		if all = s != nil; all {
			s.missing(span{max(x.rows.from, r.top), min(x.rows.to, r.bottom)}, func(span) { all = false })
		}
		return all
	})
	return all
}

// member reports whether formulas are cells of the loop looked at.
func (o *outsets) member(x owner) bool {
	all := true
	x.s.cols[x.col].regionsIn(x.rows.from, x.rows.to, func(r *region) bool {
		rows := o.begun[r]
		from, to := max(x.rows.from, r.top), min(x.rows.to, r.bottom)
		all = int(to-from) < len(rows)
		for row := from; all && row <= to; row++ {
			c := rows[row]
			all = c != nil && c.loop == o.loop
		}
		return all
	})
	return all
}

// find is the latest loop that began in this wave and has all these cells.
func (o *outsets) find(loop []knot) *began {
	var latest *began
	shared := make(map[*began]int)
	for _, k := range loop {
		c := o.of(k)
		if c == nil {
			return nil
		}
		for _, b := range c.loops {
			if shared[b]++; shared[b] == len(loop) && (latest == nil || b.round > latest.round) {
				latest = b
			}
		}
	}
	return latest
}

// begin notes that a loop begins from nothing. Those that began before and are part of it are forgotten.
func (o *outsets) begin(loop []knot, round int) {
	if o.begun == nil {
		o.begun = make(map[*region]map[int32]*outset)
	}
	l := &began{round: round}
	shared := make(map[*began]int)
	for _, k := range loop {
		rows := o.begun[k.p.n.r]
		if rows == nil {
			rows = make(map[int32]*outset)
			o.begun[k.p.n.r] = rows
		}
		c := rows[k.row]
		if c == nil {
			c = &outset{r: k.p.n.r, row: k.row}
			rows[k.row] = c
		}
		o.renew(c)
		for _, b := range c.loops {
			shared[b]++
		}
		l.cells = append(l.cells, c)
	}
	for b, n := range shared {
		if n == len(b.cells) {
			for _, c := range b.cells {
				c.loops = slices.DeleteFunc(c.loops, func(x *began) bool { return x == b })
			}
		}
	}
	for _, c := range l.cells {
		c.loops = append(c.loops, l)
	}
	o.any = true
}
