package formula_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// indexedStrips is strips that end now and then before there is need to, with an index of the first column, whose values are whole numbers. It counts what it is asked for.
type indexedStrips struct {
	*strips
	piece int32
	rows  map[float64][]int32
	asked int
}

func (s *indexedStrips) Strip(sheet cells.SheetID, row, col int32, n int) formula.Strip {
	s.asked++
	return s.strips.Strip(sheet, row, col, min(n, int(s.piece-row%s.piece)))
}

func (s *indexedStrips) EqualRows(g cells.Range, e *formula.Equality, rows *formula.Rows) bool {
	if g.Left != 0 || g.Right != 0 || e.Kind != cells.Number {
		return false
	}
	list := s.rows[e.Number]
	for len(list) > 0 && list[0] < g.Top {
		list = list[1:]
	}
	for len(list) > 0 && list[len(list)-1] > g.Bottom {
		list = list[:len(list)-1]
	}
	rows.Add(list)
	return true
}

func (*indexedStrips) Find(cells.Range, cells.Value, bool) (int, bool) { return 0, false }
func (*indexedStrips) FindBlock(*formula.Lookup, []float64) bool       { return false }
func (*indexedStrips) ValuesAt(*formula.Places) bool                   { return false }

func newIndexedStrips(r *rand.Rand, n, keys int, piece int32) *indexedStrips {
	s := &indexedStrips{strips: new(strips), piece: piece, rows: map[float64][]int32{}}
	odd := []cells.Value{
		{},
		cells.Str("12"), cells.Boolean(true), cells.Moment(45000.5), cells.Span(0.25), cells.Num(math.Copysign(0, -1)), cells.Num(5e-324),
		cells.Num(1e308), cells.Num(-1e308), cells.Num(1e-300), cells.Fail(&cells.CellError{Code: cells.ErrDiv0, Message: "no"}),
	}
	for i := range n {
		key := float64(r.IntN(keys))
		s.cols[0] = append(s.cols[0], cells.Num(key))
		s.rows[key] = append(s.rows[key], int32(i))
		for c := range s.cols[1:] {
			v := cells.Num(math.Round(r.NormFloat64()*1e4) / 64)
			if r.IntN(200) == 0 {
				v = odd[r.IntN(len(odd))]
			}
			s.cols[c+1] = append(s.cols[c+1], v)
		}
	}
	return s
}

// TestScatteredCellsAgreeWithEval holds that sums of cells which an index finds far from each other are those of Eval, which goes through the whole columns.
func TestScatteredCellsAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 6))
	s := newSheet(t)
	compared := 0
	var out formula.Block
	for _, size := range []struct {
		n     int
		piece int32
	}{{150_000, 1024}, {90_000, 700}, {3000, 1024}, {3000, 37}, {200, 1024}} {
		in := newIndexedStrips(r, size.n, size.n/9, size.piece)
		for _, src := range []string{
			"=SUMIF(A$1:A$140000,A1,B$1:B$140000)", "=AVERAGEIF(A$5:A$70000,A1,C$9:C$70004)", "=MAXIFS(B1:B70000,A1:A70000,A1)", "=MINIFS(D$1:D$140000,A$1:A$140000,A2)",
			`=SUMIFS(B$1:B$140000,A$1:A$140000,A1,C$1:C$140000,">5")`, `=COUNTIFS(A$1:A$140000,A1,C$1:C$140000,">5",D$1:D$140000,"<100")`, "=SUMIF(A3:A$70000,A1,B3:B$70000)",
		} {
			tmpl := compile(t, s, src, "I1")
			for _, n := range []int{3, 40} {
				at := cells.Ref{Sheet: 1, Row: int32(r.IntN(size.n - 50)), Col: 8}
				blocks := &formula.Wave{Cells: in, Scope: s, At: testTime}
				compared += sameResults(t, tmpl, blocks, &formula.Wave{Cells: in.strips, Scope: s, At: testTime}, at, n, &out)
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d values were compared", compared)
	}
}

// TestScatteredCellsAskForStripsOnce counts what a block of sums asks for: each strip of the column once, not each cell that is found.
func TestScatteredCellsAskForStripsOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	s := newSheet(t)
	const n = 60 * formula.BlockRows
	for _, src := range []string{"=SUMIF(A$1:A$61440,A1,B$1:B$61440)", `=SUMIFS(B$1:B$61440,A$1:A$61440,A1,C$1:C$61440,">5")`} {
		in := newIndexedStrips(r, n, n/10, formula.BlockRows)
		tmpl := compile(t, s, src, "I1")
		var out formula.Block
		if !tmpl.EvalBlock(&formula.Wave{Cells: in, Scope: s, At: testTime}, cells.Ref{Sheet: 1, Col: 8}, formula.BlockRows, &out) {
			t.Fatalf("%s has no block", src)
		}
		done := 0
		for i := range out.Nums {
			if _, ok := out.Result(i); ok {
				done++
			}
		}
		if done < formula.BlockRows*8/10 {
			t.Errorf("%s: the block did %d rows", src, done)
		}
		if most := 2*60 + 8; in.asked > most {
			t.Errorf("%s asks for %d strips, %d are enough", src, in.asked, most)
		}
	}
}
