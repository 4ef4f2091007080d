package calc_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"freshet/cells"
)

// pairOfBooks is two replicas of one book, of which one does every entry by a wave.
type pairOfBooks struct {
	t            *testing.T
	quick, waves *replica
}

func newPairOfBooks(t *testing.T) *pairOfBooks {
	t.Helper()
	p := &pairOfBooks{t: t, quick: newReplica(), waves: newReplica()}
	p.waves.book.Unhurry()
	p.quick.book.Trace(true)
	p.waves.book.Trace(true)
	p.do("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	return p
}

// do applies an entry to both and compares what they tell of it.
func (p *pairOfBooks) do(actor string, ops ...cells.Op) {
	p.t.Helper()
	e := p.quick.entry(actor, ops...)
	e.Client, e.Seq = "tab of "+actor, e.Version
	x, y := p.quick.book.Apply(e), p.waves.book.Apply(e)
	if len(x.Points) == len(y.Points) {
		for i, at := range y.Points { // equal errors need not be one
			if at.Value.Equal(x.Points[i].Value) {
				y.Points[i].Value = x.Points[i].Value
			}
		}
	}
	if !reflect.DeepEqual(x, y) {
		p.t.Fatalf("%+v: one answers %+v, the other %+v", ops, x, y)
	}
	r, s := p.quick.book.Recomputed(), p.waves.book.Recomputed()
	slices.SortFunc(r, cells.Ref.Compare)
	slices.SortFunc(s, cells.Ref.Compare)
	if !slices.Equal(r, s) {
		p.t.Fatalf("%+v: one evaluates %v, the other %v", ops, r, s)
	}
	if x.Refused == nil && p.quick.book.WaveWork() != p.waves.book.WaveWork() {
		p.t.Fatalf("%+v: one spends %d steps, the other %d", ops, p.quick.book.WaveWork(), p.waves.book.WaveWork())
	}
}

// compare compares what is stored.
func (p *pairOfBooks) compare() {
	p.t.Helper()
	if err := p.quick.book.CheckInvariants(); err != nil {
		p.t.Fatal(err)
	}
	x, y := p.quick.book.Encode(0, true), p.waves.book.Encode(0, true)
	if len(x) != len(y) {
		p.t.Fatalf("one has %d parts, the other %d", len(x), len(y))
	}
	for i := range x {
		if x[i].Name != y[i].Name || !bytes.Equal(x[i].Bytes, y[i].Bytes) {
			p.t.Fatalf("the part %s is\n%q\nthe other %s\n%q", x[i].Name, x[i].Bytes, y[i].Name, y[i].Bytes)
		}
	}
}

// oddValues are what a total meets now and then.
var oddValues = []cells.Value{
	{},
	cells.Num(0), cells.Num(math.Copysign(0, -1)), cells.Num(5e-324), cells.Num(1e308), cells.Num(-1e308), cells.Num(1e-300), cells.Num(0.1),
	cells.Str("text"), cells.Str("7"), cells.Boolean(true), cells.Moment(45000.5), cells.Span(0.25), cells.Fail(&cells.CellError{Code: cells.ErrDiv0, Message: "no"}),
}

// TestQuickEntriesAreWaves edits grids with totals of many kinds; whatever is done without a wave must come to the same, up to what is stored.
func TestQuickEntriesAreWaves(t *testing.T) {
	taken := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		p := newPairOfBooks(t)
		rows, cols := 3+r.IntN(20), 2+r.IntN(30)
		grid := cells.Set{Range: cells.Range{Sheet: 1, Bottom: int32(rows - 1), Right: int32(cols - 1)}}
		for i := range rows * cols {
			grid.Inputs = append(grid.Inputs, cells.Literal(cells.Num(float64(i%17)+0.25)))
		}
		p.do("ann", grid)
		last := cells.ColumnName(int32(cols - 1))
		set := func(row, col int, text string) {
			p.do("ann", cells.Set{Range: cells.Ref{Sheet: 1, Row: int32(row), Col: int32(col)}.Range(), Inputs: []cells.Input{cells.Typed(text)}})
		}
		names := []string{"SUM", "AVERAGE", "COUNT", "COUNTA", "MIN", "MAX"}
		name := func() string { return names[r.IntN(len(names))] }
		for row := range rows {
			set(row, cols, fmt.Sprintf("=%s(A%d:%s%d)", names[seed%6], row+1, last, row+1))
		}
		for col := range cols + 1 {
			c := cells.ColumnName(int32(col))
			set(rows, col, fmt.Sprintf("=%s(%s1:%s%d)", name(), c, c, rows))
		}
		set(rows+2, 0, fmt.Sprintf("=%s(A1:%s%d)", name(), last, rows))
		if seed%4 == 1 {
			set(rows+3, 0, fmt.Sprintf("=%s(A1:%s%d)*2", name(), last, min(rows, 2)))
		}
		for step := range 250 {
			at := cells.Ref{Sheet: 1, Row: int32(r.IntN(rows)), Col: int32(r.IntN(cols))}
			in := cells.Literal(cells.Num(math.Round(r.NormFloat64()*100) / 8))
			actor := []string{"ann", "bob", "cyd"}[r.IntN(3)]
			switch r.IntN(24) {
			case 0:
				in = cells.Literal(oddValues[r.IntN(len(oddValues))])
			case 1:
				in = cells.Typed([]string{"12", "1.5", "-0", "1e3", "50%", "$3", "1,000", "'7", "x", "TRUE", "2024-05-06", "", "=A1"}[r.IntN(13)])
			case 2:
				p.do(actor, cells.Undo{})
				continue
			case 3:
				p.do(actor, cells.Redo{})
				continue
			case 4:
				if seed%3 == 0 && r.IntN(3) == 0 {
					p.do(actor, cells.Insert{Sheet: 1, Axis: []cells.Axis{cells.Rows, cells.Cols}[r.IntN(2)], At: int32(r.IntN(4)), Count: 1})
				}
				continue
			case 5:
				if seed%5 == 0 {
					p.do(actor, cells.SetFormat{Range: at.Range(), Format: cells.Format{Kind: cells.PlainText}})
				}
				continue
			case 6:
				p.do(actor, cells.Ingest{Readings: []cells.Reading{{Ref: at, Value: cells.Num(float64(step))}}})
				continue
			case 7:
				if seed%7 == 0 {
					set(rows+4, r.IntN(cols), []string{"=SEQUENCE(2)", "=avg_over(A1,\"5m\")", "=OFFSET(A1,1,0)", "5"}[r.IntN(4)])
				}
				continue
			}
			p.do(actor, cells.Set{Range: at.Range(), Inputs: []cells.Input{in}})
			if step%50 == 49 {
				p.compare()
			}
		}
		p.compare()
		if n := p.waves.book.Quick(); n > 0 {
			t.Errorf("seed %d: %d entries of the book that takes its time were quick", seed, n)
		}
		taken += p.quick.book.Quick()
	}
	if taken < 2000 {
		t.Errorf("only %d entries were done without a wave", taken)
	}
}

// TestEditsOfTotalsAreQuick holds that each single edit of a grid with totals, and of a column with a sum, is done without a wave.
func TestEditsOfTotalsAreQuick(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:T50", func(i int) float64 { return float64(i) })
	s.set("U1", "=SUM(A1:T1)")
	s.fill("U1", "U1:U50")
	s.set("A51", "=SUM(A1:A50)")
	s.fill("A51", "A51:T51")
	s.set("U51", "=SUM(A51:T51)")
	before := s.book.Quick()
	for i := range 500 {
		cell := cells.Ref{Sheet: 1, Row: int32(i * 7 % 50), Col: int32(i * 3 % 20)}.Range()
		if ch := s.must(cells.Set{Range: cell, Inputs: []cells.Input{cells.Literal(cells.Num(float64(i) + 0.5))}}); ch.Recomputed != 3 {
			t.Fatalf("edit %d evaluated %d cells", i, ch.Recomputed)
		}
	}
	if n := s.book.Quick() - before; n != 500 {
		t.Errorf("%d of 500 edits were quick", n)
	}
}
