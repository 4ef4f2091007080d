package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/series"
)

// windowSteps is what a question about a window costs: a few dozen of the aggregates that the series keeps, however long the window is.
const windowSteps = 64

// cellOfHistory is the cell whose past an argument names.
func (f *frame) cellOfHistory(o operand) (cells.Ref, operand) {
	if o.failed() {
		return cells.Ref{}, o
	}
	a, ok := o.obj.(*area)
	if !ok || !a.Single() {
		return cells.Ref{}, argument(cells.ErrValue, 1, "one cell with a past is expected, not "+f.describe(o))
	}
	return a.TopLeft(), operand{}
}

// pastAt is the past of a cell; one without points when none is kept.
func (f *frame) pastAt(r cells.Ref) *series.Series {
	f.step(windowSteps)
	if h, ok := f.w.Cells.(Historian); ok {
		if s := h.Past(r); s != nil {
			return s
		}
	}
	return new(series.Series)
}

// past is the past of the cell that an argument names.
func (f *frame) past(o operand) (*series.Series, operand) {
	r, e := f.cellOfHistory(o)
	if e.failed() {
		return nil, e
	}
	return f.pastAt(r), operand{}
}

// lookBack reads how far back: a text or duration as milliseconds, a number as a count of points.
func (f *frame) lookBack(o operand) (span series.Span, failed operand) {
	v := f.plain(o)
	switch {
	case v.Kind() == cells.Failed:
		return span, val(v)
	case v.Kind() == cells.Text:
		if d, ok := parseSpan(v.Text()); ok && d > 0 && d < 1e6 {
			span.Time = int64(math.Round(d * 86_400_000))
		}
	case v.Kind() == cells.Duration && v.Float() > 0 && v.Float() < 1e6:
		span.Time = int64(math.Round(v.Float() * 86_400_000))
	case v.Kind() == cells.Number && v.Float() >= 1:
		span.Count = int(math.Min(v.Float(), series.Most))
	}
	if span == (series.Span{}) {
		return span, argument(cells.ErrValue, 2, f.given(v)+" is no window: write a text such as \"90s\", \"5m\" or \"1h30m\", or a number of points")
	}
	return span, operand{}
}

// spanOf reads a duration argument in milliseconds.
func (f *frame) spanOf(o operand, arg int) (int64, operand) {
	span, e := f.lookBack(o)
	if e.failed() || span.Count > 0 {
		if e.failed() && f.plain(o).Kind() == cells.Failed {
			return 0, e
		}
		return 0, argument(cells.ErrValue, arg, f.given(f.plain(o))+" is no duration: write a text such as \"90s\", \"5m\" or \"1h30m\"")
	}
	return span.Time, operand{}
}

// window is the window that two arguments name. The formula is due again when its oldest point leaves it.
func (f *frame) window(cell, window operand) (series.Window, operand) {
	s, e := f.past(cell)
	if e.failed() {
		return series.Window{}, e
	}
	span, e := f.lookBack(window)
	if e.failed() {
		return series.Window{}, e
	}
	w := s.Window(span, f.w.At)
	if at, ok := w.Leaves(); ok {
		f.due(at)
	}
	return w, operand{}
}

// due says that the value may change at a time by that alone.
func (f *frame) due(at int64) {
	if at > f.w.At {
		f.next = min(f.next, at)
	}
}

// always says that the value changes with every moment.
func (f *frame) always() { f.due(f.w.At + 1) }

func noHistory() operand {
	return bad(cells.ErrNA, "the cell has no history in this window")
}

// like gives a number the kind of the points in a window.
func like(w series.Window, x float64) operand {
	switch w.Kind() {
	case cells.Time:
		return val(cells.Moment(x))
	case cells.Duration:
		return val(cells.Span(x))
	}
	return num(x)
}

// over makes a function of a window with so many points at least.
func over(least int, fn func(w series.Window) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		w, e := f.window(a[0], a[1])
		if e.failed() {
			return e
		}
		if w.Len() < least {
			return noHistory()
		}
		return fn(w)
	}
}

// inOrder is over for what needs the points in order, which costs as much as making it.
func inOrder(fn func(f *frame, a []operand, w series.Window) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		w, e := f.window(a[0], a[1])
		if e.failed() {
			return e
		}
		if w.Len() == 0 {
			return noHistory()
		}
		f.step(2 * w.Len())
		return fn(f, a, w)
	}
}

// newest reads the n-th newest point of any kind, 0 being the present one. Of its own cell a formula sees what was before the wave.
func (f *frame) newest(r cells.Ref, n int) (at int64, v cells.Value, ok bool) {
	s := f.pastAt(r)
	i := s.Len() - 1 - n
	if r == f.at {
		i = s.Before(f.w.Entry) - 1 - n
	}
	if i < 0 || n < 0 {
		return 0, v, false
	}
	at, v = s.At(i)
	return at, v, true
}

// filtered makes a function of a recursive filter over a cell's past.
func filtered(rule series.Rule, parameters func(f *frame, a []operand) ([2]float64, operand), result func(f *frame, a []operand, s series.State) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		past, e := f.past(a[0])
		if e.failed() {
			return e
		}
		p, e := parameters(f, a)
		if e.failed() {
			return e
		}
		s := past.Run(series.Filter{Rule: rule, P: p})
		if s.N == 0 {
			return noHistory()
		}
		return result(f, a, s)
	}
}

// noParameters is for filters that have none.
func noParameters(*frame, []operand) (p [2]float64, e operand) { return p, e }

// oneSpan is for filters whose parameter is a time.
func oneSpan(f *frame, a []operand) (p [2]float64, e operand) {
	span, e := f.spanOf(a[1], 2)
	return [2]float64{float64(span)}, e
}
