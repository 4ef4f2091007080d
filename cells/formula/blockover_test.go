package formula_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// overSources is formulas whose last step is arithmetic, in each way there is: of columns, of a column and a number, of fixed cells.
var overSources = []string{
	"=A1*2+B1*$Z$1", "=A1*2-B1*3", "=2*A1+$C$2*B1", "=A1*$C$1+B1", "=A1*2-B1", "=B1+A1*0.1", "=A1*$C$1-5", "=A1*3+$C$2", "=A1+B1", "=A1-B1", "=A1+2", "=2+A1", "=A1-0.1",
	"=0.1-A1", "=A1*B1", "=A1*0.1", "=$C$1*A1", "=A1/B1", "=A1/3", "=A1/$C$1", "=3/A1", "=(A1+B1)*C1", "=A1*B1+C1*0.5", "=IF(A1>3,A1,B1)*2+C1", "=-A1+B1", "=A1+$C$1*$C$2", "=$C$1*$C$2+A1*2",
	"=D1+A1", "=A1-D1*2", "=D1*A1", "=$C$1+$C$2", "=$C$1*$C$2-$C$3*4", "=D1+E1", "=A1*A1", "=A1+A1", "=A1*2+A1*3", "=A1*$C$1+A1*$C$2", "=A1/A1", "=A5-A1",
}

// overColumns is columns of numbers, among which now and then stands something else; the fifth is blank.
func overColumns(r *rand.Rand, rows int) *strips {
	in := &strips{}
	odd := r.IntN(4)
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, rows)
		for i := range in.cols[c] {
			switch {
			case odd == 0 && r.IntN(50) == 0 || odd == 1 && r.IntN(400) == 0 || odd == 2 && i < 8 && c == 2:
				in.cols[c][i] = randomValue(r)
			case c == 3 && odd == 3:
			default:
				in.cols[c][i] = cells.Num(math.Round(r.NormFloat64()*1e4)/64 + 0.25)
			}
		}
	}
	return in
}

// overOfOne compares one formula, and gives how many of how many rows were replaced at once; no rows when it has no block.
func overOfOne(t *testing.T, r *rand.Rand, out *formula.Block) (done, rows int) {
	t.Helper()
	src := overSources[r.IntN(len(overSources))]
	if r.IntN(5) == 0 {
		src = "=" + randomFormula(r, 2) + []string{"+", "-", "*", "/"}[r.IntN(4)] + randomFormula(r, 2)
	}
	s := newSheet(t)
	at := cells.Ref{Sheet: 1, Row: int32(r.IntN(9)), Col: 9}
	tmpl, err := s.compiler.Compile(src, at, s)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	n := 6 + r.IntN(60)
	if r.IntN(4) > 0 {
		n = 65 + r.IntN(formula.BlockRows-64)
	}
	w := &formula.Wave{Cells: overColumns(r, n+20), Scope: s, At: testTime}
	var plain formula.Block
	if !tmpl.EvalBlock(w, at, n, &plain) {
		return 0, 0
	}
	before := make([]float64, n)
	for j := range before {
		before[j] = r.Float64()
		if r.IntN(700) == 0 && !math.IsNaN(plain.Nums[j]) {
			before[j] = plain.Nums[j] + 0
		}
	}
	old := slices.Clone(before)
	spoil(r, out)
	done = tmpl.EvalOver(w, at, old, out)
	overAgrees(t, src, before, old, done, &plain, out)
	return done, n
}

// TestOverwritingIsEvaluating compares what is replaced at once with what a block gives, bit for bit: none of it is 0, not finite, or what was there; what follows is as it was.
func TestOverwritingIsEvaluating(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	replaced, stopped, whole := 0, 0, 0
	var out formula.Block
	for range 1600 {
		done, rows := overOfOne(t, r, &out)
		replaced += done
		switch {
		case rows == 0:
		case done == rows:
			whole++
		default:
			stopped++
		}
	}
	if replaced < 150_000 || stopped < 100 || whole < 300 {
		t.Errorf("%d numbers were replaced, %d times all of a block, %d times a part", replaced, whole, stopped)
	}
	t.Logf("%d numbers replaced, %d times all, %d times a part", replaced, whole, stopped)
}

// overAgrees compares the first rows, which were replaced, and the rest.
func overAgrees(t *testing.T, src string, before, old []float64, done int, plain, out *formula.Block) {
	t.Helper()
	if done+len(out.Nums) != len(old) {
		t.Fatalf("%s: of %d rows %d were replaced and %d given", src, len(old), done, len(out.Nums))
	}
	for j, x := range plain.Nums {
		got := old[j]
		if j >= done {
			if math.Float64bits(got) != math.Float64bits(before[j]) {
				t.Fatalf("%s: row %d was changed, %d were told", src, j, done)
			}
			a, simple := plain.Result(j)
			if b, ok := out.Result(j - done); ok != simple || simple && !a.Equal(b) {
				t.Fatalf("%s: row %d is %s, want %s", src, j, show(b), show(a))
			}
			continue
		}
		if v, ok := plain.Result(j); !ok || v.Kind() != cells.Number || math.Float64bits(got) != math.Float64bits(x) || x == 0 || got == before[j] {
			t.Fatalf("%s: row %d became %v, was %v, want %v", src, j, got, before[j], x)
		}
	}
}

// TestOverwritingTakesWhatItCan counts the rows that are replaced at once: every step of arithmetic does all that differ.
func TestOverwritingTakesWhatItCan(t *testing.T) {
	in := &strips{}
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, 1100)
		for i := range in.cols[c] {
			in.cols[c][i] = cells.Num(float64(i+1) + float64(c)/4)
		}
	}
	for _, src := range overSources {
		s := newSheet(t)
		at := cells.Ref{Sheet: 1, Col: 9}
		tmpl, err := s.compiler.Compile(src, at, s)
		if err != nil {
			t.Fatal(err)
		}
		var out formula.Block
		w := &formula.Wave{Cells: in, Scope: s, At: testTime}
		want := formula.BlockRows
		switch src {
		case "=3/A1", "=$C$1+$C$2", "=$C$1*$C$2-$C$3*4":
			want = -1 // what is one number for all rows, or seldom
		}
		old := slices.Repeat([]float64{-1.5}, formula.BlockRows)
		done := tmpl.EvalOver(w, at, old, &out)
		if want >= 0 && done != want {
			t.Errorf("%s: %d rows were replaced", src, done)
		}
		if again := tmpl.EvalOver(w, at, old, &out); again != 0 {
			t.Errorf("%s: %d equal rows were replaced", src, again)
		}
		if tail := tmpl.EvalOver(w, at, make([]float64, 100), &out); want >= 0 && tail != 100 {
			t.Errorf("%s: %d of 100 rows were replaced", src, tail)
		}
		if few := tmpl.EvalOver(w, at, make([]float64, 5), &out); want >= 0 && few != 5 {
			t.Errorf("%s: %d of 5 rows were replaced", src, few)
		}
	}
}
