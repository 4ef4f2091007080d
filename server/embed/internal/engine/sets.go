package engine

import (
	"math/rand/v2"

	"freshet/server/embed/internal/keyspace"
)

func setCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		key("SADD", -3, sadd),
		key("SREM", -3, srem),
		key("SPOP", -2, spop),
		key("SINTERSTORE", -3, func(c *call) { setStore(c, intersect) }),
		key("SUNIONSTORE", -3, func(c *call) { setStore(c, unite) }),
		key("SDIFFSTORE", -3, func(c *call) { setStore(c, subtract) }),
		{name: "SMOVE", arity: 4, flags: writes, first: 1, last: 2, step: 1, run: smove},
		{name: "SCARD", arity: 2, run: scard},
		{name: "SISMEMBER", arity: 3, run: sismember},
		{name: "SMISMEMBER", arity: -3, run: smismember},
		{name: "SMEMBERS", arity: 2, run: func(c *call) { setReply(c, c.args[1:], unite) }},
		{name: "SINTER", arity: -2, run: func(c *call) { setReply(c, c.args[1:], intersect) }},
		{name: "SUNION", arity: -2, run: func(c *call) { setReply(c, c.args[1:], unite) }},
		{name: "SDIFF", arity: -2, run: func(c *call) { setReply(c, c.args[1:], subtract) }},
		{name: "SINTERCARD", arity: -3, run: sinterCard},
		{name: "SRANDMEMBER", arity: -2, run: srandMember},
		{name: "SSCAN", arity: -3, run: sscan},
	}
}

func (c *call) readSet(key string) (*keyspace.Set, bool) {
	s, there, ok := value[*keyspace.Set](c, key)
	if !there {
		s = &keyspace.Set{}
	}
	return s, ok
}

func sadd(c *call) {
	s, there, ok := value[*keyspace.Set](c, c.args[1])
	if !ok {
		return
	}
	if !there {
		s = &keyspace.Set{}
		c.e.keys.Put(c.args[1], s)
	}
	n := 0
	for _, member := range c.args[2:] {
		if s.Set(member, struct{}{}) {
			n++
		}
	}
	if n > 0 {
		c.changed(c.args[1])
	}
	c.out.Int(int64(n))
}

func srem(c *call) {
	s, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	c.out.Int(int64(c.removeMembers(c.args[1], s, c.args[2:])))
}

// removeMembers removes members from the set at key, with that effect.
func (c *call) removeMembers(key string, s *keyspace.Set, members []string) int {
	var gone []string
	for _, member := range members {
		if s.Delete(member) {
			gone = append(gone, member)
		}
	}
	if len(gone) > 0 {
		c.dropIfEmpty(key, s.Len())
		c.changedItems("SREM", key, gone, 1)
	}
	return len(gone)
}

func spop(c *call) {
	if len(c.args) > 3 {
		c.fail(errSyntax)
		return
	}
	count := int64(1)
	if len(c.args) == 3 {
		n, ok := parseInt(c.args[2])
		if !ok || n < 0 {
			c.fail(errOutOfRange)
			return
		}
		count = n
	}
	s, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	var popped []string
	for _, i := range sample(s.Len(), count) {
		member, _ := s.At(i)
		popped = append(popped, member)
	}
	c.removeMembers(c.args[1], s, popped)
	switch {
	case len(c.args) == 3:
		c.out.Set(len(popped))
		for _, member := range popped {
			c.out.Bulk(member)
		}
	case len(popped) == 0:
		c.out.Null()
	default:
		c.out.Bulk(popped[0])
	}
}

func smove(c *call) {
	from, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	if from.Len() == 0 {
		c.out.Int(0)
		return
	}
	to, ok := c.readSet(c.args[2])
	if !ok {
		return
	}
	member := c.args[3]
	if !from.Has(member) {
		c.out.Int(0)
		return
	}
	if c.args[1] != c.args[2] {
		c.removeMembers(c.args[1], from, []string{member})
		if to.Len() == 0 {
			c.e.keys.Put(c.args[2], to)
		}
		if to.Set(member, struct{}{}) {
			c.changedAs(c.args[2], "SADD", c.args[2], member)
		}
	}
	c.out.Int(1)
}

func scard(c *call) {
	if s, ok := c.readSet(c.args[1]); ok {
		c.out.Int(int64(s.Len()))
	}
}

