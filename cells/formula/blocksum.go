package formula

import (
	"math"
	"slices"

	"freshet/cells"
	"freshet/cells/exact"
)

var blockFolds = map[string]blockOp{
	"SUM": blockSum, "COUNT": blockCount, "COUNTA": blockCountA, "AVERAGE": blockAverage, "MIN": blockMin, "MAX": blockMax,
}

// maxBlockCharge is how much of its budget an aggregate may take in a block. A program has at most 64 steps, so none can run out; what is
// larger is for Eval.
const maxBlockCharge = MaxSteps / 80

// fold fills a register with aggregates of a range, of which each end stands still or moves along with the row. What the rows have in common
// is read once: a range that grows or shrinks is a running total, one that slides gains a row and loses one.
func (r *blockRun) fold(i *instruction) {
	lo, hi := r.onSheet(i.rel)
	at := r.at
	at.Row += int32(lo)
	first, ok := i.rel.At(at)
	at.Row = r.at.Row + int32(hi-1)
	last, _ := i.rel.At(at)
	if lo >= hi || !ok || !r.affordable(first.Union(last)) {
		r.nothing(i.to)
		return
	}
	w := &r.out.rolling
	w.begin(r.s, i.op, first)
	if i.rel.AbsTop && i.rel.AbsBottom {
		w.whole(first.Top, first.Bottom)
		r.same(i.to, w.value())
		return
	}
	z := r.own(i.to)
	fillWith(z[:lo], math.NaN())
	fillWith(z[hi:], math.NaN())
	z = z[lo:hi]
	if i.rel.AbsTop == i.rel.AbsBottom {
		w.slide(z, first.Top, first.Bottom)
		return
	}
	fixed, moving := i.rel.Top, i.rel.Bottom
	if i.rel.AbsBottom {
		fixed, moving = moving, fixed
	}
	moving += r.at.Row + int32(lo)
	above := int(min(max(fixed-moving+1, 0), int32(len(z)))) // rows whose moving end is not below the fixed one
	if above > 0 {
		w.shrink(z[:above], moving, fixed)
	}
	if above < len(z) {
		w.begin(r.s, i.op, first)
		w.grow(z[above:], fixed, moving+int32(above))
	}
}

// onSheet is for which rows of the run, from lo to hi-1, the moving ends of a range lie on the sheet.
func (r *blockRun) onSheet(rel Relative) (lo, hi int) {
	lo, hi = 0, r.n
	for _, end := range [2]struct {
		at  int32
		abs bool
	}{{rel.Top, rel.AbsTop}, {rel.Bottom, rel.AbsBottom}} {
		if !end.abs {
			row := int(r.at.Row) + int(end.at)
			lo, hi = max(lo, -row), min(hi, cells.MaxRows-row)
		}
	}
	return lo, hi
}

func (r *blockRun) affordable(g cells.Range) bool {
	if g.Size()/64 < maxBlockCharge {
		return true
	}
	s, ok := r.s.(Reader)
	if !ok {
		return false
	}
	e, ok := s.Extent(g.Sheet)
	if !ok {
		return true
	}
	g, ok = g.Intersect(e)
	return !ok || g.Size()/64 < maxBlockCharge
}

// rolling is an aggregate of a range to which rows are added one after the other. Since sums are exact, the order is of no account, and what a row gets
// is what Summarize gives for its range.
type rolling struct {
	s     Strips
	op    blockOp
	g     cells.Range // its sheet and columns
	sum   exact.Sum
	count int64   // of what the aggregate counts: numbers, or for COUNTA whatever is not blank; a sum needs it not
	odd   int64   // cells that Eval must look at: errors, times, durations
	best  float64 // the least or greatest number so far; infinite when there is none
	rows  rowReader
	next  []float64 // scratch
}

func (w *rolling) begin(s Strips, op blockOp, g cells.Range) {
	w.s, w.op, w.g = s, op, g
	w.sum.Reset()
	w.count, w.odd = 0, 0
	w.best = math.Inf(1)
	if op == blockMax {
		w.best = math.Inf(-1)
	}
	w.rows.begin(s, op, g)
}

// value is the aggregate of the rows so far; not finite when Eval must find it.
func (w *rolling) value() float64 {
	switch {
	case w.odd > 0:
		return math.NaN()
	case w.op == blockSum:
		return w.sum.Float64()
	case w.op == blockAverage && w.count == 0:
		return math.NaN()
	case w.op == blockAverage:
		return w.sum.Float64() / float64(w.count)
	case w.op == blockCount || w.op == blockCountA:
		return float64(w.count)
	case w.count == 0:
		return 0
	}
	return w.best
}

