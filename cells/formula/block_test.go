package formula_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"freshet/cells"
	"freshet/cells/formula"
)

// strips is a Reader that gives its four columns as they are stored.
type strips struct{ cols [4][]cells.Value }

func (s *strips) Value(r cells.Ref) cells.Value {
	if r.Col < 0 || int(r.Col) >= len(s.cols) || r.Row < 0 || int(r.Row) >= len(s.cols[r.Col]) {
		return cells.Value{}
	}
	return s.cols[r.Col][r.Row]
}

func (s *strips) Scan(g cells.Range, yield func(cells.Ref, cells.Value) bool) {
	for row := g.Top; row <= min(g.Bottom, int32(len(s.cols[0]))-1); row++ {
		for col := g.Left; col <= min(g.Right, 3); col++ {
			r := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
			if v := s.Value(r); !v.IsBlank() && !yield(r, v) {
				return
			}
		}
	}
}

func (s *strips) Extent(id cells.SheetID) (cells.Range, bool) {
	return cells.Range{Sheet: id, Bottom: int32(len(s.cols[0])) - 1, Right: 3}, true
}

func (s *strips) Strip(_ cells.SheetID, row, col int32, n int) formula.Strip {
	if col < 0 || int(col) >= len(s.cols) || row < 0 || int(row) >= len(s.cols[col]) {
		return formula.Strip{Rows: n}
	}
	part := s.cols[col][row:min(int(row)+n, len(s.cols[col]))]
	out := formula.Strip{Rows: len(part), Kinds: make([]cells.Kind, len(part)), Nums: make([]float64, len(part)), Numbers: true, Plain: true}
	for i, v := range part {
		kind, x, p := v.Parts()
		out.Kinds[i], out.Nums[i] = kind, x
		if p != nil {
			if out.Ptrs == nil {
				out.Ptrs = make([]unsafe.Pointer, len(part))
			}
			out.Ptrs[i] = p
		}
		out.Numbers = out.Numbers && kind == cells.Number
		out.Plain = out.Plain && kind <= cells.Number
	}
	return out
}

func randomValue(r *rand.Rand) cells.Value {
	switch r.IntN(24) {
	case 0:
		return cells.Value{}
	case 1:
		return cells.Str("text")
	case 2:
		return cells.Str("12")
	case 3:
		return cells.Boolean(true)
	case 4:
		return cells.Boolean(false)
	case 5:
		return cells.Moment(46348.5)
	case 6:
		return cells.Span(0.25)
	case 7:
		return cells.Fail(&cells.CellError{Code: cells.ErrNA, Message: "n", Origin: cells.Ref{Sheet: 1}})
	case 8:
		return cells.Num(1e308)
	case 9:
		return cells.Num(-5e-324)
	case 10, 11:
		return cells.Num(0)
	case 12:
		return cells.Num([]float64{0.1 + 0.2, 0.3, 1e15, 123456789012345678, 2e-9, 1e-300, -1e-5, 46348}[r.IntN(8)])
	case 13:
		return cells.Str([]string{"", "true", "ÄÖ ü", "2026-11-22", " 7 ", "1e3", strings.Repeat("long ", 60)}[r.IntN(7)])
	case 14:
		return cells.Str(textsInOrder[r.IntN(len(textsInOrder))])
	}
	return cells.Num(math.Round(r.NormFloat64()*1000) / 8)
}

func randomFormula(r *rand.Rand, depth int) string {
	if depth == 0 || r.IntN(5) == 0 {
		return []string{"A1", "B1", "C1", "D2", "$A$3", "B$2", "2", "0.5", "0", "A5", "TRUE", `"text"`, `"7"`, `""`, `"élan"`}[r.IntN(15)]
	}
	some := func() string { return randomFormula(r, depth-1) }
	x, y := some(), some()
	switch r.IntN(16) {
	case 0, 1:
		return fmt.Sprintf("IF(%s,%s,%s)", x, y, some())
	case 2:
		return fmt.Sprintf("%s(%s,%d)", []string{"ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"}[r.IntN(4)], x, r.IntN(5)-2)
	case 3:
		return fmt.Sprintf("%s(%s)", []string{"ABS", "INT", "SQRT", "SIGN", "LN", "NOT", "LEN", "UPPER", "TRIM", "LOG10", "EVEN", "N", "DAY"}[r.IntN(13)], x)
	case 4:
		return []string{"SUM(A1:A4)", "SUM(A$1:A1)", "SUM(A1:C2)", "COUNT(B1:B9)", "AVERAGE(C1:D3)"}[r.IntN(5)]
	case 5:
		return "-(" + x + ")%"
	case 6:
		return fmt.Sprintf("CONCATENATE(%s,%s,%s)", x, y, some())
	case 7:
		return fmt.Sprintf("(%s&%s)", x, y)
	case 8:
		return fmt.Sprintf("%s(%s,%s)", []string{"AND", "OR", "MAX", "MIN", "CONCAT"}[r.IntN(5)], x, y)
	case 9:
		return fmt.Sprintf("%s(%s,%s)", []string{"MOD", "POWER", "LEFT", "RIGHT", "IFERROR", "CEILING", "EXACT", "ATAN2", "QUOTIENT"}[r.IntN(9)], x, y)
	case 10:
		return fmt.Sprintf("IFS(%s,%s,%s,%s)", x, y, some(), some())
	case 11:
		return fmt.Sprintf("SWITCH(%s,%s,%s,%s)", x, y, some(), some())
	case 12:
		return fmt.Sprintf("(%s %s %s)", x, []string{"and", "or"}[r.IntN(2)], y)
	}
	return "(" + x + []string{"+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "^", "%"}[r.IntN(12)] + y + ")"
}

