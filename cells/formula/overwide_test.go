package formula_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells/formula"
)

// overNumber is mostly an ordinary number, else one at an edge of what a double is, or one that a sum with it may cancel.
func overNumber(r *rand.Rand, odd int) float64 {
	if r.IntN(odd) > 0 {
		return math.Round(r.NormFloat64()*1e4)/64 + 0.25
	}
	edges := []float64{
		0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), math.SmallestNonzeroFloat64, math.MaxFloat64, -math.MaxFloat64, 0x1p-1022, 0x1p-1060,
		0.1, 0.3, -0.3, 1e300, 1e-300, 1e295, -1e295, 0x1p53, -0x1p53, 0x1p1023, 0x1.fffffffffffffp975,
	}
	return edges[r.IntN(len(edges))]
}

// TestWideIsNarrow compares what the processor does for eight rows at once with the loops that do row by row: the same rows are replaced by the same numbers, bit for bit,
// and nothing beyond them.
func TestWideIsNarrow(t *testing.T) {
	r := rand.New(rand.NewPCG(77, 3))
	names := []string{"linear", "affine", "product", "quotient"}
	stopped, whole := 0, 0
	for range 40_000 {
		n, odd := 1+r.IntN(90), []int{3, 40, 2000, 100_000}[r.IntN(4)]
		x, y, old := make([]float64, n), make([]float64, n), make([]float64, n+8)
		for i := range old {
			old[i] = overNumber(r, 1000)
		}
		for i := range x {
			x[i], y[i] = overNumber(r, odd), overNumber(r, odd)
		}
		p, q := overNumber(r, odd+1), overNumber(r, odd+1)
		if at := r.IntN(n); r.IntN(4) == 0 { // a sum that cancels
			p, q = 1, -1
			y[at] = x[at] * (1 + float64(r.IntN(5))*0x1p-50)
		}
		name := names[r.IntN(len(names))]
		wide, narrow := slices.Clone(old), slices.Clone(old)
		a := formula.Overwrite(name, false, wide[:n], x, y, p, q)
		b := formula.Overwrite(name, true, narrow[:n], x, y, p, q)
		if a != b {
			t.Fatalf("%s of %d rows replaces %d wide and %d narrow: %v %v %v·%v", name, n, a, b, x, y, p, q)
		}
		for i := range wide {
			if math.Float64bits(wide[i]) != math.Float64bits(narrow[i]) {
				t.Fatalf("%s: row %d of %d is %v wide and %v narrow", name, i, n, wide[i], narrow[i])
			}
		}
		if a == n {
			whole++
		} else {
			stopped++
		}
	}
	if whole < 5000 || stopped < 5000 {
		t.Errorf("%d times all rows were replaced, %d times not", whole, stopped)
	}
}
