package formula_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// randomFold writes an aggregate of a range whose ends stand still or move, near the rows of the block.
func randomFold(r *rand.Rand, rows int) string {
	end := func(col int) string {
		dollar := ""
		row := 1 + r.IntN(6)
		if r.IntN(2) == 0 {
			dollar = "$"
			row = 1 + r.IntN(rows+5)
		} else if r.IntN(4) == 0 {
			row = 1 + r.IntN(rows)
		}
		return fmt.Sprintf("%c%s%d", 'A'+col, dollar, row)
	}
	left := r.IntN(4)
	name := []string{"SUM", "SUM", "AVERAGE", "COUNT", "COUNTA", "MIN", "MAX"}[r.IntN(7)]
	return name + "(" + end(left) + ":" + end(left+r.IntN(4-left)) + ")"
}

// TestRunningAggregatesAgreeWithEval compares aggregates of growing, shrinking, sliding and fixed ranges with Eval, cell by cell.
func TestRunningAggregatesAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	compared, left := 0, 0
	for round := range 1500 {
		s := newSheet(t)
		in := &strips{}
		rows := 30 + r.IntN(60)
		mood := r.IntN(4)
		for c := range in.cols {
			in.cols[c] = make([]cells.Value, rows)
			for i := range in.cols[c] {
				switch x := float64(r.IntN(100)); {
				case mood == 0:
					in.cols[c][i] = randomValue(r)
				case mood == 1 && r.IntN(5) == 0:
				case mood == 2 && r.IntN(30) == 0:
					in.cols[c][i] = randomValue(r)
				case mood == 3:
					in.cols[c][i] = cells.Num(x / 10)
				default:
					in.cols[c][i] = cells.Num(x / 4)
				}
			}
		}
		src := "=" + randomFold(r, rows)
		if r.IntN(4) == 0 {
			src += "*2-" + randomFold(r, rows)
		}
		first := int32(r.IntN(5))
		tmpl, err := s.compiler.Compile(src, cells.Ref{Sheet: 1, Row: first, Col: 9}, s)
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		w := &formula.Wave{Cells: in, Scope: s, At: testTime}
		var out formula.Block
		n := 1 + r.IntN(rows+10)
		from := first + int32(r.IntN(4))
		if !tmpl.EvalBlock(w, cells.Ref{Sheet: 1, Row: from, Col: 9}, n, &out) {
			t.Fatalf("%s has no block", src)
		}
		for i, x := range out.Nums {
			here := cells.Ref{Sheet: 1, Row: from + int32(i), Col: 9}
			want := tmpl.Eval(w, here)
			if x-x != 0 {
				if left++; want.Kind() == cells.Number && mood == 3 {
					t.Fatalf("round %d: %s in %s is left to Eval, which gives %s", round, tmpl.Source(here, s), here.A1(), show(want))
				}
				continue
			}
			if got := cells.Num(x + 0); !got.Equal(want) || math.Float64bits(got.Float()) != math.Float64bits(want.Float()) {
				t.Fatalf("round %d: %s in %s: the block gives %s (%v), Eval %s (%v)", round, tmpl.Source(here, s), here.A1(), show(got), x, show(want), want.Err())
			}
			compared++
		}
	}
	if compared < 30_000 {
		t.Errorf("only %d values were compared", compared)
	}
	t.Logf("%d values compared, %d left to Eval", compared, left)
}

// countedStrips counts the cells it gives.
type countedStrips struct {
	*strips
	given int
}

func (s *countedStrips) Strip(sheet cells.SheetID, row, col int32, n int) formula.Strip {
	out := s.strips.Strip(sheet, row, col, n)
	s.given += len(out.Kinds)
	return out
}

// TestRunningAggregatesOverWholeBlocks compares what crosses the ends of blocks, and what is wide or tall. Each block reads every cell a few times at most.
func TestRunningAggregatesOverWholeBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	s := newSheet(t)
	in := &countedStrips{strips: &strips{}}
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, 7000)
		for i := range in.cols[c] {
			if r.IntN(9) > 0 || c > 0 {
				in.cols[c][i] = cells.Num(math.Round(r.NormFloat64()*1e4) / 100)
			}
		}
	}
	for _, src := range []string{
		"SUM(A$1:A1)", "SUM(A$1:C1)", "SUM(B1:B$6500)", "AVERAGE(A1:A$6000)", "MIN(A$3:A1)", "MAX(A1:C$5000)", "COUNT(A1:A2000)", "COUNTA(A1:B5000)",
		"SUM(A1:A30)", "SUM(A1:B4000)", "AVERAGE(A1:A3)", "MIN(A1:A7)", "MAX(A1:D400)", "MAX(A1:A4096)", "SUM(A1:D1)", "AVERAGE(B1:D2)", "COUNT(A1:D1)",
		"MAX(B$10:B$6900)", "SUM(A$1:D$7000)", "A1/SUM(A$1:A$9)", "COUNTA(D$1:A1)",
	} {
		tmpl, err := s.compiler.Compile("="+src, cells.Ref{Sheet: 1, Col: 9}, s)
		if err != nil {
			t.Fatal(err)
		}
		w := &formula.Wave{Cells: in, Scope: s, At: testTime}
		var out formula.Block
		for _, from := range []int32{0, 1024, 3001} {
			in.given = 0
			if !tmpl.EvalBlock(w, cells.Ref{Sheet: 1, Row: from, Col: 9}, formula.BlockRows, &out) {
				t.Fatalf("%s has no block", src)
			}
			if in.given > 2*4*7000 {
				t.Errorf("%s from row %d reads %d cells", src, from+1, in.given)
			}
			for i := 0; i < len(out.Nums); i += 1 + r.IntN(60) {
				here := cells.Ref{Sheet: 1, Row: from + int32(i), Col: 9}
				if want := tmpl.Eval(w, here); want.Kind() == cells.Number && out.Nums[i] != want.Float() {
					t.Fatalf("%s in row %d: %v, want %v", src, here.Row+1, out.Nums[i], want.Float())
				}
			}
		}
	}
}
