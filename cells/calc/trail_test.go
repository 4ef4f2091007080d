package calc

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// TestEditsOfOneColumnLeaveATrail holds that edits of one column remember what they touch, that those of another one go there in their turn, and that what is
// remembered may be gone.
func TestEditsOfOneColumnLeaveATrail(t *testing.T) {
	b, set := book1(t)
	for row := 1; row <= 20; row++ {
		for _, col := range []string{"A", "B"} {
			set(fmt.Sprintf("%s%d", col, row), cells.Literal(cells.Num(float64(row))))
		}
	}
	set("D1", cells.Typed("=SUM(A1:A20)"))
	set("E1", cells.Typed("=SUM(B1:B20)"))
	for i, col := range []string{"A", "B", "A"} {
		for k := range 3 {
			set(fmt.Sprintf("%s%d", col, 5+k), cells.Literal(cells.Num(float64(100*i+k))))
		}
		c := b.tabs[0].cols[col[0]-'A']
		if b.trail.route == nil || b.trail.route != c.route || b.trail.n < 20 {
			t.Fatalf("after edits of %s the trail is another one, with %d places", col, b.trail.n)
		}
	}
	quick := b.quicks
	set("D1", cells.Typed("=SUM(B1:B20)"))
	set("A5", cells.Literal(cells.Num(7)))
	set("A6", cells.Literal(cells.Num(8)))
	if b.quicks != quick+2 {
		t.Errorf("%d edits were quick, not 2", b.quicks-quick)
	}
	if got, want := b.tabs[0].value(0, 3), b.tabs[0].value(0, 4); !got.Equal(want) {
		t.Errorf("D1 is %v, not %v", got.Float(), want.Float())
	}
	if err := b.CheckInvariants(); err != nil {
		t.Error(err)
	}
}
