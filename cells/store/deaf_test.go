package store_test

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// muffled is a line to Redis on which what is subscribed to is held up while off is set, and what is asked for then gets lost.
type muffled struct {
	net.Conn
	off        *atomic.Bool
	subscribed *atomic.Bool
}

func (m muffled) Write(b []byte) (int, error) {
	if bytes.Contains(bytes.ToLower(b), []byte("subscribe")) {
		if m.off.Load() {
			return len(b), nil
		}
		m.subscribed.Store(true)
	}
	return m.Conn.Write(b)
}

func (m muffled) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	for m.subscribed.Load() && m.off.Load() {
		time.Sleep(time.Millisecond)
	}
	return n, err
}

func muffle(s *server, off *atomic.Bool) func(*store.Options) {
	return func(o *store.Options) {
		o.URL, o.Poll = "", time.Hour
		o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			c, err := d.DialContext(ctx, "unix", filepath.Join(s.dir, "s"))
			return muffled{c, off, new(atomic.Bool)}, err
		}
	}
}

// A server that heard late of entries whose history another had written by then can still put that history back.
func TestHistoryOfLateEntriesIsPutBack(t *testing.T) {
	r := durable(t)
	var off atomic.Bool
	one := open(t, r.url(), slowPoll)
	two := open(t, "", muffle(r, &off))
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	eventually(t, "the first look is over", func() bool { return two.Stats().CatchUps >= 1 })
	size := r.size()
	off.Store(true)
	for i := range 20 {
		update(t, a, reading(0, float64(i), 0))
	}
	eventually(t, "history is written", func() bool { return field(t, r.client(), id, "eff") == "21" })
	if n := len(history(t, b, 0, 0, 100)); n != 20 {
		t.Fatalf("%d points", n)
	}
	if valueAt(t, b, cell(0, 0)).Equal(cells.Num(19)) {
		t.Fatal("the entries were heard of: the test proves nothing")
	}
	off.Store(false)
	eventually(t, "both have all", func() bool { return state(t, a) == state(t, b) })
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	r.lose(size)
	update(t, b, reading(0, 20, 0))
	got := history(t, b, 0, 0, 100)
	if len(got) != 21 {
		t.Fatalf("%d points of 21 readings", len(got))
	}
	for i, p := range got {
		if !p.Value.Equal(cells.Num(float64(i))) {
			t.Fatalf("point %d is %v", i, p.Value.Float())
		}
	}
}

// A server whose first word from the bus comes after a restart of the store was there before it all the same.
func TestVouchingBeforeTheBusWasHeard(t *testing.T) {
	r := durable(t)
	var off atomic.Bool
	s := open(t, "", muffle(r, &off))
	id := create(t, s)
	off.Store(true)
	b := hold(t, s, id)
	update(t, b, set(0, 0, 1))
	r.kill()
	off.Store(false)
	r.start()
	r.vouched(id)
	if hold(t, open(t, r.url()), id); b.Err() != nil {
		t.Fatal(b.Err())
	}
}
