package engine

import (
	"math/rand/v2"
	"strconv"

	"freshet/server/embed/internal/keyspace"
)

func hashCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		key("HSET", -4, func(c *call) { hset(c, false) }),
		key("HMSET", -4, func(c *call) { hset(c, true) }),
		key("HSETNX", 4, hsetNX),
		key("HDEL", -3, hdel),
		key("HINCRBY", 4, hincrBy),
		key("HINCRBYFLOAT", 4, hincrByFloat),
		{name: "HGET", arity: 3, run: hget},
		{name: "HMGET", arity: -3, run: hmget},
		{name: "HGETALL", arity: 2, run: hgetAll},
		{name: "HKEYS", arity: 2, run: func(c *call) { hlist(c, func(f, _ string) string { return f }) }},
		{name: "HVALS", arity: 2, run: func(c *call) { hlist(c, func(_, v string) string { return v }) }},
		{name: "HLEN", arity: 2, run: hlen},
		{name: "HEXISTS", arity: 3, run: hexists},
		{name: "HSTRLEN", arity: 3, run: hstrlen},
		{name: "HSCAN", arity: -3, run: hscan},
		{name: "HRANDFIELD", arity: -2, run: hrandField},
	}
}

// hash returns the hash at key for writing, made if there is none.
func (c *call) hash(key string) (*keyspace.Hash, bool) {
	h, there, ok := value[*keyspace.Hash](c, key)
	if ok && !there {
		h = &keyspace.Hash{}
		c.e.keys.Put(key, h)
	}
	return h, ok
}

// readHash returns the hash at key, an empty one if there is none.
func (c *call) readHash() (*keyspace.Hash, bool) {
	h, there, ok := value[*keyspace.Hash](c, c.args[1])
	if !there {
		h = &keyspace.Hash{}
	}
	return h, ok
}

func hset(c *call, statusReply bool) {
	if len(c.args)%2 != 0 {
		c.fail(wrongNumber(lower(c.cmd.name)))
		return
	}
	h, ok := c.hash(c.args[1])
	if !ok {
		return
	}
	added := 0
	for i := 2; i < len(c.args); i += 2 {
		if h.Set(c.args[i], c.args[i+1]) {
			added++
		}
	}
	c.changed(c.args[1])
	if statusReply {
		c.ok()
		return
	}
	c.out.Int(int64(added))
}

func hsetNX(c *call) {
	h, ok := c.readHash()
	if !ok {
		return
	}
	if h.Has(c.args[2]) {
		c.out.Int(0)
		return
	}
	h, _ = c.hash(c.args[1])
	h.Set(c.args[2], c.args[3])
	c.changed(c.args[1])
	c.out.Int(1)
}

func hdel(c *call) {
	h, ok := c.readHash()
	if !ok {
		return
	}
	n := 0
	for _, field := range c.args[2:] {
		if h.Delete(field) {
			n++
		}
	}
	if n > 0 {
		c.dropIfEmpty(c.args[1], h.Len())
		c.changed(c.args[1])
	}
	c.out.Int(int64(n))
}

func hincrBy(c *call) {
	by, ok := c.int(c.args[3])
	if !ok {
		return
	}
	h, ok := c.readHash()
	if !ok {
		return
	}
	var n int64
	if s, there := h.Get(c.args[2]); there {
		if n, ok = parseInt(s); !ok {
			c.fail("ERR hash value is not an integer")
			return
		}
	}
	sum, ok := add(n, by)
	if !ok {
		c.fail(errOverflow)
		return
	}
	h, _ = c.hash(c.args[1])
	h.Set(c.args[2], strconv.FormatInt(sum, 10))
	c.changed(c.args[1])
	c.out.Int(sum)
}

