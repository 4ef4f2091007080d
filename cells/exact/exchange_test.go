package exact

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestExchangeIsSubAndAdd exchanges terms of every size, and compares the sum with one in which they are taken away and added.
func TestExchangeIsSubAndAdd(t *testing.T) {
	odd := []float64{0, math.Copysign(0, -1), 1, -1, 5e-324, -5e-324, 1e308, -1e308, 1e-300, 0x1p-72, 0x1p-73, 0x1p35, 0x1p36, -0x1p34, 0.1, math.MaxFloat64, 3e15}
	r := rand.New(rand.NewPCG(1, 2))
	term := func() float64 {
		switch r.IntN(3) {
		case 0:
			return odd[r.IntN(len(odd))]
		case 1:
			return math.Ldexp(r.NormFloat64(), r.IntN(160)-100)
		}
		return float64(r.IntN(2000)-1000) / 8
	}
	for range 300 {
		var x, y Sum
		terms := make([]float64, 1+r.IntN(20))
		for i := range terms {
			terms[i] = term()
			x.Add(terms[i])
			y.Add(terms[i])
		}
		for range 200 {
			i, z := r.IntN(len(terms)), term()
			x.Exchange(terms[i], z)
			y.Sub(terms[i])
			y.Add(z)
			terms[i] = z
			if a, b := x.Float64(), y.Float64(); math.Float64bits(a) != math.Float64bits(b) {
				t.Fatalf("the sum is %v, not %v", a, b)
			}
		}
		for _, z := range terms {
			x.Sub(z)
		}
		if f := x.Float64(); f != 0 || x.long != nil {
			t.Fatalf("%v is left of a sum of nothing", f)
		}
	}
	large := Sum{hi: 1<<60 - 1, lo: 5}
	again := large
	large.Exchange(-0x1p34, 0x1p34)
	again.Sub(-0x1p34)
	again.Add(0x1p34)
	if large.Float64() != again.Float64() {
		t.Errorf("near the end of the fixed part the sum is %v, not %v", large.Float64(), again.Float64())
	}
}
