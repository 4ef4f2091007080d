package calc_test

import (
	"testing"

	"freshet/cells"
)

// What was kept of a blank cell goes with it when the last column or row falls off the sheet, and nothing is told of places that are not.
func TestBlankCellsFallOffTheSheet(t *testing.T) {
	for _, x := range []struct {
		last string
		axis cells.Axis
	}{{"XFD1", cells.Cols}, {"A1048576", cells.Rows}, {"XFD1048576", cells.Cols}, {"XFD1048576", cells.Rows}} {
		s := blankSheet(t)
		last := at(x.last)
		reading := cells.Ingest{Readings: []cells.Reading{{Ref: last.TopLeft(), Value: cells.Num(1)}}}
		s.must(reading)
		s.set("C3", "=avg_over("+x.last+",\"1h\")+prev("+x.last+")")
		s.must(cells.SetPolicy{Range: last, Policy: cells.Policy{Log: cells.LogAll}})
		s.must(reading)
		ops := []cells.Op{cells.Clear{Range: last}, cells.Insert{Sheet: 1, Axis: x.axis, At: 0, Count: 2}}
		for _, entry := range [][]cells.Op{ops[:1], ops[1:], {cells.Undo{}}, {cells.Redo{}}, {cells.Undo{}}, {cells.Undo{}}} {
			ch := s.apply("ann", entry...)
			if ch.Refused != nil {
				t.Fatalf("%s: %T: %v", x.last, entry[0], ch.Refused)
			}
			if err := truthful(s.book, ch); err != nil {
				t.Errorf("%s: %T: %v", x.last, entry[0], err)
			}
			s.save(true)
			again, err := s.reload()
			if err != nil {
				t.Fatalf("%s: after %T: %v", x.last, entry[0], err)
			}
			if a, b := dump(s.book), dump(again); a != b {
				t.Errorf("%s: after %T: loaded, it is otherwise: %s", x.last, entry[0], difference(a, b))
			}
		}
	}
}

// A sheet that is brought back keeps as history what it kept before.
func TestASheetComesBackWithItsPolicies(t *testing.T) {
	s := blankSheet(t)
	s.must(cells.AddSheet{Name: "S2", Index: -1})
	s.must(cells.SetPolicy{Range: at("A1"), Policy: cells.Policy{Log: cells.LogAll}}, cells.SetPolicy{Range: at("B1"), Policy: cells.Policy{Log: cells.LogNothing}})
	s.set("A1", "=C1+1")
	s.must(cells.DeleteSheet{Sheet: 1})
	s.must(cells.Undo{})
	reading := cells.Reading{Ref: at("B1").TopLeft(), Value: cells.Num(1)}
	if ch := s.apply("ann", cells.Ingest{Readings: []cells.Reading{reading}}); len(ch.Points) != 0 {
		t.Errorf("a reading is kept where none is to be: %v", ch.Points)
	}
	if ch := s.apply("ann", cells.Set{Range: at("C1"), Inputs: column(1, 5)}); len(ch.Points) != 1 {
		t.Errorf("of a value to be kept there are %d points", len(ch.Points))
	}
}

// An error that was typed says where it stands, also after it was moved, and what is undone is known by more than that.
func TestTypedErrorsMove(t *testing.T) {
	s := blankSheet(t)
	s.set("A1", "#N/A")
	s.set("B1", "=A1")
	s.must(cells.Move{Source: at("A1"), Dest: at("C3").TopLeft()})
	for _, a1 := range []string{"C3", "B1"} {
		if e := s.book.Value(at(a1).TopLeft()).Err(); e == nil || e.Origin != at("C3").TopLeft() {
			t.Errorf("%s shows %s", a1, show(s.book.Value(at(a1).TopLeft())))
		}
	}
	s.apply("bob", cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 2})
	for range 3 {
		s.must(cells.Undo{})
	}
	if g, ok := s.book.Extent(1); ok {
		t.Errorf("what is left is %s\n%s", g.A1(), dump(s.book))
	}
}

// What can be undone does not depend on whether a replica has an empty column: one that was loaded has not.
func TestAPolicyOfBlankCellsAndUndo(t *testing.T) {
	s := blankSheet(t)
	s.num("B1", 1)
	s.num("D1", 1)
	s.must(cells.Clear{Range: at("D1")})
	s.save(true)
	loaded, err := s.reload()
	if err != nil {
		t.Fatal(err)
	}
	other := &replica{book: loaded}
	for _, op := range []cells.Op{cells.SetPolicy{Range: at("D1:D9")}, cells.Undo{}, cells.Undo{}} {
		a, b := s.apply("ann", op), other.apply("ann", op)
		if answer(a) != answer(b) || s.book.Hash() != other.book.Hash() {
			t.Errorf("%T: one answers %s, the other %s, and %s", op, answer(a), answer(b), difference(dump(s.book), dump(other.book)))
		}
	}
}

