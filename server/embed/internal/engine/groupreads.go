package engine

import (
	"slices"

	"freshet/server/embed/internal/keyspace"
)

// groupRead is one stream of an XREADGROUP.
type groupRead struct {
	key    string
	stream *keyspace.Stream
	group  *keyspace.Group
	fresh  bool              // asked for what nobody has had (">")
	after  keyspace.StreamID // otherwise for one's own pending entries behind it
}

func xreadGroup(c *call) {
	r, ok := c.parseReading(true)
	if !ok {
		return
	}
	reads := make([]groupRead, len(r.keys))
	history := false
	for i, key := range r.keys {
		s, there, ok := value[*keyspace.Stream](c, key)
		if !ok {
			return
		}
		if !there || s.Group(r.group) == nil {
			c.fail(noGroup(key, r.group) + " in XREADGROUP with GROUP option")
			return
		}
		reads[i] = groupRead{key: key, stream: s, group: s.Group(r.group), fresh: r.ids[i] == ">"}
		switch {
		case reads[i].fresh:
		case r.ids[i] == "$":
			c.fail("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.")
			return
		default:
			if reads[i].after, ok = keyspace.ParseStreamID(r.ids[i], 0); !ok {
				c.fail(errStreamID)
				return
			}
			history = true
		}
	}
	served := slices.DeleteFunc(reads, func(g groupRead) bool {
		return g.fresh && !g.group.LastID.Less(lastEntry(g.stream))
	})
	if len(served) == 0 {
		if r.block && !history {
			c.wait(r.keys, r.timeout, true)
			return
		}
		c.out.NullArray()
		return
	}
	keys := make([]string, len(served))
	for i, g := range served {
		keys[i] = g.key
	}
	c.streamsReply(keys, len(served), func(i int) bool {
		c.streamHead(keys[i])
		c.serveGroup(served[i], r)
		return true
	})
}

func lastEntry(s *keyspace.Stream) keyspace.StreamID {
	all := s.Range(keyspace.StreamID{}, keyspace.MaxStreamID)
	if len(all) == 0 {
		return keyspace.StreamID{}
	}
	return all[len(all)-1].ID
}

func (c *call) serveGroup(g groupRead, r reading) {
	consumer := c.seenConsumer(g.key, r.group, g.group, r.consumer)
	if !g.fresh {
		c.serveHistory(g, r, consumer)
		return
	}
	after, _ := g.group.LastID.Next()
	list := g.stream.Range(after, keyspace.MaxStreamID)
	if r.count > 0 {
		list = list[:min(r.count, int64(len(list)))]
	}
	c.entries(list)
	for _, e := range list {
		g.advance(e.ID)
		if r.noAck {
			continue
		}
		p := g.group.Assign(e.ID, consumer)
		p.DeliveredAt, p.Deliveries = c.milliseconds(), 1
		c.pendingEffect(g.key, r.group, g.group, p)
	}
	c.e.touch(g.key)
	c.positionEffect(g.key, r.group, g.group)
}

// serveHistory gives a consumer again what is pending for it.
func (c *call) serveHistory(g groupRead, r reading, consumer *keyspace.Consumer) {
	after, more := g.after.Next()
	var own []*keyspace.Pending
	if more {
		for _, p := range g.group.PendingFrom(after) {
			if r.count > 0 && int64(len(own)) == r.count {
				break
			}
			if p.Consumer == consumer {
				own = append(own, p)
			}
		}
	}
	c.out.Array(len(own))
	for _, p := range own {
		e, there := g.stream.Get(p.ID)
		if !there {
			c.out.Array(2)
			c.out.Bulk(p.ID.String())
			c.out.NullArray()
			continue
		}
		c.entry(e)
		p.DeliveredAt = c.milliseconds()
		p.Deliveries++
		c.pendingEffect(g.key, r.group, g.group, p)
	}
}

// advance moves a group behind the entry id and counts it as read; the rules are
// those of streamReplyWithRange in Redis' t_stream.c.
func (g groupRead) advance(id keyspace.StreamID) {
	if g.group.Read >= 0 && !tombstonesFrom(g.stream, id) {
		g.group.Read++
	} else if g.stream.Added > 0 {
		g.group.Read = entriesUpTo(g.stream, id)
	}
	g.group.LastID = id
}

// tombstonesFrom reports whether an entry was deleted at or after id.
func tombstonesFrom(s *keyspace.Stream, id keyspace.StreamID) bool {
	return s.Len() > 0 && !s.MaxDeleted.IsZero() && !s.MaxDeleted.Less(id) && !s.LastID.Less(s.MaxDeleted)
}

// entriesUpTo returns how many entries were ever added up to id, -1 if that cannot
// be told: streamEstimateDistanceFromFirstEverEntry in Redis.
func entriesUpTo(s *keyspace.Stream, id keyspace.StreamID) int64 {
	added, first := int64(s.Added), s.First()
	switch {
	case added == 0:
		return 0
	case s.Len() == 0 && !s.LastID.Less(id), id == s.LastID:
		return added
	case s.LastID.Less(id):
		return -1
	}
	if s.MaxDeleted.IsZero() || s.MaxDeleted.Less(first) {
		switch {
		case id.Less(first):
			return added - int64(s.Len())
		case id == first:
			return added - int64(s.Len()) + 1
		}
	}
	return -1
}

// lag returns how many entries a group has not read, false if that cannot be told.
func lag(s *keyspace.Stream, g *keyspace.Group) (int64, bool) {
	if s.Added == 0 {
		return 0, true
	}
	if g.Read >= 0 && !tombstonesFrom(s, g.LastID) {
		return int64(s.Added) - g.Read, true
	}
	read := entriesUpTo(s, g.LastID)
	return int64(s.Added) - read, read >= 0
}
