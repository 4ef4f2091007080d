package formula

import "math"

func roundingFunctions() []*function {
	return []*function{
		declare("CEILING.MATH(number:n, [significance:n], [mode:n])", Maths, "number", "Rounds up to a multiple, whatever the sign of the significance.", func(_ *frame, a []operand) operand {
			return toMultiple(a, math.Ceil)
		}, more("A negative number is rounded towards zero, with a mode other than 0 away from it."), eg("=CEILING.MATH(6.3,5)", "10"), eg("=CEILING.MATH(-8.1,2)", "-8"), eg("=CEILING.MATH(-5.5,2,-1)", "-6")),
		declare("FLOOR.MATH(number:n, [significance:n], [mode:n])", Maths, "number", "Rounds down to a multiple, whatever the sign of the significance.", func(_ *frame, a []operand) operand {
			return toMultiple(a, math.Floor)
		}, more("A negative number is rounded away from zero, with a mode other than 0 towards it."), eg("=FLOOR.MATH(6.7,5)", "5"), eg("=FLOOR.MATH(-8.1,2)", "-10"), eg("=FLOOR.MATH(-5.5,2,-1)", "-4")),
		declare("CEILING.PRECISE(number:n, [significance:n])", Maths, "number", "Rounds up to a multiple, whatever the signs.", func(_ *frame, a []operand) operand {
			return toMultiple(a, math.Ceil)
		}, alias("ISO.CEILING"), eg("=CEILING.PRECISE(-4.1,2)", "-4"), eg("=ISO.CEILING(4.3,-2)", "6")),
		declare("FLOOR.PRECISE(number:n, [significance:n])", Maths, "number", "Rounds down to a multiple, whatever the signs.", func(_ *frame, a []operand) operand {
			return toMultiple(a, math.Floor)
		}, eg("=FLOOR.PRECISE(-3.2,-1)", "-4")),
	}
}

// toMultiple rounds to a multiple of a significance; a mode other than 0 rounds the size of a negative number.
func toMultiple(a []operand, round func(float64) float64) operand {
	x, s := a[0].Float(), math.Abs(optNum(a, 1, 1))
	if s == 0 {
		return num(0)
	}
	if x < 0 && optNum(a, 2, 0) != 0 {
		return ofKind(a[0], -round(snap(-x/s))*s)
	}
	return ofKind(a[0], round(snap(x/s))*s)
}
