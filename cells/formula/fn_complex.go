package formula

import (
	"math"
	"math/cmplx"

	"freshet/cells"
)

// writeSteps is the price of writing a complex number, and of a function before it.
const writeSteps = 40

// ofComplex makes a function of one complex number that gives one.
func ofComplex(fn func(z complex128) complex128) eagerFunc {
	return func(f *frame, a []operand) operand {
		c, e := f.complexOf(a[0], 1)
		if e.failed() {
			return e
		}
		f.step(writeSteps)
		c.z = fn(c.z)
		return c.text(f.locale)
	}
}

// fromComplex makes a function of one complex number that gives a real one.
func fromComplex(fn func(z complex128) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		c, e := f.complexOf(a[0], 1)
		if e.failed() {
			return e
		}
		return num(fn(c.z))
	}
}

// ofTwoComplex makes a function of two complex numbers.
func ofTwoComplex(fn func(x, y complex128) complex128) eagerFunc {
	return func(f *frame, a []operand) operand {
		x, e := f.complexOf(a[0], 1)
		if e.failed() {
			return e
		}
		y, e := f.complexOf(a[1], 2)
		if e.failed() {
			return e
		}
		suffix, ok := x.join(y)
		if !ok {
			return mixedSuffixes()
		}
		f.step(writeSteps)
		return complexNumber{fn(x.z, y.z), suffix}.text(f.locale)
	}
}

func mixedSuffixes() operand {
	return bad(cells.ErrValue, "one number is written with i, the other with j")
}

// foldComplex makes a function of any number of complex numbers.
func foldComplex(start complex128, fn func(x, y complex128) complex128) eagerFunc {
	return func(f *frame, a []operand) operand {
		sum := complexNumber{z: start}
		var failed operand
		f.each(a, func(v cells.Value, _ bool) bool {
			if v.IsBlank() {
				return true
			}
			t := ToText(v, f.locale)
			if t.Kind() == cells.Failed {
				failed = val(t)
				return false
			}
			c, e := f.complexOf(val(t), 0)
			if e.failed() {
				failed = e
				return false
			}
			suffix, ok := sum.join(c)
			if !ok {
				failed = mixedSuffixes()
				return false
			}
			sum = complexNumber{fn(sum.z, c.z), suffix}
			return true
		})
		if failed.failed() {
			return failed
		}
		return sum.text(f.locale)
	}
}

