package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// quickCells is how many cells a quick entry may lead to.
const quickCells = 8

// shortNumber is how long the text of a number is at most that may be typed in a quick entry.
const shortNumber = 32

// quickAnswer is what a quick entry came to, in one piece of memory.
type quickAnswer struct {
	cells.Changes
	inputs [1]cells.Range
	values [4]cells.Range
}

// quickRecord is how to take a quick entry back, in one piece of memory.
type quickRecord struct {
	record
	step restoreCell
	list [1]step
}

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

// quick does the commonest of all entries without the preparations that others need: one number takes the place of another one, and what reads it is totals and totals of
// totals. It does what a wave would do, cell by cell; nil leaves the entry to that.
func (b *Book) quick(e *cells.Entry) *cells.Changes {
	w := b.spare
	if len(e.Ops) != 1 || w == nil || b.waiting || b.keeps > 0 || b.lessHistoric || len(b.idle) > 0 || e.Actor == "" || b.unhurried {
		return nil
	}
	op, ok := e.Ops[0].(cells.Set)
	if !ok || len(op.Inputs) != 1 || !op.Range.Single() || !op.Range.Valid() {
		return nil
	}
	s := b.sheetOf(op.Range.Sheet)
	if s == nil || len(s.spills) > 0 || len(s.pasts) > 0 {
		return nil
	}
	row, col := op.Range.Top, op.Range.Left
	c := s.column(col)
	if c == nil {
		return nil
	}
	w.fetched += c.prefetch(row)
	before := c.value(row)
	if before.Kind() != cells.Number || c.region(row) != nil {
		return nil
	}
	v, ok := b.quickNumber(c, &op.Inputs[0])
	if !ok {
		return nil
	}
	t := b.routeOf(s, c, col)
	var way trip
	if !t.open || !way.plan(t, row) || !b.affordsTrip(t, &way) {
		return nil
	}
	if _, plain := w.fw.Cells.(sight); !plain {
		return nil
	}
	b.seqs.remember(e.Client, e.Seq)
	b.quicks++
	w.at, w.comp, w.ch, w.count = b.now, -1, nil, 0
	w.budget = b.budgets.wave
	w.values = w.values[:0]
	a := &quickAnswer{Changes: cells.Changes{Position: b.Position(), At: b.now, Actor: e.Actor, Client: e.Client, Seq: e.Seq}}
	by := stamp{source: b.source(e.Actor)}
	if w.keep(s, col, row, v) {
		w.values.add(s.id, col, row, row)
		way.reached(t.legs, row)
		w.travel(e, t, &way)
	}
	blk := c.block(row)
	blk.setStamp(row&(blockRows-1), w.at, by)
	b.touchBlock(s, col, row, blk)
	a.inputs[0] = op.Range
	a.Inputs = a.inputs[:]
	a.Values = w.values.rangesIn(a.values[:0])
	a.Recomputed = w.count
	r := &quickRecord{step: restoreCell{at: op.Range.TopLeft(), before: content{v: before}, after: content{v: v}}}
	r.list[0] = &r.step
	r.steps, r.size = r.list[:], r.step.bytes()
	b.undos.keep(b, e.Actor, forward, &r.record)
	return &a.Changes
}

// sheetOf is the sheet with an id.
func (b *Book) sheetOf(id cells.SheetID) *sheet {
	if len(b.tabs) > 0 && b.tabs[0].id == id {
		return b.tabs[0]
	}
	return b.sheets[id]
}

// quickNumber is the number that an input puts into a cell of the column, when it does nothing else.
func (b *Book) quickNumber(c *column, in *cells.Input) (cells.Value, bool) {
	if in.Text == "" {
		return in.Literal, in.Literal.Kind() == cells.Number
	}
	if len(in.Text) > shortNumber || len(c.formats) > 0 || in.Text[0] == '=' {
		return cells.Value{}, false
	}
	v, implied := cells.ParseLiteral(in.Text, b.locale)
	return v, v.Kind() == cells.Number && implied == cells.Format{}
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
		x := p.cells[i]
		if !x.dirty {
			continue
		}
		s := &t.stops[x.stop]
		at := s.r.ref(x.row)
		w.count++
		if b.tracing {
			b.trace = append(b.trace, at)
		}
		v, ok := w.total(s, at)
		if !ok {
			w.fw.Entry = e.Version
			w.fw.At, w.fw.Zone, w.fw.Seed, w.fw.Locale, w.fw.Read = b.now, b.location, e.Seed, b.locale, nil
			w.fw.Allowance = w.budget.allowance() + s.r.use.most
			v = s.r.use.t.Eval(&w.fw, at)
			w.budget.spend(s.r.use, w.fw.Work(), v)
		}
		if w.keep(s.r.sheet, s.r.col, x.row, v) || v.Kind() == cells.Failed && v.Err().Code == cells.ErrCycle {
			w.values.add(s.r.sheet.id, s.r.col, x.row, x.row)
			p.reached(s.legs, x.row)
		}
	}
}

// total is the value of a cell of a stop; false when that is for Eval.
func (w *wave) total(x *stop, at cells.Ref) (cells.Value, bool) {
	g, ok := x.lone.Area(at)
	if !ok {
		return cells.Value{}, false
	}
	s := x.r.sheet
	if g.Sheet != s.id {
		if s = w.b.sheets[g.Sheet]; s == nil {
			return cells.Value{}, false
		}
	}
	var fresh tally
	t := &fresh
	extremes := x.lone.Extremes()
	if tallyCost(g) >= keptCost {
		t = w.b.kept.tally(s, g, extremes)
	} else {
		s.tally(g, extremes, t)
	}
	if t.fails > 0 {
		return cells.Value{}, false
	}
	sum := t.summary(extremes)
	v, ok := x.lone.Of(&sum)
	if !ok {
		return v, false
	}
	within := 0
	if e, filled := s.used(); filled {
		if e, filled = g.Intersect(e); filled {
			within = e.Size()
		}
	}
	w.budget.spend(x.r.use, x.lone.Work(within), v)
	return v, true
}

// summary is what an aggregate asks of a tally; the sum shares its memory.
func (t *tally) summary(extremes bool) formula.Summary {
	out := formula.Summary{
		Sum: t.sum, Count: int64(t.numbers), Times: int64(t.times), Spans: int64(t.spans), Filled: int64(t.used),
	}
	if extremes && t.numbers > 0 {
		out.Min, out.Max = t.min, t.max
	}
	return out
}
