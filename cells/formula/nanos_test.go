package formula_test

import (
	"testing"

	"freshet/cells"
)

// TestCallsTakeLongerThanArithmetic orders formulas by what a row takes in a block: what is worth a second core depends on it.
func TestCallsTakeLongerThanArithmetic(t *testing.T) {
	s := newSheet(t)
	last := 0
	for _, src := range []string{
		"=A1+1", "=A1*2+B1*$Z$1-C1/4+D1", `=IF(A1>500,ROUND(A1/3,2),"low-"&A1)`, "=SUMIF(A$1:A$900,A1,B$1:B$900)", `=TEXT(A1,"0.00")&SUMIF(A$1:A$900,A1,B$1:B$900)`,
	} {
		tmpl, err := s.compiler.Compile(src, cells.Ref{Sheet: 1, Col: 9}, s)
		if err != nil {
			t.Fatal(err)
		}
		n := tmpl.Nanos()
		if n <= last {
			t.Errorf("%s takes %d ns, the one before %d", src, n, last)
		}
		last = n
	}
	tmpl, err := s.compiler.Compile("=INDIRECT(A1)", cells.Ref{Sheet: 1, Col: 9}, s)
	if err != nil || tmpl.Nanos() != 0 {
		t.Errorf("what no block evaluates takes %d ns, %v", tmpl.Nanos(), err)
	}
}
