package main_test

import (
	"testing"
	"time"
)

// A device sends a value and is heard of no more; nobody has the book open in a browser. A program that asks by the API learns that the device is silent, also from a
// server that was killed in between.
func TestTimePassesWithoutABrowser(t *testing.T) {
	p := start(t, "--redis", redisServer(t))
	b := p.create("silent")
	put := func(cell, input string) {
		t.Helper()
		if _, err := p.call("PUT", "/api/books/"+b.ID+"/cells/"+cell, b.Tokens.Editor, input, nil); err != nil {
			t.Fatal(err)
		}
	}
	silent := func() bool {
		t.Helper()
		var got struct {
			Values [][]any `json:"values"`
		}
		if _, err := p.call("GET", "/api/books/"+b.ID+"/values/B1", b.Tokens.Viewer, nil, &got); err != nil {
			t.Fatal(err)
		}
		return got.Values[0][0] == true
	}
	put("B1", `=absent(A1,"2s")`)
	sent := time.Now()
	put("A1", "20")
	if silent() && time.Since(sent) < 2*time.Second {
		t.Fatal("it is silent at once")
	}
	p.kill()
	p.restart()
	for deadline := time.Now().Add(30 * time.Second); !silent(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("absent does not become true")
		}
	}
}
