package live_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// TestOpsFollowTheirCells reads testdata/shifts.json, as the browser's tests do.
func TestOpsFollowTheirCells(t *testing.T) {
	raw, err := os.ReadFile("testdata/shifts.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Op       json.RawMessage
		Shift    cells.Shift
		Want     cells.Ops
		Conflict bool // it cannot be told where the op belongs
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		var ops cells.Ops
		if err := json.Unmarshal(append(append([]byte("["), c.Op...), ']'), &ops); err != nil {
			t.Fatal(err)
		}
		got, ok := live.ShiftOp(ops[0], c.Shift)
		if ok == c.Conflict {
			t.Errorf("%s after %+v: conflict is %t, want %t", c.Op, c.Shift, !ok, c.Conflict)
		}
		if ok && (len(got) != len(c.Want) || len(got) > 0 && !reflect.DeepEqual(got, c.Want)) {
			t.Errorf("%s after %+v is %+v, want %+v", c.Op, c.Shift, got, c.Want)
		}
	}
}

// TestWhatIsTypedWhileRowsComeLandsWhereItWasMeant types into a row that somebody else's insertion has moved meanwhile.
func TestWhatIsTypedWhileRowsComeLandsWhereItWasMeant(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	before := h.update("api", set("A10", "ten")).Position.Version
	x := h.visit(guest{})
	x.shows("A10", "ten")
	h.update("bob", cells.Insert{Sheet: 1, Axis: cells.Rows, At: 2, Count: 3})
	x.shows("A13", "ten")
	x.mu.Lock()
	if len(x.shifts) != 1 || x.shifts[0].Count != 3 {
		t.Errorf("the tab was told of the shifts %+v", x.shifts)
	}
	x.mu.Unlock()
	// As if it was typed before the tab heard of it.
	x.send(map[string]any{"t": "edit", "seq": 1, "base": before, "ops": cells.Ops{set("B10", "beside ten")}})
	if m := x.answered(1); m.T != "ack" {
		t.Fatalf("the answer is %s", m.raw)
	}
	x.shows("B13", "beside ten")
	h.update("bob", cells.Delete{Sheet: 1, Axis: cells.Rows, At: 12, Count: 1})
	x.send(map[string]any{"t": "edit", "seq": 2, "base": before, "ops": cells.Ops{set("B10", "gone")}})
	if m := x.answered(2); m.T != "refuse" || m.Error.Code != cells.Conflict {
		t.Fatalf("the answer is %s", m.raw)
	}
}

func TestSubtract(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	draw := func() cells.Range {
		top, left := chance.Int32N(12), chance.Int32N(12)
		return cells.Range{Sheet: 1, Top: top, Left: left, Bottom: top + chance.Int32N(6), Right: left + chance.Int32N(6)}
	}
	for range 2000 {
		from := live.Subtract([]cells.Range{draw()}, nil)
		without := []cells.Range{draw(), draw()}
		left := live.Subtract(from, without)
		for row := range int32(20) {
			for col := range int32(20) {
				at := cells.Ref{Sheet: 1, Row: row, Col: col}
				in := func(rs []cells.Range) (n int) {
					for _, r := range rs {
						if r.Contains(at) {
							n++
						}
					}
					return n
				}
				want := 0
				if in(from) > 0 && in(without) == 0 {
					want = 1
				}
				if got := in(left); got != want {
					t.Fatalf("%v less %v is %v: %s is in it %d times, want %d", from, without, left, at.A1(), got, want)
				}
			}
		}
	}
}
