package calc

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// book1 is a book with a sheet and a way to set its cells.
func book1(t *testing.T) (*Book, func(a1 string, in cells.Input)) {
	t.Helper()
	b := New(Options{ID: "test", Epoch: "e"})
	apply := func(op cells.Op) {
		t.Helper()
		v := b.Position().Version + 1
		if ch := b.Apply(cells.Entry{Version: v, At: int64(v), Revision: Revision, Actor: "ann", Ops: cells.Ops{op}}); ch.Refused != nil {
			t.Fatal(ch.Refused)
		}
	}
	apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	return b, func(a1 string, in cells.Input) {
		t.Helper()
		g, _ := cells.ParseA1(a1)
		g.Sheet = 1
		apply(cells.Set{Range: g, Inputs: []cells.Input{in}})
	}
}

// TestTotalsAreNotAddedAfresh holds that an edit of a cell changes the totals over it by the difference.
func TestTotalsAreNotAddedAfresh(t *testing.T) {
	b, set := book1(t)
	for row := 1; row <= 30; row++ {
		for col := range 40 {
			set(fmt.Sprintf("%s%d", cells.ColumnName(int32(col)), row), cells.Literal(cells.Num(float64(row+col))))
		}
		set(fmt.Sprintf("AP%d", row), cells.Typed(fmt.Sprintf("=SUM(A%d:AN%d)", row, row)))
	}
	set("AP40", cells.Typed("=SUM(A1:AN30)"))
	before := b.kept.made
	for i := range 500 {
		set(fmt.Sprintf("%s%d", cells.ColumnName(int32(i*7%40)), 1+i%30), cells.Literal(cells.Num(float64(i))))
	}
	if b.kept.made != before {
		t.Errorf("500 edits made %d tallies afresh", b.kept.made-before)
	}
	if err := b.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestKeptTalliesAreBounded asks for more totals than are kept, and then for none.
func TestKeptTalliesAreBounded(t *testing.T) {
	b, set := book1(t)
	s := b.tabs[0]
	set("A1", cells.Literal(cells.Num(1)))
	for row := range int32(3 * keptSets) {
		for k := range int32(2 * keptRows) {
			b.kept.tally(s, cells.Range{Sheet: 1, Top: row, Bottom: row, Right: 20 + k}, false)
			if row > 2 {
				break
			}
		}
		b.kept.tally(s, cells.Range{Sheet: 1, Bottom: row + 1, Right: 20}, row%2 == 0)
	}
	if n := b.kept.count; n > keptSets*keptRows || len(b.kept.rows) > keptSets || len(b.kept.wide) > keptWide {
		t.Errorf("%d tallies in %d sets and %d wide ones are kept", n, len(b.kept.rows), len(b.kept.wide))
	}
	if err := b.CheckInvariants(); err != nil {
		t.Fatal(err)
	}
	b.kept.reset()
	b.kept.tally(s, cells.Range{Sheet: 1, Right: 20}, false)
	for i := range keptIdle + 2 {
		set("A1", cells.Literal(cells.Num(float64(i%3))))
	}
	if b.kept.count != 0 {
		t.Error("a tally nobody asks for is kept for ever")
	}
}
