package calc_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"freshet/cells"
)

// TestEditsGoThroughWhatTheyConcern counts the formulas that an edit of a name, a sheet or places goes through in a book with many different ones.
func TestEditsGoThroughWhatTheyConcern(t *testing.T) {
	const n = 3000
	s := blankSheet(t)
	s.must(cells.AddSheet{Name: "Other", Index: -1}, cells.AddSheet{Name: "Third", Index: -1})
	s.must(cells.DefineName{Name: "rate", Range: at("B2")})
	s.must(cells.Set{Range: at("D1:D3000"), Inputs: lines(n, func(i int) string { return fmt.Sprintf("=A$1*%d+SUM($B$1:$B$9)", i) })})
	s.set("E1", "=rate*2")
	s.set("E2", "=rate+later")
	s.set("E3", "=Other!A1+Z1")
	s.set("E4", "=Z1*3")
	s.set("E5", "=ROW(Z1)")
	for _, x := range []struct {
		what string
		op   cells.Op
		want int
	}{
		{"a name that nobody uses", cells.DefineName{Name: "idle", Range: at("B2")}, 0},
		{"a name that nobody uses any more", cells.DropName{Name: "idle"}, 0},
		{"a name that one asked for", cells.DefineName{Name: "later", Range: at("B3")}, 1},
		{"a name that two use", cells.DefineName{Name: "rate", Range: at("B4")}, 2},
		{"taking that back", cells.Undo{}, 2},
		{"cells that two read", cells.Move{Source: at("Z1"), Dest: at("Z9").TopLeft()}, 3}, // and ROW, through which nothing is read
		{"taking that back", cells.Undo{}, 3},
		{"cells that nobody reads", cells.Move{Source: at("X1:Y9"), Dest: at("X20").TopLeft()}, 1},
		{"a name of a sheet", cells.RenameSheet{Sheet: 2, Name: "Another"}, 0},
		{"a new sheet", cells.AddSheet{Name: "New", Index: -1}, 0},
		{"a sheet that nobody names", cells.DeleteSheet{Sheet: 3}, 0},
		{"a sheet that one names", cells.DeleteSheet{Sheet: 2}, 1},
		{"cells that all read", cells.Move{Source: at("A1"), Dest: at("A9").TopLeft()}, n + 1},
	} {
		before := s.book.Concerned()
		s.must(x.op)
		if got := s.book.Concerned() - before; got != x.want {
			t.Errorf("%s: goes through %d formulas, want %d", x.what, got, x.want)
		}
	}
	s.check()
}

// TestMovesFindTheirFormulas does the same edits in two books, one of which goes through all formulas when cells move, and looks whether they are the same, bytes and all.
func TestMovesFindTheirFormulas(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		quick, thorough := blankSheet(t), blankSheet(t)
		thorough.book.BeThorough()
		both := func(op cells.Op) {
			a, b := quick.apply("ann", op), thorough.apply("ann", op)
			if (a.Refused == nil) != (b.Refused == nil) {
				t.Fatalf("seed %d: %+v is refused by one: %v, %v", seed, op, a.Refused, b.Refused)
			}
		}
		both(cells.AddSheet{Name: "Other", Index: -1})
		ref := func() string {
			s := fmt.Sprintf("%s%s%s%d", []string{"", "$"}[r.IntN(2)], string(rune('A'+r.IntN(5))), []string{"", "$"}[r.IntN(2)], 1+r.IntN(8))
			if r.IntN(3) == 0 {
				s += fmt.Sprintf(":%c%d", 'C'+r.IntN(3), 5+r.IntN(6))
			}
			return []string{"", "", "Sheet1!", "Other!"}[r.IntN(4)] + s
		}
		area := func() cells.Range {
			g := at(fmt.Sprintf("%c%d", 'A'+r.IntN(6), 1+r.IntN(9)))
			g.Sheet = cells.SheetID(1 + r.IntN(2))
			g.Bottom, g.Right = g.Bottom+int32(r.IntN(4)), g.Right+int32(r.IntN(3))
			return g
		}
		for range 60 {
			g := area()
			switch r.IntN(10) {
			case 0, 1, 2, 3:
				g.Bottom, g.Right = g.Top, g.Left
				text := []string{"=%s+1", "=SUM(%s)", "=ROW(%s)", "=COLUMNS(%s)*2", "=IF(TRUE,%s,n1)", "=n1+SUM(%s,n2)", "=OFFSET(%s,1,0)"}[r.IntN(7)]
				both(cells.Set{Range: g, Inputs: []cells.Input{cells.Typed(fmt.Sprintf(text, ref()))}})
			case 4:
				g.Bottom, g.Right = g.Top, g.Left
				both(cells.Set{Range: g, Inputs: []cells.Input{cells.Literal(cells.Num(float64(r.IntN(9))))}})
			case 5:
				both(cells.DefineName{Name: []string{"n1", "n2"}[r.IntN(2)], Range: g})
			case 6:
				both(cells.Undo{})
			default:
				both(cells.Move{Source: g, Dest: area().TopLeft()})
			}
		}
		quick.check()
		if a, b := quick.book.Encode(0, true), thorough.book.Encode(0, true); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: the books are not the same", seed)
		}
	}
}
