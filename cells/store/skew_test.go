package store_test

import (
	"encoding/json"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// Servers whose clocks disagree by minutes and are set back while they write, and devices that are wrong about the time: the log's times never go back, every
// replica sees the same, and time passes without haste.
func TestClocksThatDisagree(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	var lag [3]atomic.Int64
	servers := make([]*store.Store, len(lag))
	books := make([]*store.Book, len(lag))
	id := ""
	for i := range servers {
		servers[i] = open(t, r.url(), computed, func(o *store.Options) {
			o.Checkpoint.Window = 1_000_000
			o.Now = func() time.Time { return time.Now().Add(-time.Duration(lag[i].Load())) }
		})
		if id == "" {
			id = create(t, servers[0])
		}
		books[i] = hold(t, servers[i], id)
	}
	lag[1].Store(int64(10 * time.Minute))
	update(t, books[0], typed(0, 1, `=absent(A1,"2s")`))
	update(t, books[0], typed(1, 1, `=avg_over(A2,"2s")`))
	update(t, books[0], typed(2, 1, `=NOW()`))

	var seen [3]struct {
		version uint64
		at      int64
	}
	for i, b := range books {
		b.Watch(func(ch *cells.Changes) {
			s := &seen[i]
			if ch.Position.Version <= s.version || ch.At < s.at {
				t.Errorf("server %d: version %d at %d after %d at %d", i, ch.Position.Version, ch.At, s.version, s.at)
			}
			s.version, s.at = ch.Position.Version, ch.At
		})
	}
	start := time.Now()
	var wg sync.WaitGroup
	for i, b := range books {
		wg.Go(func() {
			for n := range 150 {
				if i == 2 && n%20 == 10 { // set forth and back
					lag[2].Store(rand.Int64N(int64(4*time.Minute)) - int64(2*time.Minute))
				}
				var measured int64
				if n%3 > 0 { // a device that is wrong by up to half an hour
					measured = time.Now().UnixMilli() + rand.Int64N(3_600_000) - 1_800_000
				}
				if _, err := b.Update(t.Context(), reading(i%2, float64(n), measured)); err != nil && code(err) != cells.Invalid {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	n := ticks(t, c, id)
	eventually(t, "time passes", func() bool { return ticks(t, c, id) >= n+2 })
	if n, most := ticks(t, c, id), int(time.Since(start)/time.Second)+2; n > most {
		t.Errorf("%d ticks in %v", n, time.Since(start))
	}
	log, err := c.XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for _, m := range log {
		var e struct{ At int64 }
		text, _ := m.Values["entry"].(string)
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		if e.At < last {
			t.Errorf("entry %s is of %d, after one of %d", m.ID, e.At, last)
		}
		last = e.At
	}
	eventually(t, "all agree", func() bool {
		return state(t, books[0]) == state(t, books[1]) && state(t, books[1]) == state(t, books[2])
	})
	third := hold(t, open(t, r.url(), computed, func(o *store.Options) { o.Still = true }), id)
	eventually(t, "and so does who comes later", func() bool { return state(t, third) == state(t, books[0]) })
}
