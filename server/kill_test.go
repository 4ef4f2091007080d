package main_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// rounds is how often the kill tests kill.
const rounds = 20

// writer writes rising numbers into one cell of its own and remembers what was acknowledged.
type writer struct {
	ref          string
	sent, acked  int
	unrecognised error
}

func (w *writer) run(p *process, b book) {
	for {
		next := w.sent + 1
		w.sent = next
		_, err := p.call("PUT", "/api/books/"+b.ID+"/cells/"+w.ref, b.Tokens.Editor, fmt.Sprint(next), nil)
		if errors.Is(err, errGone) {
			return
		}
		if err != nil {
			w.unrecognised = err
			return
		}
		w.acked = next
	}
}

// What was acknowledged is there after kill -9, formulas agree with it, and the hash of
// all values is that of an undisturbed replica: after a second, orderly restart nothing has moved.
func TestKillUnderLoad(t *testing.T) {
	for _, c := range []struct {
		name string
		args func(t *testing.T) []string
	}{
		{"embedded", func(t *testing.T) []string { return []string{"--data", filepath.Join(t.TempDir(), "data")} }},
		{"redis", func(t *testing.T) []string { return []string{"--redis", redisServer(t)} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, c.args(t)...)
			b := p.create("kill")
			const writers = 4
			all := make([]*writer, writers)
			sum := "=0"
			for i := range all {
				all[i] = &writer{ref: fmt.Sprintf("A%d", i+1)}
				sum += "+" + all[i].ref
			}
			if _, err := p.call("PUT", "/api/books/"+b.ID+"/cells/C1", b.Tokens.Editor, sum, nil); err != nil {
				t.Fatal(err)
			}
			written := 0
			for round := range rounds {
				var wg sync.WaitGroup
				for _, w := range all {
					wg.Go(func() { w.run(p, b) })
				}
				time.Sleep(time.Duration(50+rand.IntN(250)) * time.Millisecond) // a random moment, not a wait for something
				p.kill()
				wg.Wait()
				p.restart()
				checkWriters(t, p, b, all, round)
			}
			for _, w := range all {
				written += w.acked
			}
			if written == 0 {
				t.Fatal("nothing was written")
			}
			t.Logf("%d acknowledged writes over %d kills, none missing", written, rounds)
			before := p.state(b)
			if err := p.terminate(); err != nil {
				t.Fatalf("an orderly end: %v\n%s", err, p.output)
			}
			p.restart()
			// The epoch may be another: a store that was restarted cannot vouch that it lost nothing, so browsers start from a snapshot.
			if after := p.state(b); after.Hash != before.Hash || after.Position.Version != before.Position.Version {
				t.Errorf("before the restart %+v, after it %+v", before, after)
			}
		})
	}
}

func checkWriters(t *testing.T, p *process, b book, all []*writer, round int) {
	t.Helper()
	var got struct {
		Values [][]any `json:"values"`
	}
	if _, err := p.call("GET", fmt.Sprintf("/api/books/%s/values/A1:C%d", b.ID, len(all)), b.Tokens.Viewer, nil, &got); err != nil {
		t.Fatalf("round %d: %v\n%s", round, err, p.output)
	}
	total := 0.0
	for i, w := range all {
		if w.unrecognised != nil {
			t.Fatalf("round %d: %v\n%s", round, w.unrecognised, p.output)
		}
		n, _ := got.Values[i][0].(float64)
		if int(n) < w.acked || int(n) > w.sent {
			t.Fatalf("round %d: %s holds %v; %d was acknowledged, %d sent\n%s", round, w.ref, n, w.acked, w.sent, p.output)
		}
		total += n
		w.sent = max(w.sent, int(n))
	}
	if sum, _ := got.Values[0][2].(float64); sum != total {
		t.Fatalf("round %d: the formula says %v, the cells add up to %v", round, sum, total)
	}
}

// Two servers on one Redis: both write, both tell the same at one version.
func TestTwoServersAgree(t *testing.T) {
	url := redisServer(t)
	one, two := start(t, "--redis", url), start(t, "--redis", url)
	b := one.create("two")
	const each = 200
	var wg sync.WaitGroup
	for i, p := range []*process{one, two} {
		wg.Go(func() {
			for n := range each {
				ref := fmt.Sprintf("%c%d", 'A'+i, n+1)
				if _, err := p.call("PUT", "/api/books/"+b.ID+"/cells/"+ref, b.Tokens.Editor, "1", nil); err != nil {
					t.Errorf("%s: %v", ref, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if _, err := two.call("PUT", "/api/books/"+b.ID+"/cells/D1", b.Tokens.Editor, fmt.Sprintf("=SUM(A1:B%d)", each), nil); err != nil {
		t.Fatal(err)
	}
	var a, z state
	until(t, "both stand at one version", func() bool {
		a, z = one.state(b), two.state(b)
		return a.Position == z.Position
	})
	if a.Hash != z.Hash || a.Hash == "" {
		t.Errorf("at %v the hashes are %q and %q", a.Position, a.Hash, z.Hash)
	}
	var got struct {
		Values [][]any `json:"values"`
	}
	if _, err := one.call("GET", "/api/books/"+b.ID+"/values/D1", b.Tokens.Viewer, nil, &got); err != nil || got.Values[0][0] != float64(2*each) {
		t.Errorf("the sum is %v, %v", got.Values, err)
	}
}
