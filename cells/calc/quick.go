package calc

import (
	"math"

	"freshet/cells"
)

// shortNumber is how long the text of a number is at most that may be typed in a quick entry.
const shortNumber = 32

// For how many quick entries memory is made at once: of one actor, and of all.
const (
	freshRecords = 8
	freshAnswers = 8
)

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

// quick does the commonest of all entries without the preparations that others need: one number takes the place of another one, and what reads it is totals and totals of
// totals. It does what a wave would do, cell by cell; nil leaves the entry to that.
func (b *Book) quick(e *cells.Entry) *cells.Changes {
	w := b.spare
	if len(e.Ops) != 1 || w == nil || b.waiting || b.crowded != nil || b.keeps > 0 || b.lessHistoric || len(b.idle) > 0 || e.Actor == "" || e.Revision != b.revision || b.unhurried {
		return nil
	}
	op, ok := e.Ops[0].(cells.Set)
	if !ok || len(op.Inputs) != 1 || !op.Range.Single() || !op.Range.Valid() {
		return nil
	}
	row, col := op.Range.Top, op.Range.Left
	followed := b.trail.route != nil && b.trail.sheet == op.Range.Sheet && b.trail.col == col
	if followed {
		b.fetched += b.trail.follow(row) + b.prefetch()
	}
	s := b.sheetOf(op.Range.Sheet)
	if s == nil || len(s.spills) > 0 || len(s.pasts) > 0 {
		return nil
	}
	c := s.column(col)
	if c == nil || c.route != nil && !c.route.open && c.route.graph == b.graph {
		return nil
	}
	if !followed {
		b.fetched += c.prefetch(row)
	}
	blk := c.block(row)
	if blk == nil || blk.kindAt(row&(blockRows-1)) != cells.Number || c.region(row) != nil {
		return nil
	}
	if len(s.series) > 0 && s.series[place{row, col}] != 0 {
		return nil // its history keeps the number
	}
	before := cells.FromParts(cells.Number, blk.nums[row&(blockRows-1)-blk.base], nil)
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
	w.budget.work = b.budgets.wave.work
	w.values = w.values[:0]
	if b.exchange(s, c, blk, col, row, v.Float()) {
		w.values = append(w.values, area{s.id, col, row, row})
		way.reached(t.legs, row)
		w.travel(e, t, &way)
	}
	blk.setStamp(row&(blockRows-1), w.at, stamp{source: b.source(e.Actor)})
	b.touchBlock(s, col, row, blk)
	a := b.quickAnswer()
	a.Changes = cells.Changes{Position: b.Position(), At: b.now, Actor: e.Actor, Client: e.Client, Seq: e.Seq, Recomputed: w.count}
	a.inputs[0] = op.Range
	a.Inputs = a.inputs[:]
	a.Values = w.values.few(a.values[:0])
	who := b.undos.actor(b, e.Actor)
	b.undos.keep(b, who, forward, who.quickRecord(restoreCell{at: op.Range.TopLeft(), before: content{v: before}, after: content{v: v}}))
	if t != b.trail.route {
		b.trail.turn(b, op.Range.TopLeft(), s, c, t, &way)
	}
	return &a.Changes
}

// exchange puts a number where one is, which is keep for such a cell but for the time. It reports whether that is another one.
func (b *Book) exchange(s *sheet, c *column, blk *block, col, row int32, x float64) bool {
	at := row & (blockRows - 1)
	old := blk.nums[at-blk.base]
	if math.Float64bits(old) == math.Float64bits(x) {
		return false
	}
	b.retally(s, c, col, row, cells.Number, x)
	if blk.parts != nil {
		blk.parts.change(at, cells.Number, old, cells.Number, x)
	}
	blk.nums[at-blk.base] = x
	if c.finder != nil {
		c.rekey(row, cells.FromParts(cells.Number, old, nil), cells.FromParts(cells.Number, x, nil))
	}
	c.changes++
	return true
}

// kindAt is the kind of the value at a row counted within the block.
func (b *block) kindAt(row int32) cells.Kind {
	if i := row - b.base; uint32(i) < uint32(len(b.kinds)) {
		return b.kinds[i]
	}
	return cells.Blank
}

// quickAnswer is memory for an answer.
func (b *Book) quickAnswer() *quickAnswer {
	if len(b.answers) == 0 {
		b.answers = make([]quickAnswer, freshAnswers)
	}
	a := &b.answers[0]
	b.answers = b.answers[1:]
	return a
}

// quickRecord is a record of one step.
func (a *actor) quickRecord(step restoreCell) *record {
	if len(a.fresh) == 0 {
		a.fresh = make([]quickRecord, freshRecords)
	}
	r := &a.fresh[0]
	a.fresh = a.fresh[1:]
	r.step = step
	r.list[0] = &r.step
	r.steps, r.size = r.list[:], r.step.bytes()
	return &r.record
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
