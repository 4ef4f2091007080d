package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestFiguresAreThoseOfTheCells compares the figures of ranges with a count over their cells, and their sum with the function SUM.
func TestFiguresAreThoseOfTheCells(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := blankSheet(t)
	kinds := []string{"", "text", "TRUE", "2026-11-22", "12", "0.1", "-3", "1e300"}
	data := cells.Set{Range: at("B3:D1500")}
	for range data.Range.Size() {
		data.Inputs = append(data.Inputs, cells.Typed(kinds[r.IntN(len(kinds))]))
	}
	s.must(data, cells.Set{Range: at("B2001:B4100"), Inputs: column(2100, 0.1)})
	if got := s.book.Figures(at("F1:XFD9")); got != (cells.Figures{}) {
		t.Errorf("the figures of blank cells are %+v", got)
	}
	for _, a1 := range []string{"A1:XFD1048576", "B3:B3", "B:B", "C100:D1400", "B1024:B1025", "B1500:B3000", "A5:F5"} {
		g := at(a1)
		used, _ := g.Intersect(at("A1:F5000"))
		values := make([]cells.Value, used.Size())
		s.book.Values(used, values)
		var want cells.Figures
		for _, v := range values {
			if v.IsBlank() {
				continue
			}
			want.Count++
			if v.Numeric() {
				if want.Numeric == 0 {
					want.Min, want.Max = v.Float(), v.Float()
				}
				want.Numeric++
				want.Min, want.Max = min(want.Min, v.Float()), max(want.Max, v.Float())
			}
		}
		s.set("H1", fmt.Sprintf("=SUM(%s)", used.A1()))
		want.Sum = s.book.Value(at("H1").TopLeft()).Float()
		s.set("H1", "")
		if got := s.book.Figures(g); got != want {
			t.Errorf("the figures of %s are %+v, want %+v", a1, got, want)
		}
	}
}

func column(n int, x float64) []cells.Input {
	in := make([]cells.Input, n)
	for i := range in {
		in[i] = cells.Literal(cells.Num(x))
	}
	return in
}
