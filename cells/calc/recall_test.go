package calc_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/cells/series"
)

// kept is a point of history as a store has it: with the wave in which it came.
type keptPoint struct {
	cells.Point
	version uint64
	wave    int64
}

// recallFrom is what a store makes of its history for the pasts that a book awaits.
func recallFrom(history []keptPoint, awaited []cells.Awaited) (op cells.Recall) {
	for _, a := range awaited {
		x := cells.Recalled{Awaited: a}
		for _, p := range history {
			if p.Series != a.Series || p.version >= a.Version {
				continue
			}
			own := p.At
			p.At = min(own, p.wave)
			if n := len(x.Points); n > 0 {
				if own != p.wave && x.Points[n-1].At == own && x.Points[n-1].Value.Equal(p.Value) {
					continue
				}
				p.At = max(p.At, x.Points[n-1].At)
			}
			x.Points = append(x.Points, p.Point)
		}
		op.Pasts = append(op.Pasts, x)
	}
	return op
}

// TestPastsThatAreBroughtBack feeds two books alike: one has the formulas from the first, the other gets them when readings have come, and then what its history holds from
// before. From then on both show the same.
func TestPastsThatAreBroughtBack(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { bringBackAtRandom(t, rand.New(rand.NewPCG(seed, 13))) })
	}
}

func bringBackAtRandom(t *testing.T, r *rand.Rand) {
	whole, late := newReplica(), newReplica()
	now, version := start, uint64(0)
	var history []keptPoint
	do := func(a, b cells.Op) {
		t.Helper()
		version++
		for i, op := range []cells.Op{a, b} {
			book := []*replica{whole, late}[i].book
			ch := book.Apply(cells.Entry{Version: version, At: now, Seed: version, Revision: calc.Revision, Actor: "ann", Ops: cells.Ops{op}})
			if ch.Refused != nil {
				t.Fatal(ch.Refused)
			}
			for _, p := range ch.Points {
				if i == 1 {
					history = append(history, keptPoint{p, version, now})
				}
			}
		}
	}
	both := func(op cells.Op) { t.Helper(); do(op, op) }
	both(cells.AddSheet{Name: "Sheet1", Index: -1})
	both(cells.AddSheet{Name: "Sheet2", Index: -1})
	asks := slices.DeleteFunc(slices.Concat(asks, shapes, accesses), func(a ask) bool {
		return strings.Contains(a.formula, "N(A1)") // what goes by what it was itself begins when it is entered
	})
	var plant cells.Set
	plant.Range = cells.Range{Sheet: 2, Bottom: int32(len(asks) - 1)}
	for _, a := range asks {
		plant.Inputs = append(plant.Inputs, cells.Typed(strings.NewReplacer("A1", "Sheet1!A1", "B1", "Sheet1!B1", "FIXED", "46286.6").Replace(a.formula)))
	}
	pause := cells.SetWidth{Sheet: 1, Axis: cells.Cols, From: 9, To: 9, Size: 40}
	do(plant, pause)
	l := &pastLife{r: r}
	step := func() {
		now += []int64{0, 1, int64(r.IntN(900)), int64(r.IntN(5000)), 15_000, 60_000}[r.IntN(6)]
		in := cells.Ingest{}
		for range 1 + r.IntN(3) {
			x := cells.Reading{Ref: at([]string{"A1", "A1", "B1"}[r.IntN(3)]).TopLeft(), Value: l.value()}
			if r.IntN(4) == 0 {
				x.At = now + int64(r.IntN(90_000)) - 80_000
			}
			for range 1 + r.IntN(8)/7 {
				in.Readings = append(in.Readings, x)
			}
		}
		switch {
		case version > 5 && r.IntN(6) == 0:
			both(cells.Set{Range: at("A1"), Inputs: []cells.Input{cells.Literal(cells.Num(float64(r.IntN(9))))}})
		case version > 5 && r.IntN(9) == 0:
			both(cells.Clear{Range: at("A1:B1")})
		case version > 5 && r.IntN(9) == 0:
			both(cells.Move{Source: at("A1"), Dest: at("F7").TopLeft()})
			both(cells.Move{Source: at("F7"), Dest: at("A1").TopLeft()})
		default:
			both(in)
		}
	}
	both(cells.Ingest{Readings: []cells.Reading{{Ref: at("A1").TopLeft(), Value: cells.Num(1)}, {Ref: at("B1").TopLeft(), Value: cells.Num(1)}}})
	for range 5 + r.IntN(150) {
		step()
	}
	do(pause, plant)
	for range r.IntN(6) {
		step()
	}
	awaited := late.book.Awaits()
	if len(awaited) != 2 {
		t.Fatalf("the book awaits %v", awaited)
	}
	late.save(true)
	again, err := late.reload()
	if err != nil {
		t.Fatal(err)
	}
	late.book = again
	do(pause, recallFrom(history, late.book.Awaits()))
	do(pause, recallFrom(history, awaited)) // another server was as fast; nobody awaits it any more
	for range 40 {
		both(cells.Tick{})
		for i, a := range asks {
			cell := cells.Ref{Sheet: 2, Row: int32(i)}
			if x, y := whole.book.Value(cell), late.book.Value(cell); !x.Equal(y) && !(x.Kind() == cells.Failed && y.Kind() == cells.Failed && x.Err().Code == y.Err().Code) {
				t.Fatalf("%s is %v with the whole past, %v with what was brought back", a.formula, x, y)
			}
		}
		step()
	}
	if n := late.book.Awaits(); n != nil {
		t.Errorf("it awaits %v still", n)
	}
}

