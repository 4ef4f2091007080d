package exact_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"freshet/cells/exact"
)

// reference adds with more bits than a sum of float64s can need.
func reference(xs []float64) float64 {
	sum := new(big.Float).SetPrec(2400)
	for _, x := range xs {
		sum.Add(sum, new(big.Float).SetPrec(2400).SetFloat64(x))
	}
	f, _ := sum.Float64()
	return f
}

func draw(r *rand.Rand, kind int) float64 {
	switch kind {
	case 0:
		return float64(r.IntN(2_000_000)-1_000_000) / 100
	case 1:
		return r.NormFloat64() * 1e6
	case 2:
		return math.Ldexp(r.Float64()-0.5, r.IntN(2000)-1000)
	case 3:
		return math.Float64frombits(r.Uint64() & 0x800fffffffffffff) // subnormal
	}
	return math.Ldexp(r.Float64()-0.5, r.IntN(60)-20)
}

func TestSumIsTheExactSumRoundedOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 3000 {
		xs := make([]float64, r.IntN(40))
		for i := range xs {
			xs[i] = draw(r, (round+i*(round%2))%5)
		}
		var s, left, right exact.Sum
		for i, x := range xs {
			s.Add(x)
			if i%2 == 0 {
				left.Add(x)
			} else {
				right.Add(x)
			}
		}
		var batch exact.Sum
		batch.AddAll(xs)
		want := reference(xs)
		if got := batch.Float64(); got != want {
			t.Fatalf("round %d: added at once, %v is %g, want %g", round, xs, got, want)
		}
		left.Merge(&right)
		if got := s.Float64(); math.Float64bits(got+0) != math.Float64bits(want+0) {
			t.Fatalf("round %d: sum of %v is %g, want %g", round, xs, got, want)
		}
		if got := left.Float64(); got != want {
			t.Fatalf("round %d: merged halves are %g, want %g", round, got, want)
		}
		left.Unmerge(&right)
		for i, x := range xs {
			if i%2 == 0 {
				left.Sub(x)
			}
		}
		if got := left.Float64(); got != 0 {
			t.Fatalf("round %d: taking every term away leaves %g", round, got)
		}
	}
}

func TestSumDoesNotLoseSmallTermsBesideLargeOnes(t *testing.T) {
	var s exact.Sum
	for _, x := range []float64{1e308, 1e308, 1, 5e-324, -1e308, -1e308} {
		s.Add(x)
	}
	if got := s.Float64(); got != 1 {
		t.Errorf("got %g, want 1", got)
	}
	s.Sub(1)
	if got := s.Float64(); got != 5e-324 {
		t.Errorf("got %g, want the smallest number", got)
	}
}

func TestSumOfMillionsStaysExact(t *testing.T) {
	var s exact.Sum
	const big = 1<<35 - 1
	for range 3_000 {
		terms := make([]float64, 1000)
		for i := range terms {
			terms[i] = big
		}
		s.AddAll(terms)
	}
	if got := s.Float64(); got != 3_000_000*float64(big) {
		t.Errorf("got %g", got)
	}
	c := s.Clone()
	c.Add(1024)
	if s.Float64() == c.Float64() {
		t.Error("a clone shares its terms")
	}
}

func BenchmarkAdd(b *testing.B) {
	var s exact.Sum
	x := 1.1
	for b.Loop() {
		s.Add(x)
	}
}

func BenchmarkFloat64(b *testing.B) {
	var s exact.Sum
	for range 1000 {
		s.Add(123.456)
	}
	f := 0.0
	for b.Loop() {
		f += s.Float64()
	}
}

func BenchmarkAddAll(b *testing.B) {
	xs := make([]float64, 1000)
	for i := range xs {
		xs[i] = float64(i) + 0.1
	}
	var s exact.Sum
	for b.Loop() {
		s.AddAll(xs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/term")
}

// TestRunningGivesEverySum compares running totals with sums made term by term, and with the reference.
func TestRunningGivesEverySum(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 4000 {
		xs := make([]float64, 1+r.IntN(60))
		for i := range xs {
			switch kind := round % 9; kind {
			case 5: // on the grid, and at its edges
				xs[i] = math.Ldexp(float64(r.IntN(64)-32), r.IntN(50)-24)
			case 6: // sums near zero: the general rounding
				xs[i] = float64(r.IntN(3)-1) * 0.1
			case 7: // halves of the last digit: ties
				xs[i] = math.Ldexp(1, r.IntN(60)-24) * float64(1-2*r.IntN(2))
			case 8: // everything
				xs[i] = draw(r, r.IntN(5))
			default:
				xs[i] = draw(r, kind)
			}
			if r.IntN(6) == 0 {
				xs[i] = 0
			}
		}
		var s, one exact.Sum
		first := draw(r, r.IntN(5)) * float64(r.IntN(2))
		s.Add(first)
		one.Add(first)
		out := make([]float64, len(xs))
		s.Running(out, xs)
		for i, x := range xs {
			one.Add(x)
			want := reference(append([]float64{first}, xs[:i+1]...))
			if math.Float64bits(out[i]+0) != math.Float64bits(want+0) || math.Float64bits(one.Float64()+0) != math.Float64bits(want+0) {
				t.Fatalf("round %d, after term %d of %v from %g: running %g, one by one %g, want %g", round, i, xs, first, out[i], one.Float64(), want)
			}
		}
		if got := s.Float64(); got != one.Float64() {
			t.Fatalf("round %d: the sum is %g, want %g", round, got, one.Float64())
		}
	}
}

func TestRunningOverManyLargeTerms(t *testing.T) {
	for _, x := range []float64{1<<31 - 1, 1<<35 - 1, 1e300, -(1<<31 - 0.5), -(1<<34 + 0.1)} {
		xs := make([]float64, 5000)
		for i := range xs {
			xs[i] = x
		}
		var s, one exact.Sum
		s.Running(xs, xs)
		for i, got := range xs {
			one.Add(x)
			if want := one.Float64(); got != want {
				t.Fatalf("after %d times %g: %g, want %g", i+1, x, got, want)
			}
		}
	}
}

func benchRunning(b *testing.B, f func(i int) float64) {
	xs, out := make([]float64, 1000), make([]float64, 1000)
	for i := range xs {
		xs[i] = f(i)
	}
	for b.Loop() {
		var s exact.Sum
		s.Running(out, xs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/term")
}

func BenchmarkRunningQuarters(b *testing.B) {
	benchRunning(b, func(i int) float64 { return float64(i) + 0.25 })
}

func BenchmarkRunningTenths(b *testing.B) {
	benchRunning(b, func(i int) float64 { return float64(i) + 0.1 })
}

func BenchmarkRunningSigns(b *testing.B) {
	benchRunning(b, func(i int) float64 { return math.Sin(float64(i)) * 1000 })
}
