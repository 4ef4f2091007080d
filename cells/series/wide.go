package series

import (
	"math"
	"math/bits"

	"freshet/cells/exact"
)

// wide is an exact sum of products. Nearly all are multiples of 2^-144 below 2^95 and are added in fixed point, in two's complement, so that putting
// together the sums of many runs costs next to nothing; the others go to an exact.Sum.
type wide struct {
	limbs [4]uint64 // least first, in units of 2^-144
	rest  *exact.Sum
}

const (
	wideUnit = 144
	wideTop  = 95
)

// add adds a finite term.
func (s *wide) add(x float64) {
	b := math.Float64bits(x)
	e, m := int(b>>52)&0x7ff, b&(1<<52-1)|1<<52
	if b<<1 == 0 {
		return
	}
	shift := e - 1075 + wideUnit
	if low := bits.TrailingZeros64(m); shift < 0 && shift+low >= 0 {
		m, shift = m>>uint(-shift), 0
	}
	if shift < 0 || shift > wideUnit+wideTop-53 || e == 0 {
		if s.rest == nil {
			s.rest = new(exact.Sum)
		}
		s.rest.Add(x)
		return
	}
	var t [4]uint64
	i, k := shift/64, uint(shift%64)
	t[i] = m << k
	if i < 3 {
		t[i+1] = m >> (64 - k)
	}
	if b>>63 == 0 {
		s.plus(&t)
		return
	}
	var c uint64
	for i := range t {
		s.limbs[i], c = bits.Sub64(s.limbs[i], t[i], c)
	}
}

func (s *wide) plus(t *[4]uint64) {
	var c uint64
	s.limbs[0], c = bits.Add64(s.limbs[0], t[0], 0)
	s.limbs[1], c = bits.Add64(s.limbs[1], t[1], c)
	s.limbs[2], c = bits.Add64(s.limbs[2], t[2], c)
	s.limbs[3], _ = bits.Add64(s.limbs[3], t[3], c)
}

// addProduct adds a·b exactly: the product rounded and what the rounding lost (Dekker, 1971). Below 2^-1022 the rest is rounded itself, always alike.
func (s *wide) addProduct(a, b float64) {
	hi := a * b
	s.add(hi)
	s.add(math.FMA(a, b, -hi))
}

// merge adds all of another, which stays as it is.
func (s *wide) merge(o *wide) {
	s.plus(&o.limbs)
	if o.rest != nil {
		if s.rest == nil {
			s.rest = new(exact.Sum)
		}
		s.rest.Merge(o.rest)
	}
}

// sum is the same as an exact.Sum of its own.
func (s *wide) sum() exact.Sum {
	var out exact.Sum
	if s.rest != nil {
		out = s.rest.Clone()
	}
	m, sign := s.limbs, 1.0
	if m[3]>>63 == 1 {
		var c uint64
		for i := range m {
			m[i], c = bits.Sub64(0, m[i], c)
		}
		sign = -1
	}
	for i, limb := range m {
		for half := range 2 {
			if x := limb >> (32 * half) & (1<<32 - 1); x != 0 {
				out.Add(math.Ldexp(sign*float64(x), 64*i+32*half-wideUnit))
			}
		}
	}
	return out
}

// float64 is the sum rounded once.
func (s *wide) float64() float64 {
	out := s.sum()
	return out.Float64()
}
