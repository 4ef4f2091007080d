package broker

import (
	"errors"
	"fmt"
	"net"
	"strings"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"freshet/cells"
	"freshet/server/feed"
)

// sessionsPerClient bounds the sessions that are kept for clients that may come back, as a multiple of those that may be connected.
const sessionsPerClient = 4

// hook is how the MQTT library asks this package.
type hook struct {
	mqtt.HookBase
	b         *Broker
	deliver   func(feed.Message) (feed.Ticket, error)
	authorize func(book, token string) (Grant, error)
	follow    func(book, place string, tell func([]byte)) (stop func(), err error)
}

// ID names the hook.
func (h *hook) ID() string { return "freshet" }

// Provides says which questions the hook answers.
func (h *hook) Provides(q byte) bool {
	switch q {
	case mqtt.OnConnect, mqtt.OnConnectAuthenticate, mqtt.OnACLCheck, mqtt.OnSessionEstablished, mqtt.OnDisconnect,
		mqtt.OnSubscribe, mqtt.OnSubscribed, mqtt.OnUnsubscribed, mqtt.OnPublish, mqtt.OnPublishDropped, mqtt.OnQosComplete, mqtt.OnQosDropped,
		mqtt.OnRetainMessage, mqtt.OnRetainedExpired, mqtt.OnWill, mqtt.OnWillSent, mqtt.OnClientExpired:
		return true
	}
	return false
}

func sessionOf(cl *mqtt.Client) *session {
	if c, ok := cl.Net.Conn.(*conn); ok {
		return c.session.Load()
	}
	return nil
}

// OnConnect checks user and password. It also puts the book before the client's id: ids must not meet those of another
// book, for who comes with an id takes over the session that has it.
func (h *hook) OnConnect(cl *mqtt.Client, pk packets.Packet) error {
	c, ok := cl.Net.Conn.(*conn)
	if !ok {
		return nil
	}
	if h.b.server.Clients.Len() >= sessionsPerClient*h.b.o.MaxClients {
		h.b.full(cl.Net.Remote)
		return fmt.Errorf("more than %d sessions are kept", sessionsPerClient*h.b.o.MaxClients)
	}
	book, token, own := string(pk.Connect.Username), string(pk.Connect.Password), cl.ID
	cl.ID = book + "/" + own
	var grant Grant
	refusal := h.unusable(book, token, own)
	if refusal == nil {
		var err error
		if grant, err = h.authorize(book, token); err != nil && !errors.As(err, &refusal) {
			h.b.log.Error("mqtt client could not be authenticated", "book", book, "remote", cl.Net.Remote, "error", err)
			return fmt.Errorf("authenticate: %w", err)
		}
		if refusal != nil && (refusal.Code == cells.Unavailable || refusal.Code == cells.TooMany) {
			return fmt.Errorf("authenticate: %w", refusal)
		}
	}
	s := &session{
		cl: cl, grant: grant, prefix: feed.Prefix(book), actor: actorOf(string(pk.Connect.ClientIdentifier)), acks: make(chan ack, h.b.o.Window),
		values: map[string]struct{}{},
	}
	if refusal == nil && pk.Connect.WillFlag && !s.mayWrite(pk.Connect.WillTopic) {
		refusal = cells.Refuse(cells.Forbidden, "its will is for the topic %q, where it may not publish", printable(pk.Connect.WillTopic))
	}
	if refusal != nil {
		h.b.turned.Add(1)
		if h.b.lines.Allow() {
			h.b.log.Warn("mqtt client turned away", "book", printable(book), "client", printable(own), "remote", cl.Net.Remote, "reason", refusal.Message)
		}
		return nil
	}
	s.exact = h.b.resume(cl.ID, pk.Connect.Clean)
	s.local = h.b.server.NewClient(nil, mqtt.LocalListener, cl.ID, true)
	c.session.Store(s)
	return nil
}

// unusable refuses what cannot be a book and its token without asking the store.
func (h *hook) unusable(book, token, client string) *cells.Error {
	switch {
	case book == "" || token == "":
		return cells.Refuse(cells.Unauthentic, "no user and password: the user is the id of the book, the password an editor token")
	case len(book) > 64 || strings.ContainsFunc(book, notOfID):
		return cells.Refuse(cells.Unauthentic, "the user is not the id of a book")
	case len(token) > 256:
		return cells.Refuse(cells.Unauthentic, "the password is too long to be a token")
	case len(client) > 256:
		return cells.Refuse(cells.Invalid, "the client id has %d bytes, at most 256 are allowed", len(client))
	}
	return nil
}

