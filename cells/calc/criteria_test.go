package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestCriteriaOverLongColumns holds criteria over thousands of rows, where what is known of many rows together is used, against those that read every cell: of columns in
// order and not, ranges that begin where blocks do and elsewhere, and values of all sorts, from edit to edit.
func TestCriteriaOverLongColumns(t *testing.T) {
	const rows = 3000
	formulas := []string{
		`=SUMIFS(B$1:B$3000,A$1:A$3000,">"&C1)`, `=SUMIFS(B$2:B$2999,A$2:A$2999,">="&C1,A$2:A$2999,"<"&C1+900)`, `=COUNTIFS(A$1:A$3000,">="&C1,A$1:A$3000,"<="&C1+1100)`,
		`=SUMIFS(B$7:B$2900,A$3:A$2896,"<"&C1)`, `=MAXIFS(B$1:B$3000,A$1:A$3000,"<="&C1)`, `=MINIFS(B:B,A:A,">"&C1)`, `=AVERAGEIFS(B$1:B$3000,A$1:A$3000,">"&C1,B$1:B$3000,"<40")`,
		`=COUNTIF(A$1:A$3000,"<"&C1)`, `=SUMIF(A$1:A$3000,">"&C1)`, `=SUMIF(A$100:A$2500,"<"&C1,B$90)`, `=COUNTIFS(A:A,">"&C1,B:B,"<>7")`, `=SUMIFS(B:B,A:A,">"&C1,A:A,"<"&C1)`,
	}
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := blankSheet(t)
		s.nums("A1:A3000", func(i int) float64 {
			if seed%2 == 1 {
				return float64(r.IntN(rows))
			}
			return float64(i) // as a log has it
		})
		s.nums("B1:B3000", func(int) float64 { return float64(r.IntN(400))/8 - 3 })
		s.nums("C1:C6", func(i int) float64 { return float64(i*600) + 0.5*float64(r.IntN(3)) })
		for i, f := range formulas {
			col := cells.ColumnName(int32(4 + i))
			s.set(col+"1", f)
			s.fill(col+"1", col+"1:"+col+"6")
		}
		for step := range 24 {
			row := 1 + r.IntN(rows)
			switch r.IntN(8) {
			case 0:
				s.must(cells.Clear{Range: cells.Range{Sheet: 1, Top: int32(row), Bottom: int32(row + r.IntN(1500)), Right: int32(r.IntN(2))}})
			case 1:
				s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: int32(row), Count: 1})
				s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: int32(row), Count: 1})
			case 2:
				s.must(cells.Undo{})
			case 3:
				s.put(fmt.Sprintf("C%d", 1+r.IntN(6)), oddValue(r))
			case 4:
				s.put(fmt.Sprintf("A%d", row), oddValue(r))
			case 5:
				s.put(fmt.Sprintf("B%d", row), oddValue(r))
			default:
				s.num(fmt.Sprintf("%c%d", 'A'+rune(r.IntN(2)), row), float64(r.IntN(rows)))
			}
			if step%3 != 2 {
				continue
			}
			if err := newOracle(s.book).check(); err != nil {
				t.Fatalf("seed %d, step %d: %v", seed, step, err)
			}
		}
	}
}
