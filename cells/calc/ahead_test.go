package calc_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// TestSharingMakesNoDifference has random programs evaluated by one goroutine, and by several whatever there is to share: which cells are evaluated, in which order,
// what that takes of the budget, what is answered and what is stored must be the same, also when the budget is spent in the midst.
func TestSharingMakesNoDifference(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))))
	seeds := uint64(120)
	if testing.Short() {
		seeds = 30
	}
	shared := 0
	for seed := range seeds {
		p := &program{r: rand.New(rand.NewPCG(seed, 23)), rows: 12 + int32(seed%2)*18, cols: 6, spills: seed%3 > 0, historic: seed%5 == 0}
		one, many := newReplica(), newReplica()
		for _, x := range []*replica{one, many} {
			if seed%4 == 0 {
				x.book.ShrinkBudget(100+int(seed), 60, 25)
			}
			x.book.Trace(true)
		}
		one.book.ShareNothing()
		many.book.ShareAll()
		first := one.entry("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
		one.book.Apply(first)
		many.book.Apply(first)
		for step := range 80 {
			op := p.op(one.book)
			switch p.pick(14) {
			case 0:
				op = cells.Undo{}
			case 1:
				op = cells.Redo{}
			case 2:
				op = cells.Tick{}
			}
			e := one.entry("ann", op)
			x, y := one.book.Apply(e), many.book.Apply(e)
			if a, b := fmt.Sprint(x.Refused, x.Recomputed, x.Values, x.Inputs, x.Points), fmt.Sprint(y.Refused, y.Recomputed, y.Values, y.Inputs, y.Points); a != b {
				t.Fatalf("seed %d, step %d: %T: one goroutine answers %s, several %s", seed, step, op, a, b)
			}
			if a, b := one.book.Recomputed(), many.book.Recomputed(); !slices.Equal(a, b) {
				t.Fatalf("seed %d, step %d: %T: one goroutine evaluates %v, several %v", seed, step, op, a, b)
			}
			if a, b := one.book.WaveWork(), many.book.WaveWork(); a != b {
				t.Fatalf("seed %d, step %d: %T: one goroutine works %d steps, several %d", seed, step, op, a, b)
			}
			if a, b := dump(one.book), dump(many.book); a != b {
				t.Fatalf("seed %d, step %d: %T: one goroutine gives\n%s\nseveral\n%s", seed, step, op, a, b)
			}
		}
		if err := many.book.CheckInvariants(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !slices.EqualFunc(one.book.Encode(0, true), many.book.Encode(0, true), func(a, b calc.Part) bool { return a.Name == b.Name && bytes.Equal(a.Bytes, b.Bytes) }) {
			t.Fatalf("seed %d: several goroutines make another book", seed)
		}
		shared += many.book.ParallelRuns()
		if one.book.ParallelRuns() > 0 {
			t.Fatalf("seed %d: one goroutine was several", seed)
		}
	}
	if shared < int(seeds) {
		t.Errorf("several goroutines evaluated at once %d times", shared)
	}
}
