package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

func history(t *testing.T, b *store.Book, from, to int64, limit int) []cells.Point {
	t.Helper()
	p, err := b.History(t.Context(), cell(0, 0), from, to, limit)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// points are of the newest, in order, inside the window, wherever they were put by when they came.
func TestHistoryIsByTimeOfMeasurement(t *testing.T) {
	s := open(t, startRedis(t).url())
	b := hold(t, s, create(t, s))
	now := time.Now().UnixMilli()
	type point struct {
		at int64
		v  float64
	}
	var all []point
	rng := rand.New(rand.NewPCG(1, 2))
	var readings []cells.Reading
	for i := range 3_500 {
		p := point{now + rng.Int64N(2_000_000) - 1_000_000, float64(i)}
		all = append(all, p)
		readings = append(readings, cells.Reading{Ref: cell(0, 0), Value: cells.Num(p.v), At: p.at})
		if len(readings) == 70 {
			update(t, b, cells.Request{Actor: "mqtt:d1", Ops: cells.Ops{cells.Ingest{Readings: readings}}})
			readings = nil
		}
	}
	slices.SortStableFunc(all, func(a, b point) int { return int(a.at - b.at) })
	for _, w := range []struct {
		from, to int64
		limit    int
	}{
		{0, 0, 10},
		{0, 0, 3_500},
		{0, 0, 5_000},
		{now - 500_000, now + 500_000, 20},
		{now - 500_000, now + 500_000, 4_000},
		{now + 900_000, 0, 3},
		{now, now - 1, 5},
		{now + 2_000_000, 0, 5},
	} {
		var want []point
		for _, p := range all {
			if p.at >= w.from && (w.to == 0 || p.at <= w.to) {
				want = append(want, p)
			}
		}
		want = want[max(len(want)-w.limit, 0):]
		got := history(t, b, w.from, w.to, w.limit)
		if len(got) != len(want) {
			t.Fatalf("%+v: %d points, want %d", w, len(got), len(want))
		}
		for i, p := range got {
			if p.At != want[i].at || !p.Value.Equal(cells.Num(want[i].v)) {
				t.Fatalf("%+v: point %d is %d %v, want %+v", w, i, p.At, p.Value.Float(), want[i])
			}
		}
	}
}

func TestHistoryIsTrimmed(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), func(o *store.Options) { o.Keep = 300 })
	b := hold(t, s, create(t, s))
	for i := range 2_000 {
		update(t, b, reading(0, float64(i), 0))
	}
	got := history(t, b, 0, 0, 5_000)
	if len(got) < 300 || len(got) > 500 {
		t.Fatalf("%d points are kept", len(got))
	}
	if last := got[len(got)-1].Value; !last.Equal(cells.Num(1_999)) {
		t.Fatalf("the newest is %v", last.Float())
	}
}

// Each point is there once, whoever wrote its entry, and also those whose writer died before it wrote them.
func TestHistoryOfTwoServers(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url()), open(t, r.url(), func(o *store.Options) { o.Grace = time.Millisecond })
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	for i := range 300 {
		update(t, []*store.Book{a, b}[i%2], reading(0, float64(i), 0))
	}
	check := func(n int) {
		t.Helper()
		got := history(t, b, 0, 0, 5_000)
		if len(got) != n {
			t.Fatalf("%d points, want %d", len(got), n)
		}
		for i, p := range got {
			if !p.Value.Equal(cells.Num(float64(i))) {
				t.Fatalf("point %d is %v", i, p.Value.Float())
			}
		}
	}
	eventually(t, "both have all", func() bool { return state(t, a) == state(t, b) })
	check(300)

	// The entry is committed, and then its writer is gone: another server finds the cursor behind.
	c := r.client()
	record := fmt.Sprintf(`{"at":%d,"rnd":1,"rev":"1/test","by":"mqtt:d1","ops":[{"op":"ingest","readings":[{"ref":{"sheet":1,"row":0,"col":0},"v":300}]}]}`, time.Now().UnixMilli()+1)
	if err := c.XAdd(t.Context(), xadd("{"+id+"}:log", "302-0", record)).Err(); err != nil {
		t.Fatal(err)
	}
	c.HSet(t.Context(), "{"+id+"}:meta", "head", 302)
	c.Publish(t.Context(), "{"+id+"}:news", "log 302 1 dead\n"+record)
	eventually(t, "the cursor is at the head", func() bool { return field(t, c, id, "eff") == "302" })
	check(301)
}

// A server that opens the book after a crash writes the points that the crash left out.
func TestHistoryIsCompletedAtOpening(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), func(o *store.Options) { o.Grace = time.Millisecond })
	id := create(t, s)
	for v := 2; v <= 6; v++ {
		record := fmt.Sprintf(`{"at":%d,"rnd":1,"rev":"1/test","by":"mqtt:d1","ops":[{"op":"ingest","readings":[{"ref":{"sheet":1,"row":0,"col":0},"v":%d}]}]}`, time.Now().UnixMilli()+int64(v), v)
		if err := c.XAdd(t.Context(), xadd("{"+id+"}:log", fmt.Sprintf("%d-0", v), record)).Err(); err != nil {
			t.Fatal(err)
		}
		c.HSet(t.Context(), "{"+id+"}:meta", "head", v)
	}
	b := hold(t, s, id)
	eventually(t, "the cursor is at the head", func() bool { return field(t, c, id, "eff") == "6" })
	if got := history(t, b, 0, 0, 10); len(got) != 5 {
		t.Fatalf("%d points", len(got))
	}
}

// Checkpoints are taken while readings pour in: the cursor of history never goes ahead of the points.
func TestHistoryBesideCheckpoints(t *testing.T) {
	s := open(t, startRedis(t).url(), func(o *store.Options) {
		o.Checkpoint = store.Checkpointing{Entries: 1, Quiet: time.Millisecond, Window: 1_000_000}
	})
	b := hold(t, s, create(t, s))
	const writers, each = 4, 500
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if _, err := b.Update(t.Context(), reading(w, float64(i), 0)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if s.Stats().Checkpoints < 10 {
		t.Errorf("%d checkpoints prove nothing", s.Stats().Checkpoints)
	}
	for w := range writers {
		p, err := b.History(t.Context(), cell(w, 0), 0, 0, 2*each)
		if err != nil || len(p) != each {
			t.Errorf("%d points of %d readings of row %d, %v", len(p), each, w, err)
		}
	}
}
