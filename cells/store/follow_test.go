package store_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

func slowPoll(o *store.Options) { o.Poll = time.Hour }

// A server hears of another's entries without asking for them.
func TestFollowerHearsOverTheBus(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url(), slowPoll), open(t, r.url(), slowPoll)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	for i := range 50 {
		update(t, a, set(i, 0, float64(i)))
	}
	eventually(t, "the other server has all", func() bool { return state(t, a) == state(t, b) })
	if n := two.Stats().CatchUps; n > 1 { // one after subscribing
		t.Errorf("the log was looked at %d times", n)
	}
}

// Entries too long for the bus are fetched from the log.
func TestFollowerFetchesLongEntries(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url(), slowPoll), open(t, r.url(), slowPoll)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	s := cells.Set{Range: cells.Range{Sheet: 1, Bottom: 9_999}}
	for i := range 10_000 {
		s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(i)+0.5)))
	}
	update(t, a, cells.Request{Actor: "p1", Ops: cells.Ops{s}})
	eventually(t, "the other server has all", func() bool { return state(t, a) == state(t, b) })
}

// When the bus is silent the poll finds what it missed.
func TestPollFindsWhatTheBusMissed(t *testing.T) {
	r := startRedis(t)
	one := open(t, r.url())
	two := open(t, r.url(), func(o *store.Options) { o.Poll = 20 * time.Millisecond })
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	c := r.client()
	// Entries appear in the log without a word, as when a message was lost.
	update(t, a, set(0, 0, 1))
	if err := c.XAdd(t.Context(), xadd("{"+id+"}:log", "3-0", fmt.Sprintf(`{"at":%d,"rnd":1,"rev":"1/test","by":"p2","ops":[{"op":"set","range":{"sheet":1,"top":0,"left":0,"bottom":0,"right":0},"inputs":["x"]}]}`, time.Now().UnixMilli()))).Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.HSet(t.Context(), "{"+id+"}:meta", "head", 3).Err(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the entry is found", func() bool { return valueAt(t, b, cell(0, 0)).Equal(cells.Str("x")) })
	update(t, a, set(0, 1, 2)) // the writer, too, must have taken it in before its own
	eventually(t, "both agree", func() bool { return state(t, a) == state(t, b) })
}

// Two servers that both write: nothing is lost, nothing doubled, and both hold the same.
func TestTwoServersWrite(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url(), slowPoll), open(t, r.url(), slowPoll)
	id := create(t, one)
	books := []*store.Book{hold(t, one, id), hold(t, two, id)}
	const writers, each = 8, 100
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if _, err := books[w%2].Update(t.Context(), set(w, i, float64(i))); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	eventually(t, "both agree", func() bool { return state(t, books[0]) == state(t, books[1]) })
	var version uint64
	_ = books[0].View(t.Context(), func(v cells.View) error { version = v.Position().Version; return nil })
	if version != writers*each+1 {
		t.Fatalf("version %d after %d updates", version, writers*each)
	}
	// A third that reads the log from its beginning computes the same.
	third := hold(t, open(t, r.url()), id)
	if state(t, third) != state(t, books[0]) {
		t.Fatal("a server that opened the book later has other values")
	}
}

// What one server refuses by its own sight alone, it asks again after looking at the log: see Book.check.
func TestRefusalLooksAtTheLogFirst(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), slowPoll)
	b := hold(t, s, create(t, s))
	bad := set(0, 0, 1)
	op := bad.Ops[0].(cells.Set)
	op.Range.Sheet = 5
	bad.Ops = cells.Ops{op}
	eventually(t, "the first look is over", func() bool { return s.Stats().CatchUps >= 1 })
	before := s.Stats().CatchUps
	if _, err := b.Update(t.Context(), bad); err == nil {
		t.Fatal("not refused")
	}
	if s.Stats().CatchUps <= before {
		t.Fatal("the log was not looked at")
	}
}

func TestDeletedBookEndsItsReplicas(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url(), slowPoll), open(t, r.url(), slowPoll)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	update(t, a, reading(0, 1, 0))
	heard := make(chan string, 8)
	defer two.OnRevoke(func(book, link string) { heard <- book + "|" + link })()
	if err := one.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	<-a.Done()
	<-b.Done()
	var refusal *cells.Error
	if _, err := b.Update(t.Context(), set(0, 0, 1)); !errors.As(err, &refusal) || refusal.Code != cells.NotFound {
		t.Fatalf("update of a deleted book: %v", err)
	}
	if got := <-heard; got != id+"|" {
		t.Fatalf("heard %q", got)
	}
	if _, err := two.Book(t.Context(), id); !errors.As(err, &refusal) || refusal.Code != cells.NotFound {
		t.Fatalf("opening a deleted book: %v", err)
	}
	if err := one.Delete(t.Context(), id); !errors.As(err, &refusal) || refusal.Code != cells.NotFound {
		t.Fatalf("deleting it again: %v", err)
	}
	eventually(t, "no key of the book is left", func() bool {
		keys, err := r.client().Keys(t.Context(), "*").Result()
		return err == nil && len(keys) == 0
	})
}

// journal is what was logged.
type journal struct {
	mu sync.Mutex
	b  strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// A store that comes back without its data says so, and not that somebody deleted the book; nothing is acknowledged into the void.
func TestAStoreThatComesBackEmpty(t *testing.T) {
	r := startRedis(t)
	log := &journal{}
	s := open(t, r.url(), func(o *store.Options) {
		o.Poll, o.Logger = 50*time.Millisecond, slog.New(slog.NewTextHandler(log, nil))
	})
	id := create(t, s)
	b := hold(t, s, id)
	update(t, b, set(0, 0, 1))
	r.kill()
	r.start() // it saves nothing
	_, err := b.Update(t.Context(), set(0, 0, 2))
	var refusal *cells.Error
	if !errors.As(err, &refusal) || refusal.Code != cells.NotFound || !strings.Contains(refusal.Message, "restarted without this book") {
		t.Errorf("an edit is answered %v", err)
	}
	<-b.Done()
	if !strings.Contains(log.String(), "restarted without a book") {
		t.Errorf("the log says\n%s", log.String())
	}
	if _, err := s.Book(t.Context(), id); code(err) != cells.NotFound {
		t.Errorf("opening it: %v", err)
	}
	update(t, hold(t, s, create(t, s)), set(0, 0, 3))
}
