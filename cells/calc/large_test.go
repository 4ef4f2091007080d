package calc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestBlocksAgreeWithTheLanguage fills columns longer than a block of storage with formulas that are evaluated in blocks, over values of every kind, edits them
// at random, and compares every cell with the language's own evaluation.
func TestBlocksAgreeWithTheLanguage(t *testing.T) {
	formulas := []string{
		"=A1*2+B1*$Z$1", "=A1/B1", "=(A1-B1)*(A1+B1)", "=-A1%", "=IF(A1>B1,A1,B1*2)", "=IF(A1,B1,A1)", "=ROUND(A1/3,2)", "=ABS(A1-B1)",
		"=A1=B1", "=A1<=B1+1", "=SUM(A$1:A1)", "=SUM(A1:B6)", "=COUNT(A1:A9)", "=AVERAGE(A1:B3)", "=SUM(A1:B1)", "=1e200*A1*1e200", "=A1",
		"=IF(A1>3,B1/0,1)", "=Z1+A1", "=SUM($A1:$B$40)", "=0-A1*0", "=IF(SUM(A1:A3)>10,1,0)", `=IF(A1>2,ROUND(A1/3,2),CONCATENATE("low-",A1))`, "=A1&B1", `=IF(A1="text","t",B1)`, "=IFERROR(A1/B1,0)", "=IFERROR(A1/B1)", "=IFNA(MATCH(A1,B$1:B$9,0))",
		"=AND(A1>1,B1<2)", `=LEFT(A1&"-"&B1,4)`, "=A1*2-B1*$Z$1", "=MAX(A1,B1,1)",
		`=IF(A1>1,"",B1)`, `=IF(ISBLANK(A1),"",A1*$Z$1)`, "=IF(A1>1,A1)", `=SWITCH(A1,1,"one",2,B1,"")`, "=A1&\"\"", `=IFS(A1>2,A1,A1>1,"b",TRUE,B1>A1)`, "=NOT(A1)",
		"=SUM(A1:A3)&IF(B1>1,A1)", `=SUBSTITUTE(A1,"t","T")`, "=DATE(2026,A1+1,B1)", "=INT(A1/0.1)", "=B1", "=Z$1&A1",
	}
	const rows = 1500
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 3))
		s := blankSheet(t)
		value := func() cells.Input {
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
				return cells.Typed("12")
			case 6:
				return cells.Literal(cells.Num(1e300))
			case 7:
				return cells.Literal(cells.Num(math.Copysign(0, -1)))
			case 8:
				return cells.Literal(cells.Span(0.5))
			}
			return cells.Literal(cells.Num(float64(r.IntN(9)) / 3))
		}
		// A stretch without anything strange, so that whole blocks are plain, and one with.
		data := cells.Set{Range: at(fmt.Sprintf("A1:B%d", rows))}
		for i := range data.Range.Size() {
			if i < 2*1100 {
				data.Inputs = append(data.Inputs, cells.Literal(cells.Num(float64(r.IntN(9)+1)/3)))
			} else {
				data.Inputs = append(data.Inputs, value())
			}
		}
		s.must(data)
		s.num("Z1", 3)
		for i, f := range formulas {
			col := cells.ColumnName(int32(3 + i))
			s.set(col+"1", f)
			s.fill(col+"1", fmt.Sprintf("%s1:%s%d", col, col, rows-50))
		}
		for step := range 25 {
			ref := cells.Ref{Sheet: 1, Row: int32(r.IntN(rows)), Col: int32(r.IntN(2))}
			if step%8 == 7 {
				ref = cells.Ref{Sheet: 1, Col: 25}
			}
			s.must(cells.Set{Range: ref.Range(), Inputs: []cells.Input{value()}})
		}
		if err := s.book.CheckInvariants(); err != nil {
			t.Fatal(err)
		}
		o := newOracle(s.book)
		if err := o.check(); err != nil || !o.settled {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// TestChainsAgreeWithTheLanguage does the same for columns whose cells read the ones before them.
func TestChainsAgreeWithTheLanguage(t *testing.T) {
	const rows = 1400
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 4))
		s := blankSheet(t)
		s.nums(fmt.Sprintf("A1:A%d", rows), func(int) float64 { return float64(r.IntN(5)) })
		for i, f := range []string{"=C2+A3", "=D2*0.5+A3", "=IF(A3=0,0,E2+1)", "=F1+F2-A3", "=MAX(G2,A3)", "=H2/A3", "=SUM(A3:A5)-I2", "=J2=A3", "=IF(A3>2,A3,K2)", "=MAX(L2,A3,1)", "=IF(A3>2,M2+1,A3)", "=IF(N2>9,0,N2+A3)", `=O2&LEFT(A3)`} {
			col := cells.ColumnName(int32(2 + i))
			s.num(col+"1", 1)
			s.num(col+"2", 2)
			s.set(col+"3", f)
			s.fill(col+"3", fmt.Sprintf("%s3:%s%d", col, col, rows))
		}
		s.num(fmt.Sprintf("Z%d", rows), 5)
		s.set(fmt.Sprintf("Z%d", rows-1), fmt.Sprintf("=Z%d-A%d", rows, rows-1))
		s.fill(fmt.Sprintf("Z%d", rows-1), fmt.Sprintf("Z1:Z%d", rows-1))
		check := func() {
			t.Helper()
			o := newOracle(s.book)
			if err := o.check(); err != nil || !o.settled {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		check()
		for range 12 {
			row := 1 + r.IntN(rows)
			if r.IntN(4) == 0 {
				s.set(fmt.Sprintf("A%d", row), []string{"text", "#N/A", "TRUE", ""}[r.IntN(4)])
			} else {
				s.num(fmt.Sprintf("A%d", row), float64(r.IntN(5)))
			}
		}
		s.num("C1", 7)
		check()
	}
}

