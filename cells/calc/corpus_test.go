package calc_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/cells/script"
)

var update = flag.Bool("update", false, "rewrite the expectations of the corpus to what the engine gives")

// driver runs scripts against the engine alone. Every command takes a second, until the script says itself how time passes.
type driver struct {
	t     *testing.T
	book  *calc.Book
	check bool
	now   int64 // when the script waits; zero before
}

func newDriver(t *testing.T) *driver {
	b := calc.New(calc.Options{ID: "test", Epoch: "e"})
	b.Trace(true)
	return &driver{t: t, book: b, check: true}
}

func (d *driver) Apply(r cells.Request) (*cells.Changes, error) {
	v := d.book.Position().Version + 1
	ch := d.book.Apply(cells.Entry{Version: v, At: d.clock(v), Seed: v, Revision: calc.Revision, Actor: r.Actor, Client: r.Client, Seq: r.Seq, Ops: r.Ops})
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

func (d *driver) clock(version uint64) int64 {
	if d.now != 0 {
		return d.now
	}
	return 1_790_000_000_000 + int64(version)*1000
}

func (d *driver) Wait(x time.Duration) {
	d.now = d.clock(d.book.Position().Version) + x.Milliseconds()
}

func (d *driver) View(fn func(cells.View) error) error { return fn(d.book) }

func (d *driver) Recomputed() ([]cells.Ref, bool) { return d.book.Recomputed(), true }

func TestCorpus(t *testing.T) {
	files, err := script.Files("../testdata")
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
