package live_test

import (
	"encoding/json"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

func TestPeopleSeeOneAnother(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	ann := h.visit(guest{actor: "ann", name: "Ann\x00 the  first, of a name much longer than anyone would ever want to read"})
	ann.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	bob := h.visit(guest{actor: "bob", name: "Bob", role: cells.Viewer})
	type news struct {
		Peers []live.Peer
		Gone  []string
	}
	seen := func(x *tab, what string, of func(live.Peer) bool) live.Peer {
		t.Helper()
		var found live.Peer
		x.heard(what, func(m heard) bool {
			var n news
			if m.T != "presence" || json.Unmarshal(m.raw, &n) != nil {
				return false
			}
			for _, p := range n.Peers {
				if of(p) {
					found = p
					return true
				}
			}
			return false
		})
		return found
	}
	p := seen(bob, "Ann", func(p live.Peer) bool { return p.Role == cells.Editor })
	if len([]rune(p.Name)) != 40 || p.Name[:7] != "Ann the" {
		t.Errorf("Ann is called %q", p.Name)
	}
	ann.send(map[string]any{"t": "presence", "sheet": 1, "selection": rangeOf(t, 1, "B2:C3"), "editing": true})
	p = seen(bob, "Ann's selection", func(p live.Peer) bool { return p.Selection != nil })
	if p.Sheet != 1 || !p.Editing || p.Selection.Top != 1 || p.Selection.Right != 2 {
		t.Errorf("Ann is at %+v, %+v", p, p.Selection)
	}
	if b := seen(ann, "Bob", func(p live.Peer) bool { return p.Name == "Bob" }); b.Role != cells.Viewer {
		t.Errorf("Bob is shown as %v", b.Role)
	}
	bob.leave()
	ann.heard("Bob goes", func(m heard) bool {
		var n news
		return m.T == "presence" && json.Unmarshal(m.raw, &n) == nil && len(n.Gone) == 1
	})
}

func TestQuestions(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{ReadCells: 5000})
	var ops cells.Ops
	for _, a := range []string{"A1", "A2", "A3", "A7", "C3"} {
		ops = append(ops, set(a, "2.5"))
	}
	h.update("api", append(ops, set("A9", "text"))...)
	x := h.visit(guest{view: "-"})
	id := uint32(0)
	ask := func(m map[string]any) heard {
		t.Helper()
		id++
		m["t"], m["id"] = "ask", id
		x.send(m)
		return x.heard("an answer", func(h heard) bool { return h.ID == id })
	}
	var sum struct{ Summary live.Summary }
	if err := json.Unmarshal(ask(map[string]any{"what": "summary", "range": rangeOf(t, 1, "A:B")}).raw, &sum); err != nil {
		t.Fatal(err)
	}
	if s := sum.Summary; s.Count != 5 || s.Numeric != 4 || s.Sum != 10 || s.Min != 2.5 || s.Max != 2.5 || s.Version == 0 {
		t.Errorf("the summary is %+v", s)
	}
	for _, c := range []struct{ from, direction, to string }{
		{"A1", "down", "A3"},
		{"A3", "down", "A7"},
		{"A7", "down", "A9"},
		{"A9", "down", "A1048576"},
		{"A1048576", "up", "A9"},
		{"A9", "up", "A7"},
		{"A7", "up", "A3"},
		{"A3", "up", "A1"},
		{"A1", "up", "A1"},
		{"A3", "right", "C3"},
		{"C3", "right", "XFD3"},
		{"XFD3", "left", "C3"},
		{"C3", "left", "A3"},
		{"B5", "left", "A5"},
		{"D100", "up", "D1"},
	} {
		m := ask(map[string]any{"what": "edge", "from": rangeOf(t, 1, c.from).TopLeft(), "direction": c.direction})
		var got struct{ Ref cells.Ref }
		if err := json.Unmarshal(m.raw, &got); err != nil || got.Ref.A1() != c.to {
			t.Errorf("%s from %s leads to %s, want %s", c.direction, c.from, got.Ref.A1(), c.to)
		}
	}
	if m := ask(map[string]any{"what": "read", "range": rangeOf(t, 1, "A:C")}); m.T != "frame" {
		t.Errorf("a range is answered %s", m.raw)
	}
	h.update("api", set("ZZ100", "far"))
	if m := ask(map[string]any{"what": "read", "range": rangeOf(t, 1, "A:ZZ")}); m.Error == nil || m.Error.Code != cells.TooLarge {
		t.Errorf("too large a range is answered %s", m.raw)
	}
	for _, c := range []struct {
		input string
		pos   int
	}{{"=SUM(A1, 2)", 0}, {"=1+*2", 4}, {"=NOBODY(1)", 0}, {"1+*2", 0}} {
		m := ask(map[string]any{"what": "check", "from": rangeOf(t, 1, "B2").TopLeft(), "input": c.input})
		var got struct{ Fault *cells.Error }
		if err := json.Unmarshal(m.raw, &got); err != nil || (got.Fault == nil) != (c.pos == 0) || got.Fault != nil && (got.Fault.Pos != c.pos || got.Fault.Code != cells.Syntax) {
			t.Errorf("%s is answered %s", c.input, m.raw)
		}
	}
	if m := ask(map[string]any{"what": "check", "from": cells.Ref{}, "input": "=1"}); m.Error == nil || m.Error.Code != cells.Invalid {
		t.Errorf("a check on no sheet is answered %s", m.raw)
	}
	h.update("api", set("E2", "=SEQUENCE(3, 2)"), set("H2", "=SEQUENCE(3)"), set("H3", "in the way"))
	for at, want := range map[string]string{"E2": "E2:F4", "F4": "E2:F4", "E5": "", "H2": "H2:H4", "H3": "", "A1": ""} {
		m := ask(map[string]any{"what": "spill", "from": rangeOf(t, 1, at).TopLeft()})
		var got struct {
			Spill *struct {
				Range cells.Range
				Input string
			}
		}
		if err := json.Unmarshal(m.raw, &got); err != nil || (got.Spill == nil) != (want == "") || got.Spill != nil && (got.Spill.Range.A1() != want || got.Spill.Input[:9] != "=SEQUENCE") {
			t.Errorf("the spill over %s is answered %s, want %q", at, m.raw, want)
		}
	}
	if m := ask(map[string]any{"what": "nonsense"}); m.Error == nil || m.Error.Code != cells.Invalid {
		t.Errorf("nonsense is answered %s", m.raw)
	}
}
