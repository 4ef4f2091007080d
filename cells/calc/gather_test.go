package calc

import (
	"testing"

	"freshet/cells"
)

// scattered is how many blocks of a column, of those that have all of their rows, do not follow the one before them in memory, where they could.
func scattered(c *column) (n int) {
	for i := 1; i < len(c.blocks); i++ {
		a, b := c.blocks[i-1], c.blocks[i]
		if i%gathered > 0 && len(a.nums) == blockRows && len(b.nums) == blockRows && !together(c.blocks[i-1:i+1]) {
			n++
		}
	}
	return n
}

// TestNumbersLieTogether writes a column piece by piece and fills another, in a book that has something else between, and loads them again.
func TestNumbersLieTogether(t *testing.T) {
	b := New(Options{ID: "b", Epoch: "e"})
	version := uint64(0)
	apply := func(ops ...cells.Op) {
		t.Helper()
		version++
		if c := b.Apply(cells.Entry{Version: version, At: int64(version), Seed: 1, Revision: Revision, Actor: "a", Ops: ops}); c.Refused != nil {
			t.Fatal(c.Refused)
		}
	}
	const rows, piece = 50_000, 5000
	apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	for top := range int32(rows / piece) {
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: top * piece, Bottom: top*piece + piece - 1, Right: 1}}
		for i := range 2 * piece {
			s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(i))))
		}
		apply(s)
	}
	first := cells.Range{Sheet: 1, Left: 2, Right: 2}
	whole := first
	whole.Bottom = rows - 1
	apply(cells.Set{Range: first, Inputs: []cells.Input{cells.Typed("=A1*2+B1")}}, cells.Fill{Source: first, Target: whole})
	look := func(what string) {
		t.Helper()
		for col, c := range b.sheets[1].cols {
			if n := scattered(c); n > 0 || len(c.blocks) != rows/blockRows+1 {
				t.Errorf("%s: of column %d %d of %d blocks lie apart", what, col, n, len(c.blocks))
			}
			for row := range int32(rows) {
				want := float64(2*(row%piece)) + float64(col&1)
				if col == 2 {
					want = float64(6*(row%piece)) + 1
				}
				if got := c.value(row); got.Float() != want {
					t.Fatalf("%s: row %d of column %d is %v, want %v", what, row, col, got.Float(), want)
				}
			}
		}
	}
	look("written")
	apply(cells.Clear{Range: cells.Range{Sheet: 1, Bottom: rows - 1}})
	apply(cells.Undo{})
	look("cleared and brought back")
	apply(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 3, Count: 1}, cells.Delete{Sheet: 1, Axis: cells.Rows, At: 3, Count: 1})
	look("moved down and up")
	parts := map[string][]byte{}
	for _, p := range b.Encode(0, true) {
		parts[p.Name] = p.Bytes
	}
	again, err := Load(Options{ID: "b"}, cells.Position{Epoch: "e", Version: version}, func(yield func(string, []byte) bool) {
		for name, bytes := range parts {
			if !yield(name, bytes) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b = again
	look("loaded")
}
