package formula

import (
	"cmp"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// Compare orders two plain values as the operators do: numbers (with times and durations) before text before FALSE before TRUE; a blank is
// 0, "" or FALSE, as the other side asks. Texts compare without case. Neither is an error.
func Compare(a, b cells.Value) int {
	if a.Kind() == cells.Number && b.Kind() == cells.Number {
		return compareNumbers(a.Float(), b.Float())
	}
	if a.IsBlank() {
		a = blankLike(b)
	}
	if b.IsBlank() {
		b = blankLike(a)
	}
	ra, rb := rank(a), rank(b)
	switch {
	case ra != rb:
		return cmp.Compare(ra, rb)
	case ra == 1:
		return CompareText(a.Text(), b.Text())
	}
	return compareNumbers(a.Float(), b.Float())
}

func blankLike(v cells.Value) cells.Value {
	switch v.Kind() {
	case cells.Text:
		return cells.Str("")
	case cells.Bool:
		return cells.Boolean(false)
	}
	return cells.Num(0)
}

func rank(v cells.Value) int {
	switch v.Kind() {
	case cells.Text:
		return 1
	case cells.Bool:
		return 2
	}
	return 0
}

// compareNumbers takes numbers that agree in the 15 digits a cell shows for equal, so that 0.1+0.2 = 0.3.
func compareNumbers(x, y float64) int {
	if x == y {
		return 0
	}
	if d := math.Abs(x - y); d <= math.Max(math.Abs(x), math.Abs(y))*0x1p-50 {
		return 0
	}
	if x < y {
		return -1
	}
	return 1
}

// CompareText orders two texts by their characters without case.
func CompareText(a, b string) int {
	for a != "" && b != "" {
		if x, y := a[0], b[0]; x|y < utf8.RuneSelf {
			if x != y {
				if x, y = lowerByte(x), lowerByte(y); x != y {
					return cmp.Compare(x, y)
				}
			}
			a, b = a[1:], b[1:]
			continue
		}
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			if la, lb := unicode.ToLower(ra), unicode.ToLower(rb); la != lb {
				return cmp.Compare(la, lb)
			}
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

func lowerByte(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + ('a' - 'A')
	}
	return b
}

// EqualText reports whether two texts are equal without case.
func EqualText(a, b string) bool { return a == b || strings.EqualFold(a, b) }

// compareBy is a comparison as a value; errors pass through.
func compareBy(op operator, a, b cells.Value) cells.Value {
	if a.Kind() == cells.Failed {
		return a
	}
	if b.Kind() == cells.Failed {
		return b
	}
	c := Compare(a, b)
	switch op {
	case opEq:
		return cells.Boolean(c == 0)
	case opNe:
		return cells.Boolean(c != 0)
	case opLt:
		return cells.Boolean(c < 0)
	case opLe:
		return cells.Boolean(c <= 0)
	case opGt:
		return cells.Boolean(c > 0)
	}
	return cells.Boolean(c >= 0)
}
