package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"freshet/cells"
)

// limits counts the cells of a range that wait for a later wave, and those that are over their own budget.
func (s sheet1) limits(a1 string) (waiting, over, valued int) {
	g := at(a1)
	for row := g.Top; row <= g.Bottom; row++ {
		for col := g.Left; col <= g.Right; col++ {
			v := s.book.Value(cells.Ref{Sheet: g.Sheet, Row: row, Col: col})
			switch e := v.Err(); {
			case e == nil:
				valued++
			case e.Code == cells.ErrLimit && strings.Contains(e.Message, "recalculation"):
				waiting++
			case e.Code == cells.ErrLimit:
				over++
			}
		}
	}
	return waiting, over, valued
}

// settle lets ticks come until nothing waits any more, and tells how many it took.
func (s sheet1) settle() (ticks int) {
	s.tb.Helper()
	for ; s.book.Waiting(); ticks++ {
		if ticks > 1000 {
			s.tb.Fatal("after a thousand ticks there are still formulas that wait")
		}
		s.must(cells.Tick{})
	}
	return ticks
}

// TestRunawaysLeaveTheOthersTheirSteps fills two hundred formulas that never end beside ten thousand honest ones, and has all of them evaluated at once.
func TestRunawaysLeaveTheOthersTheirSteps(t *testing.T) {
	s := blankSheet(t)
	s.num("Z1", 1)
	s.set("A1", "=reduce(1..3000, #acc + sum(1..3000, #) + $Z$1, 0)")
	s.set("B1", `=LEN("x"&$Z$1)+ROW()`)
	s.fill("B1", "B1:B10000")
	start := time.Now()
	s.fill("A1", "A1:A200")
	t.Logf("200 runaways in one fill: %v", time.Since(start))
	start = time.Now()
	s.num("Z1", 2)
	t.Logf("200 runaways and 10,000 others recalculated: %v", time.Since(start))
	waiting, over, _ := s.limits("A1:A200")
	if over == 0 || waiting == 0 || waiting+over != 200 {
		t.Errorf("%d wait and %d are over their budget, of 200", waiting, over)
	}
	if _, _, valued := s.limits("B1:B10000"); valued != 10_000 {
		t.Errorf("%d of 10,000 others have a value", valued)
	}
	e := s.book.Value(at("A200").TopLeft()).Err()
	if e == nil || !strings.Contains(e.Message, "4,000,000 steps together") {
		t.Errorf("the last one shows %v", e)
	}
	if !s.book.Due(0) {
		t.Error("nobody would let a tick come")
	}

	// What is deleted makes room; what never ends is over its own budget in the end.
	s.must(cells.Clear{Range: at("A10:A200")})
	ticks := s.settle()
	if waiting, over, _ := s.limits("A1:A9"); waiting != 0 || over != 9 || ticks > 12 {
		t.Errorf("after %d ticks, %d of 9 wait and %d are over their budget", ticks, waiting, over)
	}
	if s.book.Due(0) {
		t.Error("ticks go on for nothing")
	}
}

// TestHeavyFormulasAllGetTheirValue has more heavy formulas than one wave can take, of which each can be done.
func TestHeavyFormulasAllGetTheirValue(t *testing.T) {
	s := blankSheet(t)
	s.num("Z1", 1)
	s.set("A1", "=sum(1..60000, # * $Z$1)+ROW()")
	s.fill("A1", "A1:A60")
	s.set("C1", "=SUM(A1:A60)")
	ticks := s.settle()
	if ticks == 0 {
		t.Error("all was done at once: the test shows nothing")
	}
	s.want("C1", 60*1800030000+60*61/2)

	// An edit that needs few of them finds nothing that waits.
	s.num("Z1", 2)
	s.settle()
	s.want("C1", 2*60*1800030000+60*61/2)
	s.set("A60", "=1")
	if s.book.Waiting() {
		t.Error("a single edit left something waiting")
	}
}

