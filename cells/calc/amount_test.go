package calc_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// crowded counts the cells of a range that show that there is no room, and those that show something else.
func (s sheet1) crowded(a1 string) (without, with int) {
	s.tb.Helper()
	s.book.Scan(at(a1), func(_ cells.Ref, c cells.Cell) bool {
		switch e := c.Value.Err(); {
		case e == nil:
			with++
		case e.Code != cells.ErrLimit || !strings.Contains(e.Message, "waits for room"):
			s.tb.Fatalf("a cell shows %v", e)
		default:
			without++
		}
		return true
	})
	return without, with
}

func (s sheet1) val(a1 string) cells.Value { return s.book.Cell(at(a1).TopLeft()).Value }

func (s sheet1) check() {
	s.tb.Helper()
	if err := s.book.CheckInvariants(); err != nil {
		s.tb.Fatal(err)
	}
}

func TestTextsOfFormulasStopAtTheirBound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRoom(2_000_000, 1_000_000)
	s.num("Z1", 1000)
	s.set("A1", `=REPT("x",$Z$1)&ROW()`)
	s.must(cells.Fill{Source: at("A1"), Target: at("A1:A3000")})
	without, with := s.crowded("A1:A3000")
	texts, _ := s.book.Holds()
	if texts > 1_000_000 || texts < 990_000 || with+without != 3000 || with < 900 {
		t.Fatalf("%d rows have a text and %d do not; together the texts have %d bytes", with, without, texts)
	}
	s.check()
	if s.book.Due(start + 1e9) {
		t.Error("a tick is asked for though nothing has become free")
	}
	// Who reads what is not there shows why, short texts and numbers are as ever, and there is room to type.
	s.set("B1", "=LEN(A1)+LEN(A3000)")
	s.set("B2", `="short "&ROW()`)
	s.set("B3", strings.Repeat("typed ", 1000))
	if b1, b2, b3 := s.val("B1"), s.val("B2"), s.val("B3"); b1.Kind() != cells.Failed || b1.Err().Code != cells.ErrLimit || b2.Text() != "short 2" || len(b3.Text()) != 5999 && len(b3.Text()) != 6000 {
		t.Errorf("beside them: %v, %v, %d bytes", b1, b2, len(b3.Text()))
	}
	// What becomes free is taken by those that wait, in order, and those alone are evaluated again.
	s.must(cells.Clear{Range: at("A1:A500")})
	s.must(cells.Tick{})
	if without, with := s.crowded("A501:A3000"); with < 950 || without == 0 {
		t.Errorf("after 500 are gone, %d have a text and %d do not", with, without)
	}
	s.check()
	s.num("Z1", 40)
	s.must(cells.Tick{})
	s.must(cells.Tick{})
	if without, with := s.crowded("A501:A3000"); with != 2500 || without != 0 {
		t.Errorf("shorter ones: %d have a text and %d do not", with, without)
	}
	s.check()
	if v := s.val("B1"); v.Kind() != cells.Number {
		t.Errorf("the reader shows %v", v)
	}
}

func TestArraysStopAtTheirBound(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRoom(2_000_000, 100_000)
	for col := range 12 {
		s.set(cells.ColumnName(int32(col))+"1", fmt.Sprintf("=SEQUENCE(6000)+%d", col))
	}
	without, with := s.crowded("A1:L1")
	if _, n := s.book.Holds(); n > 50_000+10*128 || with < 6 || without < 4 {
		t.Fatalf("%d arrays have room and %d do not; %d cells", with, without, n)
	}
	s.check()
	s.set("A1", "1")
	s.must(cells.Tick{})
	if again, _ := s.crowded("A1:L1"); again != without-1 {
		t.Errorf("after one array is gone, %d have no room; before, %d", again, without)
	}
	s.check()
	s.set("N1", `=REPT("long ",SEQUENCE(300)+6000)`)
	if without, _ := s.crowded("N1:N1"); without != 1 {
		t.Errorf("an array of texts has room: %v", s.val("N1"))
	}
	// An array that becomes another one needs room for the difference only.
	s.check()
}

