package engine

import (
	"math"
	"strconv"
	"strings"
)

// parseInt reads a whole number as Redis' string2ll does: no sign +, no leading
// zeros, no blanks.
func parseInt(s string) (int64, bool) {
	if s == "" || len(s) > 20 {
		return 0, false
	}
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || digits[0] < '0' || digits[0] > '9' || (digits[0] == '0' && s != "0") {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// parseFloat reads a floating point number; NaN is none.
func parseFloat(s string) (float64, bool) {
	if strings.ContainsAny(s, "_ \t\n") {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsNaN(f)
}

// int reads an argument, or fails the call.
func (c *call) int(s string) (int64, bool) {
	n, ok := parseInt(s)
	if !ok {
		c.fail(errNotInteger)
	}
	return n, ok
}

// float reads an argument, or fails the call.
func (c *call) float(s string) (float64, bool) {
	f, ok := parseFloat(s)
	if !ok {
		c.fail(errNotFloat)
	}
	return f, ok
}

// option reports whether an argument is a word, in any case.
func option(arg, word string) bool { return strings.EqualFold(arg, word) }

// index translates a position that may count from the end into an offset, which
// may lie outside.
func index(i int64, length int) int {
	if i < 0 {
		i += int64(length)
	}
	return int(max(-1, min(i, int64(length))))
}

// bounds translates an inclusive range of positions into offsets [from, to).
func bounds(from, to int64, length int) (int, int) {
	i, j := max(0, index(from, length)), index(to, length)
	j = min(j, length-1)
	if i > j {
		return 0, 0
	}
	return i, j + 1
}
