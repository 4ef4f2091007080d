package calc_test

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// TestOrdinaryUsesOfManyCellsFit evaluates what people do with large sheets: each has a value, at once.
func TestOrdinaryUsesOfManyCellsFit(t *testing.T) {
	if raceEnabled {
		t.Skip("it counts steps, which are the same, and takes minutes")
	}
	const rows = 1_000_000
	s := blankSheet(t)
	op := cells.Set{Range: at(fmt.Sprintf("A1:C%d", rows))}
	for i := range rows {
		op.Inputs = append(op.Inputs, cells.Literal(cells.Num(float64(i*7919%rows))), cells.Literal(cells.Num(float64(i%100))), cells.Literal(cells.Str(fmt.Sprintf("text %d", i*7919%rows))))
	}
	s.must(op)
	for _, x := range []struct {
		formula string
		want    cells.Value
	}{
		{"=ROWS(SORT(A1:A1000000))", cells.Num(rows)},
		{"=INDEX(SORT(A1:A1000000,1,-1),1)", cells.Num(rows - 1)},
		{"=INDEX(SORT(C1:C1000000),2)", cells.Str("text 1")},
		{"=ROWS(SORT(A1:D250000,{2,1}))", cells.Num(250_000)},
		{"=INDEX(SORTBY(A1:A1000000,B1:B1000000),1)", cells.Num(0)},
		{"=ROWS(UNIQUE(A1:A1000000))", cells.Num(rows)},
		{"=ROWS(UNIQUE(B1:B1000000))", cells.Num(100)},
		{"=ROWS(UNIQUE(C1:C1000000))", cells.Num(rows)},
		{"=ROWS(FILTER(A1:A1000000,A1:A1000000>=0))", cells.Num(rows)},
		{"=ROWS(FILTER(A1:A1000000,B1:B1000000=7))", cells.Num(rows / 100)},
		{"=ROWS(FILTER(C1:C1000000,B1:B1000000<50))", cells.Num(rows / 2)},
		{"=SUMPRODUCT(A1:A1000000,B1:B1000000)", cells.Num(24749991500000)},
		{"=SUMPRODUCT((B1:B1000000=7)*A1:A1000000)", cells.Num(4999830000)},
		{"=SUMPRODUCT((B1:B1000000=7)*1)", cells.Num(rows / 100)},
		{`=COUNTIF(C1:C1000000,"*999*")`, cells.Num(3700)},
		{`=SUMIF(A1:A1000000,">=500000",B1:B1000000)`, cells.Num(24750000)},
		{`=XLOOKUP("*999",C1:C1000000,B1:B1000000,0,2)>=0`, cells.Boolean(true)},
		{"=all(A1:A1000000, # >= 0)", cells.Boolean(true)},
		{"=STDEV(B1:B1000000)>28", cells.Boolean(true)},
		{"=MEDIAN(B1:B900000)", cells.Num(49.5)},
		{"=COUNT(ROUND(A1:A1000000,1))", cells.Num(rows)},
		{"=COUNTUNIQUE(B1:B1000000)", cells.Num(100)},
	} {
		s.set("H1", x.formula)
		if v := s.book.Value(at("H1").TopLeft()); !v.Equal(x.want) || s.book.Waiting() {
			t.Errorf("%s is %v %v %q, not %v %q", x.formula, v.Err(), v.Float(), v.Text(), x.want.Float(), x.want.Text())
		}
	}

	s.set("H1", "=SORT(A1:A1000000)")
	if v := s.book.Value(at("H1000000").TopLeft()); v.Float() != rows-1 || s.book.Waiting() {
		t.Errorf("the last of the sorted cells is %v", v.Float())
	}
	s.must(cells.Clear{Range: at("H1")})
	for _, x := range []struct {
		rows    int
		formula string
	}{
		{10_000, "=XLOOKUP(A1,B$1:B$10000,A$1:A$10000,-1)"},
		{10_000, "=VLOOKUP(B1,B$1:C$10000,2,FALSE)"},
		{20_000, "=SUMIF(B$1:B$20000,B1,A$1:A$20000)"},
		{20_000, "=SUMIFS(A$1:A$20000,B$1:B$20000,B1)"},
		{20_000, "=COUNTIF(C$1:C$20000,C1)"},
		{10_000, "=MATCH(A1,A$1:A$10000,1)"},
	} {
		s.set("H1", x.formula)
		s.fill("H1", fmt.Sprintf("H1:H%d", x.rows))
		if s.book.Waiting() {
			t.Errorf("%d rows of %s take more than a wave: %d steps", x.rows, x.formula, s.book.WaveWork())
		}
		s.must(cells.Clear{Range: at(fmt.Sprintf("H1:H%d", x.rows))})
	}
}
