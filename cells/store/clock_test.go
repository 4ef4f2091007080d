package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
)

// ticks counts the Ticks in the log of a book.
func ticks(t *testing.T, c *redis.Client, id string) int {
	t.Helper()
	log, err := c.XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range log {
		if text, _ := m.Values["entry"].(string); strings.Contains(text, `"tick"`) {
			n++
		}
	}
	return n
}

// asked counts what the store is asked for books and alarms.
func asked(t *testing.T, c *redis.Client) int {
	t.Helper()
	n := 0
	for name, count := range calls(t, c) {
		switch {
		case name == "info", name == "ping", strings.HasPrefix(name, "client"), strings.HasPrefix(name, "subscribe"):
		default:
			n += count
		}
	}
	return n
}

func rarelyLooked(o *store.Options) {
	o.Engine, o.Poll, o.Rouse, o.Checkpoint.Quiet = nil, time.Hour, time.Hour, time.Hour
}

// A book that a device feeds and nobody watches: absent becomes true by itself, once, and a reader that comes then sees it at once.
func TestTimePassesUnwatched(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), rarelyLooked)
	b := hold(t, s, create(t, s))
	update(t, b, typed(0, 1, `=absent(A1,"1s")`))
	update(t, b, reading(0, 21, 0))
	if v := valueAt(t, b, cell(0, 1)); !v.Equal(cells.Boolean(false)) {
		t.Fatalf("absent is %v after a reading", v)
	}
	eventually(t, "absent is true", func() bool { return valueAt(t, b, cell(0, 1)).Equal(cells.Boolean(true)) })
	if n := ticks(t, c, b.ID()); n != 1 {
		t.Errorf("%d ticks for one moment", n)
	}
	other := hold(t, open(t, r.url(), rarelyLooked), b.ID())
	if !valueAt(t, other, cell(0, 1)).Equal(cells.Boolean(true)) {
		t.Error("another server's reader does not see it")
	}
}

// While nothing is due, an open book costs the store no command.
func TestNothingDueCostsNothing(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), rarelyLooked)
	plain, waits := hold(t, s, create(t, s)), hold(t, s, create(t, s))
	update(t, plain, typed(0, 1, "=A1*2"))
	update(t, waits, reading(0, 21, 0))
	update(t, waits, typed(0, 1, `=absent(A1,"1h")`))
	eventually(t, "the alarm is set", func() bool { return c.ZCard(t.Context(), "freshet:alarms").Val() == 1 })
	elsewhere := startRedis(t) // where seconds can be counted
	other := open(t, elsewhere.url(), rarelyLooked)
	pace := hold(t, other, create(t, other))
	update(t, pace, typed(0, 0, "=NOW()"))
	before := asked(t, c)
	for i := range 3 {
		for range 20 { // readers come and go
			hold(t, s, plain.ID())
			hold(t, s, waits.ID())
		}
		eventually(t, "a second passes", func() bool { return ticks(t, elsewhere.client(), pace.ID()) > i })
	}
	if n := asked(t, c) - before; n != 0 {
		t.Errorf("%d commands with nothing due", n)
	}
}

// Several servers have a book open; one of them ticks each time.
func TestTwoServersOneTick(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	one, two := open(t, r.url(), rarelyLooked), open(t, r.url(), rarelyLooked)
	a := hold(t, one, create(t, one))
	b := hold(t, two, a.ID())
	update(t, a, typed(0, 0, "=NOW()"))
	start := time.Now()
	eventually(t, "it has ticked four times", func() bool { return ticks(t, c, a.ID()) >= 4 })
	if spent := time.Since(start); spent < 2500*time.Millisecond {
		t.Errorf("four ticks in %v", spent)
	}
	n, spent := ticks(t, c, a.ID()), time.Since(start)
	if most := int(spent/time.Second) + 2; n > most {
		t.Errorf("%d ticks in %v", n, spent)
	}
	pacedTicks(t, c, a.ID())
	eventually(t, "both have the same", func() bool { return state(t, a) == state(t, b) })
}

// holder opens a book and says so, and ticks until it is killed.
func holder(args []string) {
	s, err := store.Open(context.Background(), store.Options{URL: args[0], Logger: quiet()})
	if err != nil {
		fmt.Println("failed", err)
		return
	}
	if _, err := s.Book(context.Background(), args[1]); err != nil {
		fmt.Println("failed", err)
		return
	}
	fmt.Println("ready")
	select {}
}

