package calc_test

import (
	"math"
	"slices"
	"time"

	"freshet/cells"
	"freshet/cells/series"
)

// told is what one cell has been told, each value with the time from which it held: all that the oracle below knows.
type told struct {
	at    []int64
	v     []cells.Value
	gone  int           // how many of these are no longer kept
	shown []cells.Value // the value after each entry
}

func (p *told) tell(now, measured int64, v cells.Value) {
	at := now
	if measured != 0 {
		at = min(measured, now)
	}
	if n := len(p.at); n > 0 {
		if measured != 0 && p.at[n-1] == measured && p.v[n-1].Equal(v) {
			return
		}
		at = max(at, p.at[n-1])
	}
	p.at, p.v = append(p.at, at), append(p.v, v)
	if len(p.at)-p.gone > series.Most {
		p.gone = len(p.at) - series.Least
	}
}

// ever is all numbers and truths there were, by time; numbers is those that are kept.
func (p *told) ever() (at []int64, x []float64) { return p.numbersFrom(0) }

func (p *told) numbers() (at []int64, x []float64) { return p.numbersFrom(p.gone) }

func (p *told) numbersFrom(i int) (at []int64, x []float64) {
	for ; i < len(p.v); i++ {
		if isNumber(p.v[i]) {
			at, x = append(at, p.at[i]), append(x, p.v[i].Float())
		}
	}
	return at, x
}

// inForce is the value that was there at a time.
func (p *told) inForce(at int64) cells.Value {
	v := none
	for i := p.gone; i < len(p.at) && p.at[i] <= at; i++ {
		v = p.v[i]
	}
	return v
}

// none is what a function gives that has nothing to go by.
var none = cells.Fail(&cells.CellError{Code: cells.ErrNA})

// asked is a question about a window of the past: its numbers, the one before them (NaN for none), and the times.
type asked struct {
	*told
	at         []int64
	x          []float64
	before     float64
	now, begin int64
	other      *told // of B1
	zone       *time.Location
	fixed      int64 // the time that one formula asks about
}

func (p *told) ask(now, window int64) asked {
	at, x := p.numbers()
	w := asked{told: p, now: now, begin: now - window, before: math.NaN()}
	for i := range at {
		if at[i] > w.begin {
			w.at, w.x = append(w.at, at[i]), append(w.x, x[i])
		} else {
			w.before = x[i]
		}
	}
	return w
}

