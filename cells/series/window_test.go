package series_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/series"
)

// draw gives readings of one character: smooth, of few values, wild in size, or mixed with what is no number.
func draw(r *rand.Rand, sort int) cells.Value {
	switch sort {
	case 0:
		return cells.Num(math.Round(r.NormFloat64()*1000) / 100)
	case 1:
		return cells.Num(float64(r.IntN(4)))
	case 2:
		return cells.Num(math.Ldexp(r.Float64()-0.5, r.IntN(900)-450))
	case 3:
		return cells.Num(math.Float64frombits(r.Uint64() & 0x800fffffffffffff))
	}
	switch r.IntN(9) {
	case 0:
		return cells.Str("off")
	case 1:
		return cells.Value{}
	case 2:
		return cells.Fail(&cells.CellError{Code: cells.ErrNA, Message: "none"})
	case 3:
		return cells.Boolean(r.IntN(2) == 0)
	case 4:
		return cells.Moment(float64(r.IntN(50_000)))
	case 5:
		return cells.Span(r.Float64())
	}
	return cells.Num(float64(r.IntN(100)))
}

// differ is the first answer about a window that is not the definition's.
func differ(s *series.Series, p *plain, span series.Span, now int64, exactly bool) error {
	w, d := s.Window(span, now), p.window(span, now)
	if w.Len() != len(d.x) || w.HasBefore() != d.before {
		return fmt.Errorf("%d points, before %t; want %d, %t", w.Len(), w.HasBefore(), len(d.x), d.before)
	}
	var problem error
	check := func(what string, got, want float64) {
		if math.Float64bits(got+0) != math.Float64bits(want+0) && problem == nil {
			problem = fmt.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	check("the sum", w.Sum(), d.sum())
	total, resets := w.Growth()
	changed, rises := w.Changes()
	wantTotal, wantResets, wantChanged, wantRises := d.growth()
	check("the growth", total, wantTotal)
	check("resets", float64(resets), float64(wantResets))
	check("changes", float64(changed), float64(wantChanged))
	check("rises", float64(rises), float64(wantRises))
	for _, straight := range []bool{false, true} {
		area, ms := w.Integral(straight)
		wantArea, on, wantMs := d.integral(straight)
		if exactly {
			check(fmt.Sprintf("the integral (%t)", straight), area, wantArea)
		}
		check("the time", float64(ms), float64(wantMs))
		if !straight {
			check("the time on", float64(w.On()), float64(on))
		}
	}
	if len(d.x) == 0 {
		return problem
	}
	least, most := w.Extremes()
	check("the least", least, slices.Min(d.x))
	check("the greatest", most, slices.Max(d.x))
	check("the mode", w.Mode(), d.mode())
	sorted := slices.Clone(d.x)
	slices.Sort(sorted)
	if !slices.Equal(w.Sorted(), sorted) && problem == nil {
		problem = fmt.Errorf("the order is %v", w.Sorted())
	}
	m := sorted[len(sorted)/2]
	for _, k := range []int{0, len(sorted) / 2, len(sorted) - 1} {
		check("a deviation", series.Deviation(w.Sorted(), m, k), d.deviation(m, k))
	}
	if len(d.x) > 1 && exactly {
		check("the variance", w.Variance(), d.variance())
		slope, _, ok := w.Line()
		if want, wantOK := d.slope(); ok != wantOK || ok && math.Abs(slope-want) > 1e-15*math.Abs(want) {
			return fmt.Errorf("the slope is %v %t, want %v %t", slope, ok, want, wantOK)
		}
	}
	return problem
}

var spans = []series.Span{{Count: 1}, {Count: 2}, {Count: 17}, {Count: 300}, {Count: 10_000}, {Time: 1}, {Time: 1_000}, {Time: 60_000}, {Time: 1 << 40}}

func TestWindowsAreTheirDefinition(t *testing.T) {
	for sort := range 5 {
		r := rand.New(rand.NewPCG(uint64(sort), 9))
		s, p := new(series.Series), new(plain)
		at := int64(1_790_000_000_000)
		for i := range 600 {
			at += int64(r.IntN(4)) * int64(r.IntN(500))
			v := draw(r, sort)
			s.Add(at-int64(r.IntN(9)/8*700), v)
			p.add(newest(s), v)
			if i%37 != 0 && i > 20 {
				continue
			}
			for _, span := range spans {
				// Subnormal products are rounded, and rounding is no definition.
				if err := differ(s, p, span, at+int64(r.IntN(100)), sort != 3); err != nil {
					t.Fatalf("sort %d, point %d, window %v: %v", sort, i, span, err)
				}
			}
		}
	}
}

func newest(s *series.Series) int64 {
	at, _ := s.At(s.Len() - 1)
	return at
}

// TestLongWindows crosses the places where points are forgotten and where runs of all levels begin and end.
func TestLongWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	s, p := new(series.Series), new(plain)
	at := int64(1_790_000_000_000)
	for i := range 3*series.Most + 17 {
		at += int64(r.IntN(2000))
		v := draw(r, i%2)
		s.Add(at, v)
		p.add(at, v)
		if i%4999 != 0 && s.Len() != series.Least {
			continue
		}
		for _, span := range spans {
			if err := differ(s, p, span, at, true); err != nil {
				t.Fatalf("point %d, window %v: %v", i, span, err)
			}
		}
	}
}
