package calc_test

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// TestQuestionsAboutOneRangeCostOnce counts the steps of formulas that ask many things of the same range, and of those that have nothing to look for in one.
func TestQuestionsAboutOneRangeCostOnce(t *testing.T) {
	const rows = 50_000
	s := blankSheet(t)
	s.nums(fmt.Sprintf("A1:B%d", rows), func(i int) float64 { return float64(i * 7919 % 99_991) })
	s.must(cells.Set{Range: at("C1:C50000"), Inputs: lines(rows, func(i int) string { return fmt.Sprintf("t%d", i) })})
	for _, x := range []struct {
		formula string
		most    int // steps of blocks
	}{
		{"=ISNA(MATCH(1,A:B,0))", 500},
		{"=ISNA(MATCH(1,A:B,1))", 500},
		{"=ISERROR(XMATCH(1,A:B,0))", 500},
		{"=ISERROR(XLOOKUP(1,A1:B50000,A1:A50000,0,-1))", 500},
		{"=SUM(XLOOKUP(A1:A10000,A1:A50000,B1:B50000))>0", 2_000_000},
		{"=SUM(MATCH(A1:A10000,A1:A50000,0))>0", 2_000_000},
		{"=SUM(1/COUNTIF(C1:C10000,C1:C10000))>0", 2_500_000},
		{"=SUM(LARGE(A1:A50000,SEQUENCE(10000)))>0", 3_000_000},
		{"=SUM(PERCENTILE(A1:A50000,SEQUENCE(10000)/10000))>0", 3_000_000},
		{"=ROWS(PIVOTBY(A1:A2000,MOD(SEQUENCE(2000),500),B1:B2000,SUM))=2002", 18_000_000},
	} {
		s.set("H1", x.formula)
		if v := s.val("H1"); !v.Truth() || v.Kind() != cells.Bool {
			t.Errorf("%s is %s", x.formula, show(v))
		}
		if n := s.book.WaveWork(); n > x.most {
			t.Errorf("%s takes %d steps, more than %d", x.formula, n, x.most)
		}
	}
}

// TestNumbersInOrderAreThoseOfTheirRange asks for places among several ranges by turns.
func TestNumbersInOrderAreThoseOfTheirRange(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:C100", func(i int) float64 { return float64(i * 37 % 301) })
	for _, x := range []struct{ many, one string }{
		{"=SUM(LARGE(A1:A100,{1,2,3})*{1,10,100})+SMALL(B1:B100,2)+MEDIAN(A1:A100)", "=LARGE(A1:A100,1)+10*LARGE(A1:A100,2)+100*LARGE(A1:A100,3)+SMALL(B1:B100,2)+MEDIAN(A1:A100)"},
		{"=SUM(MAP(SEQUENCE(50),LAMBDA(i,SMALL(A1:A100,i)+LARGE(B1:B100,i)+MEDIAN(A1:B50)+QUARTILE(C1:C100,2))))", "=SUM(SMALL(A1:A100,SEQUENCE(50)))+SUM(LARGE(B1:B100,SEQUENCE(50)))+50*MEDIAN(A1:B50)+50*QUARTILE(C1:C100,2)"},
		{"=SUM(PERCENTILE(A1:A100,{0,1}))+TRIMMEAN(A1:A100,0.2)+LARGE(A1:A100,1)", "=MIN(A1:A100)+MAX(A1:A100)+TRIMMEAN(A1:A100,0.2)+MAX(A1:A100)"},
	} {
		s.set("H1", x.many)
		s.set("H2", x.one)
		if a, b := s.val("H1"), s.val("H2"); !a.Equal(b) {
			t.Errorf("%s is %s, and %s is %s", x.many, show(a), x.one, show(b))
		}
	}
}
