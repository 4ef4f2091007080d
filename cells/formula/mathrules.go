package formula

import (
	"math"
	"strconv"

	"freshet/cells"
)

// positive makes a function of a positive number.
func positive(fn func(x float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		if a[0].Float() <= 0 {
			return argument(cells.ErrNum, 1, "the number must be greater than 0")
		}
		return num(fn(a[0].Float()))
	}
}

// rounding makes a function of a number and its digits.
func rounding(fn func(x float64, digits int) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		digits := math.Max(-400, math.Min(400, math.Trunc(optNum(a, 1, 0))))
		return ofKind(a[0], fn(a[0].Float(), int(digits)))
	}
}

// ofKind is a number of the kind that another one has: a rounded time is a time.
func ofKind(o operand, x float64) operand {
	switch o.Kind() {
	case cells.Time:
		return val(cells.Moment(x))
	case cells.Duration:
		return val(cells.Span(x))
	}
	return num(x)
}

// snap takes a number at its 15 significant digits, so that 3.3*10 is 33.
func snap(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return x
	}
	s, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 14, 64), 64)
	return s
}

// wholeDown is INT: a number within 15 digits of a whole one is that.
func wholeDown(x float64) float64 { return math.Floor(snap(x)) }

// wholeNumber is a number as a whole one where a function asks for one: cut towards zero.
func wholeNumber(x float64) float64 { return math.Trunc(snap(x)) }

