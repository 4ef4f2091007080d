package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"freshet/cells"
)

const (
	tickPatience = time.Second            // how long a Tick is tried
	tickWait     = 300 * time.Millisecond // how long whoever asks for a book waits for it to be current
	tickOff      = 30 * time.Second       // the longest pause after failures
)

// tickedError says that another Tick is the latest, and which.
type tickedError string

func (e tickedError) Error() string {
	return "store: the latest tick is the one at version " + string(e)
}

// tick makes a Tick now, unless one was made a moment ago. Nobody is told of a failure, as nobody has asked; it puts the next try off.
func (b *Book) tick(ctx context.Context) {
	c := &b.clock
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return
	}
	c.mu.Lock()
	before, now := c.before, time.Now()
	skip := now.Sub(c.ticked) < tickHeld || now.Before(c.rest)
	c.mu.Unlock()
	if skip {
		return
	}
	err := b.appendTick(ctx, before)
	var other tickedError
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.rest, c.off = time.Time{}, 0
	case errors.As(err, &other):
		if version, bad := strconv.ParseUint(string(other), 10, 53); bad == nil && c.before == before {
			c.before = version
		}
		c.own, c.rest = false, time.Now().Add(tickYield)
		b.follow.look()
	case ctx.Err() == nil:
		c.off = min(max(2*c.off, time.Second), tickOff)
		c.rest = time.Now().Add(c.off)
		b.s.log.Debug("store: a tick was not made", "book", b.id, "error", err)
	}
}

// appendTick commits a Tick that follows the one of a version, and waits until it is applied.
func (b *Book) appendTick(ctx context.Context, before uint64) error {
	if b.effects.full() {
		return errors.New("store: the store is behind with writing history")
	}
	p, err := b.prepare(ctx, cells.Request{Actor: "system", Ops: cells.Ops{cells.Tick{}}})
	if err != nil {
		return err
	}
	p.tick, p.ctx = strconv.FormatUint(before, 10), b.ctx
	p.until = time.Now().Add(min(tickPatience, b.s.o.Patience))
	if err := b.queue.put(p); err != nil {
		return err
	}
	select {
	case a := <-p.done:
		return a.err
	case <-ctx.Done():
		return fmt.Errorf("store: tick: %w", ctx.Err())
	case <-b.done:
		return b.err
	}
}

// current brings the time of the book up to now for whoever has just asked for it, once a second at most. A store that takes no writes delays that by a moment only.
func (b *Book) current(ctx context.Context) {
	if b.s.o.Still {
		return
	}
	c, now := &b.clock, time.Now()
	c.mu.Lock()
	skip := now.Sub(c.current) < tickHeld || now.Sub(c.ticked) < tickHeld || now.Before(c.rest)
	if !skip {
		c.current = now
	}
	c.mu.Unlock()
	if skip && len(c.turn) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tickWait)
	defer cancel()
	if skip { // somebody else is about it
		select {
		case c.turn <- struct{}{}:
			<-c.turn
		case <-ctx.Done():
		}
		return
	}
	defer c.stir() // it is held now
	if b.nextDue(true) <= b.time() {
		b.tick(ctx)
	}
}
