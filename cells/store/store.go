package store

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store is the truth of all books, in Redis. It is safe for concurrent use.
type Store struct {
	o        Options
	log      *slog.Logger
	client   redis.UniversalClient
	scripts  scripts
	bus      *bus
	writer   string // this store's name among committers
	describe string
	warnings []string

	ctx    context.Context // ends when Close is done with the books
	cancel context.CancelFunc
	owned  sync.WaitGroup // every goroutine of the store and its books

	mu     sync.Mutex
	books  map[string]*Book
	closed bool

	revoked listeners[func(book, link string)]
	turns   atomic.Uint64 // numbers batches; one sequence for all books
	counts  counts
}

type counts struct {
	commits, entries, applied, retries, catchUps, points, checkpoints, faults, restored atomic.Uint64
}

// Open connects to the store and checks that it keeps what it is given. A store that would lose data silently
// is refused with the remedy in the sentence, unless AcceptVolatile. ctx bounds opening only.
func Open(ctx context.Context, o Options) (*Store, error) {
	o = o.withDefaults()
	client, err := connect(o)
	if err != nil {
		return nil, err
	}
	s := &Store{o: o, log: o.Logger, client: client, scripts: loadScripts(), writer: draw(10), books: map[string]*Book{}}
	if err := s.inspect(ctx); err != nil {
		_ = client.Close() // the refusal or fault says more than a failure to hang up
		return nil, err
	}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.bus = newBus(s.ctx, client)
	s.owned.Go(s.bus.run)
	listening := make(chan struct{})
	confirm := sync.OnceFunc(func() { close(listening) })
	s.bus.listen(revocations, func(message string, ok bool) {
		s.heardRevocation(message, ok)
		confirm()
	})
	s.owned.Go(s.closeIdle)
	if !o.Still {
		s.owned.Go(s.rouseLoop)
	}
	select { // so that nobody is let in by a link whose end this server does not hear of
	case <-listening:
	case <-ctx.Done():
	case <-time.After(dialTimeout): // it goes on trying
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Engine == nil {
		o.Engine = calcEngine{}
	}
	orElse(&o.Patience, 5*time.Second)
	orElse(&o.Poll, 5*time.Second)
	orElse(&o.Grace, 2*time.Second)
	orElse(&o.Idle, 5*time.Minute)
	orElse(&o.Keep, 10_000)
	orElse(&o.Rouse, 30*time.Second)
	orElse(&o.Warm, 16)
	orElse(&o.Checkpoint.Entries, 1_000)
	orElse(&o.Checkpoint.Quiet, 30*time.Second)
	orElse(&o.Checkpoint.Bytes, 16<<20)
	orElse(&o.Checkpoint.Cells, 200_000_000)
	orElse(&o.Checkpoint.Window, 10_000)
	orElse(&o.Checkpoint.WindowBytes, 32<<20)
	return o
}

func orElse[T comparable](v *T, fallback T) {
	var zero T
	if *v == zero {
		*v = fallback
	}
}

// Describe says which store it is, where, and how durable, without secrets.
func (s *Store) Describe() string { return s.describe }

// Warnings are sentences a person who starts the program should read.
func (s *Store) Warnings() []string { return s.warnings }

// Ping reports whether the store answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return faultOf("ping", err)
	}
	return nil
}

// Stats counts what was done since Open.
func (s *Store) Stats() Stats {
	s.mu.Lock()
	books := len(s.books)
	s.mu.Unlock()
	c := &s.counts
	return Stats{
		Books: books, Commits: c.commits.Load(), Entries: c.entries.Load(), Applied: c.applied.Load(), Retries: c.retries.Load(),
		CatchUps: c.catchUps.Load(), Points: c.points.Load(), Checkpoints: c.checkpoints.Load(), Faults: c.faults.Load(), Restored: c.restored.Load(),
	}
}

// Close writes the checkpoints that lag, closes every book and the connections. Updates that wait are refused.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	open := make([]*Book, 0, len(s.books))
	for _, b := range s.books {
		open = append(open, b)
	}
	s.mu.Unlock()

	ctx, cancel := context.WithTimeout(s.ctx, closeTimeout)
	defer cancel()
	var wg sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0)) // encoding is work for the processors
	closing := error(errClosing())
	for _, b := range open {
		wg.Go(func() {
			turn <- struct{}{}
			b.close(ctx, closing)
			<-turn
		})
	}
	wg.Wait()
	s.cancel()
	s.bus.close()
	s.owned.Wait()
	if err := s.client.Close(); err != nil {
		return faultOf("close", err)
	}
	return nil
}

// fault logs what went wrong beside any caller who could be told.
func (s *Store) fault(doing, book string, err error) {
	s.counts.faults.Add(1)
	s.log.Error("store: "+doing, "book", book, "error", err)
}
