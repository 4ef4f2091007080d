package store

import (
	"context"
	"errors"
	"time"

	"freshet/cells"
)

// keepTimeout bounds one round of the keeper, and the last words of a replica; closeTimeout those of all, when the store is closed.
const (
	keepTimeout  = 30 * time.Second
	closeTimeout = 15 * time.Second
)

// keepLoop writes effects and checkpoints behind the applier until the replica ends.
func (b *Book) keepLoop() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	rest := time.Time{} // after a failure: no try before
	for {
		next := time.Now().Add(time.Hour)
		if at, ok := b.effects.due(b.s.o.Grace); ok && at.Before(next) {
			next = at
		}
		if at, ok := b.kept.due(b.applied.Load(), b.s.o.Checkpoint); ok && at.Before(next) {
			next = at
		}
		if next.Before(rest) {
			next = rest
		}
		if wait := time.Until(next); wait > 0 {
			timer.Reset(wait)
			select {
			case <-b.ctx.Done():
				return
			case <-b.kept.wake:
			case <-timer.C:
			}
			continue
		}
		if b.ctx.Err() != nil {
			return
		}
		rest = time.Time{}
		if !b.keep(b.ctx) {
			rest = time.Now().Add(time.Second)
		}
	}
}

// keep writes what is due; false when the store would not have it.
func (b *Book) keep(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	var err error
	now := time.Now()
	if at, ok := b.effects.due(b.s.o.Grace); ok && !at.After(now) {
		err = b.writeEffects(ctx, b.applied.Load())
	}
	if at, ok := b.kept.due(b.applied.Load(), b.s.o.Checkpoint); err == nil && ok && !at.After(now) {
		err = b.writeCheckpoint(ctx, "")
	}
	return b.kept.outcome(b, err)
}

// outcome ends the replica when the book is no longer its own, and logs other failures.
func (k *keeping) outcome(b *Book, err error) bool {
	var refusal *cells.Error
	switch {
	case err == nil:
		return true
	case errors.Is(err, errForgotten):
		b.end(errRewritten)
	case errors.Is(err, errRewritten), errors.As(err, &refusal):
		// The applier will find out what became of the book and end the replica with the right word.
		b.follow.look()
	case b.ctx.Err() == nil:
		b.s.fault("history or checkpoint could not be written", b.id, err)
	}
	return false
}

// lastWords writes what the replica still owes when it is closed.
func (b *Book) lastWords(ctx context.Context) {
	err := b.writeEffects(ctx, b.applied.Load())
	if _, dirty := b.kept.due(b.applied.Load(), b.s.o.Checkpoint); err == nil && dirty {
		err = b.writeCheckpoint(ctx, "")
	}
	b.lastAlarm(ctx)
	if err != nil && !errors.Is(err, errRewritten) {
		b.s.fault("history or checkpoint could not be written at the end", b.id, err)
	}
}
