package calc_test

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"os"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// undoScenario leaves something of every kind of value, formulas and a redo in what can be undone.
func undoScenario(tb testing.TB) sheet1 {
	s := blankSheet(tb)
	values := []cells.Value{
		cells.Num(1.5), cells.Num(math.Copysign(0, -1)), cells.Num(5e-324), cells.Num(-1e308), cells.Str("ä, \"b\"\n"), cells.Str(""), cells.Boolean(true),
		cells.Boolean(false), cells.Moment(45000.25), cells.Span(0.5), cells.Fail(&cells.CellError{Code: cells.ErrNA}),
	}
	in := make([]cells.Input, len(values))
	for i, v := range values {
		in[i] = cells.Literal(v)
	}
	all := cells.Range{Sheet: 1, Bottom: int32(len(in) - 1)}
	s.must(cells.Set{Range: all, Inputs: in})
	s.set("B1", "=A1*2")
	s.fill("B1", "B1:B9")
	s.must(cells.Clear{Range: at("A:B")})
	s.num("C3", 7)
	s.set("C3", "=SUM(A1:B2)")
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 2, Count: 1})
	s.set("C9", "x")
	s.must(cells.Undo{})
	return s
}

// unwound undoes all that ann can and does it again, and tells what the book showed meanwhile.
func unwound(tb testing.TB, b *calc.Book) string {
	tb.Helper()
	r := &replica{book: b}
	var out strings.Builder
	for _, op := range []cells.Op{cells.Undo{}, cells.Redo{}} {
		n := 0
		for ; r.apply("ann", op).Refused == nil; n++ {
			out.WriteString(dump(r.book))
		}
		fmt.Fprintf(&out, "%T: %d times\n", op, n)
	}
	return out.String()
}

// What can be undone is the same after it was stored, and as revision 2 stored it.
func TestStoredUndo(t *testing.T) {
	former, err := os.ReadFile("testdata/undo-revision2.json")
	if err != nil {
		t.Fatal(err)
	}
	s := undoScenario(t)
	s.save(true)
	now := s.parts["u/ann"]
	want := unwound(t, s.book)
	if !strings.Contains(want, "Undo: 8 times") || !strings.Contains(want, "Redo: 8 times") {
		t.Fatal(want)
	}
	s = undoScenario(t)
	for what, part := range map[string][]byte{"as it is stored now": now, "as revision 2 stored it": former} {
		s.parts = map[string][]byte{}
		s.save(true)
		s.parts["u/ann"] = part
		again, err := s.reload()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, p := range again.Encode(0, true) {
			if p.Name == "u/ann" && !bytes.Equal(p.Bytes, now) {
				t.Errorf("%s, it is stored again as %q, not %q", what, p.Bytes, now)
			}
		}
		if got := unwound(t, again); got != want {
			t.Errorf("%s, it shows\n%s\nnot\n%s", what, got, want)
		}
	}
}

// Damage is an error or another book, never a panic, and takes no more memory than the bytes allow.
func TestDamagedUndo(t *testing.T) {
	s := undoScenario(t)
	s.save(true)
	part := s.parts["u/ann"]
	for n := range part {
		s.parts["u/ann"] = part[:n]
		if _, err := s.reload(); err == nil {
			t.Fatalf("the first %d of %d bytes make a book", n, len(part))
		}
	}
	for i := range part {
		for _, x := range []byte{0, 1, 0x7f, 0x80, 0xff, part[i] ^ 1} {
			s.parts["u/ann"] = bytes.Clone(part)
			s.parts["u/ann"][i] = x
			_, _ = s.reload()
		}
	}
}

// One more edit leaves the pieces of what could be undone before as they are, except the last: so a store that has them is not sent a million values again.
func TestStoredUndoGrowsAtItsEnd(t *testing.T) {
	s := blankSheet(t)
	s.nums("A1:A100000", func(i int) float64 { return float64(i) / 3 })
	s.must(cells.Clear{Range: at("A:A")})
	s.save(true)
	pieces := 0
	for name := range s.parts {
		if strings.HasPrefix(name, "u/ann") {
			pieces++
		}
	}
	if pieces < 20 {
		t.Fatalf("%d pieces", pieces)
	}
	s.num("B1", 1)
	changed := 0
	for _, p := range s.book.Encode(s.saved, false) {
		if strings.HasPrefix(p.Name, "u/ann") && !bytes.Equal(p.Bytes, s.parts[p.Name]) {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d of %d pieces are other ones", changed, pieces)
	}
}

// Parts have one name each; what no part is called is refused.
func TestPartNames(t *testing.T) {
	s := undoScenario(t)
	s.save(true)
	for _, name := range []string{
		"", "s", "s1", "s1/", "s1/x0", "s1/c0/b", "s1/c00/b0", "s1/c0/b00", "s1/c+0/b0", "s1/c-1/b0", "s01/c0/b0", "s1/c0/b0/b0", "s1/c0/b4294967296",
		"s1/f0/b0", "s1/p0", "s1/c0/b0~0", "s1/c0/b0~x", "s4294967297/p", "q",
	} {
		s.parts[name] = []byte("{}")
		if _, err := s.reload(); err == nil {
			t.Errorf("a part called %q is taken", name)
		}
		delete(s.parts, name)
	}
	if _, err := s.reload(); err != nil {
		t.Error(err)
	}
}

// FuzzStoredUndo loads what is no part of ours, or nearly one: an error, or something that is stored as it was loaded.
func FuzzStoredUndo(f *testing.F) {
	s := undoScenario(f)
	s.save(true)
	former, err := os.ReadFile("testdata/undo-revision2.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.parts["u/ann"])
	f.Add(former)
	stored := func(b *calc.Book) []byte {
		var out []byte
		for _, p := range b.Encode(0, true) {
			if strings.HasPrefix(p.Name, "u/") {
				out = append(append(out, p.Name...), p.Bytes...)
			}
		}
		return out
	}
	f.Fuzz(func(t *testing.T, part []byte) {
		r := replica{book: s.book, parts: maps.Clone(s.parts)}
		r.parts["u/ann"] = part
		again, err := r.reload()
		if err != nil {
			return
		}
		first := stored(again)
		r.book, r.saved = again, 0
		r.save(true)
		third, err := r.reload()
		if err != nil {
			t.Fatalf("what was loaded from %q is stored as what cannot be: %v", part, err)
		}
		if second := stored(third); !bytes.Equal(first, second) {
			t.Fatalf("%q becomes %q, then %q", part, first, second)
		}
	})
}
