package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/exact"
)

func statFunctions() []*function {
	return []*function{
		declare("MEDIAN(value:r…)", Statistics, "number", "The number in the middle.", median, eg("=MEDIAN(1,9,3)", "3"), eg("=MEDIAN(1,2,3,10)", "2.5"), eg("=MEDIAN(A1:A2)", "#NUM!")),
		declare("MODE(value:r…)", Statistics, "number", "The most frequent number; of several, the first.", mode, alias("MODE.SNGL"), eg("=MODE(1,2,2,3,3)", "2"), eg("=MODE(1,2)", "#N/A")),
		declare("STDEV.S(value:r…)", Statistics, "number", "The standard deviation of a sample.", stdevS, alias("STDEV"), eg("=ROUND(STDEV.S(2,4,4,4,5,5,7,9),6)", "2.13809"), eg("=STDEV.S(1)", "#DIV/0!")),
		declare("STDEV.P(value:r…)", Statistics, "number", "The standard deviation of a population.", stdevP, alias("STDEVP"), eg("=STDEV.P(2,4,4,4,5,5,7,9)", "2")),
		declare("VAR.S(value:r…)", Statistics, "number", "The variance of a sample.", varS, alias("VAR"), eg("=VAR.S(1,2,3,4)", "1.66666666666667")),
		declare("VAR.P(value:r…)", Statistics, "number", "The variance of a population.", varP, alias("VARP"), eg("=VAR.P(2,4,4,4,5,5,7,9)", "4")),
		declare("PERCENTILE(values:r, k:n)", Statistics, "number", "The value below which a part k of the numbers lies, 0 and 1 included.", percentileInc, alias("PERCENTILE.INC"), eg("=PERCENTILE({1,2,3,4},0.3)", "1.9"), eg("=PERCENTILE({1,2},2)", "#NUM!")),
		declare("PERCENTILE.EXC(values:r, k:n)", Statistics, "number", "The value below which a part k of the numbers lies, 0 and 1 excluded.", percentileExc, eg("=PERCENTILE.EXC({1,2,3,4},0.5)", "2.5"), eg("=PERCENTILE.EXC({1,2},0.1)", "#NUM!")),
		declare("QUARTILE(values:r, quart:n)", Statistics, "number", "The minimum (0), first quartile, median, third quartile or maximum (4).", quartile(percentileInc), alias("QUARTILE.INC"), eg("=QUARTILE({1,2,4,7,8,9,10,12},1)", "3.5")),
		declare("QUARTILE.EXC(values:r, quart:n)", Statistics, "number", "The first, second or third quartile, ends excluded.", quartile(percentileExc), eg("=QUARTILE.EXC({6,7,15,36,39,40,41,42,43,47,49},1)", "15")),
		declare("RANK(number:n, values:r, [upwards:b])", Statistics, "number", "Which place a number takes, the largest being the first.", rankEq, alias("RANK.EQ"), eg("=RANK(3,{1,3,3,5})", "2"), eg("=RANK(3,{1,3,3,5},1)", "2"), eg("=RANK(9,{1,2})", "#N/A")),
		declare("RANK.AVG(number:n, values:r, [upwards:b])", Statistics, "number", "Which place a number takes; equal ones share the mean of theirs.", rankAvg, eg("=RANK.AVG(3,{1,3,3,5})", "2.5")),
		declare("PERCENTRANK(values:r, x:n, [digits:n])", Statistics, "number", "Which part of the numbers lies below x.", percentRank, alias("PERCENTRANK.INC"), eg("=PERCENTRANK({1,2,3,4,5},4)", "0.75")),
		declare("LARGE(values:r, k:n)", Statistics, "number", "The k-th largest number.", func(f *frame, a []operand) operand { return kth(f, a, true) }, eg("=LARGE({3,5,1,4},2)", "4"), eg("=LARGE({1,2},3)", "#NUM!")),
		declare("SMALL(values:r, k:n)", Statistics, "number", "The k-th smallest number.", func(f *frame, a []operand) operand { return kth(f, a, false) }, eg("=SMALL({3,5,1,4},2)", "3")),
		declare("AVEDEV(value:r…)", Statistics, "number", "The mean distance from the mean.", aveDev, eg("=AVEDEV(4,5,6,7,5,4,3)", "1.02040816326531")),
		declare("DEVSQ(value:r…)", Statistics, "number", "The sum of squared distances from the mean.", func(f *frame, a []operand) operand {
			x, _, e := f.numbersOf(a)
			if e.failed() {
				return e
			}
			if len(x) == 0 {
				return bad(cells.ErrNum, "there are no numbers")
			}
			return num(squares(x))
		}, eg("=DEVSQ(4,5,8,7,11,4,3)", "48")),
		declare("GEOMEAN(value:r…)", Statistics, "number", "The geometric mean of positive numbers.", geoMean, eg("=ROUND(GEOMEAN(4,5,8,7,11,4,3),6)", "5.476987"), eg("=GEOMEAN(1,-1)", "#NUM!")),
		declare("HARMEAN(value:r…)", Statistics, "number", "The harmonic mean of positive numbers.", harMean, eg("=ROUND(HARMEAN(4,5,8,7,11,4,3),6)", "5.028376")),
		declare("TRIMMEAN(values:r, part:n)", Statistics, "number", "The mean without a part of the largest and smallest numbers.", trimMean, eg("=ROUND(TRIMMEAN({4,5,6,7,2,3,4,5,1,2,3},0.2),6)", "3.777778")),
		declare("SKEW(value:r…)", Statistics, "number", "How far a distribution leans to one side.", skew, eg("=ROUND(SKEW(3,4,5,2,3,4,5,6,4,7),6)", "0.359543")),
		declare("KURT(value:r…)", Statistics, "number", "How heavy the tails of a distribution are.", kurt, eg("=ROUND(KURT(3,4,5,2,3,4,5,6,4,7),6)", "-0.1518")),
		declare("FREQUENCY(values:r, bins:r)", Statistics, "array", "How many numbers fall into each bin, and above the last.", frequency, eg("=FREQUENCY({79,85,78,85,50,81,95,88,97},{70,79,89})", "{1;2;4;2}")),
		declare("STANDARDIZE(x:n, mean:n, stdev:n)", Statistics, "number", "How many standard deviations a number is from the mean.", func(_ *frame, a []operand) operand {
			if a[2].Float() <= 0 {
				return argument(cells.ErrNum, 3, "the standard deviation must be greater than 0")
			}
			return num((a[0].Float() - a[1].Float()) / a[2].Float())
		}, eg("=ROUND(STANDARDIZE(42,40,1.5),6)", "1.333333")),
	}
}

