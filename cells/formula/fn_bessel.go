package formula

import (
	"math"

	"freshet/cells"
)

func besselFunctions() []*function {
	return []*function{
		declare("BESSELJ(x:n, order:n)", Engineers, "number", "The Bessel function of the first kind.", bessel(false, func(f *frame, x float64, n int) float64 { return math.Jn(n, x) }), eg("=ROUND(BESSELJ(1.9,2),6)", "0.329926")),
		declare("BESSELY(x:n, order:n)", Engineers, "number", "The Bessel function of the second kind.", bessel(true, func(f *frame, x float64, n int) float64 { return math.Yn(n, x) }), eg("=ROUND(BESSELY(2.5,1),6)", "0.145918"), eg("=BESSELY(0,1)", "#NUM!")),
		declare("BESSELI(x:n, order:n)", Engineers, "number", "The modified Bessel function of the first kind.", bessel(false, besselI), eg("=ROUND(BESSELI(1.5,1),6)", "0.981666")),
		declare("BESSELK(x:n, order:n)", Engineers, "number", "The modified Bessel function of the second kind.", bessel(true, besselK), eg("=ROUND(BESSELK(1.5,1),6)", "0.277388")),
	}
}

// maxOrder bounds what the recurrences of Bessel functions take.
const maxOrder = 1000

func bessel(positive bool, fn func(f *frame, x float64, n int) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		x, n := a[0].Float(), math.Trunc(a[1].Float())
		switch {
		case n < 0 || n > maxOrder:
			return argument(cells.ErrNum, 2, "the order lies between 0 and 1,000")
		case positive && x <= 0:
			return argument(cells.ErrNum, 1, "the number must be greater than 0")
		}
		f.step(40 + 4*int(n))
		return num(fn(f, x, int(n)))
	}
}

// besselI adds up the power series, all of whose terms have one sign.
func besselI(f *frame, x float64, n int) float64 {
	if math.Abs(x) > 720 {
		return math.Inf(1)
	}
	half := x / 2
	log, _ := math.Lgamma(float64(n) + 1)
	term := math.Exp(float64(float64(n)*math.Log(math.Abs(half))) - log)
	switch {
	case x == 0:
		return float64(b2i(n == 0))
	case x < 0 && n%2 == 1:
		term = -term
	}
	s := term
	for k := 1.0; math.Abs(term) > math.Abs(s)*1e-17; k++ {
		f.step(1)
		term = term * (half * half) / (k * (k + float64(n)))
		s += term
	}
	return s
}

// besselK is the integral of exp(-x·cosh t)·cosh(n·t) from 0, of which the trapezoidal rule gives all digits: the integrand and all its
// derivatives vanish at infinity (Abramowitz and Stegun 9.6.24).
func besselK(f *frame, x float64, n int) float64 {
	const h = 1.0 / 16
	s := math.Exp(-x) / 2
	for t := h; ; t += h {
		f.step(3)
		e := float64(float64(n)*t) - float64(x*math.Cosh(t))
		v := math.Exp(e) * (1 + math.Exp(-2*float64(float64(n)*t))) / 2
		s += v
		if float64(x*math.Sinh(t)) > float64(n) && v <= s*1e-17 {
			return s * h
		}
	}
}
