package calc_test

import (
	"fmt"
	"testing"
)

// TestLookupsInBranches looks texts up that are made for the rows of a branch only. What other formulas left where the texts of the other rows would be is no text.
func TestLookupsInBranches(t *testing.T) {
	const rows = 200
	s := blankSheet(t)
	s.nums(fmt.Sprintf("A1:A%d", rows), func(i int) float64 { return float64(i % 10) })
	for i := range rows {
		s.set(fmt.Sprintf("B%d", i+1), fmt.Sprintf("key-%d", i))
	}
	for i, f := range []string{
		"=A1*1E+9+A2*1E+8+A3*1E+7+A4*1E+6", `=A1&"-"&A2&"-"&A3`, "=A1/A2+A3/A4-A5/A6", `=A1*-1E+9*(A2+3)*(A3+4)*(A4+5)`,
		`=IF(A1>5,MATCH("key-"&A1,B$1:B$200,0),-1)`, `=IF(A1>5,MATCH("key-"&A1,B$1:B$20,0),-1)`, `=IFERROR(IF(A1>5,VLOOKUP("KEY-"&A1*10,$B$1:$B$200,1,FALSE)),"none")`,
	} {
		col := string(rune('D' + i))
		s.set(col+"1", f)
		s.fill(col+"1", fmt.Sprintf("%s1:%s%d", col, col, rows))
	}
	if err := newOracle(s.book).check(); err != nil {
		t.Error(err)
	}
}

// TestLookupsOfEmptyTexts looks up what is an empty text everywhere, so that its column stores no text at all.
func TestLookupsOfEmptyTexts(t *testing.T) {
	const rows = 60
	s := blankSheet(t)
	s.nums(fmt.Sprintf("A1:A%d", rows), func(i int) float64 { return float64(i) })
	for i, f := range []string{`=""`, `=XLOOKUP(A1,A$1:A$60,B$1:B$60)`, `=INDEX(B$1:B$60,MATCH(A1,A$1:A$60,0))&"x"`, `=LEN(C1)&XLOOKUP(A1,A$1:A$60,C$1:C$60)`} {
		col := string(rune('B' + i))
		s.set(col+"1", f)
		s.fill(col+"1", fmt.Sprintf("%s1:%s%d", col, col, rows))
	}
	if err := newOracle(s.book).check(); err != nil {
		t.Error(err)
	}
}
