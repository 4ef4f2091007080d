package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"freshet/cells"
)

// committed is a batch that got its place in the log, on its way to the applier. Without items there is none.
type committed struct {
	first uint64
	at    int64
	from  string // what its records are from
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
		case <-time.After(time.Until(patience(batch))): // the applier cannot read the log
			failed(batch, storeAway(false))
			continue
		}
		c, again := b.commit(batch)
		if len(c.items) > 0 {
			select {
			case b.follow.committed <- c:
			case <-b.ctx.Done(): // Update tells its caller
			}
		}
		<-b.follow.turn
		if again && b.ctx.Err() == nil { // after the applier has made its peace with the log
			b.sync(b.ctx)
			b.queue.back(batch)
		}
	}
}

// commit appends a batch, trying until the last of its callers has lost patience. When it could not, they are answered; or it
// asks for the batch to be tried again.
func (b *Book) commit(batch []*pending) (c committed, again bool) {
	s := b.s
	turn := s.turns.Add(1)
	from := s.writer + " " + strconv.FormatUint(turn, 10)
	base, mark := b.applied.Load(), ""
	if b.follow.last > base { // the applier has not come to the batch before yet
		base, mark = b.follow.last, b.follow.lastFrom
	} else {
		mark = b.tail.from(base)
	}
	keys := []string{metaKey(b.id), logKey(b.id), writersKey(b.id)}
	args := make([]any, 0, 10+len(batch))
	args = append(args, s.o.Engine.Revision(), s.o.Now().UnixMilli(), s.writer, turn, b.epoch, base, mark,
		bookChannel(b.id), strconv.Itoa(messageBytes), batch[0].tick)
	for _, p := range batch {
		args = append(args, p.tail)
	}
	until := patience(batch)
	pause, sent := 10*time.Millisecond, false
	for {
		ctx, cancel := context.WithDeadline(b.ctx, time.Now().Add(max(time.Until(until), 50*time.Millisecond)))
		out, err := words(ctx, s.client, s.scripts.commit, keys, args...)
		cancel()
		if err == nil {
			return b.placed(batch, from, until, out)
		}
		if strings.Contains(err.Error(), "equal or smaller") && time.Now().Before(until) {
			return committed{}, true // the log has a record beyond its head: the applier sets that right
		}
		if why := refusedByRedis(err); why != nil && !sent {
			return failed(batch, why), false
		}
		sent = sent || mayHaveArrived(err)
		if b.ctx.Err() != nil {
			return failed(batch, publicly(b.Err())), false
		}
		if !time.Now().Add(pause).Before(until) {
			log := s.log.Warn
			if batch[0].tick != "" {
				log = s.log.Debug // nobody waits for it, and it is tried again
			}
			log("store: a commit was given up", "book", b.id, "entries", len(batch), "error", err)
			if sent {
				b.follow.doubtful.Store(time.Now().Add(time.Minute).UnixMilli())
			}
			return failed(batch, storeAway(sent)), false
		}
		s.counts.retries.Add(1)
		select {
		case <-time.After(pause):
		case <-b.ctx.Done():
		}
		pause = min(2*pause, 500*time.Millisecond)
	}
}

// patience is how long the most patient caller of a batch waits.
func patience(batch []*pending) time.Time {
	return slices.MaxFunc(batch, func(a, b *pending) int { return a.until.Compare(b.until) }).until
}

// placed reads the script's verdict.
func (b *Book) placed(batch []*pending, from string, until time.Time, out []string) (c committed, again bool) {
	var why error
	switch out[0] {
	case "ok":
		first, err1 := strconv.ParseUint(out[1], 10, 64)
		at, err2 := strconv.ParseInt(out[2], 10, 64)
		if why = errors.Join(err1, err2); why == nil {
			b.s.counts.commits.Add(1)
			b.s.counts.entries.Add(uint64(len(batch)))
			b.follow.last, b.follow.lastFrom = first+uint64(len(batch))-1, from
			return committed{first: first, at: at, from: from, items: batch}, false
		}
	case "behind":
		if time.Now().Before(until) {
			return committed{}, true
		}
		why = errRewritten
	case "gone":
		if time.Now().Before(until) {
			return committed{}, true // the applier finds out why
		}
		why = cells.Refuse(cells.NotFound, "the book has been deleted")
	case "revision":
		why = otherRevision(out[1], b.s.o.Engine.Revision())
	case "ticked":
		return failed(batch, tickedError(out[1])), false
	case "epoch":
		why = errRewritten
	default:
		why = fmt.Errorf("store: commit: the script answered %q", out)
	}
	b.end(why)
	return failed(batch, publicly(why)), false
}

func failed(batch []*pending, why error) committed {
	for _, p := range batch {
		p.tell(nil, why)
	}
	return committed{}
}
