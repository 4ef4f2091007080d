package formula_test

import (
	"fmt"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// BenchmarkCompileInterned reads a formula whose template is known: what filling a column by text costs a cell.
func BenchmarkCompileInterned(b *testing.B) {
	s := newSheet(b)
	keep := compile(b, s, "=A1*2+B1*$Z$1", "C1")
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = fmt.Sprintf("=A%d*2+B%d*$Z$1", i+1, i+1)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i = (i + 1) % len(texts) {
		t, _ := s.compiler.Compile(texts[i], cells.Ref{Sheet: 1, Row: int32(i), Col: 2}, s)
		if t != keep {
			b.Fatal("not interned")
		}
	}
}

// BenchmarkCompileNew reads formulas nobody has read before.
func BenchmarkCompileNew(b *testing.B) {
	s := newSheet(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.compiler.Compile(fmt.Sprintf("=A1*%d+B1*$Z$1", i), home, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	for _, src := range []string{"=A1*2+A2*$A$9", "=IF(A1>50,ROUND(A1/3,2),\"low-\"&A1)", "=SUM(A1:A100)", "=filter(A1:A9, # > 3)", "=SUMPRODUCT(A1:A100,A1:A100)", "=VLOOKUP(90,A1:A100,1,FALSE)"} {
		b.Run(src[1:min(len(src), 12)], func(b *testing.B) {
			s := newSheet(b)
			t := compile(b, s, src, "C1")
			w := &formula.Wave{Cells: column{100}, Scope: s, At: testTime}
			at := s.ref("C1")
			b.ReportAllocs()
			for b.Loop() {
				t.Eval(w, at)
			}
		})
	}
}
