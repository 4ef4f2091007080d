package broker_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os/exec"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// page is a book that writes down the readings it is given; a test can hold its commits back or make them fail.
type page struct {
	mu       sync.Mutex
	readings []cells.Reading
	actors   []string
	hold     chan struct{} // not nil: commits wait until it is closed
	fail     error
	done     chan struct{}
}

func (p *page) Update(ctx context.Context, r cells.Request) (*cells.Changes, error) {
	p.mu.Lock()
	hold := p.hold
	p.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return nil, p.fail
	}
	p.readings = append(p.readings, r.Ops[0].(cells.Ingest).Readings...)
	p.actors = append(p.actors, r.Actor)
	return &cells.Changes{}, nil
}

type sight struct{ cells.View }

func (sight) Info() cells.Info { return cells.Info{Sheets: []cells.Sheet{{ID: 1, Name: "Sheet1"}}} }

func (p *page) View(_ context.Context, fn func(cells.View) error) error { return fn(sight{}) }
func (p *page) Watch(func(*cells.Changes)) (stop func())                { return func() {} }
func (p *page) Done() <-chan struct{}                                   { return p.done }
func (p *page) Release()                                                {}

func (p *page) set(hold chan struct{}, fail error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hold, p.fail = hold, fail
}

func (p *page) all() []cells.Reading {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]cells.Reading(nil), p.readings...)
}

// tokens of the books "one" and "two", and what they open.
var tokens = map[string]struct {
	book  string
	grant broker.Grant
}{
	"one_editor-secret": {"one", broker.Grant{Role: cells.Editor, Link: "e1"}},
	"one_viewer-secret": {"one", broker.Grant{Role: cells.Viewer, Link: "v1"}},
	"two_editor-secret": {"two", broker.Grant{Role: cells.Editor, Link: "e2"}},
}

type bed struct {
	t      testing.TB
	broker *broker.Broker
	intake *feed.Intake
	books  map[string]*page
	log    *lines
	stop   func()

	mu      sync.Mutex
	revoked map[string]bool
}

// lines is a log that may be written from anywhere.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// run starts a broker on a free port, with an intake over two books.
func run(t testing.TB, o broker.Options, in feed.Options) *bed {
	t.Helper()
	b := &bed{t: t, log: &lines{}, revoked: map[string]bool{}, books: map[string]*page{"one": {done: make(chan struct{})}, "two": {done: make(chan struct{})}}}
	logger := slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	in.Logger = logger
	in.Open = func(_ context.Context, id string) (feed.Book, error) {
		if p := b.books[id]; p != nil {
			return p, nil
		}
		return nil, cells.Refuse(cells.NotFound, "there is no such book")
	}
	b.intake = feed.New(in)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.Listener, o.Logger, o.Deliver = l, logger, b.intake.Deliver
	o.Authorize = func(_ context.Context, book, token string) (broker.Grant, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if known, ok := tokens[token]; ok && known.book == book && !b.revoked[known.grant.Link] {
			return known.grant, nil
		}
		return broker.Grant{}, cells.Refuse(cells.Unauthentic, "the token is unknown")
	}
	b.broker = broker.New(o)
	ctx, cancel := context.WithCancel(context.Background())
	inCtx, inCancel := context.WithCancel(context.Background())
	var serving, taking sync.WaitGroup
	serving.Go(func() {
		if err := b.broker.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	taking.Go(func() { b.intake.Run(inCtx) })
	b.stop = sync.OnceFunc(func() {
		cancel()
		serving.Wait()
		inCancel()
		taking.Wait()
	})
	t.Cleanup(b.stop)
	return b
}

func (b *bed) port() string {
	_, port, err := net.SplitHostPort(b.broker.Addr().String())
	if err != nil {
		b.t.Fatal(err)
	}
	return port
}

// pub runs mosquitto_pub as a user of a book and gives what it printed and whether it was content.
func (b *bed) pub(user, token string, args ...string) (string, error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	all := append([]string{"-h", "127.0.0.1", "-p", b.port(), "-u", user, "-P", token}, args...)
	out, err := exec.CommandContext(ctx, "mosquitto_pub", all...).CombinedOutput()
	return string(out), err
}

// client connects a paho client.
func (b *bed) client(id, user, token string, change ...func(*paho.ClientOptions)) (paho.Client, error) {
	b.t.Helper()
	o := paho.NewClientOptions().AddBroker("tcp://" + b.broker.Addr().String()).SetClientID(id).SetUsername(user).SetPassword(token)
	o.SetAutoReconnect(false).SetConnectTimeout(30 * time.Second)
	for _, fn := range change {
		fn(o)
	}
	c := paho.NewClient(o)
	token2 := c.Connect()
	if !token2.WaitTimeout(30 * time.Second) {
		b.t.Fatal("the broker does not answer")
	}
	b.t.Cleanup(func() { c.Disconnect(50) })
	return c, token2.Error()
}

func (b *bed) editor(id string, change ...func(*paho.ClientOptions)) paho.Client {
	b.t.Helper()
	c, err := b.client(id, "one", "one_editor-secret", change...)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
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
