package series_test

import (
	"math"
	"math/big"
	"slices"

	"freshet/cells"
	"freshet/cells/exact"
	"freshet/cells/series"
)

// plain is the definition of everything: the points in a list, looked at one by one.
type plain struct {
	at []int64
	v  []cells.Value
}

func (p *plain) add(at int64, v cells.Value) {
	if n := len(p.at); n > 0 {
		at = max(at, p.at[n-1])
	}
	p.at, p.v = append(p.at, at), append(p.v, v)
	if len(p.at) > series.Most {
		p.at, p.v = slices.Clone(p.at[len(p.at)-series.Least:]), slices.Clone(p.v[len(p.v)-series.Least:])
	}
}

// view is the numbers of a window, the one before it, and when it begins.
type view struct {
	at     []int64
	x      []float64
	before bool
	beginX float64
	beginT int64
	begin  int64
	now    int64
	count  bool
}

func (p *plain) window(span series.Span, now int64) view {
	var at []int64
	var x []float64
	for i, v := range p.v {
		if v.Numeric() || v.Kind() == cells.Bool {
			at, x = append(at, p.at[i]), append(x, v.Float())
		}
	}
	w := view{now: now, begin: now - span.Time, count: span.Count > 0}
	from := len(at)
	for from > 0 && (span.Count > 0 && len(at)-from < span.Count || span.Count == 0 && at[from-1] > w.begin) {
		from--
	}
	if w.at, w.x = at[from:], x[from:]; from > 0 {
		w.before, w.beginX, w.beginT = true, x[from-1], at[from-1]
	}
	if w.count && len(w.at) > 0 {
		w.begin = w.at[0]
	}
	return w
}

func (w view) sum() float64 {
	var s exact.Sum
	s.AddAll(w.x)
	return s.Float64()
}

func rat(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }

func round(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// variance is rounded where the definition is, and nowhere else.
func (w view) variance() float64 {
	n := rat(float64(len(w.x)))
	sum, squares := new(big.Rat), new(big.Rat)
	for _, x := range w.x {
		sum.Add(sum, rat(x))
		squares.Add(squares, new(big.Rat).Mul(rat(x), rat(x)))
	}
	top := squares.Mul(squares, n)
	top.Sub(top, sum.Mul(sum, sum))
	f := float64(len(w.x))
	return round(top) / (f * (f - 1))
}

func (w view) growth() (total float64, resets, changed, rises int) {
	sum := new(big.Rat)
	was, known := w.beginX, w.before
	for _, x := range w.x {
		if known {
			if sum.Add(sum, rat(x)); x >= was {
				sum.Sub(sum, rat(was))
			} else {
				resets++
			}
			if x != was {
				changed++
			}
			if was == 0 && x != 0 {
				rises++
			}
		}
		was, known = x, true
	}
	return round(sum), resets, changed, rises
}

// integral is the exact area, what was on, and the time covered.
func (w view) integral(straight bool) (area float64, on, ms int64) {
	sum := new(big.Rat)
	add := func(a, b float64, from, to int64) {
		y := new(big.Rat).Mul(rat(a), rat(float64(to-from)))
		if straight {
			y.Add(y, new(big.Rat).Mul(rat(b), rat(float64(to-from))))
		}
		sum.Add(sum, y)
		if a != 0 {
			on += to - from
		}
		ms += to - from
	}
	type knot struct {
		at int64
		x  float64
	}
	var knots []knot
	if w.before && !w.count {
		k := knot{max(w.begin, w.beginT), w.beginX}
		if straight && len(w.at) > 0 && w.at[0] > w.beginT {
			whole := w.at[0] - w.beginT
			k.x += (w.x[0] - w.beginX) * (float64(whole-(w.at[0]-w.begin)) / float64(whole))
		}
		knots = append(knots, k)
	} else if w.before && len(w.at) == 0 {
		knots = append(knots, knot{w.beginT, w.beginX})
	}
	for i := range w.at {
		knots = append(knots, knot{w.at[i], w.x[i]})
	}
	for i, k := range knots {
		if i+1 < len(knots) {
			add(k.x, knots[i+1].x, k.at, knots[i+1].at)
		} else {
			add(k.x, k.x, k.at, w.now)
		}
	}
	if straight {
		return round(sum) / 2, on, ms
	}
	return round(sum), on, ms
}

// slope has both its parts exact.
func (w view) slope() (float64, bool) {
	n := rat(float64(len(w.x)))
	t, x, tt, tx := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i := range w.x {
		a, b := rat(float64(w.at[i])), rat(w.x[i])
		t.Add(t, a)
		x.Add(x, b)
		tt.Add(tt, new(big.Rat).Mul(a, a))
		tx.Add(tx, new(big.Rat).Mul(a, b))
	}
	top := tx.Mul(tx, n)
	top.Sub(top, x.Mul(x, t))
	below := tt.Mul(tt, n)
	below.Sub(below, t.Mul(t, t))
	if below.Sign() == 0 || len(w.x) < 2 {
		return 0, false
	}
	return round(top) / round(below) * 1000, true
}

func (w view) mode() float64 {
	counts := map[float64]int{}
	for _, x := range w.x {
		counts[x]++
	}
	best := w.x[0]
	for _, x := range w.x {
		if counts[x] > counts[best] {
			best = x
		}
	}
	return best
}

func (w view) deviation(m float64, k int) float64 {
	d := make([]float64, len(w.x))
	for i, x := range w.x {
		d[i] = math.Abs(x - m)
	}
	slices.Sort(d)
	return d[k]
}
