package calc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// told is what one cell has been told, each value with the time from which it held: all that the oracle below knows.
type told struct {
	at []int64
	v  []cells.Value
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
}

// numbers is the numbers and truths, by time.
func (p *told) numbers() (at []int64, x []float64) {
	for i, v := range p.v {
		if v.Numeric() || v.Kind() == cells.Bool {
			at, x = append(at, p.at[i]), append(x, v.Float())
		}
	}
	return at, x
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
	at, xs := w.told.numbers()
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

// asks is functions over the past of A1 in a window of a minute, each with its definition.
var asks = []struct {
	formula string
	want    func(w asked) cells.Value
}{
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
		if _, xs := w.told.numbers(); !ok {
			return none
		} else if !slices.ContainsFunc(xs, func(x float64) bool { return x != 0 }) {
			return cells.Boolean(false)
		}
		return cells.Boolean(x != 0 || w.now-since < 10_000)
	}},
	{`=delay(A1,"30s")`, func(w asked) cells.Value {
		v := none
		for i, at := range w.told.at {
			if at <= w.now-minute/2 {
				v = w.v[i]
			}
		}
		return v
	}},
	{`=sample(A1,"15s")`, func(w asked) cells.Value {
		v := none
		for i, at := range w.told.at {
			if at <= w.now/15_000*15_000 {
				v = w.v[i]
			}
		}
		return v
	}},
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

// TestPastsAgainstTheirDefinition feeds a cell at random (bursts, gaps, resets, late and early readings, texts, truths, blanks), lets time go on with no more than
// ticks, takes the book from the store now and then, and asks after each entry whether every function gives what its definition makes of all points.
// A value that changes by time alone and is not due in time fails here.
func TestPastsAgainstTheirDefinition(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { askAtRandom(t, rand.New(rand.NewPCG(seed, 11))) })
	}
}

func askAtRandom(t *testing.T, r *rand.Rand) {
	b, now, version := newReplica(), start, uint64(0)
	do := func(ops ...cells.Op) {
		version++
		if ch := b.book.Apply(cells.Entry{Version: version, At: now, Seed: version, Revision: calc.Revision, Actor: "ann", Ops: ops}); ch.Refused != nil {
			t.Fatal(ch.Refused)
		}
	}
	do(cells.AddSheet{Name: "Sheet1", Index: -1})
	op := cells.Set{Range: at(fmt.Sprintf("C1:C%d", len(asks)))}
	for _, a := range asks {
		op.Inputs = append(op.Inputs, cells.Typed(a.formula))
	}
	do(op)
	past := new(told)
	for range 400 {
		now += []int64{0, 1, int64(r.IntN(900)), int64(r.IntN(5000)), 15_000, 20_001, 60_000, int64(r.IntN(150_000))}[r.IntN(8)]
		did := "a tick"
		if r.IntN(3) > 0 {
			in := cells.Ingest{}
			for range 1 + r.IntN(3)*r.IntN(4) {
				x := cells.Reading{Ref: at("A1").TopLeft(), Value: cells.Num(float64(r.IntN(3) * r.IntN(40)))}
				switch r.IntN(12) {
				case 0:
					x.Value = cells.Str("off")
				case 1:
					x.Value = cells.Value{}
				case 2:
					x.Value = cells.Boolean(r.IntN(2) == 0)
				case 3, 4, 5:
					x.At = now + int64(r.IntN(90_000)) - 80_000
				}
				past.tell(now, x.At, x.Value)
				in.Readings = append(in.Readings, x)
			}
			did = fmt.Sprint(in.Readings)
			do(in)
		}
		do(cells.Tick{})
		w := past.ask(now, minute)
		for i, a := range asks {
			got, want := b.book.Value(cells.Ref{Sheet: 1, Row: int32(i), Col: 2}), a.want(w)
			if !like(got, want) {
				t.Fatalf("at %d, after %s: %s is %v, want %v\n%v\n%v", now, did, a.formula, got, want, newest(past.at), newest(past.v))
			}
		}
		if r.IntN(25) == 0 {
			b.save(len(b.parts) == 0)
			again, err := b.reload()
			if err != nil {
				t.Fatal(err)
			}
			b.book = again
		}
	}
}
