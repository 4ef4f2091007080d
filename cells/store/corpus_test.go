package store_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/script"
	"freshet/cells/store"
	"freshet/server/embed"
)

// turns drives a script on two servers that take turns: one applies, the other is asked what came of it. Now and then
// the one that was asked is closed and opened again, from whatever checkpoint and log there is.
type turns struct {
	t     *testing.T
	open  func() *store.Store
	id    string
	s     [2]*store.Store
	b     [2]*store.Book
	count int
	asks  int // the server that is asked
	clock *clock
}

// clock is the time of the waves of all servers: the world's, until a script says itself how time passes.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		return time.Now()
	}
	return c.now
}

func (c *clock) wait(d time.Duration) {
	now := c.read().Add(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

type traced interface {
	Trace(on bool)
	Recomputed() []cells.Ref
}

func newTurns(t *testing.T, c *clock, open func() *store.Store) *turns {
	d := &turns{t: t, open: open, clock: c}
	d.s[0] = open()
	d.id = create(t, d.s[0])
	d.join(0)
	d.s[1] = open()
	d.join(1)
	t.Cleanup(func() {
		for i := range d.s {
			d.leave(i)
		}
	})
	return d
}

func (d *turns) join(i int) {
	d.t.Helper()
	b, err := d.s[i].Book(d.t.Context(), d.id)
	if err != nil {
		d.t.Fatal(err)
	}
	d.b[i] = b
	if err := b.View(d.t.Context(), func(v cells.View) error { v.(traced).Trace(true); return nil }); err != nil {
		d.t.Fatal(err)
	}
}

func (d *turns) leave(i int) {
	d.b[i].Release()
	if err := d.s[i].Close(); err != nil {
		d.t.Error(err)
	}
	if n := d.s[i].Stats().Faults; n > 0 {
		d.t.Errorf("%d faults", n)
	}
}

func (d *turns) Apply(r cells.Request) (*cells.Changes, error) {
	d.count++
	writer := d.count % 2
	d.asks = 1 - writer
	if d.count%9 == 0 {
		d.leave(d.asks)
		d.s[d.asks] = d.open()
		d.join(d.asks)
	}
	changes, err := d.b[writer].Update(d.t.Context(), r)
	if changes != nil {
		eventually(d.t, "the other server has it", func() bool { return state(d.t, d.b[0]) == state(d.t, d.b[1]) })
	}
	return changes, err
}

func (d *turns) Wait(x time.Duration) { d.clock.wait(x) }

func (d *turns) View(fn func(cells.View) error) error { return d.b[d.asks].View(d.t.Context(), fn) }

func (d *turns) Recomputed() (refs []cells.Ref, ok bool) {
	err := d.View(func(v cells.View) error {
		refs = v.(traced).Recomputed()
		return nil
	})
	return refs, err == nil
}

// The corpus of the book's rules holds on two servers that take turns, on each kind of store.
func TestCorpusOnTwoServers(t *testing.T) {
	files, err := script.Files("../testdata")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	quick := func(o *store.Options) {
		o.Engine, o.Poll = nil, 100*time.Millisecond
		o.Checkpoint = store.Checkpointing{Entries: 5, Quiet: time.Hour, Window: 200}
	}
	r := startRedis(t)
	e, err := embed.Open(t.Context(), embed.Options{Dir: t.TempDir(), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	kinds := map[string]store.Options{
		"redis":    {URL: r.url()},
		"embedded": {Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }},
	}
	for kind, where := range kinds {
		for _, file := range files {
			t.Run(fmt.Sprintf("%s/%s", kind, strings.TrimSuffix(filepath.Base(file), ".sheet")), func(t *testing.T) {
				src, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				c := new(clock)
				d := newTurns(t, c, func() *store.Store {
					o := where
					o.AcceptVolatile, o.Logger, o.Now, o.Still = true, quiet(), c.read, true
					quick(&o)
					s, err := store.Open(t.Context(), o)
					if err != nil {
						t.Fatal(err)
					}
					return s
				})
				_, failures, err := script.Run(string(src), d)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range failures {
					t.Errorf("%s: %s", filepath.Base(file), f)
				}
			})
		}
	}
}