// numbersOf gathers the numbers of the arguments and the kind they have in common.
func (f *frame) numbersOf(a []operand) ([]float64, *Summary, operand) {
	x, buffer := f.floats()
	var s Summary
	var failed operand
	f.each(a, func(v cells.Value, direct bool) bool {
		if direct {
			v = ToNumber(v, f.locale)
		}
		if v.Kind() == cells.Failed {
			failed = val(v)
			return false
		}
		if v.Numeric() {
			f.take(1)
			x = append(x, v.Float())
			s.add(v)
		}
		return true
	})
	f.keepFloats(x, buffer)
	return x, &s, failed
}

// sortedNumbers is numbersOf in order of size. Nobody may change them: who asks for those of the same range next, as LARGE(A1:A9,{1,2,3}) does, gets the same ones.
func (f *frame) sortedNumbers(a []operand) ([]float64, *Summary, operand) {
	g, isRange := a[0].obj.(*area)
	if isRange = isRange && len(a) == 1; isRange && f.inOrder.summary != nil && g.Range == f.inOrder.of {
		f.step(againSteps)
		return f.inOrder.numbers, f.inOrder.summary, operand{}
	}
	x, s, e := f.numbersOf(a)
	f.step(len(x) * 2)
	f.sortNumbers(x)
	if isRange && !e.failed() {
		f.inOrder = sortedRange{g.Range, x, s}
	}
	return x, s, e
}

func addUp(x []float64) float64 {
	var s exact.Sum
	for _, v := range x {
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return math.Inf(1)
		}
		s.Add(v)
	}
	return s.Float64()
}

func mean(x []float64) float64 { return addUp(x) / float64(len(x)) }

