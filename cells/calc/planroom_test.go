package calc_test

import (
	"strings"
	"testing"

	"freshet/cells"
)

// tooLarge wants an op refused for want of room, and nothing changed.
func (s sheet1) tooLarge(op cells.Op) {
	s.tb.Helper()
	before := s.book.Hash()
	ch := s.apply("ann", op)
	if ch.Refused == nil || ch.Refused.Code != cells.TooLarge || !strings.Contains(ch.Refused.Message, "delete some first") {
		s.tb.Fatalf("%T is not refused for want of room: %v", op, ch.Refused)
	}
	if s.book.Hash() != before {
		s.tb.Fatalf("%T is refused and has changed something", op)
	}
}

func typed(n int, text string) []cells.Input { return lines(n, func(int) string { return text }) }

func TestTypedTextsHaveABound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRoom(2<<20, 1_000_000)
	long := strings.Repeat("t", 30_000)
	s.must(cells.Set{Range: at("A1:A60"), Inputs: typed(60, long)})
	s.must(cells.Set{Range: at("C1"), Inputs: typed(1, long)})
	s.tooLarge(cells.Set{Range: at("B1:B60"), Inputs: typed(60, long)})
	s.tooLarge(cells.Fill{Source: at("C1"), Target: at("C1:C60")})
	s.tooLarge(cells.Copy{Source: at("A1:A60"), Dest: at("D1")})
	// What takes the place of as much is no more; short texts, numbers and formulas have room.
	s.must(cells.Set{Range: at("A1:A60"), Inputs: typed(60, strings.Repeat("u", 30_000))})
	s.must(cells.Set{Range: at("E1:E500"), Inputs: typed(500, "short")})
	s.must(cells.Set{Range: at("F1"), Inputs: typed(1, `=REPT("x",30000)`)})
	s.must(cells.Fill{Source: at("F1"), Target: at("F1:F100")})
	if without, _ := s.crowded("F1:F100"); without != 100 {
		t.Errorf("%d formulas find no room for their texts", without)
	}
	// Readings are skipped one by one.
	in := cells.Ingest{Readings: []cells.Reading{{Ref: at("G1").TopLeft(), Value: cells.Num(1)}}}
	for i := range 20 {
		in.Readings = append(in.Readings, cells.Reading{Ref: cells.Ref{Sheet: 1, Row: int32(i), Col: 7}, Value: cells.Str(long)})
	}
	ch := s.must(in)
	if len(ch.Skipped) < 10 || len(ch.Skipped) > 19 || ch.Skipped[0].Reason.Code != cells.TooLarge || s.val("G1").Float() != 1 {
		t.Errorf("%d of 21 readings are skipped", len(ch.Skipped))
	}
	s.check()
	// What was cleared can come back only while there is room.
	s.must(cells.Clear{Range: at("F1:F100")})
	s.must(cells.Clear{Range: at("A1:A60")})
	if ch := s.apply("bob", cells.Set{Range: at("I1:I50"), Inputs: typed(50, long)}); ch.Refused != nil {
		t.Fatal(ch.Refused)
	}
	s.tooLarge(cells.Undo{})
	if ch := s.apply("bob", cells.Undo{}); ch.Refused != nil {
		t.Fatal(ch.Refused)
	}
	s.must(cells.Undo{})
	if len(s.val("A60").Text()) != 30_000 {
		t.Error("what was cleared did not come back")
	}
	s.check()
}

func TestCellsHaveABound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRoom(2<<20, 200_000)
	s.num("A1", 1)
	s.must(cells.Fill{Source: at("A1"), Target: at("A1:A100000")})
	s.tooLarge(cells.Fill{Source: at("A1:A100000"), Target: at("A1:B100000")})
	s.tooLarge(cells.Copy{Source: at("A1:A100000"), Dest: at("C1")})
	s.must(cells.Fill{Source: at("A1"), Target: at("A1:A100000")})
	// Cells that lie far apart take more than those next to each other.
	s.must(cells.Set{Range: at("D1"), Inputs: typed(1, "x")})
	s.must(cells.Copy{Source: at("D1"), Dest: at("D1:SM1")})
	s.tooLarge(cells.Copy{Source: at("D1:D1"), Dest: at("D2000:SM2000")})
	s.tooLarge(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 500, Count: 10})
	s.tooLarge(cells.Set{Range: at("E5000:SM5100"), Inputs: lines(at("E5000:SM5100").Size(), func(int) string { return "1" })})
	s.check()
	s.must(cells.Clear{Range: at("A1:A100000")})
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 500, Count: 10})
	s.must(cells.Copy{Source: at("D1:D1"), Dest: at("D2000:SM2000")})
	s.check()
}
