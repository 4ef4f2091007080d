package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
	"freshet/cells/store"
)

func xadd(stream, id, entry string) *redis.XAddArgs {
	return &redis.XAddArgs{Stream: stream, ID: id, Values: []string{"entry", entry}}
}

func often(o *store.Options) {
	o.Checkpoint = store.Checkpointing{Entries: 10, Quiet: time.Hour, Window: -1}
}

func field(t *testing.T, c *redis.Client, id, name string) string {
	t.Helper()
	v, err := c.HGet(t.Context(), "{"+id+"}:meta", name).Result()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A checkpoint is written behind the entries, the log is trimmed behind the checkpoint, and a server that opens the book from both has what the writer has.
func TestCheckpointAndLogMakeTheBook(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), often)
	b := hold(t, s, create(t, s))
	for i := range 2_050 {
		update(t, b, set(i%40, i%7, float64(i)))
	}
	eventually(t, "a checkpoint near the head", func() bool { return s.Stats().Checkpoints > 3 && field(t, c, b.ID(), "ckpt") > "2040" })
	eventually(t, "the log is trimmed", func() bool { return c.XLen(t.Context(), "{"+b.ID()+"}:log").Val() < 1_000 })
	other := hold(t, open(t, r.url()), b.ID())
	if got, want := state(t, other), state(t, b); got != want {
		t.Fatalf("loaded %s, want %s", got, want)
	}
}

func TestCheckpointAfterQuietAndAtClose(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), func(o *store.Options) { o.Checkpoint.Quiet = 10 * time.Millisecond })
	b := hold(t, s, create(t, s))
	update(t, b, set(0, 0, 1))
	eventually(t, "a checkpoint", func() bool { return field(t, c, b.ID(), "ckpt") == "2" })

	late := open(t, r.url())
	id := create(t, late)
	lb, err := late.Book(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	update(t, lb, set(0, 0, 1))
	lb.Release()
	if err := late.Close(); err != nil {
		t.Fatal(err)
	}
	if got := field(t, c, id, "ckpt"); got != "2" {
		t.Fatalf("after Close the checkpoint is at %s", got)
	}
}

// Two servers that both write checkpoints never mix their parts.
func TestCheckpointsOfTwoServers(t *testing.T) {
	r := startRedis(t)
	window := func(o *store.Options) { o.Checkpoint.Window = 500 }
	one, two := open(t, r.url(), often, window), open(t, r.url(), often, window)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	for i := range 400 {
		update(t, []*store.Book{a, b}[i%2], set(i%30, i%5, float64(i)))
		if i%50 == 49 { // each time another server loads what is there
			fresh := open(t, r.url(), often, window)
			fb := hold(t, fresh, id)
			eventually(t, "all three agree", func() bool { s := state(t, a); return s == state(t, b) && s == state(t, fb) })
			if err := fresh.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if one.Stats().Checkpoints+two.Stats().Checkpoints == 0 {
		t.Fatal("no checkpoint was written")
	}
}

// Long parts are staged, and the staged hash does not stay.
func TestLongCheckpointIsStaged(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	s := open(t, r.url(), often)
	b := hold(t, s, create(t, s))
	long := strings.Repeat("x", 30_000)
	for i := range 120 {
		update(t, b, cells.Request{Actor: "p1", Ops: cells.Ops{cells.Set{Range: cell(i%100, 0).Range(), Inputs: []cells.Input{cells.Typed(long)}}}})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	keys, err := c.Keys(t.Context(), "*staged*").Result()
	if err != nil || len(keys) > 0 {
		t.Fatalf("staged keys left: %v %v", keys, err)
	}
	if ttl := c.PTTL(t.Context(), "{"+b.ID()+"}:checkpoint").Val(); ttl > 0 {
		t.Fatalf("the checkpoint falls in %v", ttl)
	}
	other := hold(t, open(t, r.url()), b.ID())
	if got := valueAt(t, other, cell(99, 0)).Text(); got != long {
		t.Fatalf("%d characters", len(got))
	}
}

// stored is the field of a part in the hash of the checkpoint.
func stored(t *testing.T, c *redis.Client, id, part string) string {
	t.Helper()
	keys, err := c.HKeys(t.Context(), "{"+id+"}:checkpoint").Result()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(keys, func(k string) bool { return strings.HasPrefix(k, part+"@") })
	if i < 0 {
		t.Fatalf("no part %s among %v", part, keys)
	}
	return keys[i]
}

// Damage is a fault that names what is wrong; it is never an empty book.
func TestDamageIsAFault(t *testing.T) {
	for name, hurt := range map[string]struct {
		do   func(t *testing.T, c *redis.Client, id string)
		says string
	}{
		"a part is gone": {func(t *testing.T, c *redis.Client, id string) {
			c.HDel(t.Context(), "{"+id+"}:checkpoint", stored(t, c, id, "row/3"))
		}, "checkpoint of book"},
		"a part was changed": {func(t *testing.T, c *redis.Client, id string) {
			c.HSet(t.Context(), "{"+id+"}:checkpoint", stored(t, c, id, "row/3"), `{"0":666}`)
		}, "checkpoint of book"},
		"the checkpoint is gone": {func(t *testing.T, c *redis.Client, id string) { c.Del(t.Context(), "{"+id+"}:checkpoint") }, "checkpoint of book"},
		"the log is gone":        {func(t *testing.T, c *redis.Client, id string) { c.Del(t.Context(), "{"+id+"}:log") }, "log of book"},
		"an entry is gone": {func(t *testing.T, c *redis.Client, id string) {
			c.XDel(t.Context(), "{"+id+"}:log", "25-0")
		}, "entry 25 is missing"},
		"an entry was changed": {func(t *testing.T, c *redis.Client, id string) {
			c.XTrimMaxLen(t.Context(), "{"+id+"}:log", 0)
			c.HSet(t.Context(), "{"+id+"}:meta", "head", 99)
			c.XAdd(t.Context(), xadd("{"+id+"}:log", field(t, c, id, "head")+"-0", "{"))
		}, "log"},
		"the manifest was changed": {func(t *testing.T, c *redis.Client, id string) {
			c.HSet(t.Context(), "{"+id+"}:checkpoint", "manifest", "{")
		}, "manifest of the checkpoint of book"},
		"the meta hash was changed": {func(t *testing.T, c *redis.Client, id string) {
			c.HSet(t.Context(), "{"+id+"}:meta", "head", "many")
		}, "meta hash"},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRedis(t)
			c := r.client()
			s := open(t, r.url(), func(o *store.Options) { o.Checkpoint = store.Checkpointing{Entries: 20, Quiet: time.Hour, Window: 5} })
			id := create(t, s)
			b := hold(t, s, id)
			for i := range 25 {
				update(t, b, set(i%10, 0, float64(i)))
				if i == 19 {
					eventually(t, "a checkpoint", func() bool { return s.Stats().Checkpoints == 1 })
				}
			}
			kept := field(t, c, id, "ckpt")
			if kept == "0" || kept >= "25" {
				t.Fatalf("checkpoint at %s", kept)
			}
			hurt.do(t, c, id)
			_, err := open(t, r.url()).Book(t.Context(), id)
			if err == nil || !strings.Contains(err.Error(), hurt.says) {
				t.Fatalf("got %v", err)
			}
			_ = s.Close() // whatever it thinks of that
		})
	}
}
