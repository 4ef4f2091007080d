package live_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/script"
	"freshet/cells/store"
	"freshet/server/live"
)

// wireDriver runs a script over the wire: every actor has a tab of their own that edits, and after each edit all tabs must show what
// the book holds.
type wireDriver struct {
	h    *house
	book *store.Book
	tabs map[string]*tab
	seqs map[string]uint64
	last uint64 // the version of the last edit

	mu      sync.Mutex
	changes map[uint64]*cells.Changes // by version
}

func newWireDriver(t *testing.T, url string) *wireDriver {
	h := newHouse(t, url, live.Limits{EditsPerSec: 1000}, func(o *store.Options) { o.Still = true })
	b, err := h.store.Book(context.Background(), h.book)
	if err != nil {
		t.Fatal(err)
	}
	d := &wireDriver{h: h, book: b, tabs: map[string]*tab{}, seqs: map[string]uint64{}, changes: map[uint64]*cells.Changes{}}
	stop := b.Watch(func(c *cells.Changes) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.changes[c.Position.Version] = c
	})
	t.Cleanup(func() {
		stop()
		b.Release()
	})
	d.tab("ann")
	d.tab("watcher")
	return d
}

func (d *wireDriver) tab(actor string) *tab {
	if d.tabs[actor] == nil {
		x := d.h.visit(guest{actor: actor, role: cells.Owner, view: "A1:AF128"})
		x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
		d.tabs[actor] = x
	}
	return d.tabs[actor]
}

func (d *wireDriver) Apply(r cells.Request) (*cells.Changes, error) {
	if s, ok := r.Ops[0].(cells.AddSheet); ok && r.Actor == "system" && s.Name == "Sheet1" {
		return &cells.Changes{}, nil // a new book has it
	}
	if _, ok := r.Ops[0].(cells.Tick); ok {
		return d.book.Update(context.Background(), r) // only the server lets time pass
	}
	x := d.tab(r.Actor)
	d.seqs[r.Actor]++
	seq := d.seqs[r.Actor]
	x.edit(seq, r.Ops...)
	m := x.answered(seq)
	if m.T == "refuse" {
		return nil, m.Error
	}
	var c *cells.Changes
	eventually(x.t, "the book tells of the entry", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		c = d.changes[m.Version]
		return c != nil
	})
	d.last = m.Version
	return c, d.compare()
}

// compare checks that every tab comes to show what the book holds.
func (d *wireDriver) compare() error {
	for actor, x := range d.tabs {
		var problem error
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
			problem = d.View(func(v cells.View) error {
				x.mu.Lock()
				defer x.mu.Unlock()
				return x.differs(v, cells.Range{Sheet: 1, Right: 31, Bottom: 127})
			})
			if problem == nil {
				break
			}
		}
		if problem != nil {
			return fmt.Errorf("the tab of %s: %w", actor, problem)
		}
	}
	return nil
}

// differs tells the first cell of a range that the tab shows otherwise than the book.
func (t *tab) differs(v cells.View, r cells.Range) error {
	for col := r.Left; col <= r.Right; col++ {
		for row := r.Top; row <= r.Bottom; row++ {
			at := cells.Ref{Sheet: r.Sheet, Row: row, Col: col}
			want, got := v.Cell(at), t.cells[at]
			value := want.Value
			if a := value.Array(); a != nil && len(a.Values) > 0 {
				value = a.Values[0]
			}
			switch {
			case !got.value.Equal(value):
				return fmt.Errorf("%s is %v, want %v", at.A1(), got.value, value)
			case got.input != want.Input || got.formula != want.Formula:
				return fmt.Errorf("%s has the input %q, want %q", at.A1(), got.input, want.Input)
			case got.format != want.Format:
				return fmt.Errorf("%s has the format %+v, want %+v", at.A1(), got.format, want.Format)
			case got.spilled != want.Spilled || got.reading != want.Reading:
				return fmt.Errorf("%s: spilled %t and reading %t, want %t and %t", at.A1(), got.spilled, got.reading, want.Spilled, want.Reading)
			}
		}
	}
	return nil
}

func (d *wireDriver) Wait(x time.Duration) {
	at := d.h.clock().Add(x)
	d.h.stand.Store(&at)
}

func (d *wireDriver) View(fn func(cells.View) error) error {
	return d.book.View(context.Background(), fn)
}

func (d *wireDriver) Recomputed() ([]cells.Ref, bool) { return nil, false }

// TestCorpus runs the scripts of the engine through a running server, with a tab that edits and others that watch.
func TestCorpus(t *testing.T) {
	files, err := script.Files("../../cells/testdata")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	url := startRedis(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".sheet"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := newWireDriver(t, url)
			_, failures, err := script.Run(string(src), d)
			var refusal *cells.Error
			if err != nil && !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			for _, x := range d.tabs {
				x.reaches(d.last)
			}
			if err := d.compare(); err != nil {
				t.Error(err)
			}
			for _, f := range failures {
				t.Errorf("%s: %v", filepath.Base(file), f)
			}
		})
	}
}