// squares is the sum of squared distances from the mean.
func squares(x []float64) float64 {
	m := mean(x)
	var s exact.Sum
	for _, v := range x {
		d := v - m
		sq := d * d
		if math.IsInf(sq, 0) || math.IsNaN(sq) {
			return math.Inf(1)
		}
		s.Add(sq)
	}
	return s.Float64()
}

func median(f *frame, a []operand) operand {
	x, s, e := f.sortedNumbers(a)
	switch n := len(x); {
	case e.failed():
		return e
	case n == 0:
		return bad(cells.ErrNum, "there are no numbers")
	case n%2 == 1:
		return s.like(x[n/2])
	default:
		return s.like((x[n/2-1] + x[n/2]) / 2)
	}
}

// modeSteps is what it takes to count how often a number occurs.
const modeSteps = 4

func mode(f *frame, a []operand) operand {
	x, s, e := f.numbersByRow(a)
	if e.failed() {
		return e
	}
	f.step(modeSteps * len(x))
	counts := make(map[float64]int, len(x))
	for _, v := range x {
		counts[v]++
	}
	best, most := 0.0, 1
	for _, v := range x {
		if counts[v] > most {
			best, most = v, counts[v]
		}
	}
	if most < 2 {
		return bad(cells.ErrNA, "no number occurs twice")
	}
	return s.like(best)
}

// spread is the variance: of a sample when free is 1, of a population when it is 0.
func spread(f *frame, a []operand, free int) (float64, operand) {
	x, _, e := f.numbersOf(a)
	if e.failed() {
		return 0, e
	}
	if len(x) <= free {
		return 0, bad(cells.ErrDiv0, "there are too few numbers")
	}
	return squares(x) / float64(len(x)-free), operand{}
}

func variance(free int, root bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		v, e := spread(f, a, free)
		if e.failed() {
			return e
		}
		if root {
			v = math.Sqrt(v)
		}
		return num(v)
	}
}

func varS(f *frame, a []operand) operand   { return variance(1, false)(f, a) }
func varP(f *frame, a []operand) operand   { return variance(0, false)(f, a) }
func stdevS(f *frame, a []operand) operand { return variance(1, true)(f, a) }
func stdevP(f *frame, a []operand) operand { return variance(0, true)(f, a) }

// between is the value at a fractional place of sorted numbers, counted from zero.
func between(x []float64, at float64) float64 {
	i := int(math.Floor(at))
	if i >= len(x)-1 {
		return x[len(x)-1]
	}
	part := at - float64(i)
	return x[i] + float64(part*(x[i+1]-x[i]))
}

func percentileInc(f *frame, a []operand) operand {
	x, s, e := f.sortedNumbers(a[:1])
	k := a[1].Float()
	switch {
	case e.failed():
		return e
	case len(x) == 0 || k < 0 || k > 1:
		return bad(cells.ErrNum, "k lies between 0 and 1, and there must be numbers")
	}
	return s.like(between(x, k*float64(len(x)-1)))
}

func percentileExc(f *frame, a []operand) operand {
	x, s, e := f.sortedNumbers(a[:1])
	at := a[1].Float()*float64(len(x)+1) - 1
	switch {
	case e.failed():
		return e
	case len(x) == 0 || at < 0 || at > float64(len(x)-1):
		return bad(cells.ErrNum, "k lies too near to 0 or 1 for so few numbers")
	}
	return s.like(between(x, at))
}

func quartile(percentile eagerFunc) eagerFunc {
	return func(f *frame, a []operand) operand {
		q := math.Trunc(a[1].Float())
		if q < 0 || q > 4 {
			return argument(cells.ErrNum, 2, "a quartile has a number from 0 to 4")
		}
		return percentile(f, []operand{a[0], num(q / 4)})
	}
}

func kth(f *frame, a []operand, large bool) operand {
	x, s, e := f.sortedNumbers(a[:1])
	k := math.Ceil(a[1].Float())
	switch {
	case e.failed():
		return e
	case a[1].Float() < 1 || k > float64(len(x)):
		return argument(cells.ErrNum, 2, "there is no number at that place")
	case large:
		return s.like(x[len(x)-int(k)])
	}
	return s.like(x[int(k)-1])
}
