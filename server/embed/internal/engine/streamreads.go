package engine

import (
	"slices"
	"strings"
	"time"

	"freshet/server/embed/internal/keyspace"
)

func cutSuffix(s, suffix string) (string, bool) { return strings.CutSuffix(s, suffix) }

func xlen(c *call) {
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return
	}
	n := 0
	if there {
		n = s.Len()
	}
	c.out.Int(int64(n))
}

// rangeID reads an end of a range: an id, "-", "+", or with "(" one that is left out.
func (c *call) rangeID(s string, start bool) (id keyspace.StreamID, ok bool) {
	s, open := strings.CutPrefix(s, "(")
	switch {
	case s == "-" && !open:
		return keyspace.StreamID{}, true
	case s == "+" && !open:
		return keyspace.MaxStreamID, true
	}
	seq := uint64(0)
	if !start {
		seq = keyspace.MaxStreamID.Seq
	}
	if id, ok = keyspace.ParseStreamID(s, seq); !ok {
		c.fail(errStreamID)
		return id, false
	}
	if !open {
		return id, true
	}
	side := "end"
	if start {
		id, ok = id.Next()
		side = "start"
	} else {
		id, ok = id.Prev()
	}
	if !ok {
		c.failf("ERR invalid %s ID for the interval", side)
	}
	return id, ok
}

func xrange(c *call, reverse bool) {
	first, last := c.args[2], c.args[3]
	if reverse {
		first, last = last, first
	}
	from, ok := c.rangeID(first, true)
	if !ok {
		return
	}
	to, ok := c.rangeID(last, false)
	if !ok {
		return
	}
	count := int64(-1)
	for i := 4; i < len(c.args); i += 2 {
		if i+1 == len(c.args) || !option(c.args[i], "COUNT") {
			c.fail(errSyntax)
			return
		}
		if count, ok = c.int(c.args[i+1]); !ok {
			return
		}
		count = max(0, count)
	}
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	switch {
	case !ok:
		return
	case !there:
		c.out.Array(0)
		return
	case count == 0:
		c.out.NullArray()
		return
	}
	list := s.Range(from, to)
	if reverse {
		if count > 0 {
			list = list[max(0, int64(len(list))-count):]
		}
		list = slices.Clone(list)
		slices.Reverse(list)
	} else if count > 0 {
		list = list[:min(count, int64(len(list)))]
	}
	c.entries(list)
}

// reading are the words of XREAD and XREADGROUP.
type reading struct {
	count           int64 // 0 for all
	block           bool
	timeout         time.Duration
	group, consumer string
	noAck           bool
	keys, ids       []string
}

func (c *call) parseReading(grouped bool) (r reading, ok bool) {
	for i := 1; i < len(c.args); i++ {
		more := len(c.args) - i - 1
		switch word := c.args[i]; {
		case option(word, "COUNT") && more > 0:
			i++
			if r.count, ok = c.int(c.args[i]); !ok {
				return r, false
			}
			r.count = max(0, r.count)
		case option(word, "BLOCK") && more > 0:
			if c.script != nil {
				c.failf("ERR %s command is not allowed with BLOCK option from scripts", c.cmd.name)
				return r, false
			}
			i++
			ms, ok := parseInt(c.args[i])
			if !ok {
				c.fail("ERR timeout is not an integer or out of range")
				return r, false
			}
			if ms < 0 {
				c.fail("ERR timeout is negative")
				return r, false
			}
			r.block, r.timeout = true, time.Duration(ms)*time.Millisecond
		case option(word, "GROUP") && more > 1 && grouped:
			r.group, r.consumer = c.args[i+1], c.args[i+2]
			i += 2
		case option(word, "NOACK") && grouped:
			r.noAck = true
		case option(word, "STREAMS") && more > 0:
			if more%2 != 0 {
				c.fail("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.")
				return r, false
			}
			half := i + 1 + more/2
			r.keys, r.ids = c.args[i+1:half], c.args[half:]
			i = len(c.args)
		default:
			c.fail(errSyntax)
			return r, false
		}
	}
	switch {
	case r.keys == nil:
		c.fail(errSyntax)
		return r, false
	case grouped && r.group == "":
		c.fail("ERR Missing GROUP option for XREADGROUP")
		return r, false
	}
	return r, true
}

func xread(c *call) {
	r, ok := c.parseReading(false)
	if !ok {
		return
	}
	args := slices.Clone(c.args)
	streams := make([]*keyspace.Stream, len(r.keys))
	from := make([]keyspace.StreamID, len(r.keys))
	for i, key := range r.keys {
		s, there, ok := value[*keyspace.Stream](c, key)
		if !ok {
			return
		}
		if there {
			streams[i] = s
		}
		switch r.ids[i] {
		case "$":
			if there {
				from[i] = s.LastID
			}
			args[len(args)-len(r.ids)+i] = from[i].String() // a wait is for what comes after now
		case ">":
			c.fail("ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.")
			return
		default:
			if from[i], ok = keyspace.ParseStreamID(r.ids[i], 0); !ok {
				c.fail(errStreamID)
				return
			}
		}
	}
	found := map[int][]keyspace.StreamEntry{}
	for i, s := range streams {
		after, more := from[i].Next()
		if s == nil || !more {
			continue
		}
		if list := s.Range(after, keyspace.MaxStreamID); len(list) > 0 {
			if r.count > 0 {
				list = list[:min(r.count, int64(len(list)))]
			}
			found[i] = list
		}
	}
	if len(found) == 0 {
		if r.block {
			c.args = args
			c.wait(r.keys, r.timeout, true)
			return
		}
		c.out.NullArray()
		return
	}
	c.streamsReply(r.keys, len(found), func(i int) bool {
		list, there := found[i]
		if there {
			c.streamHead(r.keys[i])
			c.entries(list)
		}
		return there
	})
}

// streamsReply writes the reply of XREAD for n of the keys: a map in RESP3, an
// array of pairs in RESP2.
func (c *call) streamsReply(keys []string, n int, write func(i int) bool) {
	if c.resp3() {
		c.out.Map(n)
	} else {
		c.out.Array(n)
	}
	for i := range keys {
		write(i)
	}
}

func (c *call) streamHead(key string) {
	if !c.resp3() {
		c.out.Array(2)
	}
	c.out.Bulk(key)
}
