package engine

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"freshet/server/embed/internal/keyspace"
)

func keyCommands() []command {
	return []command{
		{name: "DEL", arity: -2, flags: writes, first: 1, last: -1, step: 1, run: del},
		{name: "UNLINK", arity: -2, flags: writes, first: 1, last: -1, step: 1, run: del},
		{name: "EXISTS", arity: -2, run: exists},
		{name: "TOUCH", arity: -2, run: exists},
		{name: "TYPE", arity: 2, run: typeOf},
		{name: "RENAME", arity: 3, flags: writes, first: 1, last: 2, step: 1, run: func(c *call) { rename(c, false) }},
		{name: "RENAMENX", arity: 3, flags: writes, first: 1, last: 2, step: 1, run: func(c *call) { rename(c, true) }},
		{name: "COPY", arity: -3, flags: writes, first: 2, last: 2, step: 1, run: copyKey},
		{name: "SCAN", arity: -2, run: scan},
		{name: "KEYS", arity: 2, run: keys},
		{name: "RANDOMKEY", arity: 1, run: randomKey},
		{name: "DBSIZE", arity: 1, run: func(c *call) { c.out.Int(int64(c.e.keys.Len())) }},
		{name: "OBJECT", arity: -2, run: object},
	}
}

func del(c *call) {
	effect := []string{"DEL"}
	for _, key := range c.args[1:] {
		if c.lookup(key) != nil {
			c.e.keys.Delete(key)
			c.e.touch(key)
			effect = append(effect, key)
		}
	}
	if len(effect) > 1 {
		c.effect(effect...)
	}
	c.out.Int(int64(len(effect) - 1))
}

func exists(c *call) {
	n := 0
	for _, key := range c.args[1:] {
		if c.lookup(key) != nil {
			n++
		}
	}
	c.out.Int(int64(n))
}

func typeOf(c *call) {
	e := c.lookup(c.args[1])
	if e == nil {
		c.out.Status("none")
		return
	}
	c.out.Status(keyspace.TypeName(e.Value))
}

func rename(c *call, unlessTaken bool) {
	from, to := c.args[1], c.args[2]
	if c.lookup(from) == nil {
		c.fail(errNoSuchKey)
		return
	}
	if unlessTaken && c.lookup(to) != nil {
		c.out.Int(0)
		return
	}
	if from != to {
		c.e.keys.Rename(from, to)
		c.e.touch(from)
		c.changed(to)
	}
	if unlessTaken {
		c.out.Int(1)
		return
	}
	c.ok()
}

func copyKey(c *call) {
	from, to, replace := c.args[1], c.args[2], false
	for i := 3; i < len(c.args); i++ {
		switch {
		case option(c.args[i], "REPLACE"):
			replace = true
		case option(c.args[i], "DB") && i+1 < len(c.args) && c.args[i+1] == "0":
			i++
		default:
			c.fail(errSyntax)
			return
		}
	}
	if from == to {
		c.fail("ERR source and destination objects are the same")
		return
	}
	source := c.lookup(from)
	if source == nil || (!replace && c.lookup(to) != nil) {
		c.out.Int(0)
		return
	}
	entry := c.e.keys.Put(to, keyspace.Copy(source.Value))
	c.e.keys.ExpireAt(to, entry, source.ExpireAt)
	c.changed(to)
	c.out.Int(1)
}

func scan(c *call) {
	o, ok := c.scanOptions(2, true)
	if !ok {
		return
	}
	var found []string
	expired := map[string]*keyspace.Entry{}
	next := c.e.keys.Scan(o.cursor, o.count, func(key string, e *keyspace.Entry) {
		switch {
		case !c.live(e):
			expired[key] = e
		case keyspace.Match(o.match, key) && (o.kind == "" || o.kind == keyspace.TypeName(e.Value)):
			found = append(found, key)
		}
	})
	for key, e := range expired {
		c.e.expire(key, e)
	}
	c.scanReply(next, found)
}

// scanOptions are what SCAN, HSCAN, SSCAN and ZSCAN share.
type scanOptions struct {
	cursor      uint64
	count       int
	match, kind string
}

func (c *call) scanOptions(at int, typed bool) (o scanOptions, ok bool) {
	cursor, err := strconv.ParseUint(c.args[at-1], 10, 64)
	if err != nil {
		c.fail("ERR invalid cursor")
		return o, false
	}
	o = scanOptions{cursor: cursor, count: 10, match: "*"}
	for i := at; i < len(c.args); i += 2 {
		if i+1 == len(c.args) {
			c.fail(errSyntax)
			return o, false
		}
		switch arg := c.args[i+1]; {
		case option(c.args[i], "COUNT"):
			n, ok := c.int(arg)
			if !ok {
				return o, false
			}
			if n < 1 {
				c.fail(errSyntax)
				return o, false
			}
			o.count = int(n)
		case option(c.args[i], "MATCH"):
			o.match = arg
		case typed && option(c.args[i], "TYPE"):
			o.kind = strings.ToLower(arg)
		default:
			c.fail(errSyntax)
			return o, false
		}
	}
	return o, true
}

func (c *call) scanReply(next uint64, items []string) {
	c.out.Array(2)
	c.out.Bulk(strconv.FormatUint(next, 10))
	c.bulks(items)
}

func keys(c *call) {
	found := []string{}
	c.e.keys.Scan(0, c.e.keys.Len(), func(key string, e *keyspace.Entry) {
		if c.live(e) && keyspace.Match(c.args[1], key) {
			found = append(found, key)
		}
	})
	c.bulks(found)
}

func randomKey(c *call) {
	for c.e.keys.Len() > 0 {
		if key := c.e.keys.Random(rand.Int()); c.lookup(key) != nil {
			c.out.Bulk(key)
			return
		}
	}
	c.out.Null()
}

func object(c *call) {
	if !option(c.args[1], "REFCOUNT") && !option(c.args[1], "IDLETIME") || len(c.args) != 3 {
		c.failf("ERR OBJECT %.128s is not offered by the embedded store", c.args[1])
		return
	}
	if c.lookup(c.args[2]) == nil {
		c.out.Null()
		return
	}
	c.flag(option(c.args[1], "REFCOUNT"))
}