// actorOf names a client in the book's log. One that did not name itself has a name of chance for each connection, which would
// tell nobody anything and fill the book's list of senders.
func actorOf(client string) string {
	if client == "" {
		return "mqtt"
	}
	return "mqtt:" + printable(client)
}

func notOfID(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
}

// printable makes a text from outside fit for a log line and an actor's name.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == 0xfffd {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if len(s) > 64 {
		s = strings.ToValidUTF8(s[:64], "")
	}
	return s
}

// OnConnectAuthenticate lets in whom OnConnect found to be somebody.
func (h *hook) OnConnectAuthenticate(cl *mqtt.Client, _ packets.Packet) bool {
	return sessionOf(cl) != nil
}

// OnSessionEstablished starts the acknowledging of a client's messages; OnDisconnect, which always follows, ends it.
func (h *hook) OnSessionEstablished(cl *mqtt.Client, _ packets.Packet) {
	s := sessionOf(cl)
	if s == nil {
		return
	}
	h.b.log.Info("mqtt client connected", "client", s.actor, "topics", s.prefix, "role", s.grant.Role.String(), "remote", cl.Net.Remote)
	h.b.acking.Go(func() { h.b.acknowledge(s) })
	for filter := range cl.State.Subscriptions.GetAll() {
		h.watchValue(s, filter) // a session that comes back has its subscriptions
	}
	select {
	case <-h.b.gate.ended:
		// It came in while the broker was closing the others.
		cl.Stop(packets.ErrServerShuttingDown)
	default:
	}
}

// OnDisconnect ends what OnSessionEstablished began. Nothing is read from the client any more.
func (h *hook) OnDisconnect(cl *mqtt.Client, err error, expire bool) {
	s := sessionOf(cl)
	if s == nil {
		return
	}
	close(s.acks)
	h.b.unwatchAll(s)
	if expire {
		h.b.forget(cl.ID, s.exact)
	}
	if errors.Is(err, packets.ErrPacketTooLarge) {
		h.b.log.Warn("mqtt client disconnected: its message is too large", "client", s.actor, "topics", s.prefix, "most", feed.MaxPayload)
		return
	}
	var timeout net.Error
	h.b.log.Info("mqtt client disconnected", "client", s.actor, "topics", s.prefix, "silent", errors.As(err, &timeout) && timeout.Timeout())
}

// OnClientExpired forgets a session that outlived its connection.
func (h *hook) OnClientExpired(cl *mqtt.Client) {
	if s := sessionOf(cl); s != nil {
		h.b.forget(cl.ID, s.exact)
	}
}

// OnACLCheck keeps clients below the topics of their book, and viewers from publishing.
func (h *hook) OnACLCheck(cl *mqtt.Client, topic string, write bool) bool {
	s := sessionOf(cl)
	if s == nil {
		return cl.Net.Inline
	}
	if write && s.mayWrite(topic) || !write && s.mayRead(topic) {
		return true
	}
	h.b.forbidden.Add(1)
	if s.once("forbidden") {
		h.b.log.Warn("mqtt client may not do this", "client", s.actor, "role", s.grant.Role.String(), "write", write,
			"topic", printable(topic), "allowed", s.prefix)
	}
	return false
}

// OnSubscribe grants QoS 0, whatever was asked for: the SUBACK says what the broker keeps.
func (h *hook) OnSubscribe(_ *mqtt.Client, pk packets.Packet) packets.Packet {
	for i := range pk.Filters {
		pk.Filters[i].Qos = 0
	}
	return pk
}

// OnPublishDropped counts what a slow subscriber missed.
func (h *hook) OnPublishDropped(cl *mqtt.Client, _ packets.Packet) {
	h.b.dropped.Add(1)
	if s := sessionOf(cl); s != nil && s.once("slow") {
		h.b.log.Warn("mqtt subscriber reads too slowly and misses messages", "client", s.actor, "topics", s.prefix)
	}
}

// resume gives the memory of QoS 2 messages that a client's session has, or a new one.
func (b *Broker) resume(id string, clean bool) *exact {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.sessions[id]; e != nil && !clean {
		return e
	}
	e := newExact()
	b.sessions[id] = e
	return e
}

func (b *Broker) forget(id string, e *exact) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sessions[id] == e {
		delete(b.sessions, id)
	}
}
