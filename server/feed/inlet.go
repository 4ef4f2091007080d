package feed

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"freshet/cells"
)

// maxBatchBytes bounds the record that a batch makes in the log.
const maxBatchBytes = 512 << 10

// inlet is where the readings of one book come together. Its run goroutine, owned by Intake.Run, opens the book, commits
// batches and gives the book back when nothing comes any more.
type inlet struct {
	in    *Intake
	id    string
	ready chan struct{} // closed when the book is open or failed is set
	once  sync.Once

	failed error
	book   Book
	stale  atomic.Bool // the book changed: routes must be read again

	mu     sync.Mutex
	routes *routes
	cur    *batch
	queue  []*batch // full ones before cur
	size   int      // readings in queue and cur
	over   bool     // takes nothing any more
	space  chan struct{}
	wake   chan struct{}
}

func newInlet(in *Intake, id string) *inlet {
	return &inlet{in: in, id: id, ready: make(chan struct{}), wake: make(chan struct{}, 1), cur: newBatch(), space: make(chan struct{})}
}

// fail ends an inlet that never opened.
func (l *inlet) fail(err error) {
	l.leave()
	l.once.Do(func() {
		l.failed = err
		close(l.ready)
	})
}

// leave makes room for another inlet of the book.
func (l *inlet) leave() {
	l.in.mu.Lock()
	defer l.in.mu.Unlock()
	if l.in.inlets[l.id] == l {
		delete(l.in.inlets, l.id)
	}
}

// deliver puts the readings of a message into the batch that gathers. Again says that this inlet is over.
func (l *inlet) deliver(ctx context.Context, m Message) (t Ticket, again bool, err error) {
	routes, err := l.current(ctx)
	if err != nil {
		return Ticket{}, false, err
	}
	all := routes.find(m)
	l.in.seen.note(m, all)
	for _, f := range all {
		if f.refused != nil {
			l.in.rejects.Add(1)
		}
	}
	held := false
	for {
		l.mu.Lock()
		if l.over {
			l.mu.Unlock()
			return Ticket{}, true, nil
		}
		if l.size+len(all) <= l.in.o.MaxQueue || l.size == 0 {
			break
		}
		space := l.space
		l.mu.Unlock()
		if !held {
			held = true
			l.in.heldUp.Add(1)
		}
		select {
		case <-space:
		case <-ctx.Done():
			return Ticket{}, false, ctx.Err()
		}
	}
	defer l.mu.Unlock()
	if len(l.cur.readings) > 0 && (len(l.cur.readings)+len(all) > l.in.o.MaxBatch || l.cur.bytes > maxBatchBytes) {
		l.queue = append(l.queue, l.cur)
		l.cur = newBatch()
	}
	t = l.cur.add(m, all)
	l.size += t.Readings()
	if t.Readings() > 0 {
		l.nudge()
	}
	return t, false, nil
}

func (l *inlet) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// current gives the routes of the book as it is now.
func (l *inlet) current(ctx context.Context) (*routes, error) {
	l.mu.Lock()
	r := l.routes
	l.mu.Unlock()
	if r != nil && !l.stale.Load() {
		return r, nil
	}
	l.stale.Store(false)
	err := l.book.View(ctx, func(v cells.View) error {
		r = routesOf(l.id, v.Info())
		return nil
	})
	if err != nil {
		l.stale.Store(true)
		return nil, fmt.Errorf("read the bindings of book %s: %w", l.id, err)
	}
	l.mu.Lock()
	l.routes = r
	l.mu.Unlock()
	return r, nil
}

func (l *inlet) run(ctx context.Context) {
	book, err := l.in.o.Open(ctx, l.id)
	if err != nil {
		l.fail(err)
		return
	}
	defer book.Release()
	l.book = book
	stop := book.Watch(func(c *cells.Changes) {
		if c.Book {
			l.stale.Store(true)
		}
	})
	defer stop()
	l.once.Do(func() { close(l.ready) })
	l.pump(ctx)
}

// pump commits batches until the program stops, the book ends, or nothing comes for a while.
func (l *inlet) pump(ctx context.Context) {
	idle := time.NewTimer(l.in.o.Idle)
	defer idle.Stop()
	last := time.Time{}
	for {
		select {
		case <-l.wake:
		case <-idle.C:
			if l.retire(false) {
				return
			}
			idle.Reset(l.in.o.Idle)
			continue
		case <-l.book.Done():
			l.retire(true)
			l.drain(ctx)
			return
		case <-ctx.Done():
			l.retire(true)
			l.drain(ctx)
			return
		}
		l.gather(ctx, last.Add(l.in.o.Tick))
		if ctx.Err() != nil {
			continue
		}
		last = time.Now()
		if b := l.take(); b != nil {
			l.commit(ctx, b)
		}
		idle.Reset(l.in.o.Idle)
	}
}

// gather waits until somebody waits, a batch is full, or the time has come.
func (l *inlet) gather(ctx context.Context, until time.Time) {
	wait := time.Until(until)
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for !l.urgent() {
		select {
		case <-l.wake:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (l *inlet) urgent() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cur.waits || len(l.queue) > 0
}

// take gives the oldest batch that has readings, or nil.
func (l *inlet) take() *batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b *batch
	switch {
	case len(l.queue) > 0:
		b = l.queue[0]
		l.queue = l.queue[1:]
		l.nudge()
	case len(l.cur.readings) > 0:
		b = l.cur
		l.cur = newBatch()
	default:
		return nil
	}
	l.size -= len(b.readings)
	close(l.space)
	l.space = make(chan struct{})
	return b
}

// retire stops taking messages; not by force while some wait to be committed. It reports whether it did.
func (l *inlet) retire(force bool) bool {
	l.mu.Lock()
	if l.size > 0 && !force {
		l.mu.Unlock()
		return false
	}
	l.over = true
	close(l.space)
	l.space = make(chan struct{})
	l.mu.Unlock()
	l.leave()
	return true
}

func (l *inlet) drain(ctx context.Context) {
	for b := l.take(); b != nil; b = l.take() {
		l.commit(ctx, b)
	}
}
