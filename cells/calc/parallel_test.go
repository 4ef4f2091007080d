package calc_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// TestCoresMakeNoDifference applies the same entries with one, two and four cores, and wants the same answers and the same book, byte for byte.
func TestCoresMakeNoDifference(t *testing.T) {
	const rows = 20_000
	formulas := []string{
		"=A1*2+B1*$Z$1", `=IF(A1+$Z$1>5,ROUND((A1+$Z$1)/3,2),CONCATENATE("low-",A1+$Z$1))`, "=A1/B1", `=UPPER(A1&"x")&LEN(B1)`, "=IF(A1,B1,\"no\")", "=C1*2-A1",
		"=SUM(A1:A5)+1", "=I1048*1", "=K$19900+A1", `=IFERROR(A1/B1,"none")`, "=TEXT(B1,\"0.00\")", "=VLOOKUP(A1,$A$1:$B$300,2,FALSE)", `=IF(ISBLANK(A1),"",A1*$Z$1)`,
	}
	run := func(cores, budget int) (book []calc.Part, told []string, parallel int) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		r := rand.New(rand.NewPCG(7, 8))
		s := blankSheet(t)
		s.book.WakeHelpers()
		if budget > 0 {
			s.book.ShrinkBudget(budget, budget, 1000)
		}
		note := func(c *cells.Changes) { told = append(told, fmt.Sprint(c.Recomputed, c.Values)) }
		data := cells.Set{Range: at(fmt.Sprintf("A1:B%d", rows))}
		for i := range data.Range.Size() {
			in := cells.Literal(cells.Num(float64(r.IntN(90)) / 8))
			switch {
			case i < 36_000 || r.IntN(3) > 0:
			case r.IntN(2) == 0:
				in = []cells.Input{cells.Typed(""), cells.Typed("text"), cells.Typed("TRUE"), cells.Typed("#N/A"), cells.Typed("12:30"), cells.Literal(cells.Num(1e308))}[r.IntN(6)]
			}
			data.Inputs = append(data.Inputs, in)
		}
		note(s.must(data))
		s.num("Z1", 3)
		for i, f := range formulas {
			col := cells.ColumnName(int32(2 + i))
			s.set(col+"1", f)
			note(s.must(cells.Fill{Source: at(col + "1"), Target: at(fmt.Sprintf("%s1:%s%d", col, col, rows-700))}))
		}
		for _, x := range []float64{4, 4.5, math.Pi, 4, -1e300} {
			note(s.must(cells.Set{Range: at("Z1"), Inputs: []cells.Input{cells.Literal(cells.Num(x))}}))
		}
		note(s.must(cells.Undo{}))
		note(s.must(cells.Redo{}))
		if err := s.book.CheckInvariants(); err != nil {
			t.Fatal(err)
		}
		if budget > 0 && !s.book.Waiting() {
			t.Error("the budget was enough for all")
		}
		return s.book.Encode(0, true), told, s.book.ParallelRuns()
	}
	// The second budget ends in the midst of a column.
	for _, budget := range []int{0, 60_000} {
		book, told, parallel := run(1, budget)
		if parallel != 0 {
			t.Errorf("one core: %d times several goroutines evaluated at once", parallel)
		}
		for _, cores := range []int{2, 4} {
			others, answers, runs := run(cores, budget)
			if runs < 8 && budget == 0 || runs == 0 {
				t.Errorf("%d cores: %d times several goroutines evaluated at once", cores, runs)
			}
			if !slices.Equal(told, answers) {
				t.Errorf("%d cores answer otherwise than one", cores)
			}
			if !slices.EqualFunc(book, others, func(a, b calc.Part) bool { return a.Name == b.Name && bytes.Equal(a.Bytes, b.Bytes) }) {
				t.Errorf("%d cores make another book than one", cores)
			}
		}
	}
}

// TestEqualResultsWakeNobody changes what thousands of rows read, so that the results are numbers and texts that are the same as before, but for a few.
func TestEqualResultsWakeNobody(t *testing.T) {
	const rows = 3000
	s := blankSheet(t)
	s.nums(fmt.Sprintf("A1:A%d", rows), func(i int) float64 { return float64(i % 10) })
	s.num("Z1", 100)
	for i, f := range []string{"=IF(A1<$Z$1,A1*2,0)", `=IF(A1<$Z$1,"low-"&A1,"high")`, `=IF(A1<$Z$1,A1>5,CONCATENATE("x",A1))`, `=LEFT("abcdefghijklmnop",MIN(A1,$Z$1)+1)`} {
		col, next := cells.ColumnName(int32(2+2*i)), cells.ColumnName(int32(3+2*i))
		s.set(col+"1", f)
		s.fill(col+"1", fmt.Sprintf("%s1:%s%d", col, col, rows))
		s.set(next+"1", "="+col+`1&"!"`)
		s.fill(next+"1", fmt.Sprintf("%s1:%s%d", next, next, rows))
	}
	change := func(x float64) *cells.Changes {
		return s.must(cells.Set{Range: at("Z1"), Inputs: []cells.Input{cells.Literal(cells.Num(x))}})
	}
	if c := change(50); c.Recomputed != 4*rows || len(c.Values) != 1 {
		t.Errorf("equal results: %d cells were evaluated and %d ranges changed", c.Recomputed, len(c.Values))
	}
	// Every tenth row is a 9.
	if c := change(9); c.Recomputed != 4*rows+3*rows/10 {
		t.Errorf("300 other results in three columns: %d cells were evaluated", c.Recomputed)
	}
	if got := s.book.Value(at("E10").TopLeft()).Text(); got != "high" {
		t.Errorf("E10 shows %q", got)
	}
	if got := s.book.Value(at("E9").TopLeft()).Text(); got != "low-8" {
		t.Errorf("E9 shows %q", got)
	}
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestTextsOfABlockShareMemory counts allocations: a thousand rows of texts and numbers take a few dozen.
func TestTextsOfABlockShareMemory(t *testing.T) {
	const rows = 1000
	s := blankSheet(t)
	s.nums(fmt.Sprintf("A1:A%d", rows), func(i int) float64 { return float64(i%1000) + 0.25 })
	s.num("Z1", 0)
	s.set("B1", `=IF(A1+$Z$1>500,ROUND((A1+$Z$1)/3,2),CONCATENATE("low-",A1+$Z$1))`)
	s.fill("B1", fmt.Sprintf("B1:B%d", rows))
	z := 0.0
	each := testing.AllocsPerRun(20, func() {
		z++
		s.num("Z1", z)
	})
	if each > rows/10 {
		t.Errorf("%v allocations for %d rows", each, rows)
	}
}
