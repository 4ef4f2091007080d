package calc_test

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// TestEditsCostWhatDependsOnThem counts, on sheets of very different size: what an edit evaluates follows from its dependents, wherever it is, and so does what it allocates.
func TestEditsCostWhatDependsOnThem(t *testing.T) {
	type cost struct{ evaluated, allocated int }
	var before map[string]cost
	for _, n := range []int{2_000, 40_000} {
		s := blankSheet(t)
		s.nums(fmt.Sprintf("A1:A%d", n), func(i int) float64 { return float64(i) })
		fill := func(col, f string, from int) {
			s.set(fmt.Sprintf("%s%d", col, from), f)
			s.fill(fmt.Sprintf("%s%d", col, from), fmt.Sprintf("%s%d:%s%d", col, from, col, n))
		}
		fill("B", "=A1*2", 1)                   // one each
		fill("C", "=SUM(B1:B3)", 1)             // three
		fill("D", "=IF(C1>0,C1&\"\",\"x\")", 1) // three, as texts
		s.set("G1", fmt.Sprintf("=SUM(B1:B%d)", n))
		s.set("G2", "=G1+1")
		s.set("G3", fmt.Sprintf("=MAX(A1:A%d)", n))
		s.set("G4", fmt.Sprintf("=COUNTIF(A1:A%d,\">5\")", n))
		costs := map[string]cost{}
		edit := func(what string, row int, want int) {
			t.Helper()
			at := cells.Ref{Sheet: 1, Row: int32(row), Col: 0}
			x := 0.25
			set := func() *cells.Changes {
				x++
				return s.must(cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Literal(cells.Num(x))}})
			}
			set()
			got := set().Recomputed
			if got != want {
				t.Errorf("%d rows: an edit at the %s evaluated %d cells, not %d", n, what, got, want)
			}
			costs[what] = cost{got, int(testing.AllocsPerRun(20, func() { set() }))}
		}
		// B, up to three of C and D each, and the four that look at all rows.
		edit("start", 1, 1+2+2+4)
		edit("middle", n/2, 1+3+3+4)
		edit("end", n-1, 1+3+3+4)
		changes := func(what string, want int, op cells.Op) {
			t.Helper()
			if got := s.must(op).Recomputed; got != want {
				t.Errorf("%d rows: %s evaluated %d cells, not %d", n, what, got, want)
			}
		}
		row := int32(n / 2)
		five := cells.Range{Sheet: 1, Top: row, Left: 1, Bottom: row + 4, Right: 1}
		changes("a fill of four more that changes nothing", 4, cells.Fill{Source: cells.Range{Sheet: 1, Top: row, Left: 1, Bottom: row, Right: 1}, Target: five})
		// Other formulas in five rows: those, seven that sum three of them, their texts, and the sum.
		inputs := make([]cells.Input, 5)
		for i := range inputs {
			inputs[i] = cells.Typed(fmt.Sprintf("=A%d*3", int(row)+i+1))
		}
		changes("five formulas typed in the middle", 5+7+7+2, cells.Set{Range: five, Inputs: inputs})
		changes("undoing them", 5+7+7+2, cells.Undo{})
		// A row in the middle: the two sums of three cells that now read it and those that look at all rows; none comes out different.
		changes("a row that comes in the middle", 2+3, cells.Insert{Sheet: 1, Axis: cells.Rows, At: row, Count: 1})
		changes("taking it back", 2+3, cells.Undo{})
		changes("a column that comes behind", 0, cells.Insert{Sheet: 1, Axis: cells.Cols, At: 20, Count: 1})
		for what, c := range costs {
			if b, ok := before[what]; ok && (b.evaluated != c.evaluated || c.allocated > 2*b.allocated+16) {
				t.Errorf("an edit at the %s evaluates %d cells and allocates %d times with %d rows, %d and %d with 2,000", what, c.evaluated, c.allocated, n, b.evaluated, b.allocated)
			}
		}
		before = costs
	}
}
