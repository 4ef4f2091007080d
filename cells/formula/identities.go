package formula

import (
	"encoding/binary"
	"math"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// identities numbers different values, or lines of them, from 0 on as they come: numbers, times and durations are the same when their numbers are, texts
// when they are without case.
type identities struct {
	numbers []numbered // open addressing; as many as a power of two, at most half of them in use
	used    int
	others  map[string]int32
	count   int32
	key     []byte
}

// numbered is a number and its identity, counted from 1; 0 is nobody.
type numbered struct {
	bits uint64
	id   int32
}

// of is the identity of a value, and whether it is a new one.
func (s *identities) of(v cells.Value) (id int32, fresh bool) {
	if v.Numeric() {
		return s.ofNumber(math.Float64bits(v.Float() + 0))
	}
	s.key = appendIdentity(s.key[:0], v)
	return s.ofKey()
}

func (s *identities) ofNumber(bits uint64) (id int32, fresh bool) {
	if 2*s.used >= len(s.numbers) {
		s.grow()
	}
	mask := uint64(len(s.numbers) - 1)
	for i := mix(bits) & mask; ; i = (i + 1) & mask {
		switch x := &s.numbers[i]; {
		case x.id == 0:
			s.used++
			s.count++
			*x = numbered{bits, s.count}
			return s.count - 1, true
		case x.bits == bits:
			return x.id - 1, false
		}
	}
}

func (s *identities) grow() {
	old := s.numbers
	s.numbers = make([]numbered, max(64, 4*len(old)))
	mask := uint64(len(s.numbers) - 1)
	for _, x := range old {
		if x.id == 0 {
			continue
		}
		i := mix(x.bits) & mask
		for s.numbers[i].id != 0 {
			i = (i + 1) & mask
		}
		s.numbers[i] = x
	}
}

// ofLine is the identity of several values together.
func (s *identities) ofLine(width int, at func(j int) cells.Value) (id int32, fresh bool) {
	s.key = s.key[:0]
	for j := range width {
		s.key = appendIdentity(s.key, at(j))
	}
	return s.ofKey()
}

func (s *identities) ofKey() (id int32, fresh bool) {
	if id, ok := s.others[string(s.key)]; ok {
		return id, false
	}
	if s.others == nil {
		s.others = map[string]int32{}
	}
	s.others[string(s.key)] = s.count
	s.count++
	return s.count - 1, true
}

// appendIdentity writes a value so that equal ones, and lines of equal ones, are equal bytes: texts without case.
func appendIdentity(b []byte, v cells.Value) []byte {
	const aText, aNumber, another = 0, 1, 2
	switch {
	case v.Numeric():
		return binary.LittleEndian.AppendUint64(append(b, aNumber), math.Float64bits(v.Float()+0))
	case v.Kind() != cells.Text:
		return cells.AppendValue(append(b, another), v)
	}
	b = append(b, aText, 0, 0, 0, 0)
	start := len(b)
	for _, r := range v.Text() {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
			continue
		}
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	binary.LittleEndian.PutUint32(b[start-4:], uint32(len(b)-start))
	return b
}
