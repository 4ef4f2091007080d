package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// aof is the file in which the Redis of a test notes what comes.
func (s *server) aof() string {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(names) != 1 {
		s.t.Fatalf("append-only files: %v %v", names, err)
	}
	return names[0]
}

func (s *server) size() int64 {
	s.t.Helper()
	info, err := os.Stat(s.aof())
	if err != nil {
		s.t.Fatal(err)
	}
	return info.Size()
}

// lose kills Redis and starts it with what its file held at a size: as when it had not synced the rest.
func (s *server) lose(size int64) {
	s.t.Helper()
	s.kill()
	if err := os.Truncate(s.aof(), size); err != nil {
		s.t.Fatal(err)
	}
	s.start()
}

// vouched waits until a server that was there before a restart has found the book whole after it.
func (s *server) vouched(id string) {
	s.t.Helper()
	c := s.client()
	eventually(s.t, "a server vouches for the book", func() bool {
		info, err := c.Info(s.t.Context(), "server").Result()
		return err == nil && strings.Contains(info, field(s.t, c, id, "run"))
	})
}

func durable(t *testing.T) *server {
	return startRedis(t, "--appendonly", "yes", "--appendfsync", "always")
}

// What Redis lost in a crash the servers that saw it put back: entries and history, once.
func TestLostTailIsPutBack(t *testing.T) {
	r := durable(t)
	quick := func(o *store.Options) { o.Poll = 20 * time.Millisecond }
	one, two := open(t, r.url(), quick), open(t, r.url(), quick)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	for i := range 20 {
		update(t, a, reading(0, float64(i), 0))
	}
	eventually(t, "history is written", func() bool { return field(t, r.client(), id, "eff") == "21" })
	size := r.size()
	for i := range 30 {
		update(t, []*store.Book{a, b}[i%2], reading(0, float64(20+i), 0))
	}
	eventually(t, "both have all", func() bool { return state(t, a) == state(t, b) })
	want := state(t, a)
	r.lose(size)
	eventually(t, "the entries are back", func() bool { return one.Stats().Restored+two.Stats().Restored == 30 })
	if got := state(t, a); got != want {
		t.Fatalf("the replica is %s, was %s", got, want)
	}
	eventually(t, "history is back", func() bool { return field(t, r.client(), id, "eff") == "51" })
	r.vouched(id)
	update(t, a, reading(0, 50, 0))
	update(t, b, reading(0, 51, 0))
	third := hold(t, open(t, r.url()), id)
	points, err := third.History(t.Context(), cell(0, 0), 0, 0, 1000)
	if err != nil || len(points) != 52 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for i, p := range points {
		if !p.Value.Equal(cells.Num(float64(i))) {
			t.Fatalf("point %d is %v", i, p.Value.Float())
		}
	}
}

// An update is what finds out about the loss: it goes through, after what was lost.
func TestUpdateAfterALoss(t *testing.T) {
	r := durable(t)
	s := open(t, r.url(), func(o *store.Options) { o.Poll = time.Hour })
	id := create(t, s)
	b := hold(t, s, id)
	update(t, b, set(0, 0, 1))
	size := r.size()
	for i := range 10 {
		update(t, b, set(0, i+1, float64(i)))
	}
	r.lose(size)
	c := update(t, b, set(5, 0, 5))
	if c.Position.Version != 13 {
		t.Fatalf("version %d", c.Position.Version)
	}
	r.vouched(id)
	other := hold(t, open(t, r.url()), id)
	if state(t, other) != state(t, b) {
		t.Fatal("replicas differ")
	}
}

