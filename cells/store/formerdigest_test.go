package store_test

import (
	"encoding/json"
	"hash/fnv"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells/store"
)

// formerly gives the parts of a book's checkpoint the digests they had before: FNV-1a in base 36.
func formerly(t *testing.T, c *redis.Client, id string) {
	t.Helper()
	key := "{" + id + "}:checkpoint"
	fields, err := c.HGetAll(t.Context(), key).Result()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Version  uint64            `json:"version"`
		Revision string            `json:"revision"`
		Parts    map[string]string `json:"parts"`
	}
	if err := json.Unmarshal([]byte(fields["manifest"]), &m); err != nil || len(m.Parts) == 0 {
		t.Fatalf("%q: %v", fields["manifest"], err)
	}
	for name, digest := range m.Parts {
		text := fields[name+"@"+digest]
		h := fnv.New64a()
		_, _ = h.Write([]byte(name + "\x00" + text))
		m.Parts[name] = strconv.FormatUint(h.Sum64(), 36)
		c.HDel(t.Context(), key, name+"@"+digest)
		c.HSet(t.Context(), key, name+"@"+m.Parts[name], text)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	c.HSet(t.Context(), key, "manifest", text)
}

// A checkpoint whose parts are called by the digests of before opens, whole or with some parts written since; damage is still found.
func TestFormerDigests(t *testing.T) {
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
	formerly(t, c, id)
	for range 2 { // all of them of before; then some
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
	}
	former, now := 0, 0
	for field := range c.HGetAll(t.Context(), "{"+id+"}:checkpoint").Val() {
		switch _, digest, part := strings.Cut(field, "@"); {
		case !part:
		case strings.HasPrefix(digest, "X"):
			now++
		default:
			former++
		}
	}
	if former == 0 || now == 0 {
		t.Errorf("%d parts are called by the digests of before, %d by those of now", former, now)
	}
	formerly(t, c, id)
	for field := range c.HGetAll(t.Context(), "{"+id+"}:checkpoint").Val() {
		if strings.HasPrefix(field, "row/3@") {
			c.HSet(t.Context(), "{"+id+"}:checkpoint", field, `{"0":666}`)
		}
	}
	if _, err := open(t, r.url(), cadence).Book(t.Context(), id); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Fatalf("got %v", err)
	}
}