// TestWhatIsBroughtBackFindsItsCell moves the cell meanwhile, takes its formula away, and brings more than a past keeps.
func TestWhatIsBroughtBackFindsItsCell(t *testing.T) {
	c := newClocked(t)
	var history []keptPoint
	read := func(x float64) {
		c.now += 1000
		for _, p := range c.reading("A1", cells.Num(x), 0).Points {
			history = append(history, keptPoint{p, c.book.Position().Version, c.now})
		}
	}
	for i := range 3 {
		read(float64(i))
	}
	c.typed("B1", `=sum_over(A1,"1h")`)
	c.do(cells.Insert{Sheet: 1, Axis: cells.Rows, At: 0, Count: 2})
	c.do(cells.Move{Source: at("A3"), Dest: at("D9").TopLeft()})
	recall := recallFrom(history, c.book.Awaits())
	c.typed("E9", "5")
	c.do(recall)
	if v := c.book.Value(at("B3").TopLeft()); v.Float() != 3 {
		t.Errorf("the sum is %v", v)
	}
	c.typed("B3", "")
	if len(c.book.Awaits()) != 0 {
		t.Error("a past that nobody reads awaits its history")
	}
	c.typed("B3", `=sum_over(D9,"1h")`)
	stale := recallFrom(history, c.book.Awaits())
	c.typed("B3", "")
	c.typed("B3", `=sum_over(D9,"1h")`)
	c.do(stale) // of the past that is gone
	if v := c.book.Value(at("B3").TopLeft()); v.Float() != 2 || len(c.book.Awaits()) != 1 {
		t.Errorf("the sum is %v", v)
	}
	many := recallFrom(history, c.book.Awaits())
	for i := range 2 * series.Most {
		many.Pasts[0].Points = append(many.Pasts[0].Points, cells.Point{At: c.now - int64(2*series.Most) + int64(i), Value: cells.Num(1)})
	}
	c.do(many)
	if v := c.book.Value(at("B3").TopLeft()); v.Float() != series.Most+1 {
		t.Errorf("the sum is %v", v)
	}
}

