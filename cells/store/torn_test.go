package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"freshet/cells/store"
)

// command is one of an append-only file: where it ends, and what it is.
type command struct {
	end  int
	what string // the command and its key, without the book's id and what differs from one time to the next
}

// commands reads an append-only file.
func commands(t *testing.T, file []byte) []command {
	t.Helper()
	var list []command
	at := 0
	line := func() string {
		n := bytes.Index(file[at:], []byte("\r\n"))
		text := string(file[at : at+n])
		at += n + 2
		return text
	}
	for at < len(file) {
		n, err := strconv.Atoi(strings.TrimPrefix(line(), "*"))
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for range n {
			size, err := strconv.Atoi(strings.TrimPrefix(line(), "$"))
			if err != nil {
				t.Fatal(err)
			}
			words = append(words, string(file[at:at+size]))
			at += size + 2
		}
		what := strings.ToUpper(words[0])
		if n > 1 {
			_, key, _ := strings.Cut(words[1], "}")
			what += " " + strings.TrimRight(key, ":0123456789")
		}
		list = append(list, command{at, what})
	}
	return list
}

// A Redis whose file is cut off in the middle of a script ignores the half of it when it starts, but leaves it in the file: at its next start it executes it
// (seen with 7.0). Wherever that happens, the book is one that was, it can be written, and history has each reading once.
func TestHalfExecutedScripts(t *testing.T) {
	r := durable(t)
	cadence := func(o *store.Options) {
		o.Checkpoint = store.Checkpointing{Entries: 10, Quiet: time.Hour, Window: 1_000}
	}
	s := open(t, r.url(), cadence)
	id := create(t, s)
	b := hold(t, s, id)
	states := map[string]bool{state(t, b): true}
	start := int64(0)
	for i := 0; s.Stats().Checkpoints < 5; i++ {
		update(t, b, reading(i%7, float64(i), 0))
		states[state(t, b)] = true
		if start == 0 && s.Stats().Checkpoints == 2 {
			start = r.size()
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r.kill()
	path := r.aof()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	seen, within := map[string]bool{}, ""
	cuts := map[string]int64{} // what was executed of a script → where the file is cut
	for _, c := range commands(t, file) {
		switch {
		case c.what == "EXEC":
			within = ""
		case c.what == "MULTI":
			within = "MULTI"
		case within != "":
			if !strings.HasSuffix(within, c.what) { // the same again tells nothing new
				within += ", " + c.what
			}
			if int64(c.end) > start && !seen[within] {
				seen[within] = true
				cuts[within] = int64(c.end) + 5
			}
		}
	}
	if len(cuts) < 8 {
		t.Fatalf("only %d places: %v", len(cuts), cuts)
	}
	for what, cut := range cuts {
		t.Run(what, func(t *testing.T) {
			torn := durable(t)
			torn.kill()
			if err := os.CopyFS(filepath.Join(torn.dir, "appendonlydir.new"), os.DirFS(filepath.Dir(path))); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(filepath.Join(torn.dir, "appendonlydir")); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(torn.dir, "appendonlydir.new"), filepath.Join(torn.dir, "appendonlydir")); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(torn.aof(), cut); err != nil {
				t.Fatal(err)
			}
			torn.start()
			if err := torn.client().Eval(context.Background(), "redis.call('SET', KEYS[1], 1) redis.call('SET', KEYS[1], 2) return 1", []string{"other"}).Err(); err != nil {
				t.Fatal(err)
			}
			torn.kill()
			torn.start()

			s := open(t, torn.url(), cadence)
			b := hold(t, s, id)
			if got := state(t, b); !states[got] {
				t.Fatalf("the book is %s as it never was", got)
			}
			for range 15 {
				update(t, b, reading(0, -1, 0))
			}
			eventually(t, "a checkpoint", func() bool { return s.Stats().Checkpoints > 0 })
			want := state(t, b)
			points := 0
			for row := range 7 {
				p, err := b.History(t.Context(), cell(row, 0), 0, 0, 10_000)
				if err != nil {
					t.Fatal(err)
				}
				points += len(p)
			}
			version, _, _ := strings.Cut(want, " ")
			if strconv.Itoa(points+1) != version { // the first made the book
				t.Errorf("%d points of history at version %s", points, version)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got := state(t, hold(t, open(t, torn.url()), id)); got != want {
				t.Fatalf("loaded %s, want %s", got, want)
			}
			fields := torn.client().HLen(t.Context(), "{"+id+"}:checkpoint").Val()
			if fields != 3+7+1 { // title, seqs, trail; rows; the manifest
				t.Errorf("%d fields in the checkpoint", fields)
			}
		})
	}
}
