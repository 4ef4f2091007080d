package cells_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"freshet/cells"
)

// The quick way of rounding gives what rounding the 15 digits by hand gives.
func TestRoundingIsThatOfTheDigits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		x := (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(16)))
		if r.IntN(3) == 0 {
			x = math.Trunc(x*1000) / 1000
		}
		decimals := r.IntN(8)
		digits, _ := strconv.ParseFloat(strconv.FormatFloat(math.Abs(x), 'e', 14, 64), 64)
		if digits*math.Pow10(decimals) >= 1<<53 {
			continue // there is nothing to round
		}
		want := roundText(strconv.FormatFloat(digits, 'f', -1, 64), decimals)
		if x < 0 {
			want = -want
		}
		if got := cells.RoundDecimal(x, decimals); got != want {
			t.Fatalf("%v at %d decimals is %v, not %v", x, decimals, got, want)
		}
	}
}

// roundText rounds a decimal by its digits, half up.
func roundText(s string, decimals int) float64 {
	whole, frac := s, ""
	for i := range len(s) {
		if s[i] == '.' {
			whole, frac = s[:i], s[i+1:]
		}
	}
	for len(frac) <= decimals {
		frac += "0"
	}
	up := frac[decimals] >= '5'
	n, _ := strconv.ParseUint(whole+frac[:decimals], 10, 64)
	if up {
		n++
	}
	x, _ := strconv.ParseFloat(strconv.FormatUint(n, 10)+"e-"+strconv.Itoa(decimals), 64)
	return x
}
