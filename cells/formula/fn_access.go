package formula

import (
	"slices"
	"strings"

	"freshet/cells"
	"freshet/cells/series"
)

// maxBuckets is how many rows bucket, history and align give.
const maxBuckets = 10_000

func accessFunctions() []*function {
	return []*function{
		declare("at(cell:h, time:d)", Series, "value", "The value a cell had at a time.", valueAt, more("It is what was in force then, of any kind. Before the first value that is kept it is #N/A; after now it is the present one."), eg("=at(A1,\"2026-11-22 13:13:00\")", "20", pastSetup), eg("=at(A1,\"2026-11-22 12:00\")", "#N/A", pastSetup)),
		declare("delay(cell:h, time:v)", Series, "value", "The value a cell had some time ago.", delayed, timed, more("It is what was in force then, of any kind: a step comes out as the same step, so much later."), eg("=delay(A1,\"1m\")", "20", pastSetup), eg("=delay(A1,\"1h\")", "#N/A", pastSetup)),
		declare("history(cell:h, window:v, [step:v], [aggregate:t])", Series, "array", "The times and values of a cell in a window, oldest first.", history, timed, more("The newest 4,096 points at least are kept. With a step, the points are put together in steps by the clock: when each begins and its mean, or another aggregate."), eg("=INDEX(history(A1,\"3m\"),1,2)", "20", pastSetup), eg("=ROWS(history(A1,5))", "3", pastSetup), eg("=INDEX(history(A1,\"4m\",\"2m\",\"max\"),2,2)", "40", pastSetup)),
		declare("bucket(cell:h, size:v, [aggregate:t], [count:n])", Series, "array", "The points of a cell in buckets of equal length: when each begins and its mean, min, max, sum, count, first or last.", bucket, timed, more("Buckets begin at full multiples of their size by the clock of the book's time zone, also on days on which clocks are set; the last is the one under way. There are 24 when the count is left out. Without points, sum and count are 0 and the others an empty text."), eg("=bucket(A1,\"2m\",\"max\",2)", "{2026-11-22 13:12:00,20;2026-11-22 13:14:00,40}", pastSetup)),
		declare("align(cell:h, with:h, step:v, [count:n])", Series, "array", "The values of two cells at the same times: count (24) steps by the clock up to now, oldest first, and what each cell had then.", aligned, timed, eg("=align(A1,B1,\"2m\",2)", "{2026-11-22 13:12:00,10,1;2026-11-22 13:14:00,20,2}", pastSetup, "past B1: 1@-200 2@-20"), eg("=INDEX(align(A1,B1,\"2m\",2),1,3)", "#N/A", pastSetup)),
		declare("spark_over(cell:h, window:v)", Series, "text", "A small bar chart of the points in a window; of more than 100 points, of 100 equal parts of the window.", sparkOver, timed, eg("=spark_over(A1,\"5m\")", "▁▃█", pastSetup)),
		declare("latest(cell:h…)", Series, "value", "The present value of the cell that was updated last.", latest, more("Of several that were updated at one time it is the first."), eg("=latest(A1,B1)", "7", "past A1: 1@-60", "past B1: 7@-30")),
	}
}

// valueAt is what a cell held at a time.
func valueAt(f *frame, a []operand) operand {
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	if !inCalendar(a[1].Float()) {
		return argument(cells.ErrNum, 2, "this is no time")
	}
	v, ok := inForce(s, cells.TimeOf(a[1].Float(), f.zone).UnixMilli())
	if !ok {
		return noHistory()
	}
	return val(v)
}

func delayed(f *frame, a []operand) operand {
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	span, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	i := s.Find(f.w.At - span)
	if i+1 < s.Len() {
		at, _ := s.At(i + 1)
		f.due(at + span)
	}
	if i < 0 {
		return noHistory()
	}
	_, v := s.At(i)
	return val(v)
}

// history spills the points of a window: times and values, oldest first.
func history(f *frame, a []operand) operand {
	w, e := f.window(a[0], a[1])
	switch {
	case e.failed():
		return e
	case w.Len() == 0:
		return noHistory()
	}
	if has(a, 2) {
		step, e := f.spanOf(a[2], 3)
		if e.failed() {
			return e
		}
		oldest, _ := w.At(0)
		begins, next, e := f.stepsSince(oldest, step)
		if e.failed() {
			return e
		}
		f.due(next)
		return f.buckets(w, begins, optText(a, 3, "mean"), 4)
	}
	f.takeRect(w.Len(), 2)
	out := newArray(w.Len(), 2)
	for i := range w.Len() {
		at, x := w.At(i)
		out.Values[2*i] = f.momentOf(at)
		out.Values[2*i+1] = like(w, x).Value
	}
	return f.arrayed(out)
}

