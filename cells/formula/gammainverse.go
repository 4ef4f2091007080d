package formula

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// gammaQuantile finds where the regularised incomplete gamma function of a is p, and its complement is q = 1-p, by Halley's steps from a start that is
// good in the middle (Wilson and Hilferty) or near 0 (the first term of the series); after Numerical Recipes, section 6.2.1. It is measured in
// the smaller of p and q, so that both tails keep their digits.
func gammaQuantile(a, p, q float64) float64 {
	if p <= 0 {
		return 0
	}
	lgamma, _ := math.Lgamma(a)
	x := math.Exp((math.Log(p) + math.Log(a) + lgamma) / a)
	if x > 0.2*(a+1) {
		z := math.Sqrt(-2 * math.Log(math.Min(p, q)))
		z -= (2.30753 + float64(z*0.27061)) / (1 + float64(z*(0.99229+float64(z*0.04481))))
		if p < 0.5 {
			z = -z
		}
		root := 1 - 1/(9*a) + z/(3*math.Sqrt(a))
		x = math.Max(float64(a*root*root*root), 1e-3)
		if a < 1 && q < 0.5 {
			x = math.Max(x, -math.Log(q))
		}
	}
	for range 60 {
		if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
			return x
		}
		miss := 0.0
		if p <= q {
			miss = mathext.GammaIncReg(a, x) - p
		} else {
			miss = q - mathext.GammaIncRegComp(a, x)
		}
		slope := math.Exp(float64((a-1)*math.Log(x)) - x - lgamma)
		if slope == 0 {
			return x
		}
		newton := miss / slope
		step := newton / (1 - 0.5*math.Max(-1, math.Min(1, float64(newton*((a-1)/x-1)))))
		next := x - step
		if next <= 0 {
			next = x / 2
		}
		if math.Abs(next-x) <= 1e-15*x {
			return next
		}
		x = next
	}
	return x
}
