package live_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

func TestOpsFollowTheirCells(t *testing.T) {
	inserted := cells.Shift{Sheet: 1, Axis: cells.Rows, At: 2, Count: 2}
	deleted := cells.Shift{Sheet: 1, Axis: cells.Rows, At: 2, Count: -2}
	column := cells.Shift{Sheet: 1, Axis: cells.Cols, At: 1, Count: 1}
	three := cells.Set{Range: rangeOf(t, 1, "A2:A4"), Inputs: []cells.Input{cells.Typed("a"), cells.Typed("b"), cells.Typed("c")}}
	for _, c := range []struct {
		op    cells.Op
		shift cells.Shift
		want  string // JSON; "" when it cannot be told
	}{
		{set("A1", "x"), inserted, `[{"op":"set","range":"A1","inputs":["x"]}]`},
		{set("A3", "x"), inserted, `[{"op":"set","range":"A5","inputs":["x"]}]`},
		{set("A3", "x"), deleted, `[]`},
		{set("A5", "x"), deleted, `[{"op":"set","range":"A3","inputs":["x"]}]`},
		{set("B3", "x"), column, `[{"op":"set","range":"C3","inputs":["x"]}]`},
		{three, inserted, `[{"op":"set","range":"A2","inputs":["a"]},{"op":"set","range":"A5:A6","inputs":["b","c"]}]`},
		{three, deleted, `[{"op":"set","range":"A2","inputs":["a"]}]`},
		{cells.Clear{Range: rangeOf(t, 1, "A1:B9")}, inserted, `[{"op":"clear","range":"A1:B11"}]`},
		{cells.Clear{Range: rangeOf(t, 1, "A:A")}, inserted, `[{"op":"clear","range":"A:A"}]`},
		{cells.Clear{Range: rangeOf(t, 2, "A3")}, inserted, `[{"op":"clear","range":"A3"}]`},
		{cells.Fill{Source: rangeOf(t, 1, "A1"), Target: rangeOf(t, 1, "A1:A9")}, inserted, ``},
		{cells.Fill{Source: rangeOf(t, 1, "A5"), Target: rangeOf(t, 1, "A5:A9")}, inserted, `[{"op":"fill","source":"A7","target":"A7:A11"}]`},
		{cells.Insert{Sheet: 1, Axis: cells.Rows, At: 5, Count: 1}, inserted, `[{"op":"insert","at":7,"count":1}]`},
		{cells.Delete{Sheet: 1, Axis: cells.Rows, At: 1, Count: 2}, inserted, ``},
		{cells.Delete{Sheet: 1, Axis: cells.Rows, At: 1, Count: 3}, deleted, `[{"op":"delete","at":1,"count":1}]`},
		{cells.SetWidth{Sheet: 1, Axis: cells.Cols, From: 1, To: 2, Size: 9}, column, `[{"op":"setWidth","from":2,"to":3}]`},
		{cells.Undo{}, inserted, `[{"op":"undo"}]`},
	} {
		ops, ok := live.ShiftOp(c.op, c.shift)
		got := ""
		if ok {
			got = brief(t, ops)
		}
		if got != c.want {
			t.Errorf("%s after %+v is %s, want %s", brief(t, cells.Ops{c.op}), c.shift, got, c.want)
		}
	}
}

// brief writes ops with their ranges as people write them and without sheets.
func brief(t *testing.T, ops cells.Ops) string {
	t.Helper()
	out := "["
	for i, op := range ops {
		if i > 0 {
			out += ","
		}
		var line any
		type short = struct {
			Op     string        `json:"op"`
			Range  string        `json:"range,omitempty"`
			Inputs []cells.Input `json:"inputs,omitempty"`
			Source string        `json:"source,omitempty"`
			Target string        `json:"target,omitempty"`
			At     int32         `json:"at,omitempty"`
			Count  int32         `json:"count,omitempty"`
			From   int32         `json:"from,omitempty"`
			To     int32         `json:"to,omitempty"`
		}
		switch op := op.(type) {
		case cells.Set:
			line = short{Op: op.Kind(), Range: op.Range.A1(), Inputs: op.Inputs}
		case cells.Clear:
			line = short{Op: op.Kind(), Range: op.Range.A1()}
		case cells.Fill:
			line = short{Op: op.Kind(), Source: op.Source.A1(), Target: op.Target.A1()}
		case cells.Insert:
			line = short{Op: op.Kind(), At: op.At, Count: op.Count}
		case cells.Delete:
			line = short{Op: op.Kind(), At: op.At, Count: op.Count}
		case cells.SetWidth:
			line = short{Op: op.Kind(), From: op.From, To: op.To}
		default:
			line = short{Op: op.Kind()}
		}
		b, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		out += string(b)
	}
	return out + "]"
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
