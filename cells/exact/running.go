package exact

import (
	"math"
	"math/bits"
)

// chunk is how many terms may be added before the fixed-point part is settled.
const chunk = 1024

// Running adds finite terms one by one and writes what Float64 gives after each: running totals. out is as long as terms, and may be
// the same memory.
func (s *Sum) Running(out, terms []float64) {
	out = out[:len(terms)]
	for at := 0; at < len(terms); {
		end := min(at+chunk, len(terms))
		xs, z := terms[at:end], out[at:end]
		n := 0
		if s.long == nil {
			n = s.runGrid(z, xs)
			n += s.runFixed(z[n:], xs[n:])
		}
		if n == 0 {
			s.Add(xs[0])
			z[0] = s.Float64()
			n = 1
		}
		at += n
	}
}

const (
	gridBits  = 20                       // the grid is the multiples of 2^-gridBits
	gridMagic = 3 << (51 - gridBits)     // 1.5·2^(52-gridBits): beside it a float64 has the grid's spacing
	gridShift = unit - gridBits          // from units of the fixed-point part to the grid
	gridMost  = 1 << 62                  // a total that leaves room for a chunk of terms
	gridTerm  = int64(1) << 51           // what a term on the grid is below
	gridLow   = uint64(1)<<gridShift - 1 // what a total on the grid has none of
	gridHigh  = gridMost >> (64 - gridShift)
)

// runGrid is Running as long as the terms are multiples of 2^-20 below 2^31 (whole numbers, quarters, …): a term added to a
// number of the right size leaves its place on the grid in the mantissa, and the total is one integer. It gives how many terms it added.
func (s *Sum) runGrid(out, terms []float64) int {
	if s.lo&gridLow != 0 || s.hi > gridHigh || s.hi < -gridHigh {
		return 0
	}
	total := s.hi<<(64-gridShift) | int64(s.lo>>gridShift)
	n := len(terms)
	out = out[:n]
	for i, x := range terms {
		t := x + gridMagic
		d := int64(math.Float64bits(t) - math.Float64bits(gridMagic))
		if t-gridMagic != x || uint64(d+gridTerm) >= uint64(2*gridTerm) {
			n = i
			break
		}
		total += d
		out[i] = float64(total) * (1.0 / (1 << gridBits)) // converting rounds once; scaling is exact
	}
	s.hi, s.lo = total>>(64-gridShift), uint64(total)<<gridShift
	return n
}

// runFixed is Running as long as the terms fit in the fixed-point part. It gives how many it added.
func (s *Sum) runFixed(out, terms []float64) int {
	hi, lo := s.hi, s.lo
	n := len(terms)
	out = out[:n]
	for i, x := range terms {
		b := math.Float64bits(x)
		e := uint(int(b>>52)&0x7ff - (1075 - unit))
		if e <= maxFits {
			h, l := bits.Mul64(b&(1<<52-1)|1<<52, 1<<(e&63))
			// Taking away is adding the two's complement.
			neg := b >> 63
			var c uint64
			lo, c = bits.Add64(lo, l^-neg, neg)
			hi += int64((h ^ -neg) + c)
		} else if b<<1 != 0 {
			n = i
			break
		}
		if uint64(hi+nearHigh) < 2*nearHigh || uint64(hi+farHigh) >= 2*farHigh {
			out[i] = signedFixed(hi, lo)
		} else {
			out[i] = joined(hi, lo)
		}
	}
	s.hi, s.lo = hi, lo
	s.settle()
	return n
}

const (
	nearHigh = 4       // below this, joined has not enough bits
	farHigh  = 1 << 53 // from here on it cannot hold the upper part
)

// joined rounds hi·2^64+lo units where nearHigh ≤ |hi| < farHigh: the upper part is a float64, of the lower one 53 bits are kept, of
// which the last is set when anything is cut off (rounding to odd), so that the sum of both is rounded as the whole is
// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
func joined(hi int64, lo uint64) float64 {
	low := lo>>11 | (lo&0x7ff+0x7ff)>>11
	return float64(hi)*(1.0/(1<<(unit-64))) + float64(int64(low))*(1.0/(1<<(unit-11)))
}

// signedFixed is hi·2^64+lo units, rounded.
func signedFixed(hi int64, lo uint64) float64 {
	neg := hi < 0
	if neg {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi = int64(-uint64(hi) - borrow)
	}
	f := roundFixed(uint64(hi), lo)
	if neg {
		return -f
	}
	return f
}