// The server that ticks is killed, or stopped in the middle of it: another one that has the book open goes on, and when the stopped one wakes up, one of them does.
func TestAnotherTicksAfterAKill(t *testing.T) {
	for name, stopped := range map[string]bool{"killed": false, "stopped": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := durable(t)
			c := r.client()
			s := open(t, r.url(), rarelyLooked)
			b := hold(t, s, create(t, s))
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(exe)
			cmd.Env = append(os.Environ(), "FRESHET_TEST_HOLDER="+r.url()+" "+b.ID())
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
			}()
			word := make([]byte, 6)
			if _, err := out.Read(word); err != nil || string(word) != "ready\n" {
				t.Fatalf("%q %v", word, err)
			}
			more := func(what string) {
				n := ticks(t, c, b.ID())
				eventually(t, what, func() bool { return ticks(t, c, b.ID()) >= n+2 })
			}
			update(t, b, typed(0, 0, "=NOW()"))
			more("it ticks")
			if stopped {
				_ = cmd.Process.Signal(syscall.SIGSTOP)
				more("it goes on")
				_ = cmd.Process.Signal(syscall.SIGCONT)
			} else {
				_ = cmd.Process.Kill()
			}
			more("it goes on")
			pacedTicks(t, c, b.ID())
		})
	}
}

// pacedTicks sees to it that no two Ticks of a book are from the same second.
func pacedTicks(t *testing.T, c *redis.Client, id string) {
	t.Helper()
	log, err := c.XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for _, m := range log {
		text, _ := m.Values["entry"].(string)
		if !strings.Contains(text, `"tick"`) {
			continue
		}
		var e struct{ At int64 }
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		if e.At-last < 900 {
			t.Errorf("entry %s is a tick %d ms after the one before", m.ID, e.At-last)
		}
		last = e.At
	}
}

// A book that no server has open becomes due: one server opens it, and it ticks.
func TestClosedBookIsOpenedWhenDue(t *testing.T) {
	r := startRedis(t)
	t.Run("redis", func(t *testing.T) {
		closedBook(t, store.Options{URL: r.url()}, r.client())
	})
	e, err := embed.Open(t.Context(), embed.Options{Dir: t.TempDir(), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }
	t.Run("embedded", func(t *testing.T) {
		c := redis.NewClient(&redis.Options{Dialer: dial, Protocol: 2, DisableIdentity: true})
		t.Cleanup(func() { _ = c.Close() })
		closedBook(t, store.Options{Dialer: dial}, c)
	})
}

func closedBook(t *testing.T, where store.Options, c *redis.Client) {
	at := func(o *store.Options) { o.URL, o.Dialer = where.URL, where.Dialer }
	now := time.Now()
	ahead := func(by time.Duration) func(*store.Options) {
		return func(o *store.Options) {
			o.Engine, o.Rouse = nil, 20*time.Millisecond
			o.Now = func() time.Time { return now.Add(by) }
		}
	}
	first, err := store.Open(t.Context(), store.Options{URL: where.URL, Dialer: where.Dialer, AcceptVolatile: true, Logger: quiet(), Rouse: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	id := create(t, first)
	b, err := first.Book(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	update(t, b, reading(0, 21, 0))
	update(t, b, typed(0, 1, `=absent(A1,"5m")`))
	b.Release()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	alarm := c.ZScore(t.Context(), "freshet:alarms", id).Val()
	if in := time.UnixMilli(int64(alarm)).Sub(now); in < 4*time.Minute || in > 6*time.Minute {
		t.Fatalf("the alarm rings in %v", in)
	}
	early := open(t, where.URL, at, ahead(time.Minute))
	one, two := open(t, where.URL, at, ahead(10*time.Minute)), open(t, where.URL, at, ahead(10*time.Minute))
	eventually(t, "it has ticked", func() bool { return ticks(t, c, id) > 0 })
	eventually(t, "the alarm is gone", func() bool {
		return c.ZScore(t.Context(), "freshet:alarms", id).Err() == redis.Nil || c.ZScore(t.Context(), "freshet:alarms", id).Val() > alarm
	})
	if n := ticks(t, c, id); n != 1 {
		t.Errorf("%d ticks", n)
	}
	if n := early.Stats().Books; n != 0 {
		t.Error("a server opened it before its time")
	}
	if n := one.Stats().Books + two.Stats().Books; n != 1 {
		t.Errorf("%d servers opened it", n)
	}
	if !valueAt(t, hold(t, one, id), cell(0, 1)).Equal(cells.Boolean(true)) {
		t.Error("absent is not true")
	}
}
