package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/series"
)

// A cell with a past for the examples: 10 at 13:10:15, 20 at 13:12:15, 40 at 13:14:15, which is now.
const pastSetup = "past A1: 10@-240 20@-120 40@0"

// A counter for them: it had grown by 30 when it was reset, and has grown by 20 since.
const counterSetup = "past A1: 100@-240 130@-120 20@0"

// windowed declares a function of a cell and a window.
func windowed(name, summary, result string, fn eagerFunc, options ...option) *function {
	return declare(name+"(cell:h, window:v)", Series, "number", summary, fn, append([]option{timed, eg("="+name+"(A1,\"3m\")", result, pastSetup)}, options...)...)
}

func windowFunctions() []*function {
	return []*function{
		windowed("avg_over", "The mean of the points in a window: a moving average over time, such as of the last 5 minutes.", "30", over(1, func(w series.Window) operand { return like(w, w.Mean()) }), more("Every point counts alike, however long it held; twa counts by time. With no point in the window it is #N/A."), eg("=avg_over(A1,2)", "30", pastSetup)),
		windowed("min_over", "The smallest point in a window.", "20", over(1, func(w series.Window) operand { least, _ := w.Extremes(); return like(w, least) })),
		windowed("max_over", "The largest point in a window.", "40", over(1, func(w series.Window) operand { _, most := w.Extremes(); return like(w, most) })),
		windowed("sum_over", "The sum of the points in a window.", "60", over(0, func(w series.Window) operand { return num(w.Sum()) }), more("With no point in the window it is 0.")),
		windowed("count_over", "How many points there are in a window.", "2", over(0, func(w series.Window) operand { return num(float64(w.Len())) }), more("Every reading is a point, equal to the one before or not; a typed or calculated value is one when it differs. Texts, blanks and errors are none. A point counts from when it was measured; one that comes late, from the newest there is. A window ends now, and what is exactly as old as the window is no longer in it. The newest 4,096 points at least are kept, and those that came before the formula count too."), eg("=count_over(A1,\"2m\")", "1", pastSetup)),
		windowed("median_over", "The point in the middle of a window.", "30", inOrder(func(_ *frame, _ []operand, w series.Window) operand {
			return like(w, between(w.Sorted(), float64(w.Len()-1)/2))
		}), more("Of an even number of points it is the mean of the two in the middle.")),
		declare("pct_over(cell:h, window:v, percent:n)", Series, "number", "A percentile of the points in a window.", inOrder(func(_ *frame, a []operand, w series.Window) operand {
			p := a[2].Float() / 100
			if p < 0 || p > 1 {
				return argument(cells.ErrNum, 3, "a percentile lies between 0 and 100")
			}
			return like(w, between(w.Sorted(), p*float64(w.Len()-1)))
		}), timed, more("Between two points it lies on the straight line from one to the other, as with PERCENTILE."), eg("=pct_over(A1,\"5m\",50)", "20", pastSetup), eg("=pct_over(A1,\"5m\",75)", "30", pastSetup)),
		windowed("stdev_over", "The standard deviation (of a sample) of the points in a window.", "14.142135623731", over(2, func(w series.Window) operand { return num(math.Sqrt(w.Variance())) }), more("It divides by one less than the number of points, as STDEV does; with fewer than two it is #N/A.")),
		windowed("first_over", "The oldest point in a window.", "20", over(1, func(w series.Window) operand { _, x := w.At(0); return like(w, x) }), more("It is a point that came in the window; delay gives what was in force when the window began.")),
		windowed("last_over", "The newest point in a window.", "40", over(1, func(w series.Window) operand { _, x := w.At(w.Len() - 1); return like(w, x) })),
		windowed("range_over", "The largest less the smallest point in a window.", "20", over(1, func(w series.Window) operand { least, most := w.Extremes(); return num(most - least) })),
		windowed("mode_over", "The most frequent point in a window.", "20", inOrder(func(_ *frame, _ []operand, w series.Window) operand { return like(w, w.Mode()) }), more("Of several as frequent it is the one that came first in the window.")),
		windowed("twa", "The mean over time in a window, each value holding until the next.", "16.6666666666667", func(f *frame, a []operand) operand {
			w, e := f.window(a[0], a[1])
			if e.failed() {
				return e
			}
			f.always()
			area, ms := w.Integral(false)
			if ms == 0 {
				return noHistory()
			}
			return like(w, area/float64(ms))
		}, more("The value in force when the window began counts from there, and the newest until now; time before the first value there ever was does not count."), eg("=twa(A1,\"1m\")", "20", pastSetup)),
		declare("integrate(cell:h, window:v, [unit:t], [method:t])", Series, "number", "The integral over a window in value times a unit of time (\"h\" when left out).", integrate, timed, more("With the method \"last\" (when left out) each value holds until the next; with \"linear\" straight lines join them. It begins with the value in force when the window began. So the integral of kW is kWh."), eg("=integrate(A1,\"4m\",\"m\")", "60", pastSetup), eg("=integrate(A1,\"4m\",\"m\",\"linear\")", "90", pastSetup)),
	}
}

