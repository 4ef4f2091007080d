package calc_test

import (
	"testing"

	"freshet/cells"
)

// TestPastsNearTheirBoundFromTheStore lives with pasts for which there is little room beside a book that is stored and loaded again and again: both keep the same points.
func TestPastsNearTheirBoundFromTheStore(t *testing.T) {
	const room = 6000
	shortened := false
	for seed := range uint64(12) {
		l := newLife(t, seed, true)
		plant := cells.Set{Range: at("K1:K6")}
		for _, text := range []string{"=sum_over(A1,\"1h\")", "=avg_over(A2,\"1h\")+prev(A3,9)", "=count_over(A1,\"2h\")", "=SUM(zip(A1,A2))", "=ewma(A3,\"1m\")", "=delta(A2,\"1h\")"} {
			plant.Inputs = append(plant.Inputs, cells.Typed(text))
		}
		l.do("ann", plant)
		for step := range 60 {
			l.a.book.ShrinkPasts(room)
			l.b.book.ShrinkPasts(room)
			var in cells.Ingest
			for range 1 + l.p.pick(20) {
				x := cells.Reading{Ref: cells.Ref{Sheet: 1, Row: int32(l.p.pick(3))}, Value: cells.Num(float64(l.p.pick(9)))}
				if l.p.pick(3) == 0 {
					x.At = l.now - int64(l.p.pick(60_000))
				}
				in.Readings = append(in.Readings, x)
			}
			l.now += 800
			before := l.a.book.PastBytes()
			l.do("mqtt:x", in)
			shortened = shortened || l.a.book.PastBytes() < before
			if l.a.book.PastBytes() != l.b.book.PastBytes() {
				l.fatal("the pasts of one count %d bytes, those of the other %d", l.a.book.PastBytes(), l.b.book.PastBytes())
			}
			if step%5 == 4 {
				l.do("bob", cells.Insert{Sheet: 1, Axis: cells.Cols, At: 0, Count: 1})
				l.do("bob", cells.Undo{})
				l.do("system", cells.Tick{})
				l.reload()
			}
		}
	}
	if !shortened {
		t.Error("no past was ever shortened")
	}
}
