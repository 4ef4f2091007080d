package formula

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"freshet/cells"
)

// hypothesisFunctions are the tests of statistics, and the measures of samples that go with them.
func hypothesisFunctions() []*function {
	return []*function{
		declare("T.TEST(first:a, second:a, tails:n, type:n)", Statistics, "number", "The probability that two samples differ as they do although their means are equal.", tTest, alias("TTEST"), more("Type 1: pairs; 2: two samples of equal variance; 3: of unequal variance."), eg("=ROUND(T.TEST({3,4,5,8,9,1,2,4,5},{6,19,3,2,14,4,5,17,1},2,1),6)", "0.196016"), eg("=T.TEST({1,2},{1,2,3},2,1)", "#N/A")),
		declare("F.TEST(first:a, second:a)", Statistics, "number", "The probability that the variances of two samples differ as they do although they are equal.", fTest, alias("FTEST"), eg("=ROUND(F.TEST({6,7,9,15,21},{20,28,31,38,40}),6)", "0.648318")),
		declare("CHISQ.TEST(actual:a, expected:a)", Statistics, "number", "The probability that frequencies differ as they do from what is expected.", chiTest, alias("CHITEST"), eg("=ROUND(CHISQ.TEST({58,35;11,25;10,23},{45.35,47.65;17.56,18.44;16.09,16.91}),6)", "0.000308")),
		declare("Z.TEST(values:a, x:n, [sigma:n])", Statistics, "number", "The probability that a sample has a mean as great as it has although that of the population is x.", zTest, alias("ZTEST"), eg("=ROUND(Z.TEST({3,6,7,8,6,5,4,2,1,9},4),6)", "0.090574")),
		declare("PERCENTRANK.EXC(values:r, x:n, [digits:n])", Statistics, "number", "Which part of the numbers lies below x, 0 and 1 excluded.", percentRankExc, eg("=PERCENTRANK.EXC({1,2,3,6,6,6,7,8,9},7)", "0.7")),
		declare("MODE.MULT(value:r…)", Statistics, "array", "All the most frequent numbers.", modes, eg("=MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1})", "{1;2;3}"), eg("=MODE.MULT(1,2)", "#N/A")),
		declare("SKEW.P(value:r…)", Statistics, "number", "How far the distribution of a population leans to one side.", func(f *frame, a []operand) operand {
			z, e := moments(f, a, 3)
			if e.failed() {
				return e
			}
			n := float64(len(z))
			for i := range z {
				z[i] = float64(z[i]*z[i]) * z[i]
			}
			return num(addUp(z) / n * math.Pow(n/(n-1), 1.5))
		}, eg("=ROUND(SKEW.P(3,4,5,2,3,4,5,6,4,7),6)", "0.303193")),
		declare("STDEVPA(value:r…)", Statistics, "number", "The standard deviation of a population, in which texts and FALSE count as 0 and TRUE as 1.", overAll(stdevP), eg("=ROUND(STDEVPA(A1:A3),6)", "2.160247", "A1: 5", "A2: TRUE", "A3: none")),
		declare("VARPA(value:r…)", Statistics, "number", "The variance of a population, in which texts and FALSE count as 0 and TRUE as 1.", overAll(varP), eg("=ROUND(VARPA(A1:A3),6)", "4.666667", "A1: 5", "A2: TRUE", "A3: none")),
	}
}

// samples reads two lists of numbers.
func (f *frame) samples(a []operand) (x, y []float64, e operand) {
	if x, _, e = f.numbersByRow(a[:1]); e.failed() {
		return nil, nil, e
	}
	y, _, e = f.numbersByRow(a[1:2])
	return x, y, e
}

func tTest(f *frame, a []operand) operand {
	tails, kind := math.Trunc(a[2].Float()), math.Trunc(a[3].Float())
	if tails != 1 && tails != 2 || kind < 1 || kind > 3 {
		return numErr("there are 1 or 2 tails, and the type is 1, 2 or 3")
	}
	f.step(lawSteps)
	if kind == 1 {
		return pairedTest(f, a, tails)
	}
	x, y, e := f.samples(a)
	if e.failed() {
		return e
	}
	n, m := float64(len(x)), float64(len(y))
	if n < 2 || m < 2 {
		return bad(cells.ErrDiv0, "there are too few numbers")
	}
	vx, vy := squares(x)/(n-1), squares(y)/(m-1)
	var t, freedom float64
	if kind == 2 {
		freedom = n + m - 2
		pooled := (float64((n-1)*vx) + float64((m-1)*vy)) / freedom
		t = (mean(x) - mean(y)) / math.Sqrt(pooled*(1/n+1/m))
	} else {
		sx, sy := vx/n, vy/m
		t = (mean(x) - mean(y)) / math.Sqrt(sx+sy)
		freedom = (sx + sy) * (sx + sy) / (float64(sx*sx)/(n-1) + float64(sy*sy)/(m-1))
	}
	if math.IsNaN(t) || math.IsNaN(freedom) || math.IsInf(t, 0) {
		return bad(cells.ErrDiv0, "the numbers do not differ enough")
	}
	return num(tails * studentTail(math.Abs(t), freedom))
}

