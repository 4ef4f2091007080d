package calc

import (
	"encoding/binary"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// maxPast is how many points of its past a cell keeps at least; half as many again at most. It is for formulas; what people
// see as history is kept by the store.
const maxPast = 4096

// past is the values that a cell had, oldest first. It is kept for cells whose past some formula reads, from the time it does, and is part of the book's
// state: the same on every replica and after a restart.
type past struct{ points []pastPoint }

type pastPoint struct {
	at int64
	v  cells.Value
}

// add notes a value. Time does not go back: a reading that comes late counts from when the one before did.
func (p *past) add(at int64, v cells.Value) {
	if n := len(p.points); n > 0 {
		at = max(at, p.points[n-1].at)
	}
	p.points = append(p.points, pastPoint{at, v})
	if len(p.points) > maxPast+maxPast/2 {
		p.points = slices.Clone(p.points[len(p.points)-maxPast:])
	}
}

var _ formula.Historian = sight{}

// Past gives the values a cell had, newest first.
func (s sight) Past(r cells.Ref, yield func(at int64, v cells.Value) bool) {
	t := s.b.sheets[r.Sheet]
	if t == nil {
		return
	}
	p := t.pasts[place{r.Row, r.Col}]
	if p == nil {
		return
	}
	for _, x := range slices.Backward(p.points) {
		if !yield(x.at, x.v) {
			return
		}
	}
}

// noted adds a value to the past of a cell that has one.
func (w *wave) noted(s *sheet, col, row int32, v cells.Value) {
	p := s.pasts[place{row, col}]
	if p == nil {
		return
	}
	at := w.at
	if w.measured != 0 {
		at = w.measured
	}
	p.add(at, v)
	w.b.stored.touch(partKey{kind: pastPart, sheet: s.id, col: col})
}

// recall begins to keep the pasts that rows of a region read.
func (w *wave) recall(r *region, from, to int32) {
	for _, x := range r.use.t.Precedents() {
		if !x.Past {
			continue
		}
		for row := from; row <= to; row++ {
			g, ok := x.At(r.ref(row))
			if !ok || !g.Single() {
				continue
			}
			if s := w.b.sheets[g.Sheet]; s != nil {
				w.keepPast(s, g.Left, g.Top)
			}
		}
	}
}

func (w *wave) keepPast(s *sheet, col, row int32) {
	at := place{row, col}
	if s.pasts[at] != nil {
		return
	}
	p := new(past)
	if v := s.value(row, col); !v.IsBlank() {
		when := w.at
		if b := s.cols[col].block(row); b != nil {
			if t, _ := b.stampAt(row & (blockRows - 1)); t != 0 {
				when = t
			}
		}
		p.add(when, v)
	}
	if s.pasts == nil {
		s.pasts = make(map[place]*past)
	}
	s.pasts[at] = p
	w.b.stored.touch(partKey{kind: pastPart, sheet: s.id, col: col})
}

// forgetPasts drops the pasts that no formula reads any more.
func (b *Book) forgetPasts() {
	if !b.lessHistoric {
		return
	}
	b.lessHistoric = false
	read := make(map[cells.Ref]bool)
	for _, u := range b.uses {
		if !u.t.Historic() {
			continue
		}
		for _, r := range u.regions {
			for _, x := range u.t.Precedents() {
				for row := r.top; x.Past && row <= r.bottom; row++ {
					if g, ok := x.At(r.ref(row)); ok {
						read[g.TopLeft()] = true
					}
				}
			}
		}
	}
	for _, s := range b.tabs {
		for p := range s.pasts {
			if !read[cells.Ref{Sheet: s.id, Row: p.row, Col: p.col}] {
				delete(s.pasts, p)
				b.stored.touch(partKey{kind: pastPart, sheet: s.id, col: p.col})
			}
		}
	}
}

// encodePasts is the part "s1/a3": for each cell of column 3 with a past, by row: the row, how many points, and each as the milliseconds since the one
// before and its value.
func encodePasts(s *sheet, col int32) []byte {
	var rows []int32
	for p := range s.pasts {
		if p.col == col {
			rows = append(rows, p.row)
		}
	}
	slices.Sort(rows)
	var out []byte
	for _, row := range rows {
		p := s.pasts[place{row, col}]
		out = binary.AppendUvarint(out, uint64(row))
		out = binary.AppendUvarint(out, uint64(len(p.points)))
		last := int64(0)
		for _, x := range p.points {
			out = binary.AppendVarint(out, x.at-last)
			out = cells.AppendValue(out, x.v)
			last = x.at
		}
	}
	return out
}

func (l *loader) pasts(id, col int32, bytes []byte) error {
	s, err := l.sheet(id, col)
	if err != nil {
		return err
	}
	r := bytesReader{cells.ByteReader{Rest: bytes}}
	for len(r.Rest) > 0 {
		row, n := r.Uvarint(), r.Uvarint()
		if r.Torn || row >= cells.MaxRows || n > uint64(len(r.Rest)) {
			return errTorn
		}
		p := new(past)
		last := int64(0)
		for range n {
			last += r.Varint()
			p.points = append(p.points, pastPoint{last, r.value()})
		}
		if r.Torn {
			return errTorn
		}
		if s.pasts == nil {
			s.pasts = make(map[place]*past)
		}
		s.pasts[place{int32(row), col}] = p
	}
	return nil
}
