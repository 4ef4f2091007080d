package formula

import (
	"math"
	"slices"
	"strings"
	"time"

	"freshet/cells"
)

func signalFunctions() []*function {
	return []*function{
		declare("band(value:n, limit:n…)", Series, "number", "In which band a value lies: how many of the limits it has reached.", func(_ *frame, a []operand) operand {
			n := 0
			for _, limit := range a[1:] {
				n += b2i(compareNumbers(a[0].Float(), limit.Float()) >= 0)
			}
			return num(float64(n))
		}, eg("=band(21,18,20,26)", "2")),
		declare("calibrate(value:n, points:a)", Series, "number", "A value read off a curve: points are rows of x and y, with straight lines between them and beyond.", calibrate, eg("=calibrate(5,{0,0;10,100})", "50"), eg("=calibrate(12,{0,0;10,100})", "120")),
		declare("anomaly(cell:h, window:v, [k:n])", Series, "truth", "Tells whether the present value is more than k (3) standard deviations from the mean of a window.", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			if len(t.points) < 3 {
				return truth(false)
			}
			x := t.values()
			s := math.Sqrt(squares(x) / float64(len(x)-1))
			return truth(math.Abs(x[len(x)-1]-mean(x)) > optNum(a, 2, 3)*s)
		}, volatile, eg("=anomaly(A1,\"5m\",1)", "TRUE", pastSetup)),
		declare("lasttime(cell:h)", Series, "time", "When a cell was last TRUE (or not 0).", lastTime, eg("=lasttime(A1)", "2026-11-22 13:11:15", "past A1: 0@-240 1@-180 0@-60")),
		declare("meter(cell:h, period:t)", Series, "number", "How much a counter grew since the hour, day, week, month or year began in the book's time zone.", meter, volatile, eg("=meter(A1,\"hour\")", "30", "past A1: 5@-7200 10@-3600 40@0"), eg("=meter(A1,\"fortnight\")", "#VALUE!", pastSetup)),
		declare("bucket(cell:h, size:v, [aggregate:t], [count:n])", Series, "array", "The points of a cell in buckets of equal length: when each begins and its mean, min, max, sum, count, first or last.", bucket, volatile, eg("=bucket(A1,\"2m\",\"max\",2)", "{2026-11-22 13:12:00,20;2026-11-22 13:14:00,40}", pastSetup)),
		declare("allfresh(validity:v, cell:h…)", Series, "truth", "Tells whether the present values of all cells are no older than a validity.", func(f *frame, a []operand) operand {
			for _, o := range a[1:] {
				if fresh := freshness(true)(f, []operand{o, a[0]}); !fresh.Truth() {
					return fresh
				}
			}
			return truth(true)
		}, volatile, eg("=allfresh(\"5m\",A1,B1)", "FALSE", "past A1: 1@-60"), eg("=allfresh(\"5m\",A1)", "TRUE", "past A1: 1@-60")),
		declare("latest(cell:h…)", Series, "value", "The present value of the cell that was updated last.", latest, eg("=latest(A1,B1)", "7", "past A1: 1@-60", "past B1: 7@-30")),
	}
}

func calibrate(f *frame, a []operand) operand {
	m := f.array(a[1])
	if m.Cols != 2 || m.Rows < 2 {
		return argument(cells.ErrValue, 2, "at least two rows of x and y are expected")
	}
	type knot struct{ x, y float64 }
	knots := make([]knot, m.Rows)
	f.step(m.Rows * 4)
	for i := range knots {
		x, y := m.At(i, 0), m.At(i, 1)
		if !x.Numeric() || !y.Numeric() {
			return argument(cells.ErrValue, 2, "the points must be numbers")
		}
		knots[i] = knot{x.Float(), y.Float()}
	}
	slices.SortStableFunc(knots, func(p, q knot) int { return compareNumbers(p.x, q.x) })
	k := 1
	for k < len(knots)-1 && knots[k].x < a[0].Float() {
		k++
	}
	p, q := knots[k-1], knots[k]
	if p.x == q.x {
		return argument(cells.ErrDiv0, 2, "two points have one x")
	}
	return num(p.y + float64((a[0].Float()-p.x)/(q.x-p.x)*(q.y-p.y)))
}

