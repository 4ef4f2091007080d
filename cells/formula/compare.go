package formula

import (
	"cmp"
	"math"

	"freshet/cells"
	"freshet/cells/collation"
)

// Compare orders two plain values as the operators do: numbers (with times and durations) before text before FALSE before TRUE; a blank is
// 0, "" or FALSE, as the other side asks. Texts have the order of package collation. Neither is an error.
func Compare(a, b cells.Value) int {
	c, ok := compareQuickly(a, b)
	if !ok {
		c = collation.ByKeys(a.Text(), b.Text())
	}
	return c
}

// compareQuickly is Compare where no keys of texts have to be made; else false.
func compareQuickly(a, b cells.Value) (c int, ok bool) {
	if a.Kind() == cells.Number && b.Kind() == cells.Number {
		return compareNumbers(a.Float(), b.Float()), true
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
		return cmp.Compare(ra, rb), true
	case ra == 1:
		return collation.Quick(a.Text(), b.Text())
	}
	return compareNumbers(a.Float(), b.Float()), true
}

// compare is Compare, charged.
func (f *frame) compare(a, b cells.Value) int {
	f.chargeCompared(a, b)
	c, ok := compareQuickly(a, b)
	if !ok {
		c = f.byKeys(a.Text(), b.Text())
	}
	return c
}

// byKeys orders two texts that cannot be compared quickly.
func (f *frame) byKeys(a, b string) int {
	f.step(keysSteps + (collation.Cost(a)+collation.Cost(b))/bytesPerStep)
	return collation.ByKeys(a, b)
}

// equal reports whether Compare takes two plain values for equal, for which the order of texts is not asked.
func equal(a, b cells.Value) bool {
	switch {
	case a.Kind() != cells.Text && b.Kind() != cells.Text:
		return Compare(a, b) == 0
	case a.Kind() == b.Kind():
		return collation.Equal(a.Text(), b.Text())
	}
	return (a.IsBlank() || b.IsBlank()) && a.Text() == b.Text()
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

// EqualText reports whether two texts are equal without case as look-ups take them; operators and criteria ask collation.Equal.
func EqualText(a, b string) bool { return collation.EqualFold(a, b) }

// applied is an operator on two plain values, charged for texts that are compared.
func (f *frame) applied(op operator, a, b cells.Value) cells.Value {
	if op < opLt || a.Kind() == cells.Failed || b.Kind() == cells.Failed {
		f.chargeCompared(a, b)
		return op.apply(a, b, f.locale)
	}
	return cells.Boolean(op.meets(f.compare(a, b)))
}

// compareBy is a comparison as a value; errors pass through.
func compareBy(op operator, a, b cells.Value) cells.Value {
	switch {
	case a.Kind() == cells.Failed:
		return a
	case b.Kind() == cells.Failed:
		return b
	case op == opEq || op == opNe:
		return cells.Boolean(equal(a, b) == (op == opEq))
	}
	return cells.Boolean(op.meets(Compare(a, b)))
}

// meets reports whether a comparison holds of two values, of which c is the order.
func (op operator) meets(c int) bool {
	switch op {
	case opEq:
		return c == 0
	case opNe:
		return c != 0
	case opLt:
		return c < 0
	case opLe:
		return c <= 0
	case opGt:
		return c > 0
	}
	return c >= 0
}
