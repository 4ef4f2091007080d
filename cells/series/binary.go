package series

import (
	"encoding/binary"
	"math"

	"freshet/cells"
)

// Append writes a series in a form that Read reads: the points, each as the milliseconds since the one before and its value, since when the cell has its
// present value, how many points were forgotten, the filters in use, and what joins have taken.
func (s *Series) Append(out []byte) []byte {
	out = binary.AppendUvarint(out, uint64(s.Len()))
	last := int64(0)
	for i := range s.all.at {
		at, v := s.all.at[i], s.all.value(i)
		out = binary.AppendVarint(out, at-last)
		out = cells.AppendValue(out, v)
		last = at
	}
	out = binary.AppendVarint(out, s.since)
	out = binary.AppendUvarint(out, s.gone)
	out = binary.AppendUvarint(out, uint64(len(s.runs)))
	for _, r := range s.runs {
		out = append(out, byte(r.Rule), asked(r.asked))
		for _, x := range append(r.P[:], r.base.F[:]...) {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
		}
		out = binary.AppendUvarint(out, r.base.N)
	}
	return s.appendJoins(out)
}

func asked(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

// Read reads what Append wrote. Bytes that are torn or none of Append's give false.
func Read(r *cells.ByteReader, value func() cells.Value) (*Series, bool) {
	s := new(Series)
	n := r.Uvarint()
	if n > Most {
		return nil, false
	}
	last := int64(0)
	for range n {
		last += r.Varint()
		v := value()
		if r.Torn {
			return nil, false
		}
		s.Add(last, v)
	}
	s.since, s.gone = r.Varint(), r.Uvarint()
	for range min(r.Uvarint(), uint64(len(r.Rest))) {
		one := &run{Filter: Filter{Rule: Rule(r.Byte())}}
		one.asked = r.Byte() != 0
		float := func() float64 {
			if b := r.Take(8); b != nil {
				return math.Float64frombits(binary.LittleEndian.Uint64(b))
			}
			return 0
		}
		for i := range one.P {
			one.P[i] = float()
		}
		for i := range one.base.F {
			one.base.F[i] = float()
		}
		one.base.N = r.Uvarint()
		if one.Rule == 0 || one.Rule >= rules {
			return nil, false
		}
		s.runs = append(s.runs, one)
	}
	return s, s.readJoins(r, value) && !r.Torn
}
