package formula

import (
	"math"
	"slices"

	"freshet/cells"
)

// spanOf reads a duration argument in milliseconds.
func (f *frame) spanOf(o operand, arg int) (int64, operand) {
	span, count, e := f.window(o)
	if e.failed() {
		return 0, e
	}
	if count > 0 {
		return 0, argument(cells.ErrValue, arg, "a duration such as \"5m\" is expected")
	}
	return span, operand{}
}

func ewma(f *frame, a []operand) operand {
	half, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	window := val(cells.Span(float64(10*half) / 86_400_000))
	if has(a, 2) {
		window = a[2]
	}
	t, e := f.track(a[0], window)
	if e.failed() {
		return e
	}
	if len(t.points) == 0 {
		return noHistory()
	}
	s, w := 0.0, 0.0
	for _, p := range t.points {
		k := math.Exp2(-float64(t.now-p.at) / float64(half))
		s += float64(k * p.x)
		w += k
	}
	return t.like(s / w)
}

func outlier(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[1])
	if e.failed() {
		return e
	}
	if len(t.points) < 3 {
		return truth(false)
	}
	x := t.values()
	last := x[len(x)-1]
	slices.Sort(x)
	m := between(x, float64(len(x)-1)/2)
	for i := range x {
		x[i] = math.Abs(x[i] - m)
	}
	slices.Sort(x)
	// 1.4826 makes the median deviation of a normal distribution its standard deviation (Hampel, 1974).
	return truth(math.Abs(last-m) > optNum(a, 2, 3)*1.4826*between(x, float64(len(x)-1)/2))
}

func predictAhead(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[1])
	if e.failed() {
		return e
	}
	ahead, e := f.spanOf(a[2], 3)
	if e.failed() {
		return e
	}
	s, at, value, ok := t.slope()
	if !ok {
		return noHistory()
	}
	return t.like(snap(value + float64(s*(float64(t.now+ahead)/1000-at))))
}

func eta(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[2])
	if e.failed() {
		return e
	}
	s, at, value, ok := t.slope()
	if !ok {
		return noHistory()
	}
	now := value + float64(s*(float64(t.now)/1000-at))
	seconds := (a[1].Float() - now) / s
	if s == 0 || seconds < 0 || math.IsNaN(seconds) || math.IsInf(seconds, 0) {
		return bad(cells.ErrNA, "the value is not on its way to the target")
	}
	return val(cells.Span(math.Round(seconds*1000) / 86_400_000))
}

// ageOf is how old the present value is, in days.
func (f *frame) ageOf(o operand) (float64, operand) {
	r, e := f.cellOfHistory(o)
	if e.failed() {
		return 0, e
	}
	at, _, ok := f.newest(r, 0)
	if !ok {
		return 0, noHistory()
	}
	return math.Max(0, float64(f.w.At-at)/86_400_000), operand{}
}

// freshness makes isfresh, isstale and absent. When nothing ever came, the value is not fresh.
func freshness(want bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		span, e := f.spanOf(a[1], 2)
		if e.failed() {
			return e
		}
		age, e := f.ageOf(a[0])
		if e.failed() {
			if e.Err().Code == cells.ErrNA {
				return truth(!want)
			}
			return e
		}
		return truth((age*86_400_000 <= float64(span)) == want)
	}
}

// sinceChange is when the value became what it is.
func sinceChange(f *frame, a []operand) operand {
	r, e := f.cellOfHistory(a[0])
	if e.failed() {
		return e
	}
	var since int64
	var present cells.Value
	any := false
	f.walk(r, func(at int64, v cells.Value) bool {
		if any && !v.Equal(present) {
			return false
		}
		since, present, any = at, v, true
		return true
	})
	if !any {
		return noHistory()
	}
	return val(cells.Span(math.Max(0, float64(f.w.At-since)/86_400_000)))
}

// edge makes rising and falling: between the last two points.
func edge(sign float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		t, e := f.track(a[0], num(2))
		if e.failed() {
			return e
		}
		return truth(len(t.points) == 2 && (t.points[1].x-t.points[0].x)*sign > 0)
	}
}

// onTime is how long a value was not zero in a window.
func onTime(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[1])
	if e.failed() {
		return e
	}
	if t.before != nil {
		t.before.x = float64(b2i(t.before.x != 0))
	}
	for i := range t.points {
		t.points[i].x = float64(b2i(t.points[i].x != 0))
	}
	area, _ := t.integral()
	return val(cells.Span(area))
}

// own is the value the evaluated cell had before.
func (f *frame) own() (cells.Value, bool) {
	_, v, ok := f.newest(f.at, 0)
	return v, ok
}

func hysteresis(f *frame, a []operand) operand {
	x, low, high := a[0].Float(), a[1].Float(), a[2].Float()
	switch {
	case low > high:
		return argument(cells.ErrNum, 2, "the lower bound is above the upper one")
	case x >= high:
		return truth(true)
	case x <= low:
		return truth(false)
	}
	v, _ := f.own()
	return truth(v.Truth())
}

func deadband(f *frame, a []operand) operand {
	v, ok := f.own()
	if ok && v.Numeric() && math.Abs(a[0].Float()-v.Float()) <= math.Abs(a[1].Float()) {
		return val(v)
	}
	return a[0]
}

func latch(f *frame, a []operand) operand {
	switch {
	case a[1].Truth():
		return truth(false)
	case a[0].Truth():
		return truth(true)
	}
	v, _ := f.own()
	return truth(v.Truth())
}

// valueAt is what a cell held at a time.
func valueAt(f *frame, a []operand) operand {
	r, e := f.cellOfHistory(a[0])
	if e.failed() {
		return e
	}
	if !inCalendar(a[1].Float()) {
		return argument(cells.ErrNum, 2, "this is no time")
	}
	want := cells.TimeOf(a[1].Float(), f.zone).UnixMilli()
	var found cells.Value
	ok := false
	f.walk(r, func(at int64, v cells.Value) bool {
		found, ok = v, at <= want
		return !ok
	})
	if !ok {
		return noHistory()
	}
	return val(found)
}

// history spills the points of a window: times and values, oldest first.
func history(f *frame, a []operand) operand {
	t, e := f.track(a[0], a[1])
	switch {
	case e.failed():
		return e
	case len(t.points) == 0:
		return noHistory()
	}
	f.takeRect(len(t.points), 2)
	out := newArray(len(t.points), 2)
	for i, p := range t.points {
		out.Values[2*i] = f.momentOf(p.at)
		out.Values[2*i+1] = t.like(p.x).Value
	}
	return f.arrayed(out)
}
