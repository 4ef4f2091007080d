package formula_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// BenchmarkTextOrder sorts 100,000 texts and looks some up among sorted ones.
func BenchmarkTextOrder(b *testing.B) {
	words := map[string][]string{
		"ASCII":  {"apple", "Banana", "cherry", "damson", "Elderberry", "fig", "grape", "Huckleberry", "medlar", "quince"},
		"German": {"Apfel", "Äpfel", "Brötchen", "Käse", "Öl", "Müsli", "Nüsse", "Süßkirsche", "Übertopf", "Zwiebel"},
	}
	const rows = 100_000
	for _, language := range []string{"ASCII", "German"} {
		r := rand.New(rand.NewPCG(1, 2))
		x := make(table, rows)
		for i := range x {
			w := words[language]
			x[i] = [3]cells.Value{cells.Str(fmt.Sprintf("%s %s %d", w[r.IntN(len(w))], w[r.IntN(len(w))], r.IntN(1000))), cells.Str(fmt.Sprintf("%s%06d", w[0], i)), cells.Str(w[r.IntN(len(w))])}
		}
		for _, src := range []string{"=ROWS(SORT(A1:A100000))", "=ROWS(SORT(C1:C100000))", "=MATCH(B77777,B1:B100000,1)", "=COUNTIF(A1:A100000,\">m\")", "=SUM((A1:A100000<C1:C100000)*1)"} {
			b.Run(language+src, func(b *testing.B) {
				s := newSheet(b)
				t := compile(b, s, src, "Z1")
				w := &formula.Wave{Cells: x, Scope: s, At: testTime}
				b.ReportAllocs()
				for b.Loop() {
					if v := t.Eval(w, s.ref("Z1")); v.Kind() == cells.Failed {
						b.Fatal(v.Err())
					}
				}
			})
		}
	}
}