// TestHonestBooksFit counts what large and cheap books take of the budget: far from all.
func TestHonestBooksFit(t *testing.T) {
	s := blankSheet(t)
	const n = 150_000
	s.nums(fmt.Sprintf("A1:A%d", n), func(i int) float64 { return float64(i % 97) })
	for _, f := range []string{
		`=IF(A1>50,ROUND(A1/3,2)&"",CONCATENATE("low-",A1))`, "=SUM(A$1:A1)&\"\"", fmt.Sprintf("=MATCH(A1,A$1:A$%d,0)", n),
		fmt.Sprintf("=SUM(A$1:A$%d)/COUNT(A$1:A$%d)+LEN(A1)", n, n), "=A1*2+1",
	} {
		s.set("C1", f)
		s.fill("C1", fmt.Sprintf("C1:C%d", n))
		if used := s.book.WaveWork(); used > 30*n || s.book.Waiting() {
			t.Errorf("%s takes %d steps a row", f, used/n)
		}
	}
}

// TestBudgetsAreTheSameOnEveryReplica runs random programs with budgets that are far too small, on a replica that lives through it all and on one that is
// loaded from its checkpoint again and again. When time has passed, every cell has the value that is calculated from nothing.
func TestBudgetsAreTheSameOnEveryReplica(t *testing.T) {
	waited := 0
	for seed := range uint64(60) {
		p := &program{r: rand.New(rand.NewPCG(seed, 21)), rows: 12, cols: 6, spills: seed%2 == 0}
		shrink := func(r *replica) {
			work := 6 + int(seed)%15
			r.book.ShrinkBudget(work, work/2, 4)
		}
		a, b := newReplica(), newReplica()
		shrink(a)
		shrink(b)
		first := a.entry("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
		a.book.Apply(first)
		b.book.Apply(first)
		same := func(what any) {
			t.Helper()
			if a.book.Hash() != b.book.Hash() || a.book.Waiting() != b.book.Waiting() {
				t.Fatalf("seed %d: after %T one is\n%s\nthe other\n%s", seed, what, dump(a.book), dump(b.book))
			}
		}
		for step := range 60 {
			e := a.entry("ann", p.op(a.book))
			a.book.Apply(e)
			b.book.Apply(e)
			same(e.Ops[0])
			if a.book.Waiting() {
				waited++
			}
			if step%3 == 0 {
				b.save(len(b.parts) == 0)
				again, err := b.reload()
				if err != nil {
					t.Fatal(err)
				}
				b.book = again
				shrink(b)
			}
		}
		a.book.ShrinkBudget(1_000_000, 1_000_000, 1000)
		b.book.ShrinkBudget(1_000_000, 1_000_000, 1000)
		for range 3 {
			e := a.entry("ann", cells.Tick{})
			a.book.Apply(e)
			b.book.Apply(e)
			same(cells.Tick{})
		}
		if a.book.Waiting() {
			t.Fatalf("seed %d: something waits for good:\n%s", seed, dump(a.book))
		}
		if !p.spills {
			if err := newOracle(a.book).check(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	if waited < 200 {
		t.Errorf("after %d of 3,600 ops something waited: the test shows little", waited)
	}
}

// TestBlocksCountAlike compares the budget of formulas that are evaluated in blocks with that of the same ones in a book that keeps the history
// of all values, where blocks are not used.
func TestBlocksCountAlike(t *testing.T) {
	for _, f := range []string{"=A1*2+$Z$1", "=C1+A2*$Z$1", "=$Y$1&A1&$Z$1", "=$Y$1<$Y$1&$Z$1&A1", "=LEN($Y$1)+A1*$Z$1", "=IFERROR(MATCH($Y$1&$Z$1,Y$1:Y$90,0),A1)", `=COUNTIFS(Y$1:Y$90,$Y$1&"",Y$1:Y$90,"x*")+A1*$Z$1`} {
		var states [2]string
		for i := range states {
			s := blankSheet(t)
			s.book.ShrinkBudget(700, 700, 100)
			if i == 1 {
				s.must(cells.SetPolicy{Range: at("C1:C2"), Policy: cells.Policy{Log: cells.LogChanges}})
			}
			s.num("Z1", 1)
			s.set("Y1", `=REPT("x",125)`)
			s.nums("A1:A3000", func(i int) float64 { return float64(i) })
			s.set("A500", "text")
			s.set("C2", f)
			s.fill("C2", "C2:C3000")
			s.num("Z1", 33)
			waiting, _, valued := s.limits("C2:C3000")
			if waiting == 0 || valued == 0 {
				t.Errorf("%s: %d wait, %d have a value", f, waiting, valued)
			}
			states[i] = s.book.Hash()
		}
		if states[0] != states[1] {
			t.Errorf("%s comes out otherwise when it is not evaluated in blocks", f)
		}
	}
}
