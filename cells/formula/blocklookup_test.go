package formula_test

import (
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// TestLookupsHaveBlocks holds that exact look-ups in columns are evaluated in blocks. That they agree with Eval there is held where
// there are indexes, in package calc.
func TestLookupsHaveBlocks(t *testing.T) {
	s := newSheet(t)
	for _, src := range []string{
		"=VLOOKUP(C1,A$1:B$100,2,FALSE)", "=VLOOKUP(C1&\"x\",$A$1:$B$100,1,0)", "=VLOOKUP(C1,A$1:B$100,2,)", "=MATCH(C1,A:A,0)", "=XMATCH(C1,A1:A100,0,-1)",
		"=XLOOKUP(C1,A$1:A$100,B$1:B$100)", "=XLOOKUP(C1,A$1:A$100,B$1:B$100,\"none\")", "=XLOOKUP(C1,A$1:A$9,B5:B13)", "=INDEX(B$1:B$100,MATCH(C1,A$1:A$100,0))", "=IFERROR(VLOOKUP(C1,A$1:B$100,2,FALSE),\"\")",
		"=IFNA(MATCH(C1,A$1:A$100,0),0)+1", "=MATCH(C1,A$1:A1,0)",
		"=COUNTIF(A$1:A$100,A1)", "=COUNTIF(A$1:A1,A1)", "=SUMIF(A$1:A$100,A1,B$1:B$100)", "=SUMIFS(B:B,A:A,C1,C:C,1)", "=AVERAGEIF(A$1:A$100,A1)", "=MAXIFS(B$1:B$9,A$1:A$9,C1)/2",
	} {
		if !compile(t, s, src, "D1").Blocks() {
			t.Errorf("%s has no block", src)
		}
	}
	for _, src := range []string{
		"=VLOOKUP(C1,A$1:B$100,2)", "=VLOOKUP(C1,A$1:B$100,3,FALSE)", "=MATCH(C1,A$1:B$1,0)", "=XLOOKUP(C1,A$1:A$9,B$1:C$9)", "=XLOOKUP(C1,A$1:A$9,B$1:B$8)", "=XLOOKUP(C1,A$1:A$9,B$1:B9)", "=XLOOKUP(C1,A:A,B$1:B$9,0)", "=INDEX(B$1:B$100,C1)", "=MATCH(C1:C3,A$1:A$100,0)",
		"=IFNA(C1,0)", "=SUMIF(A$1:B$100,A1)", "=SUMIF(A$1:A$100,A1,B$1)", "=COUNTIF(A$1:A$9,A1:A2)",
	} {
		if compile(t, s, src, "D1").Blocks() {
			t.Errorf("%s has a block", src)
		}
	}
	if tmpl := compile(t, s, "=XLOOKUP(C1,A$1:A$100,B$1:B$100)", "D1"); tmpl.MayArray() {
		t.Error("a look-up of one cell is said to give arrays")
	}
}

// TestLookupsOfRangesBeyondTheSheet looks values up that are nowhere, with results that are no cells in some places: that is an error, and not what is given in their stead.
func TestLookupsOfRangesBeyondTheSheet(t *testing.T) {
	s := newSheet(t)
	in := randomColumns(rand.New(rand.NewPCG(1, 1)))
	for _, src := range []string{
		`=XLOOKUP("nowhere",$A$1:$A$90,B$1:B$90,"none")`, `=XLOOKUP("nowhere",$A$1:$A$90,B5:B94,"none")`, `=IFERROR(XLOOKUP("nowhere",$A$1:$A$90,B$1:B$90,1),2)`,
		`=IFNA(VLOOKUP("nowhere",B$1:C$90,2,FALSE),"none")`, `=IFNA(MATCH("nowhere",B5:B80,0),"none")`,
	} {
		tmpl := compile(t, s, src, "D5")
		var out formula.Block
		compared := 0
		for _, at := range []cells.Ref{{Sheet: 1, Row: 5, Col: 0}, {Sheet: 1, Row: 5, Col: 9}, {Sheet: 1, Row: cells.MaxRows - 60, Col: 9}, {Sheet: 1, Row: cells.MaxRows - 120, Col: 9}} {
			blocks := &formula.Wave{Cells: stored{in}, Scope: s, At: testTime}
			compared += sameResults(t, tmpl, blocks, &formula.Wave{Cells: in, Scope: s, At: testTime}, at, 60, &out)
		}
		if compared == 0 {
			t.Errorf("%s: nothing was compared", src)
		}
	}
}
