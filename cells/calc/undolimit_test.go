package calc_test

import (
	"testing"

	"freshet/cells"
)

func longColumns(s sheet1, cols string, rows int) {
	first := at(cols)
	first.Bottom = first.Top
	in := make([]cells.Input, first.Size())
	for i := range in {
		in[i] = cells.Literal(cells.Num(float64(i) + 0.5))
	}
	all := first
	all.Bottom = int32(rows - 1)
	s.must(cells.Set{Range: first, Inputs: in}, cells.Fill{Source: first, Target: all})
}

func (s sheet1) refusedUndo(actor string) bool { return s.apply(actor, cells.Undo{}).Refused != nil }

// TestAMillionCellsComeBack clears a long column and takes that back; of more than can be kept, nothing is taken back rather than what was done
// before it.
func TestAMillionCellsComeBack(t *testing.T) {
	const rows = 1_000_000
	s := blankSheet(t)
	longColumns(s, "A1:C1", rows)
	s.set("F1", "before")
	s.must(cells.Clear{Range: at("A:A")})
	s.must(cells.Undo{})
	if f := s.book.Figures(at("A:A")); f.Count != rows {
		t.Fatalf("%d cells came back", f.Count)
	}
	s.must(cells.Redo{})
	if f := s.book.Figures(at("A:A")); f.Count != 0 {
		t.Fatalf("%d cells are there after clearing them again", f.Count)
	}
	s.must(cells.Undo{})
	s.must(cells.Clear{Range: at("A:C")})
	if !s.refusedUndo("ann") {
		t.Errorf("what was done before the clearing was taken back: F1 shows %s", s.book.Value(at("F1").TopLeft()).Text())
	}
	s.set("F2", "after")
	s.must(cells.Undo{})
	if !s.book.Value(at("F2").TopLeft()).IsBlank() || s.book.Value(at("F1").TopLeft()).Text() != "before" {
		t.Error("an edit after the clearing is not taken back alone")
	}
}

// TestTheOldestIsForgottenFirst makes more long edits than can be kept: the latest can be taken back, by whoever made them.
func TestTheOldestIsForgottenFirst(t *testing.T) {
	const rows = 500_000 // twelve megabytes a column
	s := blankSheet(t)
	s.apply("bob", cells.Set{Range: at("H1"), Inputs: column(1, 1)})
	longColumns(s, "A1:G1", rows)
	for col := range int32(7) {
		s.must(cells.Clear{Range: cells.Range{Sheet: 1, Left: col, Right: col, Bottom: rows - 1}})
	}
	back := 0
	for !s.refusedUndo("ann") {
		back++
	}
	if back != 2 {
		t.Errorf("%d of seven long edits were taken back, want two", back)
	}
	if f := s.book.Figures(at("A:G")); f.Count != 2*rows {
		t.Errorf("%d cells came back", f.Count)
	}
	if !s.refusedUndo("bob") {
		t.Error("who was silent for longest was not forgotten first")
	}
}
