package broker

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
	"golang.org/x/time/rate"

	"freshet/cells"
	"freshet/server/feed"
)

// Grant is what a client's password opens.
type Grant struct {
	Role cells.Role
	Link string // the id of the link, for CloseLink
}

// Options is what a broker needs. Listener, Authorize and Deliver are required.
type Options struct {
	// Listener accepts the clients' connections; the broker closes it.
	Listener net.Listener
	// Authorize says what a token opens in a book. A refusal turns the client away for good; any other
	// error closes the connection without an answer, so that the client tries again.
	Authorize func(ctx context.Context, book, token string) (Grant, error)
	// Deliver takes a message; *feed.Intake has it.
	Deliver func(ctx context.Context, m feed.Message) (feed.Ticket, error)
	// Follow tells the value of a cell whenever it has changed; *feed.Intake has it. Nil: nothing is published under values/.
	Follow func(ctx context.Context, book, place string, tell func(payload []byte)) (stop func(), err error)
	Logger *slog.Logger
	Now    func() time.Time // the clock of arrival; nil: time.Now

	MaxClients  int           // connections at a time; 0: 10,000
	Window      int           // messages of one client that may wait for the commit; 0: 1,024
	MaxRetained int           // retained messages of one book; 0: 1,000
	Hello       time.Duration // how long a connection may take to introduce itself; 0: 10 s
}

// Stats counts what a broker did since it was made.
type Stats struct {
	Clients    int    // connected now
	Turned     uint64 // connections turned away: wrong password, too many
	Forbidden  uint64 // messages and subscriptions that the client's role or book does not allow
	Dropped    uint64 // messages not sent to a subscriber because it reads too slowly
	Unwritable uint64 // messages not acknowledged because the commit failed; their clients were disconnected
}

// Broker is an MQTT broker whose clients write to books. It is made by New and lives in Run.
type Broker struct {
	o      Options
	server *mqtt.Server
	gate   *gate
	log    *slog.Logger
	lines  *rate.Limiter // for what strangers can cause to be logged
	acking sync.WaitGroup

	mu       sync.Mutex
	retained map[string]map[string]struct{} // topics by book
	kept     int                            // retained messages of all books
	sessions map[string]*exact              // by client id, for sessions that outlive their connection
	values   map[string]*value              // by topic

	turned, forbidden, dropped, unwritable atomic.Uint64
}

// New makes a broker on a listener. It serves once Run is called.
func New(o Options) *Broker {
	o.Logger = cmp.Or(o.Logger, slog.Default())
	o.MaxClients = cmp.Or(o.MaxClients, 10_000)
	o.Window = cmp.Or(o.Window, 1024)
	o.MaxRetained = cmp.Or(o.MaxRetained, 1000)
	o.Hello = cmp.Or(o.Hello, 10*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	b := &Broker{
		o: o, log: o.Logger, lines: rate.NewLimiter(5, 20),
		retained: map[string]map[string]struct{}{}, sessions: map[string]*exact{}, values: map[string]*value{},
	}
	b.gate = newGate(o.Listener, o.MaxClients, o.Hello, b.full)
	return b
}

// Addr is where the broker listens.
func (b *Broker) Addr() net.Addr { return b.o.Listener.Addr() }

// capabilities says what the broker offers: see the package comment for why subscribers have QoS 0.
func capabilities(o Options) *mqtt.Capabilities {
	c := mqtt.NewDefaultServerCapabilities()
	c.MaximumClients = int64(o.MaxClients)
	c.MaximumPacketSize = feed.MaxPayload + 4096
	c.MaximumClientWritesPending = 256
	c.ReceiveMaximum = uint16(min(o.Window, 65535))
	c.MaximumSessionExpiryInterval = 3600
	c.TopicAliasMaximum = 64
	c.SharedSubAvailable = 0
	return c
}

// Run serves until ctx is cancelled, then disconnects the clients, waits for the acknowledgements that are under
// way, and returns. Call it once, and end the intake after it.
func (b *Broker) Run(ctx context.Context) error {
	server := mqtt.New(&mqtt.Options{
		Capabilities: capabilities(b.o), Logger: slog.New(terse{b.log.Handler()}),
		ClientNetWriteBufferSize: 4096, ClientNetReadBufferSize: 16384, SysTopicResendInterval: 3600,
	})
	b.server = server
	h := &hook{
		b: b,
		follow: func(book, place string, tell func([]byte)) (func(), error) {
			if b.o.Follow == nil {
				return func() {}, nil
			}
			return b.o.Follow(ctx, book, place, tell)
		},
		deliver: func(m feed.Message) (feed.Ticket, error) { return b.o.Deliver(ctx, m) },
		authorize: func(book, token string) (Grant, error) {
			limited, cancel := context.WithTimeout(ctx, 5*time.Second)
			defer cancel()
			return b.o.Authorize(limited, book, token)
		},
	}
	if err := server.AddHook(h, nil); err != nil {
		return fmt.Errorf("start the MQTT broker: %w", err)
	}
	if err := server.AddListener(listeners.NewNet("mqtt", b.gate)); err != nil {
		return fmt.Errorf("start the MQTT broker: %w", err)
	}
	if err := server.Serve(); err != nil {
		return fmt.Errorf("start the MQTT broker: %w", err)
	}
	<-ctx.Done()
	_ = b.gate.Close()
	b.gate.hurry(time.Second)
	b.gate.closeUnknown()
	if err := server.Close(); err != nil {
		return fmt.Errorf("stop the MQTT broker: %w", err)
	}
	b.acking.Wait()
	return nil
}

// CloseLink disconnects the clients that came in by a link; with link "" every client of the book.
func (b *Broker) CloseLink(book, link string) {
	for _, s := range b.gate.sessions() {
		if s.prefix == feed.Prefix(book) && (link == "" || s.grant.Link == link) && !s.revoked.Swap(true) {
			b.log.Info("mqtt client disconnected: its link was revoked", "book", book, "client", s.actor)
			s.stop(b.server, packets.ErrNotAuthorized)
		}
	}
}

// Stats counts what was done so far.
func (b *Broker) Stats() Stats {
	return Stats{
		Clients: len(b.gate.sessions()), Turned: b.turned.Load(), Forbidden: b.forbidden.Load(),
		Dropped: b.dropped.Load(), Unwritable: b.unwritable.Load(),
	}
}

func (b *Broker) full(remote string) {
	b.turned.Add(1)
	if b.lines.Allow() {
		b.log.Warn("mqtt connection turned away: too many clients", "remote", remote, "most", b.o.MaxClients)
	}
}
