package formula

import "freshet/cells"

// asked is the ranges that an evaluation has put a question about to an index or for their numbers in order. Many questions about one range, as in
// XLOOKUP(A1:A9000,B:B,C:C), cost what going through it takes once, whether an index was there already or not.
type asked struct {
	ranges [8]cells.Range
	n      int
}

// againSteps is what a further question takes.
const againSteps = 8

// priceAgain is priceOf a range for the first question about it, and less for those that follow.
func (f *frame) priceAgain(g cells.Range) int {
	s := &f.asked
	for i := range min(s.n, len(s.ranges)) {
		if s.ranges[i] == g {
			return min(againSteps, f.priceOf(g))
		}
	}
	s.ranges[s.n%len(s.ranges)] = g
	s.n++
	return f.priceOf(g)
}

// sortedRange is the numbers of a range in order of size, when an evaluation has asked for them.
type sortedRange struct {
	of      cells.Range
	numbers []float64
	summary *Summary // nil before anybody has asked
}
