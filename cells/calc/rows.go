package calc

import (
	"math/bits"
	"slices"
)

// span is rows from…to; both belong to it.
type span struct{ from, to int32 }

// manySpans is where a rowSet turns from a list of spans into a bit for each row.
const manySpans = 48

// rowSet is a set of rows of one region. The zero rowSet is empty; its domain must be given before the first add.
type rowSet struct {
	base, last int32    // the domain
	spans      []span   // sorted, disjoint, not adjacent; unused once bits is there
	bits       []uint64 // bit i is row base+i
}

func (s *rowSet) reset(base, last int32) {
	s.base, s.last = base, last
	s.spans = s.spans[:0]
	s.bits = nil
}

func (s *rowSet) empty() bool { return len(s.spans) == 0 && s.bits == nil }

// add enters rows from…to, cut to the domain.
func (s *rowSet) add(from, to int32) {
	from, to = max(from, s.base), min(to, s.last)
	if from > to {
		return
	}
	if s.bits != nil {
		s.setBits(from, to)
		return
	}
	n := len(s.spans)
	if n == 0 || s.spans[n-1].to < from-1 {
		s.spans = append(s.spans, span{from, to})
	} else if l := &s.spans[n-1]; l.from <= from {
		l.to = max(l.to, to)
		return
	} else {
		i, _ := slices.BinarySearchFunc(s.spans, from, func(p span, f int32) int {
			if p.to < f-1 {
				return -1
			}
			return 1
		})
		j := i
		for j < n && s.spans[j].from <= to+1 {
			from, to = min(from, s.spans[j].from), max(to, s.spans[j].to)
			j++
		}
		s.spans = slices.Replace(s.spans, i, j, span{from, to})
	}
	if len(s.spans) > manySpans {
		s.bits = make([]uint64, (s.last-s.base)/64+1)
		for _, p := range s.spans {
			s.setBits(p.from, p.to)
		}
		s.spans = s.spans[:0]
	}
}

func (s *rowSet) setBits(from, to int32) {
	i, j := uint(from-s.base), uint(to-s.base)
	first, last := ^uint64(0)<<(i&63), ^uint64(0)>>(63-j&63)
	if i>>6 == j>>6 {
		s.bits[i>>6] |= first & last
		return
	}
	s.bits[i>>6] |= first
	for k := i>>6 + 1; k < j>>6; k++ {
		s.bits[k] = ^uint64(0)
	}
	s.bits[j>>6] |= last
}

func (s *rowSet) has(row int32) bool {
	p, ok := s.next(row)
	return ok && p.from == row
}

// next is the first span of rows in the set from a row on.
func (s *rowSet) next(row int32) (span, bool) {
	row = max(row, s.base)
	if s.bits == nil {
		for _, p := range s.spans {
			if p.to >= row {
				return span{max(row, p.from), p.to}, true
			}
		}
		return span{}, false
	}
	from, ok := s.seek(row, 0)
	if !ok {
		return span{}, false
	}
	to, ok := s.seek(from, ^uint64(0))
	if !ok {
		to = s.last + 1
	}
	return span{from, to - 1}, true
}

// prev is the last span of rows in the set that begins at or before a row, cut there.
func (s *rowSet) prev(row int32) (span, bool) {
	row = min(row, s.last)
	if s.bits == nil {
		for _, p := range slices.Backward(s.spans) {
			if p.from <= row {
				return span{p.from, min(row, p.to)}, true
			}
		}
		return span{}, false
	}
	for row >= s.base {
		i := uint(row - s.base)
		if word := s.bits[i>>6] << (63 - i&63); word != 0 {
			row -= int32(bits.LeadingZeros64(word))
			return span{row, row}, true
		}
		row = s.base + int32(i&^63) - 1
	}
	return span{}, false
}

// seek is the first row from row on whose bit, after flipping by mask, is set.
func (s *rowSet) seek(row int32, mask uint64) (int32, bool) {
	if row > s.last {
		return 0, false
	}
	i := uint(row - s.base)
	word := (s.bits[i>>6] ^ mask) >> (i & 63) << (i & 63)
	for k := i >> 6; ; {
		if word != 0 {
			at := s.base + int32(k<<6) + int32(bits.TrailingZeros64(word))
			return at, at <= s.last
		}
		if k++; k >= uint(len(s.bits)) {
			return 0, false
		}
		word = s.bits[k] ^ mask
	}
}

// all calls yield for every span, from the top.
func (s *rowSet) all(yield func(span)) {
	if s.bits == nil {
		for _, p := range s.spans {
			yield(p)
		}
		return
	}
	for row := s.base; ; {
		p, ok := s.next(row)
		if !ok {
			return
		}
		yield(p)
		if p.to == s.last {
			return
		}
		row = p.to + 1
	}
}

// missing calls yield for the spans of rows that are not in the set, which yield may add.
func (s *rowSet) missing(rows span, yield func(span)) {
	row := rows.from
	for row <= rows.to {
		have, ok := s.next(row)
		if !ok || have.from > rows.to {
			yield(span{row, rows.to})
			return
		}
		if have.from > row {
			yield(span{row, have.from - 1})
		}
		row = have.to + 1
	}
}
