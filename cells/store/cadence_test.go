package store_test

import (
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// rarely is a cadence that only what a test sets can bring to a checkpoint.
func rarely(c store.Checkpointing) func(*store.Options) {
	return func(o *store.Options) {
		c.Entries, c.Quiet = 1_000_000, time.Hour
		o.Checkpoint = c
	}
}

func long(row int) cells.Request {
	return cells.Request{Actor: "p1", Ops: cells.Ops{cells.Set{Range: cell(row, 0).Range(), Inputs: []cells.Input{cells.Typed(strings.Repeat("x", 30_000))}}}}
}

// What a server that opens the book must read of the log is bounded in bytes, and so is the log behind the checkpoint.
func TestLongEntriesBringACheckpointAndLeaveTheLog(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), rarely(store.Checkpointing{Bytes: 300_000, WindowBytes: 150_000}))
	b := hold(t, s, create(t, s))
	for i := range 20 {
		update(t, b, set(i, 1, 1)) // short ones bring none
	}
	if n := s.Stats().Checkpoints; n != 0 {
		t.Fatalf("%d checkpoints after some short entries", n)
	}
	for i := range 100 {
		update(t, b, long(i%10))
	}
	eventually(t, "a checkpoint near the head", func() bool { return field(t, c, b.ID(), "ckpt") > "105" })
	eventually(t, "the log is trimmed", func() bool { return c.XLen(t.Context(), "{"+b.ID()+"}:log").Val() <= 5+11 })
	if n := c.XLen(t.Context(), "{"+b.ID()+"}:log").Val(); n < 4 {
		t.Fatalf("%d entries are left: the window is not kept", n)
	}
	other := hold(t, open(t, r.url()), b.ID())
	if got, want := state(t, other), state(t, b); got != want {
		t.Fatalf("loaded %s, want %s", got, want)
	}
}

// A few bytes may be a lot of work: what a server that opens the book must calculate again is bounded too.
func TestMuchWorkBringsACheckpoint(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), rarely(store.Checkpointing{Cells: 5_000}), func(o *store.Options) { o.Engine = nil })
	b := hold(t, s, create(t, s))
	first := cells.Range{Sheet: 1, Left: 1, Right: 1}
	all := first
	all.Bottom = 999
	update(t, b, cells.Request{Actor: "p1", Ops: cells.Ops{
		cells.Set{Range: first, Inputs: []cells.Input{cells.Typed("=$A$1+1")}}, cells.Fill{Source: first, Target: all},
	}})
	for i := range 3 {
		update(t, b, set(0, 0, float64(i)))
	}
	if n := s.Stats().Checkpoints; n != 0 {
		t.Fatalf("%d checkpoints after some thousand cells", n)
	}
	for i := range 3 {
		update(t, b, set(0, 0, float64(i+10)))
	}
	eventually(t, "a checkpoint", func() bool { return s.Stats().Checkpoints > 0 })
	other := hold(t, open(t, r.url(), func(o *store.Options) { o.Engine = nil }), b.ID())
	if got, want := state(t, other), state(t, b); got != want {
		t.Fatalf("loaded %s, want %s", got, want)
	}
}

// TestOpeningCostsAFewCommands counts what the store is asked when a book is opened: a sheet of a hundred times the rows takes a few more pieces
// of a checkpoint, and nothing for each cell.
func TestOpeningCostsAFewCommands(t *testing.T) {
	cost := func(rows int32) int {
		r := startRedis(t)
		c := r.client()
		plain := func(o *store.Options) { o.Engine = nil }
		s := open(t, r.url(), plain)
		id := create(t, s)
		b, err := s.Book(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		first := cells.Range{Sheet: 1, Left: 1, Right: 1}
		all := first
		all.Bottom = rows - 1
		update(t, b, cells.Request{Actor: "p1", Ops: cells.Ops{
			cells.Set{Range: first, Inputs: []cells.Input{cells.Typed("=ROW()*2")}}, cells.Fill{Source: first, Target: all},
		}})
		b.Release()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		fresh := open(t, r.url(), plain)
		before := calls(t, c)
		hold(t, fresh, id)
		n := 0
		for name, count := range calls(t, c) {
			if name != "info" && name != "ping" && !strings.HasPrefix(name, "client") && !strings.HasPrefix(name, "subscribe") {
				n += count - before[name]
			}
		}
		return n
	}
	short, long := cost(10_000), cost(1_000_000)
	if short > 20 || long > short+20 {
		t.Errorf("opening 10,000 rows takes %d commands, 1,000,000 rows %d", short, long)
	}
	t.Logf("10,000 rows: %d commands; 1,000,000: %d", short, long)
}
