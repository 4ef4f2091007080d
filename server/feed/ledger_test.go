package feed_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"freshet/cells"
	"freshet/server/feed"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ledger is a book that writes down what is asked of it. It stands where the store stands, so that the tests can say when a
// commit ends and how; the tests of package broker have the real one.
type ledger struct {
	mu       sync.Mutex
	info     cells.Info
	watchers map[int]func(*cells.Changes)
	requests []cells.Request
	released int
	answer   func(cells.Request) (*cells.Changes, error) // nil: every reading is used
	gate     chan struct{}                               // not nil: each update takes one from it first
	entered  chan struct{}                               // told when an update waits at the gate
	done     chan struct{}
	values   map[cells.Ref]cells.Value
	names    map[string]cells.Ref
}

func newLedger() *ledger {
	return &ledger{
		info:     cells.Info{Sheets: []cells.Sheet{{ID: 1, Name: "Sheet1"}, {ID: 2, Name: "Sheet2"}}},
		watchers: map[int]func(*cells.Changes){}, entered: make(chan struct{}, 1000), done: make(chan struct{}),
		values: map[cells.Ref]cells.Value{}, names: map[string]cells.Ref{},
	}
}

func (l *ledger) Update(ctx context.Context, r cells.Request) (*cells.Changes, error) {
	if l.gate != nil {
		l.entered <- struct{}{}
		select {
		case <-l.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r)
	if l.answer != nil {
		return l.answer(r)
	}
	return &cells.Changes{}, nil
}

// sight is as much of a view as a source of readings looks at.
type sight struct {
	cells.View
	info cells.Info
	l    *ledger // locked
}

func (s sight) Info() cells.Info               { return s.info }
func (s sight) Value(at cells.Ref) cells.Value { return s.l.values[at] }

func (s sight) Name(name string) (cells.Name, bool) {
	at, ok := s.l.names[name]
	return cells.Name{Name: name, Range: at.Range()}, ok
}

func (s sight) SheetNamed(name string) (cells.Sheet, bool) {
	for _, sheet := range s.info.Sheets {
		if sheet.Name == name {
			return sheet, true
		}
	}
	return cells.Sheet{}, false
}

func (l *ledger) View(_ context.Context, fn func(cells.View) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fn(sight{info: l.info, l: l})
}

func (l *ledger) Watch(fn func(*cells.Changes)) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := len(l.watchers) + l.released + 1
	l.watchers[id] = fn
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.watchers, id)
	}
}

func (l *ledger) Done() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.done
}

func (l *ledger) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.released++
}

// change gives the book other bindings, as somebody's Bind op would.
func (l *ledger) change(bindings ...cells.Binding) {
	l.edit(func() { l.info.Bindings = bindings }, &cells.Changes{Book: true})
}

// show gives a cell another value, as a wave would.
func (l *ledger) show(at cells.Ref, v cells.Value) {
	l.edit(func() { l.values[at] = v }, &cells.Changes{Values: []cells.Range{at.Range()}})
}

func (l *ledger) edit(how func(), c *cells.Changes) {
	l.mu.Lock()
	how()
	watchers := make([]func(*cells.Changes), 0, len(l.watchers))
	for _, fn := range l.watchers {
		watchers = append(watchers, fn)
	}
	l.mu.Unlock()
	for _, fn := range watchers {
		fn(c)
	}
}

func (l *ledger) log() []cells.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]cells.Request(nil), l.requests...)
}

func readings(r cells.Request) []cells.Reading { return r.Ops[0].(cells.Ingest).Readings }

// intake runs an intake over the ledger until the test ends.
func intake(t testing.TB, l *ledger, o feed.Options) (in *feed.Intake, stop func()) {
	t.Helper()
	o.Open = func(_ context.Context, id string) (feed.Book, error) {
		if id != "book" {
			return nil, cells.Refuse(cells.NotFound, "there is no such book")
		}
		return l, nil
	}
	o.Logger = slog.New(slog.DiscardHandler)
	in = feed.New(o)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		in.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return in, stop
}

func message(topic, payload string) feed.Message {
	return feed.Message{Book: "book", Source: "mqtt", Topic: topic, Payload: []byte(payload), At: 1000, Actor: "mqtt:a", Waits: true}
}

func deliver(t *testing.T, in *feed.Intake, m feed.Message) feed.Ticket {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	ticket, err := in.Deliver(ctx, m)
	if err != nil {
		t.Fatalf("Deliver(%s): %v", m.Topic, err)
	}
	return ticket
}

func await(t *testing.T, ticket feed.Ticket) feed.Ticket {
	t.Helper()
	select {
	case <-ticket.Done():
	case <-time.After(60 * time.Second):
		t.Fatal("the readings were not committed")
	}
	return ticket
}

// until waits for a condition.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for !cond() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}
