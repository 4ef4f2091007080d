package formula_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells/formula"
)

// TestNearestFraction compares the search among convergents with one that tries every denominator.
func TestNearestFraction(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 20_000 {
		limit := []int{9, 99, 999, 9999}[r.IntN(4)]
		x := r.Float64()
		switch r.IntN(6) {
		case 0:
			x = float64(r.IntN(200)) / float64(1+r.IntN(200))
		case 1:
			x = math.Exp2(-40 * r.Float64())
		case 2:
			x = 1 - math.Exp2(-40*r.Float64())
		case 3:
			x = float64(r.IntN(10_000))/10_000 + float64(r.IntN(3))*1e-12
		case 4:
			x += float64(r.IntN(100))
		}
		whole, part := math.Modf(x)
		best, n, d := math.Inf(1), 0, 0
		for q := 1; q <= limit; q++ {
			p := math.Round(part * float64(q))
			if e := math.Abs(part - p/float64(q)); e < best-1e-12 {
				best, n, d = e, int(p), q
			}
		}
		if gotN, gotD := formula.NearestFraction(x, limit); gotN != n+int(whole)*d || gotD != d {
			t.Fatalf("%v is %d/%d with denominators up to %d, not %d/%d", x, n+int(whole)*d, d, limit, gotN, gotD)
		}
	}
}
