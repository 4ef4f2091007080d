package feed

import (
	"context"
	"errors"
	"time"

	"freshet/cells"
)

// lastWords is how long a commit may go on when the program stops.
const lastWords = 5 * time.Second

// commit brings a batch into the book's log and tells those who wait. While the store is away it tries again, for
// as long as the intake has patience; the senders are held up meanwhile. What was taken is
// committed even though the program stops: the store is closed after us.
func (l *inlet) commit(ctx context.Context, b *batch) {
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.in.o.Patience)
	defer cancel()
	hurry := context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, cancel) })
	defer hurry()
	b.err = l.commitRange(work, b, 0, len(b.readings))
	if b.err != nil {
		l.in.o.Logger.Error("readings could not be committed", "book", l.id, "readings", len(b.readings), "error", b.err)
		if !b.waits {
			l.in.lost.Add(uint64(len(b.readings)))
		}
	}
	close(b.done)
}

// commitRange commits readings from…to of a batch. What the book refuses as a whole is halved until the reading at fault stands
// alone, so that it takes no other with it.
func (l *inlet) commitRange(ctx context.Context, b *batch, from, to int) error {
	changes, err := l.update(ctx, b, from, to)
	var refused *cells.Error
	switch {
	case err == nil:
		l.in.batches.Add(1)
		l.in.readings.Add(uint64(to - from - len(changes.Skipped)))
		for _, s := range changes.Skipped {
			l.skip(b, from+s.Index, s.Reason)
		}
		return nil
	case errors.As(err, &refused) && (refused.Code == cells.Invalid || refused.Code == cells.TooLarge):
		if to-from == 1 {
			l.skip(b, from, refused)
			return nil
		}
		middle := (from + to) / 2
		if err := l.commitRange(ctx, b, from, middle); err != nil {
			return err
		}
		return l.commitRange(ctx, b, middle, to)
	}
	return err
}

func (l *inlet) skip(b *batch, index int, why *cells.Error) {
	if index >= len(b.readings) {
		return
	}
	if b.refused == nil {
		b.refused = map[int]*cells.Error{}
	}
	b.refused[index] = why
	l.in.rejects.Add(1)
	l.in.seen.skipped(l.id, b.origins[index], why)
}

// update commits one op, trying again while the store is away. All tries have one sequence number, so that it takes effect once.
func (l *inlet) update(ctx context.Context, b *batch, from, to int) (*cells.Changes, error) {
	request := cells.Request{
		Actor: b.seal(), Client: l.in.client, Seq: l.in.nextSeq(l.id),
		Ops: cells.Ops{cells.Ingest{Readings: b.readings[from:to]}},
	}
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		changes, err := l.book.Update(ctx, request)
		if err == nil || !passing(err) || ctx.Err() != nil {
			return changes, err
		}
		l.in.retries.Add(1)
		l.in.o.Logger.Warn("readings wait for the store", "book", l.id, "readings", to-from, "error", err)
		select {
		case <-time.After(pause):
		case <-l.book.Done():
			return nil, err
		case <-ctx.Done():
			return nil, err
		}
	}
}

// passing reports whether an error may go away by itself.
func passing(err error) bool {
	var refused *cells.Error
	if errors.As(err, &refused) {
		return refused.Code == cells.Unavailable || refused.Code == cells.TooMany
	}
	return true
}
