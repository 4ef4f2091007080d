package calc_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// former is a book as a program of an earlier revision stored it.
func former(t *testing.T, revision string) *replica {
	t.Helper()
	text, err := os.ReadFile("testdata/book-revision" + revision + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var x struct {
		Version uint64
		Parts   map[string][]byte
	}
	if err := json.Unmarshal(text, &x); err != nil {
		t.Fatal(err)
	}
	b, err := calc.Load(calc.Options{ID: "test"}, cells.Position{Epoch: "e", Version: x.Version}, func(yield func(string, []byte) bool) {
		for name, part := range x.Parts {
			if !yield(name, part) {
				return
			}
		}
	})
	if err != nil {
		t.Fatalf("a book of revision %s: %v", revision, err)
	}
	return &replica{book: b, parts: make(map[string][]byte)}
}

// rounded are the lines of cells whose values or whose sentences other revisions made otherwise.
var rounded = regexp.MustCompile(`.*=(ewma|0,1\+0,2|A100#).*\n`)

// Books of every earlier revision open with all that was in them, are what their inputs give from nothing once this revision has written an entry,
// and can be undone, stored and loaded.
func TestBooksOfFormerRevisions(t *testing.T) {
	first := ""
	for _, revision := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		r := former(t, revision)
		if err := r.book.CheckInvariants(); err != nil {
			t.Fatalf("revision %s: %v", revision, err)
		}
		now := rounded.ReplaceAllString(dump(r.book), "")
		if first == "" {
			first = now
		}
		if now != first || !strings.Contains(now, "As it was") || len(r.book.Info().Names) != 1 {
			t.Errorf("revision %s opens otherwise than revision 1: %s\n%s", revision, difference(now, first), now)
		}
		if ch := r.apply("system", cells.Tick{}); ch.Refused != nil {
			t.Fatal(ch.Refused)
		}
		past := at("E26:E31") // what reads the past knows more than can be typed
		r.apply("ann", cells.Clear{Range: past})
		fresh := fromNothing(t, r, rand.New(rand.NewPCG(1, 2)), false)
		if a, b := shown(r), shown(fresh); a != b {
			t.Errorf("revision %s: %s", revision, difference(a, b))
		}
		if a, b := graph(t, r), graph(t, fresh); a != b {
			t.Errorf("revision %s: the graph: %s", revision, difference(a, b))
		}
		r.apply("ann", cells.Undo{})
		for _, who := range []string{"bob", "ann"} {
			for range 5 {
				if ch := r.apply(who, cells.Undo{}); who == "ann" && ch.Refused != nil {
					t.Errorf("revision %s: %s cannot undo: %v", revision, who, ch.Refused)
				}
			}
		}
		if err := check(r, true, true); err != nil {
			t.Errorf("revision %s: %v", revision, err)
		}
	}
}

// aged is a book as an earlier revision would have stored it that computed 1234.5 where this one does not.
func aged(t *testing.T, right float64) sheet1 {
	t.Helper()
	s := blankSheet(t)
	s.num("A1", right/2)
	s.set("B1", "=A1*2")
	s.set("B2", "=B1+1")
	s.set("C1", "=INDIRECT(\"B\"&1)")
	s.save(true)
	was, is := binary.LittleEndian.AppendUint64(nil, math.Float64bits(right)), binary.LittleEndian.AppendUint64(nil, math.Float64bits(1234.5))
	found := 0
	for name, part := range s.parts {
		found += bytes.Count(part, was)
		s.parts[name] = bytes.ReplaceAll(part, was, is)
	}
	if found != 2 {
		t.Fatalf("%d values found", found)
	}
	s.parts["book"] = bytes.Replace(s.parts["book"], []byte(calc.Revision), []byte("0/other"), 1)
	return s
}

// The first entry of another revision calculates everything again: what the former one made of the same inputs does not stay beside what this one makes of
// them. It is an entry like any, so every replica does, and everybody is told.
func TestAnotherRevisionCalculatesAgain(t *testing.T) {
	s := aged(t, 98.75)
	load := func() *replica {
		again, err := s.reload()
		if err != nil {
			t.Fatal(err)
		}
		return &replica{book: again, parts: make(map[string][]byte)}
	}
	b1 := at("B1").TopLeft()
	one, other := load(), load()
	if v := one.book.Value(b1); !v.Equal(cells.Num(1234.5)) {
		t.Fatalf("loaded, B1 shows %s", show(v))
	}
	refused := one.apply("ann", cells.DropName{Name: "none"})
	other.apply("ann", cells.DropName{Name: "none"})
	if refused.Refused == nil || !one.book.Value(b1).Equal(cells.Num(1234.5)) {
		t.Error("an entry that was refused changed something")
	}
	one.save(true) // between the refusal and the first entry that takes effect
	again, err := one.reload()
	if err != nil {
		t.Fatal(err)
	}
	one.book = again
	ch := one.apply("ann", cells.Set{Range: at("A9"), Inputs: column(1, 1)})
	other.apply("ann", cells.Set{Range: at("A9"), Inputs: column(1, 1)})
	for a1, want := range map[string]float64{"B1": 98.75, "B2": 99.75, "C1": 98.75} {
		if v := one.book.Value(at(a1).TopLeft()); !v.Equal(cells.Num(want)) {
			t.Errorf("%s shows %s", a1, show(v))
		}
	}
	told := 0
	for _, g := range ch.Values {
		told += g.Size()
	}
	if told != 3 { // A9, B1 and C1; B2 was right
		t.Errorf("the change tells of %v", ch.Values)
	}
	if one.book.Hash() != other.book.Hash() {
		t.Error("replicas differ")
	}
	one.save(true)
	if again, err = one.reload(); err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string]*calc.Book{"the book": one.book, "the loaded book": again} {
		r := &replica{book: b}
		if ch := r.apply("ann", cells.Tick{}); ch.Recomputed != 0 {
			t.Errorf("%s calculates %d cells again in the next entry", what, ch.Recomputed)
		}
	}
}
