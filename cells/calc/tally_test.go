package calc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// tallyInput draws what a table of the test holds: numbers of every size and whatever else a cell can hold.
func tallyInput(r *rand.Rand) cells.Input {
	switch r.IntN(40) {
	case 0:
		return cells.Typed("")
	case 1:
		return cells.Typed("text")
	case 2:
		return cells.Typed("TRUE")
	case 3:
		return cells.Typed("2026-11-22")
	case 4:
		return cells.Typed("#N/A")
	case 5:
		return cells.Literal(cells.Span(0.5))
	case 6:
		return cells.Literal(cells.Num(1e300))
	case 7:
		return cells.Literal(cells.Num(5e-324))
	case 8:
		return cells.Literal(cells.Num(-1e-9))
	}
	return cells.Literal(cells.Num(float64(r.IntN(50)-10) / 10))
}

// TestTalliesKeptByDifferences edits a table whose rows, columns and whole are summed up in every way, and compares every cell with the same calculated from
// nothing, and every tally that is kept with its cells.
func TestTalliesKeptByDifferences(t *testing.T) {
	const rows, cols = 1100, 20 // a block and a bit; A…T
	aggregates := []string{"SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA"}
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 21))
		s := blankSheet(t)
		s.must(cells.AddSheet{Name: "Other", Index: -1})
		plain := seed%2 == 0
		input := func() cells.Input {
			if plain && r.IntN(20) > 0 {
				return cells.Literal(cells.Num(float64(r.IntN(7)) / 4))
			}
			return tallyInput(r)
		}
		table := cells.Set{Range: at(fmt.Sprintf("A1:T%d", rows))}
		for range table.Range.Size() {
			table.Inputs = append(table.Inputs, cells.Literal(cells.Num(float64(r.IntN(7))/4)))
		}
		s.must(table)
		for i, name := range aggregates {
			col := cells.ColumnName(int32(cols + 1 + i))
			s.set(col+"1", "="+name+"(A1:T1)")
			s.fill(col+"1", col+"1:"+col+"40")
			s.set(col+"1090", "="+name+"(A1090:T1090)")
			s.set(col+"2000", "="+name+"(A1:A1000)")
			s.set(col+"2001", "="+name+"(A1:T1100)")
			s.set(col+"2002", "="+name+"(B:D)")
			s.set(col+"2003", "="+name+"(A70:T75,C1:C1070)")
			s.set(col+"2004", "="+name+"(3:3)")
			s.set(col+"2005", "=SUM("+col+"1:"+col+"1500)")
		}
		place := func() cells.Ref {
			ref := cells.Ref{Sheet: 1, Row: int32(r.IntN(45)), Col: int32(r.IntN(cols))}
			if r.IntN(3) == 0 {
				ref.Row = int32(r.IntN(rows + 30))
			}
			return ref
		}
		for round := range 120 {
			var op cells.Op
			switch p := place(); r.IntN(24) {
			case 0:
				op = cells.Undo{}
			case 1:
				op = cells.Redo{}
			case 2:
				g := p.Range()
				g.Bottom += int32(r.IntN(90))
				g.Right += int32(r.IntN(4))
				op = cells.Clear{Range: g}
			case 3:
				g := p.Range()
				g.Bottom += int32(r.IntN(4))
				g.Right += int32(r.IntN(4))
				set := cells.Set{Range: g}
				for range g.Size() {
					set.Inputs = append(set.Inputs, input())
				}
				op = set
			case 4:
				op = cells.Insert{Sheet: 1, Axis: []cells.Axis{cells.Rows, cells.Cols}[r.IntN(2)], At: int32(r.IntN(18)), Count: 1}
			case 5:
				op = cells.Delete{Sheet: 1, Axis: []cells.Axis{cells.Rows, cells.Cols}[r.IntN(2)], At: int32(r.IntN(18)), Count: 1}
			case 6:
				op = cells.Set{Range: p.Range(), Inputs: []cells.Input{cells.Typed(fmt.Sprintf("=Z%d/3", 2100+r.IntN(3)))}}
			case 7:
				op = cells.Set{Range: cells.Ref{Sheet: 1, Row: int32(2099 + r.IntN(3)), Col: 25}.Range(), Inputs: []cells.Input{input()}}
			case 8:
				g := p.Range()
				g.Bottom += int32(r.IntN(200))
				s.apply("ann", cells.Set{Range: p.Range(), Inputs: []cells.Input{cells.Typed("=$Z$2100*2+1")}})
				op = cells.Fill{Source: p.Range(), Target: g}
			case 9:
				g := p.Range()
				g.Right += 3
				op = cells.Move{Source: g, Dest: place()}
			default:
				op = cells.Set{Range: p.Range(), Inputs: []cells.Input{input()}}
			}
			s.apply("ann", op)
			if err := s.book.CheckInvariants(); err != nil {
				t.Fatalf("seed %d, round %d, after %+v: %v", seed, round, op, err)
			}
			if round%20 == 19 {
				if err := newOracle(s.book).check(); err != nil {
					t.Fatalf("seed %d, round %d: %v", seed, round, err)
				}
			}
		}
		// An array that spills over the table, and a sheet that goes.
		s.must(cells.Clear{Range: at("B2:E9")})
		s.set("B2", "=SEQUENCE(4,3)")
		s.set("B2", "=SEQUENCE(3,4,Z2100)")
		s.must(cells.DeleteSheet{Sheet: 2})
		if err := s.book.CheckInvariants(); err != nil {
			t.Fatalf("seed %d, with arrays: %v", seed, err)
		}
	}
}

// TestALargeTermLeavesNoTrace takes numbers back that need more digits than a sum has at hand.
func TestALargeTermLeavesNoTrace(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:T3", func(i int) float64 { return float64(i) / 10 })
	s.set("V1", "=SUM(A1:T1)")
	s.set("V2", "=SUM(A1:T3)")
	s.set("V3", "=SUM(A:A)")
	want := s.book.Value(at("V2").TopLeft()).Float()
	for _, x := range []float64{1e300, -1e-300, math.MaxFloat64, 5e-324, 1e15 + 0.3} {
		s.num("A1", x)
		s.num("A1", 0)
		s.want("V1", 19)
		s.want("V2", want)
		s.want("V3", 6)
	}
}
