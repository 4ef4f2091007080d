package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// Heavy formulas that might cover each other's cells are a loop of claims. What waits of it gets its value in the end, and what has one is not calculated again for that.
func TestLoopsOfClaimsDoNotStarve(t *testing.T) {
	s := blankSheet(t)
	s.num("D1048576", 1)
	s.set("A1", "=REDUCE(0,D:E,LAMBDA(a,x,a+N(x)))")
	s.set("A2", "=REDUCE(1,D:E,LAMBDA(a,x,a+N(x)))")
	s.set("A3", "=A1+1")
	if ticks := s.settle(); ticks > 4 {
		t.Errorf("%d ticks", ticks)
	}
	s.num("D1048575", 1)
	if ticks := s.settle(); ticks > 4 {
		t.Errorf("%d ticks after an edit", ticks)
	}
}

// With budgets far too small, arrays that decide about each other come to rest as well.
func TestRivalArraysSettle(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 29))
		s := blankSheet(t)
		work := 20 + r.IntN(400)
		s.book.ShrinkBudget(work, work/2, 5)
		ref := func() string { return fmt.Sprintf("%c%d", 'A'+r.IntN(5), 1+r.IntN(4)) }
		for range 12 {
			at := cells.Ref{Sheet: 1, Row: int32(r.IntN(4)), Col: int32(r.IntN(5))}
			input := ""
			switch r.IntN(8) {
			case 0:
				input = fmt.Sprint(r.IntN(3))
			case 1:
				input = "=" + ref()
			case 2:
				input = fmt.Sprintf("=SEQUENCE(%d,%d,%s)", 1+r.IntN(2), 1+r.IntN(3), ref())
			case 3:
				input = fmt.Sprintf("=SEQUENCE(COUNT(%s:%s)+1,2)", ref(), ref())
			case 4:
				input = fmt.Sprintf("=INDIRECT(IF(%s=\"\",%q,%q))", ref(), ref()+":"+ref(), ref())
			default:
				input = fmt.Sprintf("=IF(%s=\"\",SEQUENCE(%d,%d),%d)", ref(), 1+r.IntN(2), 1+r.IntN(3), r.IntN(2))
			}
			s.apply("ann", cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed(input)}})
		}
		ticks := 0
		for ; s.book.Waiting() && ticks < 200; ticks++ {
			s.must(cells.Tick{})
		}
		if ticks == 200 {
			t.Errorf("seed %d, work %d: never comes to rest\n%s", seed, work, dump(s.book))
		}
		s.check()
	}
}

// What waits and unleashes many others, which then wait, is not given up.
func TestWhatWaitsMayUnleashOthers(t *testing.T) {
	s := blankSheet(t)
	s.num("Z1", 1)
	s.set("A1", "=sum(1..60000, # * $Z$1)")
	s.fill("A1", "A1:A40")
	s.set("B1", "=IFERROR(A$40,0)")
	s.set("C1", "=IF($B$1=0,0,sum(1..60000, # * $Z$1)+ROW())")
	s.fill("C1", "C1:C150")
	s.set("D1", "=SUM(C1:C150)")
	s.settle()
	s.num("Z1", 2)
	if waiting, _, _ := s.limits("C1:C150"); waiting == 0 {
		s.must(cells.Tick{})
	}
	s.settle()
	s.want("D1", 150*2*1800030000+150*151/2)
}
