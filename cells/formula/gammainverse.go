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
	if math.Min(p, q) < deepTail {
		return gammaTailQuantile(a, p, q)
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

// deepTail is below which probability a tail is measured by its logarithm.
const deepTail = 1e-5

// gammaTailQuantile is gammaQuantile far out, where Newton's steps on the logarithm of the tail lead there from anywhere, as that is concave in log x (on the left)
// and in x (on the right).
func gammaTailQuantile(a, p, q float64) float64 {
	left := p < q
	target := math.Log(math.Min(p, q))
	lgamma, _ := math.Lgamma(a)
	x := a
	if left {
		// The first term of the series is no less than all of it, so that this lies to the left, and the steps go to the right alone.
		x = math.Exp((target + math.Log(a) + lgamma) / a)
	}
	for range 200 {
		density := (a-1)*math.Log(x) - x - lgamma
		var next float64
		if left {
			tail := logGammaLeft(a, x, lgamma)
			next = x * math.Exp((target-tail)*math.Exp(tail-density)/x)
		} else {
			tail := logGammaRight(a, x, lgamma)
			next = math.Max(x/2, x-(target-tail)*math.Exp(tail-density))
		}
		if math.IsNaN(next) || next == 0 {
			return 0
		}
		near := math.Abs(next-x) <= 1e-13*x
		if x = next; near {
			break
		}
	}
	// The logarithm of a small probability has fewer digits than itself.
	miss := mathext.GammaIncReg(a, x) - p
	if !left {
		miss = q - mathext.GammaIncRegComp(a, x)
	}
	if step := miss / math.Exp(float64((a-1)*math.Log(x))-x-lgamma); math.Abs(step) < 1e-9*x {
		x -= step
	}
	return x
}

// leastTail is from where on a tail is worked out as a logarithm, before it is rounded to nothing.
const leastTail = 1e-280

// logGammaLeft is the logarithm of the regularised incomplete gamma function, by its series where it is small (Abramowitz and Stegun, 6.5.29).
func logGammaLeft(a, x, lgamma float64) float64 {
	if y := mathext.GammaIncReg(a, x); y > leastTail {
		return math.Log(y)
	}
	sum, term := 1.0, 1.0
	for n := 1.0; n < 1e5 && term > 1e-17*sum; n++ {
		term *= x / (a + n)
		sum += term
	}
	return float64(a*math.Log(x)) - x - lgamma - math.Log(a) + math.Log(sum)
}

// logGammaRight is the logarithm of its complement, by its continued fraction where that is small (6.5.31, evaluated after Lentz).
func logGammaRight(a, x, lgamma float64) float64 {
	if y := mathext.GammaIncRegComp(a, x); y > leastTail {
		return math.Log(y)
	}
	b := x + 1 - a
	c, d := 1e300, 1/b
	h := d
	for n := 1.0; n < 1e5; n++ {
		k := -n * (n - a)
		b += 2
		d = 1 / (float64(k*d) + b)
		c = b + k/c
		h *= d * c
		if math.Abs(d*c-1) < 1e-16 {
			break
		}
	}
	return float64(a*math.Log(x)) - x - lgamma + math.Log(h)
}