func bucket(f *frame, a []operand) operand {
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	size, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	count := wholeNumber(optNum(a, 3, 24))
	if count < 1 || count > maxBuckets {
		return argument(cells.ErrNum, 4, "there are 1 to 10,000 buckets")
	}
	begins, next := f.stepsBack(int(count), size)
	f.due(next)
	return f.buckets(s.Window(series.Span{Time: f.w.At - begins[0] + 1}, f.w.At), begins, optText(a, 2, "mean"), 3)
}

// buckets is an aggregate of the points in each of some parts of a window, with the time at which it begins; each ends where the next begins, the last now.
func (f *frame) buckets(w series.Window, begins []int64, aggregate string, arg int) operand {
	f.takeRect(len(begins), 2)
	f.step(windowSteps * len(begins))
	out := newArray(len(begins), 2)
	for i, begin := range begins {
		end := f.w.At + 1
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		v, ok := aggregateOf(strings.ToLower(aggregate), w.Part(begin, end))
		if !ok {
			return argument(cells.ErrValue, arg, "the aggregate is mean, min, max, sum, count, first or last")
		}
		out.Values[2*i], out.Values[2*i+1] = f.momentOf(begin), v
	}
	return f.arrayed(out)
}

// aggregateOf is an aggregate of the points of a window; of none it is a blank, but for sum and count.
func aggregateOf(name string, w series.Window) (cells.Value, bool) {
	var fn func() float64
	switch name {
	case "mean", "avg":
		fn = w.Mean
	case "min":
		fn = func() float64 { least, _ := w.Extremes(); return least }
	case "max":
		fn = func() float64 { _, most := w.Extremes(); return most }
	case "first":
		fn = func() float64 { _, x := w.At(0); return x }
	case "last":
		fn = func() float64 { _, x := w.At(w.Len() - 1); return x }
	case "sum":
		return cells.Num(w.Sum()), true
	case "count":
		return cells.Num(float64(w.Len())), true
	default:
		return cells.Value{}, false
	}
	if w.Len() == 0 {
		return cells.Str(""), true
	}
	return cells.Num(fn()), true
}

func aligned(f *frame, a []operand) operand {
	var s [2]*series.Series
	for i := range s {
		var e operand
		if s[i], e = f.past(a[i]); e.failed() {
			return e
		}
	}
	step, e := f.spanOf(a[2], 3)
	if e.failed() {
		return e
	}
	count := wholeNumber(optNum(a, 3, 24))
	if count < 1 || count > maxBuckets {
		return argument(cells.ErrNum, 4, "there are 1 to 10,000 steps")
	}
	rows := int(count)
	times, next := f.stepsBack(rows, step)
	f.due(next)
	f.takeRect(rows, 3)
	f.step(windowSteps * rows)
	out := newArray(rows, 3)
	for i := range rows {
		at := times[i]
		out.Values[3*i] = f.momentOf(at)
		for k := range s {
			v, ok := inForce(s[k], at)
			if !ok {
				v = fail(cells.ErrNA, "the cell had no value yet")
			}
			out.Values[3*i+1+k] = v
		}
	}
	return f.arrayed(out)
}

func sparkOver(f *frame, a []operand) operand {
	const bars = 100
	w, e := f.window(a[0], a[1])
	switch {
	case e.failed():
		return e
	case w.Len() == 0:
		return noHistory()
	}
	var x []float64
	if w.Len() <= bars {
		for i := range w.Len() {
			_, v := w.At(i)
			x = append(x, v)
		}
		return text(sparks(x, slices.Min(x), slices.Max(x)))
	}
	f.step(windowSteps * bars)
	begin, _ := w.At(0)
	end, _ := w.At(w.Len() - 1)
	for i := range int64(bars) {
		part := w.Part(begin+(end+1-begin)*i/bars, begin+(end+1-begin)*(i+1)/bars)
		if part.Len() > 0 {
			x = append(x, part.Mean())
		}
	}
	return text(sparks(x, slices.Min(x), slices.Max(x)))
}

func latest(f *frame, a []operand) operand {
	var best cells.Value
	var newest int64
	any := false
	for _, o := range a {
		s, e := f.past(o)
		if e.failed() {
			return e
		}
		if n := s.Len(); n > 0 {
			if at, v := s.At(n - 1); !any || at > newest {
				best, newest, any = v, at, true
			}
		}
	}
	if !any {
		return noHistory()
	}
	return val(best)
}