func sismember(c *call) {
	if s, ok := c.readSet(c.args[1]); ok {
		c.flag(s.Has(c.args[2]))
	}
}

func smismember(c *call) {
	s, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	c.out.Array(len(c.args) - 2)
	for _, member := range c.args[2:] {
		c.flag(s.Has(member))
	}
}

// combine is an operation on sets: of the first and all others.
type combine func(first *keyspace.Set, others []*keyspace.Set) []string

func intersect(first *keyspace.Set, others []*keyspace.Set) (members []string) {
	for member := range first.All() {
		everywhere := true
		for _, s := range others {
			everywhere = everywhere && s.Has(member)
		}
		if everywhere {
			members = append(members, member)
		}
	}
	return members
}

func unite(first *keyspace.Set, others []*keyspace.Set) (members []string) {
	var seen keyspace.Set
	for _, s := range append([]*keyspace.Set{first}, others...) {
		for member := range s.All() {
			if seen.Set(member, struct{}{}) {
				members = append(members, member)
			}
		}
	}
	return members
}

func subtract(first *keyspace.Set, others []*keyspace.Set) (members []string) {
	for member := range first.All() {
		somewhere := false
		for _, s := range others {
			somewhere = somewhere || s.Has(member)
		}
		if !somewhere {
			members = append(members, member)
		}
	}
	return members
}

func (c *call) combined(keys []string, op combine) ([]string, bool) {
	sets := make([]*keyspace.Set, len(keys))
	for i, key := range keys {
		var ok bool
		if sets[i], ok = c.readSet(key); !ok {
			return nil, false
		}
	}
	return op(sets[0], sets[1:]), true
}

func setReply(c *call, keys []string, op combine) {
	members, ok := c.combined(keys, op)
	if !ok {
		return
	}
	c.out.Set(len(members))
	for _, member := range members {
		c.out.Bulk(member)
	}
}

func setStore(c *call, op combine) {
	members, ok := c.combined(c.args[2:], op)
	if !ok {
		return
	}
	key := c.args[1]
	there := c.lookup(key) != nil
	if there {
		c.e.keys.Delete(key)
		c.changedAs(key, "DEL", key)
	}
	if len(members) > 0 {
		s := &keyspace.Set{}
		for _, member := range members {
			s.Set(member, struct{}{})
		}
		c.e.keys.Put(key, s)
		c.changedItems("SADD", key, members, 1)
	}
	c.out.Int(int64(len(members)))
}

func sinterCard(c *call) {
	n, ok := parseInt(c.args[1])
	if !ok || n <= 0 {
		c.fail("ERR numkeys should be greater than 0")
		return
	}
	if n > int64(len(c.args)-2) {
		c.fail("ERR Number of keys can't be greater than number of args")
		return
	}
	limit := int64(0)
	switch rest := c.args[2+n:]; {
	case len(rest) == 0:
	case len(rest) == 2 && option(rest[0], "LIMIT"):
		if limit, ok = parseInt(rest[1]); !ok || limit < 0 {
			c.fail("ERR LIMIT can't be negative")
			return
		}
	default:
		c.fail(errSyntax)
		return
	}
	members, ok := c.combined(c.args[2:2+n], intersect)
	if !ok {
		return
	}
	total := int64(len(members))
	if limit > 0 {
		total = min(total, limit)
	}
	c.out.Int(total)
}

func srandMember(c *call) {
	if len(c.args) > 3 {
		c.fail(errSyntax)
		return
	}
	count := int64(1)
	if len(c.args) == 3 {
		var ok bool
		if count, ok = c.int(c.args[2]); !ok {
			return
		}
	}
	s, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	if len(c.args) == 2 {
		if s.Len() == 0 {
			c.out.Null()
			return
		}
		member, _ := s.At(rand.IntN(s.Len()))
		c.out.Bulk(member)
		return
	}
	picks := sample(s.Len(), count)
	c.out.Array(len(picks))
	for _, i := range picks {
		member, _ := s.At(i)
		c.out.Bulk(member)
	}
}

func sscan(c *call) {
	o, ok := c.scanOptions(3, false)
	if !ok {
		return
	}
	s, ok := c.readSet(c.args[1])
	if !ok {
		return
	}
	var found []string
	next := s.Scan(o.cursor, o.count, func(member string, _ struct{}) {
		if keyspace.Match(o.match, member) {
			found = append(found, member)
		}
	})
	c.scanReply(next, found)
}
