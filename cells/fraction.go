package cells

import (
	"strconv"
	"strings"
)

// parseFraction reads a whole number and a fraction: "1 1/2", "0 3/4", "-2 1/3", "(1 1/2)". A fraction alone is none, as Excel takes "1/2" for a date.
func parseFraction(t string) (float64, bool) {
	neg := false
	if strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		t, neg = t[1:len(t)-1], true
	} else if rest, ok := strings.CutPrefix(t, "-"); ok {
		t, neg = rest, true
	} else {
		t = strings.TrimPrefix(t, "+")
	}
	whole, part, mixed := strings.Cut(t, " ")
	above, below, ok := strings.Cut(part, "/")
	if !mixed || !ok {
		return 0, false
	}
	w, okW := fewDigits(whole, 9)
	n, okN := fewDigits(above, 5)
	d, okD := fewDigits(below, 5)
	if !okW || !okN || !okD || d == 0 {
		return 0, false
	}
	// Whole numbers up to 1E14, so that only the division rounds.
	x := float64(w*d+n) / float64(d)
	if neg {
		x = 0 - x
	}
	return x, true
}

// fewDigits reads a whole number of up to so many digits.
func fewDigits(t string, most int) (int, bool) {
	if t == "" || len(t) > most || !allDigits(t) {
		return 0, false
	}
	n, err := strconv.Atoi(t)
	return n, err == nil
}
