package exact

import (
	"math"
	"math/bits"
)

const (
	unit    = 72 // the fixed-point part counts units of 2^-unit
	maxFits = 54 // the largest shift of a 53-bit mantissa that leaves 2^20 terms of headroom
)

// Sum is the exact sum of the terms added to it. The zero Sum is the empty one. A Sum must not be copied by assignment once terms were
// added (see Clone); it is not safe for concurrent use.
type Sum struct {
	hi   int64
	lo   uint64
	long *long
}

// Add adds a finite term.
func (s *Sum) Add(x float64) {
	m, shift, ok := fixed(x)
	if !ok {
		s.wide().add(x, false)
		return
	}
	s.addFixed(m, shift, x < 0)
}

// AddAll adds finite terms.
func (s *Sum) AddAll(xs []float64) {
	hi, lo := s.hi, s.lo
	for i, x := range xs {
		b := math.Float64bits(x)
		e := int(b>>52)&0x7ff - (1075 - unit)
		if uint(e) > maxFits {
			// Small terms, zeros and very large ones go the general way.
			if b<<1 != 0 {
				s.hi, s.lo = hi, lo
				s.Add(x)
				hi, lo = s.hi, s.lo
			}
			continue
		}
		m := b&(1<<52-1) | 1<<52
		var c uint64
		if l, h := m<<uint(e), m>>(64-uint(e)); b>>63 == 0 {
			lo, c = bits.Add64(lo, l, 0)
			hi += int64(h + c)
		} else {
			lo, c = bits.Sub64(lo, l, 0)
			hi -= int64(h + c)
		}
		if i&1023 == 1023 {
			s.hi, s.lo = hi, lo
			s.settle()
			hi, lo = s.hi, s.lo
		}
	}
	s.hi, s.lo = hi, lo
	s.settle()
}

// Sub takes away a finite term: exactly what Add of its negative does.
func (s *Sum) Sub(x float64) {
	s.Add(-x)
	if s.long != nil && *s.long == (long{}) {
		s.long = nil // what needed it is gone again
	}
}

// Exchange takes a finite term away and adds another one: what Sub and Add do.
func (s *Sum) Exchange(old, x float64) {
	a, b := math.Float64bits(old), math.Float64bits(x)
	e, f := uint(int(a>>52)&0x7ff-(1075-unit)), uint(int(b>>52)&0x7ff-(1075-unit))
	const room = 1 << 60
	if s.long != nil || e > maxFits && a<<1 != 0 || f > maxFits && b<<1 != 0 || uint64(s.hi+room) >= 2*room {
		s.Sub(old)
		s.Add(x)
		return
	}
	hi, lo := s.hi, s.lo
	if a<<1 != 0 {
		h, l := bits.Mul64(a&(1<<52-1)|1<<52, 1<<(e&63))
		away := ^(a >> 63) & 1 // taking away is adding the two's complement
		var c uint64
		lo, c = bits.Add64(lo, l^-away, away)
		hi += int64((h ^ -away) + c)
	}
	if b<<1 != 0 {
		h, l := bits.Mul64(b&(1<<52-1)|1<<52, 1<<(f&63))
		away := b >> 63
		var c uint64
		lo, c = bits.Add64(lo, l^-away, away)
		hi += int64((h ^ -away) + c)
	}
	s.hi, s.lo = hi, lo
}

// Merge adds all the terms of another sum, which stays as it is.
func (s *Sum) Merge(o *Sum) {
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, o.lo, 0)
	s.hi += o.hi + int64(carry)
	if o.long != nil {
		s.wide().merge(o.long)
	}
	s.settle()
}

// Unmerge takes away all the terms of another sum, which stays as it is.
func (s *Sum) Unmerge(o *Sum) {
	var borrow uint64
	s.lo, borrow = bits.Sub64(s.lo, o.lo, 0)
	s.hi -= o.hi + int64(borrow)
	if o.long != nil {
		n := *o.long
		n.negate()
		s.wide().merge(&n)
	}
	s.settle()
}

// Clone is a sum of the same terms that shares nothing with this one.
func (s *Sum) Clone() Sum {
	c := Sum{hi: s.hi, lo: s.lo}
	if s.long != nil {
		l := *s.long
		c.long = &l
	}
	return c
}

// Reset makes the sum empty.
func (s *Sum) Reset() { *s = Sum{} }

// Float64 is the sum rounded to the nearest float64, ties to even; infinite when it is beyond the range.
func (s *Sum) Float64() float64 {
	if s.long != nil {
		l := *s.long
		l.addFixed(s.hi, s.lo)
		return l.float64()
	}
	if uint64(s.hi+nearHigh) < 2*nearHigh || uint64(s.hi+farHigh) >= 2*farHigh {
		return signedFixed(s.hi, s.lo)
	}
	return joined(s.hi, s.lo)
}

// roundFixed is the magnitude hi·2^64+lo in units of 2^-72.
func roundFixed(hi, lo uint64) float64 {
	if hi == 0 {
		// Converting an uint64 rounds to nearest even, and scaling by a power of two in this range is exact.
		return float64(lo) * 0x1p-72
	}
	n := uint(bits.LeadingZeros64(hi))
	top := hi<<n | lo>>(64-n)
	if lo<<n != 0 {
		top |= 1 // sticky: top has 64 bits, of which the conversion keeps 53
	}
	return math.Ldexp(float64(top), 64-int(n)-unit)
}

// fixed splits |x| into a mantissa and its shift in the fixed-point part; false when it does not fit there.
func fixed(x float64) (m uint64, shift uint, ok bool) {
	b := math.Float64bits(x)
	exp := int(b>>52) & 0x7ff
	m = b & (1<<52 - 1)
	if exp == 0 {
		return 0, 0, m == 0
	}
	m |= 1 << 52
	e := exp - 1075 + unit
	if e >= 0 {
		return m, uint(e), e <= maxFits
	}
	if e > -53 && m&(1<<uint(-e)-1) == 0 {
		return m >> uint(-e), 0, true
	}
	return 0, 0, false
}

func (s *Sum) addFixed(m uint64, shift uint, neg bool) {
	lo := m << shift
	hi := m >> (64 - shift)
	var c uint64
	if neg {
		s.lo, c = bits.Sub64(s.lo, lo, 0)
		s.hi -= int64(hi + c)
	} else {
		s.lo, c = bits.Add64(s.lo, lo, 0)
		s.hi += int64(hi + c)
	}
	s.settle()
}

// settle moves the fixed-point part to the long accumulator before it could overflow.
func (s *Sum) settle() {
	if s.hi > 1<<61 || s.hi < -(1<<61) {
		s.wide().addFixed(s.hi, s.lo)
		s.hi, s.lo = 0, 0
	}
}

func (s *Sum) wide() *long {
	if s.long == nil {
		s.long = new(long)
	}
	return s.long
}
