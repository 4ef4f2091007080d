package engine

import (
	"maps"
	"slices"
	"strings"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

// subscription is a channel, a pattern or a shard channel, each a world of its own.
type subscription struct {
	kind byte // 'c', 'p' or 's'
	name string
}

// publication is a message on its way.
type publication struct {
	kind             byte // 'c' or 's'
	channel, message string
}

func channelCommands() []command {
	allowed := noScript | whileSubscribed
	return []command{
		{name: "SUBSCRIBE", arity: -2, flags: allowed, run: subscribe('c', "subscribe")},
		{name: "PSUBSCRIBE", arity: -2, flags: allowed, run: subscribe('p', "psubscribe")},
		{name: "SSUBSCRIBE", arity: -2, flags: allowed, run: subscribe('s', "ssubscribe")},
		{name: "UNSUBSCRIBE", arity: -1, flags: allowed, run: unsubscribe('c', "unsubscribe")},
		{name: "PUNSUBSCRIBE", arity: -1, flags: allowed, run: unsubscribe('p', "punsubscribe")},
		{name: "SUNSUBSCRIBE", arity: -1, flags: allowed, run: unsubscribe('s', "sunsubscribe")},
		{name: "PUBLISH", arity: 3, run: publish('c')},
		{name: "SPUBLISH", arity: 3, run: publish('s')},
		{name: "PUBSUB", arity: -2, run: pubsub},
	}
}

func subscribe(kind byte, word string) func(*call) {
	return func(c *call) {
		for _, name := range c.args[1:] {
			sub := subscription{kind, name}
			if c.s.subscriptions == nil {
				c.s.subscriptions = map[subscription]struct{}{}
			}
			c.s.subscriptions[sub] = struct{}{}
			if c.e.channels[sub] == nil {
				c.e.channels[sub] = map[*Session]struct{}{}
			}
			c.e.channels[sub][c.s] = struct{}{}
			c.out.Push(3)
			c.out.Bulk(word)
			c.out.Bulk(name)
			c.out.Int(c.s.count(kind))
		}
	}
}

// count returns the number of subscriptions that a confirmation tells: shard
// channels are counted apart.
func (s *Session) count(kind byte) (n int64) {
	for sub := range s.subscriptions {
		if (sub.kind == 's') == (kind == 's') {
			n++
		}
	}
	return n
}

func unsubscribe(kind byte, word string) func(*call) {
	return func(c *call) {
		names := c.args[1:]
		if len(names) == 0 {
			for sub := range c.s.subscriptions {
				if sub.kind == kind {
					names = append(names, sub.name)
				}
			}
			slices.Sort(names)
		}
		for _, name := range names {
			c.e.unsubscribe(c.s, subscription{kind, name})
			c.out.Push(3)
			c.out.Bulk(word)
			c.out.Bulk(name)
			c.out.Int(c.s.count(kind))
		}
		if len(names) == 0 {
			c.out.Push(3)
			c.out.Bulk(word)
			c.out.Null()
			c.out.Int(c.s.count(kind))
		}
	}
}

func (e *Engine) unsubscribe(s *Session, sub subscription) {
	delete(s.subscriptions, sub)
	delete(e.channels[sub], s)
	if len(e.channels[sub]) == 0 {
		delete(e.channels, sub)
	}
}

func publish(kind byte) func(*call) {
	return func(c *call) {
		p := publication{kind, c.args[1], c.args[2]}
		c.e.published = append(c.e.published, p)
		c.e.counters.Published++
		n := 0
		c.e.receivers(p, func(subscription, *Session) { n++ })
		c.out.Int(int64(n))
	}
}

// receivers calls visit for every subscription that gets p, patterns last.
func (e *Engine) receivers(p publication, visit func(subscription, *Session)) {
	direct := subscription{p.kind, p.channel}
	for s := range e.channels[direct] {
		visit(direct, s)
	}
	if p.kind == 's' {
		return
	}
	for sub, sessions := range e.channels {
		if sub.kind == 'p' && keyspace.Match(sub.name, p.channel) {
			for s := range sessions {
				visit(sub, s)
			}
		}
	}
}

func (e *Engine) deliver(p publication) {
	e.receivers(p, func(sub subscription, s *Session) {
		m := resp.Encoder{Proto: s.reply.Proto}
		switch sub.kind {
		case 'p':
			m.Push(4)
			m.Bulk("pmessage")
			m.Bulk(sub.name)
		case 's':
			m.Push(3)
			m.Bulk("smessage")
		default:
			m.Push(3)
			m.Bulk("message")
		}
		m.Bulk(p.channel)
		m.Bulk(p.message)
		s.send(m.Out)
	})
}

func pubsub(c *call) {
	args := c.args[2:]
	switch strings.ToUpper(c.args[1]) {
	case "CHANNELS":
		c.listChannels('c', args)
	case "SHARDCHANNELS":
		c.listChannels('s', args)
	case "NUMSUB":
		c.countSubscribers('c', args)
	case "SHARDNUMSUB":
		c.countSubscribers('s', args)
	case "NUMPAT":
		n := 0
		for sub := range c.e.channels {
			if sub.kind == 'p' {
				n++
			}
		}
		c.out.Int(int64(n))
	default:
		c.badSubcommand()
	}
}

func (c *call) listChannels(kind byte, args []string) {
	if len(args) > 1 {
		c.fail(wrongNumber("pubsub|channels"))
		return
	}
	names := []string{}
	for sub := range maps.Keys(c.e.channels) {
		if sub.kind == kind && (len(args) == 0 || keyspace.Match(args[0], sub.name)) {
			names = append(names, sub.name)
		}
	}
	slices.Sort(names)
	c.bulks(names)
}

func (c *call) countSubscribers(kind byte, args []string) {
	c.out.Array(2 * len(args))
	for _, name := range args {
		c.out.Bulk(name)
		c.out.Int(int64(len(c.e.channels[subscription{kind, name}])))
	}
}

func (c *call) bulks(items []string) {
	c.out.Array(len(items))
	for _, s := range items {
		c.out.Bulk(s)
	}
}
