package formula

import (
	"math"

	"freshet/cells"
)

// reciprocal makes a function that is one divided by another; where that is 0, there is none.
func reciprocal(fn func(float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		y := fn(a[0].Float())
		if y == 0 {
			return argument(cells.ErrDiv0, 1, "the function has no value there")
		}
		return num(1 / y)
	}
}

func countingFunctions() []*function {
	return []*function{
		declare("SEC(angle:n)", Maths, "number", "The secant of an angle in radians.", reciprocal(math.Cos), eg("=ROUND(SEC(45),6)", "1.903594")),
		declare("CSC(angle:n)", Maths, "number", "The cosecant of an angle in radians.", reciprocal(math.Sin), eg("=ROUND(CSC(15),6)", "1.537781"), eg("=CSC(0)", "#DIV/0!")),
		declare("SECH(number:n)", Maths, "number", "The hyperbolic secant.", reciprocal(math.Cosh), eg("=SECH(0)", "1")),
		declare("CSCH(number:n)", Maths, "number", "The hyperbolic cosecant.", reciprocal(math.Sinh), eg("=ROUND(CSCH(1.5),6)", "0.469642")),
		declare("COTH(number:n)", Maths, "number", "The hyperbolic cotangent.", reciprocal(math.Tanh), eg("=ROUND(COTH(2),6)", "1.037315")),
		declare("ACOT(number:n)", Maths, "number", "The angle that has a cotangent, between 0 and pi.", onNumber(func(x float64) float64 { return math.Pi/2 - math.Atan(x) }), eg("=ROUND(ACOT(2),6)", "0.463648")),
		declare("ACOTH(number:n)", Maths, "number", "The inverse hyperbolic cotangent.", func(_ *frame, a []operand) operand {
			if math.Abs(a[0].Float()) <= 1 {
				return argument(cells.ErrNum, 1, "the number lies below -1 or above 1")
			}
			return num(math.Atanh(1 / a[0].Float()))
		}, eg("=ROUND(ACOTH(6),6)", "0.168236"), eg("=ACOTH(1)", "#NUM!")),
		declare("COMBINA(number:n, chosen:n)", Maths, "number", "In how many ways some can be chosen out of a number, each as often as one likes.", func(f *frame, a []operand) operand {
			n, k := math.Trunc(a[0].Float()), math.Trunc(a[1].Float())
			if n < 0 || k < 0 || n == 0 && k > 0 {
				return bad(cells.ErrNum, "there must be something to choose from, and not fewer than 0 are chosen")
			}
			if k == 0 {
				return num(1)
			}
			return combinations(f, []operand{num(n + k - 1), num(k)})
		}, eg("=COMBINA(4,3)", "20"), eg("=COMBINA(10,3)", "220")),
		declare("PERMUTATIONA(number:n, chosen:n)", Statistics, "number", "In how many orders some can be chosen out of a number, each as often as one likes.", func(_ *frame, a []operand) operand {
			n, k := math.Trunc(a[0].Float()), math.Trunc(a[1].Float())
			if n < 0 || k < 0 {
				return bad(cells.ErrNum, "the numbers must not be negative")
			}
			return num(math.Round(math.Pow(n, k)))
		}, eg("=PERMUTATIONA(3,2)", "9")),
		declare("FACTDOUBLE(number:n)", Maths, "number", "The product of every second number up to one: 7·5·3·1.", func(f *frame, a []operand) operand {
			n := math.Trunc(a[0].Float())
			if n < -1 || n > 300 {
				return argument(cells.ErrNum, 1, "the number lies between -1 and 300")
			}
			f.step(10)
			p := 1.0
			for ; n > 1; n -= 2 {
				p *= n
			}
			return num(p)
		}, eg("=FACTDOUBLE(7)", "105"), eg("=FACTDOUBLE(6)", "48")),
		declare("MULTINOMIAL(number:r…)", Maths, "number", "The factorial of a sum, divided by the factorials of what is added up.", multinomial, eg("=MULTINOMIAL(2,3,4)", "1260")),
		declare("SERIESSUM(x:n, first_power:n, power_step:n, coefficients:a)", Maths, "number", "The sum of a power series.", seriesSum, eg("=SERIESSUM(2,1,1,{1,1,1})", "14")),
		declare("MUNIT(size:n)", Arrays, "array", "The unit matrix of a size.", func(f *frame, a []operand) operand {
			n := math.Trunc(a[0].Float())
			if n < 1 || n > 1e6 {
				return argument(cells.ErrValue, 1, "the size is at least 1")
			}
			f.takeRect(int(n), int(n))
			f.step(int(n * n))
			out := newArray(int(n), int(n))
			for i := range out.Values {
				out.Values[i] = cells.Num(float64(b2i(i%(int(n)+1) == 0)))
			}
			return f.arrayed(out)
		}, eg("=MUNIT(2)", "{1,0;0,1}")),
	}
}

// multinomial is the product of binomials, which stay whole as far as floating point reaches.
func multinomial(f *frame, a []operand) operand {
	x, _, e := f.numbersOf(a)
	if e.failed() {
		return e
	}
	total, p := 0.0, 1.0
	for _, v := range x {
		v = math.Trunc(v)
		if v < 0 || v > 1e6 {
			return bad(cells.ErrNum, "the numbers lie between 0 and 1,000,000")
		}
		for i := 1.0; i <= v && !math.IsInf(p, 0); i++ {
			f.step(1)
			p = p * (total + i) / i
		}
		total += v
	}
	return num(math.Round(p))
}

func seriesSum(f *frame, a []operand) operand {
	c, _, e := f.numbersByRow(a[3:])
	if e.failed() {
		return e
	}
	x, n, m := a[0].Float(), a[1].Float(), a[2].Float()
	f.step(5 * len(c))
	s := 0.0
	for i, k := range c {
		s += float64(k * math.Pow(x, n+float64(float64(i)*m)))
	}
	return num(s)
}
