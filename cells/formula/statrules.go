package formula

import (
	"math"
	"slices"

	"freshet/cells"
)

// ranking counts the numbers before and equal to one.
func ranking(f *frame, a []operand) (before, equal float64, e operand) {
	x, _, e := f.numbersOf(a[1:2])
	if e.failed() {
		return 0, 0, e
	}
	up := optTruth(a, 2, false)
	for _, v := range x {
		c := compareNumbers(v, a[0].Float())
		switch {
		case c == 0:
			equal++
		case c > 0 != up:
			before++
		}
	}
	if equal == 0 {
		return 0, 0, bad(cells.ErrNA, "the number is not among the values")
	}
	return before, equal, operand{}
}

func rankEq(f *frame, a []operand) operand {
	before, _, e := ranking(f, a)
	if e.failed() {
		return e
	}
	return num(before + 1)
}

func rankAvg(f *frame, a []operand) operand {
	before, equal, e := ranking(f, a)
	if e.failed() {
		return e
	}
	return num(before + (equal+1)/2)
}

func percentRank(f *frame, a []operand) operand {
	x, _, e := f.sortedNumbers(a[:1])
	v := a[1].Float()
	digits := math.Trunc(optNum(a, 2, 3))
	switch {
	case e.failed():
		return e
	case len(x) == 0 || digits < 1 || digits > 15:
		return bad(cells.ErrNum, "there must be numbers, and at least one digit")
	case v < x[0] || v > x[len(x)-1]:
		return bad(cells.ErrNA, "the number lies outside the values")
	case len(x) == 1:
		return num(1)
	}
	i, found := slices.BinarySearch(x, v)
	at := float64(i)
	if !found {
		at = float64(i-1) + (v-x[i-1])/(x[i]-x[i-1])
	}
	return num(roundToward(at/float64(len(x)-1), int(digits), math.Floor))
}

func aveDev(f *frame, a []operand) operand {
	x, _, e := f.numbersOf(a)
	if e.failed() {
		return e
	}
	if len(x) == 0 {
		return bad(cells.ErrNum, "there are no numbers")
	}
	m := mean(x)
	for i := range x {
		x[i] = math.Abs(x[i] - m)
	}
	return num(mean(x))
}

// positives gathers numbers that must all be greater than zero.
func positives(f *frame, a []operand) ([]float64, operand) {
	x, _, e := f.numbersOf(a)
	if e.failed() {
		return nil, e
	}
	if len(x) == 0 || slices.Min(x) <= 0 {
		return nil, bad(cells.ErrNum, "all numbers must be greater than 0")
	}
	return x, operand{}
}

func geoMean(f *frame, a []operand) operand {
	x, e := positives(f, a)
	if e.failed() {
		return e
	}
	for i := range x {
		x[i] = math.Log(x[i])
	}
	return num(math.Exp(mean(x)))
}

func harMean(f *frame, a []operand) operand {
	x, e := positives(f, a)
	if e.failed() {
		return e
	}
	for i := range x {
		x[i] = 1 / x[i]
	}
	return num(1 / mean(x))
}

func trimMean(f *frame, a []operand) operand {
	x, s, e := f.sortedNumbers(a[:1])
	part := a[1].Float()
	switch {
	case e.failed():
		return e
	case part < 0 || part >= 1 || len(x) == 0:
		return argument(cells.ErrNum, 2, "the part lies between 0 and 1")
	}
	cut := int(math.Floor(snap(float64(len(x)) * part / 2)))
	return s.like(mean(x[cut : len(x)-cut]))
}

// moments gathers the numbers as distances from the mean in sample standard deviations.
func moments(f *frame, a []operand, least int) ([]float64, operand) {
	x, _, e := f.numbersOf(a)
	if e.failed() {
		return nil, e
	}
	if len(x) < least {
		return nil, bad(cells.ErrDiv0, "there are too few numbers")
	}
	m, s := mean(x), math.Sqrt(squares(x)/float64(len(x)-1))
	if s == 0 {
		return nil, bad(cells.ErrDiv0, "all numbers are equal")
	}
	for i := range x {
		x[i] = (x[i] - m) / s
	}
	return x, operand{}
}

func skew(f *frame, a []operand) operand {
	z, e := moments(f, a, 3)
	if e.failed() {
		return e
	}
	n := float64(len(z))
	for i := range z {
		z[i] = float64(z[i]*z[i]) * z[i]
	}
	return num(n / ((n - 1) * (n - 2)) * addUp(z))
}

func kurt(f *frame, a []operand) operand {
	z, e := moments(f, a, 4)
	if e.failed() {
		return e
	}
	n := float64(len(z))
	for i := range z {
		sq := float64(z[i] * z[i])
		z[i] = sq * sq
	}
	return num(n*(n+1)/((n-1)*(n-2)*(n-3))*addUp(z) - float64(3*(n-1)*(n-1))/((n-2)*(n-3)))
}

func frequency(f *frame, a []operand) operand {
	x, _, e := f.numbersOf(a[:1])
	if e.failed() {
		return e
	}
	bins, _, e := f.numbersOf(a[1:2])
	if e.failed() {
		return e
	}
	f.step(len(x) + 4*len(bins))
	order := slices.Clone(bins)
	slices.Sort(order)
	counts := make(map[float64]float64, len(bins))
	over := 0.0
	for _, v := range x {
		if i, _ := slices.BinarySearch(order, v); i < len(order) {
			counts[order[i]]++
		} else {
			over++
		}
	}
	f.take(len(bins) + 1)
	out := newArray(len(bins)+1, 1)
	for i, b := range bins {
		out.Values[i] = cells.Num(counts[b])
		delete(counts, b) // a bin that is given twice counts once
	}
	out.Values[len(bins)] = cells.Num(over)
	return f.arrayed(out)
}
