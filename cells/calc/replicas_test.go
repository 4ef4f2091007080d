package calc_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
)

// TestReplicasAgree lets one replica live through a program and another one be loaded from its checkpoint again and again; both must give the same at every
// version, whatever they remember of how they came there.
func TestReplicasAgree(t *testing.T) {
	recalled := 0
	for seed := range uint64(90) {
		p := &program{r: rand.New(rand.NewPCG(seed, 11)), rows: 12, cols: 6, spills: seed%2 == 0, historic: seed%3 > 0}
		a, b := newReplica(), newReplica()
		first := a.entry("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
		a.book.Apply(first)
		b.book.Apply(first)
		var history []keptPoint
		for step := range 60 {
			var op cells.Op
			switch p.pick(14) {
			case 0:
				op = cells.Undo{}
			case 1:
				op = cells.Redo{}
			case 2:
				op = cells.Tick{}
			case 3:
				in := cells.Ingest{Readings: []cells.Reading{{Ref: at([]string{"A1", "A1", "B1", "C3"}[p.pick(4)]).TopLeft(), Value: cells.Num(float64(p.pick(4)))}}}
				if p.pick(2) == 0 {
					in.Readings[0].At = start + int64(p.pick(90_000))
				}
				op = in
			case 4:
				if p.historic {
					op = cells.Set{Range: p.ref(a.book).Range(), Inputs: []cells.Input{cells.Typed(historic[p.pick(len(historic))])}}
				} else {
					op = p.op(a.book)
				}
			default:
				op = p.op(a.book)
			}
			if x, y := a.book.Awaits(), b.book.Awaits(); !slices.Equal(x, y) {
				t.Fatalf("seed %d, step %d: one awaits %v, the other %v", seed, step, x, y)
			} else if step%4 == 1 && x != nil {
				op = recallFrom(history, x)
				recalled++
			}
			e := a.entry([]string{"ann", "bob"}[p.pick(2)], op)
			e.Client, e.Seq = "tab", uint64(1+step-p.pick(2)*p.pick(2))
			x, y := a.book.Apply(e), b.book.Apply(e)
			if x.Repeated != y.Repeated || (x.Refused == nil) != (y.Refused == nil) || len(x.Points) != len(y.Points) {
				t.Fatalf("seed %d, step %d: %T: one answers %+v, the other %+v", seed, step, op, x, y)
			}
			for _, p := range x.Points {
				history = append(history, keptPoint{p, e.Version, e.At})
			}
			if a.book.Hash() != b.book.Hash() {
				t.Fatalf("seed %d, step %d: after %T one is\n%s\nthe other\n%s", seed, step, op, dump(a.book), dump(b.book))
			}
			if step%3 == 0 {
				b.save(len(b.parts) == 0)
				again, err := b.reload()
				if err != nil {
					t.Fatal(err)
				}
				b.book = again
			}
		}
		if x, y := dump(a.book), dump(b.book); x != y {
			t.Fatalf("seed %d: one is\n%s\nthe other\n%s", seed, x, y)
		}
	}
	if recalled < 20 {
		t.Errorf("only %d times a past was brought back", recalled)
	}
}