// TestTypedValuesAreHistory holds that the history of a cell is what the cell showed: also what is put there by hand where readings have come, or where the policy says so, and not
// what is carried along.
func TestTypedValuesAreHistory(t *testing.T) {
	c := newClocked(t)
	points := func(ch *cells.Changes) int { return len(ch.Points) }
	for i, x := range []struct{ got, want int }{
		{points(c.typed("A1", "1")), 0},
		{points(c.reading("A1", cells.Num(2), 0)), 1},
		{points(c.typed("A1", "3")), 1},
		{points(c.typed("A1", "3")), 0},
		{points(c.do(cells.Clear{Range: at("A1")})), 1},
		{points(c.do(cells.Undo{})), 1},
		{points(c.typed("B1", "3")), 0},
		{points(c.do(cells.Move{Source: at("A1"), Dest: at("A5").TopLeft()})), 0},
		{points(c.typed("A1", "3")), 0},
		{points(c.typed("A5", "4")), 1},
		{points(c.do(cells.SetPolicy{Range: at("A5:B5"), Policy: cells.Policy{Log: cells.LogNothing}})), 0},
		{points(c.typed("A5", "5")), 0},
		{points(c.do(cells.SetPolicy{Range: at("B1:B9"), Policy: cells.Policy{Log: cells.LogChanges}})), 0},
		{points(c.typed("B1", "4")), 1},
		{points(c.typed("B1", "4")), 0},
		{points(c.do(cells.SetPolicy{Range: at("B1:B9"), Policy: cells.Policy{Log: cells.LogAll}})), 0},
		{points(c.typed("B1", "4")), 1},
		{points(c.do(cells.Fill{Source: at("B1"), Target: at("B1:B3")})), 2},
		{points(c.do(cells.Clear{Range: at("B1:B9")})), 3},
	} {
		if x.got != x.want {
			t.Errorf("step %d: %d points, want %d", i, x.got, x.want)
		}
	}
}

// TestUndoBringsHistoriesBack takes a fed cell away in every way, and back: it has the history it had, also in a book that was loaded meanwhile, and formulas see all of it.
func TestUndoBringsHistoriesBack(t *testing.T) {
	for _, away := range []cells.Op{
		cells.Delete{Sheet: 1, Axis: cells.Rows, At: 2, Count: 1},
		cells.Delete{Sheet: 1, Axis: cells.Cols, At: 0, Count: 2},
		cells.DeleteSheet{Sheet: 1},
		cells.Move{Source: at("D1:E9"), Dest: at("A1").TopLeft()},
	} {
		l := newReplica()
		var points []keptPoint
		do := func(ops ...cells.Op) {
			t.Helper()
			e := l.entry("ann", ops...)
			ch := l.book.Apply(e)
			if ch.Refused != nil {
				t.Fatal(ch.Refused)
			}
			for _, p := range ch.Points {
				points = append(points, keptPoint{p, e.Version, e.At})
			}
		}
		fed := at("A3").TopLeft()
		sum := cells.Ref{Sheet: 2, Row: 4, Col: 4}
		read := func(x float64) { do(cells.Ingest{Readings: []cells.Reading{{Ref: fed, Value: cells.Num(x)}}}) }
		do(cells.AddSheet{Name: "Sheet1", Index: -1})
		do(cells.AddSheet{Name: "Sheet2", Index: -1})
		read(1)
		do(cells.Set{Range: sum.Range(), Inputs: []cells.Input{cells.Typed(`=sum_over(Sheet1!A3,"1h")`)}})
		do(recallFrom(points, l.book.Awaits()))
		read(2)
		id := l.book.Series(fed)
		do(away)
		if v := l.book.Value(sum); v.Kind() != cells.Failed {
			t.Fatalf("%T: the sum is %v of a cell that is gone", away, v)
		}
		l.save(true)
		again, err := l.reload()
		if err != nil {
			t.Fatal(err)
		}
		l.book = again
		do(cells.Undo{})
		do(recallFrom(points, l.book.Awaits()))
		if v := l.book.Value(sum); l.book.Series(fed) != id || v.Float() != 3 {
			t.Errorf("%T and back: history %d instead of %d, the sum is %v", away, l.book.Series(fed), id, v)
		}
		read(4)
		if v := l.book.Value(sum); v.Float() != 7 {
			t.Errorf("%T and back: after a reading the sum is %v", away, v)
		}
		do(cells.Redo{})
		do(cells.Undo{})
		if l.book.Series(fed) != id {
			t.Errorf("%T, back, forth and back: history %d instead of %d", away, l.book.Series(fed), id)
		}
	}
}
