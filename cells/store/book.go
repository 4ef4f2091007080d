package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"freshet/cells"
)

// Book is this server's replica of one book, shared by everybody who asked for it. It is safe for concurrent use.
//
// Four goroutines serve it: the committer appends what Update queued, the applier applies the log in order, the
// keeper writes effects and checkpoints behind them, and the ticker lets time pass.
type Book struct {
	s     *Store
	id    string
	ready chan struct{} // closed when loading has ended, well or not

	// Held by the store's mutex.
	refs  int
	idled time.Time // when refs became zero

	epoch  string // fixed once ready
	former string // the older revision that is being replaced, while loading
	run    string // the store's run in which all of the log that is applied was seen; the applier's own once ready

	mu  sync.RWMutex // guards rep
	rep Replica

	applied  atomic.Uint64 // the version of rep
	watchers listeners[func(*cells.Changes)]
	queue    queue
	tail     tail // what the store could lose
	follow   follower
	effects  effects
	kept     keeping
	clock    clock

	ctx     context.Context // ends with the replica
	cancel  context.CancelFunc
	workers sync.WaitGroup
	unhear  func()

	endOnce sync.Once
	done    chan struct{}
	err     error // set before done is closed
}

// ID is the book's id.
func (b *Book) ID() string { return b.id }

// Done is closed when this replica cannot go on: the book was deleted, taken over by a newer revision, or is
// damaged, or the store was closed; Err says which. Its holder releases it and may ask for the book again.
func (b *Book) Done() <-chan struct{} { return b.done }

// Err is why Done is closed; nil before.
func (b *Book) Err() error {
	select {
	case <-b.done:
		return b.err
	default:
		return nil
	}
}

// View calls fn with the newest applied state, under a lock that lets other readers in. What fn returns is returned.
func (b *Book) View(ctx context.Context, fn func(cells.View) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.Err(); err != nil {
		return publicly(err)
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	return fn(b.rep)
}

// Watch has fn called for every entry applied from now on, in order, one call at a time, after the
// state is visible in View. fn must not block: it may not call Update, View or Release.
func (b *Book) Watch(fn func(*cells.Changes)) (stop func()) { return b.watchers.add(fn) }

// Book opens the replica of a book or shares the one that is open. The caller releases it, once. An unknown id is a refusal.
func (s *Store) Book(ctx context.Context, id string) (*Book, error) {
	if !bookID.MatchString(id) {
		return nil, unknownBook()
	}
	for tries := 0; ; tries++ {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return nil, errClosing()
		}
		b := s.books[id]
		if b == nil {
			b = s.newBook(id)
			s.books[id] = b
			s.owned.Go(b.open)
		}
		b.refs++
		s.mu.Unlock()

		select {
		case <-b.ready:
		case <-ctx.Done():
			b.Release()
			return nil, fmt.Errorf("store: open book: %w", ctx.Err())
		}
		err := b.Err()
		if err == nil {
			b.current(ctx)
			return b, nil
		}
		b.Release()
		again := errors.Is(err, errIdle) || errors.Is(err, errRewritten) && tries < 5
		if !again {
			return nil, err
		}
	}
}

// errIdle ends replicas that nobody held; whoever meets it opens the book again.
var errIdle = errors.New("store: the replica was closed because nobody used it")

func errClosing() *cells.Error {
	return cells.Refuse(cells.Unavailable, "the server is stopping; try again in a moment")
}

func (s *Store) newBook(id string) *Book {
	b := &Book{s: s, id: id, ready: make(chan struct{}), done: make(chan struct{})}
	b.ctx, b.cancel = context.WithCancel(s.ctx)
	b.queue.init()
	b.follow.init()
	b.kept.wake = make(chan struct{}, 1)
	b.clock.init()
	return b
}

// Release gives the book back. Its holder must not use it afterwards.
func (b *Book) Release() {
	s := b.s
	s.mu.Lock()
	b.refs--
	b.idled = time.Now()
	over := b.refs == 0 && s.idleBooks() > max(s.o.Warm, 0)
	s.mu.Unlock()
	if over {
		s.evict()
	}
}

// end gives the replica up: nobody gets it from now on, and whoever waits for it is told why.
func (b *Book) end(why error) {
	b.endOnce.Do(func() {
		b.s.mu.Lock()
		if b.s.books[b.id] == b {
			delete(b.s.books, b.id)
		}
		b.s.mu.Unlock()
		b.err = why
		close(b.done)
		b.cancel()
		b.queue.refuse(publicly(why))
		if b.unhear != nil {
			b.unhear()
		}
		var refusal *cells.Error
		if !errors.As(why, &refusal) && !errors.Is(why, errIdle) {
			b.s.fault("a replica was given up", b.id, why)
		}
	})
}

// close ends the replica after its last words: effects and a checkpoint, if there is something to write.
func (b *Book) close(ctx context.Context, why error) {
	<-b.ready
	b.queue.refuse(publicly(why))
	b.sync(ctx) // what is committed is applied and answered
	b.end(why)
	b.workers.Wait()
	if b.rep != nil && b.err == why {
		b.lastWords(ctx)
	}
}
