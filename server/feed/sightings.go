package feed

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"freshet/cells"
)

// What the intake remembers to show people, at most.
const (
	maxBooksSeen   = 500
	maxTopicsSeen  = 256 // a book
	maxPayloadSeen = 1 << 10
)

// Seen is what last came for a topic or a binding, on this server.
type Seen struct {
	Topic   string       // below the book
	At      int64        // when it came, Unix milliseconds
	Payload []byte       // its beginning, at most 1 KiB; not to be changed
	Size    int          // of the whole payload
	Value   cells.Value  // what was made of it; blank when Refused is set or nobody had bound the topic
	Refused *cells.Error // why nothing was made of it
	Bound   bool         // it was for a cell
	Count   uint64       // messages so far
	Rejects uint64       // of them refused
}

// sightings remembers the last payloads of each book. Old books and topics give way to new ones.
type sightings struct {
	mu    sync.Mutex
	books map[string]*sighting
	clock uint64
}

type sighting struct {
	used     uint64
	topics   map[string]*Seen
	bindings map[string]*Seen
}

func newSightings() *sightings { return &sightings{books: map[string]*sighting{}} }

func (s *sightings) note(m Message, all []found) {
	payload := m.Payload
	if len(payload) > maxPayloadSeen {
		payload = bytes.Clone(payload[:maxPayloadSeen])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.of(m.Book)
	t := entry(b.topics, m.Topic)
	t.set(m, payload)
	t.Bound = len(all) > 0
	refused := false
	for _, f := range all {
		t.outcome(f)
		refused = refused || f.refused != nil
		if f.binding == "" {
			continue
		}
		one := entry(b.bindings, f.binding)
		one.set(m, payload)
		one.Bound = true
		one.outcome(f)
		if f.refused != nil {
			one.Rejects++
		}
	}
	if refused {
		t.Rejects++
	}
}

// skipped notes that the book did not take a reading that could be read.
func (s *sightings) skipped(book string, o origin, why *cells.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.of(book)
	for _, one := range []*Seen{b.topics[o.topic], b.bindings[o.binding]} {
		if one != nil {
			one.Value, one.Refused = cells.Value{}, why
			one.Rejects++
		}
	}
}

func (s *sightings) of(book string) *sighting {
	s.clock++
	b := s.books[book]
	if b == nil {
		if len(s.books) >= maxBooksSeen {
			oldest, used := "", s.clock
			for id, b := range s.books {
				if b.used < used {
					oldest, used = id, b.used
				}
			}
			delete(s.books, oldest)
		}
		b = &sighting{topics: map[string]*Seen{}, bindings: map[string]*Seen{}}
		s.books[book] = b
	}
	b.used = s.clock
	return b
}

func entry(m map[string]*Seen, key string) *Seen {
	one := m[key]
	if one == nil {
		if len(m) >= maxTopicsSeen {
			oldest := ""
			for k, s := range m {
				if oldest == "" || s.At < m[oldest].At || s.At == m[oldest].At && k < oldest {
					oldest = k
				}
			}
			delete(m, oldest)
		}
		one = &Seen{}
		m[key] = one
	}
	return one
}

func (s *Seen) set(m Message, payload []byte) {
	s.Topic, s.At, s.Payload, s.Size = m.Topic, m.At, payload, len(m.Payload)
	s.Value, s.Refused = cells.Value{}, nil
	s.Count++
}

func (s *Seen) outcome(f found) {
	if f.refused != nil {
		s.Refused = f.refused
		return
	}
	s.Value = f.reading.Value
}

func (s *sightings) binding(book, id string) (Seen, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.books[book]; b != nil && b.bindings[id] != nil {
		return *b.bindings[id], true
	}
	return Seen{}, false
}

func (s *sightings) topics(book string) []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.books[book]
	if b == nil {
		return nil
	}
	all := make([]Seen, 0, len(b.topics))
	for _, t := range b.topics {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b Seen) int { return cmp.Compare(a.Topic, b.Topic) })
	return all
}

func (s *sightings) forget(book string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.books, book)
}
