package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// commits has writers each edit a cell and wait for the answer, for a while.
func commits(ctx context.Context, b *bench) error {
	t, err := b.truth(ctx, "commits")
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	made, err := t.Create(ctx, store.NewBook{Title: "Bench", Ops: cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}, Actor: "bench"})
	if err != nil {
		return err
	}
	book, err := t.Book(ctx, made.ID)
	if err != nil {
		return err
	}
	defer book.Release()
	for _, writers := range []int{1, 8, 64} {
		n := writers * b.scaled(3000/min(writers, 8)*2)
		before := t.Stats()
		took, err := commitWith(ctx, book, writers, n)
		if err != nil {
			return err
		}
		scripts := t.Stats().Commits - before.Commits
		bare, err := bareAppends(ctx, b, n, writers)
		if err != nil {
			return err
		}
		b.say(fmt.Sprintf("bare appends to the same store, %d at a time (reference)", writers), perSecond(n, bare), grouped(int64(n))+" records")
		b.say(fmt.Sprintf("edits committed and applied, %d at a time", writers), perSecond(n, took),
			fmt.Sprintf("%s edits in %s scripts, %s the reference's time", grouped(int64(n)), grouped(int64(scripts)), ratio(took, bare)))
	}
	return nil
}

func commitWith(ctx context.Context, book *store.Book, writers, n int) (time.Duration, error) {
	var next atomic.Int64
	errs := make([]error, writers)
	start := time.Now()
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for {
				i := next.Add(1)
				if i > int64(n) {
					return
				}
				if _, err := book.Update(ctx, cells.Request{Actor: "bench", Ops: cells.Ops{set(int32(w), 0, fmt.Sprint(i))}}); err != nil {
					errs[w] = err
					return
				}
			}
		})
	}
	writing.Wait()
	return time.Since(start), errors.Join(errs...)
}

// fill types a formula, fills it down 100,000 rows, and changes what all of them read.
func fill(ctx context.Context, b *bench) error {
	t, err := b.truth(ctx, "fill")
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	rows := b.scaled(100_000)
	ops := cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}, set(0, 25, "3")}
	for top := 0; top < rows; top += 10_000 {
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: int32(top), Bottom: int32(top + 9_999), Right: 1}}
		for i := range 20_000 {
			s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(i)/3)))
		}
		ops = append(ops, s)
	}
	made, err := t.Create(ctx, store.NewBook{Title: "Bench", Ops: ops, Actor: "bench"})
	if err != nil {
		return err
	}
	book, err := t.Book(ctx, made.ID)
	if err != nil {
		return err
	}
	defer book.Release()
	ask := func(ops ...cells.Op) (*cells.Changes, time.Duration, error) {
		start := time.Now()
		c, err := book.Update(ctx, cells.Request{Actor: "bench", Ops: ops})
		return c, time.Since(start), err
	}
	c, took, err := ask(filled(2, "=A1*2+B1*$Z$1", rows)...)
	if err != nil {
		return err
	}
	b.say("fill-down, until committed and applied", span(took), fmt.Sprintf("%s cells calculated", grouped(int64(c.Recomputed))))
	var times []time.Duration
	total := 0
	for i := range 15 {
		c, took, err := ask(set(0, 25, fmt.Sprint(i+4)))
		if err != nil {
			return err
		}
		times, total = append(times, took), c.Recomputed
	}
	b.say("all of it again, until committed and applied", span(median(times)), fmt.Sprintf("median of 15 of %s cells", grouped(int64(total))))
	b.say("cells recomputed", perSecond(total, median(times)), "commit included")
	return nil
}

// load opens a book from its checkpoint and the log after it, as the first visitor after a start finds it.
func load(ctx context.Context, b *bench) error {
	t, err := b.truth(ctx, "load")
	if err != nil {
		return err
	}
	made, err := t.Create(ctx, store.NewBook{Title: "Bench", Ops: hundredThousand(), Actor: "bench"})
	if err != nil {
		return errors.Join(err, t.close())
	}
	book, err := t.Book(ctx, made.ID)
	if err != nil {
		return errors.Join(err, t.close())
	}
	for i := range 100 {
		if _, err := book.Update(ctx, cells.Request{Actor: "bench", Ops: cells.Ops{set(int32(i), 5, fmt.Sprint(i))}}); err != nil {
			return errors.Join(err, t.close())
		}
	}
	book.Release()
	if err := t.close(); err != nil {
		return err
	}
	var opening, redis []time.Duration
	for range b.scaled(10) {
		start := time.Now()
		if t, err = b.truth(ctx, "load"); err != nil {
			return err
		}
		redis = append(redis, time.Since(start))
		start = time.Now()
		book, err := t.Book(ctx, made.ID)
		if err != nil {
			return errors.Join(err, t.close())
		}
		opening = append(opening, time.Since(start))
		var last cells.Value
		err = book.View(ctx, func(v cells.View) error {
			last = v.Value(cells.Ref{Sheet: 1, Row: 49_999, Col: 1})
			return nil
		})
		if err == nil && !last.Equal(cells.Num(float64(49_999)/7*2+1)) {
			err = fmt.Errorf("the last formula shows %s", cells.Format{}.Render(last, "en"))
		}
		book.Release()
		if err = errors.Join(err, t.close()); err != nil {
			return err
		}
	}
	over := fmt.Sprintf("median of %d", len(opening))
	b.say("open a book of 50,000 numbers and 50,000 formulas", span(median(opening)), over)
	b.say("before that: start the embedded store", span(median(redis)), over)
	return nil
}