// A formula that named a sheet before there was one shows what was typed again when that is taken back, and can itself be taken back.
func TestSheetsThatFormulasWaitedFor(t *testing.T) {
	for _, op := range []cells.Op{cells.AddSheet{Name: "Later", Index: -1}, cells.RenameSheet{Sheet: 2, Name: "Later"}} {
		s := blankSheet(t)
		s.must(cells.AddSheet{Name: "S2", Index: -1})
		s.set("A1", "=Later!B1+1")
		s.fill("A1", "A1:A4")
		before := dump(s.book)
		s.must(op)
		after := dump(s.book)
		s.want("A1", 1)
		for range 2 {
			s.must(cells.Undo{})
			if got := dump(s.book); got != before {
				t.Errorf("%T: undoing it leaves %s", op, difference(got, before))
			}
			s.must(cells.Redo{})
			if got := dump(s.book); got != after {
				t.Errorf("%T: redoing it leaves %s", op, difference(got, after))
			}
		}
		s.must(cells.Undo{})
		s.must(cells.Undo{})
		s.must(cells.Undo{})
		if _, ok := s.book.Extent(1); ok {
			t.Errorf("%T: what is left is %s", op, dump(s.book))
		}
	}
}

// What refers to blank cells that fall off the sheet is calculated again.
func TestReferencesFallOffTheSheet(t *testing.T) {
	s := blankSheet(t)
	s.set("A1", "=B1048571+1")
	s.set("A2", "=COUNTBLANK(C1048570:C1048576)")
	s.set("A3", "=COUNTBLANK(B:B)")
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 1048569, Count: 3})
	s.want("A1", 1)
	s.want("A2", 4)
	ch := s.apply("ann", cells.Insert{Sheet: 1, Axis: cells.Rows, At: 1048560, Count: 3})
	if e := s.book.Value(at("A1").TopLeft()).Err(); e == nil || e.Code != cells.ErrRef {
		t.Errorf("A1 shows %s", show(s.book.Value(at("A1").TopLeft())))
	}
	s.want("A2", 1)
	s.want("A3", 1048576)
	if ch.Recomputed > 3 {
		t.Errorf("%d cells were calculated", ch.Recomputed)
	}
	s.must(cells.Undo{})
	s.must(cells.Undo{})
	s.want("A1", 1)
	s.want("A2", 7)
}

// Lines that are brought back have the formats, policies and sizes they had, not those around them.
func TestLinesComeBackPlain(t *testing.T) {
	s := blankSheet(t)
	percent := cells.Format{Kind: cells.Percent}
	all := cells.Policy{Log: cells.LogAll}
	for _, a1 := range []string{"A3:F3", "A5:F5"} {
		s.must(cells.SetFormat{Range: at(a1), Format: percent}, cells.SetPolicy{Range: at(a1), Policy: all})
	}
	for _, axis := range []cells.Axis{cells.Rows, cells.Cols} {
		s.must(cells.SetWidth{Sheet: 1, Axis: axis, From: 2, To: 2, Size: 99}, cells.SetWidth{Sheet: 1, Axis: axis, From: 4, To: 4, Size: 99})
	}
	before := dump(s.book)
	for _, axis := range []cells.Axis{cells.Rows, cells.Cols} {
		s.must(cells.Delete{Sheet: 1, Axis: axis, At: 3, Count: 1})
		s.must(cells.Undo{})
		if got := dump(s.book); got != before {
			t.Errorf("%s: %s", axis, difference(got, before))
		}
	}
	s.set("A4", "=B4")
	if ch := s.apply("ann", cells.Set{Range: at("B4"), Inputs: column(1, 1)}); len(ch.Points) != 0 {
		t.Errorf("of A4, which has no policy, points are kept: %v", ch.Points)
	}
}

// What a wave looks at does not depend on whether a replica has an empty column either.
func TestBlankCellsThatAreEmptied(t *testing.T) {
	s := blankSheet(t)
	s.set("B3", "=INDEX(B:C,2,1)")
	s.num("C9", 1)
	s.must(cells.Clear{Range: at("C9")})
	s.save(true)
	loaded, err := s.reload()
	if err != nil {
		t.Fatal(err)
	}
	other := &replica{book: loaded}
	for _, op := range []cells.Op{cells.Clear{Range: at("C7:E12")}, cells.Move{Source: at("G1:H4"), Dest: at("C7").TopLeft()}} {
		if a, b := answer(s.apply("ann", op)), answer(other.apply("ann", op)); a != b {
			t.Errorf("%T: one answers %s, the other %s", op, a, b)
		}
	}
}