// fewTerms is for how many terms a row it is less work to round after each than to begin anew with each row.
const fewTerms = 6

// forEver is how many odd cells stand for an unknown number of them.
const forEver = 1 << 40

// whole counts rows in at once; many from what the reader keeps of them.
func (w *rolling) whole(top, bottom int32) {
	if top > bottom {
		return
	}
	g := w.g
	g.Top, g.Bottom = top, bottom
	if s, ok := w.s.(Summer); ok && g.Size() > 64 {
		if sum, ok := s.Summary(g, w.op.extreme()); ok {
			w.take(&sum)
			return
		}
	}
	for ; top <= bottom; top += BlockRows {
		w.add(nil, top, int(min(bottom-top+1, BlockRows)), false)
	}
}

func (w *rolling) take(s *Summary) {
	w.sum.Merge(&s.Sum)
	switch w.op {
	case blockCount:
		w.count += s.Count
		return
	case blockCountA:
		w.count += s.Filled
		return
	}
	w.count += s.Count
	w.odd += s.Times + s.Spans
	if s.Err != nil {
		w.odd += forEver
	}
	switch {
	case s.Count == 0:
	case w.op == blockMin:
		w.best = min(w.best, s.Min)
	case w.op == blockMax:
		w.best = max(w.best, s.Max)
	}
}

func (op blockOp) extreme() bool { return op == blockMin || op == blockMax }

// grow gives z[j] the aggregate of rows top…bottom+j.
func (w *rolling) grow(z []float64, top, bottom int32) {
	w.whole(top, bottom-1)
	w.add(z, bottom, len(z), false)
}

// shrink gives z[j] the aggregate of rows top+j…bottom: it grows from the last one upward.
func (w *rolling) shrink(z []float64, top, bottom int32) {
	w.whole(top+int32(len(z)), bottom)
	w.add(z, top, len(z), true)
}

// add counts n rows from a row on in, one after the other, the last one first with up, and gives z the aggregate after each, unless it is nil.
func (w *rolling) add(z []float64, from int32, n int, up bool) {
	part := w.rows.most()
	for done := 0; done < n; done += part {
		k := min(part, n-done)
		at := from + int32(done)
		if up {
			at = from + int32(n-done-k)
		}
		w.rows.read(at, k, up)
		var out []float64
		switch {
		case z == nil:
		case up:
			out = z[n-done-k : n-done]
		default:
			out = z[done : done+k]
		}
		w.run(out, k)
		if up {
			slices.Reverse(out)
		}
	}
}

// run counts in the rows that were read.
func (w *rolling) run(z []float64, n int) {
	if w.op.extreme() {
		w.extremes(z, n)
		return
	}
	w.sums(z, n)
	w.counts(z, n)
}

// sums adds up the terms of rows.
func (w *rolling) sums(z []float64, n int) {
	terms, per := w.rows.terms, w.rows.stride
	switch {
	case w.op != blockSum && w.op != blockAverage:
	case z == nil:
		w.sum.AddAll(terms[:n*per])
	case per == 1:
		w.sum.Running(z, terms[:n])
	case per <= fewTerms:
		if len(w.next) < n*per {
			w.next = make([]float64, BlockRows*fewTerms)
		}
		w.sum.Running(w.next[:n*per], terms[:n*per])
		for j := range z {
			z[j] = w.next[(j+1)*per-1]
		}
	default:
		for j := range z {
			w.sum.AddAll(terms[j*per : (j+1)*per])
			z[j] = w.sum.Float64()
		}
	}
}

// counts keeps the counts of rows that were read, and makes of sums what depends on counts.
func (w *rolling) counts(z []float64, n int) {
	counts, odd := w.rows.counts[:n], w.rows.odds[:n]
	if w.op == blockSum && w.odd == 0 && !w.rows.odd {
		return
	}
	if z == nil {
		for j := range counts {
			w.count += int64(counts[j])
			w.odd += int64(odd[j])
		}
		return
	}
	for j := range z {
		w.count += int64(counts[j])
		w.odd += int64(odd[j])
		switch {
		case w.odd > 0:
			z[j] = math.NaN()
		case w.op == blockSum:
		case w.op == blockAverage && w.count == 0:
			z[j] = math.NaN()
		case w.op == blockAverage:
			z[j] /= float64(w.count)
		default:
			z[j] = float64(w.count)
		}
	}
}
