package calc_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/cells/script"
)

var update = flag.Bool("update", false, "rewrite the expectations of the corpus to what the engine gives")

// driver runs scripts against the engine alone. The clock stands still between commands but for a second each.
type driver struct {
	t     *testing.T
	book  *calc.Book
	check bool
}

func newDriver(t *testing.T) *driver {
	b := calc.New(calc.Options{ID: "test", Epoch: "e"})
	b.Trace(true)
	return &driver{t: t, book: b, check: true}
}

func (d *driver) Apply(r cells.Request) (*cells.Changes, error) {
	v := d.book.Position().Version + 1
	ch := d.book.Apply(cells.Entry{Version: v, At: 1_790_000_000_000 + int64(v)*1000, Seed: v, Revision: calc.Revision, Actor: r.Actor, Client: r.Client, Seq: r.Seq, Ops: r.Ops})
	if d.check {
		if err := d.book.CheckInvariants(); err != nil {
			d.t.Errorf("after version %d: %v", v, err)
		}
	}
	if ch.Refused != nil {
		return ch, ch.Refused
	}
	return ch, nil
}

func (d *driver) View(fn func(cells.View) error) error { return fn(d.book) }

func (d *driver) Recomputed() ([]cells.Ref, bool) { return d.book.Recomputed(), true }

func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.sheet")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			seen, failures, err := script.Run(string(src), newDriver(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range failures {
				t.Errorf("%s: line %d: %s\n  got: %s", file, f.Line, f.Text, f.Got)
			}
			if *update && seen != string(src) {
				if err := os.WriteFile(file, []byte(seen), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
