package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"freshet/cells"
)

// committed is a batch that got its place in the log, on its way to the applier. Without items there is none.
type committed struct {
	first uint64
	at    int64
	items []*pending
}

// commitLoop appends what is queued, batch by batch, and hands the batches to the applier. One batch is under way
// at a time; what arrives meanwhile makes the next.
func (b *Book) commitLoop() {
	for {
		batch := b.queue.take(b.ctx)
		if batch == nil {
			return
		}
		// While the turn is held, the log may hold records of ours that the applier has not been told of.
		select {
		case b.follow.turn <- struct{}{}:
		case <-b.ctx.Done():
			failed(batch, publicly(b.Err()))
			return
		}
		if c := b.commit(batch); len(c.items) > 0 {
			select {
			case b.follow.committed <- c:
			case <-b.ctx.Done(): // Update tells its caller
			}
		}
		<-b.follow.turn
	}
}

// commit appends a batch, trying until the first of its callers has lost patience. Those it could not append are answered.
func (b *Book) commit(batch []*pending) committed {
	s := b.s
	keys := []string{metaKey(b.id), logKey(b.id), writersKey(b.id)}
	args := make([]any, 0, 8+len(batch))
	args = append(args, s.o.Engine.Revision(), s.o.Now().UnixMilli(), s.writer, s.turns.Add(1), b.epoch, b.applied.Load(),
		bookChannel(b.id), strconv.Itoa(messageBytes))
	until := batch[0].until
	for _, p := range batch {
		args = append(args, p.tail)
		if p.until.After(until) {
			until = p.until
		}
	}
	pause, sent := 10*time.Millisecond, false
	for {
		ctx, cancel := context.WithDeadline(b.ctx, time.Now().Add(max(time.Until(until), 50*time.Millisecond)))
		out, err := words(ctx, s.client, s.scripts.commit, keys, args...)
		cancel()
		if err == nil {
			return b.placed(batch, out)
		}
		if why := refusedByRedis(err); why != nil && !sent {
			return failed(batch, why)
		}
		sent = sent || mayHaveArrived(err)
		if b.ctx.Err() != nil {
			return failed(batch, publicly(b.Err()))
		}
		if !time.Now().Add(pause).Before(until) {
			s.log.Warn("store: a commit was given up", "book", b.id, "entries", len(batch), "error", err)
			if sent {
				b.follow.doubtful.Store(time.Now().Add(time.Minute).UnixMilli())
			}
			return failed(batch, storeAway(sent))
		}
		s.counts.retries.Add(1)
		select {
		case <-time.After(pause):
		case <-b.ctx.Done():
		}
		pause = min(2*pause, 500*time.Millisecond)
	}
}

// placed reads the script's verdict.
func (b *Book) placed(batch []*pending, out []string) committed {
	switch out[0] {
	case "ok":
		first, err1 := strconv.ParseUint(out[1], 10, 64)
		at, err2 := strconv.ParseInt(out[2], 10, 64)
		if err := errors.Join(err1, err2); err != nil {
			return b.lost(batch, faultOf("commit", err))
		}
		b.s.counts.commits.Add(1)
		b.s.counts.entries.Add(uint64(len(batch)))
		return committed{first: first, at: at, items: batch}
	case "gone":
		return b.lost(batch, cells.Refuse(cells.NotFound, "the book has been deleted"))
	case "revision":
		return b.lost(batch, otherRevision(out[1], b.s.o.Engine.Revision()))
	case "epoch", "behind":
		return b.lost(batch, errRewritten)
	}
	return b.lost(batch, fmt.Errorf("store: commit: the script answered %q", out))
}

func failed(batch []*pending, why error) committed {
	for _, p := range batch {
		p.tell(nil, why)
	}
	return committed{}
}

func (b *Book) lost(batch []*pending, why error) committed {
	b.end(why)
	return failed(batch, publicly(why))
}
