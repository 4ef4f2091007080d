package calc_test

import (
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// TestFaultsAreToldOnce has a column of formulas panic: the cells show an error, and the change tells of the formula once.
func TestFaultsAreToldOnce(t *testing.T) {
	s := blankSheet(t)
	s.num("A1", 1)
	s.set("B1", `=LEN(A$1)&"x"&ROW()`)
	s.fill("B1", "B1:B50")
	s.book.BreakCell(at("A1").TopLeft())
	ch := s.set("A1", "2")
	if len(ch.Faults) != 1 {
		t.Fatalf("the change tells of %d faults", len(ch.Faults))
	}
	f := ch.Faults[0]
	if f.Ref.Col != 1 || f.Formula != `=LEN(A$1)&"x"&ROW()` || !strings.HasPrefix(f.Cause, "this cell is broken\n") || !strings.Contains(f.Cause, "brokenSight") {
		t.Errorf("it tells of %v %s: %.300s", f.Ref, f.Formula, f.Cause)
	}
	for _, a1 := range []string{"B1", "B50"} {
		if e := s.book.Value(at(a1).TopLeft()).Err(); e == nil || e.Code != cells.ErrCalc || e.Message != formula.FaultMessage {
			t.Errorf("%s shows %v", a1, e)
		}
	}
	if ch := s.set("A1", "3"); len(ch.Faults) != 0 {
		t.Errorf("it is told again: %v", ch.Faults)
	}
}
