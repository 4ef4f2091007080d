package engine

import (
	"strings"

	"freshet/server/embed/internal/keyspace"
)

func xinfo(c *call) {
	sub := strings.ToUpper(c.args[1])
	switch {
	case sub == "STREAM" && len(c.args) == 3, sub == "GROUPS" && len(c.args) == 3, sub == "CONSUMERS" && len(c.args) == 4:
	case sub == "STREAM" && len(c.args) > 3:
		c.fail("ERR XINFO STREAM FULL is not offered by the embedded store")
		return
	default:
		c.badSubcommand("STREAM", "GROUPS", "CONSUMERS")
		return
	}
	s, there, ok := value[*keyspace.Stream](c, c.args[2])
	if !ok {
		return
	}
	if !there {
		c.fail(errNoSuchKey)
		return
	}
	switch sub {
	case "STREAM":
		c.streamInfo(s)
	case "GROUPS":
		c.groupsInfo(s)
	default:
		c.consumersInfo(s)
	}
}

func (c *call) streamInfo(s *keyspace.Stream) {
	all := s.Range(keyspace.StreamID{}, keyspace.MaxStreamID)
	nodes := (int64(len(all)) + streamNode - 1) / streamNode
	c.out.Map(10)
	c.field("length", int64(len(all)))
	// Redis tells the size of its radix tree; ours would have these.
	c.field("radix-tree-keys", nodes)
	c.field("radix-tree-nodes", nodes+1)
	c.text("last-generated-id", s.LastID.String())
	c.text("max-deleted-entry-id", s.MaxDeleted.String())
	c.field("entries-added", int64(s.Added))
	c.text("recorded-first-entry-id", s.First().String())
	c.field("groups", int64(len(s.GroupNames())))
	c.out.Bulk("first-entry")
	c.entryOrNull(all, 0)
	c.out.Bulk("last-entry")
	c.entryOrNull(all, len(all)-1)
}

func (c *call) entryOrNull(all []keyspace.StreamEntry, i int) {
	if len(all) == 0 {
		c.out.Null()
		return
	}
	c.entry(all[i])
}

func (c *call) field(name string, n int64) {
	c.out.Bulk(name)
	c.out.Int(n)
}

func (c *call) text(name, s string) {
	c.out.Bulk(name)
	c.out.Bulk(s)
}

func (c *call) groupsInfo(s *keyspace.Stream) {
	names := s.GroupNames()
	c.out.Array(len(names))
	for _, name := range names {
		g := s.Group(name)
		c.out.Map(6)
		c.text("name", name)
		c.field("consumers", int64(len(g.ConsumerNames())))
		c.field("pending", int64(g.PendingLen()))
		c.text("last-delivered-id", g.LastID.String())
		c.known("entries-read", g.Read, g.Read >= 0)
		n, ok := lag(s, g)
		c.known("lag", n, ok)
	}
}

// known is field for a number that may be unknown.
func (c *call) known(name string, n int64, ok bool) {
	c.out.Bulk(name)
	if !ok {
		c.out.Null()
		return
	}
	c.out.Int(n)
}

func (c *call) consumersInfo(s *keyspace.Stream) {
	g := s.Group(c.args[3])
	if g == nil {
		c.failf("NOGROUP No such consumer group '%s' for key name '%s'", c.args[3], c.args[2])
		return
	}
	names := g.ConsumerNames()
	c.out.Array(len(names))
	for _, name := range names {
		consumer := g.Consumer(name)
		c.out.Map(3)
		c.text("name", name)
		c.field("pending", int64(consumer.Pending))
		c.field("idle", max(0, c.milliseconds()-consumer.SeenAt))
	}
}
