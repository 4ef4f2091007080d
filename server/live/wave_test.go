package live_test

import (
	"context"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
	"freshet/server/live"
)

// Waves of a million cells while a tab takes nothing: what waits for it does not grow with the waves, the others get every one, and at last the tab has the newest.
func TestAMillionCellsAndATabThatTakesNothing(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{Write: time.Minute, Silence: time.Minute, Frame: time.Millisecond})
	rows := int32(143_000)
	if raceEnabled {
		rows = 9_000 // the same at a tenth of the time
	}
	source := cells.Range{Sheet: 1, Left: 1, Right: 7}
	all := source
	all.Bottom = rows - 1
	formulas := []cells.Op{set("A1", "1")}
	for col := range int32(7) {
		formulas = append(formulas, set(cells.Ref{Col: col + 1}.A1(), "=$A$1*ROW()"))
	}
	h.update("api", append(formulas, cells.Fill{Source: source, Target: all})...)

	view := map[string]any{"t": "view", "sheet": 1, "top": 0, "left": 0, "bottom": 8_159, "right": 7}
	gate := make(chan struct{})
	stalled := h.visit(guest{actor: "stalled", dial: &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &gated{Conn: conn, gate: gate}, err
	}}})
	stalled.send(view)
	stalled.shows("B8160", "8160")
	stalled.conn.NetConn().(*gated).shut()
	other := h.visit(guest{actor: "other"})
	other.send(view)

	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var before uint64
	for round, most := 0, 100; round < most; round++ {
		c := h.update("api", cells.Set{Range: cells.Range{Sheet: 1}, Inputs: []cells.Input{cells.Literal(cells.Num(float64(round) + 0.5))}})
		if c.Recomputed != int(7*rows) {
			t.Fatalf("a wave of %d cells", c.Recomputed)
		}
		other.reaches(c.Position.Version)
		if before == 0 && h.hub.Stats().Behind > 0 { // the buffers of the kernel are full
			before, most = heap(), round+15
		}
	}
	if before == 0 {
		t.Fatal("the stalled tab is not behind")
	}
	if now := heap(); now > before+4<<20 {
		t.Errorf("the heap grew from %d to %d bytes", before, now)
	}
	close(gate)
	last := h.update("api", set("A1", "2"))
	stalled.reaches(last.Position.Version)
	stalled.shows("B8160", "16320")
}
