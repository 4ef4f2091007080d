package store

import (
	"context"
	"slices"
	"sync"
	"time"

	"freshet/cells"
)

// Bounds of what waits for a book's committer, and of one batch.
const (
	queueLength  = 8192
	queueBytes   = 64 << 20
	batchLength  = 256
	batchBytes   = 1 << 20
	requestBytes = 16 << 20
)

// pending is a request on its way into the log.
type pending struct {
	entry cells.Entry // as the log will hold it, but for version and time
	tail  string      // its record without the first bytes, which hold the time
	until time.Time   // when its caller is told that the store is away
	ctx   context.Context
	done  chan answer // one answer, never blocking
	tick  string      // of a Tick that a server makes because time has passed: the version of the one before it; it is a batch of its own
}

type answer struct {
	changes *cells.Changes
	err     error
}

func (p *pending) tell(c *cells.Changes, err error) { p.done <- answer{c, err} }

// queue is what waits for the committer.
type queue struct {
	mu    sync.Mutex
	items []*pending
	bytes int
	wake  chan struct{}
	ended error
}

func (q *queue) init() { q.wake = make(chan struct{}, 1) }

// put adds a request; it is refused when too much is waiting or the replica has ended.
func (q *queue) put(p *pending) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ended != nil {
		return q.ended
	}
	if len(q.items) >= queueLength || q.bytes+len(p.tail) > queueBytes {
		return cells.Refuse(cells.TooMany, "too many changes are waiting to be stored; try again in a moment")
	}
	q.items = append(q.items, p)
	q.bytes += len(p.tail)
	select {
	case q.wake <- struct{}{}:
	default:
	}
	return nil
}

// take waits for requests and gives the next batch, without those whose callers have gone; nil when the context has ended.
func (q *queue) take(ctx context.Context) []*pending {
	for {
		if batch := q.next(); len(batch) > 0 {
			return batch
		}
		select {
		case <-ctx.Done():
			return nil
		case <-q.wake:
		}
	}
}

func (q *queue) next() []*pending {
	q.mu.Lock()
	defer q.mu.Unlock()
	var batch []*pending
	taken, size := 0, 0
	for _, p := range q.items {
		if len(batch) == batchLength || size > 0 && size+len(p.tail) > batchBytes {
			break
		}
		if len(batch) > 0 && (p.tick != "" || batch[0].tick != "") {
			break
		}
		taken++
		q.bytes -= len(p.tail)
		if err := p.ctx.Err(); err != nil {
			p.tell(nil, err)
			continue
		}
		batch = append(batch, p)
		size += len(p.tail)
	}
	q.items = append(q.items[:0], q.items[taken:]...)
	clear(q.items[len(q.items):cap(q.items)])
	return batch
}

// back returns a batch to the front; when the replica has ended its callers are answered.
func (q *queue) back(batch []*pending) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ended != nil {
		for _, p := range batch {
			p.tell(nil, q.ended)
		}
		return
	}
	q.items = append(slices.Clone(batch), q.items...)
	for _, p := range batch {
		q.bytes += len(p.tail)
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// refuse answers everybody who waits, now and later.
func (q *queue) refuse(why error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = why
	for _, p := range q.items {
		p.tell(nil, why)
	}
	q.items, q.bytes = nil, 0
}
