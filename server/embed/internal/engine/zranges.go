package engine

import (
	"slices"
	"sort"
	"strings"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

const (
	errMinMax     = "ERR min or max is not a float"
	errMinMaxText = "ERR min or max not valid string range item"
)

// by says what the ends of a range are.
type by int

const (
	byRank by = iota
	byScore
	byText
)

func zrangeCommands() []command {
	read := func(name string, kind by, reverse bool) command {
		return command{name: name, arity: -4, run: func(c *call) { zrangeOld(c, kind, reverse) }}
	}
	remove := func(name string, kind by) command {
		return command{name: name, arity: 4, flags: writes, first: 1, last: 1, step: 1, run: func(c *call) { zremRange(c, kind) }}
	}
	return []command{
		{name: "ZRANGE", arity: -4, run: func(c *call) { zrange(c, 1) }},
		{name: "ZRANGESTORE", arity: -5, flags: writes, first: 1, last: 1, step: 1, run: func(c *call) { zrange(c, 2) }},
		{name: "ZREVRANGE", arity: -4, run: func(c *call) { zrangeOld(c, byRank, true) }},
		read("ZRANGEBYSCORE", byScore, false),
		read("ZREVRANGEBYSCORE", byScore, true),
		read("ZRANGEBYLEX", byText, false),
		read("ZREVRANGEBYLEX", byText, true),
		{name: "ZCOUNT", arity: 4, run: func(c *call) { zcount(c, byScore) }},
		{name: "ZLEXCOUNT", arity: 4, run: func(c *call) { zcount(c, byText) }},
		remove("ZREMRANGEBYRANK", byRank),
		remove("ZREMRANGEBYSCORE", byScore),
		remove("ZREMRANGEBYLEX", byText),
	}
}

// zrangeOptions describe a range.
type zrangeOptions struct {
	kind          by
	reverse       bool
	from, to      string
	withScores    bool
	offset, count int64 // count -1: all
}

// parse reads the words behind the ends; old commands have their kind in the name.
func (o *zrangeOptions) parse(c *call, args []string, old bool) bool {
	o.count = -1
	limited := false
	for i := 0; i < len(args); i++ {
		switch arg := strings.ToUpper(args[i]); {
		case arg == "WITHSCORES" && (!old || o.kind != byText):
			o.withScores = true
		case arg == "LIMIT" && i+2 < len(args) && !(old && o.kind == byRank):
			var ok bool
			if o.offset, ok = c.int(args[i+1]); !ok {
				return false
			}
			if o.count, ok = c.int(args[i+2]); !ok {
				return false
			}
			limited = true
			i += 2
		case arg == "BYSCORE" && !old:
			o.kind = byScore
		case arg == "BYLEX" && !old:
			o.kind = byText
		case arg == "REV" && !old:
			o.reverse = true
		default:
			c.fail(errSyntax)
			return false
		}
	}
	switch {
	case limited && o.kind == byRank:
		c.fail("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
		return false
	case o.withScores && o.kind == byText:
		c.fail("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
		return false
	}
	return true
}

// zrange is ZRANGE with at 1, and ZRANGESTORE with at 2: where the source key is.
func zrange(c *call, at int) {
	o := zrangeOptions{from: c.args[at+1], to: c.args[at+2]}
	if !o.parse(c, c.args[at+3:], false) {
		return
	}
	if at == 2 && o.withScores {
		c.fail(errSyntax)
		return
	}
	ends, ok := o.ends(c)
	if !ok {
		return
	}
	z, there, ok := value[*keyspace.ZSet](c, c.args[at])
	if !ok {
		return
	}
	if !there {
		z = &keyspace.ZSet{}
	}
	members := o.selectFrom(z, ends)
	if at == 1 {
		c.scoredReply(members, o.withScores, true)
		return
	}
	c.storeRange(members)
}

func (c *call) storeRange(members []keyspace.Scored) {
	key := c.args[1]
	if c.lookup(key) != nil {
		c.e.keys.Delete(key)
		c.changedAs(key, "DEL", key)
	}
	if len(members) > 0 {
		z := &keyspace.ZSet{}
		var pairs []string
		for _, m := range members {
			z.Set(m.Member, m.Score)
			pairs = append(pairs, resp.FormatFloat(m.Score), m.Member)
		}
		c.e.keys.Put(key, z)
		c.changedItems("ZADD", key, pairs, 2)
	}
	c.out.Int(int64(len(members)))
}

func zrangeOld(c *call, kind by, reverse bool) {
	o := zrangeOptions{kind: kind, reverse: reverse, from: c.args[2], to: c.args[3]}
	if !o.parse(c, c.args[4:], true) {
		return
	}
	ends, ok := o.ends(c)
	if !ok {
		return
	}
	if z, ok := c.readZSet(); ok {
		c.scoredReply(o.selectFrom(z, ends), o.withScores, true)
	}
}

// selectFrom returns the members of a range, as a new slice.
func (o zrangeOptions) selectFrom(z *keyspace.ZSet, ends rangeEnds) []keyspace.Scored {
	i, j := ends(z)
	members := slices.Clone(z.Members()[i:j])
	if o.reverse {
		slices.Reverse(members)
	}
	if o.kind != byRank {
		if o.offset < 0 {
			return nil
		}
		members = members[min(o.offset, int64(len(members))):]
		if o.count >= 0 {
			members = members[:min(o.count, int64(len(members)))]
		}
	}
	return members
}

// rangeEnds finds the positions [i, j) of a range in ascending order, i ≤ j.
type rangeEnds func(z *keyspace.ZSet) (i, j int)

// ends reads the ends of a range, or fails the call.
func (o zrangeOptions) ends(c *call) (rangeEnds, bool) {
	from, to := o.from, o.to
	if o.reverse && o.kind != byRank {
		from, to = to, from
	}
	switch o.kind {
	case byScore:
		return scoreEnds(c, from, to)
	case byText:
		return textEnds(c, from, to)
	}
	a, b, ok := c.span(from, to)
	return func(z *keyspace.ZSet) (int, int) {
		i, j := bounds(a, b, z.Len())
		if o.reverse {
			i, j = z.Len()-j, z.Len()-i
		}
		return i, j
	}, ok
}

func scoreEnds(c *call, from, to string) (rangeEnds, bool) {
	low, lowOpen, ok1 := scoreEnd(from)
	high, highOpen, ok2 := scoreEnd(to)
	if !ok1 || !ok2 {
		c.fail(errMinMax)
		return nil, false
	}
	return func(z *keyspace.ZSet) (int, int) {
		all := z.Members()
		i := sort.Search(len(all), func(n int) bool { return all[n].Score > low || !lowOpen && all[n].Score == low })
		j := sort.Search(len(all), func(n int) bool { return all[n].Score > high || highOpen && all[n].Score == high })
		return i, max(i, j)
	}, true
}

func scoreEnd(s string) (f float64, open, ok bool) {
	s, open = strings.CutPrefix(s, "(")
	f, ok = parseFloat(s)
	return f, open, ok
}

func textEnds(c *call, from, to string) (rangeEnds, bool) {
	if !validText(from) || !validText(to) {
		c.fail(errMinMaxText)
		return nil, false
	}
	return func(z *keyspace.ZSet) (int, int) {
		all := z.Members()
		// Positions of the first member behind an end; a closed end includes its own.
		place := func(end string, behind bool) int {
			switch end {
			case "-":
				return 0
			case "+":
				return len(all)
			}
			return sort.Search(len(all), func(n int) bool { return all[n].Member > end[1:] || !behind && all[n].Member == end[1:] })
		}
		i, j := place(from, from[0] == '('), place(to, to[0] == '[')
		return i, max(i, j)
	}, true
}

func validText(s string) bool {
	return s == "-" || s == "+" || s != "" && (s[0] == '(' || s[0] == '[')
}

// rangeOf reads a range without options, and then the set.
func (c *call) rangeOf(kind by) (z *keyspace.ZSet, i, j int, ok bool) {
	ends, ok := zrangeOptions{kind: kind, from: c.args[2], to: c.args[3]}.ends(c)
	if !ok {
		return nil, 0, 0, false
	}
	if z, ok = c.readZSet(); ok {
		i, j = ends(z)
	}
	return z, i, j, ok
}

func zcount(c *call, kind by) {
	if _, i, j, ok := c.rangeOf(kind); ok {
		c.out.Int(int64(j - i))
	}
}

func zremRange(c *call, kind by) {
	z, i, j, ok := c.rangeOf(kind)
	if !ok {
		return
	}
	names := make([]string, 0, j-i)
	for _, m := range z.Members()[i:j] {
		names = append(names, m.Member)
	}
	c.out.Int(int64(c.zremove(z, names)))
}
