package feed

import (
	"strings"

	"freshet/cells"
)

// batch is the readings of one book that travel in one op.
type batch struct {
	readings []cells.Reading
	origins  []origin // of each reading
	bytes    int
	actor    string
	senders  []string // of each reading
	mixed    bool     // more than one sender
	waits    bool

	done    chan struct{} // closed when the fields below are final
	err     error
	refused map[int]*cells.Error // by index of the reading
}

// origin is where a reading came from, for telling what became of it.
type origin struct{ topic, binding string }

func newBatch() *batch { return &batch{done: make(chan struct{})} }

func (b *batch) add(m Message, all []found) Ticket {
	t := Ticket{batch: b, from: len(b.readings)}
	for _, f := range all {
		if f.refused != nil {
			if t.refused == nil {
				t.refused = f.refused
			}
			continue
		}
		b.readings = append(b.readings, f.reading)
		b.origins = append(b.origins, origin{m.Topic, f.binding})
		b.senders = append(b.senders, m.Actor)
		b.bytes += 96 + len(f.reading.Name) + len(f.reading.Value.Text())
	}
	if t.to = len(b.readings); t.to == t.from {
		return Ticket{refused: t.refused}
	}
	switch b.actor {
	case "":
		b.actor = m.Actor
	case m.Actor:
	default:
		b.mixed = true
	}
	b.waits = b.waits || m.Waits
	return t
}

// seal gives the actor of the whole batch: the sender when there is one; else what the senders have in common, "mqtt", and then
// each reading names its own.
func (b *batch) seal() string {
	if !b.mixed {
		return b.actor
	}
	for i := range b.readings {
		b.readings[i].From = b.senders[i]
	}
	kind, _, _ := strings.Cut(b.actor, ":")
	return kind
}

// Ticket tells what became of one message: its readings are committed, or why not. The zero Ticket is that of a
// message nobody had bound: it is done and nothing is wrong.
type Ticket struct {
	batch    *batch
	from, to int
	refused  *cells.Error
}

// Done is closed when the outcome is known. With Err nil the readings are committed then.
func (t Ticket) Done() <-chan struct{} {
	if t.batch == nil {
		now := make(chan struct{})
		close(now)
		return now
	}
	return t.batch.done
}

// Err is why the readings could not be committed, once Done is closed: the store was away for too long, or
// the book is gone. The sender may send them again; nothing of them took effect.
func (t Ticket) Err() error {
	if t.batch == nil {
		return nil
	}
	return t.batch.err
}

// Refused is why a reading of the message was not used, once Done is closed: its payload could not be read, its cell holds a
// formula, its name does not exist. Sending the same again would not help. Nil when all were used.
func (t Ticket) Refused() *cells.Error {
	if t.refused != nil || t.batch == nil || len(t.batch.refused) == 0 {
		return t.refused
	}
	for i := t.from; i < t.to; i++ {
		if r := t.batch.refused[i]; r != nil {
			return r
		}
	}
	return nil
}

// Readings is how many readings the message had for the book.
func (t Ticket) Readings() int { return t.to - t.from }
