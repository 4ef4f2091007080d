package live_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"freshet/cells"
)

// tab is a browser's tab as far as the wire goes: it keeps what it is told.
type tab struct {
	t    testing.TB
	conn *websocket.Conn
	done chan struct{}

	mu       sync.Mutex
	got      []heard
	cells    map[cells.Ref]shown
	epoch    string
	version  uint64
	frames   int
	bytes    int
	resets   int
	people   map[string]string // id → name
	shifts   []cells.Shift
	closed   int // the close code
	bye      string
	welcomed bool
}

// heard is a text message.
type heard struct {
	T       string       `json:"t"`
	Seq     uint64       `json:"seq"`
	ID      uint32       `json:"id"`
	Of      string       `json:"of"`
	Client  string       `json:"client"`
	Version uint64       `json:"version"`
	Error   *cells.Error `json:"error"`
	Reason  string       `json:"reason"`
	raw     []byte
}

// guest says how a tab connects.
type guest struct {
	role     cells.Role
	token    string // instead of the role's
	actor    string
	client   string
	name     string
	view     string // "A1:H32" unless told; "-" for none
	newcomer bool   // the view is of the sheet the book begins with, whichever that is
	position *cells.Position
	held     map[cells.Ref]shown // what it holds as of position
	header   http.Header
	protocol int
	dial     *websocket.Dialer
}

// visit opens a tab and says hello.
func (h *house) visit(g guest) *tab {
	h.t.Helper()
	if g.role == cells.NoRole {
		g.role = cells.Editor
	}
	if g.token == "" {
		g.token = h.tokens[g.role]
	}
	if g.actor == "" {
		g.actor = "ann"
	}
	if g.client == "" {
		g.client = g.actor + "-client-0"
	}
	if g.view == "" {
		g.view = "A1:H32"
	}
	if g.protocol == 0 {
		g.protocol = 1
	}
	if g.dial == nil {
		g.dial = websocket.DefaultDialer
	}
	header := http.Header{"Authorization": {"Bearer " + g.token}, "X-Actor": {g.actor}}
	for k, v := range g.header {
		header[k] = v
	}
	conn, res, err := g.dial.Dial(strings.Replace(h.server.URL, "http", "ws", 1)+"/live?book="+h.book, header)
	if err != nil {
		status := ""
		if res != nil {
			status = res.Status
		}
		h.t.Fatalf("dial: %v %s", err, status)
	}
	t := &tab{t: h.t, conn: conn, done: make(chan struct{}), cells: g.held, people: map[string]string{}}
	if t.cells == nil {
		t.cells = map[cells.Ref]shown{}
	}
	if g.position != nil && g.held != nil {
		t.version = g.position.Version
	}
	hello := map[string]any{"t": "hello", "protocol": g.protocol, "client": g.client, "name": g.name, "book": h.book}
	if g.view != "-" {
		view := rangeOf(h.t, 1, g.view)
		if g.newcomer {
			view.Sheet = 0
		}
		hello["view"] = view
	}
	if g.position != nil {
		hello["position"] = g.position
	}
	t.send(hello)
	go t.listen()
	h.t.Cleanup(t.leave)
	return t
}

func (t *tab) send(m any) {
	t.t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.t.Fatal(err)
	}
	_ = t.conn.WriteMessage(websocket.TextMessage, b) // a closed socket is seen by who waits
}

func (t *tab) edit(seq uint64, ops ...cells.Op) {
	t.send(map[string]any{"t": "edit", "seq": seq, "ops": cells.Ops(ops)})
}

func (t *tab) leave() {
	_ = t.conn.Close()
	<-t.done
}

func (t *tab) listen() {
	defer close(t.done)
	for {
		kind, b, err := t.conn.ReadMessage()
		if err != nil {
			t.mu.Lock()
			if e, ok := err.(*websocket.CloseError); ok {
				t.closed = e.Code
			} else {
				t.closed = -1
			}
			t.mu.Unlock()
			return
		}
		t.mu.Lock()
		t.bytes += len(b)
		if kind == websocket.BinaryMessage {
			t.apply(b)
		} else {
			t.hear(b)
		}
		t.mu.Unlock()
	}
}

func (t *tab) hear(b []byte) {
	var m heard
	if err := json.Unmarshal(b, &m); err != nil {
		t.t.Errorf("%s: %v", b, err)
	}
	m.raw = b
	t.got = append(t.got, m)
	switch m.T {
	case "welcome":
		var w struct{ Position cells.Position }
		_ = json.Unmarshal(b, &w)
		t.epoch, t.welcomed = w.Position.Epoch, true
	case "shifts":
		var s struct{ Shifts []cells.Shift }
		_ = json.Unmarshal(b, &s)
		t.shifts = append(t.shifts, s.Shifts...)
	case "presence":
		var p struct {
			Peers []struct{ ID, Name string }
			Gone  []string
		}
		_ = json.Unmarshal(b, &p)
		for _, id := range p.Gone {
			delete(t.people, id)
		}
		for _, x := range p.Peers {
			t.people[x.ID] = x.Name
		}
	case "bye":
		t.bye = m.Reason
	}
}

// heard is the first message of which the test says yes, waiting for it.
func (t *tab) heard(what string, of func(heard) bool) heard {
	t.t.Helper()
	var found heard
	eventually(t.t, what, func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, m := range t.got {
			if of(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// answered is the ack or refusal of an edit.
func (t *tab) answered(seq uint64) heard {
	t.t.Helper()
	return t.heard("an answer to the edit", func(m heard) bool { return (m.T == "ack" || m.T == "refuse") && m.Seq == seq })
}

// reaches waits until the tab is at a version or later.
func (t *tab) reaches(version uint64) {
	t.t.Helper()
	eventually(t.t, "the tab reaches the version", func() bool { return t.at() >= version })
}

func (t *tab) at() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.version
}

// count is how many frames the tab had.
func (t *tab) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.frames
}

// shows waits until a cell of the first sheet shows a text.
func (t *tab) shows(a1, text string) {
	t.t.Helper()
	r := rangeOf(t.t, 1, a1).TopLeft()
	eventually(t.t, a1+" shows "+text, func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		c := t.cells[r]
		return c.format.Render(c.value, "en") == text
	})
}

// ended waits for the end of the socket and tells the code it closed with.
func (t *tab) ended() int {
	t.t.Helper()
	eventually(t.t, "the socket ends", func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.closed != 0
	})
	return t.closed
}
