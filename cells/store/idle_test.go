package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"freshet/cells/store"
)

func TestReplicaIsSharedAndKeptWarm(t *testing.T) {
	s := open(t, startRedis(t).url(), func(o *store.Options) { o.Warm = 2 })
	id := create(t, s)
	a := hold(t, s, id)
	if b := hold(t, s, id); a != b {
		t.Fatal("two replicas of one book")
	}
	var ids []string
	for range 5 {
		ids = append(ids, create(t, s))
	}
	for _, id := range ids {
		b, err := s.Book(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		update(t, b, set(0, 0, 1))
		b.Release()
	}
	eventually(t, "three books are open", func() bool { return s.Stats().Books == 3 })
	for _, id := range ids { // what was closed opens again with what it had
		b := hold(t, s, id)
		if got := state(t, b)[:2]; got != "2 " {
			t.Fatalf("version %s", got)
		}
	}
}

func TestIdleBooksAreClosed(t *testing.T) {
	s := open(t, startRedis(t).url(), func(o *store.Options) { o.Idle = 20 * time.Millisecond })
	id := create(t, s)
	b, err := s.Book(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	b.Release()
	eventually(t, "no book is open", func() bool { return s.Stats().Books == 0 })
}

// Books that come and go while others open and write them: nobody gets a closed replica, no update is lost.
func TestOpeningAndClosingAtOnce(t *testing.T) {
	s := open(t, startRedis(t).url(), func(o *store.Options) { o.Warm, o.Idle = -1, time.Millisecond })
	id := create(t, s)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 25 {
				b, err := s.Book(t.Context(), id)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := b.Update(t.Context(), set(w, i, 1)); err != nil {
					t.Error(err)
				}
				b.Release()
			}
		})
	}
	wg.Wait()
	if got := state(t, hold(t, s, id))[:4]; got != "201 " {
		t.Fatalf("version %s", got)
	}
}

func TestCloseAnswersWhoWaits(t *testing.T) {
	r := startRedis(t)
	s, err := store.Open(t.Context(), store.Options{URL: r.url(), AcceptVolatile: true, Engine: ledger{"1/test"}, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Book(t.Context(), create(t, s))
	if err != nil {
		t.Fatal(err)
	}
	acked := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			if _, err := b.Update(context.Background(), set(0, i%1000, 1)); err != nil {
				return
			}
			acked++
		}
	}()
	eventually(t, "some updates", func() bool { return s.Stats().Entries > 20 })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if got := open(t, r.url()); state(t, hold(t, got, b.ID())) == "" || acked == 0 {
		t.Fatal("nothing")
	}
	if _, err := s.Book(t.Context(), b.ID()); err == nil {
		t.Fatal("a closed store opens books")
	}
}
