package formula_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// programOfOne compares one random formula over random columns, as blocks evaluate it, with what Eval says that reads cell by cell, without an index. The block
// begins anywhere, also where rows and references lie beyond the sheet.
func programOfOne(t *testing.T, r *rand.Rand, out *formula.Block) (compared int) {
	t.Helper()
	w := writer{Rand: r}
	s := newSheet(t)
	src := "=" + w.formula(1+r.IntN(4))
	tmpl, err := s.compiler.Compile(src, cells.Ref{Sheet: 1, Row: 4, Col: 9}, s)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	if !tmpl.Blocks() {
		return 0
	}
	in := randomColumns(r)
	indexed := &formula.Wave{Cells: stored{in}, Scope: s, At: testTime, Locale: w.of("en", "de"), Seed: 3, Entry: 1}
	if r.IntN(2) == 0 {
		indexed.Zone = time.FixedZone("", 2*60*60)
	}
	plain := *indexed
	plain.Cells = in
	for range 3 {
		at := cells.Ref{Sheet: 1, Row: int32(r.IntN(12)), Col: 9}
		n := 1 + r.IntN(columnRows)
		if r.IntN(12) == 0 {
			at.Row = cells.MaxRows - int32(n)
		}
		if r.IntN(6) == 0 {
			at.Col = int32(r.IntN(9)) // columns before the first are none
		}
		spoil(r, out)
		compared += sameResults(t, tmpl, indexed, &plain, at, n, out)
	}
	return compared
}

// sameResults compares the results of a block with those of Eval, in another wave. A row that a block can do is one that Eval may do in the same budget.
func sameResults(t *testing.T, tmpl *formula.Template, blocks, plain *formula.Wave, at cells.Ref, n int, out *formula.Block) (compared int) {
	t.Helper()
	if !tmpl.EvalBlock(blocks, at, n, out) {
		return 0
	}
	_, most := tmpl.Price()
	for i := range out.Nums {
		got, ok := out.Result(i)
		if !ok {
			continue
		}
		here := at
		here.Row += int32(i)
		if want := tmpl.Eval(plain, here); !got.Equal(want) {
			t.Fatalf("%s in row %d: the block gives %s (%v), Eval %s (%v)", tmpl.Source(here, plain.Scope), here.Row+1, show(got), got.Float(), show(want), want.Err())
		}
		if i%16 == 0 {
			if want := tmpl.Eval(blocks, here); !got.Equal(want) || blocks.Work() > most {
				t.Fatalf("%s in row %d: the block gives %s, Eval with an index %s (%v) by %d steps, of which %d are allowed", tmpl.Source(here, plain.Scope), here.Row+1, show(got), show(want), want.Err(), blocks.Work(), most)
			}
		}
		compared++
	}
	return compared
}

// TestProgramsAgreeWithEval holds that where a block gives a result, Eval gives the same, whatever the formula, the cells and the place are.
func TestProgramsAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	compared := 0
	var out formula.Block
	for range 800 {
		compared += programOfOne(t, r, &out)
	}
	if compared < 30_000 {
		t.Errorf("only %d values were compared", compared)
	}
	t.Logf("%d values compared", compared)
}
