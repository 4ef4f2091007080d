package live_test

import (
	"context"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
	"freshet/server/live"
)

func TestReconnectResumes(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	h.update("api", set("A1", "old"), set("B1", "=A1&\"!\""))
	x := h.visit(guest{})
	x.shows("B1", "old!")
	x.leave()
	held := x.cells
	position := cells.Position{Epoch: x.epoch, Version: x.version}
	h.update("api", set("A1", "new"))
	last := h.update("api", set("C1", "more"))

	y := h.visit(guest{position: &position})
	y.reaches(last.Position.Version)
	y.leave()
	if y.resets != 0 {
		t.Error("the tab had to begin anew")
	}
	if len(y.cells) != 3 {
		t.Errorf("the tab was told of %d cells, want the 3 that changed", len(y.cells))
	}
	for r, c := range y.cells {
		held[r] = c
	}
	if got := held[rangeOf(t, 1, "B1").TopLeft()].value.Text(); got != "new!" {
		t.Errorf("B1 is %q", got)
	}

	// Another epoch, or a version nobody remembers, begins anew.
	for _, p := range []cells.Position{{Epoch: "another", Version: position.Version}, {Epoch: position.Epoch, Version: position.Version + 1000}} {
		z := h.visit(guest{position: &p})
		z.shows("B1", "new!")
		z.leave()
		if z.resets != 1 {
			t.Errorf("from %v the tab did not begin anew", p)
		}
	}
}

func TestAServerThatRestartsLosesNothingTyped(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.edit(1, set("A1", "1"))
	x.answered(1)
	h.restart(live.Limits{})
	if code := x.ended(); code != live.CloseDrain {
		t.Errorf("the socket closed with %d", code)
	}
	y := h.visit(guest{position: &cells.Position{Epoch: x.epoch, Version: x.version}})
	// The tab did not hear of the answer, say, and sends the first edit again; it takes effect once.
	y.edit(1, set("A1", "1 again"))
	y.edit(2, set("A2", "2"))
	if m := y.answered(1); m.T != "ack" {
		t.Errorf("a repetition is answered %s", m.raw)
	}
	y.shows("A2", "2")
	z := h.visit(guest{actor: "bob"})
	z.shows("A1", "1")
	z.shows("A2", "2")
}

func TestARefusalLostOnTheWayIsToldAgain(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.edit(1, set("A1", "=1+"))
	x.edit(2, set("A2", "two"))
	x.answered(2)
	x.leave()
	y := h.visit(guest{})
	y.edit(1, set("A1", "=1+"))
	y.edit(2, set("A2", "two"))
	if m := y.answered(1); m.T != "refuse" || m.Error.Code != cells.Syntax {
		t.Errorf("the refused edit is answered %s", m.raw)
	}
	if m := y.answered(2); m.T != "ack" {
		t.Errorf("the other is answered %s", m.raw)
	}
}

func TestEditsThatArrivedAreDoneBeforeTheDrainEnds(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	x := h.visit(guest{})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	for seq := range uint64(40) {
		x.edit(seq+1, set("A1", "typed"))
	}
	x.answered(1)
	h.restart(live.Limits{})
	x.ended()
	acked := uint64(0)
	for _, m := range x.got {
		if m.T == "ack" {
			acked = max(acked, m.Seq)
		}
	}
	y := h.visit(guest{})
	// What was not acknowledged is sent again; with what was, that makes forty, and no number twice.
	for seq := acked + 1; seq <= 40; seq++ {
		y.edit(seq, set("A1", "typed"))
	}
	y.edit(41, set("A2", "end"))
	y.answered(41)
	y.shows("A1", "typed")
}

func TestABehindTabDoesNotSlowTheOthers(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{Write: 20 * time.Second, Frame: time.Millisecond})
	gate := make(chan struct{})
	stalled := h.visit(guest{actor: "stalled", dial: &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &gated{Conn: conn, gate: gate}, err
	}}})
	stalled.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	stalled.conn.NetConn().(*gated).shut()
	other := h.visit(guest{actor: "other"})
	other.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	text := make([]byte, 30_000)
	rounds := 0
	chance := rand.New(rand.NewPCG(1, 2))
	for ; h.hub.Stats().Behind == 0 && rounds < 3000; rounds++ { // until the buffers of the kernel are full
		for i := range text {
			text[i] = byte('0' + chance.IntN(75)) // nothing that compression makes small
		}
		c := h.update("api", set("A1", string(text)))
		other.reaches(c.Position.Version)
	}
	if h.hub.Stats().Behind == 0 {
		t.Fatalf("after %d rounds of 30 kB the stalled tab is not behind", rounds)
	}
	before := other.count()
	for range 20 {
		c := h.update("api", set("A2", "go on"), set("A3", time.Now().String()))
		other.reaches(c.Position.Version)
	}
	if n := other.count() - before; n < 20 {
		t.Errorf("the other tab had %d frames for 20 versions it waited for", n)
	}
	last := h.update("api", set("A1", "short"), set("A2", "caught up"))
	close(gate)
	stalled.reaches(last.Position.Version)
	stalled.shows("A2", "caught up")
	stalled.shows("A1", "short")
	stalled.leave()
	if stalled.resets != 1 {
		t.Errorf("the stalled tab began anew %d times, want once, at first", stalled.resets)
	}
}

// gated is a connection of which nothing is read while it is shut.
type gated struct {
	net.Conn
	gate chan struct{}
	on   atomic.Bool
}

func (g *gated) shut() { g.on.Store(true) }

func (g *gated) Read(b []byte) (int, error) {
	if g.on.Load() {
		<-g.gate
	}
	return g.Conn.Read(b)
}

func TestATabThatTakesNothingIsClosed(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{Write: 200 * time.Millisecond, Silence: 600 * time.Millisecond, Frame: time.Millisecond})
	gate := make(chan struct{})
	defer close(gate)
	stalled := h.visit(guest{dial: &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &gated{Conn: conn, gate: gate}, err
	}}})
	stalled.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	stalled.conn.NetConn().(*gated).shut()
	eventually(t, "it is gone", func() bool { return h.hub.Stats().Sockets == 0 })
}

func TestTwoServersOneBook(t *testing.T) {
	url := startRedis(t)
	h := newHouse(t, url, live.Limits{})
	other := join(t, url, live.Limits{})
	other.book, other.tokens = h.book, h.tokens
	ann, bob := h.visit(guest{actor: "ann", name: "Ann"}), other.visit(guest{actor: "bob", name: "Bob"})
	ann.edit(1, set("A1", "20"))
	bob.shows("A1", "20")
	bob.edit(1, set("B1", "=A1*2"))
	ann.shows("B1", "40")
	sees := func(x *tab, name string) func() bool {
		return func() bool {
			x.mu.Lock()
			defer x.mu.Unlock()
			for _, n := range x.people {
				if n == name {
					return true
				}
			}
			return false
		}
	}
	eventually(t, "Ann sees Bob", sees(ann, "Bob"))
	eventually(t, "Bob sees Ann", sees(bob, "Ann"))
	bob.leave()
	eventually(t, "Ann sees Bob leave", func() bool { return !sees(ann, "Bob")() })
}