// TestAnArrayNeedsRoomForTheDifference lets an array grow in a book that has room for the growth, but not for a second such array.
func TestAnArrayNeedsRoomForTheDifference(t *testing.T) {
	s := blankSheet(t)
	s.book.ShrinkRoom(2_000_000, 40_000)
	s.num("B1", 12_000)
	s.set("A1", "=SEQUENCE(B1)")
	for _, n := range []float64{15_000, 17_000, 12_000} {
		s.num("B1", n)
		if without, _ := s.crowded("A1:A1"); without != 0 {
			t.Errorf("an array that becomes %v cells has no room", n)
		}
		s.check()
	}
	s.num("B1", 21_000)
	if without, _ := s.crowded("A1:A1"); without != 1 || s.val("A2").Kind() != cells.Blank {
		t.Errorf("an array of 21,000 cells has room: %v", s.val("A1"))
	}
	s.num("B1", 12_000)
	s.want("A12000", 12_000)
	s.check()
}

// TestRoomIsTheSameHoweverEvaluated lets formulas of texts come and go in a book that has little room for them, with one core and several, in blocks and cell
// by cell, loaded again or not; the same cells must find room.
func TestRoomIsTheSameHoweverEvaluated(t *testing.T) {
	formulas := []string{`=REPT("x",A1)&B1`, `=IF(A1>$Z$1,REPT("long",A1),A1)`, `=C1&"!"`, `=UPPER(B1)&REPT("y",$Z$1)`}
	run := func(cores int, reload, singly bool) (states []string, book []calc.Part) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		r := rand.New(rand.NewPCG(3, 5))
		s := blankSheet(t)
		s.book.ShrinkRoom(1_200_000, 1_000_000)
		const rows = 4000
		data := cells.Set{Range: at(fmt.Sprintf("A1:B%d", rows))}
		for range rows {
			data.Inputs = append(data.Inputs, cells.Literal(cells.Num(float64(r.IntN(120)))), cells.Typed(strings.Repeat("abc", r.IntN(20))+"z"))
		}
		s.must(data)
		if singly { // a book that keeps values of formulas evaluates them one by one
			s.must(cells.SetPolicy{Range: at("Z9"), Policy: cells.Policy{Log: cells.LogAll}})
		}
		s.num("Z1", 60)
		for i, f := range formulas {
			col := cells.ColumnName(int32(2 + i))
			s.set(col+"1", f)
			s.must(cells.Fill{Source: at(col + "1"), Target: at(fmt.Sprintf("%s1:%s%d", col, col, rows))})
		}
		full := false
		for step := range 60 {
			switch r.IntN(6) {
			case 0:
				s.num("Z1", float64(r.IntN(120)))
			case 1:
				s.must(cells.Tick{})
			case 2:
				top := 1 + r.IntN(rows-400)
				s.must(cells.Clear{Range: at(fmt.Sprintf("A%d:A%d", top, top+r.IntN(400)))})
			case 3:
				col := cells.ColumnName(int32(2 + r.IntN(4)))
				s.must(cells.Fill{Source: at(col + "1"), Target: at(fmt.Sprintf("%s1:%s%d", col, col, rows-r.IntN(50)))})
			case 4:
				s.apply("ann", cells.Undo{})
			default:
				in := cells.Set{Range: at(fmt.Sprintf("A%d:A%d", 100, 100+r.IntN(2500)))}
				for range in.Range.Rows() {
					in.Inputs = append(in.Inputs, cells.Literal(cells.Num(float64(r.IntN(120)))))
				}
				s.must(in)
			}
			texts, _ := s.book.Holds()
			full = full || texts > 590_000
			if step%20 == 0 {
				s.check()
			}
			states = append(states, s.book.Hash())
			if reload && step%7 == 0 {
				s.save(false)
				again, err := s.reload()
				if err != nil {
					t.Fatal(err)
				}
				again.ShrinkRoom(1_200_000, 1_000_000)
				s.book = again
			}
		}
		if !full {
			t.Error("there was always room")
		}
		return states, s.book.Encode(0, true)
	}
	states, book := run(1, false, false)
	for _, x := range []struct {
		name           string
		cores          int
		reload, singly bool
	}{{"two cores", 2, false, false}, {"four cores, loaded again", 4, true, false}, {"cells one by one", 1, false, true}} {
		others, parts := run(x.cores, x.reload, x.singly)
		for i := range states {
			if states[i] != others[i] {
				t.Fatalf("%s come to other values in step %d", x.name, i)
			}
		}
		if !x.reload && !x.singly && !slices.EqualFunc(book, parts, func(a, b calc.Part) bool { return a.Name == b.Name && bytes.Equal(a.Bytes, b.Bytes) }) {
			t.Errorf("%s make another book", x.name)
		}
	}
}
