package broker

import (
	"strings"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"freshet/server/feed"
)

// maxRetainedPayload is how large a message may be to be kept for later subscribers.
const maxRetainedPayload = 4096

// maxRetainedBooks is how many books' worth of retained messages are kept in all.
const maxRetainedBooks = 20

// mayRetain bounds what a book can have the broker remember, and holds a place for the message if it may. A message over the
// bound is taken and passed on all the same.
func (b *Broker) mayRetain(s *session, pk packets.Packet) bool {
	if len(pk.Payload) == 0 {
		return true
	}
	b.mu.Lock()
	topics := b.retained[s.prefix]
	_, already := topics[pk.TopicName]
	may := len(pk.Payload) <= maxRetainedPayload && (already || len(topics) < b.o.MaxRetained && b.kept < maxRetainedBooks*b.o.MaxRetained)
	if may {
		b.holdRetained(s.prefix, pk.TopicName)
	}
	b.mu.Unlock()
	if may {
		return true
	}
	if s.once("retain") {
		b.log.Warn("mqtt message is not retained: the book has too many, or it is too large", "client", s.actor, "topics", s.prefix,
			"most", b.o.MaxRetained, "bytes", maxRetainedPayload)
	}
	return false
}

// OnRetainMessage takes note of the retained messages of a book: r is 1 for one that is kept, -1 for one that was cleared.
func (h *hook) OnRetainMessage(_ *mqtt.Client, pk packets.Packet, r int64) {
	h.b.noteRetained(pk.TopicName, r > 0)
}

// OnRetainedExpired takes note that one is gone.
func (h *hook) OnRetainedExpired(topic string) { h.b.noteRetained(topic, false) }

func (b *Broker) noteRetained(topic string, kept bool) {
	rest, ok := strings.CutPrefix(topic, "books/")
	if !ok {
		return
	}
	book, _, _ := strings.Cut(rest, "/")
	prefix := feed.Prefix(book)
	b.mu.Lock()
	defer b.mu.Unlock()
	if kept {
		b.holdRetained(prefix, topic)
		return
	}
	topics := b.retained[prefix]
	if _, there := topics[topic]; !there {
		return
	}
	b.kept--
	if delete(topics, topic); len(topics) == 0 {
		delete(b.retained, prefix)
	}
}

// holdRetained notes a topic as one of a book's retained messages; the lock is held.
func (b *Broker) holdRetained(prefix, topic string) {
	if b.retained[prefix] == nil {
		b.retained[prefix] = map[string]struct{}{}
	}
	if _, there := b.retained[prefix][topic]; !there {
		b.kept++
	}
	b.retained[prefix][topic] = struct{}{}
}

// letGoRetained gives the place of a message back that did not come to be retained.
func (b *Broker) letGoRetained(pk packets.Packet) {
	if !pk.FixedHeader.Retain {
		return
	}
	if _, there := b.server.Topics.Retained.Get(pk.TopicName); !there {
		b.noteRetained(pk.TopicName, false)
	}
}

// OnWill stops the will of a client whose link was revoked, and bounds what it retains.
func (h *hook) OnWill(cl *mqtt.Client, will mqtt.Will) (mqtt.Will, error) {
	s := sessionOf(cl)
	if s == nil || !s.mayWrite(will.TopicName) {
		return mqtt.Will{}, nil
	}
	if will.Retain && !h.b.mayRetain(s, packets.Packet{TopicName: will.TopicName, Payload: will.Payload}) {
		will.Retain = false
	}
	return will, nil
}

// OnWillSent takes the will of a client that went without a word as the message it is.
func (h *hook) OnWillSent(cl *mqtt.Client, pk packets.Packet) {
	s := sessionOf(cl)
	if s == nil || !s.mayWrite(pk.TopicName) {
		return
	}
	m := feed.Message{Topic: strings.TrimPrefix(pk.TopicName, s.prefix), Payload: pk.Payload, At: h.b.o.Now().UnixMilli()}
	if _, err := h.take(s, m, pk.FixedHeader.Retain); err != nil && s.once("lost") {
		h.b.log.Warn("the will of an mqtt client was lost", "client", s.actor, "topic", m.Topic, "error", err)
	}
}