// growth goes from point to point of a window.
func (w asked) growth() (total float64, resets, changes, rises int) {
	was := w.before
	for _, x := range w.x {
		if !math.IsNaN(was) {
			if total += x; x >= was {
				total -= was
			} else {
				resets++
			}
			changes += one(x != was)
			rises += one(was == 0 && x != 0)
		}
		was = x
	}
	return total, resets, changes, rises
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// held is what a function of each value comes to over the time for which it held, in ms, and that time.
func (w asked) held(of func(x float64) float64) (sum float64, covered int64) {
	at, x := w.told.numbers()
	for i := range at {
		end := w.now
		if i+1 < len(at) {
			end = at[i+1]
		}
		if ms := end - max(at[i], w.begin); ms > 0 {
			sum, covered = sum+of(x[i])*float64(ms), covered+ms
		}
	}
	return sum, covered
}

func (w asked) some(v func() float64) cells.Value {
	if len(w.x) == 0 {
		return none
	}
	return cells.Num(v())
}

func (w asked) last() (at int64, v cells.Value, ok bool) {
	if n := len(w.told.at); n > 0 {
		return w.told.at[n-1], w.v[n-1], true
	}
	return 0, v, false
}

func (w asked) fresh(within int64) bool {
	at, v, ok := w.last()
	return ok && !v.IsBlank() && w.now-at <= within
}

// run is the newest number, and since when it and those before it are the same in the sense given.
func (w asked) run(same func(x, y float64) bool) (since int64, x float64, ok bool) {
	at, xs := w.told.ever()
	i := len(at) - 1
	if i < 0 {
		return 0, 0, false
	}
	for x = xs[i]; i > 0 && same(xs[i-1], x); i-- {
	}
	return at[i], x, true
}

func truthy(x, y float64) bool { return (x != 0) == (y != 0) }

const minute = int64(60_000)

// ask is a function over the past of A1 with its definition.
type ask struct {
	formula string
	want    func(w asked) cells.Value
}

// asks is those of windows, counters and states.
var asks = []ask{
	{`=count_over(A1,"1m")`, func(w asked) cells.Value { return cells.Num(float64(len(w.x))) }},
	{`=sum_over(A1,"1m")`, func(w asked) cells.Value { return cells.Num(total(w.x)) }},
	{`=avg_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return total(w.x) / float64(len(w.x)) }) }},
	{`=min_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return slices.Min(w.x) }) }},
	{`=max_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return slices.Max(w.x) }) }},
	{`=first_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return w.x[0] }) }},
	{`=last_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return w.x[len(w.x)-1] }) }},
	{`=increase(A1,"1m")`, func(w asked) cells.Value { g, _, _, _ := w.growth(); return cells.Num(g) }},
	{`=resets(A1,"1m")`, func(w asked) cells.Value { _, n, _, _ := w.growth(); return cells.Num(float64(n)) }},
	{`=changes(A1,"1m")`, func(w asked) cells.Value { _, _, n, _ := w.growth(); return cells.Num(float64(n)) }},
	{`=count_true(A1,"1m")`, func(w asked) cells.Value { _, _, _, n := w.growth(); return cells.Num(float64(n)) }},
	{`=rate(A1,"1m")*60`, func(w asked) cells.Value {
		if at, _ := w.told.numbers(); len(at) == 0 {
			return none
		}
		g, _, _, _ := w.growth()
		return cells.Num(g)
	}},
	{`=delta(A1,"1m")`, func(w asked) cells.Value {
		all := slices.Clone(w.x)
		if !math.IsNaN(w.before) {
			all = slices.Insert(all, 0, w.before)
		}
		if len(all) == 0 {
			return none
		}
		return cells.Num(all[len(all)-1] - all[0])
	}},
	{`=twa(A1,"1m")`, func(w asked) cells.Value {
		sum, ms := w.held(func(x float64) float64 { return x })
		if ms == 0 {
			return none
		}
		return cells.Num(sum / float64(ms))
	}},
	{`=ontime(A1,"1m")*86400`, func(w asked) cells.Value {
		sum, _ := w.held(func(x float64) float64 { return float64(one(x != 0)) })
		return cells.Num(sum / 1000)
	}},
	{`=isfresh(A1,"1m")`, func(w asked) cells.Value { return cells.Boolean(w.fresh(minute)) }},
	{`=absent(A1,"20s")`, func(w asked) cells.Value { return cells.Boolean(!w.fresh(minute / 3)) }},
	{`=age(A1)*86400`, func(w asked) cells.Value {
		at, _, ok := w.last()
		if !ok {
			return none
		}
		return cells.Num(float64(w.now-at) / 1000)
	}},
	{`=true_for(A1)*86400`, func(w asked) cells.Value {
		since, x, ok := w.run(truthy)
		switch {
		case !ok:
			return none
		case x == 0:
			return cells.Num(0)
		}
		return cells.Num(float64(w.now-since) / 1000)
	}},
	{`=timer(A1,"10s")`, func(w asked) cells.Value {
		since, x, ok := w.run(truthy)
		if !ok {
			return none
		}
		return cells.Boolean(x != 0 && w.now-since >= 10_000)
	}},
	{`=hold(A1,"10s")`, func(w asked) cells.Value {
		since, x, ok := w.run(truthy)
		if _, xs := w.told.ever(); !ok {
			return none
		} else if !slices.ContainsFunc(xs, func(x float64) bool { return x != 0 }) {
			return cells.Boolean(false)
		}
		return cells.Boolean(x != 0 || w.now-since < 10_000)
	}},
	{`=delay(A1,"30s")`, func(w asked) cells.Value { return w.inForce(w.now - minute/2) }},
	{`=sample(A1,"15s")`, func(w asked) cells.Value { return w.inForce(w.now / 15_000 * 15_000) }},
}

// newest is as much of a past as one can look at.
func newest[T any](all []T) []T { return all[max(0, len(all)-8):] }

func total(x []float64) (sum float64) {
	for _, y := range x {
		sum += y
	}
	return sum
}

// like compares what a cell holds with what it should: numbers but for what is lost by adding up in another order.
func like(got, want cells.Value) bool {
	if got.Numeric() && want.Numeric() {
		return math.Abs(got.Float()-want.Float()) <= 1e-6*max(1, math.Abs(want.Float()))
	}
	if got.Kind() == cells.Failed && want.Kind() == cells.Failed {
		return got.Err().Code == want.Err().Code
	}
	return got.Equal(want) || want.IsBlank() && got.Equal(cells.Num(0)) // as any formula shows a blank
}
