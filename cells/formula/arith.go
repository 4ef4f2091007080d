package formula

import (
	"math"
	"strings"

	"freshet/cells"
)

// The arithmetic of cells. Each operator is a pure function; the error of the left operand goes before that of the right. A time and
// a number or duration make a time; two times make, by -, the days between them when both are dates, else a duration; durations stay durations
// by +, - and when they are multiplied or divided by a number.

// operator names an operator with two operands.
type operator uint8

const (
	opAdd operator = iota
	opSub
	opMul
	opDiv
	opPow
	opMod
	opConcat
	opEq
	opNe
	opLt
	opLe
	opGt
	opGe
)

// apply is the operator on two plain values.
func (op operator) apply(a, b cells.Value, locale string) cells.Value {
	switch op {
	case opAdd:
		return Add(a, b, locale)
	case opSub:
		return Sub(a, b, locale)
	case opMul:
		return Mul(a, b, locale)
	case opDiv:
		return Div(a, b, locale)
	case opPow:
		return Pow(a, b, locale)
	case opMod:
		return Mod(a, b, locale)
	case opConcat:
		return Concat(a, b, locale)
	}
	return compareBy(op, a, b)
}

// numbers coerces both operands; bad is the error that goes before the result, if ok is false.
func numbers(a, b cells.Value, locale string) (x, y, bad cells.Value, ok bool) {
	if a.Kind() == cells.Number && b.Kind() == cells.Number {
		return a, b, bad, true
	}
	x = ToNumber(a, locale)
	if x.Kind() == cells.Failed {
		return x, y, x, false
	}
	y = ToNumber(b, locale)
	if y.Kind() == cells.Failed {
		return x, y, y, false
	}
	return x, y, bad, true
}

// Add is a + b.
func Add(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	sum := plus(x.Float(), y.Float())
	kx, ky := x.Kind(), y.Kind()
	switch {
	case kx == cells.Number && ky == cells.Number:
		return cells.Num(sum)
	case kx == cells.Time && ky == cells.Time:
		return sumOfMoments(x.Float(), y.Float(), sum)
	case kx == cells.Time || ky == cells.Time:
		return cells.Moment(sum)
	}
	return cells.Span(sum)
}

// sumOfMoments is what two moments add up to: a day and a time of the day are a moment, two times of the day are hours as in a list of working times, and the
// rest is a number.
func sumOfMoments(x, y, sum float64) cells.Value {
	clock := func(t float64) bool { return t >= 0 && t < 1 }
	day := func(t float64) bool { return t >= 1 && t == math.Trunc(t) }
	switch {
	case clock(x) && clock(y):
		return cells.Span(sum)
	case day(x) && clock(y), clock(x) && day(y):
		return cells.Moment(sum)
	}
	return cells.Num(sum)
}

// Sub is a - b.
func Sub(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	diff := minus(x.Float(), y.Float())
	kx, ky := x.Kind(), y.Kind()
	switch {
	case kx == cells.Number && ky == cells.Number:
		return cells.Num(diff)
	case kx == cells.Time && ky == cells.Time:
		if x.Float() == math.Trunc(x.Float()) && y.Float() == math.Trunc(y.Float()) {
			return cells.Num(diff)
		}
		return cells.Span(diff)
	case kx == cells.Time:
		return cells.Moment(diff)
	case ky == cells.Time:
		return cells.Num(diff)
	}
	return cells.Span(diff)
}

// Mul is a * b.
func Mul(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	p := x.Float() * y.Float()
	if (x.Kind() == cells.Duration) != (y.Kind() == cells.Duration) && x.Kind() != cells.Time && y.Kind() != cells.Time {
		return cells.Span(p)
	}
	return cells.Num(p)
}

// Div is a / b; a division by zero is #DIV/0!.
func Div(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	if y.Float() == 0 {
		return fail(cells.ErrDiv0, "a division by zero")
	}
	q := x.Float() / y.Float()
	if x.Kind() == cells.Duration && y.Kind() == cells.Number {
		return cells.Span(q)
	}
	return cells.Num(q)
}

// Pow is a ^ b. 0^0 is #NUM! and 0 to a negative power is #DIV/0!, as in Excel.
func Pow(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	switch base, exp := x.Float(), y.Float(); {
	case base == 0 && exp == 0:
		return fail(cells.ErrNum, "0 to the power 0 is not defined")
	case base == 0 && exp < 0:
		return fail(cells.ErrDiv0, "0 to a negative power is a division by zero")
	default:
		return cells.Num(power(base, exp))
	}
}

// power is math.Pow, by multiplication for small whole exponents, which every machine does alike.
func power(base, exp float64) float64 {
	if exp == math.Trunc(exp) && math.Abs(exp) <= 16 {
		p := 1.0
		for range int(math.Abs(exp)) {
			p = float64(p * base)
		}
		if exp < 0 {
			return 1 / p
		}
		return p
	}
	return math.Pow(base, exp)
}

// Mod is expr's a % b: the remainder with the sign of a (the function MOD has that of b).
func Mod(a, b cells.Value, locale string) cells.Value {
	x, y, bad, ok := numbers(a, b, locale)
	if !ok {
		return bad
	}
	if y.Float() == 0 {
		return fail(cells.ErrDiv0, "a remainder of a division by zero")
	}
	return cells.Num(math.Mod(x.Float(), y.Float()))
}

// Neg is -a.
func Neg(a cells.Value, locale string) cells.Value {
	x := ToNumber(a, locale)
	switch x.Kind() {
	case cells.Failed:
		return x
	case cells.Duration:
		return cells.Span(-x.Float())
	}
	return cells.Num(-x.Float())
}

// PercentOf is a%.
func PercentOf(a cells.Value, locale string) cells.Value {
	x := ToNumber(a, locale)
	if x.Kind() == cells.Failed {
		return x
	}
	return cells.Num(x.Float() / 100)
}

// Concat is a & b. A text longer than a cell can hold is #LIMIT!.
func Concat(a, b cells.Value, locale string) cells.Value {
	x := ToText(a, locale)
	if x.Kind() == cells.Failed {
		return x
	}
	y := ToText(b, locale)
	if y.Kind() == cells.Failed {
		return y
	}
	if len(x.Text())+len(y.Text()) > cells.MaxText {
		return textLimit()
	}
	if y.Text() == "" {
		return x
	}
	if x.Text() == "" {
		return y
	}
	var sb strings.Builder
	sb.Grow(len(x.Text()) + len(y.Text()))
	sb.WriteString(x.Text())
	sb.WriteString(y.Text())
	return cells.Str(sb.String())
}

func textLimit() cells.Value {
	return fail(cells.ErrLimit, "the text would be longer than 32,767 bytes")
}
