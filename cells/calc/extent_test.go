package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestFormatsOfWholeLinesAreNoContent holds that a sheet with formatted columns and rows reaches no further than its cells, and that lines can still come and go.
func TestFormatsOfWholeLinesAreNoContent(t *testing.T) {
	for _, whole := range []string{"A:B", "C:XFD", "2:4", "A1:XFD1048576", "A9:A1048576"} {
		s := blankSheet(t)
		s.num("B7", 7)
		s.set("C3", "=B7+1")
		s.must(cells.SetFormat{Range: at(whole), Format: cells.Format{Bold: true}})
		if g, ok := s.book.Extent(1); !ok || g != at("A1:C7") {
			t.Errorf("with %s formatted the sheet reaches over %v", whole, g)
		}
		s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 1, Count: 3})
		s.must(cells.Insert{Sheet: 1, Axis: cells.Cols, At: 1, Count: 3})
		s.want("F6", 8)
		s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 0, Count: 9})
		s.must(cells.Delete{Sheet: 1, Axis: cells.Cols, At: 0, Count: 4})
		for range 4 {
			s.must(cells.Undo{})
		}
		s.want("B7", 7)
		s.want("C3", 8)
		last := at(whole)
		for _, ref := range []cells.Ref{last.TopLeft(), {Sheet: 1, Row: last.Bottom, Col: last.Right}} {
			if c := s.book.Cell(ref); !c.Format.Bold {
				t.Errorf("with %s formatted %s is not, when all is taken back", whole, ref.A1())
			}
		}
		if err := s.book.CheckInvariants(); err != nil {
			t.Error(err)
		}
	}
}

// TestTheExtentCoversFormats holds that formats of some cells count.
func TestTheExtentCoversFormats(t *testing.T) {
	s := blankSheet(t)
	s.num("B7", 7)
	s.must(cells.SetFormat{Range: at("D2:E9"), Format: cells.Format{Bold: true}})
	s.must(cells.SetFormat{Range: at("A:A"), Format: cells.Format{Bold: true}})
	if g, _ := s.book.Extent(1); g != at("A1:E9") {
		t.Errorf("the sheet reaches over %v", g)
	}
	s.must(cells.SetFormat{Range: at("D2:E9")})
	if g, _ := s.book.Extent(1); g != at("A1:B7") {
		t.Errorf("without formats the sheet reaches over %v", g)
	}
}

// TestLinesComeWhereAnArrayReachesTheEnd holds that what an array covers keeps no line away: it is spread anew, or has no room any more.
func TestLinesComeWhereAnArrayReachesTheEnd(t *testing.T) {
	s := blankSheet(t)
	s.num("A2", 2)
	s.set("B1", "=SEQUENCE(1048576)+A2")
	s.want("B2", 4)
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 1, Count: 1})
	s.want("B3", 5)
	s.want("B1048576", 1048578)
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 1})
	if e := s.val("B2").Err(); e == nil || e.Code != cells.ErrSpill {
		t.Errorf("B2 shows %s, want #SPILL!", show(s.val("B2")))
	}
	s.must(cells.Undo{})
	s.want("B3", 5)
	s.num("A1048576", 1)
	if ch := s.apply("ann", cells.Insert{Sheet: 1, Axis: cells.Rows, At: 1, Count: 1}); ch.Refused == nil {
		t.Error("a number fell off the sheet")
	}
	if err := s.book.CheckInvariants(); err != nil {
		t.Error(err)
	}
}

// TestReadingsOfARequestStayOnTheSheet holds that lines which come after readings of the same request do not push these off the sheet.
func TestReadingsOfARequestStayOnTheSheet(t *testing.T) {
	s := blankSheet(t)
	last := at("A1048575").TopLeft()
	reading := cells.Ingest{Readings: []cells.Reading{{Ref: last, Value: cells.Num(3)}}}
	s.must(reading, cells.Insert{Sheet: 1, Axis: cells.Rows, At: 4, Count: 1})
	s.want("A1048576", 3)
	if ch := s.apply("ann", reading, cells.Insert{Sheet: 1, Axis: cells.Rows, At: 4, Count: 2}); ch.Refused == nil {
		t.Error("readings fell off the sheet")
	}
	s.must(cells.Clear{Range: at("A1048576")})
	if ch := s.apply("ann", reading, cells.Insert{Sheet: 1, Axis: cells.Rows, At: 4, Count: 2}); ch.Refused == nil {
		t.Error("a reading of the same request fell off the sheet")
	}
	s.save(true)
	if _, err := s.reload(); err != nil {
		t.Error(err)
	}
}
