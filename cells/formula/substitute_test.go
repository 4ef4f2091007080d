package formula_test

import (
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// referring is formulas with references in every kind of node.
var referring = []string{
	"=A1", "=a1+$B$2*C$3-$d4", "=-A1%", "=SUM(A1:B9,C:C,3:4)", "=IF(A1>0,B1,C1:C3)", "=if A1 > 0 { B1 } else { C1 }", "=A1 ? B1 : C1", "=LET(x,A1:A9,y,B2,SUM(x)*y)", "=LAMBDA(x,[y],x+A1)(B2,C3)",
	"=MAP(A1:A9,LAMBDA(v,v*$B$1))", "=map(A1:A9, # * B1)", "=reduce([A1,B2], #acc + # * C3, D4)", "=[A1,B2,[C3]]", "={a: A1, b: [B2]}.b[0]", "=A1; B2", "=A1 and B2 or not C3", "=A1 ?? B2", "=A1..B2", "=@A1:A9", "=A1#", "=SUM(A1:INDEX(B:B,C1))",
	"=SUM((A1:A2,C1:C2))", "=SUM(A1:C3 B2:B9)", "=A1?.x.y", "=A1[B2:C3]", "=A1 in B1:B9", "=A1 matches B2", "=A1 contains \"x\"", "=OFFSET(A1,1,B2)", "=ROW(A1)+COLUMNS(B1:C1)", "=rate+SUM(rates)-unknown", "='No sheet'!A1+Sheet2!B2:C3", "=fobar(A1)",
	"=avg_over(A1,\"5m\")+prev(B2)+prev()", "=SUBTOTAL(9,A1:A9)", "=FORMULATEXT(A1)", "=VLOOKUP(A1,B1:D9,2,FALSE)", "=A1|B2|SUM()", "=len(A1:A9) + first(B1:B9)", "=GROUPBY(A1:A9,B1:B9,SUM)", "=A1<B1<C1", "=\"x\"&A1", "={1,2;3,4}*A1", "={A1,B1;C1,D1}",
	"=INDIRECT(\"A1\")+SUM", "=SWITCH(A1,1,B1,2,C1)", "=SUMIF(A1:A9,\">0\",B1)", "=QUERY(A1:B9,\"select A\")", "=NOW()+A1",
}

// TestRewriteIsReading makes templates by putting other references into those that are there, and reads their keys in another compiler: they are alike in all they are made of.
func TestRewriteIsReading(t *testing.T) {
	s := newSheet(t)
	s.names["rate"] = cells.Range{Sheet: 1, Top: 3, Left: 1, Bottom: 3, Right: 1}
	s.names["rates"] = cells.Range{Sheet: 2, Top: 1, Left: 1, Bottom: 5, Right: 3}
	sources := append([]string(nil), referring...)
	for _, fn := range formula.Catalogue() {
		for _, x := range fn.Examples {
			sources = append(sources, x.Formula)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	where := func() cells.Ref {
		return cells.Ref{Sheet: cells.SheetID(1 + r.IntN(2)), Row: int32(r.IntN(12)), Col: int32(r.IntN(6))}
	}
	rewritten, shared := 0, 0
	for _, src := range sources {
		for range 40 {
			at := where()
			tmpl, err := s.compiler.Compile(src, at, s)
			if err != nil {
				break
			}
			var e formula.Edit
			switch p := where(); r.IntN(4) {
			case 0:
				e = formula.Lines{Sheet: p.Sheet, Axis: []cells.Axis{cells.Rows, cells.Cols}[r.IntN(2)], At: p.Row, Count: int32(1 + r.IntN(3))}
			case 1:
				e = formula.Lines{Sheet: p.Sheet, Axis: []cells.Axis{cells.Rows, cells.Cols}[r.IntN(2)], At: p.Row, Count: -1}
			default:
				to := where()
				e = formula.Moved{Source: cells.Range{Sheet: p.Sheet, Top: 0, Left: 0, Bottom: p.Row, Right: p.Col}, Dest: cells.Ref{Sheet: to.Sheet, Row: 20, Col: 9}}
			}
			after := s.compiler.Rewrite(tmpl, at, e)
			if after == tmpl {
				continue
			}
			rewritten++
			if formula.Shares(after, tmpl) {
				shared++
			}
			read, err := formula.NewCompiler().FromKey(after.Key(), s)
			if err != nil {
				t.Fatalf("%s after %+v: %v", src, e, err)
			}
			if at := formula.Differs(after, read); at != "" {
				t.Fatalf("%s after %+v at %v, %s: %s", src, e, at, after.Key(), at)
			}
		}
	}
	if rewritten < 2000 || shared < rewritten/2 {
		t.Errorf("only %d formulas changed, %d of them without being read", rewritten, shared)
	}
}