// TestChainsWithAConstantOfEachKind gives chains one cell for all rows that is a number, and that is none.
func TestChainsWithAConstantOfEachKind(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:A60", func(i int) float64 { return float64(i % 5) })
	for i, f := range []string{"=C1+ROUND($Z$1,0)", "=D1+$Z$1*2", "=E1-$Z$1-A2", "=IF(A2>2,F1+1,$Z$1/2)", "=G1+SQRT($Z$1+1)", "=H1+-$Z$1%", "=MAX(I1,$Z$1)"} {
		col := cells.ColumnName(int32(2 + i))
		s.num(col+"1", 1)
		s.set(col+"2", f)
		s.fill(col+"2", fmt.Sprintf("%s2:%s60", col, col))
	}
	for _, z := range []string{"3", "'12", "text", "12:30", "2026-11-22", "TRUE", "#N/A", "", "4"} {
		s.set("Z1", z)
		if err := newOracle(s.book).check(); err != nil {
			t.Errorf("%q: %v", z, err)
		}
	}
}

// TestWorkFollowsTheDependents counts: an edit evaluates the cells that depend on it and no others, however large the sheet.
func TestWorkFollowsTheDependents(t *testing.T) {
	for _, n := range []int{1000, 20_000} {
		s := blankSheet(t)
		s.nums(fmt.Sprintf("A1:A%d", n), func(i int) float64 { return float64(i) })
		s.set("B1", "=A1*2")
		s.fill("B1", fmt.Sprintf("B1:B%d", n))
		s.set("C1", "=B1+1")
		s.fill("C1", fmt.Sprintf("C1:C%d", n))
		s.set("D1", "=SUM(C1:C10)")
		s.fill("D1", fmt.Sprintf("D1:D%d", n))
		if got := s.must(cells.Set{Range: at("A500"), Inputs: []cells.Input{cells.Typed("7.5")}}).Recomputed; got != 1+1+10 {
			t.Errorf("%d rows: an edit evaluated %d cells, not 12", n, got)
		}
		if got := s.set("A500", "7.5").Recomputed; got != 0 {
			t.Errorf("%d rows: an equal input evaluated %d cells", n, got)
		}
		// A chain that comes to rest evaluates as far as it moved, and one cell more.
		s.set("F1", "1")
		s.set("F2", "=IF(A2>900,0,F1)")
		s.fill("F2", fmt.Sprintf("F2:F%d", n))
		if got := s.set("F1", "2").Recomputed; got > 905 || got < 900 {
			t.Errorf("%d rows: a chain that rests after 900 rows evaluated %d cells", n, got)
		}
	}
}

// TestChangesAreExact compares what a change says with what is different.
func TestChangesAreExact(t *testing.T) {
	for seed := range uint64(40) {
		p := &program{r: rand.New(rand.NewPCG(seed, 9)), rows: 12, cols: 6}
		r := newReplica()
		r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
		for range 40 {
			before := values(r)
			op := p.op(r.book)
			ch := r.apply("ann", op)
			if len(ch.Shifts) > 0 || ch.Book {
				continue
			}
			after := values(r)
			told := make(map[cells.Ref]bool)
			for _, g := range ch.Values {
				for row := g.Top; row <= g.Bottom; row++ {
					for col := g.Left; col <= g.Right; col++ {
						ref := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
						if told[ref] {
							t.Fatalf("seed %d: %v is told twice", seed, ref)
						}
						told[ref] = true
					}
				}
			}
			for ref, v := range after {
				if !v.Equal(before[ref]) && !told[ref] {
					t.Fatalf("seed %d: %T changed %v, and the change does not say so", seed, op, ref)
				}
			}
			for ref, v := range before {
				if !v.Equal(after[ref]) && !told[ref] {
					t.Fatalf("seed %d: %T emptied %v, and the change does not say so", seed, op, ref)
				}
			}
		}
	}
}

func values(r *replica) map[cells.Ref]cells.Value {
	all := make(map[cells.Ref]cells.Value)
	for _, s := range r.book.Info().Sheets {
		if g, ok := r.book.Extent(s.ID); ok {
			r.book.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				all[at] = c.Value
				return true
			})
		}
	}
	return all
}
