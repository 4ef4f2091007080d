package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"freshet/cells"
)

// room is one book and the tabs that have it open on this server. Its goroutine (run) alone flushes.
type room struct {
	id       string
	hub      *Hub
	opened   chan struct{} // closed when the book is open, or failed is set
	closed   chan struct{} // closed when the room is no more
	failed   error
	book     Book
	crowd    *crowd // presence
	verdicts verdicts

	wake chan struct{} // one token: something is to be told
	rush chan struct{} // closed when an empty room shall not linger
	once sync.Once

	mu       sync.Mutex
	over     bool // takes no tab any more
	clients  map[*client]struct{}
	head     uint64 // the newest version heard of
	headAt   int64  // its time
	fresh    *dirt  // heard and not yet told; from the last flush to head
	shifts   shiftLog
	checked  time.Time
	checking bool

	past     memory        // the flushing goroutine's alone
	extents  []cells.Range // the flushing goroutine's alone: as last told
	spelling string        // the flushing goroutine's alone: what inputs are spelled by
}

func newRoom(h *Hub, id string) *room {
	return &room{
		id: id, hub: h, opened: make(chan struct{}), closed: make(chan struct{}),
		checked: time.Now(), wake: make(chan struct{}, 1), rush: make(chan struct{}), clients: map[*client]struct{}{},
	}
}

// run opens the book, tells the tabs what changes until nobody has been there for a while, and gives the book back.
func (r *room) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer close(r.closed)
	defer r.hub.forget(r)
	if err := r.open(ctx); err != nil {
		r.failed = err
		close(r.opened)
		return
	}
	defer r.book.Release()
	defer r.book.Watch(r.mark)()
	if err := r.start(ctx); err != nil {
		r.failed = err
		close(r.opened)
		return
	}
	r.crowd = newCrowd(r.hub.server)
	if r.hub.needs.Subscribe != nil {
		defer r.hub.needs.Subscribe(r.id, presenceChannel, func(b []byte) {
			r.crowd.hear(b, time.Now())
		})()
	}
	close(r.opened)
	var side sync.WaitGroup
	defer side.Wait()
	defer cancel() // before the wait: what goes on beside is told to stop
	r.loop(ctx, &side)
}

func (r *room) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	book, err := r.hub.needs.Open(ctx, r.id)
	if err != nil {
		return err
	}
	r.book = book
	return nil
}

// start reads where the book stands. Changes up to there may have been marked already; no tab has seen less.
func (r *room) start(ctx context.Context) error {
	return r.book.View(ctx, func(v cells.View) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		p := v.Position()
		r.head = max(r.head, p.Version)
		r.fresh = &dirt{from: r.head, to: r.head, at: r.headAt}
		r.extents, r.spelling = extentsOf(v), spellingOf(v.Info())
		return nil
	})
}

// mark takes note of an entry. The store calls it for every entry, in order; it never blocks.
func (r *room) mark(c *cells.Changes) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.Position.Version <= r.head {
		return
	}
	r.head, r.headAt = c.Position.Version, c.At
	if r.fresh == nil {
		r.fresh = &dirt{from: r.head - 1}
	}
	r.fresh.add(c)
	r.shifts.add(c.Position.Version, c.Shifts)
	token(r.wake)
}

// loop flushes when there is something to tell, at most once a Frame, and looks after the room once a second.
func (r *room) loop(ctx context.Context, side *sync.WaitGroup) {
	slow, beat := time.NewTicker(time.Second), time.NewTicker(100*time.Millisecond)
	defer slow.Stop()
	defer beat.Stop()
	empty := time.Now()
	var last time.Time
	for {
		select {
		case <-r.wake:
			if wait := r.hub.limits.Frame - time.Since(last); wait > 0 {
				pause(ctx, wait)
			}
			last = time.Now()
			r.flush(ctx, flushKind{})
		case <-beat.C:
			if r.crowd.stirred() {
				r.flush(ctx, flushKind{people: true})
				r.announce(ctx, side)
			}
		case <-slow.C:
			r.flush(ctx, flushKind{advance: true, people: true})
			r.lookAfter(ctx, side)
		case <-r.rush:
		case <-r.book.Done():
			r.end()
			return
		}
		if r.populated() {
			empty = time.Now()
			continue
		}
		rushed := false
		select {
		case <-r.rush:
			rushed = true
		default:
		}
		if (rushed || time.Since(empty) >= r.hub.limits.Linger) && r.retire() {
			return
		}
		if rushed {
			// Tabs are on their way out; their leaving wakes the room.
			select {
			case <-r.wake:
			case <-r.book.Done():
			case <-slow.C:
			}
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// end tells the tabs that the book is no longer kept current.
func (r *room) end() {
	code, reason := CloseFault, "the book was interrupted; it will be opened again"
	var refusal *cells.Error
	err := r.book.Err()
	switch {
	case errors.As(err, &refusal) && refusal.Code == cells.NotFound:
		code, reason = CloseGone, refusal.Message
	case errors.As(err, &refusal):
		code, reason = CloseBusy, refusal.Message
	case err != nil:
		r.hub.log.Error("a live book ended", "book", r.id, "err", err)
	}
	r.mu.Lock()
	r.over = true
	for c := range r.clients {
		c.bye(code, reason)
	}
	r.mu.Unlock()
}

// join puts a tab in; false when the room is about to close.
func (r *room) join(c *client) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return false
	}
	r.clients[c] = struct{}{}
	c.room = r
	r.crowd.enter(c.peer())
	token(r.wake)
	return true
}

func (r *room) leave(c *client) {
	r.mu.Lock()
	delete(r.clients, c)
	r.mu.Unlock()
	r.crowd.leave(c.id)
	token(r.wake)
}

func (r *room) populated() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.clients) > 0
}

// retire closes an empty room to newcomers; false when one has just come.
func (r *room) retire() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.clients) > 0 {
		return false
	}
	r.over = true
	return true
}

// hurry lets the room close as soon as it is empty.
func (r *room) hurry() {
	r.once.Do(func() { close(r.rush) })
}

// lookAfter does what is done about once a second.
func (r *room) lookAfter(ctx context.Context, side *sync.WaitGroup) {
	r.crowd.expire(time.Now())
	r.announce(ctx, side)
	r.recheck(ctx, side)
}

// extentsOf lists the extents of the sheets that are not blank.
func extentsOf(v cells.View) []cells.Range {
	out := []cells.Range{}
	for _, s := range v.Info().Sheets {
		if e, ok := v.Extent(s.ID); ok {
			out = append(out, e)
		}
	}
	return out
}

func sameRanges(a, b []cells.Range) bool { return slices.Equal(a, b) }

// faultOf names what the room was doing.
func faultOf(doing string, err error) error { return fmt.Errorf("live: %s: %w", doing, err) }