func changeFunctions() []*function {
	return []*function{
		declare("prev(cell:h, [steps:n])", Series, "value", "The value a cell had before the present one, or some steps before. A cell may ask for its own.", previous, more("It goes back point by point, whatever they are: a reading of the same value is one too. Blanks, texts and errors are given as they were."), eg("=prev(A1)", "20", pastSetup), eg("=prev(A1,2)", "10", pastSetup), eg("=prev(A1,9)", "#N/A", pastSetup)),
		windowed("delta", "The newest value less the one in force when the window began.", "30", func(f *frame, a []operand) operand { return change(f, a, false) }, more("It is for what goes up and down; for counters that start again from zero there is increase. Where the past begins inside the window, from the oldest point."), eg("=delta(A1,\"5m\")", "-80", counterSetup)),
		windowed("pct_change", "The change over a window as a part of the value it began with.", "3", func(f *frame, a []operand) operand { return change(f, a, true) }, more("0.1 is ten percent. Where it began with 0 it is #DIV/0!."), eg("=pct_change(A1,\"1m\")", "1", pastSetup)),
		declare("diff(cell:h)", Series, "number", "The present value less the one before.", lastTwo(func(_ *frame, w series.Window) operand {
			_, x := w.At(0)
			_, y := w.At(1)
			return num(y - x)
		}), more("Of the last two numbers, which may be equal readings."), eg("=diff(A1)", "20", pastSetup)),
		windowed("deriv", "How fast a value grows per second, by a straight line through the points in a window.", "0.166666666666667", over(0, func(w series.Window) operand {
			s, _, ok := w.Line()
			if !ok {
				return noHistory()
			}
			return num(s)
		}), more("The line is that of least squares. It takes two points of different times, else it is #N/A.")),
		windowed("changes", "How often a value changed in a window.", "2", over(0, func(w series.Window) operand { n, _ := w.Changes(); return num(float64(n)) }), more("The first point of the window is compared with the value in force when it began. Equal readings are no change.")),
		windowed("increase", "How much a counter grew in a window; a fall is a reset to zero.", "30", over(0, func(w series.Window) operand { g, _ := w.Growth(); return num(g) }), more("It counts from the value in force when the window began; where the past begins inside the window, from the oldest point. Nothing is extrapolated to the ends of the window, so the increase of a whole counter is whole."), eg("=increase(A1,\"5m\")", "50", counterSetup)),
		windowed("resets", "How often a counter was reset in a window.", "0", over(0, func(w series.Window) operand { _, n := w.Growth(); return num(float64(n)) }), more("Every fall is a reset."), eg("=resets(A1,\"5m\")", "1", counterSetup)),
		windowed("rate", "How fast a counter grew in a window, per second; a fall is a reset to zero.", "0.166666666666667", func(f *frame, a []operand) operand {
			w, e := f.window(a[0], a[1])
			if e.failed() {
				return e
			}
			if span, _ := f.lookBack(a[1]); span.Count > 0 {
				f.always()
			}
			seconds := float64(w.Now-w.Begin) / 1000
			if seconds <= 0 || !w.Any() {
				return noHistory()
			}
			g, _ := w.Growth()
			return num(g / seconds)
		}, more("It is the increase divided by the length of the window, gaps and all; nothing is extrapolated, and where nothing came, nothing grew. With three arguments and more it is the finance function RATE."), eg("=rate(A1,\"4m\")*60", "12.5", counterSetup)),
		declare("irate(cell:h)", Series, "number", "How fast a counter grew between its last two points, per second.", lastTwo(func(_ *frame, w series.Window) operand {
			from, x := w.At(0)
			to, y := w.At(1)
			g := y - x
			switch {
			case to == from:
				return noHistory()
			case g < 0:
				g = y
			}
			return num(g / (float64(to-from) / 1000))
		}), more("A fall is a reset to zero. Two points of one time give #N/A."), eg("=irate(A1)*120", "20", counterSetup), eg("=irate(A1)", "0.166666666666667", pastSetup)),
		declare("meter(cell:h, period:t)", Series, "number", "How much a counter grew since the hour, day, week, month or year began in the book's time zone.", meter, timed, more("Weeks begin on Monday. It begins with the value in force at that moment, and a fall is a reset to zero."), eg("=meter(A1,\"hour\")", "30", "past A1: 5@-7200 10@-3600 40@0"), eg("=meter(A1,\"fortnight\")", "#VALUE!", pastSetup)),
		declare("rising(cell:h)", Series, "truth", "Tells whether a value has just grown.", edge(1), more("It compares the last two numbers, and is FALSE while there are not two."), eg("=rising(A1)", "TRUE", pastSetup)),
		declare("falling(cell:h)", Series, "truth", "Tells whether a value has just fallen.", edge(-1), more("It compares the last two numbers, and is FALSE while there are not two."), eg("=falling(A1)", "FALSE", pastSetup)),
	}
}

