package formula

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"freshet/cells"
)

// trialFunctions are the distributions of what is drawn and tried.
func trialFunctions() []*function {
	return []*function{
		declare("BINOM.DIST.RANGE(trials:n, probability:n, successes:n, [successes_to:n])", Statistics, "number", "The probability of a number of successes, or of any between two.", binomialRange, eg("=ROUND(BINOM.DIST.RANGE(60,0.75,48),6)", "0.083975"), eg("=ROUND(BINOM.DIST.RANGE(60,0.75,45,50),6)", "0.52363")),
		declare("BINOM.INV(trials:n, probability:n, alpha:n)", Statistics, "number", "The smallest number of successes that the binomial distribution does not exceed with a probability.", binomialInverse, alias("CRITBINOM"), eg("=BINOM.INV(6,0.5,0.75)", "4"), eg("=BINOM.INV(6,0.5,1)", "6")),
		declare("NEGBINOM.DIST(failures:n, successes:n, probability:n, cumulative:b)", Statistics, "number", "The probability of a number of failures before a number of successes.", negativeBinomial, eg("=ROUND(NEGBINOM.DIST(10,5,0.25,TRUE),6)", "0.313514"), eg("=ROUND(NEGBINOM.DIST(10,5,0.25,FALSE),6)", "0.055049")),
		declare("NEGBINOMDIST(failures:n, successes:n, probability:n)", Statistics, "number", "The probability of just a number of failures; the older form of NEGBINOM.DIST.", func(f *frame, a []operand) operand {
			return negativeBinomial(f, append(a[:3:3], truth(false)))
		}, eg("=ROUND(NEGBINOMDIST(10,5,0.25),6)", "0.055049")),
		declare("HYPGEOM.DIST(drawn_successes:n, drawn:n, successes:n, size:n, cumulative:b)", Statistics, "number", "The probability of a number of successes in a sample drawn without putting back.", hypergeometric, eg("=ROUND(HYPGEOM.DIST(1,4,8,20,TRUE),4)", "0.4654"), eg("=ROUND(HYPGEOM.DIST(1,4,8,20,FALSE),4)", "0.3633")),
		declare("HYPGEOMDIST(drawn_successes:n, drawn:n, successes:n, size:n)", Statistics, "number", "The probability of just a number of successes; the older form of HYPGEOM.DIST.", func(f *frame, a []operand) operand {
			return hypergeometric(f, append(a[:4:4], truth(false)))
		}, eg("=ROUND(HYPGEOMDIST(1,4,8,20),4)", "0.3633")),
		declare("PROB(values:a, probabilities:a, low:n, [high:n])", Statistics, "number", "The probability of a value, or of all between two bounds.", probabilityOf, eg("=PROB({0,1,2,3},{0.2,0.3,0.1,0.4},2)", "0.1"), eg("=PROB({0,1,2,3},{0.2,0.3,0.1,0.4},1,3)", "0.8"), eg("=PROB({0,1},{0.5,0.6},1)", "#NUM!")),
	}
}

func binomialRange(f *frame, a []operand) operand {
	n, p, from := math.Trunc(a[0].Float()), a[1].Float(), math.Trunc(a[2].Float())
	to := math.Trunc(optNum(a, 3, from))
	if n < 0 || n > 1e9 || p < 0 || p > 1 || from < 0 || from > n || to < from || to > n {
		return numErr("the probability lies between 0 and 1, and the successes between 0 and the trials")
	}
	if to-from > 1000 {
		f.step(2 * lawSteps)
		return num(binomialBelow(to, n, p) - binomialBelow(from-1, n, p))
	}
	s := 0.0
	for k := from; k <= to; k++ {
		f.step(10)
		s += binomialMass(k, n, p)
	}
	return num(s)
}

func binomialInverse(f *frame, a []operand) operand {
	n, p, alpha := math.Trunc(a[0].Float()), a[1].Float(), a[2].Float()
	if n < 0 || n > 1e9 || p < 0 || p > 1 || alpha < 0 || alpha > 1 {
		return numErr("the probabilities lie between 0 and 1, and the trials are not negative")
	}
	if alpha == 1 && p > 0 {
		return num(n) // nothing less is certain, though sums of probabilities may round up to it
	}
	below, enough := -1.0, n
	for below+1 < enough {
		f.step(lawSteps)
		mid := math.Floor((below + enough) / 2)
		if binomialBelow(mid, n, p) >= alpha {
			enough = mid
		} else {
			below = mid
		}
	}
	return num(enough)
}

func negativeBinomial(f *frame, a []operand) operand {
	failures, successes, p := math.Trunc(a[0].Float()), math.Trunc(a[1].Float()), a[2].Float()
	if failures < 0 || successes < 1 || failures > 1e9 || successes > 1e9 || p < 0 || p > 1 {
		return numErr("the probability lies between 0 and 1, and there is at least one success")
	}
	f.step(lawSteps)
	if a[3].Truth() {
		return num(mathext.RegIncBeta(successes, failures+1, p))
	}
	return num(binomialMass(successes, failures+successes, p) * successes / (failures + successes))
}

func hypergeometric(f *frame, a []operand) operand {
	k, drawn, marked, all := math.Trunc(a[0].Float()), math.Trunc(a[1].Float()), math.Trunc(a[2].Float()), math.Trunc(a[3].Float())
	if k < 0 || k > math.Min(drawn, marked) || k < drawn+marked-all || drawn <= 0 || drawn > all || marked <= 0 || marked > all || all > 1e9 {
		return numErr("the sample and its successes lie within the population and its successes")
	}
	if !a[4].Truth() {
		f.step(lawSteps)
		return num(hypergeometricMass(k, drawn, marked, all))
	}
	s := 0.0
	for i := math.Max(0, drawn+marked-all); i <= k; i++ {
		f.step(lawSteps)
		s += hypergeometricMass(i, drawn, marked, all)
	}
	return num(s)
}

func probabilityOf(f *frame, a []operand) operand {
	x, _, e := f.numbersByRow(a[:1])
	if e.failed() {
		return e
	}
	p, _, e := f.numbersByRow(a[1:2])
	if e.failed() {
		return e
	}
	if len(x) != len(p) || len(x) == 0 {
		return bad(cells.ErrNA, "there must be as many probabilities as values")
	}
	low, high := a[2].Float(), optNum(a, 3, a[2].Float())
	var within []float64
	for i, q := range p {
		if q <= 0 || q > 1 {
			return argument(cells.ErrNum, 2, "a probability lies between 0 and 1")
		}
		if x[i] >= low && x[i] <= high {
			within = append(within, q)
		}
	}
	if compareNumbers(addUp(p), 1) != 0 {
		return argument(cells.ErrNum, 2, "the probabilities do not add up to 1")
	}
	return num(addUp(within))
}
