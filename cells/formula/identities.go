package formula

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/collation"
)

// identities numbers different values, or lines of them, from 0 on as they come: numbers, times and durations are the same when their numbers are, texts
// when they are without case.
type identities struct {
	slots   []int32  // open addressing: numbered's places, counted from 1; as many as a power of two, at most half of them in use
	numbers []uint64 // the bits of numbers
	ids     []int32  // their identities
	others  map[string]int32
	count   int32
	expect  int // how many different ones there are at most; 0 when nobody knows
	key     []byte
}

// fewSlots is from how many slots on, and manySlots up to how many, their memory is kept for the next evaluation.
const (
	fewSlots  = 64
	manySlots = 1 << 17

	severalSlots = 1 << 15 // beyond these, there is room for all that may come at once
)

// identities is an empty set for so many values, for one set at a time, with the memory of the one before.
func (f *frame) identities(expect int) *identities {
	s := &f.seen
	if len(s.slots) > manySlots {
		*s = identities{}
	}
	s.expect = expect
	clear(s.slots)
	s.numbers, s.ids, s.others, s.count = s.numbers[:0], s.ids[:0], nil, 0
	return s
}

// of is the identity of a value, and whether it is a new one.
func (s *identities) of(v cells.Value) (id int32, fresh bool) {
	if v.Numeric() {
		return s.ofNumber(math.Float64bits(v.Float() + 0))
	}
	s.key = appendIdentity(s.key[:0], v)
	return s.ofKey()
}

func (s *identities) ofNumber(number uint64) (id int32, fresh bool) {
	if 2*len(s.numbers) >= len(s.slots) {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	for i := mix(number) & mask; ; i = (i + 1) & mask {
		switch k := s.slots[i]; {
		case k == 0:
			s.numbers, s.ids = append(s.numbers, number), append(s.ids, s.count)
			s.slots[i] = int32(len(s.numbers))
			s.count++
			return s.count - 1, true
		case s.numbers[k-1] == number:
			return s.ids[k-1], false
		}
	}
}

func (s *identities) grow() {
	n := max(fewSlots, 4*len(s.slots))
	if n > severalSlots && n < 2*s.expect {
		n = 1 << bits.Len(uint(2*s.expect-1)) // so many are different that all may be
	}
	s.slots = make([]int32, n)
	room := n / 2
	if s.expect > 0 {
		room = min(room, s.expect)
	}
	room = max(1, room-len(s.numbers))
	s.numbers, s.ids = slices.Grow(s.numbers, room), slices.Grow(s.ids, room)
	mask := uint64(len(s.slots) - 1)
	for k, number := range s.numbers {
		i := mix(number) & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = int32(k) + 1
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
		b = utf8.AppendRune(b, collation.ToLower(r))
	}
	binary.LittleEndian.PutUint32(b[start-4:], uint32(len(b)-start))
	return b
}