// A Redis that loads a torn file can bring back a record of the log without its head. It is taken in, and the book goes on.
func TestRecordBeyondTheHead(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), func(o *store.Options) { o.Poll = time.Hour })
	id := create(t, s)
	b := hold(t, s, id)
	update(t, b, set(0, 0, 1))
	eventually(t, "the first look is over", func() bool { return s.Stats().CatchUps >= 1 })
	record := fmt.Sprintf(`{"at":%d,"rnd":1,"rev":"1/test","by":"p2","ops":[{"op":"set","range":{"sheet":1,"top":0,"left":1,"bottom":0,"right":1},"inputs":["x"]}]}`, time.Now().UnixMilli())
	if err := r.client().XAdd(t.Context(), xadd("{"+id+"}:log", "3-0", record)).Err(); err != nil {
		t.Fatal(err)
	}
	if c := update(t, b, set(0, 2, 2)); c.Position.Version != 4 {
		t.Fatalf("version %d", c.Position.Version)
	}
	if !valueAt(t, b, cell(0, 1)).Equal(cells.Str("x")) {
		t.Fatal("the record was not taken in")
	}
	if state(t, hold(t, open(t, r.url()), id)) != state(t, b) {
		t.Fatal("replicas differ")
	}
}

// When somebody wrote to the shortened log first, the replica that had seen more gives way: it is loaded again, and nobody follows two histories.
func TestLogThatWentAnotherWay(t *testing.T) {
	for _, more := range []int{1, 5, 9} { // fewer, as many, and more entries than were lost
		t.Run(fmt.Sprint(more), func(t *testing.T) {
			r := durable(t)
			s := open(t, r.url(), func(o *store.Options) { o.Poll = time.Hour })
			id := create(t, s)
			b := hold(t, s, id)
			update(t, b, set(0, 0, 1))
			size := r.size()
			for i := range 5 {
				update(t, b, set(0, i+1, float64(i)))
			}
			r.kill()
			if err := os.Truncate(r.aof(), size); err != nil {
				t.Fatal(err)
			}
			// Written as by a server that never saw what was lost, where this one cannot look yet.
			aside := &server{t: t, dir: r.dir, args: slices.Clone(r.args), socket: "aside"}
			aside.args[slices.Index(aside.args, filepath.Join(r.dir, "s"))] = filepath.Join(r.dir, "aside")
			aside.start()
			c := aside.client()
			for i := range more {
				record := fmt.Sprintf(`{"at":%d,"rnd":1,"rev":"1/test","by":"p2","ops":[{"op":"set","range":{"sheet":1,"top":9,"left":%d,"bottom":9,"right":%d},"inputs":["other"]}]}`, time.Now().UnixMilli(), i, i)
				v := 3 + i
				pipe := c.TxPipeline()
				pipe.XAdd(t.Context(), xadd("{"+id+"}:log", fmt.Sprintf("%d-0", v), record))
				pipe.HSet(t.Context(), "{"+id+"}:meta", "head", v, "last", fmt.Sprintf("stranger %d", i))
				if _, err := pipe.Exec(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			aside.kill()
			r.start()
			_, err := b.Update(t.Context(), set(1, 1, 1))
			if err == nil {
				t.Fatal("an update went through on a replica of another history")
			}
			<-b.Done()
			again := hold(t, s, id)
			update(t, again, set(1, 1, 1))
			other := hold(t, open(t, r.url()), id)
			if state(t, other) != state(t, again) || !valueAt(t, again, cell(9, 0)).Equal(cells.Str("other")) {
				t.Fatal("replicas differ")
			}
		})
	}
}

// A store that was restarted gives its books another epoch when they are opened, so that no browser resumes on entries that are gone.
func TestRestartGivesAnotherEpoch(t *testing.T) {
	r := durable(t)
	s := open(t, r.url())
	id := create(t, s)
	epoch := func(b *store.Book) (e string) {
		_ = b.View(t.Context(), func(v cells.View) error { e = v.Position().Epoch; return nil })
		return e
	}
	first := epoch(hold(t, s, id))
	other := open(t, r.url())
	if second := epoch(hold(t, other, id)); second != first {
		t.Fatal("another epoch without a restart")
	}
	for _, s := range []*store.Store{s, other} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r.kill()
	r.start()
	s = open(t, r.url())
	b := hold(t, s, id)
	third := epoch(b)
	if third == first {
		t.Fatal("the epoch is the same after a restart")
	}
	// A server that stays through a restart keeps the book as it is, for itself and for others.
	r.kill()
	r.start()
	r.vouched(id)
	if fourth := epoch(hold(t, open(t, r.url()), id)); fourth != third || b.Err() != nil {
		t.Fatal("another epoch although a server stayed", b.Err())
	}
}