func complexFunctions() []*function {
	reciprocalOf := func(fn func(complex128) complex128) eagerFunc {
		return ofComplex(func(z complex128) complex128 { return 1 / fn(z) })
	}
	unary := func(name, what string, run eagerFunc, formula, result string) *function {
		return declare(name+"(inumber:t)", Engineers, "text", what+" of a complex number.", run, eg(formula, result))
	}
	return []*function{
		declare("COMPLEX(real:n, imaginary:n, [suffix:t])", Engineers, "text", "A complex number, written x+yi.", func(f *frame, a []operand) operand {
			suffix := optText(a, 2, "i")
			if suffix != "i" && suffix != "j" {
				return argument(cells.ErrValue, 3, "the suffix is i or j, in lower case")
			}
			f.step(writeSteps)
			return complexNumber{complex(a[0].Float(), a[1].Float()), suffix[0]}.text(f.locale)
		}, eg("=COMPLEX(3,4)", "3+4i"), eg("=COMPLEX(0,1,\"j\")", "j")),
		declare("IMREAL(inumber:t)", Engineers, "number", "The real part of a complex number.", fromComplex(func(z complex128) float64 { return real(z) }), eg("=IMREAL(\"6-9i\")", "6")),
		declare("IMAGINARY(inumber:t)", Engineers, "number", "The imaginary part of a complex number.", fromComplex(func(z complex128) float64 { return imag(z) }), eg("=IMAGINARY(\"3+4i\")", "4"), eg("=IMAGINARY(\"0-j\")", "-1")),
		declare("IMABS(inumber:t)", Engineers, "number", "How far a complex number is from 0.", fromComplex(cmplx.Abs), eg("=IMABS(\"5+12i\")", "13")),
		declare("IMARGUMENT(inumber:t)", Engineers, "number", "The angle of a complex number in radians.", func(f *frame, a []operand) operand {
			c, e := f.complexOf(a[0], 1)
			switch {
			case e.failed():
				return e
			case c.z == 0:
				return argument(cells.ErrDiv0, 1, "0 has no angle")
			}
			return num(cmplx.Phase(c.z))
		}, eg("=ROUND(IMARGUMENT(\"3+4i\"),6)", "0.927295"), eg("=IMARGUMENT(0)", "#DIV/0!")),
		unary("IMCONJUGATE", "The conjugate", ofComplex(cmplx.Conj), "=IMCONJUGATE(\"3+4i\")", "3-4i"),
		unary("IMSQRT", "The square root", ofComplex(cmplx.Sqrt), "=IMSQRT(\"3+4i\")", "2+i"),
		unary("IMEXP", "The exponential", ofComplex(cmplx.Exp), "=IMEXP(\"1+i\")", "1.46869393991589+2.28735528717884i"),
		unary("IMLN", "The natural logarithm", ofComplex(cmplx.Log), "=IMLN(\"3+4i\")", "1.6094379124341+0.927295218001612i"),
		unary("IMLOG10", "The logarithm to base 10", ofComplex(cmplx.Log10), "=IMLOG10(10)", "1"),
		unary("IMLOG2", "The logarithm to base 2", ofComplex(func(z complex128) complex128 { return cmplx.Log(z) / complex(math.Ln2, 0) }), "=IMLOG2(8)", "3"),
		unary("IMSIN", "The sine", ofComplex(cmplx.Sin), "=IMSIN(0)", "0"),
		unary("IMCOS", "The cosine", ofComplex(cmplx.Cos), "=IMCOS(\"1+i\")", "0.833730025131149-0.988897705762865i"),
		unary("IMTAN", "The tangent", ofComplex(cmplx.Tan), "=IMTAN(0)", "0"),
		unary("IMSEC", "The secant", reciprocalOf(cmplx.Cos), "=IMSEC(0)", "1"),
		unary("IMCSC", "The cosecant", reciprocalOf(cmplx.Sin), "=IMCSC(0)", "#NUM!"),
		unary("IMCOT", "The cotangent", reciprocalOf(cmplx.Tan), "=IMCOT(0)", "#NUM!"),
		unary("IMSINH", "The hyperbolic sine", ofComplex(cmplx.Sinh), "=IMSINH(0)", "0"),
		unary("IMCOSH", "The hyperbolic cosine", ofComplex(cmplx.Cosh), "=IMCOSH(0)", "1"),
		unary("IMSECH", "The hyperbolic secant", reciprocalOf(cmplx.Cosh), "=IMSECH(0)", "1"),
		unary("IMCSCH", "The hyperbolic cosecant", reciprocalOf(cmplx.Sinh), "=IMCSCH(0)", "#NUM!"),
		unary("IMTANH", "The hyperbolic tangent", ofComplex(cmplx.Tanh), "=IMTANH(0)", "0"),
		unary("IMCOTH", "The hyperbolic cotangent", reciprocalOf(cmplx.Tanh), "=IMCOTH(0)", "#NUM!"),
		declare("IMLOG(inumber:t, base:n)", Engineers, "text", "The logarithm of a complex number to a base.", func(f *frame, a []operand) operand {
			c, e := f.complexOf(a[0], 1)
			base := a[1].Float()
			switch {
			case e.failed():
				return e
			case base <= 0 || base == 1:
				return argument(cells.ErrNum, 2, "the base is positive, and not 1")
			}
			f.step(writeSteps)
			c.z = cmplx.Log(c.z) / complex(math.Log(base), 0)
			return c.text(f.locale)
		}, eg("=IMLOG(100,10)", "2"), eg("=IMLOG(1,1)", "#NUM!")),
		declare("IMSUM(inumber:r…)", Engineers, "text", "The sum of complex numbers.", foldComplex(0, func(x, y complex128) complex128 { return x + y }), eg("=IMSUM(\"3+4i\",\"5-3i\")", "8+i"), eg("=IMSUM(\"i\",\"j\")", "#VALUE!")),
		declare("IMPRODUCT(inumber:r…)", Engineers, "text", "The product of complex numbers.", foldComplex(1, func(x, y complex128) complex128 { return x * y }), eg("=IMPRODUCT(\"3+4i\",\"5-3i\")", "27+11i")),
		declare("IMSUB(first:t, second:t)", Engineers, "text", "The difference of two complex numbers.", ofTwoComplex(func(x, y complex128) complex128 { return x - y }), eg("=IMSUB(\"13+4i\",\"5+3i\")", "8+i")),
		declare("IMDIV(first:t, second:t)", Engineers, "text", "The quotient of two complex numbers.", ofTwoComplex(func(x, y complex128) complex128 { return x / y }), eg("=IMDIV(\"-238+240i\",\"10+24i\")", "5+12i"), eg("=IMDIV(1,0)", "#NUM!")),
		declare("IMPOWER(inumber:t, power:n)", Engineers, "text", "A complex number to a power.", complexPower, eg("=IMPOWER(\"2+3i\",3)", "-46+9i")),
	}
}

// complexPower multiplies for small whole powers, so that whole numbers stay whole.
func complexPower(f *frame, a []operand) operand {
	c, e := f.complexOf(a[0], 1)
	if e.failed() {
		return e
	}
	n := a[1].Float()
	f.step(writeSteps)
	switch {
	case c.z == 0 && n <= 0:
		return bad(cells.ErrNum, "0 has no such power")
	case n == math.Trunc(n) && math.Abs(n) <= 32:
		z := complex128(1)
		for range int(math.Abs(n)) {
			z *= c.z
		}
		if n < 0 {
			z = 1 / z
		}
		c.z = z
	default:
		c.z = cmplx.Pow(c.z, complex(n, 0))
	}
	return c.text(f.locale)
}
