package calc_test

import (
	"math"
	"slices"
	"time"

	"freshet/cells"
)

// accesses is functions of single points of the past, of its order and of its edges, of calendars, and of two cells.
var accesses = []ask{
	{`=prev(A1)`, func(w asked) cells.Value { return w.back(1) }},
	{`=prev(A1,0)`, func(w asked) cells.Value { return w.back(0) }},
	{`=prev(A1,7)`, func(w asked) cells.Value { return w.back(7) }},
	{`=at(A1,FIXED)`, func(w asked) cells.Value { return w.inForce(w.fixed) }},
	{`=lastupdate(A1)`, func(w asked) cells.Value {
		at, _, ok := w.last()
		if !ok {
			return none
		}
		return w.moment(at)
	}},
	{`=since(A1)*86400`, func(w asked) cells.Value {
		at, v, ok := w.last()
		if !ok {
			return none
		}
		for i := len(w.v) - 1; i >= 0 && w.v[i].Equal(v); i-- {
			at = w.told.at[i]
		}
		return cells.Num(float64(w.now-at) / 1000)
	}},
	{`=isstale(A1,"45s")`, func(w asked) cells.Value { return cells.Boolean(!w.fresh(45_000)) }},
	{`=rising(A1)`, func(w asked) cells.Value { x := w.newest(2); return cells.Boolean(len(x) == 2 && x[1] > x[0]) }},
	{`=falling(A1)`, func(w asked) cells.Value { x := w.newest(2); return cells.Boolean(len(x) == 2 && x[1] < x[0]) }},
	{`=sma(A1,3)`, func(w asked) cells.Value {
		x := w.newest(3)
		return w.of(x, func() float64 { return total(x) / float64(len(x)) })
	}},
	{`=pct_change(A1,"1m")`, func(w asked) cells.Value {
		all := w.x
		if !math.IsNaN(w.before) {
			all = slices.Insert(slices.Clone(w.x), 0, w.before)
		}
		switch {
		case len(all) == 0:
			return none
		case all[0] == 0:
			return cells.Fail(&cells.CellError{Code: cells.ErrDiv0})
		}
		return cells.Num(all[len(all)-1]/all[0] - 1)
	}},
	{`=fill(A1,"linear")`, func(w asked) cells.Value {
		at, x := w.told.numbers()
		n := len(x)
		switch _, v, _ := w.last(); {
		case n == 0:
			return none
		case isNumber(v):
			return v
		case n == 1 || at[n-2] == at[n-1]:
			return whatever // the kind of the last number
		}
		ahead := float64(w.now-at[n-2]) / float64(at[n-1]-at[n-2])
		return cells.Num(x[n-2]*(1-ahead) + x[n-1]*ahead)
	}},
	{`=holt(A1,0.5,0.25,2)`, func(w asked) cells.Value {
		_, x := w.told.ever()
		return w.of(x, func() float64 {
			level, trend := x[0], 0.0
			for i := 1; i < len(x); i++ {
				if i == 1 {
					level, trend = x[1], x[1]-x[0]
					continue
				}
				was := level
				level = 0.5*x[i] + 0.5*(was+trend)
				trend = 0.25*(level-was) + 0.75*trend
			}
			return level + 2*trend
		})
	}},
	{`=meter(A1,"hour")`, func(w asked) cells.Value { return w.metered(w.steps(time.Hour, 1)[0]) }},
	{`=meter(A1,"day")`, func(w asked) cells.Value {
		y, m, d := time.UnixMilli(w.now).In(w.zone).Date()
		return w.metered(time.Date(y, m, d, 0, 0, 0, 0, w.zone).UnixMilli())
	}},
	{`=meter(A1,"week")`, func(w asked) cells.Value {
		day := time.UnixMilli(w.now).In(w.zone)
		for day.Weekday() != time.Monday {
			day = day.AddDate(0, 0, -1)
		}
		y, m, d := day.Date()
		return w.metered(time.Date(y, m, d, 0, 0, 0, 0, w.zone).UnixMilli())
	}},
	{`=meter(A1,"month")`, func(w asked) cells.Value {
		y, m, _ := time.UnixMilli(w.now).In(w.zone).Date()
		return w.metered(time.Date(y, m, 1, 0, 0, 0, 0, w.zone).UnixMilli())
	}},
	{`=counter(A1)`, func(w asked) cells.Value {
		return w.edges(func(n int, _ int64) cells.Value { return cells.Num(float64(n)) })
	}},
	{`=toggle(A1)`, func(w asked) cells.Value {
		return w.edges(func(n int, _ int64) cells.Value { return cells.Boolean(n%2 == 1) })
	}},
	{`=lasttime(A1)`, func(w asked) cells.Value {
		return w.edges(func(_ int, last int64) cells.Value {
			if last == 0 {
				return none
			}
			return w.moment(last)
		})
	}},
	{`=hysteresis(N(A1),10,40)`, func(w asked) cells.Value {
		return w.states(func(was, x float64) float64 {
			return float64(one(x >= 40 || x > 10 && was != 0))
		}, true)
	}},
	{`=latch(N(A1)>40,N(A1)=0)`, func(w asked) cells.Value {
		return w.states(func(was, x float64) float64 {
			return float64(one(x != 0 && (x > 40 || was != 0)))
		}, true)
	}},
	{`=deadband(N(A1),9)`, func(w asked) cells.Value {
		return w.states(func(was, x float64) float64 {
			if math.Abs(x-was) <= 9 {
				return was
			}
			return x
		}, false)
	}},
	{`=after(A1,B1)`, func(w asked) cells.Value {
		a, b, ok := w.both()
		return cells.Boolean(ok && a > b)
	}},
	{`=inorder(A1,B1)`, func(w asked) cells.Value {
		a, b, ok := w.both()
		return cells.Boolean(ok && b > a)
	}},
	{`=allfresh("40s",A1,B1)`, func(w asked) cells.Value {
		return cells.Boolean(w.fresh(40_000) && asked{told: w.other, now: w.now}.fresh(40_000))
	}},
	{`=latest(A1,B1)`, func(w asked) cells.Value {
		at, v, ok := w.last()
		if n := len(w.other.at); n > 0 && (!ok || w.other.at[n-1] > at) {
			v, ok = w.other.v[n-1], true
		}
		if !ok {
			return none
		}
		return v
	}},
}

