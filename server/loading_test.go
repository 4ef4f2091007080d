package main_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// The program is killed while it loads a long book for those who write to it and read it, again and again: nothing acknowledged is lost, and what is shown
// of the formulas fits what they read.
func TestKillWhileLoading(t *testing.T) {
	t.Parallel()
	const rows = 10_000
	p := start(t, "--data", filepath.Join(t.TempDir(), "data"))
	b := p.create("long")
	values := make([][]any, rows)
	for i := range values {
		values[i] = []any{i, fmt.Sprintf("=F%d+$A$1", i+1)}
	}
	for top := 0; top < rows; top += 5_000 {
		body := map[string]any{"values": values[top : top+5_000]}
		if _, err := p.call("PUT", fmt.Sprintf("/api/books/%s/values/F%d:G%d", b.ID, top+1, top+5_000), b.Tokens.Editor, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	all := []*writer{{ref: "A1"}, {ref: "A2"}, {ref: "A3"}}
	if _, err := p.call("PUT", "/api/books/"+b.ID+"/cells/C1", b.Tokens.Editor, "=A1+A2+A3", nil); err != nil {
		t.Fatal(err)
	}
	if err := p.terminate(); err != nil { // which leaves a checkpoint of all of it
		t.Fatal(err)
	}
	p.restart()
	for range 6 {
		var wg sync.WaitGroup
		for _, w := range all {
			wg.Go(func() { w.run(p, b) })
		}
		time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond) // a random moment of the loading, or soon after it
		p.kill()
		wg.Wait()
		p.restart()
	}
	checkWriters(t, p, b, all, 6)
	var got struct {
		Values [][]any `json:"values"`
	}
	if _, err := p.call("GET", fmt.Sprintf("/api/books/%s/values/A1:G%d", b.ID, rows), b.Tokens.Viewer, nil, &got); err != nil {
		t.Fatal(err)
	}
	first, _ := got.Values[0][0].(float64)
	for i := 0; i < rows; i += 101 {
		if sum, _ := got.Values[i][6].(float64); sum != float64(i)+first {
			t.Fatalf("G%d shows %v while A1 is %v", i+1, got.Values[i][6], first)
		}
	}
	t.Logf("A1 is %v", first)
}
