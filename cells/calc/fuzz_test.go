package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// replica is a book with the parts of its checkpoint, as a store would hold them.
type replica struct {
	book  *calc.Book
	parts map[string][]byte
	saved uint64
}

func newReplica() *replica {
	return &replica{book: calc.New(calc.Options{ID: "test", Epoch: "e"}), parts: make(map[string][]byte)}
}

func (r *replica) entry(actor string, ops ...cells.Op) cells.Entry {
	v := r.book.Position().Version + 1
	return cells.Entry{Version: v, At: 1_790_000_000_000 + int64(v)*1000, Seed: v, Revision: calc.Revision, Actor: actor, Ops: ops}
}

func (r *replica) apply(actor string, ops ...cells.Op) *cells.Changes {
	return r.book.Apply(r.entry(actor, ops...))
}

// save writes what changed to the parts.
func (r *replica) save(full bool) {
	if full {
		clear(r.parts)
	}
	for _, p := range r.book.Encode(r.saved, full) {
		if p.Bytes == nil {
			delete(r.parts, p.Name)
		} else {
			r.parts[p.Name] = p.Bytes
		}
	}
	r.saved = r.book.Position().Version
	r.book.Encoded(r.saved)
}

// reload makes another book of the parts.
func (r *replica) reload() (*calc.Book, error) {
	return calc.Load(calc.Options{ID: "test"}, r.book.Position(), func(yield func(string, []byte) bool) {
		for name, bytes := range r.parts {
			if !yield(name, bytes) {
				return
			}
		}
	})
}

// dump writes everything that people can see of a book, without times.
func dump(b *calc.Book) string {
	var s strings.Builder
	info := b.Info()
	fmt.Fprintln(&s, info.Title, info.Zone, info.Locale, info.Names, info.Bindings)
	for _, t := range info.Sheets {
		fmt.Fprintln(&s, t)
		if g, ok := b.Extent(t.ID); ok {
			b.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				fmt.Fprintf(&s, "%s %q %s %v %v\n", at.A1(), c.Input, show(c.Value), c.Format, c.Spilled)
				return true
			})
		}
	}
	return s.String()
}

// run applies a random program and checks the book after every op.
func run(t *testing.T, seed uint64, steps int, spills, historic bool) {
	t.Helper()
	p := &program{r: rand.New(rand.NewPCG(seed, 1)), rows: 12, cols: 6, spills: spills, historic: historic}
	r := newReplica()
	r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	actors := []string{"ann", "bob"}
	var done []string
	for range steps {
		var op cells.Op
		switch p.pick(12) {
		case 0:
			op = cells.Undo{}
		case 1:
			op = cells.Redo{}
		case 2:
			op = cells.Ingest{Readings: []cells.Reading{{Ref: p.ref(r.book), Value: cells.Num(float64(p.pick(9)))}}}
		default:
			op = p.op(r.book)
		}
		e := r.entry(actors[p.pick(2)], op)
		ch := r.book.Apply(e)
		text, _ := cells.Ops{op}.MarshalJSON()
		done = append(done, fmt.Sprintf("%d %s %s %v", e.Version, e.Actor, text, ch.Refused))
		problem := check(r, p.pick(3) == 0, p.historic)
		if problem == nil {
			problem = truthful(r.book, ch)
		}
		if problem != nil {
			t.Fatalf("seed %d: %v\nafter\n%s\nof\n%s", seed, problem, strings.Join(done, "\n"), dump(r.book))
		}
	}
}

// truthful checks that a change tells only of places on sheets that are.
func truthful(b *calc.Book, ch *cells.Changes) error {
	for _, g := range append(append([]cells.Range(nil), ch.Values...), ch.Inputs...) {
		if _, ok := b.Sheet(g.Sheet); !ok || !g.Valid() {
			return fmt.Errorf("the change speaks of %v", g)
		}
	}
	return nil
}

func check(r *replica, store, historic bool) error {
	if err := r.book.CheckInvariants(); err != nil {
		return err
	}
	if !historic {
		if err := newOracle(r.book).check(); err != nil {
			return err
		}
	}
	if !store {
		return nil
	}
	r.save(len(r.parts) == 0)
	again, err := r.reload()
	if err != nil {
		return err
	}
	if err := again.CheckInvariants(); err != nil {
		return fmt.Errorf("loaded: %w", err)
	}
	if a, b := dump(r.book), dump(again); a != b || r.book.Hash() != again.Hash() {
		return fmt.Errorf("the loaded book is\n%s", b)
	}
	// From here on the loaded one goes on: what it lacks shows later.
	r.book = again
	return nil
}

func TestRandomPrograms(t *testing.T) {
	for seed := range uint64(60) {
		run(t, seed, 60, false, false)
	}
}

func TestRandomProgramsWithArraysAndDynamicReferences(t *testing.T) {
	for seed := range uint64(60) {
		run(t, seed, 50, true, false)
	}
	for _, seed := range []uint64{3371190743423997092, 10295754704127787413, 4765388658880158312} { // arrays that something typed keeps from spilling
		run(t, seed, 60, true, false)
	}
}

func TestRandomProgramsWithThePast(t *testing.T) {
	for seed := range uint64(60) {
		run(t, seed, 50, true, true)
	}
}

func FuzzBook(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(seed, false, false)
		f.Add(seed, true, false)
		f.Add(seed, true, true)
	}
	f.Fuzz(func(t *testing.T, seed uint64, spills, historic bool) { run(t, seed, 80, spills, historic) })
}

// TestUndoAll takes everything back, step by step, and everything forth again.
func TestUndoAll(t *testing.T) {
	for seed := range uint64(60) {
		p := &program{r: rand.New(rand.NewPCG(seed, 7)), rows: 10, cols: 5}
		r := newReplica()
		r.apply("system", cells.AddSheet{Name: "Sheet1", Index: -1})
		states := []string{dump(r.book)}
		var done []string
		for len(done) < 25 {
			op := p.op(r.book)
			if ch := r.apply("ann", op); ch.Refused != nil {
				continue
			}
			text, _ := cells.Ops{op}.MarshalJSON()
			done = append(done, string(text))
			if s := dump(r.book); s != states[len(states)-1] {
				states = append(states, s)
			}
		}
		end := dump(r.book)
		for range 200 {
			if r.apply("ann", cells.Undo{}).Refused != nil {
				break
			}
			if err := newOracle(r.book).check(); err != nil {
				t.Fatalf("seed %d, after\n%s\nand undoing: %v\n%s", seed, strings.Join(done, "\n"), err, dump(r.book))
			}
		}
		if got := dump(r.book); got != states[0] {
			t.Fatalf("seed %d, after\n%s\nundoing all leaves\n%s\nnot\n%s", seed, strings.Join(done, "\n"), got, states[0])
		}
		for range 200 {
			if r.apply("ann", cells.Redo{}).Refused != nil {
				break
			}
		}
		if got := dump(r.book); got != end {
			t.Fatalf("seed %d, after\n%s\nredoing all leaves\n%s\nnot\n%s", seed, strings.Join(done, "\n"), got, end)
		}
	}
}
