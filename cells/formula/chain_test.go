package formula_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// term is what stands in a formula that reads its own column, the last one, in rows before its own.
func (w *writer) term(up bool) string {
	switch w.IntN(8) {
	case 0, 1, 2:
		back := w.of("4", "4", "4", "3", "2")
		if up {
			back = w.of("6", "6", "6", "7", "9")
		}
		return "F" + back
	case 3:
		return w.of("2", "0.5", "1", "-1", "0", "1e200", "TRUE", "A$2", "$B$4", "E$7")
	case 4:
		return w.of("SUM", "MIN", "MAX", "COUNT", "AVERAGE", "COUNTA") + w.of("(A$1:A5)", "(B3:C5)", "(D5:D$80)", "(A5:E5)")
	}
	return w.of("A5", "B5", "C5", "D5", "E5", "A4", "B6", "Sheet2!A5")
}

// chain is a random formula of numbers, most of which can be done row by row.
func (w *writer) chain(depth int, up bool) string {
	if depth == 0 || w.IntN(8) == 0 {
		return w.term(up)
	}
	some := func() string { return w.chain(depth-1, up) }
	x, y, z := some(), some(), some()
	switch w.IntN(12) {
	case 0, 1:
		return fmt.Sprintf("IF(%s%s%s,%s,%s)", x, w.of("=", "<>", "<", "<=", ">", ">="), y, z, some())
	case 2:
		return fmt.Sprintf("IF(%s,%s,%s)", x, y, z)
	case 3:
		return fmt.Sprintf("%s(%s,%s,%s)", w.of("MIN", "MAX"), w.term(up), x, w.of(w.term(up), "0", "("+y+"+1)"))
	case 4:
		return fmt.Sprintf("%s(%s,%d)", w.of("ROUND", "ROUNDUP", "TRUNC"), x, w.IntN(3))
	case 5:
		return w.of("ABS", "INT", "SQRT", "SIGN", "LN") + "(" + x + ")"
	case 6:
		return "-(" + x + ")" + w.of("", "%")
	case 7:
		return fmt.Sprintf("(%s*%s%s%s*%s)", w.term(up), w.of("2", "$B$4"), w.of("+", "-"), w.of("A$2", "0.5"), w.term(up))
	case 8:
		return fmt.Sprintf("%s(%s,%s)", w.of("POWER", "MOD"), x, y)
	}
	return "(" + x + w.of("+", "-", "*", "/", "+", "-") + y + ")"
}

// chainOfOne compares one random formula that reads its own column, as a chain does it, with what Eval says row after row.
func chainOfOne(t *testing.T, r *rand.Rand, out *formula.Block) (compared int) {
	t.Helper()
	w := writer{Rand: r}
	s := newSheet(t)
	up := r.IntN(3) == 0
	src := "=" + w.chain(1+r.IntN(3), up)
	const col = columnCount - 1
	tmpl, err := s.compiler.Compile(src, cells.Ref{Sheet: 1, Row: 4, Col: col}, s)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	in := randomColumns(r)
	if r.IntN(3) > 0 { // numbers and blanks go on for longer
		for c := range in[0] {
			mood := []int{0, 1, 6, 7}[r.IntN(4)]
			for k := range in[0][c] {
				if r.IntN(40) > 0 {
					in[0][c][k] = moodyValue(r, mood, k)
				}
			}
		}
	}
	at := cells.Ref{Sheet: 1, Row: int32(r.IntN(12)), Col: col}
	n := 1 + r.IntN(columnRows-int(at.Row))
	spoil(r, out)
	blocks := &formula.Wave{Cells: stored{in}, Scope: s, At: testTime}
	done := tmpl.EvalChain(blocks, at, n, up, out)
	plain := &formula.Wave{Cells: in, Scope: s, At: testTime}
	for k := range done {
		i := k
		if up {
			i = n - 1 - k
		}
		here := at
		here.Row += int32(i)
		want := tmpl.Eval(plain, here)
		got, ok := out.Result(i)
		if !ok || !got.Equal(want) {
			t.Fatalf("%s in row %d of %d from row %d (up: %v): the chain gives %s (%v), Eval %s (%v)", tmpl.Source(here, s), here.Row+1, n, at.Row+1, up, show(got), got.Float(), show(want), want.Err())
		}
		in[0][col][here.Row] = want
		compared++
	}
	return compared
}

// TestRandomChainsAgreeWithEval holds that a chain gives what Eval gives, when it is asked row after row.
func TestRandomChainsAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	compared := 0
	var out formula.Block
	for range 2500 {
		compared += chainOfOne(t, r, &out)
	}
	if compared < 15_000 {
		t.Errorf("only %d values were compared", compared)
	}
	t.Logf("%d values compared", compared)
}
