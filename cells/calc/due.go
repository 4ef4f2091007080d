package calc

import (
	"encoding/binary"
	"math"
	"slices"

	"freshet/cells"
)

// Formulas that look at a window of time change by time alone when a point leaves it, when a reading grows stale, and so on. Each evaluation tells
// when the next such moment is, and Tick evaluates those whose moment has come: not every one, and none too late. The moments are part of the
// book's state, because no replica may evaluate what another does not.

// appoint notes when the cell that was just evaluated is due again.
func (w *wave) appoint(r *region, row int32, due int64) {
	s, at := r.sheet, place{row, r.col}
	was, known := s.due[at]
	switch {
	case known && was == due || !known && due == math.MaxInt64:
		return
	case due == math.MaxInt64:
		delete(s.due, at)
	default:
		if s.due == nil {
			s.due = make(map[place]int64)
		}
		s.due[at] = due
	}
	w.b.stored.touch(partKey{kind: duePart, sheet: s.id, col: r.col})
}

// timed is the formula of a place that waits for its moment; nil when it is gone.
func (s *sheet) timed(at place) *region {
	if r := s.region(at.row, at.col); r != nil && r.use.t.Timed() {
		return r
	}
	return nil
}

// tick has everything evaluated that depends on the seed or the time of the wave, as far as that may have changed it.
func (w *wave) tick() {
	for u := range w.b.mentions.volatile {
		for _, r := range u.regions {
			w.fresh.add(r.sheet.id, r.col, r.top, r.bottom)
		}
	}
	for _, s := range w.b.tabs {
		for at, due := range s.due {
			switch {
			case s.timed(at) == nil:
				delete(s.due, at)
				w.b.stored.touch(partKey{kind: duePart, sheet: s.id, col: at.col})
			case due <= w.at:
				w.fresh.add(s.id, at.col, at.row, at.row)
			}
		}
	}
}

// Due reports whether a Tick at that time, in Unix milliseconds, has something to do.
func (b *Book) Due(at int64) bool { return b.NextDue(true) <= at }

// NextDue is from when on a Tick has something to do, in Unix milliseconds; math.MaxInt64 for never. It is zero while formulas wait for a later wave, and,
// if volatile ones count, while there is one that draws by chance or tells the time.
func (b *Book) NextDue(volatile bool) int64 {
	if b.waiting || b.roomy() {
		return 0
	}
	if volatile {
		for u := range b.mentions.volatile {
			if len(u.regions) > 0 {
				return 0
			}
		}
	}
	next := int64(math.MaxInt64)
	for _, s := range b.tabs {
		for p, due := range s.due {
			if due < next && s.timed(p) != nil {
				next = due
			}
		}
	}
	return next
}

// encodeDue is the part "s1/d3": for each cell of column 3 that waits, by row: the row and when it is due.
func encodeDue(s *sheet, col int32) []byte {
	var rows []int32
	for p := range s.due {
		if p.col == col {
			rows = append(rows, p.row)
		}
	}
	slices.Sort(rows)
	var out []byte
	for _, row := range rows {
		out = binary.AppendUvarint(out, uint64(row))
		out = binary.AppendVarint(out, s.due[place{row, col}])
	}
	return out
}

func (l *loader) due(id cells.SheetID, col int32, bytes []byte) error {
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	r := cells.ByteReader{Rest: bytes}
	for len(r.Rest) > 0 {
		row, at := r.Uvarint(), r.Varint()
		if r.Torn || row >= cells.MaxRows {
			return errTorn
		}
		if s.due == nil {
			s.due = make(map[place]int64)
		}
		s.due[place{int32(row), col}] = at
	}
	return nil
}
