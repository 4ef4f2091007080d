package engine

import (
	"strconv"
	"strings"

	"freshet/server/embed/internal/keyspace"
)

func groupCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		{name: "XGROUP", arity: -2, flags: writes, first: 2, last: 2, step: 1, run: xgroup},
		{name: "XREADGROUP", arity: -7, flags: writes, run: xreadGroup},
		key("XACK", -4, xack),
		key("XCLAIM", -6, xclaim),
		key("XAUTOCLAIM", -6, xautoClaim),
		{name: "XPENDING", arity: -3, run: xpending},
	}
}

func noGroup(key, group string) string {
	return "NOGROUP No such key '" + key + "' or consumer group '" + group + "'"
}

func xgroup(c *call) {
	args := c.args[2:]
	switch sub := strings.ToUpper(c.args[1]); {
	case sub == "CREATE" && len(args) >= 3 && len(args) <= 6:
		c.groupCreate(args)
	case sub == "SETID" && (len(args) == 3 || len(args) == 5):
		c.groupSetID(args)
	case sub == "DESTROY" && len(args) == 2:
		s, ok := c.groupStream(args[0])
		if !ok {
			return
		}
		destroyed := s.DestroyGroup(args[1])
		if destroyed {
			c.changed(args[0])
		}
		c.flag(destroyed)
	case sub == "CREATECONSUMER" && len(args) == 3:
		g, ok := c.groupOf(args[0], args[1])
		if !ok {
			return
		}
		isNew := g.Consumer(args[2]) == nil
		if isNew {
			g.CreateConsumer(args[2], c.milliseconds())
			c.changed(args[0])
		}
		c.flag(isNew)
	case sub == "DELCONSUMER" && len(args) == 3:
		g, ok := c.groupOf(args[0], args[1])
		if !ok {
			return
		}
		n := g.DeleteConsumer(args[2])
		if n >= 0 {
			c.changed(args[0])
		}
		c.out.Int(int64(max(0, n)))
	default:
		c.badSubcommand("CREATE", "SETID", "DESTROY", "CREATECONSUMER", "DELCONSUMER")
	}
}

// groupStream returns the stream that an XGROUP command is about.
func (c *call) groupStream(key string) (*keyspace.Stream, bool) {
	s, there, ok := value[*keyspace.Stream](c, key)
	if ok && !there {
		c.fail("ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.")
		return nil, false
	}
	return s, ok
}

func (c *call) groupOf(key, group string) (*keyspace.Group, bool) {
	s, ok := c.groupStream(key)
	if !ok {
		return nil, false
	}
	g := s.Group(group)
	if g == nil {
		c.failf("NOGROUP No such consumer group '%s' for key name '%s'", group, key)
		return nil, false
	}
	return g, true
}

// groupID reads the position of a group: an id, or $ for the end.
func (c *call) groupID(s *keyspace.Stream, arg string) (id keyspace.StreamID, ok bool) {
	if arg == "$" {
		return s.LastID, true
	}
	if id, ok = keyspace.ParseStreamID(arg, 0); !ok {
		c.fail(errStreamID)
	}
	return id, ok
}

func (c *call) entriesRead(arg string) (int64, bool) {
	n, ok := c.int(arg)
	if ok && n < -1 {
		c.fail("ERR value for ENTRIESREAD must be positive or -1")
		return 0, false
	}
	return n, ok
}

func (c *call) groupCreate(args []string) {
	key, group := args[0], args[1]
	makeStream, read, ok := false, int64(-1), true
	for i := 3; i < len(args); i++ {
		switch {
		case option(args[i], "MKSTREAM"):
			makeStream = true
		case option(args[i], "ENTRIESREAD") && i+1 < len(args):
			i++
			if read, ok = c.entriesRead(args[i]); !ok {
				return
			}
		default:
			c.fail(errSyntax)
			return
		}
	}
	s, there, ok := value[*keyspace.Stream](c, key)
	if !ok {
		return
	}
	if !there {
		if !makeStream {
			c.groupStream(key)
			return
		}
		s = &keyspace.Stream{}
	}
	id, ok := c.groupID(s, args[2])
	if !ok {
		return
	}
	if !s.CreateGroup(group, id, read) {
		c.fail("BUSYGROUP Consumer Group name already exists")
		return
	}
	if !there {
		c.e.keys.Put(key, s)
	}
	c.changedAs(key, "XGROUP", "CREATE", key, group, id.String(), "MKSTREAM", "ENTRIESREAD", strconv.FormatInt(read, 10))
	c.ok()
}

func (c *call) groupSetID(args []string) {
	g, ok := c.groupOf(args[0], args[1])
	if !ok {
		return
	}
	id, ok := c.groupID(c.e.keys.Lookup(args[0]).Value.(*keyspace.Stream), args[2])
	if !ok {
		return
	}
	read := int64(-1)
	if len(args) == 5 {
		if !option(args[3], "ENTRIESREAD") {
			c.fail(errSyntax)
			return
		}
		if read, ok = c.entriesRead(args[4]); !ok {
			return
		}
	}
	g.LastID, g.Read = id, read
	c.e.touch(args[0])
	c.positionEffect(args[0], args[1], g)
	c.ok()
}

// positionEffect repeats where a group stands.
func (c *call) positionEffect(key, group string, g *keyspace.Group) {
	c.effect("XGROUP", "SETID", key, group, g.LastID.String(), "ENTRIESREAD", strconv.FormatInt(g.Read, 10))
}

// pendingEffect repeats a delivery: who has the entry, since when, how often.
func (c *call) pendingEffect(key, group string, g *keyspace.Group, p *keyspace.Pending) {
	c.effect("XCLAIM", key, group, p.Consumer.Name, "0", p.ID.String(), "TIME", strconv.FormatInt(p.DeliveredAt, 10),
		"RETRYCOUNT", strconv.FormatUint(p.Deliveries, 10), "FORCE", "JUSTID", "LASTID", g.LastID.String())
}

// seenConsumer returns the consumer of this name, made if there is none.
func (c *call) seenConsumer(key, group string, g *keyspace.Group, name string) *keyspace.Consumer {
	consumer := g.Consumer(name)
	if consumer == nil {
		consumer = g.CreateConsumer(name, c.milliseconds())
		c.e.touch(key)
		c.effect("XGROUP", "CREATECONSUMER", key, group, name)
	}
	consumer.SeenAt = c.milliseconds()
	return consumer
}

func xack(c *call) {
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return
	}
	if !there || s.Group(c.args[2]) == nil {
		c.out.Int(0)
		return
	}
	ids, ok := c.streamIDs(c.args[3:])
	if !ok {
		return
	}
	n := 0
	for _, id := range ids {
		if s.Group(c.args[2]).Acknowledge(id) {
			n++
		}
	}
	if n > 0 {
		c.changed(c.args[1])
	}
	c.out.Int(int64(n))
}
