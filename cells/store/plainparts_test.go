package store_test

import (
	"hash/fnv"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells/store"
)

// plain gives the checkpoint of a book the form it had before there were manifests.
func plain(t *testing.T, c *redis.Client, id string) {
	t.Helper()
	key := "{" + id + "}:checkpoint"
	fields, err := c.HGetAll(t.Context(), key).Result()
	if err != nil || len(fields) < 3 {
		t.Fatalf("%d fields, %v", len(fields), err)
	}
	c.Del(t.Context(), key)
	delete(fields, "manifest")
	sum := uint64(0)
	for field, text := range fields {
		name, _, _ := strings.Cut(field, "@")
		h := fnv.New64a()
		_, _ = h.Write([]byte(name + "\x00" + text))
		sum += h.Sum64()
		c.HSet(t.Context(), key, name, text)
	}
	c.HSet(t.Context(), "{"+id+"}:meta", "ckparts", len(fields), "cksum", strconv.FormatUint(sum, 10))
}

// A book whose checkpoint is of the earlier form opens, and its next checkpoint is of the new one; damage is still found.
func TestCheckpointWithoutManifest(t *testing.T) {
	r := startRedis(t)
	c := r.client()
	cadence := func(o *store.Options) { o.Checkpoint = store.Checkpointing{Entries: 20, Quiet: time.Hour, Window: 5} }
	s := open(t, r.url(), cadence)
	id := create(t, s)
	b := hold(t, s, id)
	for i := range 50 {
		update(t, b, set(i%10, 0, float64(i)))
	}
	want := state(t, b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plain(t, c, id)
	s = open(t, r.url(), cadence)
	b = hold(t, s, id)
	if got := state(t, b); got != want {
		t.Fatalf("loaded %s, want %s", got, want)
	}
	update(t, b, set(3, 0, -1))
	want = state(t, b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := c.HLen(t.Context(), "{"+id+"}:checkpoint").Val(); n != 3+10+1 { // title, seqs, trail; rows; the manifest
		t.Errorf("%d fields", n)
	}
	s = open(t, r.url(), cadence)
	if got := state(t, hold(t, s, id)); got != want {
		t.Fatalf("loaded %s, want %s", got, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plain(t, c, id)
	c.HSet(t.Context(), "{"+id+"}:checkpoint", "row/3", `{"0":666}`)
	if _, err := open(t, r.url(), cadence).Book(t.Context(), id); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Fatalf("got %v", err)
	}
}
