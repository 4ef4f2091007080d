package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// oddValue is one of the values that an index might take for another.
func oddValue(r *rand.Rand) cells.Value {
	texts := []string{
		"x", "X", "straße", "STRASSE", "STRAẞE", "σίγμας", "ΣΊΓΜΑΣ", "σίγμασ", "K", "k", "K", "İ", "i", "ı", "I", "ſ", "s", "", " ", "12", "12.0", "1e1", "3%", "TRUE",
		"2024-05-06", "a*", "a~*", "?", "é", "É", "é",
	}
	switch r.IntN(12) {
	case 0:
		return cells.Value{}
	case 1, 2, 3:
		return cells.Str(texts[r.IntN(len(texts))])
	case 4:
		return cells.Boolean(r.IntN(2) == 0)
	case 5:
		return cells.Moment(float64(r.IntN(4)))
	case 6:
		return cells.Span(float64(r.IntN(4)) / 2)
	case 7:
		return cells.Fail(&cells.CellError{Code: cells.ErrNA, Message: "none"})
	case 8:
		return cells.Num([]float64{0.1 + 0.2, 0.3, 1e308, -1e308, 5e-324, -5e-324, 0.03, 1e15, 1e15 + 1, 1 - 0x1p-53, 1 + 0x1p-52}[r.IntN(11)])
	}
	return cells.Num(float64(r.IntN(40) - 5))
}

func (s sheet1) put(a1 string, v cells.Value) {
	s.must(cells.Set{Range: at(a1), Inputs: []cells.Input{cells.Literal(v)}})
}

// TestLookupsAgreeWithReadingTheRange holds look-ups and criteria over long columns, whose index is kept from edit to edit, against those that read
// every cell of the range.
func TestLookupsAgreeWithReadingTheRange(t *testing.T) {
	const rows = 130
	formulas := []string{
		`=VLOOKUP(C1,A$1:B$130,2,FALSE)`, `=MATCH(C1,A$1:A$130,0)`, `=XMATCH(C1,A$5:A$129,0,-1)`, `=XLOOKUP(C1,A$1:A$130,B$1:B$130,"none")`,
		`=XLOOKUP(C1,A$1:A$130,B$1:B$130,-1,0,-1)`, `=INDEX(B$1:B$130,MATCH(C1,A$1:A$130,0))`, `=IFERROR(VLOOKUP(C1,A$1:B$130,2,0),-7)`, `=IFNA(MATCH(C1,A:A,0),0)`,
		`=MATCH(C1,A1:A70,0)`, `=MATCH(C1,A$1:A64,0)`, `=MATCH(C1,A$3:A$40,0)`, `=VLOOKUP(C1+0,A$1:B$130,2,FALSE)`, `=XMATCH(C$7,A$1:A$130)`,
		`=COUNTIF(A$1:A$130,C1)`, `=COUNTIF(A$1:A1,C1)`, `=SUMIF(A$1:A$130,C1,B$1:B$130)`, `=SUMIF(A$1:A$130,C1)`, `=AVERAGEIF(A$1:A$130,C1,B$1)`,
		`=COUNTIFS(A$1:A$130,C1,B$1:B$130,">3")`, `=SUMIFS(B$1:B$130,A$1:A$130,C1,B$1:B$130,"<>4")`, `=MAXIFS(B$1:B$130,A$1:A$130,C1)`,
		`=MINIFS(B$2:B$131,A$1:A$130,C1)`, `=AVERAGEIFS(B$1:B$130,A$1:A$130,"<>"&C1)`, `=COUNTIF(A$1:A$130,">"&C1)`, `=COUNTIF(A:A,"<>"&C1)`, `=COUNTIF(A$1:A$130,"="&C1)`,
		`=SUMIF(A$1:A$130,"<="&C1,B$1:B$130)`, `=COUNTIF(A$1:A$130,"<>")`, `=COUNTIF(A$1:A$130,"=")`, `=COUNTIF(A$1:A$130,"")`,
	}
	seeds := 8
	if testing.Short() {
		seeds = 3
	}
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 9))
		s := blankSheet(t)
		for row := 1; row <= rows; row++ {
			for _, col := range "ABC" {
				if col != 'B' || r.IntN(3) == 0 {
					s.put(fmt.Sprintf("%c%d", col, row), oddValue(r))
				} else {
					s.num(fmt.Sprintf("B%d", row), float64(r.IntN(9)))
				}
			}
		}
		if seed%3 == 2 {
			// The keys are results of a formula, which are stored in blocks.
			s.set("A1", "=C1")
			s.fill("A1", "A1:A130")
			s.num("AZ1", 1)
			s.set("A60", "=C60*$AZ$1")
			s.fill("A60", "A60:A130")
		}
		for i, f := range formulas {
			col := cells.ColumnName(int32(4 + i))
			s.set(col+"1", f)
			s.fill(col+"1", col+"1:"+col+"12")
		}
		for step := range 60 {
			row := 1 + r.IntN(rows)
			switch r.IntN(12) {
			case 0:
				s.must(cells.Clear{Range: cells.Range{Sheet: 1, Top: int32(row), Bottom: int32(row + r.IntN(4))}})
			case 1:
				s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: int32(row), Count: 1})
				s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: int32(row), Count: 1})
			case 2:
				s.must(cells.Undo{})
			case 3:
				s.must(cells.Copy{Source: cells.Range{Sheet: 1, Top: int32(row), Bottom: int32(row + 20)}, Dest: cells.Range{Sheet: 1, Top: 30, Bottom: 50}})
			case 4:
				s.num("AZ1", float64(1+step%2))
			case 5:
				s.set(fmt.Sprintf("A%d", row), fmt.Sprintf("=C%d", 1+r.IntN(rows)))
			case 6:
				s.put(fmt.Sprintf("B%d", row), oddValue(r))
			case 7:
				s.put(fmt.Sprintf("C%d", row), oddValue(r))
			default:
				s.put(fmt.Sprintf("A%d", row), oddValue(r))
			}
			if err := s.book.CheckInvariants(); err != nil {
				t.Fatalf("seed %d, step %d: %v", seed, step, err)
			}
			if step%4 == 3 {
				if err := newOracle(s.book).check(); err != nil {
					t.Fatalf("seed %d, step %d: %v", seed, step, err)
				}
			}
		}
	}
}