// pairedTest takes the differences of pairs; those with something else than a number in them do not count.
func pairedTest(f *frame, a []operand, tails float64) operand {
	xs, ys := f.array(a[0]), f.array(a[1])
	if len(xs.Values) != len(ys.Values) {
		return bad(cells.ErrNA, "the lists are not of one size")
	}
	f.step(len(xs.Values))
	var d []float64
	for i, x := range xs.Values {
		y := ys.Values[i]
		switch {
		case x.Kind() == cells.Failed:
			return val(x)
		case y.Kind() == cells.Failed:
			return val(y)
		case x.Numeric() && y.Numeric():
			d = append(d, x.Float()-y.Float())
		}
	}
	n := float64(len(d))
	if n < 2 {
		return bad(cells.ErrDiv0, "there are too few pairs of numbers")
	}
	s := squares(d)
	if s == 0 {
		return bad(cells.ErrDiv0, "the differences are all equal")
	}
	t := mean(d) / math.Sqrt(s/(n-1)/n)
	return num(tails * studentTail(math.Abs(t), n-1))
}

func fTest(f *frame, a []operand) operand {
	x, y, e := f.samples(a)
	if e.failed() {
		return e
	}
	f.step(lawSteps)
	n, m := float64(len(x)), float64(len(y))
	if n < 2 || m < 2 {
		return bad(cells.ErrDiv0, "there are too few numbers")
	}
	vx, vy := squares(x)/(n-1), squares(y)/(m-1)
	if vx == 0 || vy == 0 {
		return bad(cells.ErrDiv0, "the numbers of a sample are all equal")
	}
	tail := fTail(vx/vy, n-1, m-1)
	return num(2 * math.Min(tail, fTail(vy/vx, m-1, n-1)))
}

func chiTest(f *frame, a []operand) operand {
	x, y := f.array(a[0]), f.array(a[1])
	if x.Rows != y.Rows || x.Cols != y.Cols || len(x.Values) < 2 {
		return bad(cells.ErrNA, "the arrays are of one size, and have more than one value")
	}
	freedom := float64((x.Rows - 1) * (x.Cols - 1))
	if x.Rows == 1 || x.Cols == 1 {
		freedom = float64(len(x.Values) - 1)
	}
	f.step(len(x.Values) + lawSteps)
	s := 0.0
	for i, v := range x.Values {
		w := y.Values[i]
		switch {
		case v.Kind() == cells.Failed:
			return val(v)
		case w.Kind() == cells.Failed:
			return val(w)
		case !v.Numeric() || !w.Numeric():
			continue
		case w.Float() == 0:
			return argument(cells.ErrDiv0, 2, "a frequency that is expected is 0")
		case w.Float() < 0:
			return argument(cells.ErrNum, 2, "a frequency that is expected is negative")
		}
		d := v.Float() - w.Float()
		s += float64(d*d) / w.Float()
	}
	return num(chiTail(s, freedom))
}

func zTest(f *frame, a []operand) operand {
	x, _, e := f.numbersOf(a[:1])
	switch {
	case e.failed():
		return e
	case len(x) == 0:
		return bad(cells.ErrNA, "there are no numbers")
	case has(a, 2) && a[2].Float() <= 0:
		return argument(cells.ErrNum, 3, "the standard deviation must be greater than 0")
	}
	n := float64(len(x))
	sigma := math.Sqrt(squares(x) / (n - 1))
	if has(a, 2) {
		sigma = a[2].Float()
	}
	if !(sigma > 0) {
		return bad(cells.ErrDiv0, "the numbers do not differ")
	}
	f.step(lawSteps)
	return num(distuv.UnitNormal.CDF((a[1].Float() - mean(x)) / (sigma / math.Sqrt(n))))
}

func percentRankExc(f *frame, a []operand) operand {
	x, _, e := f.sortedNumbers(a[:1])
	v, digits := a[1].Float(), math.Trunc(optNum(a, 2, 3))
	switch {
	case e.failed():
		return e
	case len(x) == 0 || digits < 1 || digits > 15:
		return bad(cells.ErrNum, "there must be numbers, and at least one digit")
	case v < x[0] || v > x[len(x)-1]:
		return bad(cells.ErrNA, "the number lies outside the values")
	}
	i, found := slices.BinarySearch(x, v)
	at := float64(i + 1)
	if !found {
		at = float64(i) + (v-x[i-1])/(x[i]-x[i-1])
	}
	return num(roundToward(at/float64(len(x)+1), int(digits), math.Floor))
}

func modes(f *frame, a []operand) operand {
	x, _, e := f.numbersByRow(a)
	if e.failed() {
		return e
	}
	f.step(modeSteps * len(x))
	counts := make(map[float64]int, len(x))
	most := 2
	for _, v := range x {
		counts[v]++
		most = max(most, counts[v])
	}
	var best []cells.Value
	for _, v := range x {
		if counts[v] == most {
			best = append(best, cells.Num(v))
			delete(counts, v)
		}
	}
	if len(best) == 0 {
		return bad(cells.ErrNA, "no number occurs twice")
	}
	f.take(len(best))
	out := newArray(len(best), 1)
	copy(out.Values, best)
	return f.arrayed(out)
}
