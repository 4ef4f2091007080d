package formula_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestManyKeysAreSorted has so many numbers sorted that they are parted first: all alike, few or many bits in common, in order already, equal ones in their order.
func TestManyKeysAreSorted(t *testing.T) {
	for name, value := range map[string]func(r *rand.Rand, i int) float64{
		"near each other": func(r *rand.Rand, _ int) float64 { return 1e9 + float64(r.IntN(40_000)) },
		"anywhere":        func(r *rand.Rand, _ int) float64 { return (r.Float64() - 0.5) * math.Exp2(float64(r.IntN(1900)-900)) },
		"few":             func(r *rand.Rand, _ int) float64 { return float64(r.IntN(5)) - 2 },
		"two ends":        func(r *rand.Rand, _ int) float64 { return []float64{5e-324, math.MaxFloat64, -5e-324}[r.IntN(3)] },
		"in order":        func(_ *rand.Rand, i int) float64 { return float64(i) },
		"the other way":   func(_ *rand.Rand, i int) float64 { return -float64(i) },
		"from 0 to 1":     func(r *rand.Rand, _ int) float64 { return math.Round(r.Float64()*1e9) / 1e9 },
	} {
		r := rand.New(rand.NewPCG(7, 7))
		x := make(table, 45_000)
		for i := range x {
			x[i] = [3]cells.Value{cells.Num(value(r, i)), {}, cells.Num(float64(i))}
		}
		got := evaluated(t, x, "=SORTBY(A1:C45000,A1:A45000)")
		for i := 1; i < got.Rows; i++ {
			a, b := got.At(i-1, 0).Float(), got.At(i, 0).Float()
			if a > b || a == b && got.At(i-1, 2).Float() >= got.At(i, 2).Float() {
				t.Fatalf("%s: %v of row %v comes before %v of row %v", name, a, got.At(i-1, 2), b, got.At(i, 2))
			}
			if k := int(got.At(i, 2).Float()); x[k][0].Float() != b {
				t.Fatalf("%s: row %d holds %v, and had %v", name, k, b, x[k][0].Float())
			}
		}
	}
}
