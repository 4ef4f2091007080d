package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestNoMomentIsMissed compares a book whose ticks evaluate what is due with one whose ticks evaluate all that looks back in time: the values
// must be equal after every one, and not due means nothing to do.
func TestNoMomentIsMissed(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	a, b := newClocked(t), newClocked(t)
	both := func(ops ...cells.Op) (x, y int) {
		b.now = a.now
		return a.do(ops...).Recomputed, b.do(ops...).Recomputed
	}
	op := cells.Set{Range: at(fmt.Sprintf("C1:C%d", len(historic)-1))}
	for _, text := range historic[:len(historic)-1] { // the last one reads NOW and is evaluated with every tick
		op.Inputs = append(op.Inputs, cells.Typed(text))
	}
	both(op)
	spared, ticks := 0, 0
	for i := range 600 {
		a.now += int64(r.IntN(9) * r.IntN(9) * r.IntN(9) * r.IntN(600))
		if i%5 == 0 {
			a.now++
			both(cells.Ingest{Readings: []cells.Reading{{Ref: at("A1").TopLeft(), Value: cells.Num(float64(r.IntN(3) * r.IntN(60)))}}})
		}
		if i%50 == 49 {
			a.now += 4_000_000 // everything leaves its window
		}
		idle := !a.book.Due(a.now)
		b.book.CallAll()
		x, y := both(cells.Tick{})
		if idle && x > 0 {
			t.Fatalf("step %d: nothing was due, and %d cells were evaluated", i, x)
		}
		spared, ticks = spared+y-x, ticks+y
		for row := range op.Inputs {
			at := cells.Ref{Sheet: 1, Row: int32(row), Col: 2}
			if v, w := a.book.Value(at), b.book.Value(at); !v.Equal(w) {
				t.Errorf("step %d: %s is %s, evaluated again it is %s", i, a.book.Cell(at).Input, show(v), show(w))
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("of %d evaluations %d were spared", ticks, spared)
	if spared < ticks/4 {
		t.Error("ticks evaluate nearly everything")
	}
}
