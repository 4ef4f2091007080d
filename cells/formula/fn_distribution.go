package formula

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"freshet/cells"
)

// law is a distribution of gonum.
type law interface {
	CDF(x float64) float64
	Prob(x float64) float64
}

func numErr(text string) operand { return bad(cells.ErrNum, text) }

// support says for which x a distribution is meant: all numbers, those from 0, or the whole ones from 0.
type support int

const (
	everywhere support = iota
	fromZero
	counts
)

// density makes NAME.DIST(x, parameters…, cumulative).
func density(params int, valid func(p []float64) bool, of func(p []float64) law, where support) eagerFunc {
	return func(_ *frame, a []operand) operand {
		p := make([]float64, params)
		for i := range p {
			p[i] = a[1+i].Float()
		}
		x := a[0].Float()
		if !valid(p) || where != everywhere && x < 0 {
			return numErr("the parameters of the distribution are not right")
		}
		if where == counts {
			x = math.Floor(x)
		}
		if a[1+params].Truth() {
			return num(of(p).CDF(x))
		}
		return num(of(p).Prob(x))
	}
}

// atMostTrials refuses more successes than trials.
func atMostTrials(fn eagerFunc) eagerFunc {
	return func(f *frame, a []operand) operand {
		if math.Floor(a[0].Float()) > math.Floor(a[1].Float()) {
			return argument(cells.ErrNum, 1, "there are not as many trials")
		}
		return fn(f, a)
	}
}

type quantiler interface{ Quantile(p float64) float64 }

// inverse makes NAME.INV(probability, parameters…).
func inverse(params int, valid func(p []float64) bool, of func(p []float64) quantiler) eagerFunc {
	return func(f *frame, a []operand) operand {
		if params == 1 {
			f.step(300) // those with degrees of freedom are found by trying
		}
		p := make([]float64, params)
		for i := range p {
			p[i] = a[1+i].Float()
		}
		if q := a[0].Float(); !valid(p) || q <= 0 || q >= 1 {
			return numErr("the probability must lie between 0 and 1, and the parameters must be right")
		}
		return num(of(p).Quantile(a[0].Float()))
	}
}

func scaleOK(p []float64) bool { return p[1] > 0 && p[1] < 1e150 && math.Abs(p[0]) < 1e150 }

func freedomOK(p []float64) bool { return p[0] >= 1 && p[0] <= 1e10 }

func normal(p []float64) distuv.Normal { return distuv.Normal{Mu: p[0], Sigma: p[1]} }

func logNormal(p []float64) distuv.LogNormal { return distuv.LogNormal{Mu: p[0], Sigma: p[1]} }

func student(p []float64) distuv.StudentsT {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: math.Floor(p[0])}
}

func chi(p []float64) chiSquared { return chiSquared{distuv.ChiSquared{K: math.Floor(p[0])}} }

// chiSquared is gonum's but for its quantiles, which fail near 0.
type chiSquared struct{ distuv.ChiSquared }

func (c chiSquared) Quantile(p float64) float64 { return 2 * gammaQuantile(c.K/2, p, 1-p) }

// Prob is the density; at 0 it is its limit.
func (c chiSquared) Prob(x float64) float64 {
	if x == 0 {
		return atNought(c.K, 0.5)
	}
	return c.ChiSquared.Prob(x)
}

// atNought is the limit at 0 of a density that goes like a power of x which vanishes for two degrees of freedom.
func atNought(freedom, ofTwo float64) float64 {
	switch {
	case freedom < 2:
		return math.Inf(1)
	case freedom == 2:
		return ofTwo
	}
	return 0
}

// fRatio is gonum's F distribution but for its density at 0.
type fRatio struct{ distuv.F }

// Prob is the density; at 0 it is its limit.
func (d fRatio) Prob(x float64) float64 {
	if x == 0 {
		return atNought(d.D1, 1)
	}
	return d.F.Prob(x)
}

// poisson is gonum's but for a mean of 0.
type poisson struct{ distuv.Poisson }

// CDF is the probability of at most x.
func (d poisson) CDF(x float64) float64 {
	if d.Lambda == 0 {
		return 1
	}
	return d.Poisson.CDF(x)
}

// Prob is the probability of x.
func (d poisson) Prob(x float64) float64 {
	if d.Lambda == 0 {
		return float64(b2i(x == 0))
	}
	return d.Poisson.Prob(x)
}

// successes is the binomial distribution, gonum's but for what is certain.
type successes struct{ distuv.Binomial }

