package calc_test

import "testing"

// TestWhatIsTypedIsInTheWayFirst holds that an array which something typed keeps from spilling does not wait for the arrays that need the same cells: so it is on no loop with
// them.
func TestWhatIsTypedIsInTheWayFirst(t *testing.T) {
	s := blankSheet(t)
	s.set("C11", "0")
	s.set("F12", "=B7+1")
	s.set("C15", "=UNIQUE($E13:C$10)")
	s.set("E12", "=SORT(C11:D$14)")
	s.want("C15", 0)
	if e := s.val("E12").Err(); e == nil || e.Message != "the array needs E12:F15, and F12 is not blank" {
		t.Errorf("E12 shows %s", show(s.val("E12")))
	}
	s.check()
}