func hincrByFloat(c *call) {
	if _, ok := c.float(c.args[3]); !ok {
		return
	}
	h, ok := c.readHash()
	if !ok {
		return
	}
	s, there := h.Get(c.args[2])
	if !there {
		s = "0"
	}
	sum, refusal := addFloats(s, c.args[3], "ERR hash value is not a float")
	if refusal != "" {
		c.fail(refusal)
		return
	}
	h, _ = c.hash(c.args[1])
	h.Set(c.args[2], sum)
	c.changedAs(c.args[1], "HSET", c.args[1], c.args[2], sum)
	c.out.Bulk(sum)
}

func hget(c *call) {
	if h, ok := c.readHash(); ok {
		s, there := h.Get(c.args[2])
		c.bulkOrNull(s, there)
	}
}

func hmget(c *call) {
	h, ok := c.readHash()
	if !ok {
		return
	}
	c.out.Array(len(c.args) - 2)
	for _, field := range c.args[2:] {
		s, there := h.Get(field)
		c.bulkOrNull(s, there)
	}
}

func hgetAll(c *call) {
	h, ok := c.readHash()
	if !ok {
		return
	}
	c.out.Map(h.Len())
	for f, v := range h.All() {
		c.out.Bulk(f)
		c.out.Bulk(v)
	}
}

func hlist(c *call, pick func(field, value string) string) {
	h, ok := c.readHash()
	if !ok {
		return
	}
	c.out.Array(h.Len())
	for f, v := range h.All() {
		c.out.Bulk(pick(f, v))
	}
}

func hlen(c *call) {
	if h, ok := c.readHash(); ok {
		c.out.Int(int64(h.Len()))
	}
}

func hexists(c *call) {
	if h, ok := c.readHash(); ok {
		c.flag(h.Has(c.args[2]))
	}
}

func hstrlen(c *call) {
	if h, ok := c.readHash(); ok {
		s, _ := h.Get(c.args[2])
		c.out.Int(int64(len(s)))
	}
}

func hscan(c *call) {
	o, ok := c.scanOptions(3, false)
	if !ok {
		return
	}
	h, ok := c.readHash()
	if !ok {
		return
	}
	var found []string
	next := h.Scan(o.cursor, o.count, func(f, v string) {
		if keyspace.Match(o.match, f) {
			found = append(found, f, v)
		}
	})
	c.scanReply(next, found)
}

func hrandField(c *call) {
	withValues := len(c.args) == 4 && option(c.args[3], "WITHVALUES")
	if len(c.args) > 4 || len(c.args) == 4 && !withValues {
		c.fail(errSyntax)
		return
	}
	count := int64(1)
	if len(c.args) > 2 {
		var ok bool
		if count, ok = c.int(c.args[2]); !ok {
			return
		}
	}
	h, ok := c.readHash()
	if !ok {
		return
	}
	if len(c.args) == 2 {
		if h.Len() == 0 {
			c.out.Null()
			return
		}
		f, _ := h.At(rand.IntN(h.Len()))
		c.out.Bulk(f)
		return
	}
	picks := sample(h.Len(), count)
	paired := withValues && c.s != nil && c.s.reply.Proto == 3 && c.script == nil
	switch {
	case withValues && !paired:
		c.out.Array(2 * len(picks))
	default:
		c.out.Array(len(picks))
	}
	for _, i := range picks {
		f, v := h.At(i)
		if paired {
			c.out.Array(2)
		}
		c.out.Bulk(f)
		if withValues {
			c.out.Bulk(v)
		}
	}
}

// maxPicks bounds how often one command may draw with repetition.
const maxPicks = 1 << 20

// sample draws positions below n: count different ones, or with repetition -count
// if count is negative.
func sample(n int, count int64) []int {
	if n == 0 || count == 0 {
		return nil
	}
	if count > 0 {
		return rand.Perm(n)[:min(int64(n), count)]
	}
	picks := make([]int, min(maxPicks, -max(count, -maxPicks)))
	for i := range picks {
		picks[i] = rand.IntN(n)
	}
	return picks
}