// agreement compares a block with Eval, row by row, where it gives a result, and counts those. The Block is one that served others before.
func agreement(t *testing.T, tmpl *formula.Template, w *formula.Wave, at cells.Ref, n int, out *formula.Block) int {
	t.Helper()
	if !tmpl.EvalBlock(w, at, n, out) {
		return 0
	}
	compared := 0
	for i, x := range out.Nums {
		if x-x != 0 {
			continue
		}
		kind, p := out.Kind, unsafe.Pointer(nil)
		if out.Kinds != nil {
			kind = out.Kinds[i]
		}
		if out.Ptrs != nil && kind == cells.Text {
			p = out.Ptrs[i]
		}
		got := cells.FromParts(kind, x+0, p)
		here := at
		here.Row += int32(i)
		if want := tmpl.Eval(w, here); !got.Equal(want) {
			t.Fatalf("%s in row %d: the block gives %s (%v), Eval %s (%v)", tmpl.Source(here, w.Scope), i+1, show(got), x, show(want), want.Err())
		}
		compared++
	}
	return compared
}

// randomStrips is columns of numbers, or with anything in them.
func randomStrips(r *rand.Rand) *strips {
	in := &strips{}
	plain := r.IntN(3)
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, 40)
		for i := range in.cols[c] {
			switch {
			case plain == 0:
				in.cols[c][i] = cells.Num(float64(r.IntN(100)) / 4)
			case plain == 1 && r.IntN(12) > 0:
				in.cols[c][i] = []cells.Value{cells.Num(float64(r.IntN(9))), cells.Str("Grüße " + string(rune('a'+r.IntN(3)))), cells.Str("text"), {}}[c]
			default:
				in.cols[c][i] = randomValue(r)
			}
		}
	}
	return in
}

// agreementOfOne compares one random formula over random columns, in some locale.
func agreementOfOne(t *testing.T, r *rand.Rand, out *formula.Block) (compared int, has bool) {
	t.Helper()
	s := newSheet(t)
	src := "=" + randomFormula(r, 3)
	at := cells.Ref{Sheet: 1, Col: 9}
	tmpl, err := s.compiler.Compile(src, at, s)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	w := &formula.Wave{Cells: randomStrips(r), Scope: s, At: testTime, Locale: []string{"en", "de"}[r.IntN(2)]}
	spoil(r, out)
	return agreement(t, tmpl, w, at, 44, out), tmpl.Blocks()
}

// TestBlocksAgreeWithEval holds that where a block gives a result, Eval gives the same, bit for bit.
func TestBlocksAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	compared, without := 0, 0
	var out formula.Block
	for range 6000 {
		n, has := agreementOfOne(t, r, &out)
		if compared += n; !has {
			without++
		}
	}
	if compared < 60_000 {
		t.Errorf("only %d values were compared", compared)
	}
	t.Logf("%d values compared, %d formulas have no block", compared, without)
}

// FuzzBlock is the same with formulas and columns that the fuzzer draws.
func FuzzBlock(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Add(uint64(822), uint64(719)) // a negative zero in ATAN2
	var out formula.Block
	f.Fuzz(func(t *testing.T, a, b uint64) {
		r := rand.New(rand.NewPCG(a, b))
		agreementOfOne(t, r, &out)
		programOfOne(t, r, &out)
		chainOfOne(t, r, &out)
		overOfOne(t, r, &out)
	})
}

// TestCallsInBlocksAgreeWithEval calls every function of the catalogue that a block calls, with columns of all sorts.
func TestCallsInBlocksAgreeWithEval(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	have, compared := 0, 0
	var out formula.Block
	for _, fn := range formula.Catalogue() {
		least := 0
		for _, a := range fn.Args {
			if !a.Optional {
				least++
			}
		}
		blocks := false
		for n := max(1, least); n <= len(fn.Args); n++ {
			for range 12 {
				args := make([]string, n)
				for i := range args {
					args[i] = []string{"A1", "B1", "C1", "D1", "A2", "2", `"text"`, "0.5", "D1&A1", "A1*10"}[r.IntN(10)]
				}
				s := newSheet(t)
				src := fmt.Sprintf("=%s(%s)", fn.Name, strings.Join(args, ","))
				at := cells.Ref{Sheet: 1, Col: 9}
				tmpl, err := s.compiler.Compile(src, at, s)
				if err != nil || !tmpl.Blocks() {
					continue
				}
				blocks = true
				w := &formula.Wave{Cells: randomStrips(r), Scope: s, At: testTime, Locale: []string{"en", "de"}[r.IntN(2)]}
				spoil(r, &out)
				compared += agreement(t, tmpl, w, at, 40, &out)
			}
		}
		if blocks {
			have++
		}
	}
	if have < 120 || compared < 20_000 {
		t.Errorf("%d functions have a block, %d values were compared", have, compared)
	}
	t.Logf("%d functions have a block, %d values were compared", have, compared)
}
