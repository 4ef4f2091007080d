package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestTotalsOfTotals has subtotals within the ranges of others, which pass them over, however they come and go.
func TestTotalsOfTotals(t *testing.T) {
	s := blankSheet(t)
	for i, in := range []string{"1", "2", "=SUBTOTAL(9,A1:A2)", "10", "20", "=SUBTOTAL(9,A4:A5)", "=SUBTOTAL(9,A1:A6)"} {
		s.set("A"+string(rune('1'+i)), in)
	}
	s.set("B1", "=SUM(A1:A6)")
	s.set("B2", "=SUBTOTAL(3,A1:A6)")
	s.set("B3", "=SUBTOTAL(109,(A1:A3,A4:A6))")
	s.want("A7", 33)
	s.want("B1", 66)
	s.want("B2", 4)
	s.want("B3", 33)
	s.num("A1", 2)
	s.want("A7", 34)

	// A value that is the same counts again when it is a subtotal no more, and no more when it is one again.
	s.num("A3", 4)
	s.want("A7", 38)
	s.set("A3", "=SUBTOTAL(9,A1:A2)")
	s.want("A7", 34)
	s.must(cells.Undo{})
	s.want("A7", 38)
	s.must(cells.Redo{})
	s.want("A7", 34)
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 3, Count: 2})
	s.want("A9", 34)

	s.save(true)
	again, err := s.reload()
	if err != nil {
		t.Fatal(err)
	}
	s.book = again
	s.num("A1", 1)
	s.want("A9", 33)
	s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 2, Count: 1})
	s.want("A8", 33)
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}
