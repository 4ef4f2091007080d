package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// storm is writers on several servers while everything around them fails.
type storm struct {
	t    *testing.T
	r    *server
	odds atomic.Int64
	id   string

	mu      sync.Mutex
	acked   map[string]bool // name of an update → it was answered as stored
	servers []*store.Store
}

// TestStorm lets lines break, Redis die and hang, and servers come and go while books are written. In the end what was
// acknowledged is in the log, nothing is there twice, history has each reading once, and all servers hold the same.
// FRESHET_STORM=5m makes it last.
func TestStorm(t *testing.T) {
	length := 3 * time.Second
	if text := os.Getenv("FRESHET_STORM"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	w := &storm{t: t, r: durable(t), acked: map[string]bool{}, servers: make([]*store.Store, 3)}
	for i := range w.servers {
		w.servers[i] = w.open()
	}
	made, err := w.servers[0].Create(t.Context(), store.NewBook{Title: "Storm", Ops: append(cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}, append(typed(30, 0, "=NOW()").Ops, typed(30, 1, "=age(A1)").Ops...)...)})
	if err != nil {
		t.Fatal(err)
	}
	w.id = made.ID

	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() { w.write(ctx, i) })
	}
	w.odds.Store(60)
	for ctx.Err() == nil {
		w.blow(ctx)
	}
	wg.Wait()
	w.odds.Store(0)
	w.settle()
}

func (w *storm) open() *store.Store {
	o := store.Options{AcceptVolatile: true, Logger: quiet(), Poll: 50 * time.Millisecond, Patience: 2 * time.Second, Grace: 20 * time.Millisecond}
	o.Checkpoint = store.Checkpointing{Entries: 50, Quiet: 200 * time.Millisecond, Window: 1_000_000}
	through(w.r, &w.odds)(&o)
	for {
		s, err := store.Open(w.t.Context(), o)
		if err == nil {
			return s
		}
		if w.t.Context().Err() != nil {
			w.t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// write updates the book through whatever server there is; with a sequence number it repeats what was not answered.
func (w *storm) write(ctx context.Context, n int) {
	for i := 0; ctx.Err() == nil; i++ {
		name := fmt.Sprintf("w%d-%d", n, i)
		r := cells.Request{Actor: "p1", Ops: cells.Ops{cells.Set{Range: cell(n, i%20).Range(), Inputs: []cells.Input{cells.Typed(name)}}}}
		if n%2 == 0 {
			r = reading(n, float64(i), 0)
			r.Ops = append(r.Ops, cells.Set{Range: cell(n, 5).Range(), Inputs: []cells.Input{cells.Typed(name)}})
		}
		if n >= 3 {
			r.Client, r.Seq = fmt.Sprint("tab", n), uint64(i+1)
		}
		for tries := 0; ctx.Err() == nil || r.Client != "" && tries < 100; tries++ {
			err := w.update(r)
			if err == nil {
				w.mu.Lock()
				w.acked[name] = true
				w.mu.Unlock()
				break
			}
			if code(err) != cells.Unavailable && !strings.Contains(err.Error(), "store") {
				w.t.Errorf("%s: %v", name, err)
				return
			}
			if r.Client == "" {
				break // whether it took effect is not known, and to repeat it might double it
			}
		}
	}
}

func (w *storm) update(r cells.Request) error {
	w.mu.Lock()
	s := w.servers[rand.IntN(len(w.servers))]
	w.mu.Unlock()
	b, err := s.Book(context.Background(), w.id)
	if err != nil {
		return err
	}
	defer b.Release()
	_, err = b.Update(context.Background(), r)
	return err
}

// blow does one of the things that go wrong.
func (w *storm) blow(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(time.Duration(rand.IntN(200)) * time.Millisecond):
	}
	switch rand.IntN(5) {
	case 0:
		w.r.kill()
		time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
		w.r.start()
	case 1:
		_ = w.r.cmd.Process.Signal(syscall.SIGSTOP)
		time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		_ = w.r.cmd.Process.Signal(syscall.SIGCONT)
	case 2:
		for _, kind := range []string{"normal", "pubsub"} {
			_ = w.r.client().Do(context.Background(), "CLIENT", "KILL", "TYPE", kind).Err() // it may kill itself
		}
	default:
		i := rand.IntN(len(w.servers))
		fresh := w.open()
		w.mu.Lock()
		old := w.servers[i]
		w.servers[i] = fresh
		w.mu.Unlock()
		_ = old.Close()
	}
}

func (w *storm) settle() {
	t := w.t
	var books []*store.Book
	eventually(t, "all agree", func() bool {
		for _, b := range books {
			b.Release()
		}
		books = books[:0]
		seen := map[string]bool{}
		for _, s := range w.servers {
			b, err := s.Book(t.Context(), w.id)
			if err != nil {
				return false
			}
			books = append(books, b)
			err = b.View(t.Context(), func(v cells.View) error {
				seen[fmt.Sprintf("%d %s", v.Position().Version, v.Hash())] = true
				return nil
			})
			if err != nil {
				return false
			}
		}
		return len(seen) == 1
	})
	c := w.r.client()
	log, err := c.XRange(t.Context(), "{"+w.id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	times, readings := map[string]int{}, 0
	for _, m := range log {
		text, _ := m.Values["entry"].(string)
		_, rest, ok := strings.Cut(text, `"inputs":["`)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, `"`)
		repeated := strings.Contains(text, `"client"`) && times[name] > 0 // the engine knows these
		if !repeated {
			times[name]++
		}
		if strings.Contains(text, `"ingest"`) && !repeated {
			readings++
		}
	}
	for name, n := range times {
		if n > 1 {
			t.Errorf("%s is in the log %d times", name, n)
		}
	}
	for name := range w.acked {
		if times[name] != 1 {
			t.Errorf("%s was acknowledged and is in the log %d times", name, times[name])
		}
	}
	eventually(t, "history has every reading once", func() bool {
		points := 0
		for n := range 6 {
			for _, b := range books[:1] {
				p, err := b.History(t.Context(), cell(n, 0), 0, 0, 100_000)
				if err != nil {
					return false
				}
				points += len(p)
			}
		}
		if points > readings {
			t.Fatalf("%d points of %d readings", points, readings)
		}
		return points == readings || readings > 10_000 // then the oldest are trimmed
	})
	for _, b := range books {
		b.Release()
	}
	for _, s := range w.servers {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	fresh := open(t, w.r.url(), computed)
	b := hold(t, fresh, w.id)
	t.Logf("%d acknowledged, %d in the log; %s", len(w.acked), len(log), state(t, b)[:8])
}
