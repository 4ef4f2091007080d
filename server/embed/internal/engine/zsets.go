package engine

import (
	"math"
	"strings"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

func zsetCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		key("ZADD", -4, zadd),
		key("ZINCRBY", 4, zincrBy),
		key("ZREM", -3, zrem),
		key("ZPOPMIN", -2, func(c *call) { zpop(c, false) }),
		key("ZPOPMAX", -2, func(c *call) { zpop(c, true) }),
		{name: "ZCARD", arity: 2, run: zcard},
		{name: "ZSCORE", arity: 3, run: zscore},
		{name: "ZMSCORE", arity: -3, run: zmscore},
		{name: "ZRANK", arity: 3, run: func(c *call) { zrank(c, false) }},
		{name: "ZREVRANK", arity: 3, run: func(c *call) { zrank(c, true) }},
		{name: "ZSCAN", arity: -3, run: zscan},
	}
}

func (c *call) readZSet() (*keyspace.ZSet, bool) {
	z, there, ok := value[*keyspace.ZSet](c, c.args[1])
	if !there {
		z = &keyspace.ZSet{}
	}
	return z, ok
}

// zaddOptions are the words between key and scores.
type zaddOptions struct{ nx, xx, gt, lt, ch, incr bool }

func parseZaddOptions(args []string) (o zaddOptions, rest []string) {
	for i, arg := range args {
		switch strings.ToUpper(arg) {
		case "NX":
			o.nx = true
		case "XX":
			o.xx = true
		case "GT":
			o.gt = true
		case "LT":
			o.lt = true
		case "CH":
			o.ch = true
		case "INCR":
			o.incr = true
		default:
			return o, args[i:]
		}
	}
	return o, nil
}

func zadd(c *call) {
	o, rest := parseZaddOptions(c.args[2:])
	switch {
	case len(rest) == 0 || len(rest)%2 != 0:
		c.fail(errSyntax)
		return
	case o.nx && o.xx:
		c.fail("ERR XX and NX options at the same time are not compatible")
		return
	case o.gt && o.nx || o.lt && o.nx || o.gt && o.lt:
		c.fail("ERR GT, LT, and/or NX options at the same time are not compatible")
		return
	case o.incr && len(rest) > 2:
		c.fail("ERR INCR option supports a single increment-element pair")
		return
	}
	scores := make([]float64, 0, len(rest)/2)
	for i := 0; i < len(rest); i += 2 {
		f, ok := c.float(rest[i])
		if !ok {
			return
		}
		scores = append(scores, f)
	}
	c.zadd(o, scores, rest)
}

func (c *call) zadd(o zaddOptions, scores []float64, pairs []string) {
	key := c.args[1]
	z, ok := c.readZSet()
	if !ok {
		return
	}
	isNew := z.Len() == 0
	effect := []string{"ZADD", key}
	added, moved := 0, 0
	var result float64
	set := false
	for i, score := range scores {
		member := pairs[2*i+1]
		old, there := z.Score(member)
		if o.incr {
			score += old
			if math.IsNaN(score) {
				c.fail("ERR resulting score is not a number (NaN)")
				return
			}
		}
		if there && o.nx || !there && o.xx || there && (o.gt && score <= old || o.lt && score >= old) {
			continue
		}
		result, set = score, true
		if there && old == score {
			continue
		}
		z.Set(member, score)
		effect = append(effect, resp.FormatFloat(score), member)
		if there {
			moved++
		} else {
			added++
		}
	}
	if len(effect) > 2 {
		if isNew {
			c.e.keys.Put(key, z)
		}
		c.changedAs(key, effect...)
	}
	switch {
	case o.incr && set:
		c.out.Double(result)
	case o.incr:
		c.out.Null()
	case o.ch:
		c.out.Int(int64(added + moved))
	default:
		c.out.Int(int64(added))
	}
}

func zincrBy(c *call) {
	by, ok := c.float(c.args[2])
	if !ok {
		return
	}
	c.zadd(zaddOptions{incr: true}, []float64{by}, c.args[2:])
}

func zrem(c *call) {
	z, ok := c.readZSet()
	if !ok {
		return
	}
	c.out.Int(int64(c.zremove(z, c.args[2:])))
}

// zremove removes members from the sorted set at args[1], with that effect.
func (c *call) zremove(z *keyspace.ZSet, members []string) int {
	var gone []string
	for _, member := range members {
		if z.Delete(member) {
			gone = append(gone, member)
		}
	}
	if len(gone) > 0 {
		c.dropIfEmpty(c.args[1], z.Len())
		c.changedItems("ZREM", c.args[1], gone, 1)
	}
	return len(gone)
}

func zpop(c *call, highest bool) {
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
	z, ok := c.readZSet()
	if !ok {
		return
	}
	n := int(min(count, int64(z.Len())))
	popped := make([]keyspace.Scored, n)
	names := make([]string, n)
	for i := range n {
		at := i
		if highest {
			at = z.Len() - 1 - i
		}
		popped[i] = z.Members()[at]
		names[i] = popped[i].Member
	}
	c.zremove(z, names)
	// RESP3 nests the pairs only where a count was given.
	c.scoredReply(popped, true, len(c.args) == 3)
}

// scoredReply lists members, with their scores if asked; pairs are nested in RESP3.
func (c *call) scoredReply(members []keyspace.Scored, withScores, nested bool) {
	nested = nested && withScores && c.s != nil && c.s.reply.Proto == 3 && c.script == nil
	switch {
	case !withScores || nested:
		c.out.Array(len(members))
	default:
		c.out.Array(2 * len(members))
	}
	for _, m := range members {
		if nested {
			c.out.Array(2)
		}
		c.out.Bulk(m.Member)
		if withScores {
			c.out.Double(m.Score)
		}
	}
}

func zcard(c *call) {
	if z, ok := c.readZSet(); ok {
		c.out.Int(int64(z.Len()))
	}
}

func (c *call) scoreOrNull(z *keyspace.ZSet, member string) {
	if score, there := z.Score(member); there {
		c.out.Double(score)
		return
	}
	c.out.Null()
}

func zscore(c *call) {
	if z, ok := c.readZSet(); ok {
		c.scoreOrNull(z, c.args[2])
	}
}

func zmscore(c *call) {
	z, ok := c.readZSet()
	if !ok {
		return
	}
	c.out.Array(len(c.args) - 2)
	for _, member := range c.args[2:] {
		c.scoreOrNull(z, member)
	}
}

func zrank(c *call, reverse bool) {
	z, ok := c.readZSet()
	if !ok {
		return
	}
	rank, there := z.Rank(c.args[2])
	switch {
	case !there:
		c.out.Null()
	case reverse:
		c.out.Int(int64(z.Len() - 1 - rank))
	default:
		c.out.Int(int64(rank))
	}
}

func zscan(c *call) {
	o, ok := c.scanOptions(3, false)
	if !ok {
		return
	}
	z, ok := c.readZSet()
	if !ok {
		return
	}
	var found []string
	next := z.Scan(o.cursor, o.count, func(member string, score float64) {
		if keyspace.Match(o.match, member) {
			found = append(found, member, resp.FormatFloat(score))
		}
	})
	c.scanReply(next, found)
}
