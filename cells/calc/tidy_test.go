package calc

import (
	"fmt"
	"testing"

	"freshet/cells"
)

// tidyBook is a book whose storage a test looks at.
type tidyBook struct {
	*Book
	t *testing.T
}

func newTidyBook(t *testing.T) tidyBook {
	b := tidyBook{New(Options{ID: "b", Epoch: "e"}), t}
	b.apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	return b
}

func (b tidyBook) apply(ops ...cells.Op) {
	b.t.Helper()
	v := b.Position().Version + 1
	if c := b.Apply(cells.Entry{Version: v, At: int64(v), Seed: 1, Revision: Revision, Actor: "a", Ops: ops}); c.Refused != nil {
		b.t.Fatal(c.Refused)
	}
}

func (b tidyBook) area(a1 string) cells.Range {
	b.t.Helper()
	g, ok := cells.ParseA1(a1)
	if !ok {
		b.t.Fatal(a1)
	}
	g.Sheet = 1
	return g
}

func (b tidyBook) set(a1, text string) cells.Op {
	return cells.Set{Range: b.area(a1), Inputs: []cells.Input{cells.Typed(text)}}
}

func (b tidyBook) fill(from, over string) cells.Op {
	return cells.Fill{Source: b.area(from), Target: b.area(over)}
}

func (b tidyBook) clear(a1 string) cells.Op { return cells.Clear{Range: b.area(a1)} }

// blocks is how many blocks of storage there are, and how many of them have a stamp for each cell.
func (b tidyBook) blocks() (all, stamped int) {
	for _, s := range b.tabs {
		for _, c := range s.cols {
			if c == nil {
				continue
			}
			for _, blk := range c.blocks {
				if blk != nil {
					all++
				}
				if blk != nil && (blk.at.each != nil || blk.by.each != nil) {
					stamped++
				}
			}
		}
	}
	return all, stamped
}

func (b tidyBook) want(what string, all, stamped int) {
	b.t.Helper()
	if x, y := b.blocks(); x != all || y != stamped {
		b.t.Errorf("%s: there are %d blocks, %d with a stamp for each cell, want %d and %d", what, x, y, all, stamped)
	}
}

// TestEmptiedBlocksGo empties cells in each way there is: no storage is left of them, and undo brings it back.
func TestEmptiedBlocksGo(t *testing.T) {
	b := newTidyBook(t)
	b.apply(b.set("A1", "7"), b.fill("A1", "A1:A10240"))
	b.want("numbers", 10, 0)
	b.apply(b.clear("A1:A10240"))
	b.want("cleared", 0, 0)
	b.apply(cells.Undo{})
	b.want("undone", 10, 0)
	b.apply(cells.Redo{})
	b.want("done again", 0, 0)

	b.apply(b.set("B1", "=ROW()*2"), b.fill("B1", "B1:B10240"), b.clear("B1:B10240"))
	b.want("formulas that came and went in one request", 0, 0)
	b.apply(b.set("C1", "=SEQUENCE(5000,3)"))
	b.want("an array", 15, 0)
	b.apply(b.set("C1", "=SEQUENCE(2,2)"))
	b.want("a smaller array", 2, 0)
	b.apply(b.clear("C1"))
	b.want("no array", 0, 0)

	b.apply(b.set("D1", "x"), b.set("D5000", "y"))
	b.want("two texts", 2, 0)
	b.apply(b.clear("D5000"))
	b.want("one of them", 1, 0)
	b.apply(b.set("D1", ""))
	b.want("none", 0, 0)

	b.apply(b.set("E1", "=F1"), b.fill("E1", "E1:E3072"))
	b.want("formulas over nothing", 3, 0)
	b.apply(b.set("F1", "1"), b.clear("E1:E1024"))
	b.want("fewer formulas", 3, 0)
	b.apply(b.clear("E1:F3072"))
	b.want("nothing", 0, 0)
}

// TestStampsOfAPasteAreOne writes many cells at a time: they came at one time from one person, and need no stamp each. Cells that change one by one do.
func TestStampsOfAPasteAreOne(t *testing.T) {
	b := newTidyBook(t)
	paste := cells.Set{Range: b.area("A1:B3072")}
	for i := range 6144 {
		paste.Inputs = append(paste.Inputs, cells.Typed(fmt.Sprint(i)))
	}
	b.apply(paste)
	b.want("pasted", 6, 0)
	b.apply(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 1})
	b.want("moved down", 8, 0)
	b.apply(cells.Delete{Sheet: 1, Axis: cells.Rows, At: 0, Count: 1})
	b.want("moved up", 6, 0)
	for i := range 40 {
		b.apply(b.set(fmt.Sprintf("A%d", 3*i+1), fmt.Sprint("t", i)))
	}
	b.want("changed one by one", 6, 1)
	if x, y := b.Cell(b.area("A4").TopLeft()), b.Cell(b.area("A5").TopLeft()); x.At != 6 || y.At != 2 {
		t.Errorf("A4 changed at %d, A5 at %d", x.At, y.At)
	}
	b.apply(paste)
	b.want("pasted again", 6, 0)
}
