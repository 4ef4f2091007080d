package calc_test

import (
	"testing"

	"freshet/cells"
)

// columnsOf applies a program of columns and compares all cells with the oracle's after every few ops.
func columnsOf(t *testing.T, seed uint64) {
	t.Helper()
	s := blankSheet(t)
	ops := columnsProgram(seed)
	for i, op := range ops {
		s.apply("ann", op) // one that cannot be done is refused
		if left := len(ops) - 1 - i; left > 12 || left%3 > 0 {
			continue
		}
		err := s.book.CheckInvariants()
		if err == nil {
			err = newOracle(s.book).check()
		}
		if err != nil {
			text, _ := cells.Ops(ops[:i+1]).MarshalJSON()
			t.Fatalf("seed %d: %v\nafter\n%s", seed, err, text)
		}
	}
}

// TestRandomColumnsAgreeWithTheLanguage is TestBlocksAgreeWithTheLanguage with random formulas, of which some read each other.
func TestRandomColumnsAgreeWithTheLanguage(t *testing.T) {
	before := compared
	for seed := range uint64(25) {
		columnsOf(t, seed)
	}
	columnsOf(t, 6097685942141085970) // an index of texts that became empty
	t.Logf("%d cells compared", compared-before)
}

// columnsAlike applies a program of columns with a budget that ends in the midst of many waves: to a book with blocks, to one that keeps the history of all formulas,
// where there are none, and to one that is loaded again and again. It reports how often something waited. In the end all cells have their value.
func columnsAlike(t *testing.T, seed uint64) (waited int) {
	t.Helper()
	work := 20 + int(seed*seed%4999)
	ops := append([]cells.Op{cells.AddSheet{Name: "Sheet1", Index: -1}, nil}, columnsProgram(seed)...)
	var books [3]*replica
	for i := range books {
		books[i] = newReplica()
		books[i].book.ShrinkBudget(work, work/2, 40)
	}
	for i, op := range ops {
		for k, r := range books {
			if i == 1 {
				policy := cells.SetPolicy{Range: at("Z1:Z2"), Policy: cells.Policy{Log: cells.LogChanges}}
				if k == 1 {
					policy.Range = at("E1:K2")
				}
				op = policy
			}
			r.apply("ann", op)
			if k == 2 && i%4 == 3 {
				r.save(len(r.parts) == 0)
				again, err := r.reload()
				if err != nil {
					t.Fatal(err)
				}
				r.book = again
				r.book.ShrinkBudget(work, work/2, 40)
			}
		}
		if books[0].book.Waiting() {
			waited++
		}
		for k, what := range []string{"without blocks", "loaded again"} {
			if a, b := books[0].book, books[k+1].book; a.Hash() != b.Hash() || a.Waiting() != b.Waiting() {
				text, _ := cells.Ops(append(ops[2:i:i], op)).MarshalJSON()
				t.Fatalf("seed %d: the book is another one %s: %s\nafter\n%s", seed, what, difference(dump(a), dump(b)), text)
			}
		}
	}
	a := books[0]
	a.book.ShrinkBudget(1_000_000, 1_000_000, 1000)
	for range 3 {
		a.apply("ann", cells.Tick{})
	}
	if err := newOracle(a.book).check(); err != nil || a.book.Waiting() {
		t.Fatalf("seed %d: something waits (%v), or is wrong: %v", seed, a.book.Waiting(), err)
	}
	return waited
}

// TestRandomColumnsCountAlike holds that blocks, Eval and a checkpoint in between make no difference for who gets a value and who waits.
func TestRandomColumnsCountAlike(t *testing.T) {
	waited := 0
	for seed := range uint64(25) {
		waited += columnsAlike(t, seed)
	}
	if waited < 100 {
		t.Errorf("something waited after %d ops: the test shows little", waited)
	}
}