// Prob is the probability of x.
func (d successes) Prob(x float64) float64 {
	switch d.P {
	case 0:
		return float64(b2i(x == 0))
	case 1:
		return float64(b2i(x == d.N))
	}
	return d.Binomial.Prob(x)
}

func distributionFunctions() []*function {
	return []*function{
		declare("NORM.DIST(x:n, mean:n, stdev:n, cumulative:b)", Statistics, "number", "The normal distribution.", density(2, scaleOK, func(p []float64) law { return normal(p) }, everywhere), alias("NORMDIST"), eg("=ROUND(NORM.DIST(42,40,1.5,TRUE),7)", "0.9087888"), eg("=ROUND(NORM.DIST(42,40,1.5,FALSE),6)", "0.10934")),
		declare("NORM.INV(probability:n, mean:n, stdev:n)", Statistics, "number", "The number below which a normal distribution has a probability.", inverse(2, scaleOK, func(p []float64) quantiler { return normal(p) }), alias("NORMINV"), eg("=ROUND(NORM.INV(0.908789,40,1.5),4)", "42"), eg("=NORM.INV(1,0,1)", "#NUM!")),
		declare("NORM.S.DIST(z:n, cumulative:b)", Statistics, "number", "The standard normal distribution.", func(f *frame, a []operand) operand {
			p := distuv.UnitNormal
			if a[1].Truth() {
				return num(p.CDF(a[0].Float()))
			}
			return num(p.Prob(a[0].Float()))
		}, eg("=ROUND(NORM.S.DIST(1.333333,TRUE),6)", "0.908789")),
		declare("NORM.S.INV(probability:n)", Statistics, "number", "The number below which the standard normal distribution has a probability.", inverse(0, func([]float64) bool { return true }, func([]float64) quantiler { return distuv.UnitNormal }), alias("NORMSINV"), eg("=ROUND(NORM.S.INV(0.908789),4)", "1.3333")),
		declare("LOGNORM.DIST(x:n, mean:n, stdev:n, cumulative:b)", Statistics, "number", "The lognormal distribution.", func(f *frame, a []operand) operand {
			if a[0].Float() <= 0 {
				return argument(cells.ErrNum, 1, "the number must be greater than 0")
			}
			return density(2, scaleOK, func(p []float64) law { return logNormal(p) }, fromZero)(f, a)
		}, eg("=ROUND(LOGNORM.DIST(4,3.5,1.2,TRUE),7)", "0.0390836")),
		declare("T.DIST(x:n, freedom:n, cumulative:b)", Statistics, "number", "Student's t distribution, left tail.", density(1, freedomOK, func(p []float64) law { return student(p) }, everywhere), eg("=ROUND(T.DIST(60,1,TRUE),6)", "0.994695"), eg("=ROUND(T.DIST(8,3,FALSE),6)", "0.000737")),
		declare("T.DIST.2T(x:n, freedom:n)", Statistics, "number", "Student's t distribution, both tails.", func(_ *frame, a []operand) operand {
			if a[0].Float() < 0 || !freedomOK([]float64{a[1].Float()}) {
				return numErr("x must not be negative, and there is at least one degree of freedom")
			}
			return num(2 * student([]float64{a[1].Float()}).CDF(-a[0].Float()))
		}, eg("=ROUND(T.DIST.2T(1.959999998,60),6)", "0.054645")),
		declare("T.INV(probability:n, freedom:n)", Statistics, "number", "The number below which Student's t distribution has a probability.", inverse(1, freedomOK, func(p []float64) quantiler { return student(p) }), eg("=ROUND(T.INV(0.75,2),6)", "0.816497")),
		declare("CHISQ.DIST(x:n, freedom:n, cumulative:b)", Statistics, "number", "The chi-squared distribution.", density(1, freedomOK, func(p []float64) law { return chi(p) }, fromZero), eg("=ROUND(CHISQ.DIST(0.5,1,TRUE),6)", "0.5205")),
		declare("CHISQ.INV(probability:n, freedom:n)", Statistics, "number", "The number below which the chi-squared distribution has a probability.", inverse(1, freedomOK, func(p []float64) quantiler { return chi(p) }), eg("=ROUND(CHISQ.INV(0.93,1),6)", "3.28302")),
		declare("F.DIST(x:n, freedom1:n, freedom2:n, cumulative:b)", Statistics, "number", "The F distribution.", density(2, func(p []float64) bool { return freedomOK(p) && freedomOK(p[1:]) }, func(p []float64) law {
			return fRatio{distuv.F{D1: math.Floor(p[0]), D2: math.Floor(p[1])}}
		}, fromZero), eg("=ROUND(F.DIST(15.2069,6,4,TRUE),4)", "0.99")),
		declare("BINOM.DIST(successes:n, trials:n, probability:n, cumulative:b)", Statistics, "number", "The binomial distribution.", atMostTrials(density(2, func(p []float64) bool { return p[0] >= 0 && p[0] <= 1e9 && p[1] >= 0 && p[1] <= 1 }, func(p []float64) law {
			return successes{distuv.Binomial{N: math.Floor(p[0]), P: p[1]}}
		}, counts)), alias("BINOMDIST"), eg("=ROUND(BINOM.DIST(6,10,0.5,FALSE),7)", "0.2050781")),
		declare("POISSON.DIST(x:n, mean:n, cumulative:b)", Statistics, "number", "The Poisson distribution.", density(1, func(p []float64) bool { return p[0] >= 0 && p[0] < 1e9 }, func(p []float64) law { return poisson{distuv.Poisson{Lambda: p[0]}} }, counts), alias("POISSON"), eg("=ROUND(POISSON.DIST(2,5,TRUE),6)", "0.124652"), eg("=ROUND(POISSON.DIST(2,5,FALSE),6)", "0.084224")),
		declare("EXPON.DIST(x:n, lambda:n, cumulative:b)", Statistics, "number", "The exponential distribution.", density(1, func(p []float64) bool { return p[0] > 0 }, func(p []float64) law { return distuv.Exponential{Rate: p[0]} }, fromZero), alias("EXPONDIST"), eg("=ROUND(EXPON.DIST(0.2,10,TRUE),6)", "0.864665")),
		declare("WEIBULL.DIST(x:n, alpha:n, beta:n, cumulative:b)", Statistics, "number", "The Weibull distribution.", density(2, func(p []float64) bool { return p[0] > 0 && p[1] > 0 }, func(p []float64) law { return distuv.Weibull{K: p[0], Lambda: p[1]} }, fromZero), alias("WEIBULL"), eg("=ROUND(WEIBULL.DIST(105,20,100,TRUE),6)", "0.929581")),
		declare("GAMMA.DIST(x:n, alpha:n, beta:n, cumulative:b)", Statistics, "number", "The gamma distribution.", density(2, func(p []float64) bool { return p[0] > 0 && p[0] < 1e9 && p[1] > 0 }, func(p []float64) law {
			return distuv.Gamma{Alpha: p[0], Beta: 1 / p[1]}
		}, fromZero), alias("GAMMADIST"), eg("=ROUND(GAMMA.DIST(10.00001131,9,2,TRUE),6)", "0.068094")),
		declare("CONFIDENCE.NORM(alpha:n, stdev:n, size:n)", Statistics, "number", "Half the width of the confidence interval of a mean.", func(_ *frame, a []operand) operand {
			if alpha, sd, n := a[0].Float(), a[1].Float(), math.Floor(a[2].Float()); alpha > 0 && alpha < 1 && sd > 0 && n >= 1 {
				return num(-distuv.UnitNormal.Quantile(alpha/2) * sd / math.Sqrt(n))
			}
			return numErr("alpha lies between 0 and 1; the standard deviation and the size are positive")
		}, alias("CONFIDENCE"), eg("=ROUND(CONFIDENCE.NORM(0.05,2.5,50),6)", "0.692952")),
		declare("FISHER(x:n)", Statistics, "number", "The Fisher transformation.", func(_ *frame, a []operand) operand {
			if math.Abs(a[0].Float()) >= 1 {
				return argument(cells.ErrNum, 1, "the number must lie between -1 and 1")
			}
			return num(math.Atanh(a[0].Float()))
		}, eg("=ROUND(FISHER(0.75),6)", "0.972955")),
		declare("GAMMALN(x:n)", Statistics, "number", "The natural logarithm of the gamma function.", positive(func(x float64) float64 { y, _ := math.Lgamma(x); return y }), alias("GAMMALN.PRECISE"), eg("=ROUND(GAMMALN(4),6)", "1.791759")),
		declare("ERF(lower:n, [upper:n])", Engineers, "number", "The error function, from 0 or between two bounds.", func(_ *frame, a []operand) operand {
			if has(a, 1) {
				return num(math.Erf(a[1].Float()) - math.Erf(a[0].Float()))
			}
			return num(math.Erf(a[0].Float()))
		}, alias("ERF.PRECISE"), eg("=ROUND(ERF(0.745),6)", "0.707929")),
		declare("ERFC(x:n)", Engineers, "number", "What the error function lacks to 1.", onNumber(math.Erfc), alias("ERFC.PRECISE"), eg("=ROUND(ERFC(1),6)", "0.157299")),
	}
}
