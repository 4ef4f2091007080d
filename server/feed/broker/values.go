package broker

import (
	"maps"
	"slices"
	"strings"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"freshet/server/feed"
)

// value is the value of a cell that clients have subscribed to. The newest is retained while anybody has, so that who
// subscribes later has it at once.
type value struct {
	watchers int
	stop     func()
	local    *mqtt.Client // what is published comes from it
}

// OnSubscribed begins to publish the values that a client has subscribed to by name. A wildcard gets what others have named.
func (h *hook) OnSubscribed(cl *mqtt.Client, pk packets.Packet, reasonCodes []byte) {
	s := sessionOf(cl)
	if s == nil {
		return
	}
	for i, f := range pk.Filters {
		if i < len(reasonCodes) && reasonCodes[i] <= 2 {
			h.watchValue(s, f.Filter)
		}
	}
}

// OnUnsubscribed ends it.
func (h *hook) OnUnsubscribed(cl *mqtt.Client, pk packets.Packet) {
	s := sessionOf(cl)
	if s == nil {
		return
	}
	for _, f := range pk.Filters {
		h.b.unwatchValue(s, f.Filter)
	}
}

func (h *hook) watchValue(s *session, topic string) {
	place, ok := strings.CutPrefix(topic, s.prefix+feed.ValueTopics)
	if !ok || strings.ContainsAny(place, "+#") {
		return
	}
	b := h.b
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, watched := s.values[topic]; watched {
		return
	}
	s.values[topic] = struct{}{}
	if v := b.values[topic]; v != nil {
		v.watchers++
		return
	}
	v := &value{watchers: 1, local: b.server.NewClient(nil, mqtt.LocalListener, "values", true)}
	var err error
	v.stop, err = h.follow(s.book(), place, func(payload []byte) { b.publishValue(v, topic, payload) })
	if err != nil {
		v.stop = func() {}
		if s.once("values") {
			b.log.Warn("mqtt client cannot be told a value", "client", s.actor, "topic", printable(topic), "error", err)
		}
	}
	b.values[topic] = v
}

// unwatchValue lets go of a topic; the last one who does ends its publication.
func (b *Broker) unwatchValue(s *session, topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, watched := s.values[topic]
	v := b.values[topic]
	if !watched || v == nil {
		return
	}
	delete(s.values, topic)
	if v.watchers--; v.watchers > 0 {
		return
	}
	delete(b.values, topic)
	v.stop()
	b.server.Topics.RetainMessage(packets.Packet{FixedHeader: packets.FixedHeader{Retain: true}, TopicName: topic})
}

// unwatchAll lets go of everything a client watched.
func (b *Broker) unwatchAll(s *session) {
	b.mu.Lock()
	topics := slices.Collect(maps.Keys(s.values))
	b.mu.Unlock()
	for _, topic := range topics {
		b.unwatchValue(s, topic)
	}
}

func (b *Broker) publishValue(v *value, topic string, payload []byte) {
	b.mu.Lock()
	current := b.values[topic] == v
	if current {
		// The index of retained messages is written under our lock, so that a value cannot outlive its last subscriber.
		b.server.Topics.RetainMessage(packets.Packet{
			FixedHeader: packets.FixedHeader{Type: packets.Publish, Retain: true}, TopicName: topic, Payload: payload, Created: time.Now().Unix(),
		})
	}
	b.mu.Unlock()
	if !current {
		return
	}
	err := b.server.InjectPacket(v.local, packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Publish}, TopicName: topic, Payload: payload})
	if err != nil {
		b.log.Debug("a value was not published", "topic", topic, "error", err)
	}
}
