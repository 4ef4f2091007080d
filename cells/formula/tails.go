package formula

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// The prices in steps of a distribution and of its inverse, which is found by trying.
const (
	lawSteps     = 40
	inverseSteps = 200
)

// ofLaw makes a function of numbers that is defined where valid says so.
func ofLaw(steps int, valid func(p []float64) bool, of func(p []float64) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		f.step(steps)
		p := make([]float64, len(a))
		for i := range p {
			if has(a, i) {
				p[i] = a[i].Float()
			}
		}
		if !valid(p) {
			return numErr("the number lies outside what the distribution is meant for, or its parameters are not right")
		}
		return num(of(p))
	}
}

func probable(p float64) bool { return p > 0 && p < 1 }

// chiTail is the probability above x.
func chiTail(x, freedom float64) float64 {
	return mathext.GammaIncRegComp(math.Floor(freedom)/2, x/2)
}

// fTail is the probability above x.
func fTail(x, d1, d2 float64) float64 {
	d1, d2 = math.Floor(d1), math.Floor(d2)
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+float64(d1*x)))
}

// fInverse is the number above which F has a probability.
func fInverse(p, d1, d2 float64) float64 {
	d1, d2 = math.Floor(d1), math.Floor(d2)
	y := mathext.InvRegIncBeta(d2/2, d1/2, p)
	return d2 * (1 - y) / (d1 * y)
}

// studentTail is the probability above t; the degrees of freedom need not be whole.
func studentTail(t, freedom float64) float64 {
	half := mathext.RegIncBeta(freedom/2, 0.5, freedom/(freedom+float64(t*t))) / 2
	if t < 0 {
		return 1 - half
	}
	return half
}

// logChoose is the natural logarithm of the binomial coefficient.
func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}

// binomial is the binomial coefficient, exact while it is small.
func binomial(n, k float64) float64 {
	k = math.Min(k, n-k)
	if k > 60 {
		return math.Exp(logChoose(n, k))
	}
	p := 1.0
	for i := 1.0; i <= k; i++ {
		p = p * (n - k + i) / i
	}
	return p
}

// binomialMass is the probability of just k successes.
func binomialMass(k, n, p float64) float64 {
	switch {
	case p == 0:
		return float64(b2i(k == 0))
	case p == 1:
		return float64(b2i(k == n))
	}
	if n < 60 {
		return binomial(n, k) * math.Pow(p, k) * math.Pow(1-p, n-k)
	}
	return math.Exp(logChoose(n, k) + float64(k*math.Log(p)) + float64((n-k)*math.Log1p(-p)))
}

// binomialBelow is the probability of at most k successes.
func binomialBelow(k, n, p float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n || p == 0:
		return 1
	case p == 1:
		return 0
	}
	return mathext.RegIncBeta(n-k, k+1, 1-p)
}

func hypergeometricMass(k, drawn, marked, all float64) float64 {
	if k < math.Max(0, drawn+marked-all) || k > math.Min(drawn, marked) {
		return 0
	}
	if all < 1000 {
		return binomial(marked, k) * binomial(all-marked, drawn-k) / binomial(all, drawn)
	}
	return math.Exp(logChoose(marked, k) + logChoose(all-marked, drawn-k) - logChoose(all, drawn))
}

func betaWithin(p []float64) (alpha, beta, x, width float64, ok bool) {
	low, high := p[len(p)-2], p[len(p)-1]
	if high == 0 && low == 0 {
		high = 1
	}
	width = high - low
	return p[1], p[2], (p[0] - low) / width, width, width > 0 && p[1] > 0 && p[2] > 0 && p[1] < 1e9 && p[2] < 1e9
}

// betaDensity is the density of the beta distribution between 0 and 1.
func betaDensity(x, alpha, beta float64) float64 {
	switch {
	case x == 0 && alpha == 1:
		return beta
	case x == 1 && beta == 1:
		return alpha
	}
	return math.Exp(float64((alpha-1)*math.Log(x)) + float64((beta-1)*math.Log1p(-x)) - mathext.Lbeta(alpha, beta))
}
