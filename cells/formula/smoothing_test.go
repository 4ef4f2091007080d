package formula_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// holtWinters is the recurrence as textbooks write it, with its squares of errors and what it expects next.
func holtWinters(y []float64, p int, a, b, g float64) (squares, next float64) {
	n := len(y)
	trend, season := (y[n-1]-y[0])/float64(n-1), make([]float64, n+1)
	if p > 1 {
		trend = 0
		for i := range p {
			trend += (y[i+p] - y[i]) / float64(p*p)
		}
		for i := range p {
			for k := range n / p {
				mean := 0.0
				for j := range p {
					mean += y[k*p+j] / float64(p)
				}
				season[i] += (y[k*p+i] - mean - (float64(i)-float64(p-1)/2)*trend) / float64(n/p)
			}
		}
	}
	level := y[0] - season[0]
	of := func(i int) int {
		if p > 1 && i >= p {
			return i - p
		}
		return i
	}
	for i := 1; i < n; i++ {
		expected := level + trend + season[of(i)]
		squares += (y[i] - expected) * (y[i] - expected)
		before := level
		level = a*(y[i]-season[of(i)]) + (1-a)*(level+trend)
		trend = b*(level-before) + (1-b)*trend
		if p > 1 {
			season[i] = g*(y[i]-level) + (1-g)*season[of(i)]
		}
	}
	return squares, level + trend + season[of(n)]
}

// TestSmoothingIsFitted compares FORECAST.ETS with the recurrence run with the weights it says it found, and those with a fine grid of others.
func TestSmoothingIsFitted(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for round := range 12 {
		p := []int{0, 4, 7}[round%3]
		n := 20 + r.IntN(15)
		y, s := make([]float64, n), newSheet(t)
		for i := range y {
			y[i] = math.Round(100*(50+float64(i)*r.Float64()+10*math.Sin(float64(i)*2*math.Pi/7)+20*r.NormFloat64())) / 100
			s.set(fmt.Sprintf("A%d", i+1), fmt.Sprint(y[i]))
			s.set(fmt.Sprintf("B%d", i+1), fmt.Sprint(2*i))
		}
		ask := func(format string, args ...any) float64 {
			v, err := s.eval(fmt.Sprintf(format, args...), home)
			if err != nil || v.Err() != nil {
				t.Fatal(v, err)
			}
			return v.Float()
		}
		data := fmt.Sprintf("A1:A%d,B1:B%d", n, n)
		var w [3]float64
		for i := range w {
			w[i] = ask("=FORECAST.ETS.STAT(%s,%d,%d)", data, i+1, p)
		}
		squares, next := holtWinters(y, p, w[0], w[1], w[2])
		if got := ask("=FORECAST.ETS(%d,%s,%d)", 2*n, data, p); math.Abs(got-next) > 1e-9*math.Abs(next) {
			t.Fatalf("period %d: %v is expected, not %v", p, got, next)
		}
		if got := ask("=FORECAST.ETS.STAT(%s,7,%d)", data, p); math.Abs(got-math.Sqrt(squares/float64(n-1))) > 1e-9*got {
			t.Fatalf("period %d: the error is %v", p, got)
		}
		for a := 0.0; a <= 1; a += 0.05 {
			for b := 0.0; b <= 1; b += 0.05 {
				for g := 0.0; g <= float64(min(p, 1)); g += 0.1 {
					if better, _ := holtWinters(y, p, a, b, g); better < 0.98*squares {
						t.Fatalf("period %d: with %v, %v and %v the squares are %v, not %v", p, a, b, g, better, squares)
					}
				}
			}
		}
	}
}

// TestPatternsAreFoundInNoise counts how often the length of a season is found, and how often one that is not there.
func TestPatternsAreFoundInNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	found, invented := 0, 0
	const rounds = 60
	for range rounds {
		for _, height := range []float64{10, 0} {
			s := newSheet(t)
			for i := range 48 {
				s.set(fmt.Sprintf("A%d", i+1), fmt.Sprint(100+float64(i)+height*math.Sin(float64(i)*math.Pi/6)+r.NormFloat64()))
				s.set(fmt.Sprintf("B%d", i+1), fmt.Sprint(i))
			}
			v, err := s.eval("=FORECAST.ETS.SEASONALITY(A1:A48,B1:B48)", home)
			if err != nil || v.Err() != nil {
				t.Fatal(v, err)
			}
			switch {
			case height > 0 && v.Float() == 12:
				found++
			case height == 0 && v.Float() != 1:
				invented++
			}
		}
	}
	if found < rounds*8/10 || invented > rounds/10 {
		t.Errorf("of %d patterns %d are found, and %d are invented", rounds, found, invented)
	}
}
