package live_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
	"freshet/server/live"
)

func TestAnEditReachesEveryTab(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	ann, bob := h.visit(guest{actor: "ann"}), h.visit(guest{actor: "bob"})
	ann.edit(1, set("A1", "2"), set("B1", "=A1*21"))
	m := ann.answered(1)
	if m.T != "ack" || m.Version == 0 {
		t.Fatalf("the answer is %s", m.raw)
	}
	for _, x := range []*tab{ann, bob} {
		x.shows("B1", "42")
		x.reaches(m.Version)
	}
	bob.edit(1, set("A1", "3"))
	ann.shows("B1", "63")
	ann.leave()
	b1 := ann.cells[rangeOf(t, 1, "B1").TopLeft()]
	if b1.input != "=A1*21" || !b1.formula {
		t.Errorf("B1 has the input %q", b1.input)
	}
}

func TestWhatIsOutOfSightIsNotSent(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	c := h.update("api", set("A100", "far"), set("A1", "near"))
	x.reaches(c.Position.Version)
	x.shows("A1", "near")
	x.mu.Lock()
	if n := len(x.cells); n != 1 {
		t.Errorf("the tab was told of %d cells, want 1", n)
	}
	x.mu.Unlock()
	x.send(map[string]any{"t": "view", "sheet": 1, "top": 96, "left": 0, "bottom": 127, "right": 7})
	x.shows("A100", "far")
	// A pin keeps what is out of sight current.
	x.send(map[string]any{"t": "view", "sheet": 1, "top": 0, "left": 0, "bottom": 31, "right": 7, "pins": []cells.Range{rangeOf(t, 1, "A100")}})
	x.shows("A1", "near")
	h.update("api", set("A100", "pinned"))
	x.shows("A100", "pinned")
}

func TestAViewerCannotWrite(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{role: cells.Viewer})
	for seq, op := range []cells.Op{set("A1", "x"), cells.Undo{}, cells.SetBook{Title: "mine"}, cells.Tick{}, cells.Ingest{}} {
		x.edit(uint64(seq+1), op)
		if m := x.answered(uint64(seq + 1)); m.T != "refuse" || m.Error.Code != cells.Forbidden {
			t.Errorf("%s: the answer is %s", op.Kind(), m.raw)
		}
	}
	editor := h.visit(guest{actor: "eve"})
	editor.edit(1, cells.SetBook{Title: "mine"})
	if m := editor.answered(1); m.T != "refuse" || m.Error.Code != cells.Forbidden {
		t.Errorf("an editor gave the book a title: %s", m.raw)
	}
}

func TestRefusalsNameWhatIsWrong(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{OpsPerEdit: 3, CellsPerEdit: 10})
	x := h.visit(guest{})
	x.edit(1, set("A1", "=1+"))
	if m := x.answered(1); m.Error == nil || m.Error.Code != cells.Syntax || m.Error.Pos == 0 {
		t.Errorf("a broken formula: %s", m.raw)
	}
	x.edit(2, set("A1", "1"), set("A2", "1"), set("A3", "1"), set("A4", "1"))
	if m := x.answered(2); m.Error == nil || m.Error.Code != cells.TooLarge {
		t.Errorf("too many ops: %s", m.raw)
	}
	x.edit(3, cells.Set{Range: rangeOf(t, 1, "A1:A11"), Inputs: make([]cells.Input, 11)})
	if m := x.answered(3); m.Error == nil || m.Error.Code != cells.TooLarge || !strings.Contains(m.Error.Message, "10") {
		t.Errorf("too many cells: %s", m.raw)
	}
	x.send(map[string]any{"t": "edit", "seq": 4, "ops": []any{map[string]any{"op": "explode"}}})
	if m := x.answered(4); m.Error == nil || m.Error.Code != cells.Invalid || !strings.Contains(m.Error.Message, "explode") {
		t.Errorf("an unknown op: %s", m.raw)
	}
	x.send(map[string]any{"t": "view", "sheet": 1, "top": 0, "left": 0, "bottom": cells.MaxRows - 1, "right": 100})
	if m := x.heard("a refusal", func(m heard) bool { return m.Of == "view" }); m.Error.Code != cells.TooLarge {
		t.Errorf("too large a view: %s", m.raw)
	}
	x.edit(5, cells.Bind{Binding: cells.Binding{ID: "b", Source: "mqtt", Topic: "#/a", Target: cells.Ref{Sheet: 1}}})
	if m := x.answered(5); m.Error == nil || m.Error.Where != "topic" {
		t.Errorf("a binding that takes nothing: %s", m.raw)
	}
	long := cells.Typed("=" + strings.Repeat("1+", 60_000) + "1")
	x.edit(6, cells.Set{Range: rangeOf(t, 1, "A1:A9"), Inputs: slices.Repeat([]cells.Input{long}, 9)})
	if m := x.answered(6); m.Error == nil || m.Error.Code != cells.TooLarge || !strings.Contains(m.Error.Message, "1000000") {
		t.Errorf("a megabyte of formulas: %s", m.raw)
	}
	x.edit(7, set("A1", "still here"))
	x.shows("A1", "still here")
}

