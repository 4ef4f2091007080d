package store_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
)

// A book's life, the same on every kind of store: two servers write and read it, checkpoints, history, links, closing and opening, the end.
func TestJourney(t *testing.T) {
	t.Run("redis", func(t *testing.T) {
		r := startRedis(t)
		journey(t, func(o *store.Options) { o.URL = r.url() })
	})
	t.Run("embedded", func(t *testing.T) {
		e, err := embed.Open(t.Context(), embed.Options{Dir: t.TempDir(), Logger: quiet()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
		journey(t, func(o *store.Options) {
			o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }
		})
	})
}

func journey(t *testing.T, where func(*store.Options)) {
	quick := func(o *store.Options) { often(o); o.Checkpoint.Window, o.Poll = 500, 200*time.Millisecond }
	one, two := open(t, "", where, quick), open(t, "", where, quick)
	id := create(t, one)
	books := []*store.Book{hold(t, one, id), hold(t, two, id)}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 60 {
				r := set(w, i, float64(i))
				if i%3 == 0 {
					r = reading(w, float64(i), 0)
				}
				r.Client, r.Seq = fmt.Sprint("tab", w), uint64(i+1)
				for range 2 { // the second is a repetition
					if _, err := books[w%2].Update(t.Context(), r); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	eventually(t, "both agree", func() bool { return state(t, books[0]) == state(t, books[1]) })
	if p := history(t, books[0], 0, 0, 100); len(p) != 20 {
		t.Fatalf("%d points", len(p))
	}
	link, token, err := one.CreateLink(t.Context(), id, cells.Editor, "x")
	if err != nil {
		t.Fatal(err)
	}
	if g, err := two.Grant(t.Context(), token); err != nil || g.Role != cells.Editor {
		t.Fatal(g, err)
	}
	heard := make(chan string, 4)
	defer two.OnRevoke(func(_, l string) { heard <- l })()
	if err := one.RevokeLink(t.Context(), id, link.ID); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != link.ID {
		t.Fatalf("heard %q", got)
	}
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	third := hold(t, open(t, "", where), id)
	if state(t, third) != state(t, books[0]) {
		t.Fatal("a server that opened the book later has other values")
	}
	if one.Stats().Checkpoints+two.Stats().Checkpoints == 0 {
		t.Error("no checkpoint was written")
	}
	if f := one.Stats().Faults + two.Stats().Faults; f > 0 {
		t.Errorf("%d faults", f)
	}
	if err := one.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	<-third.Done()
}
