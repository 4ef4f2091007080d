package calc_test

import (
	"fmt"
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
	if ch := s.apply("ann", cells.Set{Range: at("J1"), Inputs: typed(1, long)}, cells.Move{Source: at("J1"), Dest: at("K1").TopLeft()}, cells.Fill{Source: at("K1"), Target: at("K1:K900")}); ch.Refused == nil || ch.Refused.Code != cells.TooLarge {
		t.Errorf("what an op puts, the next one fills: %v", ch.Refused)
	}
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

func TestFormulasHaveABound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkFormulas(1 << 20)
	different := func(n, from int) []cells.Input {
		return lines(n, func(i int) string { return fmt.Sprintf("=B1+%d", i+from) })
	}
	s.must(cells.Set{Range: at("A1:A200"), Inputs: different(200, 0)})
	if ch := s.apply("ann", cells.Set{Range: at("C1:C200"), Inputs: different(200, 1000)}); ch.Refused == nil || ch.Refused.Code != cells.TooLarge {
		t.Errorf("200 more formulas: %v", ch.Refused)
	}
	// One formula in many cells is no more than one.
	s.set("D1", "=B1*2")
	s.must(cells.Fill{Source: at("D1"), Target: at("D1:D100000")})
	s.must(cells.Set{Range: at("E1:E3000"), Inputs: lines(3000, func(i int) string { return fmt.Sprintf("=B%d*2", i+1) })})
	s.set("F1", "=B1*2")
	s.set("F2", "=B2*3")
	if ch := s.apply("ann", cells.Fill{Source: at("F1:F2"), Target: at("F1:F10000")}); ch.Refused == nil || ch.Refused.Code != cells.TooLarge {
		t.Errorf("two formulas in turn, 10,000 rows: %v", ch.Refused)
	}
	s.check()
	s.must(cells.Clear{Range: at("A1:A200")})
	s.must(cells.Set{Range: at("C1:C200"), Inputs: different(200, 1000)})
	s.check()
}

// TestPastsHaveABound lets cells get readings until their pasts take too much: those that get more keep fewer points, on every replica.
func TestPastsHaveABound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkPasts(20_000)
	s.must(cells.Set{Range: at("B1:B10"), Inputs: lines(10, func(i int) string { return fmt.Sprintf("=prev(A%d)", i+1) })})
	read := func(n int, v func(i int) cells.Value) {
		for i := range n {
			in := cells.Ingest{}
			for row := range int32(10) {
				in.Readings = append(in.Readings, cells.Reading{Ref: cells.Ref{Sheet: 1, Row: row}, Value: v(i)})
			}
			s.must(in)
		}
	}
	read(300, func(i int) cells.Value { return cells.Num(float64(i)) })
	if n := s.book.PastBytes(); n > 20_000 || n < 10_000 {
		t.Errorf("the pasts take %d bytes", n)
	}
	s.check()
	hash := s.book.Hash()
	s.save(true)
	again, err := s.reload()
	if err != nil {
		t.Fatal(err)
	}
	if again.PastBytes() != s.book.PastBytes() || again.Hash() != hash {
		t.Errorf("after loading, the pasts take %d bytes instead of %d", again.PastBytes(), s.book.PastBytes())
	}
	read(60, func(i int) cells.Value { return cells.Str(strings.Repeat("t", 1000+i)) })
	// Some are left of every cell, and texts do not take what numbers do not.
	if n := s.book.PastBytes(); n > 10*17*1100 {
		t.Errorf("with texts, the pasts take %d bytes", n)
	}
	s.check()
	s.must(cells.Move{Source: at("A1:A5"), Dest: at("A3").TopLeft()})
	s.check()
	s.must(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 2, Count: 3})
	s.check()
	s.must(cells.Clear{Range: at("B1:B10")})
	s.must(cells.Tick{})
	s.check()
	if n := s.book.PastBytes(); n != 0 {
		t.Errorf("with no formula that reads them, the pasts take %d bytes", n)
	}
}

func TestFormatsHaveABound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRuns(40_000)
	bold := cells.Format{Bold: true}
	s.must(cells.SetFormat{Range: at("A1"), Format: bold}, cells.SetFormat{Range: at("A2"), Format: cells.Format{Italic: true}})
	s.must(cells.SetFormat{Range: at("C1:XFD1"), Format: bold})
	s.check()
	for _, op := range []cells.Op{
		cells.Fill{Source: at("A1:A2"), Target: at("A1:A100000")},
		cells.Copy{Source: at("A1:A2"), Dest: at("A1:A60000")},
		cells.SetFormat{Range: at("B3:XFD3"), Format: bold},
		cells.SetPolicy{Range: at("B3:XFD3"), Policy: cells.Policy{Log: cells.LogAll}},
	} {
		if ch := s.apply("ann", op); ch.Refused == nil || ch.Refused.Code != cells.TooLarge {
			t.Errorf("%T: %v", op, ch.Refused)
		}
	}
	s.must(cells.SetFormat{Range: at("A1:XFD1"), Format: cells.Format{}})
	s.must(cells.SetFormat{Range: at("B3:XFD3"), Format: bold})
	s.check()
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 2, Count: 3})
	s.check()
	s.must(cells.Delete{Sheet: 1, Axis: cells.Cols, At: 5, Count: 9000})
	s.check()
}

// TestOneRequestDoesSoMuch refuses requests of many ops that each go through whole sheets, and takes what people do.
func TestOneRequestDoesSoMuch(t *testing.T) {
	s := blankSheet(t)
	s.num("A1", 1)
	s.must(cells.Fill{Source: at("A1"), Target: at("A1:A1000000")})
	for name, op := range map[string]cells.Op{
		"fills":   cells.Fill{Source: at("A1"), Target: at("A1:A1000000")},
		"formats": cells.SetFormat{Range: at("A5:XFD5"), Format: cells.Format{Bold: true}},
		"inserts": cells.Insert{Sheet: 1, Axis: cells.Rows, At: 3, Count: 1},
		"clears":  cells.Clear{Range: at("A1:XFD1048576")},
		"moves":   cells.Move{Source: at("A1:A1000000"), Dest: at("B1").TopLeft()},
	} {
		ops := make([]cells.Op, 100)
		for i := range ops {
			ops[i] = op
		}
		if ch := s.apply("ann", ops...); ch.Refused == nil || ch.Refused.Code != cells.TooLarge {
			t.Errorf("100 %s: %v", name, ch.Refused)
		}
	}
	many := make([]cells.Op, 10_000)
	for i := range many {
		many[i] = cells.Set{Range: cells.Ref{Sheet: 1, Row: int32(i), Col: int32(i % 100)}.Range(), Inputs: typed(1, "7")}
	}
	s.must(many...)
}
