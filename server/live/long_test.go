package live_test

import (
	"encoding/json"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// TestTheFirstWindowDoesNotGrowWithTheBook counts the bytes that a tab is told when it opens a book, and when it jumps to its last row: they
// follow what is seen, and the numbers that have more digits, but not the rows there are.
func TestTheFirstWindowDoesNotGrowWithTheBook(t *testing.T) {
	url := startRedis(t)
	told := func(rows int32) (first, last int) {
		h := newHouse(t, url, live.Limits{})
		source := cells.Range{Sheet: 1, Right: 2}
		all := source
		all.Bottom = rows - 1
		h.update("api", set("Z1", "3"), set("A1", "7"), set("B1", "8"), set("C1", "=A1*2+B1*$Z$1"), cells.Fill{Source: source, Target: all})
		x := h.visit(guest{})
		x.shows("C32", "38")
		bytes := func() int {
			x.mu.Lock()
			defer x.mu.Unlock()
			return x.bytes
		}
		first = bytes()
		top := rows&^(live.TileRows-1) - live.TileRows
		x.send(map[string]any{"t": "view", "sheet": 1, "top": top, "left": 0, "bottom": rows - 1, "right": 7})
		x.shows(cells.Ref{Row: rows - 1, Col: 2}.A1(), "38")
		return first, bytes() - first
	}
	shortFirst, shortLast := told(10_000)
	longFirst, longLast := told(1_000_000)
	if longFirst > shortFirst+64 || longLast > shortLast*5/4+64 {
		t.Errorf("of 10,000 rows %d bytes are told first and %d at the end, of 1,000,000 rows %d and %d", shortFirst, shortLast, longFirst, longLast)
	}
}

// TestAWholeSheetIsSummed asks for the figures of a sheet whose corner is far away, in more cells than there are seconds in a year.
func TestAWholeSheetIsSummed(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	h.update("api", set("A1", "0.1"), set("A2", "0.2"), set("A3", "text"), set("C9", "-0.3"), set("XFD1048576", "5"))
	x := h.visit(guest{view: "-"})
	x.send(map[string]any{"t": "ask", "id": 1, "what": "summary", "range": rangeOf(t, 1, "A1:XFD1048576")})
	m := x.heard("an answer", func(m heard) bool { return m.ID == 1 })
	var got struct{ Summary live.Summary }
	if err := json.Unmarshal(m.raw, &got); err != nil {
		t.Fatal(err)
	}
	s := got.Summary
	if s.Count != 5 || s.Numeric != 4 || s.Sum != 5 || s.Min != -0.3 || s.Max != 5 {
		t.Errorf("the summary is %+v", s)
	}
}

// TestASumBeyondAllNumbersIsAnswered adds up what has no sum among the numbers that JSON can write.
func TestASumBeyondAllNumbersIsAnswered(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	h.update("api", set("A1", "1e308"), set("A2", "1e308"), set("B1", "1e308"))
	x := h.visit(guest{view: "-"})
	x.send(map[string]any{"t": "ask", "id": 1, "what": "summary", "range": rangeOf(t, 1, "A:B")})
	if m := x.heard("an answer", func(m heard) bool { return m.ID == 1 }); m.T != "answer" {
		t.Errorf("the answer is %s", m.raw)
	}
}