// lastTwo makes a function of the last two points, which must be there.
func lastTwo(fn func(f *frame, w series.Window) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		s, e := f.past(a[0])
		if e.failed() {
			return e
		}
		w := s.Window(series.Span{Count: 2}, f.w.At)
		if w.Len() < 2 {
			return noHistory()
		}
		return fn(f, w)
	}
}

// edge makes rising and falling: between the last two points.
func edge(sign float64) eagerFunc {
	sees := lastTwo(func(_ *frame, w series.Window) operand {
		_, x := w.At(0)
		_, y := w.At(1)
		return truth((y-x)*sign > 0)
	})
	return func(f *frame, a []operand) operand {
		o := sees(f, a)
		if o.failed() && o.Err().Code == cells.ErrNA && o.Err().Origin == (cells.Ref{}) {
			return truth(false)
		}
		return o
	}
}

func integrate(f *frame, a []operand) operand {
	w, e := f.window(a[0], a[1])
	if e.failed() {
		return e
	}
	f.always()
	per, ok := parseSpan("1" + optText(a, 2, "h"))
	if !ok || per <= 0 {
		return argument(cells.ErrValue, 3, "the unit is s, m, h or d")
	}
	straight, e := straightLines(a, 3)
	if e.failed() {
		return e
	}
	area, ms := w.Integral(straight)
	if ms == 0 {
		return noHistory()
	}
	return num(snap(area / 86_400_000 / per))
}

// straightLines reads a method: "last" or "linear".
func straightLines(a []operand, i int) (bool, operand) {
	switch optText(a, i, "last") {
	case "last":
		return false, operand{}
	case "linear":
		return true, operand{}
	}
	return false, argument(cells.ErrValue, i+1, "the method is \"last\" or \"linear\"")
}

func previous(f *frame, a []operand) operand {
	r, e := f.cellOfHistory(a[0])
	if e.failed() {
		return e
	}
	n := optNum(a, 1, 1)
	if n < 0 || n > series.Most {
		return argument(cells.ErrNum, 2, "the number of steps is not negative, and at most 6,144")
	}
	back := int(n)
	if r == f.at {
		back-- // the newest point of a cell that is being evaluated is the value it is about to lose
	}
	if _, v, ok := f.newest(r, back); ok {
		return val(v)
	}
	return noHistory()
}

func change(f *frame, a []operand, relative bool) operand {
	w, e := f.window(a[0], a[1])
	if e.failed() {
		return e
	}
	if !w.Any() {
		return noHistory()
	}
	from := 0
	if w.HasBefore() {
		from = -1
	}
	_, start := w.At(from)
	_, end := w.At(w.Len() - 1)
	d := end - start
	if relative {
		if start == 0 {
			return bad(cells.ErrDiv0, "the value at the beginning is 0")
		}
		return num(d / start)
	}
	return num(d)
}
