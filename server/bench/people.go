package main

import (
	"context"
	"fmt"
	"time"

	"freshet/cells"
)

var screen = cells.Range{Sheet: 1, Bottom: 63, Right: 15}

// latency edits a cell in one tab and asks when the others have it. A formula reads the cell, so that what travels is a wave.
func latency(ctx context.Context, b *bench) error {
	s, err := b.start(ctx, "latency")
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	bare, err := bareRelay(b.scaled(200))
	if err != nil {
		return err
	}
	reference := median(bare)
	b.say("a bare websocket relay, p50 (reference)", span(reference), fmt.Sprintf("%d messages", len(bare)))
	for _, watchers := range []int{1, 100} {
		times, acks, err := latencyWith(ctx, s, watchers, b.scaled(200))
		if err != nil {
			return err
		}
		b.say(fmt.Sprintf("edit to its acknowledgement, %d watching, p50", watchers), span(median(acks)), fmt.Sprintf("%d edits", len(acks)))
		over := fmt.Sprintf("%d deliveries", len(times))
		b.say(fmt.Sprintf("edit to another browser, %d watching, p50", watchers), span(quantile(times, 0.5)), over+", "+ratio(quantile(times, 0.5), reference)+" the reference")
		b.say(fmt.Sprintf("edit to another browser, %d watching, p99", watchers), span(quantile(times, 0.99)), over)
	}
	return nil
}

func latencyWith(ctx context.Context, s *server, watchers, edits int) (times, acks []time.Duration, err error) {
	book, err := s.create(ctx)
	if err != nil {
		return nil, nil, err
	}
	writer, err := book.open(ctx, "writer", screen)
	if err != nil {
		return nil, nil, err
	}
	defer writer.close()
	if _, err := writer.edit(set(0, 1, "=A1*2"), set(0, 0, "0")); err != nil {
		return nil, nil, err
	}
	var tabs []*tab
	for i := range watchers {
		t, err := book.open(ctx, fmt.Sprintf("watcher-%d", i), screen)
		if err != nil {
			return nil, nil, err
		}
		defer t.close()
		tabs = append(tabs, t)
	}
	pace := time.NewTicker(100 * time.Millisecond) // longer than a frame, so that no edit waits for the one before
	defer pace.Stop()
	for i := range edits {
		select {
		case <-pace.C:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
		start := time.Now()
		version, err := writer.edit(set(0, 0, fmt.Sprint(i+1)))
		if err != nil {
			return nil, nil, err
		}
		acks = append(acks, time.Since(start))
		for _, t := range tabs {
			at, err := t.until(version)
			if err != nil {
				return nil, nil, err
			}
			times = append(times, at.Sub(start))
			t.forget()
		}
	}
	return times, acks, nil
}

// wire changes a number that 500 cells on the screen depend on and counts the bytes that tell so.
func wire(ctx context.Context, b *bench) error {
	s, err := b.start(ctx, "wire")
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	book, err := s.create(ctx)
	if err != nil {
		return err
	}
	view := cells.Range{Sheet: 1, Bottom: 511, Right: 7}
	writer, err := book.open(ctx, "writer", cells.Range{Sheet: 1, Top: 5000, Bottom: 5031, Left: 96, Right: 103})
	if err != nil {
		return err
	}
	defer writer.close()
	const rows = 500
	if _, err := writer.edit(append(append(numbers(rows, 1), set(0, 25, "1")), filled(1, "=A1*$Z$1/7", rows)...)...); err != nil {
		return err
	}
	watcher, err := book.open(ctx, "watcher", view)
	if err != nil {
		return err
	}
	defer watcher.close()
	for _, c := range []struct {
		what  string
		cells int
		op    func(i int) cells.Op
	}{
		{"one cell", 1, func(i int) cells.Op { return set(510, 3, fmt.Sprint(i)) }},
		{"500 cells in a column", rows, func(i int) cells.Op { return set(0, 25, fmt.Sprint(i+2)) }},
	} {
		if _, err := writer.edit(c.op(1000)); err != nil {
			return err
		}
		total, changes := 0, b.scaled(50)
		for i := range changes {
			watcher.forget()
			version, err := writer.edit(c.op(i))
			if err != nil {
				return err
			}
			if _, err := watcher.until(version); err != nil {
				return err
			}
			total += watcher.forget()
		}
		b.say(fmt.Sprintf("bytes a changed cell, %s", c.what), fmt.Sprintf("%.1f", float64(total)/float64(changes*c.cells)),
			fmt.Sprintf("%s bytes for %d changes", grouped(int64(total)), changes))
	}
	return nil
}