func TestClosingCodes(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{TabsPerBook: 1, MessageBytes: 1000})
	if code := h.visit(guest{token: "nonsense"}).ended(); code != live.CloseRevoked {
		t.Errorf("no token: %d", code)
	}
	if code := h.visit(guest{protocol: 99}).ended(); code != live.CloseProtocol {
		t.Errorf("another protocol: %d", code)
	}
	if code := h.visit(guest{client: "no"}).ended(); code != live.CloseViolation {
		t.Errorf("no client: %d", code)
	}
	eventually(t, "they are gone", func() bool { return h.hub.Stats().Sockets == 0 })
	x := h.visit(guest{})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	if code := h.visit(guest{}).ended(); code != live.CloseBusy {
		t.Errorf("one too many: %d", code)
	}
	x.send(map[string]any{"t": "ping", "pad": strings.Repeat("x", 2000)})
	if code := x.ended(); code != websocket.CloseMessageTooBig {
		t.Errorf("too large a message: %d", code)
	}
}

func TestForeignPagesAreTurnedAway(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	_, res, err := websocket.DefaultDialer.Dial(strings.Replace(h.server.URL, "http", "ws", 1)+"/live?book="+h.book,
		http.Header{"Authorization": {"Bearer " + h.tokens[cells.Editor]}, "Origin": {"https://evil.example"}})
	if err == nil || res == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another host: %v, %v", res, err)
	}
}

func TestARevokedLinkEndsItsSockets(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	editor, viewer := h.visit(guest{}), h.visit(guest{role: cells.Viewer})
	editor.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	start := time.Now()
	if err := h.store.RevokeLink(t.Context(), h.book, h.links[cells.Editor].ID); err != nil {
		t.Fatal(err)
	}
	if code := editor.ended(); code != live.CloseRevoked || !strings.Contains(editor.bye, "revoked") {
		t.Errorf("the editor's socket closed with %d, %q", code, editor.bye)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("it took %v", d)
	}
	h.update("api", set("A1", "viewers stay"))
	viewer.shows("A1", "viewers stay")
}

func TestNewsOfARevocationMayGetLost(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{Recheck: time.Millisecond})
	x := h.visit(guest{})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	h.locked.Store(true)
	if code := x.ended(); code != live.CloseRevoked {
		t.Errorf("the socket closed with %d", code)
	}
}

func TestADeletedBookEndsItsSockets(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	if err := h.store.Delete(t.Context(), h.book); err != nil {
		t.Fatal(err)
	}
	if code := x.ended(); code != live.CloseGone {
		t.Errorf("the socket closed with %d", code)
	}
}

func TestTimePassesWhileSomebodyWatches(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.edit(1, set("A1", "=NOW()"))
	v := x.answered(1).Version
	if v == 0 {
		t.Fatal("the formula was refused")
	}
	x.reaches(v + 2)
}
