package formula

import (
	"math"

	"freshet/cells"
)

// within makes a function of a number between two bounds.
func within(low, high float64, fn func(float64) float64) eagerFunc {
	text := "the number must lie between " + cells.GeneralNumber(low) + " and " + cells.GeneralNumber(high)
	if math.IsInf(high, 1) || high == math.MaxFloat64 {
		text = "the number must be at least " + cells.GeneralNumber(low)
	}
	return func(_ *frame, a []operand) operand {
		if x := a[0].Float(); x < low || x > high {
			return argument(cells.ErrNum, 1, text)
		}
		return num(fn(a[0].Float()))
	}
}

func trigFunctions() []*function {
	return []*function{
		declare("SIN(angle:n)", Maths, "number", "The sine of an angle in radians.", onNumber(math.Sin), eg("=SIN(0)", "0"), eg("=ROUND(SIN(PI()/2),9)", "1")),
		declare("COS(angle:n)", Maths, "number", "The cosine of an angle in radians.", onNumber(math.Cos), eg("=COS(0)", "1")),
		declare("TAN(angle:n)", Maths, "number", "The tangent of an angle in radians.", onNumber(math.Tan), eg("=ROUND(TAN(0.785),5)", "0.9992")),
		declare("COT(angle:n)", Maths, "number", "The cotangent of an angle in radians.", func(_ *frame, a []operand) operand {
			if a[0].Float() == 0 {
				return argument(cells.ErrDiv0, 1, "0 has no cotangent")
			}
			return num(1 / math.Tan(a[0].Float()))
		}, eg("=ROUND(COT(30),6)", "-0.15612")),
		declare("ASIN(number:n)", Maths, "number", "The angle that has a sine.", within(-1, 1, math.Asin), eg("=ROUND(ASIN(-0.5),6)", "-0.523599"), eg("=ASIN(2)", "#NUM!")),
		declare("ACOS(number:n)", Maths, "number", "The angle that has a cosine.", within(-1, 1, math.Acos), eg("=ROUND(ACOS(-0.5),6)", "2.094395")),
		declare("ATAN(number:n)", Maths, "number", "The angle that has a tangent.", onNumber(math.Atan), eg("=ROUND(ATAN(1),6)", "0.785398")),
		declare("ATAN2(x:n, y:n)", Maths, "number", "The angle of a point; x comes first, as in Excel.", func(_ *frame, a []operand) operand {
			if a[0].Float() == 0 && a[1].Float() == 0 {
				return bad(cells.ErrDiv0, "the point 0, 0 has no angle")
			}
			return num(math.Atan2(a[1].Float(), a[0].Float()))
		}, eg("=ROUND(ATAN2(1,1),6)", "0.785398"), eg("=ATAN2(0,0)", "#DIV/0!")),
		declare("SINH(number:n)", Maths, "number", "The hyperbolic sine.", onNumber(math.Sinh), eg("=SINH(0)", "0")),
		declare("COSH(number:n)", Maths, "number", "The hyperbolic cosine.", onNumber(math.Cosh), eg("=COSH(0)", "1")),
		declare("TANH(number:n)", Maths, "number", "The hyperbolic tangent.", onNumber(math.Tanh), eg("=TANH(0)", "0")),
		declare("ASINH(number:n)", Maths, "number", "The inverse hyperbolic sine.", onNumber(math.Asinh), eg("=ASINH(0)", "0")),
		declare("ACOSH(number:n)", Maths, "number", "The inverse hyperbolic cosine.", within(1, math.MaxFloat64, math.Acosh), eg("=ACOSH(1)", "0")),
		declare("ATANH(number:n)", Maths, "number", "The inverse hyperbolic tangent.", func(_ *frame, a []operand) operand {
			if math.Abs(a[0].Float()) >= 1 {
				return argument(cells.ErrNum, 1, "the number must lie between -1 and 1")
			}
			return num(math.Atanh(a[0].Float()))
		}, eg("=ATANH(0)", "0")),
		declare("RADIANS(degrees:n)", Maths, "number", "Degrees as radians.", onNumber(func(x float64) float64 { return x / 180 * math.Pi }), eg("=ROUND(RADIANS(180),6)", "3.141593")),
		declare("DEGREES(radians:n)", Maths, "number", "Radians as degrees.", onNumber(func(x float64) float64 { return x / math.Pi * 180 }), eg("=DEGREES(PI())", "180")),
		declare("SQRTPI(number:n)", Maths, "number", "The square root of a number times pi.", within(0, math.MaxFloat64, func(x float64) float64 { return math.Sqrt(x * math.Pi) }), eg("=ROUND(SQRTPI(1),6)", "1.772454")),
		declare("ROMAN(number:n, [form:v])", Maths, "text", "A number from 1 to 3999 in Roman numerals.", roman, eg("=ROMAN(499)", "CDXCIX"), eg("=ROMAN(499,2)", "XDIX")),
		declare("ARABIC(text:t)", Maths, "number", "A number out of Roman numerals.", arabic, eg("=ARABIC(\"LVII\")", "57"), eg("=ARABIC(\"-mcmxii\")", "-1912")),
		declare("CLAMP(number:n, low:n, high:n)", Maths, "number", "A number kept between two bounds.", func(_ *frame, a []operand) operand {
			if a[1].Float() > a[2].Float() {
				return bad(cells.ErrNum, "the lower bound is above the upper one")
			}
			return num(math.Min(math.Max(a[0].Float(), a[1].Float()), a[2].Float()))
		}, eg("=CLAMP(12,0,10)", "10")),
	}
}
