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

// pair is one book that is evaluated by one goroutine and by several.
type pair struct {
	t         *testing.T
	one, many *replica
}

func newPair(t *testing.T, budget int) *pair {
	cores := runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
	t.Cleanup(func() { runtime.GOMAXPROCS(cores) })
	p := &pair{t, newReplica(), newReplica()}
	for _, x := range []*replica{p.one, p.many} {
		if budget > 0 {
			x.book.ShrinkBudget(budget, budget, budget)
		}
	}
	p.one.book.ShareNothing()
	p.many.book.ShareAll()
	p.apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	return p
}

// apply gives both the same entry, a tenth of a second after the last one, and wants the same of them.
func (p *pair) apply(op cells.Op) {
	p.t.Helper()
	e := p.one.entry("ann", op)
	e.At = start + 100*int64(e.Version)
	x, y := p.one.book.Apply(e), p.many.book.Apply(e)
	if x.Refused != nil {
		p.t.Fatal(x.Refused)
	}
	if a, b := fmt.Sprint(x.Recomputed, x.Values), fmt.Sprint(y.Recomputed, y.Values); a != b {
		p.t.Errorf("after %v one goroutine answers %s, several %s", op, a, b)
	}
	if a, b := p.one.book.WaveWork(), p.many.book.WaveWork(); a != b {
		p.t.Errorf("after %v one goroutine worked %d steps, several %d", op, a, b)
	}
	if a, b := dump(p.one.book), dump(p.many.book); a != b {
		p.t.Fatalf("after %v one goroutine gives\n%s\nseveral\n%s", op, a, b)
	}
	same := func(a, b calc.Part) bool { return a.Name == b.Name && bytes.Equal(a.Bytes, b.Bytes) }
	if !slices.EqualFunc(p.one.book.Encode(0, true), p.many.book.Encode(0, true), same) {
		p.t.Fatalf("after %v several goroutines make another book", op)
	}
}

func (p *pair) set(a1, text string) {
	p.t.Helper()
	p.apply(cells.Set{Range: at(a1), Inputs: []cells.Input{cells.Typed(text)}})
}

// shared fails when several goroutines never evaluated at once.
func (p *pair) shared() {
	p.t.Helper()
	if p.many.book.ParallelRuns() == 0 {
		p.t.Error("nothing was evaluated by several goroutines")
	}
}

// TestAnArrayGrowsAheadOfOthers spreads an array over cells that a region reads, and farther down than the sheet reached, while what reads those cells, or
// how far the sheet reaches, could have been evaluated before.
func TestAnArrayGrowsAheadOfOthers(t *testing.T) {
	p := newPair(t, 0)
	p.set("Z1", "2")
	p.set("B1", "=SEQUENCE($Z$1)")
	p.set("D1", "=B5*2+$Z$1")
	p.apply(cells.Fill{Source: at("D1"), Target: at("D1:D20")})
	p.set("E1", "=SUM(A:A)+SUMPRODUCT((A1:A3>0)*1)+$Z$1")
	p.set("F1", "=SUMPRODUCT((B7:B60>0)*1)+$Z$1")
	for _, z := range []string{"3", "30", "4", "200", "2", "40"} {
		p.set("Z1", z)
	}
	if got := p.many.book.Value(at("D20").TopLeft()); got.Float() != 24*2+40 {
		t.Errorf("D20 shows %s", show(got))
	}
	p.shared()
}

// TestTheBudgetEndsWhereOneGoroutineEndsIt has budgets that end before, within and after a region whose rows are evaluated ahead, of which some are left to the language
// itself; a few waves later it ends elsewhere, and what waits already keeps the error it has.
func TestTheBudgetEndsWhereOneGoroutineEndsIt(t *testing.T) {
	for budget := 30; budget < 500; budget += 17 {
		p := newPair(t, budget)
		p.set("Z1", "2")
		for _, row := range []int{4, 40, 41, 77} {
			p.set(fmt.Sprintf("A%d", row), "text")
		}
		p.set("B1", "=A1*2+$Z$1")
		p.apply(cells.Fill{Source: at("B1"), Target: at("B1:B60")})
		p.set("C1", "=IFERROR(A1*3+$Z$1,7)")
		p.apply(cells.Fill{Source: at("C1"), Target: at("C1:C100")})
		p.set("D1", "=SUMPRODUCT((A1:A30>0)*1)+$Z$1")
		p.apply(cells.Fill{Source: at("D1"), Target: at("D1:D3")})
		for i := range 14 {
			p.set("Z1", fmt.Sprint(i/2*2))
			if i == 5 {
				p.set("E1", "=SUMPRODUCT((A1:A20>0)*1)+$Z$1")
			}
		}
		p.shared()
	}
}
