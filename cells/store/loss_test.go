package store_test

import (
	"context"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// Redis dies again and again under load and forgets its last moment each time, cut anywhere: the server that wrote it puts everything back that it had acknowledged.
func TestLossesUnderLoad(t *testing.T) {
	r := durable(t)
	s := open(t, r.url(), computed, func(o *store.Options) {
		o.Poll, o.Patience = 20*time.Millisecond, 20*time.Second
		o.Checkpoint = store.Checkpointing{Entries: 40, Quiet: 50 * time.Millisecond, Window: 1_000_000}
	})
	id := create(t, s)
	b := hold(t, s, id)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	var mu sync.Mutex
	count := 0
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if _, err := b.Update(t.Context(), reading(w, float64(i), 0)); err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				mu.Lock()
				count++
				mu.Unlock()
			}
		})
	}
	acked := func() int {
		mu.Lock()
		defer mu.Unlock()
		return count
	}
	for range 12 {
		before := acked()
		eventually(t, "some updates", func() bool { return acked() > before+40 || b.Err() != nil })
		r.kill()
		if size := r.size(); size > 6_000 {
			if err := os.Truncate(r.aof(), size-rand.Int64N(4_000)); err != nil {
				t.Fatal(err)
			}
		}
		r.start()
	}
	cancel()
	wg.Wait()
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	if s.Stats().Restored == 0 {
		t.Error("nothing was ever lost: the test proves nothing")
	}
	var version uint64
	_ = b.View(t.Context(), func(v cells.View) error { version = v.Position().Version; return nil })
	if version != uint64(acked()+1) {
		t.Errorf("version %d after %d acknowledged updates", version, acked())
	}
	r.vouched(id)
	other := hold(t, open(t, r.url(), computed), id)
	if state(t, other) != state(t, b) {
		t.Error("replicas differ")
	}
	points := 0
	for w := range 4 {
		p, err := b.History(t.Context(), cell(w, 0), 0, 0, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p {
			if !p[i].Value.Equal(cells.Num(float64(i))) {
				t.Fatalf("point %d of row %d is %v", i, w, p[i].Value.Float())
			}
		}
		points += len(p)
	}
	if points != acked() {
		t.Errorf("%d points of %d readings", points, acked())
	}
	t.Logf("%d acknowledged, %d put back", acked(), s.Stats().Restored)
}
