package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// flaky is a line to Redis on which requests and answers get lost: now and then a connection ends before or after what it should carry.
type flaky struct {
	net.Conn
	odds *atomic.Int64 // one in so many; 0: never
}

func (f flaky) broken() bool {
	n := f.odds.Load()
	if n > 0 && rand.Int64N(n) == 0 {
		_ = f.Close()
		return true
	}
	return false
}

func (f flaky) Write(b []byte) (int, error) {
	if f.broken() {
		return 0, &net.OpError{Op: "write", Err: syscall.ECONNRESET}
	}
	return f.Conn.Write(b)
}

func (f flaky) Read(b []byte) (int, error) {
	n, err := f.Conn.Read(b)
	if err == nil && f.broken() {
		return 0, &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	}
	return n, err
}

func through(s *server, odds *atomic.Int64) func(*store.Options) {
	return func(o *store.Options) {
		o.URL = ""
		o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			c, err := d.DialContext(ctx, "unix", filepath.Join(s.dir, "s"))
			if err != nil {
				return nil, err
			}
			return flaky{c, odds}, nil
		}
	}
}

// On a line that loses requests and answers, two servers write: what was answered is in the log, and nothing is there twice.
func TestLostAnswersAreNotDoubled(t *testing.T) {
	r := startRedis(t)
	var odds atomic.Int64
	fast := func(o *store.Options) { o.Poll, o.Checkpoint.Entries = 50*time.Millisecond, 50 }
	one, two := open(t, "", through(r, &odds), fast), open(t, "", through(r, &odds), fast)
	id := create(t, one)
	books := []*store.Book{hold(t, one, id), hold(t, two, id)}
	odds.Store(15)
	var mu sync.Mutex
	acked := map[string]bool{}
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			for i := range 80 {
				name := fmt.Sprintf("w%d-%d", w, i)
				_, err := books[w%2].Update(t.Context(), cells.Request{Actor: "p1", Ops: cells.Ops{
					cells.Set{Range: cell(w, i).Range(), Inputs: []cells.Input{cells.Typed(name)}},
				}})
				if err == nil {
					mu.Lock()
					acked[name] = true
					mu.Unlock()
				} else if code(err) != cells.Unavailable {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	wg.Wait()
	odds.Store(0)
	eventually(t, "both agree", func() bool { return state(t, books[0]) == state(t, books[1]) })
	third := hold(t, open(t, r.url()), id)
	if state(t, third) != state(t, books[0]) {
		t.Fatal("a server that opened the book later has other values")
	}
	log, err := r.client().XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, m := range log {
		text, _ := m.Values["entry"].(string)
		if _, rest, ok := strings.Cut(text, `"inputs":["`); ok {
			name, _, _ := strings.Cut(rest, `"`)
			times[name]++
		}
	}
	for name, n := range times {
		if n > 1 {
			t.Errorf("%s is in the log %d times", name, n)
		}
	}
	for name := range acked {
		if times[name] != 1 {
			t.Errorf("%s was acknowledged and is in the log %d times", name, times[name])
		}
	}
	t.Logf("%d of 480 acknowledged, %d retries", len(acked), one.Stats().Retries+two.Stats().Retries)
	if one.Stats().Retries+two.Stats().Retries == 0 {
		t.Error("nothing was ever lost: the test proves nothing")
	}
}

// While Redis is away updates are refused in bounded time, reading goes on, and all is well when it is back.
func TestRedisAway(t *testing.T) {
	r := startRedis(t, "--appendonly", "yes", "--appendfsync", "always")
	s := open(t, r.url(), func(o *store.Options) {
		o.AcceptVolatile, o.Patience, o.Poll = false, 300*time.Millisecond, 50*time.Millisecond
	})
	b := hold(t, s, create(t, s))
	update(t, b, set(0, 0, 1))
	r.kill()
	if _, err := b.Update(t.Context(), set(0, 0, 2)); code(err) != cells.Unavailable {
		t.Fatalf("got %v", err)
	}
	if v := valueAt(t, b, cell(0, 0)); !v.Equal(cells.Num(1)) {
		t.Fatalf("A1 is %v", v.Float())
	}
	if _, err := s.Grant(t.Context(), b.ID()+"_abcdefghijk"); code(err) != cells.Unavailable {
		t.Fatalf("grant: %v", err)
	}
	r.start()
	eventually(t, "updates go through", func() bool { _, err := b.Update(t.Context(), set(0, 0, 3)); return err == nil })
	if v := valueAt(t, b, cell(0, 0)); !v.Equal(cells.Num(3)) {
		t.Fatalf("A1 is %v", v.Float())
	}
	r.vouched(b.ID())
	other := hold(t, open(t, r.url()), b.ID())
	if state(t, other) != state(t, b) {
		t.Fatal("the replicas differ")
	}
}

// A Redis that hangs may have taken what it did not answer: the caller is told so, and the replica finds out.
func TestRedisHangs(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), func(o *store.Options) { o.Patience, o.Poll = 200*time.Millisecond, time.Hour })
	b := hold(t, s, create(t, s))
	update(t, b, set(0, 0, 1))
	eventually(t, "the first look is over", func() bool { return s.Stats().CatchUps >= 1 })
	if err := r.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	_, err := b.Update(t.Context(), set(0, 0, 2))
	if code(err) != cells.Unavailable || !strings.Contains(err.Error(), "not known") {
		t.Fatalf("got %v", err)
	}
	if err := r.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	eventually(t, "updates go through", func() bool { _, err := b.Update(t.Context(), set(0, 1, 1)); return err == nil })
	other := hold(t, open(t, r.url()), b.ID())
	eventually(t, "replicas agree", func() bool { return state(t, other) == state(t, b) })
}

// A caller that gives up before its request was sent changes nothing.
func TestCallerGivesUp(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url())
	b := hold(t, s, create(t, s))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Update(ctx, set(0, 0, 1)); err == nil {
		t.Fatal("no error")
	}
	update(t, b, set(0, 1, 1))
}
