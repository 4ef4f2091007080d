package formula_test

import (
	"fmt"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// withinBounds looks whether a value is as large as its formula says it can be. What is larger than a sheet is an error there.
func withinBounds(t *formula.Template, v cells.Value) error {
	a := v.Array()
	rows, cols := t.Bounds()
	if a == nil || a.Rows > cells.MaxRows || a.Cols > cells.MaxCols {
		return nil
	}
	if a.Rows > int(rows) || a.Cols > int(cols) || !t.MayArray() && len(a.Values) > 1 {
		return fmt.Errorf("it gives %d rows and %d columns, and says that there are at most %d and %d", a.Rows, a.Cols, rows, cols)
	}
	return nil
}

func TestBounds(t *testing.T) {
	s := newSheet(t)
	for _, c := range []struct {
		src        string
		rows, cols int32
	}{
		{"=A1", 1, 1},
		{"=SUM(A1:B9)", 1, 1},
		{"=A1:B9", 9, 2},
		{"=A$1:A9", cells.MaxRows, 1},
		{"=A:B", cells.MaxRows, 2},
		{"=A1:B9*{1,2,3}", 9, 3},
		{"=-A1:A3", 3, 1},
		{"=IF(A1>1,SEQUENCE(2,3),0)", 2, 3},
		{"=IF(A1:A4>1,1,0)", 4, 1},
		{"=SEQUENCE(4)", 4, 1},
		{"=SEQUENCE(A1,2)", cells.MaxRows, 2},
		{"=SEQUENCE({1;2;3})", cells.MaxRows, 1},
		{"=ABS(A1:A3)", 3, 1},
		{"=TRANSPOSE(A1:C2)", 3, 2},
		{"=SORT(FILTER(A1:B9,A1:A9>1))", 9, 2},
		{"=FILTER(A1:A3,A1:A3>1,SEQUENCE(1,7))", 3, 7},
		{"=VSTACK(A1:A3,B1:C2)", 5, 2},
		{"=HSTACK(A1:A3,B1:C2)", 3, 3},
		{"=TOCOL(A1:B3)", 6, 1},
		{"=TOROW(A1:B3)", 1, 6},
		{"=CHOOSECOLS(A1:C9,1,2)", 9, 2},
		{"=MAP(A1:A3,LAMBDA(x,x+1))", 3, 1},
		{"=SCAN(0,A1:A3,LAMBDA(a,x,a+x))", 3, 1},
		{"=BYROW(A1:C9,LAMBDA(r,SUM(r)))", 9, 1},
		{"=BYCOL(A1:C9,LAMBDA(r,SUM(r)))", 1, 3},
		{"=MMULT(A1:B3,C1:F2)", 3, 4},
		{"=EXPAND(A1:B3,5)", 5, 2},
		{"=FREQUENCY(A1:A9,B1:B3)", 4, 1},
		{"=LET(x,A1:A3,y,x*2,y+1)", 3, 1},
		{"=LET(x,A1,x+1)", 1, 1},
		{"=1..5", 5, 1},
		{"=[1,2,3]", 3, 1},
		{"=TEXTSPLIT(A1,\",\")", 1, cells.MaxCols},
		{"=ROW()", 1, 1},
		{"=ROW(A2:B9)", 8, 1},
		{"=COLUMN(A2:B9)", 1, 2},
		{"=INDIRECT(A1)", cells.MaxRows, cells.MaxCols},
		{"=A1#", cells.MaxRows, cells.MaxCols},
		{"=XLOOKUP(A1,B1:B9,C1:E9)", 9, 3},
		{"=INDEX(A1:C9,0,1)", 9, 3},
		{"=INDEX(A:A,MATCH(1,B:B,0))", 1, 1},
	} {
		tmpl := compile(t, s, c.src, "J10")
		rows, cols := tmpl.Bounds()
		if rows != c.rows || cols != c.cols {
			t.Errorf("%s: %d rows and %d columns, not %d and %d", c.src, rows, cols, c.rows, c.cols)
		}
	}
}

// TestBoundsOfExamples evaluates the examples of the catalogue.
func TestBoundsOfExamples(t *testing.T) {
	s := newSheet(t)
	for _, fn := range formula.Catalogue() {
		for _, eg := range fn.Examples {
			tmpl, err := s.compiler.Compile(eg.Formula, home, s)
			if err != nil {
				continue
			}
			v := tmpl.Eval(&formula.Wave{Cells: column{50}, Scope: s, At: testTime, Seed: 7}, home)
			if err := withinBounds(tmpl, v); err != nil {
				t.Errorf("%s: %v", eg.Formula, err)
			}
		}
	}
}
