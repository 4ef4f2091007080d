package engine

import (
	"math"
	"strconv"

	"freshet/server/embed/internal/keyspace"
)

func expiryCommands() []command {
	set := func(name string, unit int64, absolute bool) command {
		return command{name: name, arity: -3, flags: writes, first: 1, last: 1, step: 1, run: func(c *call) { expireKey(c, unit, absolute) }}
	}
	get := func(name string, unit int64, absolute bool) command {
		return command{name: name, arity: 2, run: func(c *call) { ttl(c, unit, absolute) }}
	}
	return []command{
		set("EXPIRE", 1000, false), set("PEXPIRE", 1, false), set("EXPIREAT", 1000, true), set("PEXPIREAT", 1, true),
		get("TTL", 1000, false), get("PTTL", 1, false), get("EXPIRETIME", 1000, true), get("PEXPIRETIME", 1, true),
		{name: "PERSIST", arity: 2, flags: writes, first: 1, last: 1, step: 1, run: persist},
	}
}

// deadline turns an expire argument into Unix milliseconds, or fails the call.
func (c *call) deadline(arg string, unit int64, absolute, positive bool) (at int64, ok bool) {
	n, ok := c.int(arg)
	if !ok {
		return 0, false
	}
	base := int64(0)
	if !absolute {
		base = c.milliseconds()
	}
	if (positive && n <= 0) || n > (math.MaxInt64-base)/unit || n < math.MinInt64/unit {
		c.failf("ERR invalid expire time in '%s' command", lower(c.cmd.name))
		return 0, false
	}
	return base + n*unit, true
}

// pexpireAt is the effect of a deadline, whatever command set it.
func (c *call) pexpireAt(key string, at int64) []string {
	return []string{"PEXPIREAT", key, strconv.FormatInt(at, 10)}
}

func expireKey(c *call, unit int64, absolute bool) {
	var nx, xx, gt, lt bool
	for _, arg := range c.args[3:] {
		switch {
		case option(arg, "NX"):
			nx = true
		case option(arg, "XX"):
			xx = true
		case option(arg, "GT"):
			gt = true
		case option(arg, "LT"):
			lt = true
		default:
			c.failf("ERR Unsupported option %.128s", arg)
			return
		}
	}
	switch {
	case nx && (xx || gt || lt):
		c.fail("ERR NX and XX, GT or LT options at the same time are not compatible")
		return
	case gt && lt:
		c.fail("ERR GT and LT options at the same time are not compatible")
		return
	}
	at, ok := c.deadline(c.args[2], unit, absolute, false)
	if !ok {
		return
	}
	key := c.args[1]
	e := c.lookup(key)
	had := e != nil && e.ExpireAt != 0
	if e == nil || nx && had || xx && !had || gt && (!had || at <= e.ExpireAt) || lt && had && at >= e.ExpireAt {
		c.out.Int(0)
		return
	}
	if at <= c.milliseconds() && !c.e.loading {
		c.e.keys.Delete(key)
		c.changedAs(key, "DEL", key)
	} else {
		c.e.keys.ExpireAt(key, e, max(at, 1))
		c.changedAs(key, c.pexpireAt(key, max(at, 1))...)
	}
	c.out.Int(1)
}

func ttl(c *call, unit int64, absolute bool) {
	e := c.lookup(c.args[1])
	switch {
	case e == nil:
		c.out.Int(-2)
	case e.ExpireAt == 0:
		c.out.Int(-1)
	case absolute:
		c.out.Int(e.ExpireAt / unit)
	case unit == 1:
		c.out.Int(e.ExpireAt - c.milliseconds())
	default:
		c.out.Int((e.ExpireAt - c.milliseconds() + unit/2) / unit)
	}
}

func persist(c *call) {
	e := c.lookup(c.args[1])
	if e == nil || e.ExpireAt == 0 {
		c.out.Int(0)
		return
	}
	c.e.keys.ExpireAt(c.args[1], e, 0)
	c.changed(c.args[1])
	c.out.Int(1)
}

// live reports whether the deadline of e lies ahead.
func (c *call) live(e *keyspace.Entry) bool {
	return e.ExpireAt == 0 || e.ExpireAt > c.milliseconds()
}
