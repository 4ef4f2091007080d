package calc_test

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"freshet/cells"
)

// overRows is some blocks of storage, the last of them not full.
const overRows = 3300

// overBook is columns of arithmetic over columns of numbers, and of a few other values, with a sum of each and look-ups in it.
func overBook(t *testing.T, z float64) (s sheet1, last string) {
	s = blankSheet(t)
	s.nums(fmt.Sprintf("A1:A%d", overRows), func(i int) float64 { return float64(i%2001) - 1700 })
	s.nums(fmt.Sprintf("B1:B%d", overRows), func(i int) float64 { return math.Ldexp(float64(i%13+1), max(0, i-1000)%3000-1050) })
	for i, text := range []string{"text", "TRUE", "#N/A", "12:30", "", "1e308", "5e-324", "-1e308"} {
		s.set(fmt.Sprintf("A%d", 2100+i*80), text)
	}
	s.num("Z1", z)
	for i, f := range []string{"=A1*2+B1*$Z$1", "=A1*$Z$1+A1", "=A1-$Z$1", "=$Z$1-A1*3", "=B1*$Z$1", "=A1/$Z$1", "=B1/A1+$Z$1", "=A1*$Z$1-3*A1", "=IF(A1>$Z$1,A1,0)*1"} {
		col := cells.ColumnName(int32(2 + i))
		last = col
		s.set(col+"1", f)
		s.fill(col+"1", fmt.Sprintf("%s1:%s%d", col, col, overRows))
		s.set(fmt.Sprintf("AB%d", i+1), fmt.Sprintf("=SUM(%s1:%s2000)+MAX(%s70:%s2000)", col, col, col, col))
		if i > 1 {
			continue // an index of a column has to see every result
		}
		s.set(fmt.Sprintf("AC%d", i+1), fmt.Sprintf("=MATCH(%s1900,%s1:%s%d,0)&COUNTIF(%s1:%s%d,%s9)", col, col, col, overRows, col, col, overRows, col))
	}
	return s, last
}

// TestReplacingIsStoring changes what thousands of rows read, so that many results take the place of others at once, on one core and on two: values, sums, look-ups and what is
// told of the change are those of a book made afresh.
func TestReplacingIsStoring(t *testing.T) {
	for _, cores := range []int{1, 2} {
		t.Run(fmt.Sprint(cores), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
			s, last := overBook(t, 4)
			view := at(fmt.Sprintf("A1:%s%d", last, overRows))
			replaced := 0
			for _, z := range []float64{5, 5.5, 0, 3, 3, -1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, 2, 100.25} {
				before := overValues(s, view)
				n := s.book.Replaced()
				c := s.must(cells.Set{Range: at("Z1"), Inputs: []cells.Input{cells.Literal(cells.Num(z))}})
				replaced += s.book.Replaced() - n
				fresh, _ := overBook(t, z)
				after, want := overValues(s, view), overValues(fresh, view)
				told := map[cells.Ref]bool{}
				for _, g := range c.Values {
					for row := g.Top; row <= g.Bottom; row++ {
						for col := g.Left; col <= g.Right; col++ {
							told[cells.Ref{Sheet: 1, Row: row, Col: col}] = true
						}
					}
				}
				for r, v := range want {
					if got := after[r]; !got.Equal(v) || math.Float64bits(got.Float()) != math.Float64bits(v.Float()) {
						t.Fatalf("Z1 = %v: %s shows %s, made afresh %s", z, r.A1(), show(got), show(v))
					}
					if differs := !before[r].Equal(v); differs != told[r] {
						t.Fatalf("Z1 = %v: %s was %s and is %s; told: %v", z, r.A1(), show(before[r]), show(v), told[r])
					}
				}
				for row := range int32(9) {
					for col := int32(27); col <= 28; col++ {
						r := cells.Ref{Sheet: 1, Row: row, Col: col}
						if got, v := s.book.Value(r), fresh.book.Value(r); !got.Equal(v) {
							t.Fatalf("Z1 = %v: %s shows %s, made afresh %s", z, r.A1(), show(got), show(v))
						}
					}
				}
				if err := s.book.CheckInvariants(); err != nil {
					t.Fatal(err)
				}
			}
			if replaced < 25_000 {
				t.Errorf("%d results took the place of others at once", replaced)
			}
		})
	}
}

func overValues(s sheet1, g cells.Range) map[cells.Ref]cells.Value {
	out := make(map[cells.Ref]cells.Value, g.Size())
	for row := g.Top; row <= g.Bottom; row++ {
		for col := g.Left; col <= g.Right; col++ {
			r := cells.Ref{Sheet: 1, Row: row, Col: col}
			out[r] = s.book.Value(r)
		}
	}
	return out
}
