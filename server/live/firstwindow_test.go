package live_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"freshet/cells"
	"freshet/server/live"
)

// counted is a connection that counts what comes.
type counted struct {
	net.Conn
	bytes *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.bytes.Add(int64(n))
	return n, err
}

// on waits until a cell of some sheet shows a text.
func (t *tab) on(sheet cells.SheetID, a1, text string) {
	t.t.Helper()
	r := rangeOf(t.t, sheet, a1).TopLeft()
	eventually(t.t, fmt.Sprintf("%s of sheet %d shows %s", a1, sheet, text), func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.cells[r].format.Render(t.cells[r].value, "en") == text
	})
}

// A tab that comes for the first time has its cells in two messages and without another word of its own, however long the book is and wherever its
// first sheet comes from.
func TestTheFirstWindowIsOneBundle(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	// The book begins with another sheet than the one with the lowest id.
	h.update("api", cells.AddSheet{Name: "Front", Index: 0}, cells.AddSheet{Name: "Back", Index: -1})
	ops := cells.Ops{}
	for sheet := cells.SheetID(1); sheet <= 3; sheet++ {
		first := cells.Range{Sheet: sheet, Left: 2, Right: 2}
		inputs := make([]cells.Input, 2*5000)
		for i := range inputs {
			inputs[i] = cells.Literal(cells.Num(float64(i) * 1.5 * float64(sheet)))
		}
		all := cells.Range{Sheet: sheet, Left: 2, Right: 2, Bottom: 4999}
		ops = append(ops, cells.Set{Range: cells.Range{Sheet: sheet, Bottom: 4999, Right: 1}, Inputs: inputs},
			cells.Set{Range: first, Inputs: []cells.Input{cells.Typed("=A1*2+B1*$Z$1")}}, cells.Fill{Source: first, Target: all})
	}
	if c := h.update("api", ops...); c.Refused != nil {
		t.Fatal(c.Refused)
	}
	var bytes atomic.Int64
	dial := &websocket.Dialer{EnableCompression: true, NetDial: func(network, address string) (net.Conn, error) {
		c, err := net.Dial(network, address)
		return counted{c, &bytes}, err
	}}
	x := h.visit(guest{view: "A1:P64", newcomer: true, dial: dial}) // a large screen
	x.on(2, "C64", "756")
	x.mu.Lock()
	texts, frames, wire := len(x.got), x.frames, bytes.Load()
	for r := range x.cells {
		if r.Sheet != 2 {
			t.Errorf("%v came, too", r)
			break
		}
	}
	x.mu.Unlock()
	if texts != 1 || frames != 1 {
		t.Errorf("%d messages and %d frames came; a welcome and a frame are enough", texts, frames)
	}
	if wire > 5_000 {
		t.Errorf("%d bytes came on the wire", wire)
	}
	t.Logf("%d bytes on the wire, of %d in messages", wire, x.bytes)

	// From here on the tab is like any other.
	h.update("api", cells.Set{Range: rangeOf(t, 2, "A1"), Inputs: []cells.Input{cells.Literal(cells.Num(1000))}})
	x.on(2, "C1", "2000")
	x.send(map[string]any{"t": "view", "sheet": 3, "top": 0, "left": 0, "bottom": 31, "right": 7})
	x.on(3, "C2", "18")
}

// A view of no sheet is for the hello only, and without pins; a book that begins with another sheet meanwhile tells of that one.
func TestNoSheetIsForNewcomers(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{})
	h.update("api", set("A1", "here"))
	x := h.visit(guest{newcomer: true})
	x.on(1, "A1", "here")
	x.send(map[string]any{"t": "view", "sheet": 0, "top": 0, "left": 0, "bottom": 31, "right": 7})
	if m := x.heard("a refusal", func(m heard) bool { return m.T == "refuse" }); m.Of != "view" || m.Error.Code != cells.Invalid {
		t.Errorf("a later view of no sheet is answered %s", m.raw)
	}
	for what, view := range map[string]string{
		"pins":     `{"sheet":0,"top":0,"left":0,"bottom":31,"right":7,"pins":[{"sheet":1,"top":0,"left":0,"bottom":1,"right":1}]}`,
		"disorder": `{"sheet":0,"top":9,"left":0,"bottom":3,"right":7}`,
		"size":     `{"sheet":0,"top":0,"left":0,"bottom":1048575,"right":16383}`,
	} {
		header := http.Header{"Authorization": {"Bearer " + h.tokens[cells.Editor]}, "X-Actor": {what}}
		conn, _, err := websocket.DefaultDialer.Dial(strings.Replace(h.server.URL, "http", "ws", 1)+"/live?book="+h.book, header)
		if err != nil {
			t.Fatal(err)
		}
		hello := fmt.Sprintf(`{"t":"hello","protocol":1,"client":"%s-client-00","name":"","book":%q,"view":%s}`, what, h.book, view)
		if err := conn.WriteMessage(websocket.TextMessage, []byte(hello)); err != nil {
			t.Fatal(err)
		}
		var m heard
		_, b, err := conn.ReadMessage()
		if err == nil {
			err = json.Unmarshal(b, &m)
		}
		if err != nil || m.T != "refuse" || m.Of != "view" {
			t.Errorf("%s: %s, %v", what, b, err)
		}
		_ = conn.Close()
	}
}
