package feed

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"freshet/cells"
)

// Book is a book as readings need it; *store.Book is one.
type Book interface {
	Update(ctx context.Context, r cells.Request) (*cells.Changes, error)
	View(ctx context.Context, fn func(cells.View) error) error
	Watch(fn func(*cells.Changes)) (stop func())
	Done() <-chan struct{}
	Release()
}

// Options is what an intake needs. Open is required.
type Options struct {
	// Open gives a book to write to; a book that does not exist is a refusal.
	Open   func(ctx context.Context, book string) (Book, error)
	Logger *slog.Logger

	Tick     time.Duration // how long readings nobody waits for are gathered; 0: 25 ms
	MaxBatch int           // readings in one op; 0: 4,096
	MaxQueue int           // readings of one book that may wait before senders are held up; 0: 32,768
	Patience time.Duration // how long a commit is tried while the store is away; 0: 30 s
	Idle     time.Duration // after how long without a message a book is given back; 0: 1 min
}

// Stats counts what an intake did since it was made.
type Stats struct {
	Messages uint64 // messages taken, bound or not
	Readings uint64 // readings committed and used by the book
	Rejects  uint64 // messages and readings refused: payload, path, formula cell, unknown name
	Lost     uint64 // readings nobody waited for whose commit failed for good
	Batches  uint64 // ops committed
	Retries  uint64 // commits tried again
	HeldUp   uint64 // messages whose sender was held up because the book's queue was full
	Books    int    // books that readings come for now
}

// Intake takes messages from every source, makes readings of them by the bindings of their book, and commits
// them in batches. It is made by New, lives in Run, and is safe for concurrent use.
type Intake struct {
	o      Options
	client string
	seen   *sightings
	starts chan func(context.Context)
	ended  chan struct{}

	mu      sync.Mutex
	inlets  map[string]*inlet
	outlets map[string]*outlet
	// seqs goes on counting where a book's last inlet stopped: with client it lets a batch take effect once.
	seqs map[string]uint64

	messages, readings, rejects, lost, batches, retries, heldUp atomic.Uint64
}

// New makes an intake. It takes messages once Run is called.
func New(o Options) *Intake {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.Tick = orDefault(o.Tick, 25*time.Millisecond)
	o.MaxBatch = orDefault(o.MaxBatch, 4096)
	o.MaxQueue = orDefault(o.MaxQueue, 32768)
	o.Patience = orDefault(o.Patience, 30*time.Second)
	o.Idle = orDefault(o.Idle, time.Minute)
	return &Intake{
		o: o, client: "feed:" + rand.Text(), seen: newSightings(), starts: make(chan func(context.Context)), ended: make(chan struct{}),
		inlets: map[string]*inlet{}, outlets: map[string]*outlet{}, seqs: map[string]uint64{},
	}
}

func orDefault[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

// Run commits what is delivered until ctx is cancelled; then it commits what it has taken, gives the books back and
// returns. Call it once.
func (i *Intake) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	defer close(i.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case run := <-i.starts:
			running.Go(func() { run(ctx) })
		}
	}
}

// Deliver takes a message. It returns when the message is in a batch and holds the sender up while the book has too much
// waiting. The ticket tells later what became of it. An error means that nothing was taken: the topic is refused, the
// book does not exist, the store is away, or the intake has ended.
func (i *Intake) Deliver(ctx context.Context, m Message) (Ticket, error) {
	i.messages.Add(1)
	if refused := CheckTopic(m.Topic); refused != nil {
		i.rejects.Add(1)
		return Ticket{}, refused
	}
	for {
		in, err := i.inlet(ctx, m.Book)
		if err != nil {
			return Ticket{}, err
		}
		t, again, err := in.deliver(ctx, m)
		if !again {
			return t, err
		}
	}
}

// errEnded is what senders hear when the program stops.
func errEnded() error { return cells.Refuse(cells.Unavailable, "the server is stopping") }

// inlet gives the open inlet of a book, opening it if need be.
func (i *Intake) inlet(ctx context.Context, book string) (*inlet, error) {
	i.mu.Lock()
	in := i.inlets[book]
	fresh := in == nil
	if fresh {
		in = newInlet(i, book)
		i.inlets[book] = in
	}
	i.mu.Unlock()
	if fresh {
		select {
		case i.starts <- in.run:
		case <-i.ended:
			in.fail(errEnded())
		case <-ctx.Done():
			in.fail(cells.Refuse(cells.Unavailable, "the book is being opened; try again"))
		}
	}
	select {
	case <-in.ready:
		return in, in.failed
	case <-i.ended:
		return nil, errEnded()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (i *Intake) nextSeq(book string) uint64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seqs[book]++
	return i.seqs[book]
}

// Last tells what last came for a binding, on this server.
func (i *Intake) Last(book, binding string) (Seen, bool) { return i.seen.binding(book, binding) }

// Topics tells what last came on each topic of a book, bound or not, ordered by topic: what somebody who makes
// a binding can choose from. At most 256 topics are remembered, the most recent ones.
func (i *Intake) Topics(book string) []Seen { return i.seen.topics(book) }

// Forget drops what is remembered of a book that was deleted.
func (i *Intake) Forget(book string) { i.seen.forget(book) }

// Stats counts what was done so far.
func (i *Intake) Stats() Stats {
	i.mu.Lock()
	books := len(i.inlets)
	i.mu.Unlock()
	return Stats{
		Messages: i.messages.Load(), Readings: i.readings.Load(), Rejects: i.rejects.Load(), Lost: i.lost.Load(),
		Batches: i.batches.Load(), Retries: i.retries.Load(), HeldUp: i.heldUp.Load(), Books: books,
	}
}
