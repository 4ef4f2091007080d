package formula

import (
	"math"

	"freshet/cells"
)

// maxPoints is how many points of a history one call may read.
const maxPoints = 100_000

// point is a number of a cell's history.
type point struct {
	at int64 // Unix milliseconds
	x  float64
}

// track is the part of a history that a window asks for, oldest first, and what was in force when the window began.
type track struct {
	points []point
	before *point // the newest point not after the window's beginning
	from   int64  // the window's beginning; the oldest point's time when the window is a number of points
	now    int64
	kind   cells.Kind // that all points have in common; Number when they have none
	any    bool       // the cell has some history
}

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

// walk visits the numbers of a cell's past from the newest on.
func (f *frame) walk(r cells.Ref, visit func(at int64, v cells.Value) bool) bool {
	h, ok := f.w.Cells.(Historian)
	if !ok {
		return false
	}
	n := 0
	h.Past(r, func(at int64, v cells.Value) bool {
		f.step(2)
		if n++; n > maxPoints {
			panic(halt{limit: "the window holds more than 100,000 points"})
		}
		return visit(at, v)
	})
	return true
}

// window reads how far back: a text or duration as milliseconds, a number as a count of points.
func (f *frame) window(o operand) (span int64, count int, failed operand) {
	v := f.plain(o)
	switch {
	case v.Kind() == cells.Failed:
		return 0, 0, val(v)
	case v.Kind() == cells.Text:
		if d, ok := parseSpan(v.Text()); ok && d > 0 && d < 1e6 {
			return int64(math.Round(d * 86_400_000)), 0, operand{}
		}
	case v.Kind() == cells.Duration && v.Float() > 0:
		return int64(math.Round(v.Float() * 86_400_000)), 0, operand{}
	case v.Kind() == cells.Number && v.Float() >= 1:
		return 0, int(math.Min(v.Float(), maxPoints)), operand{}
	}
	return 0, 0, argument(cells.ErrValue, 2, "a window is a text such as \"5m\" or \"1h\", or a number of points")
}

// track reads the window of a cell's past.
func (f *frame) track(cell, window operand) (*track, operand) {
	r, e := f.cellOfHistory(cell)
	if e.failed() {
		return nil, e
	}
	span, count, e := f.window(window)
	if e.failed() {
		return nil, e
	}
	t := &track{now: f.w.At, from: math.MinInt64}
	if span > 0 {
		t.from = t.now - span
	}
	kinds := [8]int{}
	f.walk(r, func(at int64, v cells.Value) bool {
		if !v.Numeric() && v.Kind() != cells.Bool {
			return true
		}
		t.any = true
		p := point{at, v.Float()}
		if at <= t.from && span > 0 || count > 0 && len(t.points) == count {
			t.before = &p
			return false
		}
		kinds[v.Kind()]++
		f.take(1)
		t.points = append(t.points, p)
		return true
	})
	for i, j := 0, len(t.points)-1; i < j; i, j = i+1, j-1 {
		t.points[i], t.points[j] = t.points[j], t.points[i]
	}
	t.kind = cells.Number
	for _, k := range []cells.Kind{cells.Time, cells.Duration} {
		if len(t.points) > 0 && kinds[k] == len(t.points) {
			t.kind = k
		}
	}
	if count > 0 && len(t.points) > 0 {
		t.from = t.points[0].at
	}
	return t, operand{}
}

func noHistory() operand {
	return bad(cells.ErrNA, "the cell has no history in this window")
}

// like gives a number the kind of the points.
func (t *track) like(x float64) operand {
	switch t.kind {
	case cells.Time:
		return val(cells.Moment(x))
	case cells.Duration:
		return val(cells.Span(x))
	}
	return num(x)
}

func (t *track) values() []float64 {
	x := make([]float64, len(t.points))
	for i, p := range t.points {
		x[i] = p.x
	}
	return x
}

// over makes a function of the values in a window.
func over(least int, fn func(t *track, x []float64) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		t, e := f.track(a[0], a[1])
		if e.failed() {
			return e
		}
		if len(t.points) < least {
			return noHistory()
		}
		return fn(t, t.values())
	}
}

// area is the integral over the window in value·days, each value holding until the next.
func (t *track) integral() (area, days float64) {
	start, value := t.from, 0.0
	known := false
	if t.before != nil {
		value, known = t.before.x, true
	}
	add := func(until int64) {
		if known && until > start {
			d := float64(until-start) / 86_400_000
			area += float64(value * d)
			days += d
		}
	}
	for _, p := range t.points {
		add(p.at)
		start, value, known = p.at, p.x, true
	}
	add(t.now)
	return area, days
}

// growth is how much a counter has grown: a fall is a reset to zero.
func (t *track) growth() (total float64, resets int) {
	last, known := 0.0, false
	if t.before != nil {
		last, known = t.before.x, true
	}
	for _, p := range t.points {
		if known {
			if p.x >= last {
				total += p.x - last
			} else {
				total += p.x
				resets++
			}
		}
		last, known = p.x, true
	}
	return total, resets
}

// slope is the regression slope in value per second.
func (t *track) slope() (perSecond, at, value float64, ok bool) {
	n := float64(len(t.points))
	if n < 2 {
		return 0, 0, 0, false
	}
	base := t.points[0].at
	mx, my := 0.0, 0.0
	for _, p := range t.points {
		mx += float64(p.at-base) / 1000
		my += p.x
	}
	mx, my = mx/n, my/n
	sxx, sxy := 0.0, 0.0
	for _, p := range t.points {
		dx, dy := float64(p.at-base)/1000-mx, p.x-my
		sxx += float64(dx * dx)
		sxy += float64(dx * dy)
	}
	if sxx == 0 {
		return 0, 0, 0, false
	}
	return sxy / sxx, float64(base)/1000 + mx, my, true
}

// newest reads the n-th newest point of any kind, 0 being the present one.
func (f *frame) newest(r cells.Ref, n int) (at int64, v cells.Value, ok bool) {
	i := 0
	f.walk(r, func(t int64, x cells.Value) bool {
		if i == n {
			at, v, ok = t, x, true
			return false
		}
		i++
		return true
	})
	return at, v, ok
}
