package broker

import (
	"errors"
	"strings"
	"sync/atomic"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"freshet/cells"
	"freshet/server/feed"
)

// OnPublish takes a message in. At QoS 0 the library goes on by itself. At QoS 1 and 2 the library would acknowledge when
// this returns; waiting here for the commit would make a client's messages wait one for another. So
// the library is told that the packet is rejected, which makes it forget the packet without a word, and the session acknowledges in the
// order of arrival once each message is committed.
func (h *hook) OnPublish(cl *mqtt.Client, pk packets.Packet) (packets.Packet, error) {
	s := sessionOf(cl)
	if s == nil {
		return pk, nil
	}
	if pk.FixedHeader.Retain && !h.b.mayRetain(s, pk) {
		pk.FixedHeader.Retain = false
	}
	m := feed.Message{
		Topic: strings.TrimPrefix(pk.TopicName, s.prefix), Payload: pk.Payload, At: h.b.o.Now().UnixMilli(),
		Waits: pk.FixedHeader.Qos > 0,
	}
	if pk.FixedHeader.Qos == 0 {
		if _, err := h.take(s, m, pk.FixedHeader.Retain); err != nil && s.once("lost") {
			h.b.log.Warn("mqtt message at QoS 0 was lost", "client", s.actor, "topic", m.Topic, "error", err)
		}
		return pk, nil
	}
	a := ack{pk: pk}
	known := false
	if pk.FixedHeader.Qos == 2 && pk.FixedHeader.Dup {
		a.ticket, known = s.exact.known(pk.PacketID)
	}
	if !known {
		a.ticket, a.err = h.take(s, m, pk.FixedHeader.Retain)
		if pk.FixedHeader.Qos == 2 && a.err == nil {
			s.exact.keep(pk.PacketID, a.ticket)
		}
	}
	s.acks <- a
	return pk, packets.ErrRejectPacket
}

// take hands a message to the intake. Clearing a retained message is no reading.
func (h *hook) take(s *session, m feed.Message, retain bool) (feed.Ticket, error) {
	if retain && len(m.Payload) == 0 {
		return feed.Ticket{}, nil
	}
	m.Book, m.Source, m.Actor = s.book(), "mqtt", s.actor
	return h.deliver(m)
}

// acknowledge answers a client's messages in the order in which they came, each when its readings are
// committed, until the client is gone and all are committed.
func (b *Broker) acknowledge(s *session) {
	broken := false
	for a := range s.acks {
		<-a.ticket.Done()
		refused := a.ticket.Refused()
		if err := firstError(a.err, a.ticket.Err()); err != nil && !errors.As(err, &refused) || passing(refused) {
			// Not acknowledged: the client keeps the message and sends it again when it comes back.
			b.unwritable.Add(1)
			s.exact.letGo(a.pk.PacketID)
			b.letGoRetained(a.pk)
			if !broken {
				broken = true
				b.log.Warn("mqtt client disconnected: its messages cannot be committed now", "client", s.actor, "topics", s.prefix, "error", err)
				s.stop(b.server, packets.ErrServerBusy)
			}
			continue
		}
		if broken {
			b.letGoRetained(a.pk)
			continue
		}
		b.answer(s, a, refused)
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// passing reports whether a refusal may go away by itself.
func passing(refused *cells.Error) bool {
	return refused != nil && (refused.Code == cells.Unavailable || refused.Code == cells.TooMany)
}

// answer writes the PUBACK or PUBREC and passes the message on. A message that was refused is
// acknowledged as well, or the client would send it for ever; an MQTT 5 client is told why.
func (b *Broker) answer(s *session, a ack, refused *cells.Error) {
	out := packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Puback}, PacketID: a.pk.PacketID,
		Created: b.o.Now().Unix(), Expiry: b.o.Now().Unix() + 3600,
	}
	if a.pk.FixedHeader.Qos == 2 {
		out.FixedHeader = packets.FixedHeader{Type: packets.Pubrec}
	}
	if refused != nil {
		if s.once("refused") {
			b.log.Warn("mqtt message is no reading", "client", s.actor, "topic", printable(a.pk.TopicName), "reason", refused.Message)
		}
		if s.cl.Properties.ProtocolVersion == 5 {
			out.ReasonCode = reasonOf(refused).Code
			out.Properties.ReasonString = refused.Message
		}
	}
	if a.pk.FixedHeader.Qos == 2 {
		if out.ReasonCode == 0 {
			if s.cl.State.Inflight.Set(out) {
				atomic.AddInt64(&b.server.Info.Inflight, 1)
			}
		} else {
			s.exact.letGo(a.pk.PacketID)
		}
	}
	if err := s.cl.WritePacket(out); err != nil {
		s.cl.Stop(err)
	}
	b.forward(s, a.pk)
}

func reasonOf(refused *cells.Error) packets.Code {
	switch refused.Code {
	case cells.Forbidden, cells.Unauthentic:
		return packets.ErrNotAuthorized
	case cells.NotFound:
		return packets.ErrTopicNameInvalid
	case cells.Invalid, cells.TooLarge, cells.Syntax:
		return packets.ErrPayloadFormatInvalid
	}
	return packets.ErrImplementationSpecificError
}

// forward passes a message on to the subscribers, as if the library had taken it from the client.
func (b *Broker) forward(s *session, pk packets.Packet) {
	if atomic.LoadInt64(&b.server.Info.Subscriptions) == 0 && !pk.FixedHeader.Retain {
		return
	}
	pk.FixedHeader.Dup = false
	pk.Properties.TopicAlias, pk.Properties.TopicAliasFlag = 0, false
	if err := b.server.InjectPacket(s.local, pk); err != nil {
		b.log.Debug("mqtt message was not passed on", "client", s.actor, "error", err)
	}
}

// OnQosComplete lets go of a QoS 2 message that both sides are done with.
func (h *hook) OnQosComplete(cl *mqtt.Client, pk packets.Packet) {
	if s := sessionOf(cl); s != nil {
		s.exact.letGo(pk.PacketID)
	}
}

// OnQosDropped lets go of a message that was given up.
func (h *hook) OnQosDropped(cl *mqtt.Client, pk packets.Packet) { h.OnQosComplete(cl, pk) }
