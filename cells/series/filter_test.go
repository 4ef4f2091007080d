package series_test

import (
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/series"
)

var filters = []series.Filter{
	{Rule: series.Ewma, P: [2]float64{60_000}},
	{Rule: series.Lowpass, P: [2]float64{5_000}},
	{Rule: series.Kalman, P: [2]float64{1, 4}},
	{Rule: series.Kalman},
	{Rule: series.Holt, P: [2]float64{0.4, 0.1}},
	{Rule: series.Cusum, P: [2]float64{50, 5}},
	{Rule: series.Edges},
	{Rule: series.Throttle, P: [2]float64{10_000}},
	{Rule: series.Debounce, P: [2]float64{2_000}},
}

// loaded is a series as another replica has it.
func loaded(t *testing.T, s *series.Series) *series.Series {
	t.Helper()
	r := cells.ByteReader{Rest: s.Append(nil)}
	out, ok := series.Read(&r, func() cells.Value {
		v, rest, err := cells.ReadValue(r.Rest)
		if err != nil {
			r.Torn = true
		}
		r.Rest = rest
		return v
	})
	if !ok || len(r.Rest) > 0 {
		t.Fatal("what was written is not read")
	}
	return out
}

// TestFiltersOutliveTheirPoints holds that a filter is one recursion over all there ever was, however often points were forgotten and the series stored; and
// that each number costs it one step.
func TestFiltersOutliveTheirPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	s := new(series.Series)
	states := make([]series.State, len(filters))
	at := int64(1_790_000_000_000)
	for _, f := range filters {
		s.Run(f)
	}
	const n = 5 * series.Most
	for i := range n {
		at += int64(r.IntN(3000))
		v := draw(r, 4)
		if i%3 == 0 {
			v = cells.Num(float64(r.IntN(3) * r.IntN(60)))
		}
		s.Add(at, v)
		for k, f := range filters {
			if v.Numeric() || v.Kind() == cells.Bool {
				f.Step(&states[k], at, v)
			}
			if i%511 == 0 && s.Run(f) != states[k] {
				t.Fatalf("point %d: filter %v is %v, want %v", i, f, s.Run(f), states[k])
			}
		}
		if i%2000 == 1999 {
			s = loaded(t, s)
		}
	}
	if s.Run(series.Filter{Rule: series.Edges}).F[0] < float64(n)/50 {
		t.Error("the counter has fallen")
	}
}

func TestAFilterNobodyAsksForIsGivenUp(t *testing.T) {
	s := new(series.Series)
	edges := series.Filter{Rule: series.Edges}
	for i := range 2 * series.Most {
		s.Add(int64(i), cells.Num(float64(i%2)))
		if i == 10 {
			s.Run(edges)
		}
	}
	if got := s.Run(edges).N; got != uint64(s.Len()) {
		t.Errorf("the filter has seen %d numbers, want the %d that are kept: it began anew", got, s.Len())
	}
}

func TestAFilterTakesEachNumberOnce(t *testing.T) {
	s := new(series.Series)
	for i := range series.Most {
		s.Add(int64(i), cells.Num(float64(i)))
	}
	f := series.Filter{Rule: series.Kalman, P: [2]float64{1, 1}}
	s.Run(f)
	before := s.Reads()
	const n = 10_000
	for i := range n {
		s.Add(int64(series.Most+i), cells.Num(1))
		s.Run(f)
	}
	if each := float64(s.Reads()-before) / n; each > 2.1 {
		t.Errorf("%.2f points are read for each", each)
	}
}
