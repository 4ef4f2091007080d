package formula

import (
	"math"
	"slices"

	"freshet/cells"
)

// A cell with a past for the examples: 10 at 13:10:15, 20 at 13:12:15, 40 at 13:14:15, which is now.
const pastSetup = "past A1: 10@-240 20@-120 40@0"

func seriesFunctions() []*function {
	window := func(name, summary, result string, fn eagerFunc) *function {
		return declare(name+"(cell:h, window:v)", Series, "number", summary, fn, volatile, eg("="+name+"(A1,\"3m\")", result, pastSetup))
	}
	return []*function{
		window("avg_over", "The mean of the points in a window.", "30", over(1, func(t *track, x []float64) operand { return t.like(mean(x)) })),
		window("min_over", "The smallest point in a window.", "20", over(1, func(t *track, x []float64) operand { return t.like(slices.Min(x)) })),
		window("max_over", "The largest point in a window.", "40", over(1, func(t *track, x []float64) operand { return t.like(slices.Max(x)) })),
		window("sum_over", "The sum of the points in a window.", "60", over(0, func(t *track, x []float64) operand { return num(addUp(x)) })),
		window("count_over", "How many points there are in a window.", "2", over(0, func(t *track, x []float64) operand { return num(float64(len(x))) })),
		window("median_over", "The point in the middle of a window.", "30", over(1, func(t *track, x []float64) operand {
			slices.Sort(x)
			return t.like(between(x, float64(len(x)-1)/2))
		})),
		declare("pct_over(cell:h, window:v, percent:n)", Series, "number", "A percentile of the points in a window.", func(f *frame, a []operand) operand {
			p := a[2].Float() / 100
			if p < 0 || p > 1 {
				return argument(cells.ErrNum, 3, "a percentile lies between 0 and 100")
			}
			return over(1, func(t *track, x []float64) operand {
				slices.Sort(x)
				return t.like(between(x, p*float64(len(x)-1)))
			})(f, a)
		}, volatile, eg("=pct_over(A1,\"5m\",50)", "20", pastSetup)),
		window("stdev_over", "The standard deviation (of a sample) of the points in a window.", "14.142135623731", over(2, func(t *track, x []float64) operand {
			return num(math.Sqrt(squares(x) / float64(len(x)-1)))
		})),
		window("first_over", "The oldest point in a window.", "20", over(1, func(t *track, x []float64) operand { return t.like(x[0]) })),
		window("last_over", "The newest point in a window.", "40", over(1, func(t *track, x []float64) operand { return t.like(x[len(x)-1]) })),
		window("range_over", "The largest less the smallest point in a window.", "20", over(1, func(t *track, x []float64) operand { return num(slices.Max(x) - slices.Min(x)) })),
		window("mode_over", "The most frequent point in a window.", "20", over(1, func(t *track, x []float64) operand { return t.like(mostFrequent(x)) })),
		window("twa", "The mean over time in a window, each value holding until the next.", "16.6666666666667", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			area, days := t.integral()
			if days == 0 {
				return noHistory()
			}
			return t.like(area / days)
		}),
		declare("integrate(cell:h, window:v, [unit:t])", Series, "number", "The integral over a window, each value holding until the next, in value times a unit of time (\"h\" when left out).", integrate, volatile, eg("=integrate(A1,\"4m\",\"m\")", "60", pastSetup)),
		declare("prev(cell:h, [steps:n])", Series, "value", "The value a cell had before the present one, or some steps before. A cell may ask for its own.", previous, eg("=prev(A1)", "20", pastSetup), eg("=prev(A1,2)", "10", pastSetup), eg("=prev(A1,9)", "#N/A", pastSetup)),
		window("delta", "The newest value less the one in force when the window began.", "30", func(f *frame, a []operand) operand { return change(f, a, false) }),
		window("pct_change", "The change over a window as a part of the value it began with.", "3", func(f *frame, a []operand) operand { return change(f, a, true) }),
		declare("diff(cell:h)", Series, "number", "The present value less the one before.", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], num(2))
			switch {
			case e.failed():
				return e
			case len(t.points) < 2:
				return noHistory()
			}
			return num(t.points[1].x - t.points[0].x)
		}, eg("=diff(A1)", "20", pastSetup)),
		window("deriv", "How fast a value grows per second, by a straight line through the points in a window.", "0.166666666666667", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			s, _, _, ok := t.slope()
			if !ok {
				return noHistory()
			}
			return num(s)
		}),
		window("changes", "How often a value changed in a window.", "2", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			return num(float64(t.changes(func(from, to float64) bool { return from != to })))
		}),
		window("increase", "How much a counter grew in a window; a fall is a reset to zero.", "30", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			g, _ := t.growth()
			return num(g)
		}),
		window("resets", "How often a counter was reset in a window.", "0", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			_, n := t.growth()
			return num(float64(n))
		}),
		window("rate", "How fast a counter grew in a window, per second; a fall is a reset to zero.", "0.166666666666667", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			g, _ := t.growth()
			seconds := float64(t.now-t.from) / 1000
			if seconds <= 0 || !t.any {
				return noHistory()
			}
			return num(g / seconds)
		}),
		declare("irate(cell:h)", Series, "number", "How fast a counter grew between its last two points, per second.", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], num(2))
			switch {
			case e.failed():
				return e
			case len(t.points) < 2 || t.points[1].at == t.points[0].at:
				return noHistory()
			}
			g := t.points[1].x - t.points[0].x
			if g < 0 {
				g = t.points[1].x
			}
			return num(g / (float64(t.points[1].at-t.points[0].at) / 1000))
		}, eg("=irate(A1)", "0.166666666666667", pastSetup)),
		declare("sma(cell:h, count:n)", Series, "number", "The mean of the last points.", over(1, func(t *track, x []float64) operand { return t.like(mean(x)) }), eg("=sma(A1,2)", "30", pastSetup)),
		declare("ewma(cell:h, half_life:v, [window:v])", Series, "number", "A mean that forgets: a point weighs half as much after a half-life.", ewma, volatile, more("Without window, ten half-lives."), eg("=ROUND(ewma(A1,\"2m\"),6)", "30", pastSetup)),
		declare("zscore(cell:h, window:v)", Series, "number", "How many standard deviations the present value is from the mean of a window.", over(2, func(t *track, x []float64) operand {
			s := math.Sqrt(squares(x) / float64(len(x)-1))
			if s == 0 {
				return num(0)
			}
			return num((x[len(x)-1] - mean(x)) / s)
		}), volatile, eg("=ROUND(zscore(A1,\"5m\"),6)", "1.091089", pastSetup)),
		declare("outlier(cell:h, window:v, [k:n])", Series, "truth", "Tells whether the present value is further than k (3) scaled median deviations from the median of a window (Hampel).", outlier, volatile, eg("=outlier(A1,\"5m\",1)", "TRUE", pastSetup), eg("=outlier(A1,\"5m\")", "FALSE", pastSetup)),
		declare("predict(cell:h, window:v, ahead:v)", Series, "number", "The value some time ahead, by a straight line through the points in a window.", predictAhead, volatile, eg("=predict(A1,\"3m\",\"2m\")", "60", pastSetup)),
		declare("eta(cell:h, target:n, window:v)", Series, "duration", "How long until a value reaches a target, by a straight line through the points in a window.", eta, volatile, eg("=eta(A1,60,\"3m\")", "0:02:00", pastSetup)),
		declare("trend_over(cell:h, window:v)", Series, "number", "1, 0 or -1: whether a value rises or falls in a window.", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			s, _, _, ok := t.slope()
			if !ok {
				return num(0)
			}
			return num(float64(compareNumbers(s, 0)))
		}, volatile, eg("=trend_over(A1,\"5m\")", "1", pastSetup)),
	}
}

