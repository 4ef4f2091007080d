package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// What a route may have. Where more reads a column, a wave finds its way itself.
const (
	routeStops = 8
	routeLegs  = 16 // from one column or stop on
)

// route is what the cells of a column lead to, when that is aggregates of one range and nothing else: totals, and totals of totals. It is worked out when a
// number of the column first changes, and good until the graph does.
type route struct {
	graph uint64 // Book.graph when it was made
	open  bool   // nothing else reads the column, not even by way of these
	legs  []leg
	stops []stop // each after those that it reads
}

// stop is a region of aggregates.
type stop struct {
	r    *region
	c    *column // that it is in
	lone *formula.LoneAggregate
	work int // how much the evaluation of one of its cells is, at most
	sums bool
	legs []leg
	row  int32       // that was evaluated last; -1 before
	area cells.Range // that it reads
}

// leg leads to a stop from those who read something: an edge, and what it is looked at for.
type leg struct {
	at   rect // of the entry
	e    *edge
	stop int32
}

// rows is which rows of the stop read a cell of the column that the leg begins in.
func (l *leg) rows(row int32) (span, bool) {
	if row < l.at.top || row > l.at.bottom {
		return span{}, false
	}
	return l.e.affected(row, row)
}

// routeOf is the route of a column as the graph is now.
func (b *Book) routeOf(s *sheet, c *column, col int32) *route {
	if t := c.route; t != nil && t.graph == b.graph {
		return t
	}
	m := routeMaker{known: make(map[*region]int32)}
	t := &route{graph: b.graph}
	t.legs, t.open = m.legs(s, col, rect{0, col, cells.MaxRows - 1, col}, nil)
	if t.open {
		t.stops = m.sorted(t.legs)
		t.open = t.stops != nil
	}
	if !t.open {
		t.legs, t.stops = nil, nil
	}
	c.route = t
	return t
}

// routeMaker finds the stops of a route.
type routeMaker struct {
	stops []stop
	known map[*region]int32 // by region: its stop
}

// legs is who reads a rectangle of one column; false when there are too many of them, or others than aggregates among them.
func (m *routeMaker) legs(s *sheet, col int32, at rect, own *region) ([]leg, bool) {
	var out []leg
	fine := s.readers.root.each(at, func(e *entry) bool {
		for _, x := range e.readers {
			if x.region == own || len(out) == routeLegs {
				return false
			}
			i, ok := m.stop(x.region)
			if !ok {
				return false
			}
			out = append(out, leg{at: e.rect, e: x, stop: i})
		}
		return true
	})
	return out, fine
}

// stop is the place of a region's stop; false when it can be none.
func (m *routeMaker) stop(r *region) (int32, bool) {
	if i, known := m.known[r]; known {
		return i, i >= 0 // a region that is on its own way reads itself
	}
	m.known[r] = -1
	lone := r.use.t.Lone()
	if lone == nil || r.use.price == 0 || r.use.dynamic || len(m.known) > routeStops {
		return 0, false
	}
	x := stop{r: r, c: r.sheet.cols[r.col], lone: lone, sums: lone.Sums(), row: -1}
	for _, row := range [2]int32{r.top, r.bottom} { // what lies between reads no more than these
		if g, ok := lone.Area(r.ref(row)); ok {
			x.work = max(x.work, lone.Work(g.Size()))
		} else {
			return 0, false
		}
	}
	legs, ok := m.legs(r.sheet, r.col, rect{r.top, r.col, r.bottom, r.col}, r)
	if !ok {
		return 0, false
	}
	x.legs = legs
	m.known[r] = int32(len(m.stops))
	m.stops = append(m.stops, x)
	return m.known[r], true
}

// sorted turns the stops around, so that each comes after those it reads: they were finished after those that read them.
func (m *routeMaker) sorted(legs []leg) []stop {
	last := int32(len(m.stops)) - 1
	out := make([]stop, 0, len(m.stops))
	for i := last; i >= 0; i-- {
		out = append(out, m.stops[i])
		for k := range out[last-i].legs {
			out[last-i].legs[k].stop = last - out[last-i].legs[k].stop
		}
	}
	for k := range legs {
		legs[k].stop = last - legs[k].stop
	}
	return out
}
