package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

const longRows = 40_000

// manyRows makes a book of two columns of numbers and one of formulas over them.
func manyRows(t *testing.T, b *store.Book) {
	t.Helper()
	update(t, b, typed(0, 25, "3"))
	for top := int32(0); top < longRows; top += 10_000 {
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: top, Bottom: top + 9_999, Right: 1}}
		for i := range 10_000 {
			s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(int(top)+i))), cells.Literal(cells.Num(float64(i%7)/2)))
		}
		update(t, b, cells.Request{Actor: "p1", Ops: cells.Ops{s}})
	}
	update(t, b, typed(0, 2, "=A1*2+B1*$Z$1"))
	first := cells.Range{Sheet: 1, Left: 2, Right: 2}
	all := first
	all.Bottom = longRows - 1
	update(t, b, cells.Request{Actor: "p1", Ops: cells.Ops{cells.Fill{Source: first, Target: all}}})
}

// Two servers load a long book, for many callers each, while a third writes to it and replaces the checkpoint under them. What any of them is told is done is
// there in the end, on all of them, and none has shown a value that never was.
func TestLoadingWhileOthersWrite(t *testing.T) {
	r := startRedis(t)
	often := func(o *store.Options) {
		o.Checkpoint = store.Checkpointing{Entries: 10, Quiet: time.Millisecond, Window: 20}
	}
	one := open(t, r.url(), computed, often)
	id := create(t, one)
	a := hold(t, one, id)
	manyRows(t, a)
	checkpoints := one.Stats().Checkpoints

	const callers, each = 4, 5
	two, three := open(t, r.url(), computed), open(t, r.url(), computed)
	stop := make(chan struct{})
	var writing, loading sync.WaitGroup
	writing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := a.Update(t.Context(), typed(0, 25, fmt.Sprint(i%100+4))); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for n, s := range []*store.Store{two, three} {
		for caller := range callers {
			loading.Go(func() {
				b, err := s.Book(t.Context(), id)
				if err != nil {
					t.Error(err)
					return
				}
				defer b.Release()
				for k := range each {
					if err := b.View(t.Context(), agrees); err != nil {
						t.Error(err)
					}
					if _, err := b.Update(t.Context(), typed(100*n+10*caller+k, 5, fmt.Sprint(k+1))); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	loading.Wait()
	eventually(t, "the checkpoint is replaced", func() bool { return one.Stats().Checkpoints > checkpoints })
	close(stop)
	writing.Wait()
	b, c := hold(t, two, id), hold(t, three, id)
	eventually(t, "all three agree", func() bool { s := state(t, a); return s == state(t, b) && s == state(t, c) })
	for n := range 2 {
		for caller := range callers {
			for k := range each {
				if v := valueAt(t, c, cell(100*n+10*caller+k, 5)); !v.Equal(cells.Num(float64(k + 1))) {
					t.Errorf("an edit that server %d acknowledged is gone: %v", n+2, v.Float())
				}
			}
		}
	}
}

// agrees tells when formulas do not fit what they read.
func agrees(v cells.View) error {
	z := v.Value(cell(0, 25)).Float()
	for row := 0; row < longRows; row += 997 {
		x, y, got := v.Value(cell(row, 0)).Float(), v.Value(cell(row, 1)).Float(), v.Value(cell(row, 2)).Float()
		if want := float64(x*2) + float64(y*z); got != want {
			return fmt.Errorf("C%d shows %v at version %d, not %v", row+1, got, v.Position().Version, want)
		}
	}
	return nil
}

// A reader who gives up while a book is being loaded spoils it for nobody.
func TestGivingUpWhileLoading(t *testing.T) {
	r := startRedis(t)
	one := open(t, r.url(), computed)
	id := create(t, one)
	manyRows(t, hold(t, one, id))
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	two := open(t, r.url(), computed)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			if b, err := two.Book(ctx, id); err == nil {
				b.Release() // it was faster
			}
		})
	}
	b := hold(t, two, id)
	readers.Wait()
	if err := b.View(t.Context(), agrees); err != nil {
		t.Error(err)
	}
}
