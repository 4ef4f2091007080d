package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// quickCells is how many cells a quick entry may lead to.
const quickCells = 8

// trip is where the change of a cell leads to on a route, in order of evaluation.
type trip struct {
	n     int
	cells [quickCells]tripCell
}

// tripCell is a row of a stop.
type tripCell struct {
	stop, row int32
	dirty     bool
}

// reached marks the cells that read a row by way of legs.
func (p *trip) reached(legs []leg, row int32) {
	for i := range legs {
		l := &legs[i]
		rows, ok := l.rows(row)
		if !ok {
			continue
		}
		for k := range p.n {
			if x := &p.cells[k]; x.stop == l.stop && x.row >= rows.from && x.row <= rows.to {
				x.dirty = true
			}
		}
	}
}

// plan finds all cells that the change of one may lead to; false when they are too many.
func (p *trip) plan(t *route, row int32) bool {
	if !p.add(t.legs, row) {
		return false
	}
	for i := 0; i < p.n; i++ { // what is added comes later, since its stop does
		if x := p.cells[i]; !p.add(t.stops[x.stop].legs, x.row) {
			return false
		}
	}
	return true
}

// add enters the cells that read a row by way of legs, in order of their stops and rows.
func (p *trip) add(legs []leg, row int32) bool {
	for i := range legs {
		l := &legs[i]
		rows, ok := l.rows(row)
		if !ok {
			continue
		}
		for at := rows.from; at <= rows.to; at++ {
			if !p.enter(tripCell{stop: l.stop, row: at}) {
				return false
			}
		}
	}
	return true
}

func (p *trip) enter(x tripCell) bool {
	i := p.n
	for i > 0 && (p.cells[i-1].stop > x.stop || p.cells[i-1].stop == x.stop && p.cells[i-1].row > x.row) {
		i--
	}
	if i > 0 && p.cells[i-1] == x {
		return true
	}
	if p.n == quickCells {
		return false
	}
	copy(p.cells[i+1:p.n+1], p.cells[i:p.n])
	p.cells[i] = x
	p.n++
	return true
}

// affordsTrip reports whether the budget of a wave is enough for all of a trip however much it takes, and each sheet is as simple as it must be. So the order does not
// matter in which its cells are evaluated.
func (b *Book) affordsTrip(t *route, p *trip) bool {
	work := 0
	for i := range p.n {
		x := &t.stops[p.cells[i].stop]
		if s := x.r.sheet; len(s.spills) > 0 || len(s.pasts) > 0 {
			return false
		}
		work += 2*x.work + x.r.use.price + baseWork
	}
	return work < b.budgets.wave.light && languageWork*work < b.budgets.wave.work
}

// travel evaluates the cells of a trip that something changed for.
func (w *wave) travel(e *cells.Entry, t *route, p *trip) {
	b := w.b
	for i := range p.n {
		row := p.cells[i].row
		if !p.cells[i].dirty {
			continue
		}
		x := &t.stops[p.cells[i].stop]
		s := x.r.sheet
		w.count++
		if b.tracing {
			b.trace = append(b.trace, x.r.ref(row))
		}
		v, ok := w.total(x, row)
		if !ok {
			v = w.aggregate(e, x, x.r.ref(row))
		}
		blk := x.c.block(row)
		changed := false
		switch {
		case v.Kind() == cells.Number && blk != nil && blk.kindAt(row&(blockRows-1)) == cells.Number:
			if changed = b.exchange(s, x.c, blk, x.r.col, row, v.Float()); changed {
				blk.setTime(row&(blockRows-1), w.at)
				b.touchBlock(s, x.r.col, row, blk)
			}
		default:
			changed = w.keep(s, x.r.col, row, v) || v.Kind() == cells.Failed && v.Err().Code == cells.ErrCycle
		}
		if changed {
			w.values = append(w.values, area{s.id, x.r.col, row, row})
			p.reached(x.legs, row)
		}
	}
}

// aggregate evaluates a cell of a stop as a wave does.
func (w *wave) aggregate(e *cells.Entry, x *stop, at cells.Ref) cells.Value {
	b, u := w.b, x.r.use
	left := w.budget.work
	w.budget = b.budgets.wave
	w.budget.work = left
	w.fw.Entry = e.Version
	w.fw.At, w.fw.Zone, w.fw.Seed, w.fw.Locale, w.fw.Read = b.now, b.location, e.Seed, b.locale, nil
	w.fw.Allowance = w.budget.allowance() + u.most
	v := u.t.Eval(&w.fw, at)
	w.budget.spend(u, w.fw.Work(), v)
	return v
}

// total is the value of a cell of a stop; false when that is for the language.
func (w *wave) total(x *stop, row int32) (cells.Value, bool) {
	if x.row != row {
		g, ok := x.lone.Area(x.r.ref(row))
		if !ok {
			return cells.Value{}, false
		}
		x.row, x.area = row, g
	}
	s := x.r.sheet
	if x.area.Sheet != s.id {
		if s = w.b.sheets[x.area.Sheet]; s == nil {
			return cells.Value{}, false
		}
	}
	var fresh tally
	t := &fresh
	extremes := x.lone.Extremes()
	if tallyCost(x.area) >= keptCost {
		t = w.b.kept.tally(s, x.area, extremes)
	} else {
		s.tally(x.area, extremes, t)
	}
	if t.fails > 0 {
		return cells.Value{}, false
	}
	v, ok := x.of(t, extremes)
	if !ok {
		return v, false
	}
	within := 0
	if e, filled := s.used(); filled {
		if e, filled = x.area.Intersect(e); filled {
			within = e.Size()
		}
	}
	// A trip is so little work that none of it is heavy.
	w.budget.work -= languageWork*max(0, x.lone.Work(within)-x.r.use.most) + x.r.use.price
	return v, true
}

// of is the value of a cell of which the tally of its range is known.
func (x *stop) of(t *tally, extremes bool) (cells.Value, bool) {
	if x.sums && t.spans+t.times == 0 {
		if f := t.sum.Float64(); f-f == 0 {
			return cells.Num(f), true
		}
	}
	sum := formula.Summary{
		Sum: t.sum, Count: int64(t.numbers), Times: int64(t.times), Spans: int64(t.spans), Filled: int64(t.used),
	}
	if extremes && t.numbers > 0 {
		sum.Min, sum.Max = t.min, t.max
	}
	return x.lone.Of(&sum)
}
