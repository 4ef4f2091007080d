package exact

import (
	"math"
	"math/bits"
)

// limbs cover 2^-1074 … 2^1024 with more than 2^60 terms of headroom and a sign.
const limbs = 34

// long is a two's complement number of 64-bit limbs, least first, in units of 2^-1074.
type long [limbs]uint64

// add adds x, or takes it away.
func (l *long) add(x float64, away bool) {
	b := math.Float64bits(x)
	exp := int(b>>52) & 0x7ff
	m := b & (1<<52 - 1)
	at := 0
	if exp > 0 {
		m |= 1 << 52
		at = exp - 1
	}
	if (b>>63 == 1) != away {
		l.sub2(at, m)
		return
	}
	l.add2(at, m)
}

// add2 adds m·2^at.
func (l *long) add2(at int, m uint64) {
	i, s := at/64, uint(at%64)
	var c uint64
	l[i], c = bits.Add64(l[i], m<<s, 0)
	if i+1 < limbs {
		l[i+1], c = bits.Add64(l[i+1], m>>(64-s), c)
	}
	for j := i + 2; c != 0 && j < limbs; j++ {
		l[j], c = bits.Add64(l[j], 0, c)
	}
}

// sub2 takes away m·2^at.
func (l *long) sub2(at int, m uint64) {
	i, s := at/64, uint(at%64)
	var c uint64
	l[i], c = bits.Sub64(l[i], m<<s, 0)
	if i+1 < limbs {
		l[i+1], c = bits.Sub64(l[i+1], m>>(64-s), c)
	}
	for j := i + 2; c != 0 && j < limbs; j++ {
		l[j], c = bits.Sub64(l[j], 0, c)
	}
}

// addFixed adds a fixed-point part: hi·2^64+lo in units of 2^-72.
func (l *long) addFixed(hi int64, lo uint64) {
	const at = 1074 - unit
	neg := hi < 0
	h := uint64(hi)
	if neg {
		var b uint64
		lo, b = bits.Sub64(0, lo, 0)
		h = -h - b
	}
	if neg {
		l.sub2(at, lo)
		l.sub2(at+64, h)
		return
	}
	l.add2(at, lo)
	l.add2(at+64, h)
}

func (l *long) merge(o *long) {
	var c uint64
	for i := range l {
		l[i], c = bits.Add64(l[i], o[i], c)
	}
}

func (l *long) negate() {
	c := uint64(1)
	for i := range l {
		l[i], c = bits.Add64(^l[i], 0, c)
	}
}

func (l *long) float64() float64 {
	m := *l
	neg := m[limbs-1]>>63 == 1
	if neg {
		m.negate()
	}
	f := m.magnitude()
	if neg {
		return -f
	}
	return f
}

func (l *long) magnitude() float64 {
	i := limbs - 1
	for i >= 0 && l[i] == 0 {
		i--
	}
	if i < 0 {
		return 0
	}
	n := uint(bits.LeadingZeros64(l[i]))
	top := l[i] << n
	low := uint64(0)
	if i > 0 {
		top |= l[i-1] >> (64 - n)
		low = l[i-1] << n
	}
	for j := range max(i-1, 0) {
		low |= l[j]
	}
	exp := i*64 - int(n) // of the lowest bit of top, in units of 2^-1074
	if exp <= 0 {
		// Below 2^-1010 every unit may count, and there are fewer than 64 of them: top holds them all.
		return math.Ldexp(float64(top>>uint(-exp)), -1074)
	}
	if low != 0 {
		top |= 1
	}
	return math.Ldexp(float64(top), exp-1074)
}
