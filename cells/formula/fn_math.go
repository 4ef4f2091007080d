package formula

import (
	"math"

	"freshet/cells"
)

// real makes a function of one number.
func onNumber(fn func(x float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand { return num(fn(a[0].Float())) }
}

func mathFunctions() []*function {
	return []*function{
		declare("ABS(number:n)", Maths, "number", "The number without its sign.", func(_ *frame, a []operand) operand {
			if a[0].Kind() == cells.Duration {
				return val(cells.Span(math.Abs(a[0].Float())))
			}
			return num(math.Abs(a[0].Float()))
		}, eg("=ABS(-3)", "3")),
		declare("INT(number:n)", Maths, "number", "Rounds down to a whole number.", func(_ *frame, a []operand) operand { return ofKind(a[0], wholeDown(a[0].Float())) }, more("Of a time, the day."), eg("=INT(2.7)", "2"), eg("=INT(-2.3)", "-3"), eg("=INT(NOW())", "2026-11-22")),
		declare("ROUND(number:n, [digits:n])", Maths, "number", "Rounds to a number of decimals, halves away from zero.", rounding(cells.RoundDecimal),
			eg("=ROUND(2.345,2)", "2.35"), eg("=ROUND(-2.5,0)", "-3"), eg("=ROUND(1234,-2)", "1200"), eg("=round(2.5)", "3")),
		declare("ROUNDUP(number:n, [digits:n])", Maths, "number", "Rounds away from zero.", rounding(func(x float64, d int) float64 { return roundToward(x, d, math.Ceil) }), eg("=ROUNDUP(3.21,1)", "3.3"), eg("=ROUNDUP(-3.2,0)", "-4")),
		declare("ROUNDDOWN(number:n, [digits:n])", Maths, "number", "Rounds towards zero.", rounding(func(x float64, d int) float64 { return roundToward(x, d, math.Floor) }), eg("=ROUNDDOWN(3.29,1)", "3.2"), eg("=ROUNDDOWN(-3.9,0)", "-3")),
		declare("TRUNC(number:n, [digits:n])", Maths, "number", "Cuts off decimals.", rounding(func(x float64, d int) float64 { return roundToward(x, d, math.Floor) }), eg("=TRUNC(8.9)", "8"), eg("=TRUNC(-8.97,1)", "-8.9")),
		declare("CEILING(number:n, [significance:n])", Maths, "number", "Rounds up to a multiple.", ceiling, alias("CEIL"),
			more("Without significance, to a whole number. A negative number with a negative significance is rounded away from zero."),
			eg("=CEILING(2.5,1)", "3"), eg("=CEILING(-2.5,2)", "-2"), eg("=CEILING(-2.5,-2)", "-4"), eg("=ceil(1.2)", "2")),
		declare("FLOOR(number:n, [significance:n])", Maths, "number", "Rounds down to a multiple.", floor,
			eg("=FLOOR(3.7,2)", "2"), eg("=FLOOR(-2.5,2)", "-4"), eg("=FLOOR(-2.5,-2)", "-2"), eg("=FLOOR(2.5,0)", "#DIV/0!")),
		declare("MROUND(number:n, multiple:n)", Maths, "number", "Rounds to the nearest multiple.", mround, eg("=MROUND(10,3)", "9"), eg("=MROUND(-10,-3)", "-9"), eg("=MROUND(5,-2)", "#NUM!")),
		declare("MOD(number:n, divisor:n)", Maths, "number", "The remainder of a division, with the sign of the divisor.", modulo, more("A multiple of the divisor leaves nothing, also of one that has no exact double. expr's 10 % 3 gives the remainder with the sign of the first number."),
			eg("=MOD(3,2)", "1"), eg("=MOD(-3,2)", "1"), eg("=MOD(3,-2)", "-1"), eg("=MOD(0.3,0.1)", "0"), eg("=MOD(3,0)", "#DIV/0!")),
		declare("QUOTIENT(number:n, divisor:n)", Maths, "number", "The whole part of a division.", quotient, eg("=QUOTIENT(-10,3)", "-3"), eg("=QUOTIENT(0.3,0.1)", "3")),
		declare("POWER(number:n, power:n)", Maths, "number", "A number to a power.", func(f *frame, a []operand) operand {
			return val(Pow(a[0].Value, a[1].Value, f.locale))
		}, alias("POW"), eg("=POWER(2,10)", "1024"), eg("=POWER(0,0)", "#NUM!")),
		declare("SQRT(number:n)", Maths, "number", "The square root.", func(_ *frame, a []operand) operand {
			if a[0].Float() < 0 {
				return argument(cells.ErrNum, 1, "a negative number has no square root")
			}
			return num(math.Sqrt(a[0].Float()))
		}, eg("=SQRT(16)", "4"), eg("=SQRT(-1)", "#NUM!")),
		declare("SIGN(number:n)", Maths, "number", "1, 0 or -1 by the sign of a number.", func(_ *frame, a []operand) operand {
			return num(float64(compareNumbers(a[0].Float(), 0)))
		}, eg("=SIGN(-8)", "-1"), eg("=SIGN(0)", "0")),
		declare("EXP(number:n)", Maths, "number", "e to a power.", onNumber(math.Exp), eg("=EXP(0)", "1"), eg("=ROUND(EXP(1),6)", "2.718282"), eg("=EXP(1000)", "#NUM!")),
		declare("LN(number:n)", Maths, "number", "The natural logarithm.", positive(math.Log), eg("=LN(1)", "0"), eg("=LN(0)", "#NUM!")),
		declare("LOG10(number:n)", Maths, "number", "The logarithm to base 10.", positive(math.Log10), eg("=LOG10(1000)", "3")),
		declare("LOG(number:n, [base:n])", Maths, "number", "The logarithm to a base; 10 when left out.", logarithm, eg("=LOG(8,2)", "3"), eg("=LOG(100)", "2"), eg("=LOG(5,1)", "#DIV/0!")),
		declare("PI()", Maths, "number", "3.14159265358979.", func(*frame, []operand) operand { return num(math.Pi) }, eg("=PI()", "3.14159265358979")),
		declare("RAND()", Maths, "number", "A random number from 0 up to 1.", func(f *frame, _ []operand) operand { return num(f.draw()) }, volatile,
			more("Drawn from the seed of the wave: every server that shows the book shows the same."), eg("=AND(RAND()>=0,RAND()<1)", "TRUE")),
		declare("RANDBETWEEN(low:n, high:n)", Maths, "number", "A random whole number between two, both included.", randBetween, volatile, eg("=RANDBETWEEN(3,3)", "3"), eg("=RANDBETWEEN(5,1)", "#NUM!")),
		declare("GCD(number:r…)", Maths, "number", "The greatest common divisor.", gcdOf, eg("=GCD(24,36)", "12"), eg("=GCD(7,0)", "7")),
		declare("LCM(number:r…)", Maths, "number", "The least common multiple.", lcmOf, eg("=LCM(4,6)", "12")),
		declare("FACT(number:n)", Maths, "number", "The factorial.", factorial, eg("=FACT(5)", "120"), eg("=FACT(0)", "1"), eg("=FACT(-1)", "#NUM!"), eg("=FACT(171)", "#NUM!")),
		declare("COMBIN(number:n, chosen:n)", Maths, "number", "In how many ways some can be chosen out of a number.", combinations, eg("=COMBIN(8,2)", "28")),
		declare("PERMUT(number:n, chosen:n)", Maths, "number", "In how many orders some can be chosen out of a number.", permutations, eg("=PERMUT(8,2)", "56")),
		declare("EVEN(number:n)", Maths, "number", "Rounds away from zero to an even number.", onNumber(func(x float64) float64 {
			return math.Copysign(math.Ceil(math.Abs(x)/2)*2, x)
		}), eg("=EVEN(1.5)", "2"), eg("=EVEN(-1)", "-2")),
		declare("ODD(number:n)", Maths, "number", "Rounds away from zero to an odd number.", onNumber(func(x float64) float64 {
			return math.Copysign(math.Ceil((math.Abs(x)-1)/2)*2+1, x)
		}), eg("=ODD(1.5)", "3"), eg("=ODD(0)", "1")),
	}
}