// back is the value so many points before the newest.
func (w asked) back(n int) cells.Value {
	if i := len(w.v) - 1 - n; i >= w.gone {
		return w.v[i]
	}
	return none
}

// moment is a time as the clock of the book shows it.
func (w asked) moment(ms int64) cells.Value {
	_, ahead := time.UnixMilli(ms).In(w.zone).Zone()
	return cells.Moment(25569 + float64(ms+int64(ahead)*1000)/86_400_000)
}

// metered is the growth since a time.
func (w asked) metered(from int64) cells.Value {
	g, _, _, _ := w.told.ask(w.now, w.now-from).growth()
	return cells.Num(g)
}

// edges is how often there was something after nothing, and when there was something last (0 for never).
func (w asked) edges(of func(n int, last int64) cells.Value) cells.Value {
	at, x := w.told.ever()
	if len(x) == 0 {
		return none
	}
	n, last := 0, int64(0)
	for i := range x {
		n += one(i > 0 && x[i] != 0 && x[i-1] == 0)
		if x[i] != 0 {
			last = at[i]
		}
	}
	return of(n, last)
}

// states goes from entry to entry by the values that the cell had after each: texts and blanks count as nothing, and an error is shown and changes nothing.
func (w asked) states(next func(was, x float64) float64, truths bool) cells.Value {
	was, out := 0.0, cells.Value{}
	for _, v := range append([]cells.Value{{}}, w.shown...) {
		if v.Kind() == cells.Failed {
			out = v
			continue
		}
		x := 0.0
		if isNumber(v) {
			x = v.Float()
		}
		if was = next(was, x); truths {
			out = cells.Boolean(was != 0)
		} else {
			out = cells.Num(was)
		}
	}
	return out
}

// both is when A1 and B1 were told something last.
func (w asked) both() (a, b int64, ok bool) {
	a, _, ok = w.last()
	n := len(w.other.at)
	if !ok || n == 0 {
		return 0, 0, false
	}
	return a, w.other.at[n-1], true
}

// steps is the latest times at which the clock showed a full multiple of a step of whole minutes, or leapt over one, oldest first: looked for minute by minute.
func (w asked) steps(step time.Duration, count int) []int64 {
	size, out := step.Milliseconds(), make([]int64, count)
	shown := func(at int64) int64 {
		_, ahead := time.UnixMilli(at).In(w.zone).Zone()
		return at + int64(ahead)*1000
	}
	at := w.now / minute * minute
	for i := count - 1; i >= 0; at -= minute {
		leapt := shown(at)-shown(at-minute) > minute && shown(at)/size > shown(at-minute)/size
		if shown(at)%size == 0 || leapt {
			out[i] = at
			i--
		}
	}
	return out
}
