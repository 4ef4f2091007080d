package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestTheTextOfAFormulaFollowsLinesOfOtherSheets holds that who shows a formula's text is asked again when lines on a sheet that it reads come or go.
func TestTheTextOfAFormulaFollowsLinesOfOtherSheets(t *testing.T) {
	s := blankSheet(t)
	s.must(cells.AddSheet{Name: "S2", Index: -1})
	s.set("C1", "=SUM('S2'!G13:$H13)")
	s.set("A1", "=FORMULATEXT(C1)")
	s.must(cells.Delete{Sheet: 2, Axis: cells.Rows, At: 2, Count: 2})
	if got := s.val("A1").Text(); got != "=SUM('S2'!G11:$H11)" {
		t.Errorf("A1 shows %s", got)
	}
	s.must(cells.Undo{})
	if got := s.val("A1").Text(); got != "=SUM('S2'!G13:$H13)" {
		t.Errorf("taken back, A1 shows %s", got)
	}
	s.must(cells.Move{Source: cells.Range{Sheet: 2, Top: 12, Left: 6, Bottom: 12, Right: 7}, Dest: cells.Ref{Sheet: 2, Row: 0, Col: 0}})
	if got := s.val("A1").Text(); got != "=SUM('S2'!A1:$B1)" {
		t.Errorf("with the cells moved, A1 shows %s", got)
	}
	s.check()
}