// roundToward rounds the number without its sign by fn at a decimal.
func roundToward(x float64, digits int, fn func(float64) float64) float64 {
	if x == 0 || digits > 300 {
		return x
	}
	if digits < -308 {
		return 0
	}
	scale := math.Pow10(abs(digits))
	m := math.Abs(x)
	if digits >= 0 {
		m = m * scale
	} else {
		m = m / scale
	}
	if m >= 1<<53 {
		return x
	}
	m = fn(snap(m))
	r, _ := strconv.ParseFloat(strconv.FormatFloat(m, 'f', 0, 64)+"e"+strconv.Itoa(-digits), 64)
	return math.Copysign(r, x)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func ceiling(_ *frame, a []operand) operand {
	x, s := a[0].Float(), optNum(a, 1, 1)
	switch {
	case s == 0 || x == 0:
		return num(0)
	case x > 0 && s < 0:
		return argument(cells.ErrNum, 2, "a positive number cannot be rounded up by a negative significance")
	case x < 0 && s < 0:
		return ofKind(a[0], -math.Ceil(snap(x/s))*-s)
	}
	return ofKind(a[0], math.Ceil(snap(x/s))*s)
}

func floor(_ *frame, a []operand) operand {
	x, s := a[0].Float(), optNum(a, 1, 1)
	switch {
	case x == 0:
		return num(0)
	case s == 0:
		return argument(cells.ErrDiv0, 2, "the significance is 0")
	case x > 0 && s < 0:
		return argument(cells.ErrNum, 2, "a positive number cannot be rounded down by a negative significance")
	}
	return ofKind(a[0], math.Floor(snap(x/s))*s)
}

func mround(_ *frame, a []operand) operand {
	x, m := a[0].Float(), a[1].Float()
	switch {
	case x == 0 || m == 0:
		return num(0)
	case (x < 0) != (m < 0):
		return argument(cells.ErrNum, 2, "the number and the multiple must have one sign")
	}
	return ofKind(a[0], snap(math.Floor(snap(x/m)+0.5)*m))
}

func modulo(_ *frame, a []operand) operand {
	if a[1].Float() == 0 {
		return argument(cells.ErrDiv0, 2, "a division by zero")
	}
	return ofKind(a[0], remainder(a[0].Float(), a[1].Float()))
}

func quotient(_ *frame, a []operand) operand {
	x, d := a[0].Float(), a[1].Float()
	switch q := math.Round(x / d); {
	case d == 0:
		return argument(cells.ErrDiv0, 2, "a division by zero")
	case divides(x, d):
		return num(q)
	case x == math.Trunc(x) && d == math.Trunc(d):
		return num((x - math.Mod(x, d)) / d)
	}
	return num(math.Trunc(x / d))
}

// remainder is MOD: what x has more than a whole multiple of d, with the sign of d.
func remainder(x, d float64) float64 {
	r := math.Mod(x, d)
	if r != 0 && (r < 0) != (d < 0) {
		r += d
	}
	if r != 0 && divides(x, d) {
		return 0
	}
	return r
}

// divides reports whether x is a whole multiple of d, other than 0, but for what decimals lose as doubles: 0.3 is one of 0.1. Of whole numbers it does not.
func divides(x, d float64) bool {
	if x == math.Trunc(x) && d == math.Trunc(d) {
		return false
	}
	return minus(x, float64(math.Round(x/d)*d)) == 0
}

func logarithm(_ *frame, a []operand) operand {
	x, base := a[0].Float(), optNum(a, 1, 10)
	switch {
	case x <= 0:
		return argument(cells.ErrNum, 1, "the number must be greater than 0")
	case base <= 0:
		return argument(cells.ErrNum, 2, "the base must be greater than 0")
	case base == 1:
		return argument(cells.ErrDiv0, 2, "there is no logarithm to base 1")
	case base == 10:
		return num(math.Log10(x))
	case base == 2:
		return num(math.Log2(x))
	}
	return num(math.Log(x) / math.Log(base))
}

func randBetween(f *frame, a []operand) operand {
	low, high := math.Ceil(a[0].Float()), math.Floor(a[1].Float())
	if high < low {
		return bad(cells.ErrNum, "the lower bound is above the upper one")
	}
	return num(low + math.Floor(f.draw()*(high-low+1)))
}

// wholes folds whole numbers that are not negative.
func (f *frame) wholes(a []operand, fn func(x float64)) operand {
	var wrong operand
	if e := f.fold(a, func(x float64) {
		if x < 0 || x >= 1<<53 {
			wrong = bad(cells.ErrNum, "the numbers must not be negative or above 2^53")
			return
		}
		fn(math.Trunc(x))
	}); e.failed() {
		return e
	}
	return wrong
}

// gcdSteps is what finding a common divisor takes.
const gcdSteps = 4

func gcd(a, b float64) float64 {
	for b != 0 {
		a, b = b, math.Mod(a, b)
	}
	return a
}

func gcdOf(f *frame, a []operand) operand {
	g := 0.0
	if e := f.wholes(a, func(x float64) {
		f.step(gcdSteps)
		g = gcd(g, x)
	}); e.failed() {
		return e
	}
	return num(g)
}

func lcmOf(f *frame, a []operand) operand {
	l := 1.0
	if e := f.wholes(a, func(x float64) {
		f.step(gcdSteps)
		if x == 0 || l == 0 {
			l = 0
		} else {
			l = l / gcd(l, x) * x
		}
	}); e.failed() {
		return e
	}
	if l >= 1<<53 {
		return bad(cells.ErrNum, "the multiple is above 2^53")
	}
	return num(l)
}

func factorial(f *frame, a []operand) operand {
	n := math.Trunc(a[0].Float())
	if n < 0 || n > 170 {
		return argument(cells.ErrNum, 1, "the number must lie between 0 and 170")
	}
	f.step(int(n) / 16)
	p := 1.0
	for i := 2.0; i <= n; i++ {
		p *= i
	}
	return num(p)
}

func combinations(_ *frame, a []operand) operand {
	n, k := math.Trunc(a[0].Float()), math.Trunc(a[1].Float())
	if n < 0 || k < 0 || k > n {
		return bad(cells.ErrNum, "of so many things so many cannot be chosen: the second number lies between 0 and the first")
	}
	k = math.Min(k, n-k)
	if k > 1e6 {
		return bad(cells.ErrNum, "the number is too large")
	}
	p := 1.0
	for i := 1.0; i <= k && !math.IsInf(p, 0); i++ {
		p = p * (n - k + i) / i
	}
	return num(math.Round(p))
}

func permutations(_ *frame, a []operand) operand {
	n, k := math.Trunc(a[0].Float()), math.Trunc(a[1].Float())
	if n < 0 || k < 0 || k > n {
		return bad(cells.ErrNum, "of so many things so many cannot be chosen: the second number lies between 0 and the first")
	}
	p := 1.0
	for i := 0.0; i < k && !math.IsInf(p, 0); i++ {
		p *= n - i
	}
	return num(p)
}
