package cells_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
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

// The quick way of writing a number gives the 15 digits that strconv gives, without zeros behind them.
func TestGeneralIsThatOfTheDigits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	check := func(x float64) {
		t.Helper()
		got := cells.GeneralNumber(x)
		if want := generalText(x); got != want {
			t.Fatalf("%v (%x) is written %s, not %s", x, x, got, want)
		}
		if b := cells.SeparatorsOf("de").AppendGeneral([]byte("a"), x); string(b) != "a"+strings.Replace(got, ".", ",", 1) {
			t.Fatalf("%v is appended as %s", x, b)
		}
	}
	for e := -320; e <= 308; e++ {
		p := math.Pow(10, float64(e))
		for _, x := range []float64{p, math.Nextafter(p, 0), math.Nextafter(p, math.Inf(1)), 5 * p, 9.99999999999999 * p, 9.999999999999995 * p, 2.5 * p} {
			if x > 0 && !math.IsInf(x, 0) {
				check(x)
				check(-x)
			}
		}
	}
	for range 300_000 {
		x := r.NormFloat64() * math.Pow(10, float64(r.IntN(40)-20))
		switch r.IntN(5) {
		case 0:
			x = math.Float64frombits(r.Uint64())
		case 1:
			p := math.Pow10(r.IntN(12))
			x = math.Round(x*p) / p
		case 2:
			// Half way between two numbers of 15 digits, as near as a double comes.
			d, e := 1e14+r.Int64N(9e14), r.IntN(20)
			x, _ = strconv.ParseFloat(strconv.FormatInt(d, 10)+"5e-"+strconv.Itoa(e), 64)
		case 3:
			x = (1e14 + float64(r.Int64N(9e14))) + 0.5
			x /= float64(int64(1) << r.IntN(30))
		}
		if x-x == 0 {
			check(x)
		}
	}
}

// generalText writes a number by the digits of strconv.
func generalText(x float64) string {
	if x == 0 {
		return "0"
	}
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'e', 14, 64), "e")
	e, _ := strconv.Atoi(exp)
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	sign := ""
	if x < 0 {
		sign = "-"
	}
	switch {
	case e >= 20 || e < -9:
		if len(digits) > 1 {
			digits = digits[:1] + "." + digits[1:]
		}
		return sign + digits + "E" + exp[:1] + exp[1:]
	case e < 0:
		return sign + "0." + strings.Repeat("0", -e-1) + digits
	case len(digits) <= e+1:
		return sign + digits + strings.Repeat("0", e+1-len(digits))
	}
	return sign + digits[:e+1] + "." + digits[e+1:]
}

func BenchmarkAppendGeneral(b *testing.B) {
	sep := cells.SeparatorsOf("en")
	for name, x := range map[string]float64{"short": 123.25, "long": 1234.0 / 7, "whole": 1234} {
		b.Run(name, func(b *testing.B) {
			var buf []byte
			for b.Loop() {
				buf = sep.AppendGeneral(buf[:0], x)
			}
		})
	}
}
