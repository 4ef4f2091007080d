package keyspace

import (
	"slices"
	"strings"
)

// Consumer is one reader of a group.
type Consumer struct {
	Name string
	// SeenAt is when it last asked for something, in Unix milliseconds.
	SeenAt int64
	// Pending counts the entries it has been given and not acknowledged.
	Pending int
}

// Pending is an entry that was delivered and not acknowledged.
type Pending struct {
	ID          StreamID
	Consumer    *Consumer
	DeliveredAt int64 // Unix milliseconds
	Deliveries  uint64
}

// Group is a consumer group of a stream.
type Group struct {
	// LastID is the last id delivered to any consumer.
	LastID StreamID
	// Read counts the entries read, -1 if that cannot be known.
	Read int64

	pending   []*Pending // by id
	consumers Dict[*Consumer]
}

// Group returns the group of this name, nil if there is none.
func (s *Stream) Group(name string) *Group {
	g, _ := s.groups.Get(name)
	return g
}

// CreateGroup adds a group; it reports whether the name was free.
func (s *Stream) CreateGroup(name string, last StreamID, read int64) bool {
	if s.groups.Has(name) {
		return false
	}
	s.groups.Set(name, &Group{LastID: last, Read: read})
	return true
}

// DestroyGroup removes a group and reports whether it was there.
func (s *Stream) DestroyGroup(name string) bool { return s.groups.Delete(name) }

// GroupNames returns the names of all groups, sorted.
func (s *Stream) GroupNames() []string { return sortedKeys(&s.groups) }

// Consumer returns the consumer of this name, nil if there is none.
func (g *Group) Consumer(name string) *Consumer {
	c, _ := g.consumers.Get(name)
	return c
}

// CreateConsumer adds a consumer whose name must be free.
func (g *Group) CreateConsumer(name string, seen int64) *Consumer {
	c := &Consumer{Name: name, SeenAt: seen}
	g.consumers.Set(name, c)
	return c
}

// DeleteConsumer removes a consumer with what is pending for it, and returns how
// many entries that were, -1 if there is no such consumer.
func (g *Group) DeleteConsumer(name string) int {
	c := g.Consumer(name)
	if c == nil {
		return -1
	}
	g.pending = slices.DeleteFunc(g.pending, func(p *Pending) bool { return p.Consumer == c })
	g.consumers.Delete(name)
	return c.Pending
}

// ConsumerNames returns the names of all consumers, sorted.
func (g *Group) ConsumerNames() []string { return sortedKeys(&g.consumers) }

// PendingLen returns the number of pending entries.
func (g *Group) PendingLen() int { return len(g.pending) }

func (g *Group) pendingAt(id StreamID) int {
	i, _ := slices.BinarySearchFunc(g.pending, id, func(p *Pending, id StreamID) int { return p.ID.Compare(id) })
	return i
}

// PendingFrom returns the pending entries with an id not less than from, in order.
// The slice is valid until the group changes.
func (g *Group) PendingFrom(from StreamID) []*Pending { return g.pending[g.pendingAt(from):] }

// PendingEntry returns what is pending under this id, nil if nothing is.
func (g *Group) PendingEntry(id StreamID) *Pending {
	if i := g.pendingAt(id); i < len(g.pending) && g.pending[i].ID == id {
		return g.pending[i]
	}
	return nil
}

// Assign makes the entry id pending for c, taking it from whoever has it.
func (g *Group) Assign(id StreamID, c *Consumer) *Pending {
	i := g.pendingAt(id)
	if i == len(g.pending) || g.pending[i].ID != id {
		g.pending = slices.Insert(g.pending, i, &Pending{ID: id})
	}
	p := g.pending[i]
	if p.Consumer != nil {
		p.Consumer.Pending--
	}
	p.Consumer = c
	c.Pending++
	return p
}

// Acknowledge ends the pendency of id and reports whether it was pending.
func (g *Group) Acknowledge(id StreamID) bool {
	i := g.pendingAt(id)
	if i == len(g.pending) || g.pending[i].ID != id {
		return false
	}
	g.pending[i].Consumer.Pending--
	g.pending = slices.Delete(g.pending, i, i+1)
	return true
}

func sortedKeys[V any](d *Dict[V]) []string {
	names := make([]string, 0, d.Len())
	for name := range d.All() {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
