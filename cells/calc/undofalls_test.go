package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestLinesComeBackWhereAnArrayReachesTheEnd holds that the undo of a deletion brings rows back though an array, which had no room before, reaches the last row.
func TestLinesComeBackWhereAnArrayReachesTheEnd(t *testing.T) {
	s := blankSheet(t)
	s.num("B7", 7)
	s.set("A1048574", "=SEQUENCE(4)")
	before := dump(s.book)
	s.must(cells.Set{Range: at("C1"), Inputs: typed(1, "edit")})
	s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 6, Count: 1})
	s.want("A1048576", 4)
	s.must(cells.Undo{})
	s.want("B7", 7)
	s.must(cells.Undo{})
	if now := dump(s.book); now != before {
		t.Error(difference(now, before))
	}
	s.check()
}
