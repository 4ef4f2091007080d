package formula_test

import (
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// summing is a Reader that knows summaries, and counts how often it is asked.
type summing struct {
	*strips
	asked int
}

func (s *summing) Summary(g cells.Range, _ bool) (formula.Summary, bool) {
	s.asked++
	return formula.Summarize(s.strips, g), true
}

// TestLoneAggregatesAreWhatTheLanguageGives compares what is looked up with what is calculated: the value and what it costs.
func TestLoneAggregatesAreWhatTheLanguageGives(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	asked := 0
	for round := range 4000 {
		s := newSheet(t)
		in := &strips{}
		mood := r.IntN(4)
		for c := range in.cols {
			in.cols[c] = make([]cells.Value, 30)
			for i := range in.cols[c] {
				switch {
				case mood == 0:
					in.cols[c][i] = randomValue(r)
				case mood == 1:
					in.cols[c][i] = cells.Span(float64(r.IntN(9)) / 8)
				case mood == 2:
					in.cols[c][i] = cells.Moment(float64(r.IntN(9)) + 46000)
				case r.IntN(3) > 0:
					in.cols[c][i] = cells.Num(float64(r.IntN(100))/7 - 5)
				}
			}
		}
		src := "=" + randomFold(r, 30)
		at := cells.Ref{Sheet: 1, Row: int32(r.IntN(3)), Col: 9}
		tmpl, err := s.compiler.Compile(src, at, s)
		if err != nil {
			t.Fatal(err)
		}
		sums := &summing{strips: in}
		quick, plain := formula.Wave{Cells: sums, Scope: s, At: testTime}, formula.Wave{Cells: in, Scope: s, At: testTime}
		got, want := tmpl.Eval(&quick, at), tmpl.Eval(&plain, at)
		if !got.Equal(want) || got.Kind() != want.Kind() || quick.Steps() != plain.Steps() {
			t.Fatalf("round %d: %s is %s in %d steps, calculated %s in %d", round, src, show(got), quick.Steps(), show(want), plain.Steps())
		}
		asked += sums.asked
	}
	if asked < 4000 {
		t.Errorf("summaries were asked for %d times", asked)
	}
}
