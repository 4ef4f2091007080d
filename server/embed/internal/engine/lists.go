package engine

import (
	"slices"
	"time"

	"freshet/server/embed/internal/keyspace"
)

func listCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	two := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 2, step: 1, run: run}
	}
	return []command{
		key("LPUSH", -3, func(c *call) { push(c, true, false) }),
		key("RPUSH", -3, func(c *call) { push(c, false, false) }),
		key("LPUSHX", -3, func(c *call) { push(c, true, true) }),
		key("RPUSHX", -3, func(c *call) { push(c, false, true) }),
		key("LPOP", -2, func(c *call) { pop(c, true) }),
		key("RPOP", -2, func(c *call) { pop(c, false) }),
		key("LSET", 4, lset),
		key("LREM", 4, lrem),
		key("LTRIM", 4, ltrim),
		key("LINSERT", 5, linsert),
		two("LMOVE", 5, func(c *call) { c.move(c.args[3], c.args[4], "") }),
		two("RPOPLPUSH", 3, func(c *call) { c.move("RIGHT", "LEFT", "") }),
		two("BLMOVE", 6, func(c *call) { c.move(c.args[3], c.args[4], c.args[5]) }),
		two("BRPOPLPUSH", 4, func(c *call) { c.move("RIGHT", "LEFT", c.args[3]) }),
		{name: "BLPOP", arity: -3, flags: writes, first: 1, last: -2, step: 1, run: func(c *call) { blockingPop(c, true) }},
		{name: "BRPOP", arity: -3, flags: writes, first: 1, last: -2, step: 1, run: func(c *call) { blockingPop(c, false) }},
		{name: "LLEN", arity: 2, run: llen},
		{name: "LRANGE", arity: 4, run: lrange},
		{name: "LINDEX", arity: 3, run: lindex},
		{name: "LPOS", arity: -3, run: lpos},
	}
}

func (c *call) readList(key string) (*keyspace.List, bool) {
	l, there, ok := value[*keyspace.List](c, key)
	if !there {
		l = &keyspace.List{}
	}
	return l, ok
}

func push(c *call, left, ifThere bool) {
	key := c.args[1]
	l, ok := c.readList(key)
	if !ok {
		return
	}
	if l.Len() == 0 {
		if ifThere {
			c.out.Int(0)
			return
		}
		c.e.keys.Put(key, l)
	}
	for _, s := range c.args[2:] {
		if left {
			l.PushFront(s)
		} else {
			l.PushBack(s)
		}
	}
	c.changed(key)
	c.out.Int(int64(l.Len()))
}

// take removes one element from an end of the list at key, without an effect.
func (c *call) take(key string, l *keyspace.List, left bool) string {
	s := takeEnd(l, left)
	c.dropIfEmpty(key, l.Len())
	return s
}

func takeEnd(l *keyspace.List, left bool) string {
	if left {
		return l.PopFront()
	}
	return l.PopBack()
}

func popName(left bool) string {
	if left {
		return "LPOP"
	}
	return "RPOP"
}

func pop(c *call, left bool) {
	key, count := c.args[1], int64(1)
	switch len(c.args) {
	case 2:
	case 3:
		n, ok := parseInt(c.args[2])
		if !ok || n < 0 {
			c.fail(errOutOfRange)
			return
		}
		count = n
	default:
		c.fail(wrongNumber(lower(c.cmd.name)))
		return
	}
	l, ok := c.readList(key)
	if !ok {
		return
	}
	n := int(min(count, int64(l.Len())))
	if l.Len() == 0 {
		if len(c.args) == 3 {
			c.out.NullArray()
		} else {
			c.out.Null()
		}
		return
	}
	items := make([]string, n)
	for i := range items {
		items[i] = c.take(key, l, left)
	}
	if n > 0 {
		c.changed(key)
	}
	if len(c.args) == 3 {
		c.bulks(items)
		return
	}
	c.out.Bulk(items[0])
}

// wait makes the session wait for a change of keys, or replies at once where
// waiting is not possible: in a script or a transaction.
func (c *call) wait(keys []string, timeout time.Duration, arrayReply bool) {
	if c.script != nil || c.inMulti || c.s == nil {
		if arrayReply {
			c.out.NullArray()
		} else {
			c.out.Null()
		}
		return
	}
	b := &Block{Keys: slices.Clone(keys), Args: c.args}
	if timeout > 0 {
		b.Until = c.e.now.Add(timeout)
	}
	c.s.blocked = b
}

// timeout reads the seconds that a list command may wait; 0 means for ever.
func (c *call) timeout(arg string) (time.Duration, bool) {
	f, ok := parseFloat(arg)
	if !ok || f > 1e9 {
		c.fail("ERR timeout is not a float or out of range")
		return 0, false
	}
	if f < 0 {
		c.fail("ERR timeout is negative")
		return 0, false
	}
	return time.Duration(f * float64(time.Second)), true
}

func blockingPop(c *call, left bool) {
	last := len(c.args) - 1
	limit, ok := c.timeout(c.args[last])
	if !ok {
		return
	}
	for _, key := range c.args[1:last] {
		l, ok := c.readList(key)
		if !ok {
			return
		}
		if l.Len() > 0 {
			s := c.take(key, l, left)
			c.changedAs(key, popName(left), key)
			c.bulks([]string{key, s})
			return
		}
	}
	c.wait(c.args[1:last], limit, true)
}

// move is LMOVE and its kin; timeout is "" for those that do not wait.
func (c *call) move(from, to, timeout string) {
	left, ok1 := side(from)
	toLeft, ok2 := side(to)
	if !ok1 || !ok2 {
		c.fail(errSyntax)
		return
	}
	var limit time.Duration
	if timeout != "" {
		var ok bool
		if limit, ok = c.timeout(timeout); !ok {
			return
		}
	}
	source, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	if source.Len() == 0 {
		if timeout == "" {
			c.out.Null()
			return
		}
		c.wait(c.args[1:2], limit, false)
		return
	}
	target, ok := c.readList(c.args[2])
	if !ok {
		return
	}
	if target.Len() == 0 {
		c.e.keys.Put(c.args[2], target)
	}
	s := takeEnd(source, left)
	if toLeft {
		target.PushFront(s)
	} else {
		target.PushBack(s)
	}
	c.dropIfEmpty(c.args[1], source.Len()) // not before: it may be the target too
	c.e.touch(c.args[1])
	c.changedAs(c.args[2], "LMOVE", c.args[1], c.args[2], lower(from), lower(to))
	c.out.Bulk(s)
}

func side(word string) (left, ok bool) {
	left = option(word, "LEFT")
	return left, left || option(word, "RIGHT")
}

func llen(c *call) {
	if l, ok := c.readList(c.args[1]); ok {
		c.out.Int(int64(l.Len()))
	}
}

// span reads two positions.
func (c *call) span(from, to string) (i, j int64, ok bool) {
	i, ok1 := parseInt(from)
	j, ok2 := parseInt(to)
	if !ok1 || !ok2 {
		c.fail(errNotInteger)
		return 0, 0, false
	}
	return i, j, true
}

func lrange(c *call) {
	from, to, ok := c.span(c.args[2], c.args[3])
	if !ok {
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	i, j := bounds(from, to, l.Len())
	c.bulks(l.Items()[i:j])
}

func lindex(c *call) {
	n, ok := c.int(c.args[2])
	if !ok {
		return
	}
	l, ok := c.readList(c.args[1])
	if !ok {
		return
	}
	i := index(n, l.Len())
	if i < 0 || i >= l.Len() {
		c.out.Null()
		return
	}
	c.out.Bulk(l.Items()[i])
}
