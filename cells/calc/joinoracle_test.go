package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// joins is what consume, fresh and zip of two cells come to, by their definitions: all that came for each, and how much of it consume has used.
type joins struct {
	told     [2]told
	used     [2]int
	consumed [2]cells.Value
	fresh    bool
}

// wave is after an entry that brought something, or nothing.
func (j *joins) wave() {
	j.fresh = false
	for i := range j.told {
		if len(j.told[i].v) == j.used[i] {
			return
		}
	}
	for i := range j.told {
		j.used[i] = len(j.told[i].v)
		j.consumed[i] = j.told[i].v[j.used[i]-1]
	}
	j.fresh = true
}

// zipped is the newest complete pair.
func (j *joins) zipped(i int) cells.Value {
	if n := min(len(j.told[0].v), len(j.told[1].v)); n > 0 {
		return j.told[i].v[n-1]
	}
	return none
}

// TestJoinsAgainstTheirDefinition feeds two cells at random, several readings of one in an entry among them, and takes the book from the store now and then.
func TestJoinsAgainstTheirDefinition(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { joinAtRandom(t, rand.New(rand.NewPCG(seed, 12))) })
	}
}

func joinAtRandom(t *testing.T, r *rand.Rand) {
	b, now, version := newReplica(), start, uint64(0)
	do := func(ops ...cells.Op) {
		version++
		if ch := b.book.Apply(cells.Entry{Version: version, At: now, Seed: version, Revision: calc.Revision, Actor: "ann", Ops: ops}); ch.Refused != nil {
			t.Fatal(ch.Refused)
		}
	}
	do(cells.AddSheet{Name: "Sheet1", Index: -1})
	do(cells.Set{Range: at("C1:C5"), Inputs: []cells.Input{
		cells.Typed("=INDEX(consume(A1,B1),1,1)"), cells.Typed("=INDEX(consume(A1,B1),1,2)"), cells.Typed("=INDEX(zip(A1,B1),1,1)"), cells.Typed("=INDEX(zip(A1,B1),1,2)"), cells.Typed("=fresh(A1,B1)"),
	}})
	j := joins{consumed: [2]cells.Value{none, none}}
	for step := range 300 {
		now += int64(r.IntN(4)) * 700
		in := cells.Ingest{}
		for range r.IntN(4) {
			i := r.IntN(2)
			x := cells.Reading{Ref: at([]string{"A1", "B1"}[i]).TopLeft(), Value: cells.Num(float64(r.IntN(4)))}
			if r.IntN(8) == 0 {
				x.Value = cells.Str("off")
			}
			j.told[i].tell(now, 0, x.Value)
			in.Readings = append(in.Readings, x)
		}
		if len(in.Readings) == 0 {
			do(cells.Tick{})
		} else {
			do(in)
			j.wave()
			if got := b.book.Value(at("C5").TopLeft()); !got.Equal(cells.Boolean(j.fresh)) {
				t.Fatalf("step %d: fresh is %v, want %v", step, show(got), j.fresh)
			}
		}
		for row, want := range []cells.Value{j.consumed[0], j.consumed[1], j.zipped(0), j.zipped(1)} {
			if got := b.book.Value(cells.Ref{Sheet: 1, Row: int32(row), Col: 2}); !like(got, want) {
				t.Fatalf("step %d, after %v: %s is %s, want %s", step, in.Readings, b.book.Cell(cells.Ref{Sheet: 1, Row: int32(row), Col: 2}).Input, show(got), show(want))
			}
		}
		if r.IntN(25) == 0 {
			b.save(len(b.parts) == 0)
			again, err := b.reload()
			if err != nil {
				t.Fatal(err)
			}
			b.book = again
		}
	}
}
