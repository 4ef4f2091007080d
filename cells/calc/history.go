package calc

import (
	"freshet/cells"
)

// ingest takes readings. Every usable one counts as history; the last of a cell is its value.
func (w *wave) ingest(op cells.Ingest) {
	b := w.b
	by := stamp{source: w.by.source, reading: true}
	for i := range op.Readings {
		r := &op.Readings[i]
		at, why := w.target(r)
		if why == nil {
			why = checkReading(r.Value)
		}
		if why == nil {
			why = b.roomToRead(at, r.Value)
		}
		if why != nil {
			w.ch.Skipped = append(w.ch.Skipped, cells.Skipped{Index: w.readings + i, Reason: why})
			continue
		}
		s := b.sheets[at.Sheet]
		before, v := s.value(at.Row, at.Col), placed(r.Value, at)
		if by.source = w.by.source; r.From != "" {
			by.source = b.source(r.From)
		}
		w.measured = r.At
		w.putValue(s, at.Col, at.Row, v, by)
		if len(s.pasts) > 0 && before.Equal(v) {
			w.renewed(s, at.Col, at.Row, v)
		}
		w.measured = 0
		when := r.At
		if when == 0 {
			when = w.at
		}
		log := cells.LogReadings
		if b.keeps > 0 {
			log = s.cols[at.Col].keep.get(at.Row).Log
		}
		if log == cells.LogReadings || log == cells.LogAll || log == cells.LogChanges && !before.Equal(v) {
			w.point(s, at.Row, at.Col, when, r.Value)
		}
	}
	w.readings += len(op.Readings)
}

// target finds the cell of a reading.
func (w *wave) target(r *cells.Reading) (cells.Ref, *cells.Error) {
	at := r.Ref
	if r.Name != "" {
		g, ok := scope{w.b}.Name(r.Name)
		if !ok {
			return at, cells.Refuse(cells.NotFound, "there is no name %s", r.Name).At(r.Name)
		}
		at = g.TopLeft()
	}
	s := w.b.sheets[at.Sheet]
	switch {
	case s == nil:
		return at, cells.Refuse(cells.NotFound, "there is no sheet with the id %d", at.Sheet).At(r.Name)
	case !at.Valid():
		return at, cells.Refuse(cells.NotFound, "there is no such cell on %s", s.name)
	}
	where := cells.QuoteSheet(s.name) + "!" + at.A1()
	if s.region(at.Row, at.Col) != nil {
		return at, cells.Refuse(cells.Conflict, "the cell holds a formula, which readings do not overwrite").At(where)
	}
	if c := s.column(at.Col); c != nil && len(c.spilled) > 0 && c.spilled.get(at.Row) != nil {
		return at, cells.Refuse(cells.Conflict, "the cell belongs to an array, which readings do not overwrite").At(where)
	}
	return at, nil
}

func checkReading(v cells.Value) *cells.Error {
	if v.IsBlank() {
		return nil
	}
	return checkLiteral(cells.Literal(v))
}

// point keeps a value as history.
func (w *wave) point(s *sheet, row, col int32, at int64, v cells.Value) {
	p := place{row, col}
	id, ok := s.series[p]
	if !ok {
		w.b.series++
		id = w.b.series
		s.series[p] = id
		w.b.stored.touch(partKey{kind: seriesPart, sheet: s.id, col: col})
	}
	keep := 0
	if c := s.column(col); c != nil {
		keep = c.keep.get(row).Keep
	}
	w.ch.Points = append(w.ch.Points, cells.Point{Series: id, At: at, Value: v, Keep: keep})
}

// byHand keeps what was put into a cell by other than a reading: where readings have come before, so that the history is what the cell showed, or where the
// policy says so. What a move carries to another place was there before.
func (w *wave) byHand(s *sheet, col, row int32, v cells.Value, changed bool) {
	log := cells.LogReadings
	if w.b.keeps > 0 {
		log = s.cols[col].keep.get(row).Log
	}
	switch {
	case w.carrying, log == cells.LogNothing, !changed && log != cells.LogAll:
	case log == cells.LogReadings && s.series[place{row, col}] == 0:
	default:
		w.point(s, row, col, w.at, v)
	}
}

// computed keeps values of formulas whose policy says so. It is called for every evaluation when the book has policies.
func (w *wave) computed(r *region, row int32, v cells.Value, changed bool) {
	switch r.sheet.cols[r.col].keep.get(row).Log {
	case cells.LogAll:
	case cells.LogChanges:
		if !changed {
			return
		}
	default:
		return
	}
	w.results = append(w.results, result{r.ref(row), v})
}

// result is a computed value that history keeps.
type result struct {
	at cells.Ref
	v  cells.Value
}

// keepResults makes points of what was computed: one for each cell, its last, in order of storage, so that the order of evaluation does not show.
func (w *wave) keepResults() {
	if len(w.results) == 0 {
		return
	}
	last := make(map[cells.Ref]cells.Value, len(w.results))
	var order []cells.Ref
	for _, r := range w.results {
		if _, known := last[r.at]; !known {
			order = append(order, r.at)
		}
		last[r.at] = r.v
	}
	sortRefs(order)
	for _, at := range order {
		w.point(w.b.sheets[at.Sheet], at.Row, at.Col, w.at, last[at])
	}
}

func (w *wave) setPolicy(op cells.SetPolicy) {
	s := w.b.sheets[op.Range.Sheet]
	for col := op.Range.Left; col <= op.Range.Right; col++ {
		if op.Policy == (cells.Policy{}) && s.column(col) == nil {
			continue
		}
		c := s.makeColumn(col)
		before := c.keep.in(op.Range.Top, op.Range.Bottom)
		if len(before) == 0 && op.Policy == (cells.Policy{}) || len(before) == 1 && before[0] == (run[cells.Policy]{op.Range.Top, op.Range.Bottom, op.Policy}) {
			continue // whether a blank column is there at all must not decide what can be undone
		}
		w.keepRows(s, col, op.Range.Top, op.Range.Bottom, op.Policy)
		w.undoing(&restorePolicy{sheet: s.id, col: col, from: op.Range.Top, to: op.Range.Bottom, before: before, after: op.Policy})
	}
}

func (w *wave) keepRows(s *sheet, col, from, to int32, p cells.Policy) {
	c := s.makeColumn(col)
	w.b.keeps -= len(c.keep)
	before := len(c.keep)
	c.keep.set(from, to, p)
	s.runs += int64(len(c.keep) - before)
	w.b.keeps += len(c.keep)
	w.b.stored.column(s.id, col)
	w.ch.Book = true
	if w.b.keeps > 0 {
		w.points = w.computed
	}
}

func (b *Book) countKeeps() int {
	n := 0
	for _, s := range b.tabs {
		for _, c := range s.cols {
			if c != nil {
				n += len(c.keep)
			}
		}
	}
	return n
}
