package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"freshet/cells"
)

// openBook opens a book of a million formulas as the first visitor after a start finds it: checkpoint and log on the disk, nothing
// in memory.
func openBook(ctx context.Context, b *bench) error {
	rows := b.scaled(1_000_000)
	start := time.Now()
	book, err := b.longBook(ctx, "open", rows)
	if err != nil {
		return err
	}
	b.say("make the book", span(time.Since(start)), fmt.Sprintf("2 × %s numbers and as many formulas", grouped(int64(rows))))
	if err := b.crash(ctx, book, "open", rows); err != nil {
		return err
	}
	size, err := b.folderSize("open")
	if err != nil {
		return err
	}
	b.say("on the disk after edits and kill -9", fmt.Sprintf("%.0f MB", float64(size)/1e6), "")
	if err := b.openInside(ctx, book.ID, rows); err != nil {
		return err
	}
	if err := b.openServed(ctx, book, rows); err != nil {
		return err
	}
	return b.openPainted(ctx, book, rows)
}

// crash leaves a tail in the log behind the checkpoint: edits by a tab, and the program killed right after the last is acknowledged.
func (b *bench) crash(ctx context.Context, book *book, folder string, rows int) error {
	s, err := b.start(ctx, folder)
	if err != nil {
		return err
	}
	book.server = s
	defer func() { _ = s.cmd.Wait() }()
	defer func() { _ = s.cmd.Process.Kill() }()
	t, err := book.open(ctx, "writer", screen)
	if err != nil {
		return err
	}
	defer t.close()
	for i := range 100 {
		if _, err := t.edit(set(int32(i%rows), 4, fmt.Sprint(i))); err != nil {
			return err
		}
	}
	_, err = t.edit(set(0, 25, "7"))
	return err
}

// lastFormula is what the last row shows while Z1 is z.
func lastFormula(rows int, z float64) cells.Value {
	return cells.Num(float64(number(rows-1, 0)*2) + float64(number(rows-1, 1)*z))
}

// openInside measures the stages of opening inside this process.
func (b *bench) openInside(ctx context.Context, id string, rows int) error {
	var opening, loading []time.Duration
	for range 3 {
		if err := b.copied("open", "inside"); err != nil {
			return err
		}
		start := time.Now()
		t, err := b.truth(ctx, "inside")
		if err != nil {
			return err
		}
		opening = append(opening, time.Since(start))
		start = time.Now()
		book, err := t.Book(ctx, id)
		if err != nil {
			return errors.Join(err, t.close())
		}
		loading = append(loading, time.Since(start))
		err = book.View(ctx, func(v cells.View) error {
			got, want := v.Value(at(rows-1, 2)), lastFormula(rows, 7)
			if !got.Equal(want) {
				return fmt.Errorf("the last formula shows %s, not %s", cells.Format{}.Render(got, "en"), cells.Format{}.Render(want, "en"))
			}
			return nil
		})
		book.Release()
		if err = errors.Join(err, t.close()); err != nil {
			return err
		}
	}
	b.say("start the embedded store", span(median(opening)), "median of 3")
	b.say("load the book: checkpoint, then the log after it", span(median(loading)), "median of 3")
	return nil
}

// openServed starts the program on the folder and looks at the book over websockets and in a browser.
func (b *bench) openServed(ctx context.Context, book *book, rows int) error {
	if err := b.copied("open", "served"); err != nil {
		return err
	}
	began := time.Now()
	s, err := b.start(ctx, "served")
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	book.server = s
	b.say("start the program until it is ready", span(time.Since(began)), "fresh process on a copy of the folder")
	start := time.Now()
	first, err := book.open(ctx, "first", screen)
	if err != nil {
		return err
	}
	defer first.close()
	b.say("a tab until it has its first window", span(time.Since(start)), fmt.Sprintf("%s bytes for it; %s since the start of the process",
		grouped(int64(first.forget())), span(time.Since(began))))

	last := cells.Range{Sheet: 1, Top: int32(max(0, rows-64)), Bottom: int32(rows - 1), Right: 15}
	start = time.Now()
	if err := first.look(last); err != nil {
		return err
	}
	b.say("jump to the last row", span(time.Since(start)), fmt.Sprintf("%s bytes", grouped(int64(first.forget()))))

	start = time.Now()
	const most = 16_000 // rows of a question
	for top := 0; top < rows; top += most {
		if err := first.ask(cells.Range{Sheet: 1, Top: int32(top), Bottom: int32(min(rows, top+most) - 1), Right: 2}); err != nil {
			return err
		}
	}
	b.say("read every cell over the websocket", span(time.Since(start)), fmt.Sprintf("%s cells, %s bytes; %s since the start of the process",
		grouped(int64(3*rows)), grouped(int64(first.forget())), span(time.Since(began))))
	return b.openLater(ctx, book, first, rows)
}

// openLater looks at the book that is open: more tabs, and an edit that changes a million cells.
func (b *bench) openLater(ctx context.Context, book *book, first *tab, rows int) error {
	if err := first.look(screen); err != nil {
		return err
	}
	const many = 20
	start := time.Now()
	type opened struct {
		tab *tab
		err error
	}
	tabs := make(chan opened)
	for i := range many {
		go func() {
			t, err := book.open(ctx, fmt.Sprintf("tab-%d", i), screen)
			tabs <- opened{t, err}
		}()
	}
	var err error
	for range many {
		o := <-tabs
		if err = errors.Join(err, o.err); o.err == nil {
			defer o.tab.close()
		}
	}
	if err != nil {
		return err
	}
	b.say(fmt.Sprintf("%d more tabs at once until the last has its window", many), span(time.Since(start)), "the book is open")

	var acks, seen []time.Duration
	for i := range 11 {
		start := time.Now()
		version, err := first.edit(set(0, 25, fmt.Sprint(i+10)))
		if err != nil {
			return err
		}
		acks = append(acks, time.Since(start))
		at, err := first.until(version)
		if err != nil {
			return err
		}
		seen = append(seen, at.Sub(start))
		first.forget()
	}
	over := fmt.Sprintf("median of 11, each changes %s cells", grouped(int64(rows)))
	b.say("change what all formulas read, until acknowledged", span(median(acks)), over)
	b.say("change what all formulas read, until a tab shows it", span(median(seen)), over)
	now, most, err := book.server.memory()
	if err != nil {
		b.say("memory of the server", "–", err.Error())
		return nil
	}
	b.say("memory of the server", fmt.Sprintf("%.0f MB", now), fmt.Sprintf("resident; at most %.0f MB since its start", most))
	return nil
}
