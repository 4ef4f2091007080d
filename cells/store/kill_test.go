package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// TestMain lets the test binary be the process that is killed: with FRESHET_TEST_WRITER it writes to a book until it ends.
func TestMain(m *testing.M) {
	if args := os.Getenv("FRESHET_TEST_WRITER"); args != "" {
		writer(strings.Fields(args))
		return
	}
	if args := os.Getenv("FRESHET_TEST_HOLDER"); args != "" {
		holder(strings.Fields(args))
		return
	}
	os.Exit(m.Run())
}

// writer updates a book from several goroutines and tells each acknowledged update in a line: "<row> <value>".
func writer(args []string) {
	url, id := args[0], args[1]
	s, err := store.Open(context.Background(), store.Options{URL: url, Logger: quiet(), Checkpoint: store.Checkpointing{Entries: 20}})
	if err != nil {
		fmt.Println("failed", err)
		return
	}
	b, err := s.Book(context.Background(), id)
	if err != nil {
		fmt.Println("failed", err)
		return
	}
	fmt.Println("ready")
	start := time.Now().UnixNano()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				v := float64(start%1_000_000_000)*1_000 + float64(i)
				r := set(w, i%50, v)
				if i%2 == 0 {
					r = reading(w, v, 0)
				}
				if _, err := b.Update(context.Background(), r); err != nil {
					fmt.Println("failed", err)
					return
				}
				fmt.Printf("ack %d %.0f\n", w, v)
			}
		})
	}
	wg.Wait()
}

// A server is killed while it writes, again and again: whatever it acknowledged is there, and replicas made from what it left agree.
func TestKilledWriter(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	r := durable(t)
	s := open(t, r.url(), computed, func(o *store.Options) { o.Grace = 10 * time.Millisecond })
	id := create(t, s)
	watching := hold(t, s, id) // a server that goes on
	for col := range 20 {
		update(t, watching, typed(10, col, fmt.Sprintf("=SUM(%s:%s)+RAND()", cell(0, col).A1(), cell(3, col).A1())))
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	acks := 0
	for round := range 20 {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), "FRESHET_TEST_WRITER="+r.url()+" "+id)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		last := map[int]float64{}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			text := lines.Text()
			if text == "ready" {
				time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { _ = cmd.Process.Kill() })
				continue
			}
			var w int
			var v float64
			if _, err := fmt.Sscanf(text, "ack %d %f", &w, &v); err != nil {
				if strings.HasPrefix(text, "failed") {
					t.Error(text)
				}
				continue // a line cut by the kill
			}
			last[w] = max(last[w], v)
			acks++
		}
		_ = cmd.Wait()

		fresh, err := store.Open(t.Context(), store.Options{URL: r.url(), Logger: quiet(), Grace: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		b, err := fresh.Book(t.Context(), id)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for w, v := range last {
			newest := 0.0
			for col := range 50 {
				newest = max(newest, valueAt(t, b, cell(w, col)).Float())
			}
			if newest < v {
				t.Fatalf("round %d: writer %d was told %v is stored; the newest is %v", round, w, v, newest)
			}
		}
		eventually(t, "the server that went on has the same", func() bool { return state(t, watching) == state(t, b) })
		var version uint64
		_ = b.View(t.Context(), func(v cells.View) error { version = v.Position().Version; return nil })
		eventually(t, "history is complete", func() bool { return field(t, r.client(), id, "eff") == fmt.Sprint(version) || pointsMatch(t, r, id) })
		b.Release()
		if err := fresh.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d acknowledged updates in 20 rounds", acks)
	if acks < 100 {
		t.Error("too few updates to prove anything")
	}
}

// pointsMatch reports whether history has as many points as the log has readings before the trim.
func pointsMatch(t *testing.T, r *server, id string) bool {
	t.Helper()
	c := r.client()
	total := int64(0)
	for w := range 4 {
		total += c.XLen(t.Context(), fmt.Sprintf("{%s}:history:%d", id, w+1)).Val()
	}
	log, err := c.XRange(t.Context(), "{"+id+"}:log", "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	readings := int64(0)
	for _, m := range log {
		if text, _ := m.Values["entry"].(string); strings.Contains(text, `"ingest"`) {
			readings++
		}
	}
	return total == readings
}
