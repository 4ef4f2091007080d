package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestQueriesFollowTheirData changes what a query reads, and the text of the query itself.
func TestQueriesFollowTheirData(t *testing.T) {
	s := blankSheet(t)
	s.must(cells.Set{Range: at("A1:B4"), Inputs: []cells.Input{
		cells.Typed("k"), cells.Typed("n"), cells.Typed("a"), cells.Typed("1"), cells.Typed("b"), cells.Typed("2"), cells.Typed("a"), cells.Typed("3"),
	}})
	s.must(cells.Set{Range: at("D1"), Inputs: typed(1, `select A, sum(B) group by A`)})
	s.must(cells.Set{Range: at("F1"), Inputs: typed(1, `=QUERY(A1:B9,D1)`)})
	expect := func(cell, want string) {
		t.Helper()
		if got := (cells.Format{}).Render(s.val(cell), "en"); got != want {
			t.Errorf("%s shows %s, want %s", cell, got, want)
		}
	}
	expect("G1", "sum n")
	expect("G2", "") // the rows without a key
	expect("G3", "4")
	s.must(cells.Set{Range: at("B4"), Inputs: typed(1, "7")})
	expect("G3", "8")
	s.must(cells.Set{Range: at("A5:B5"), Inputs: []cells.Input{cells.Typed("0"), cells.Typed("5")}})
	expect("F2", "") // a number among texts is null, and stands before them
	expect("G2", "5")
	s.must(cells.Set{Range: at("A5:B5"), Inputs: []cells.Input{cells.Typed("c"), cells.Typed("5")}})
	expect("G5", "5")
	s.must(cells.Set{Range: at("D1"), Inputs: typed(1, `select A where B = 5`)})
	expect("F2", "c")
	expect("G2", "")
	s.must(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 2})
	expect("F4", "c")
	s.must(cells.Set{Range: at("B6"), Inputs: typed(1, "5")})
	expect("F4", "a")
	expect("F5", "c")
}

// TestQueriesOfNowFollowTheTime holds a query that asks now() to every tick, and one that does not to none.
func TestQueriesOfNowFollowTheTime(t *testing.T) {
	a := newClocked(t)
	a.do(cells.Set{Range: at("C1:C2"), Inputs: []cells.Input{cells.Typed(`=QUERY({1},"select second(now()) label second(now()) ''")`), cells.Typed(`=QUERY({1},"select Col1 + 1 label Col1 + 1 ''")`)}})
	first := a.book.Value(at("C1").TopLeft())
	a.now += 5000
	if !a.book.Due(a.now) {
		t.Error("nothing is due")
	}
	if n := a.do(cells.Tick{}).Recomputed; n != 1 {
		t.Errorf("%d cells were evaluated, want 1", n)
	}
	if v := a.book.Value(at("C1").TopLeft()); v.Equal(first) || v.Kind() != cells.Number {
		t.Errorf("after five seconds it is %s, as before", show(v))
	}
}