// TestAnIndexIsKeptByDifferences holds that an edit of a key costs no new index, and that of many costs one.
func TestAnIndexIsKeptByDifferences(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:A2000", func(i int) float64 { return float64(i) })
	s.nums("B1:B2000", func(i int) float64 { return float64(i) * 10 })
	s.nums("C1:C2000", func(i int) float64 { return float64((i * 7) % 2000) })
	s.set("D1", "=VLOOKUP(C1,A$1:B$2000,2,FALSE)")
	s.fill("D1", "D1:D2000")
	s.want("D3", 140)
	if n := s.book.IndexBuilds("A"); n != 1 {
		t.Fatalf("the look-ups built %d indexes, want 1", n)
	}
	for i := range 100 {
		s.num("A15", float64(5000+i))
		s.num("C3", float64(5000+i))
		s.want("D3", 140)
		s.set("A1900", "text")
		s.set("A1900", "")
		s.set("A1900", "=A15+1")
		s.num("C4", float64(5001+i))
		s.want("D4", 18990)
	}
	if n := s.book.IndexBuilds("A"); n != 1 {
		t.Errorf("edits of single keys built the index %d times more", n-1)
	}
	for range 3 {
		s.nums("A1:A2000", func(i int) float64 { return float64(1999 - i) })
		s.num("C3", 1)
		s.want("D3", 19980)
		s.nums("A1:A2000", func(i int) float64 { return float64(i) })
		s.want("D3", 10)
	}
	if n := s.book.IndexBuilds("A"); n > 7 {
		t.Errorf("six edits of all keys built the index %d times", n-1)
	}
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestAnIndexLosesTextsToEmptyOnes holds that the index of a column of formulas knows that their texts are empty now.
func TestAnIndexLosesTextsToEmptyOnes(t *testing.T) {
	s := blankSheet(t)
	s.set("E1", "ab")
	s.nums("A1:A100", func(i int) float64 { return float64(i) })
	s.set("B1", "=LEFT(E$1,2)")
	s.fill("B1", "B1:B100")
	s.set("D1", "=MATCH(\"ab\",B1:B100,0)")
	s.set("D2", "=MATCH(\"\",B1:B100,0)")
	s.want("D1", 1)
	s.set("B1", "=IF(A1<90,\"\",A1)")
	s.fill("B1", "B1:B100")
	s.set("D3", "=MATCH(95,B1:B100,0)")
	s.want("D2", 1)
	s.want("D3", 96)
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestTheIndexGrows holds that keys which come one by one find room.
func TestTheIndexGrows(t *testing.T) {
	s := blankSheet(t)
	s.set("B1", "=MATCH(700,A1:A1000,0)")
	for i := range 900 {
		s.num(fmt.Sprintf("A%d", 1+i*7%900), float64(i*7%900))
	}
	s.want("B1", 701)
	if n := s.book.IndexBuilds("A"); n > 20 {
		t.Errorf("900 new keys built the index %d times", n)
	}
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestLookupsOnAllCores holds that blocks which several goroutines evaluate share one index.
func TestLookupsOnAllCores(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:A20000", func(i int) float64 { return float64(i / 2) })
	s.nums("C1:C20000", func(i int) float64 { return float64((i * 7) % 12000) })
	s.set("D1", "=IFERROR(MATCH(C1,A$1:A$20000,0),-1)")
	s.set("E1", "=COUNTIF(A$1:A$20000,C1)")
	s.set("F1", "=SUMIF(A$1:A$20000,C1,C$1:C$20000)")
	s.fill("D1:F1", "D1:F20000")
	for round := range 3 {
		s.num("A1", float64(20000+round))
		for _, i := range []int{0, 1, 1700, 9999, 19999} {
			key := (i * 7) % 12000
			place, count, sum := -1.0, 0.0, 0.0
			if key < 10000 {
				place, count, sum = float64(2*key+1), 2, float64((14*key)%12000+(14*key+7)%12000)
			}
			if key == 0 { // A1 is another one
				place, count, sum = 2, 1, 7
			}
			s.want(fmt.Sprintf("D%d", i+1), place)
			s.want(fmt.Sprintf("E%d", i+1), count)
			s.want(fmt.Sprintf("F%d", i+1), sum)
		}
	}
	if n := s.book.IndexBuilds("A"); n != 1 {
		t.Errorf("the index was built %d times", n)
	}
}
