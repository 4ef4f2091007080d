package formula_test

import (
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// TestNestedCallsAreRead nests every function sixty deep in each of its first arguments. What is done twice for an argument would be done 2^60 times.
func TestNestedCallsAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	s := newSheet(t)
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	for _, fn := range formula.Catalogue() {
		for args := 1; args <= 3; args++ {
			for at := range args {
				before, behind := strings.Repeat("1,", at), strings.Repeat(",1", args-at-1)
				src := "=" + strings.Repeat(fn.Name+"("+before, 60) + "A1" + strings.Repeat(behind+")", 60)
				if x, err := formula.NewCompiler().Compile(src, home, s); err == nil {
					w := s.wave()
					w.Allowance = 100_000
					x.Eval(w, home)
				}
			}
		}
	}
}
