package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
)

// tab is a browser's tab as the wire knows it: it looks at part of a sheet and may edit.
type tab struct {
	conn *websocket.Conn
	seq  uint64
	last uint32 // the last question asked
	read sync.WaitGroup

	mu    sync.Mutex
	news  *sync.Cond
	acks  map[uint64]uint64 // version by seq
	seen  uint64            // the newest version a frame of cells has brought
	times []arrival
	told  uint32 // the last question answered
	known int    // frames so far
	bytes int    // of frames of cells
	err   error
}

// arrival is when a frame brought a version.
type arrival struct {
	version uint64
	at      time.Time
}

// open opens a tab that looks at a range of the first sheet.
func (b *book) open(ctx context.Context, name string, view cells.Range) (*tab, error) {
	url := strings.Replace(b.server.pages, "http://", "ws://", 1) + "/live?book=" + b.ID
	conn, response, err := websocket.DefaultDialer.DialContext(ctx, url, http.Header{"Authorization": {"Bearer " + b.Tokens["editor"]}})
	if err != nil {
		return nil, fmt.Errorf("open a websocket: %w", err)
	}
	_ = response.Body.Close()
	t := &tab{conn: conn, acks: map[uint64]uint64{}}
	t.news = sync.NewCond(&t.mu)
	hello := map[string]any{"t": "hello", "protocol": 1, "client": "bench-" + name, "name": name, "book": b.ID, "view": view}
	if err := conn.WriteJSON(hello); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("say hello: %w", err)
	}
	t.read.Go(t.pump)
	if err := t.await(func() bool { return len(t.times) > 0 }); err != nil {
		t.close()
		return nil, fmt.Errorf("wait for the first frame: %w", err)
	}
	return t, nil
}

func (t *tab) close() {
	_ = t.conn.Close()
	t.read.Wait()
}

func (t *tab) pump() {
	for {
		kind, message, err := t.conn.ReadMessage()
		now := time.Now()
		t.mu.Lock()
		if err != nil {
			t.err = err
		} else if kind == websocket.BinaryMessage && len(message) >= 32 {
			version := uint64(math.Float64frombits(binary.LittleEndian.Uint64(message[8:])))
			t.bytes += len(message)
			if id := binary.LittleEndian.Uint32(message[4:]); id != 0 {
				t.told = id
			} else {
				t.seen = max(t.seen, version)
				t.known++
				t.times = append(t.times, arrival{version, now})
			}
		} else if kind == websocket.TextMessage {
			t.hear(message)
		}
		t.news.Broadcast()
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// hear takes a control message; the lock is held.
func (t *tab) hear(message []byte) {
	var m struct {
		T       string       `json:"t"`
		Seq     uint64       `json:"seq"`
		Version uint64       `json:"version"`
		Error   *cells.Error `json:"error"`
	}
	if json.Unmarshal(message, &m) != nil {
		return
	}
	switch m.T {
	case "ack":
		t.acks[m.Seq] = m.Version
	case "refuse":
		if m.Error != nil {
			t.err = m.Error
		}
	}
}

// await waits until cond holds; it is asked under the lock.
func (t *tab) await(cond func() bool) error {
	late := time.AfterFunc(60*time.Second, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.err == nil {
			t.err = errors.New("nothing came for a minute")
		}
		t.news.Broadcast()
	})
	defer late.Stop()
	t.mu.Lock()
	defer t.mu.Unlock()
	for !cond() {
		if t.err != nil {
			return t.err
		}
		t.news.Wait()
	}
	return nil
}

// edit sends ops and gives the version they took effect at.
func (t *tab) edit(ops ...cells.Op) (uint64, error) {
	t.seq++
	seq := t.seq
	if err := t.conn.WriteJSON(map[string]any{"t": "edit", "seq": seq, "ops": cells.Ops(ops)}); err != nil {
		return 0, fmt.Errorf("send an edit: %w", err)
	}
	if err := t.await(func() bool { return t.acks[seq] != 0 }); err != nil {
		return 0, fmt.Errorf("wait for an acknowledgement: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.acks[seq], nil
}

// until waits until a frame has brought the version, and tells when the first such frame came.
func (t *tab) until(version uint64) (time.Time, error) {
	if err := t.await(func() bool { return t.seen >= version }); err != nil {
		return time.Time{}, fmt.Errorf("wait for a frame: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range t.times {
		if a.version >= version {
			return a.at, nil
		}
	}
	return time.Time{}, errors.New("the frame is not noted")
}

// forget drops what was noted of frames so far, and gives how many bytes they had.
func (t *tab) forget() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.bytes
	t.bytes, t.times = 0, nil
	return n
}

// set is the op that types a text into a cell of the first sheet.
func set(row, col int32, text string) cells.Op {
	return cells.Set{Range: cells.Ref{Sheet: 1, Row: row, Col: col}.Range(), Inputs: []cells.Input{cells.Typed(text)}}
}

// look has the tab see another range, and returns when its cells are there.
func (t *tab) look(r cells.Range) error {
	t.mu.Lock()
	before := t.known
	t.mu.Unlock()
	if err := t.conn.WriteJSON(struct {
		T string `json:"t"`
		cells.Range
	}{"view", r}); err != nil {
		return fmt.Errorf("say what is seen: %w", err)
	}
	if err := t.await(func() bool { return t.known > before }); err != nil {
		return fmt.Errorf("wait for the cells: %w", err)
	}
	return nil
}

// ask reads a range, whatever is seen.
func (t *tab) ask(r cells.Range) error {
	t.last++
	id := t.last
	if err := t.conn.WriteJSON(map[string]any{"t": "ask", "id": id, "what": "read", "range": r}); err != nil {
		return fmt.Errorf("ask for a range: %w", err)
	}
	if err := t.await(func() bool { return t.told >= id }); err != nil {
		return fmt.Errorf("wait for a range: %w", err)
	}
	return nil
}
