package formula

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"freshet/cells"
)

// tailFunctions are what one looks up in tables of distributions: their right tails and inverses, and the discrete ones.
func tailFunctions() []*function {
	freedom := func(at ...int) func(p []float64) bool {
		return func(p []float64) bool {
			for _, i := range at {
				if !freedomOK(p[i:]) {
					return false
				}
			}
			return true
		}
	}
	also := func(tests ...func(p []float64) bool) func(p []float64) bool {
		return func(p []float64) bool {
			for _, test := range tests {
				if !test(p) {
					return false
				}
			}
			return true
		}
	}
	chance := func(p []float64) bool { return probable(p[0]) }
	notNegative := func(p []float64) bool { return p[0] >= 0 }
	always := func([]float64) bool { return true }
	return []*function{
		declare("T.DIST.RT(x:n, freedom:n)", Statistics, "number", "Student's t distribution, right tail.", ofLaw(lawSteps, freedom(1), func(p []float64) float64 { return studentTail(p[0], math.Floor(p[1])) }), eg("=ROUND(T.DIST.RT(1.959999998,60),6)", "0.027322")),
		declare("TDIST(x:n, freedom:n, tails:n)", Statistics, "number", "Student's t distribution, one right tail or both; the older form of T.DIST.RT and T.DIST.2T.", ofLaw(lawSteps, also(freedom(1), notNegative, func(p []float64) bool { return math.Trunc(p[2]) == 1 || math.Trunc(p[2]) == 2 }), func(p []float64) float64 {
			return math.Trunc(p[2]) * studentTail(p[0], math.Floor(p[1]))
		}), eg("=ROUND(TDIST(1.959999998,60,2),6)", "0.054645"), eg("=TDIST(1,60,3)", "#NUM!")),
		declare("T.INV.2T(probability:n, freedom:n)", Statistics, "number", "The number that Student's t distribution exceeds, in either direction, with a probability.", ofLaw(2*inverseSteps, also(freedom(1), func(p []float64) bool { return p[0] > 0 && p[0] <= 1 }), func(p []float64) float64 {
			if p[0] == 1 {
				return 0
			}
			return -student(p[1:]).Quantile(p[0] / 2)
		}), alias("TINV"), eg("=ROUND(T.INV.2T(0.546449,60),6)", "0.606533")),
		declare("CHISQ.DIST.RT(x:n, freedom:n)", Statistics, "number", "The chi-squared distribution, right tail.", ofLaw(lawSteps, also(freedom(1), notNegative), func(p []float64) float64 { return chiTail(p[0], p[1]) }), alias("CHIDIST"), eg("=ROUND(CHISQ.DIST.RT(18.307,10),6)", "0.050001")),
		declare("CHISQ.INV.RT(probability:n, freedom:n)", Statistics, "number", "The number above which the chi-squared distribution has a probability.", ofLaw(inverseSteps, also(freedom(1), chance), func(p []float64) float64 {
			return 2 * gammaQuantile(math.Floor(p[1])/2, 1-p[0], p[0])
		}), alias("CHIINV"), eg("=ROUND(CHISQ.INV.RT(0.050001,10),6)", "18.306973")),
		declare("F.DIST.RT(x:n, freedom1:n, freedom2:n)", Statistics, "number", "The F distribution, right tail.", ofLaw(lawSteps, also(freedom(1, 2), notNegative), func(p []float64) float64 { return fTail(p[0], p[1], p[2]) }), alias("FDIST"), eg("=ROUND(F.DIST.RT(15.2069,6,4),6)", "0.01")),
		declare("F.INV(probability:n, freedom1:n, freedom2:n)", Statistics, "number", "The number below which the F distribution has a probability.", ofLaw(inverseSteps, also(freedom(1, 2), chance), func(p []float64) float64 { return 1 / fInverse(p[0], p[2], p[1]) }), eg("=ROUND(F.INV(0.01,6,4),5)", "0.10931")),
		declare("F.INV.RT(probability:n, freedom1:n, freedom2:n)", Statistics, "number", "The number above which the F distribution has a probability.", ofLaw(inverseSteps, also(freedom(1, 2), chance), func(p []float64) float64 { return fInverse(p[0], p[1], p[2]) }), alias("FINV"), eg("=ROUND(F.INV.RT(0.01,6,4),5)", "15.20686")),
		declare("GAMMA(number:n)", Statistics, "number", "The gamma function: for whole numbers, the factorial of the one before.", ofLaw(4, func(p []float64) bool { return p[0] > 0 || p[0] != math.Trunc(p[0]) }, func(p []float64) float64 { return math.Gamma(p[0]) }), eg("=GAMMA(5)", "24"), eg("=GAMMA(0)", "#NUM!")),
		declare("GAMMA.INV(probability:n, alpha:n, beta:n)", Statistics, "number", "The number below which the gamma distribution has a probability.", ofLaw(inverseSteps, func(p []float64) bool { return p[0] >= 0 && p[0] < 1 && p[1] > 0 && p[1] < 1e9 && p[2] > 0 }, func(p []float64) float64 {
			return p[2] * gammaQuantile(p[1], p[0], 1-p[0])
		}), alias("GAMMAINV"), eg("=ROUND(GAMMA.INV(0.068094,9,2),3)", "10")),
		declare("LOGNORM.INV(probability:n, mean:n, stdev:n)", Statistics, "number", "The number below which the lognormal distribution has a probability.", ofLaw(lawSteps, also(chance, func(p []float64) bool { return scaleOK(p[1:]) }), func(p []float64) float64 {
			return math.Exp(normal(p[1:]).Quantile(p[0]))
		}), alias("LOGINV"), eg("=ROUND(LOGNORM.INV(0.039084,3.5,1.2),4)", "4")),
		declare("LOGNORMDIST(x:n, mean:n, stdev:n)", Statistics, "number", "The lognormal distribution; the older form of LOGNORM.DIST.", ofLaw(lawSteps, func(p []float64) bool { return p[0] > 0 && scaleOK(p[1:]) }, func(p []float64) float64 { return logNormal(p[1:]).CDF(p[0]) }), eg("=ROUND(LOGNORMDIST(4,3.5,1.2),6)", "0.039084")),
		declare("NORMSDIST(z:n)", Statistics, "number", "The standard normal distribution; the older form of NORM.S.DIST.", ofLaw(lawSteps, always, func(p []float64) float64 { return distuv.UnitNormal.CDF(p[0]) }), eg("=ROUND(NORMSDIST(1.333333),6)", "0.908789")),
		declare("PHI(z:n)", Statistics, "number", "The density of the standard normal distribution.", ofLaw(4, always, func(p []float64) float64 { return distuv.UnitNormal.Prob(p[0]) }), eg("=ROUND(PHI(0.75),6)", "0.301137")),
		declare("GAUSS(z:n)", Statistics, "number", "The probability that the standard normal distribution lies between 0 and z.", ofLaw(4, always, func(p []float64) float64 { return math.Erf(p[0]/math.Sqrt2) / 2 }), eg("=ROUND(GAUSS(2),6)", "0.47725")),
		declare("FISHERINV(y:n)", Statistics, "number", "The inverse of the Fisher transformation.", onNumber(math.Tanh), eg("=ROUND(FISHERINV(0.972955),6)", "0.75")),
		declare("CONFIDENCE.T(alpha:n, stdev:n, size:n)", Statistics, "number", "Half the width of the confidence interval of a mean, by Student's t distribution.", func(f *frame, a []operand) operand {
			f.step(5 * inverseSteps)
			alpha, sd, n := a[0].Float(), a[1].Float(), math.Floor(a[2].Float())
			switch {
			case !probable(alpha) || sd <= 0 || n < 1 || n > 1e10:
				return numErr("alpha lies between 0 and 1; the standard deviation and the size are positive")
			case n == 1:
				return argument(cells.ErrDiv0, 3, "one value has no spread")
			}
			return num(-student([]float64{n - 1}).Quantile(alpha/2) * sd / math.Sqrt(n))
		}, eg("=ROUND(CONFIDENCE.T(0.05,1,50),6)", "0.284197"), eg("=CONFIDENCE.T(0.05,1,1)", "#DIV/0!")),
		declare("BETA.DIST(x:n, alpha:n, beta:n, cumulative:b, [low:n], [high:n])", Statistics, "number", "The beta distribution.", func(f *frame, a []operand) operand {
			return betaDist(f, []operand{a[0], a[1], a[2], num(optNum(a, 4, 0)), num(optNum(a, 5, 1))}, a[3].Truth())
		}, eg("=ROUND(BETA.DIST(2,8,10,TRUE,1,3),6)", "0.685471"), eg("=ROUND(BETA.DIST(2,8,10,FALSE,1,3),6)", "1.483765")),
		declare("BETADIST(x:n, alpha:n, beta:n, [low:n], [high:n])", Statistics, "number", "The beta distribution up to x; the older form of BETA.DIST.", func(f *frame, a []operand) operand {
			return betaDist(f, []operand{a[0], a[1], a[2], num(optNum(a, 3, 0)), num(optNum(a, 4, 1))}, true)
		}, eg("=ROUND(BETADIST(2,8,10,1,3),6)", "0.685471")),
		declare("BETA.INV(probability:n, alpha:n, beta:n, [low:n], [high:n])", Statistics, "number", "The number below which the beta distribution has a probability.", func(f *frame, a []operand) operand {
			f.step(inverseSteps)
			low := optNum(a, 3, 0)
			alpha, beta, _, width, ok := betaWithin([]float64{0, a[1].Float(), a[2].Float(), low, optNum(a, 4, 1)})
			if !ok || !probable(a[0].Float()) {
				return numErr("the probability must lie between 0 and 1, and the parameters must be right")
			}
			return num(low + float64(width*mathext.InvRegIncBeta(alpha, beta, a[0].Float())))
		}, alias("BETAINV"), eg("=ROUND(BETA.INV(0.685470581,8,10,1,3),6)", "2")),
	}
}

func betaDist(f *frame, a []operand, cumulative bool) operand {
	f.step(lawSteps)
	alpha, beta, x, width, ok := betaWithin([]float64{a[0].Float(), a[1].Float(), a[2].Float(), a[3].Float(), a[4].Float()})
	switch {
	case !ok || x < 0 || x > 1:
		return numErr("x lies between the bounds, and alpha and beta are positive")
	case cumulative:
		return num(mathext.RegIncBeta(alpha, beta, x))
	}
	return num(betaDensity(x, alpha, beta) / width)
}
