package calc_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/cells"
)

// BenchmarkLargestRequests prints what requests take that bring as many formulas as one may, no two of them alike.
func BenchmarkLargestRequests(b *testing.B) {
	for name, formula := range map[string]func(i int) string{
		"powers":        func(i int) string { return fmt.Sprintf("=%d%s", i, strings.Repeat("^1", 4000)) },
		"intersections": func(i int) string { return fmt.Sprintf("=SUM(%d,A1%s)", i, strings.Repeat(" A1", 2650)) },
		"references":    func(i int) string { return fmt.Sprintf("=%d%s", i, strings.Repeat("+A1", 2650)) },
		"short": func(i int) string {
			return fmt.Sprintf("=%d+A1*2+SUM(B1:B9)*IF(C1>0,1,2)^ABS(D1)&\"x\"&MAX(E1,F1,G1)", i)
		},
		"cells":         func(i int) string { return fmt.Sprintf("=A%d+B%d+C%d", i*7%9999+1, i*13%9999+1, i*17%9999+1) },
		"unknown names": func(i int) string { return fmt.Sprintf("=avrag%d(A1)+foo%d+bar%d+sums%d(1)", i, i, i, i) },
	} {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			op := cells.Set{}
			for i, n := 0, 0; len(op.Inputs) < 50_000; i++ {
				x := formula(i)
				if n += len(x); n > cells.MaxFormulaText {
					break
				}
				op.Inputs = append(op.Inputs, cells.Typed(x))
			}
			op.Range = at(fmt.Sprintf("H1:H%d", len(op.Inputs)))
			for b.Loop() {
				blankSheet(b).must(op)
			}
			b.ReportMetric(float64(len(op.Inputs)), "formulas")
		})
	}
}
