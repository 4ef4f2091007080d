package keyspace

import "slices"

// Freeze returns a copy of a value that only [Dump] can use. What can be large
// (hashes, sets, streams) is not copied but shared, until it changes.
func Freeze(value any) any {
	switch v := value.(type) {
	case *Hash:
		return &Hash{v.freeze()}
	case *Set:
		return &Set{v.freeze()}
	case *ZSet:
		return &ZSet{order: slices.Clone(v.order)}
	case *List:
		return &List{buf: slices.Clone(v.Items())}
	case *Stream:
		return v.freeze()
	}
	return value
}

// Copy returns an independent copy of a value.
func Copy(value any) any {
	switch v := value.(type) {
	case *Hash:
		return &Hash{v.Clone()}
	case *Set:
		return &Set{v.Clone()}
	case *ZSet:
		return &ZSet{scores: v.scores.Clone(), order: slices.Clone(v.order)}
	}
	return Freeze(value) // whole for the other types
}

func (s *Stream) freeze() *Stream {
	s.shared = true
	c := *s
	c.entries = slices.Clip(s.entries) // only one of the two may grow into the room behind
	c.groups = Dict[*Group]{}
	for name, g := range s.groups.All() {
		c.groups.Set(name, g.copy())
	}
	return &c
}

func (g *Group) copy() *Group {
	c := &Group{LastID: g.LastID, Read: g.Read}
	for name, consumer := range g.consumers.All() {
		own := *consumer
		c.consumers.Set(name, &own)
	}
	for _, p := range g.pending {
		own := *p
		own.Consumer = c.Consumer(p.Consumer.Name)
		c.pending = append(c.pending, &own)
	}
	return c
}
