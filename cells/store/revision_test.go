package store_test

import (
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

func revised(revision string) func(*store.Options) {
	return func(o *store.Options) { o.Engine, o.Poll = ledger{revision}, 50*time.Millisecond }
}

// A newer revision takes a book over with all that is in it; servers of the older one stop, and cannot write or open it.
func TestNewerRevisionTakesOver(t *testing.T) {
	r := startRedis(t)
	old := open(t, r.url(), revised("1/test"))
	id := create(t, old)
	a := hold(t, old, id)
	for i := range 30 {
		update(t, a, set(i, 0, float64(i)))
	}
	update(t, a, reading(0, 29.5, 0))

	b := hold(t, open(t, r.url(), revised("2/test")), id)
	if v := valueAt(t, b, cell(29, 0)); !v.Equal(cells.Num(29)) {
		t.Fatalf("A30 is %v", v.Float())
	}
	<-a.Done()
	if _, err := a.Update(t.Context(), set(0, 0, 1)); code(err) != cells.Unavailable {
		t.Fatalf("an older server wrote: %v", err)
	}
	if _, err := old.Book(t.Context(), id); code(err) != cells.Unavailable {
		t.Fatalf("an older server opened it: %v", err)
	}
	update(t, b, set(0, 0, 100))
	third := hold(t, open(t, r.url(), revised("2/test")), id)
	eventually(t, "both agree", func() bool { return state(t, third) == state(t, b) })
	if got := history(t, b, 0, 0, 5); len(got) != 1 {
		t.Fatalf("%d points of history", len(got))
	}
}

// Servers of the new revision that come at the same time agree on one.
func TestManyTakeOverAtOnce(t *testing.T) {
	r := startRedis(t)
	old := open(t, r.url(), revised("1/test"))
	id := create(t, old)
	a := hold(t, old, id)
	update(t, a, set(0, 0, 1))
	var all []*store.Book
	opened := make(chan *store.Book, 4)
	for range 4 {
		s := open(t, r.url(), revised("2/test"))
		go func() {
			b, err := s.Book(t.Context(), id)
			if err != nil {
				t.Error(err)
			}
			opened <- b
		}()
	}
	for range 4 {
		if b := <-opened; b != nil {
			t.Cleanup(b.Release)
			all = append(all, b)
		}
	}
	for i, b := range all {
		update(t, b, set(1, i, 1))
	}
	for _, b := range all {
		eventually(t, "all agree", func() bool { return state(t, b) == state(t, all[0]) })
	}
}

// Another architecture takes a book over only when it has been quiet.
func TestOtherArchitecture(t *testing.T) {
	r := startRedis(t)
	here := open(t, r.url(), revised("1/amd64"))
	id := create(t, here)
	update(t, hold(t, here, id), set(0, 0, 1))
	if _, err := open(t, r.url(), revised("1/arm64")).Book(t.Context(), id); code(err) != cells.Unavailable {
		t.Fatalf("got %v", err)
	}
	later := open(t, r.url(), revised("1/arm64"), func(o *store.Options) {
		o.Now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	})
	if v := valueAt(t, hold(t, later, id), cell(0, 0)); !v.Equal(cells.Num(1)) {
		t.Fatalf("A1 is %v", v.Float())
	}
}
