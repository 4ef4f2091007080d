package formula

import "math"

// Decimals such as 0.1 have no exact double. Of two numbers that a person takes for equal the difference would show what the conversion lost: 0.1+0.2-0.3
// would be 5.55E-17. So the result of + and - is 0 where it lies 50 powers of two or more below the larger operand, which leaves of a double its last three
// bits. There Excel gives 0 as well ("Floating-point arithmetic may give inaccurate results in Excel" tells that it does, measurements with numbers next to 2^1024
// where), but for the last operation of a formula only, and not in brackets; here it does not matter where an operation stands. So it does not in LibreOffice,
// which goes a little further (48, rtl::math::approxSub): what is 0 here is 0 there. Numbers that = calls equal (see compareNumbers) have the difference 0.
//
// Two whole numbers up to 2^53 are exact, and so is what comes of them: they are left alone, as in LibreOffice. So are functions: SUM of the same numbers is
// their exact sum, rounded once, in whatever order they stand.

const (
	cancelledBits = 50             // how many powers of two below its operands a result is taken for 0
	wholeLimit    = 1 << 53        // up to here every whole number is a double
	absorbed      = 1.0 / (1 << 6) // see plus
)

// plus is a + b. What cancels is so small that a sixty-fourth of it is lost when it is added to an operand: the step from one double to the next is 52 powers of two below the
// number, half of it is lost, below a power of two the step is half as large, and the other operand may be larger by one power of two.
func plus(a, b float64) float64 {
	if r := a + b; a+r*absorbed != a {
		return r
	}
	return settled(a, b)
}

// minus is a - b.
func minus(a, b float64) float64 {
	if r := a - b; a+r*absorbed != a {
		return r
	}
	return settled(a, -b)
}

// settled is plus for operands that may cancel.
func settled(a, b float64) float64 {
	r := a + b
	x, y, z := exponent(a), exponent(b), exponent(r)
	if r == 0 || max(x, y)-z < cancelledBits || exactWhole(a) && exactWhole(b) {
		return r
	}
	return 0
}

// mayCancel reports whether a sum r may be one that cancels, by the bits of it and of its first operand a; it errs on the side of that it may.
func mayCancel(a, r uint64) bool { return r<<1+(cancelledBits-2)<<53 < a<<1 }

// exponent is the power of two of a double, and something more.
func exponent(x float64) int { return int(math.Float64bits(x) >> 52 & 0x7ff) }

// exactWhole reports whether a double is a whole number, and certain to be no other one that was rounded.
func exactWhole(x float64) bool { return math.Abs(x) <= wholeLimit && x == math.Trunc(x) }
