package store_test

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
	"freshet/cells/store"
)

// trouble is a state in which a Redis does not do what it is asked.
type trouble struct {
	begin, end []any  // commands
	says       string // a word of what writers are told; "" when they need not notice
	reads      bool   // the store can still be read
}

var troubles = map[string]trouble{
	"full":    {begin: []any{"config", "set", "maxmemory", "1", "maxmemory-policy", "noeviction"}, end: []any{"config", "set", "maxmemory", "0"}, says: "full", reads: true},
	"replica": {begin: []any{"replicaof", "127.0.0.1", "1"}, end: []any{"replicaof", "no", "one"}, says: "replica", reads: true},
	"alone":   {begin: []any{"config", "set", "min-replicas-to-write", "1"}, end: []any{"config", "set", "min-replicas-to-write", "0"}, says: "store", reads: true},
	"paused":  {begin: []any{"client", "pause", "1500", "write"}, end: []any{"client", "unpause"}, says: "store", reads: true},
	"cut":     {begin: []any{"client", "kill", "type", "normal"}, end: []any{"client", "kill", "type", "pubsub"}},
}

// While Redis refuses, hangs or hangs up, writers are told so in a sentence, and reading goes on; when it has come to itself so have all servers, ticks too, and nothing
// that was acknowledged is lost or doubled.
func TestTroubles(t *testing.T) {
	for name, what := range troubles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startRedis(t)
			c := r.client()
			quick := func(o *store.Options) {
				o.Engine, o.Patience, o.Poll, o.Checkpoint.Entries = nil, 400*time.Millisecond, 50*time.Millisecond, 20
			}
			one, two := open(t, r.url(), quick), open(t, r.url(), quick)
			id := create(t, one)
			books := []*store.Book{hold(t, one, id), hold(t, two, id)}
			update(t, books[0], typed(20, 0, "=NOW()"))

			var stop, told atomic.Bool
			var mu sync.Mutex
			acked := map[string]bool{}
			var wg sync.WaitGroup
			for w := range 4 {
				wg.Go(func() {
					for i := 0; !stop.Load(); i++ {
						text := fmt.Sprintf("w%d-%d", w, i)
						r := reading(w, float64(i), 0)
						r.Ops = append(r.Ops, typed(w, 1+i%10, text).Ops...)
						_, err := books[w%2].Update(t.Context(), r)
						switch {
						case err == nil:
							mu.Lock()
							acked[text] = true
							mu.Unlock()
						case code(err) != cells.Unavailable:
							t.Errorf("%s: %v", text, err)
						default:
							if what.says != "" && strings.Contains(err.Error(), what.says) {
								told.Store(true)
							}
							time.Sleep(time.Millisecond)
						}
					}
				})
			}
			some := func() int {
				mu.Lock()
				defer mu.Unlock()
				return len(acked)
			}
			for range 3 {
				n := some()
				eventually(t, "some updates", func() bool { return some() > n+20 })
				told.Store(false)
				if err := c.Do(t.Context(), what.begin...).Err(); err != nil {
					t.Fatal(err)
				}
				if what.says != "" {
					eventually(t, "writers are told", told.Load)
				}
				if what.reads {
					b := hold(t, two, id)
					eventually(t, "it can be read", func() bool { return valueAt(t, b, cell(1, 0)).Kind() == cells.Number })
				}
				again := r.client()
				eventually(t, "it is over", func() bool { return again.Do(t.Context(), what.end...).Err() == nil })
				_ = again.Close()
			}
			n, passed := some(), ticks(t, c, id)
			eventually(t, "updates go through", func() bool { return some() > n+20 })
			stop.Store(true)
			wg.Wait()
			eventually(t, "time passes", func() bool { return ticks(t, c, id) > passed })
			eventually(t, "both agree", func() bool { return state(t, books[0]) == state(t, books[1]) })
			times := written(t, c, id)
			for text := range acked {
				if times[text] != 1 {
					t.Errorf("%s was acknowledged and is in the log %d times", text, times[text])
				}
			}
			for text, n := range times {
				if n > 1 {
					t.Errorf("%s is in the log %d times", text, n)
				}
			}
			third := hold(t, open(t, r.url(), computed), id)
			eventually(t, "a third server has the same", func() bool { return state(t, third) == state(t, books[0]) })
		})
	}
}

// written counts the texts w… that were put into cells, by the log; which must not have been trimmed.
func written(t *testing.T, c *redis.Client, id string) map[string]int {
	t.Helper()
	log, err := c.XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, m := range log {
		text, _ := m.Values["entry"].(string)
		if _, rest, ok := strings.Cut(text, `"inputs":["w`); ok {
			name, _, _ := strings.Cut(rest, `"`)
			times["w"+name]++
		}
	}
	return times
}

// A Redis that is reading its file again says so to whoever asks: updates and openings are refused in bounded time, and both go on by themselves once it is done.
func TestRedisIsLoading(t *testing.T) {
	r := durable(t)
	c := r.client()
	s := open(t, r.url(), computed, func(o *store.Options) { o.Patience, o.Poll = 200*time.Millisecond, 50*time.Millisecond })
	b := hold(t, s, create(t, s))
	update(t, b, set(0, 0, 1))
	for i := range 1_000 {
		c.Set(t.Context(), fmt.Sprint("other", i), strings.Repeat("x", 100), 0)
	}
	asleep := create(t, s)
	if err := c.BgRewriteAOF(t.Context()).Err(); err != nil { // Redis answers while it reads a snapshot, and not while it reads commands
		t.Fatal(err)
	}
	eventually(t, "the file is rewritten", func() bool {
		info := c.Info(t.Context(), "persistence").Val()
		return strings.Contains(info, "aof_rewrite_in_progress:0") && strings.Contains(info, "aof_rewrite_scheduled:0")
	})
	r.kill()
	slow := *r
	slow.args = append(slices.Clone(r.args), "--key-load-delay", "5000", "--loading-process-events-interval-bytes", "1024")
	slow.cmd = exec.Command(slow.args[0], slow.args[1:]...)
	if err := slow.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.cmd = slow.cmd
	eventually(t, "it is loading", func() bool { return strings.HasPrefix(fmt.Sprint(c.Ping(t.Context()).Err()), "LOADING") })
	if _, err := b.Update(t.Context(), set(0, 0, 2)); code(err) != cells.Unavailable {
		t.Errorf("update: %v", err)
	}
	if _, err := s.Book(t.Context(), asleep); code(err) != cells.Unavailable {
		t.Errorf("open: %v", err)
	}
	if !valueAt(t, b, cell(0, 0)).Equal(cells.Num(1)) {
		t.Error("A1 cannot be read")
	}
	if !strings.HasPrefix(fmt.Sprint(c.Ping(t.Context()).Err()), "LOADING") {
		t.Error("it was loaded too soon: the test proves nothing")
	}
	eventually(t, "updates go through", func() bool { _, err := b.Update(t.Context(), set(0, 0, 3)); return err == nil })
	hold(t, s, asleep)
	r.vouched(b.ID())
	other := hold(t, open(t, r.url(), computed), b.ID())
	if state(t, other) != state(t, b) {
		t.Error("the replicas differ")
	}
}