func lastTime(f *frame, a []operand) operand {
	r, e := f.cellOfHistory(a[0])
	if e.failed() {
		return e
	}
	var last int64
	found := false
	f.walk(r, func(at int64, v cells.Value) bool {
		last, found = at, v.Kind() != cells.Text && v.Float() != 0
		return !found
	})
	if !found {
		return noHistory()
	}
	return val(f.momentOf(last))
}

func meter(f *frame, a []operand) operand {
	now := time.UnixMilli(f.w.At).In(f.zone)
	y, m, d := now.Date()
	var from time.Time
	switch strings.ToLower(a[1].Text()) {
	case "hour":
		from = time.Date(y, m, d, now.Hour(), 0, 0, 0, f.zone)
	case "day":
		from = time.Date(y, m, d, 0, 0, 0, 0, f.zone)
	case "week":
		from = time.Date(y, m, d-(int(now.Weekday())+6)%7, 0, 0, 0, 0, f.zone)
	case "month":
		from = time.Date(y, m, 1, 0, 0, 0, 0, f.zone)
	case "year":
		from = time.Date(y, 1, 1, 0, 0, 0, 0, f.zone)
	default:
		return argument(cells.ErrValue, 2, "the period is hour, day, week, month or year")
	}
	span := float64(f.w.At-from.UnixMilli()) / 86_400_000
	t, e := f.track(a[0], val(cells.Span(math.Max(span, 1e-9))))
	if e.failed() {
		return e
	}
	growth, _ := t.growth()
	return num(growth)
}

func bucket(f *frame, a []operand) operand {
	size, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	count := wholeNumber(optNum(a, 3, 24))
	if count < 1 || count > 10_000 {
		return argument(cells.ErrNum, 4, "there are 1 to 10,000 buckets")
	}
	_, offset := time.UnixMilli(f.w.At).In(f.zone).Zone()
	shift := int64(offset) * 1000
	last := (f.w.At + shift) / size
	first := last - int64(count) + 1
	t, e := f.track(a[0], val(cells.Span(float64(f.w.At-(first*size-shift)+1)/86_400_000)))
	if e.failed() {
		return e
	}
	values := make([][]float64, int(count))
	for _, p := range t.points {
		if k := (p.at+shift)/size - first; k >= 0 && k < int64(len(values)) {
			values[k] = append(values[k], p.x)
		}
	}
	f.takeRect(len(values), 2)
	out := newArray(len(values), 2)
	for i, x := range values {
		v, ok := aggregateNamed(optText(a, 2, "mean"), x)
		if !ok {
			return argument(cells.ErrValue, 3, "the aggregate is mean, min, max, sum, count, first or last")
		}
		out.Values[2*i] = f.momentOf((first+int64(i))*size - shift)
		out.Values[2*i+1] = v
	}
	return f.arrayed(out)
}

// aggregateNamed is an aggregate of numbers; of none it is a blank, but for sum and count.
func aggregateNamed(name string, x []float64) (cells.Value, bool) {
	aggregates := map[string]func([]float64) float64{
		"mean": mean, "avg": mean, "min": slices.Min[[]float64], "max": slices.Max[[]float64], "sum": addUp,
		"count": func(x []float64) float64 { return float64(len(x)) }, "first": func(x []float64) float64 { return x[0] }, "last": func(x []float64) float64 { return x[len(x)-1] },
	}
	name = strings.ToLower(name)
	fn, ok := aggregates[name]
	switch {
	case !ok:
		return cells.Value{}, false
	case len(x) == 0 && name != "sum" && name != "count":
		return cells.Str(""), true
	}
	return cells.Num(fn(x)), true
}

func latest(f *frame, a []operand) operand {
	var best cells.Value
	newest, any := int64(math.MinInt64), false
	for _, o := range a {
		r, e := f.cellOfHistory(o)
		if e.failed() {
			return e
		}
		if at, v, ok := f.newest(r, 0); ok && at > newest {
			best, newest, any = v, at, true
		}
	}
	if !any {
		return noHistory()
	}
	return val(best)
}
