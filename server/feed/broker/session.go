package broker

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"freshet/cells"
	"freshet/server/feed"
)

// session is one connected client: what it may do, and the messages that wait for their acknowledgement.
type session struct {
	cl      *mqtt.Client
	grant   Grant
	prefix  string // "books/<id>/"
	actor   string
	revoked atomic.Bool
	warned  sync.Map // kinds of trouble logged once for this client

	// acks are the messages in the order in which they came. The reader of the connection puts them in and is held up
	// when the window is full; acknowledge takes them out.
	acks  chan ack
	exact *exact
	// values are the topics of values it watches; the broker's lock guards it.
	values map[string]struct{}
	local  *mqtt.Client // stands for this client when its messages go on to subscribers
}

type ack struct {
	pk     packets.Packet
	ticket feed.Ticket
	err    error // then there is no ticket
}

// exact remembers the tickets of QoS 2 messages until the client has let go of their packet ids, over
// reconnections too: a message that comes again is not taken again.
type exact struct {
	mu      sync.Mutex
	tickets map[uint16]feed.Ticket
}

func newExact() *exact { return &exact{tickets: map[uint16]feed.Ticket{}} }

func (e *exact) known(id uint16) (feed.Ticket, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	t, ok := e.tickets[id]
	return t, ok
}

func (e *exact) keep(id uint16, t feed.Ticket) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tickets[id] = t
}

func (e *exact) letGo(id uint16) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.tickets, id)
}

// once reports whether this kind of trouble is new for the client.
func (s *session) once(kind string) bool {
	_, seen := s.warned.LoadOrStore(kind, true)
	return !seen
}

// mayWrite reports whether the client may publish on a topic.
func (s *session) mayWrite(topic string) bool {
	rest, inside := strings.CutPrefix(topic, s.prefix)
	return inside && !s.revoked.Load() && s.grant.Role.Allows(cells.Editor) && feed.CheckTopic(rest) == nil
}

// book is the id of the client's book.
func (s *session) book() string {
	return strings.TrimSuffix(strings.TrimPrefix(s.prefix, "books/"), "/")
}

// mayRead reports whether the client may subscribe to a filter or be sent a topic.
func (s *session) mayRead(filter string) bool {
	_, inside := strings.CutPrefix(filter, s.prefix)
	return inside && !s.revoked.Load() && s.grant.Role.Allows(cells.Viewer)
}

// stop ends the connection, at once even if the client does not read.
func (s *session) stop(server *mqtt.Server, why packets.Code) {
	if s.cl.Net.Conn != nil {
		_ = s.cl.Net.Conn.SetWriteDeadline(time.Now().Add(200 * time.Millisecond))
	}
	if s.cl.Properties.ProtocolVersion == 5 {
		_ = server.DisconnectClient(s.cl, why)
	}
	s.cl.Stop(why)
}
