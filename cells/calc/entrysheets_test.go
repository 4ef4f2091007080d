package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestFormulasOfAnEntryNameSheetsAsTheyAreInTheirTurn holds that an entry's formulas see the sheets that ops before them made, renamed or deleted.
func TestFormulasOfAnEntryNameSheetsAsTheyAreInTheirTurn(t *testing.T) {
	s := blankSheet(t)
	s.must(cells.AddSheet{Name: "S2", Index: -1})
	put := func(a1, formula string) cells.Op { return cells.Set{Range: at(a1), Inputs: typed(1, formula)} }
	wantRef := func(a1 string) {
		t.Helper()
		if e := s.val(a1).Err(); e == nil || e.Code != cells.ErrRef {
			t.Errorf("%s shows %s, want #REF!", a1, show(s.val(a1)))
		}
	}
	s.must(cells.DeleteSheet{Sheet: 2}, put("A1", "=S2!B1+1"))
	wantRef("A1")
	s.must(put("A2", "=S2!B1+1"))
	wantRef("A2")
	s.must(cells.AddSheet{Name: "S2", Index: -1}, put("A3", "=S2!B1+1"))
	for _, a1 := range []string{"A1", "A2", "A3"} {
		s.want(a1, 1)
	}
	s.must(cells.RenameSheet{Sheet: 3, Name: "S3"}, put("A4", "=S2!B1+1"), put("A5", "=S3!B1+2"))
	wantRef("A4")
	s.want("A5", 2)
	s.must(cells.Set{Range: cells.Range{Sheet: 3, Top: 0, Left: 1, Bottom: 0, Right: 1}, Inputs: typed(1, "5")})
	s.want("A3", 6)
	s.want("A5", 7)
	s.check()
}