func mostFrequent(x []float64) float64 {
	counts := make(map[float64]int, len(x))
	for _, v := range x {
		counts[v]++
	}
	best := x[0]
	for _, v := range x {
		if counts[v] > counts[best] {
			best = v
		}
	}
	return best
}

func (t *track) changes(counts func(from, to float64) bool) int {
	n := 0
	var last *point = t.before
	for i := range t.points {
		if last != nil && counts(last.x, t.points[i].x) {
			n++
		}
		last = &t.points[i]
	}
	return n
}

func integrate(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[1])
	if e.failed() {
		return e
	}
	per, ok := parseSpan("1" + optText(a, 2, "h"))
	if !ok || per <= 0 {
		return argument(cells.ErrValue, 3, "the unit is s, m, h or d")
	}
	area, days := t.integral()
	if days == 0 {
		return noHistory()
	}
	return num(snap(area / per))
}

func previous(f *frame, a []operand) operand {
	r, e := f.cellOfHistory(a[0])
	if e.failed() {
		return e
	}
	n := optNum(a, 1, 1)
	if n < 0 || n > maxPoints {
		return argument(cells.ErrNum, 2, "the number of steps is not negative")
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
	t, e := f.track(a[0], a[1])
	if e.failed() {
		return e
	}
	if t.before == nil && len(t.points) == 0 {
		return noHistory()
	}
	start, end := t.before, t.before
	if start == nil {
		start = &t.points[0]
	}
	if n := len(t.points); n > 0 {
		end = &t.points[n-1]
	}
	d := end.x - start.x
	if relative {
		if start.x == 0 {
			return bad(cells.ErrDiv0, "the value at the beginning is 0")
		}
		return num(d / start.x)
	}
	return num(d)
}
