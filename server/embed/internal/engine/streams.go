package engine

import (
	"strconv"

	"freshet/server/embed/internal/keyspace"
)

const (
	errStreamID  = "ERR Invalid stream ID specified as stream command argument"
	errIDTooLow  = "ERR The ID specified in XADD is equal or smaller than the target stream top item"
	errIDZero    = "ERR The ID specified in XADD must be greater than 0-0"
	errExhausted = "ERR The stream has exhausted the last possible ID, unable to add more items"
)

func streamCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		key("XADD", -5, xadd),
		key("XTRIM", -4, xtrim),
		key("XDEL", -3, xdel),
		key("XSETID", -3, xsetID),
		{name: "XLEN", arity: 2, run: xlen},
		{name: "XRANGE", arity: -4, run: func(c *call) { xrange(c, false) }},
		{name: "XREVRANGE", arity: -4, run: func(c *call) { xrange(c, true) }},
		{name: "XREAD", arity: -4, run: xread},
		{name: "XINFO", arity: -2, run: xinfo},
	}
}

// resp3 reports whether the reply goes out in version 3 of the protocol.
func (c *call) resp3() bool { return c.s != nil && c.s.reply.Proto == 3 && c.script == nil }

func (c *call) entries(list []keyspace.StreamEntry) {
	c.out.Array(len(list))
	for _, e := range list {
		c.entry(e)
	}
}

func (c *call) entry(e keyspace.StreamEntry) {
	c.out.Array(2)
	c.out.Bulk(e.ID.String())
	c.bulks(e.Fields)
}

// trimming are the words MAXLEN|MINID [=|~] threshold [LIMIT n].
type trimming struct {
	asked  bool
	approx bool
	minID  bool
	length int64
	id     keyspace.StreamID
	limit  int64 // of entries removed at once, 0 for none
}

// streamNode is the number of entries that an approximate trim removes at a time
// (unless all can go), as stream-node-max-entries of Redis.
const streamNode = 100

// parseTrimming reads trimming words at the start of args, and how many they are.
func (c *call) parseTrimming(args []string) (t trimming, n int, ok bool) {
	t.asked, t.minID = true, option(args[0], "MINID")
	n = 1
	if n+1 < len(args) && (args[n] == "~" || args[n] == "=") {
		t.approx = args[n] == "~"
		n++
	}
	if n == len(args) {
		c.fail(errSyntax)
		return t, 0, false
	}
	if t.minID {
		if t.id, ok = keyspace.ParseStreamID(args[n], 0); !ok {
			c.fail(errStreamID)
			return t, 0, false
		}
	} else {
		if t.length, ok = c.int(args[n]); !ok {
			return t, 0, false
		}
		if t.length < 0 {
			c.fail("ERR The MAXLEN argument must be >= 0.")
			return t, 0, false
		}
	}
	n++
	limited := n+1 < len(args) && option(args[n], "LIMIT")
	if limited {
		if t.limit, ok = c.int(args[n+1]); !ok {
			return t, 0, false
		}
		switch {
		case t.limit < 0:
			c.fail("ERR The LIMIT argument must be >= 0.")
			return t, 0, false
		case !t.approx:
			c.fail("ERR syntax error, LIMIT cannot be used without the special ~ option")
			return t, 0, false
		}
		n += 2
	} else if t.approx {
		t.limit = 100 * streamNode
	}
	return t, n, true
}

// apply trims s and returns how many entries went.
func (t trimming) apply(s *keyspace.Stream) int {
	excess := s.Len() - int(min(t.length, int64(s.Len())))
	if t.minID {
		excess = s.Before(t.id)
	}
	if t.approx {
		if t.limit > 0 {
			excess = min(excess, int(t.limit))
		}
		if excess < s.Len() {
			excess -= excess % streamNode
		}
	}
	if excess <= 0 {
		return 0
	}
	return s.TrimToLength(s.Len() - excess)
}

func xadd(c *call) {
	key, args := c.args[1], c.args[2:]
	var t trimming
	create := true
	for len(args) > 0 {
		if option(args[0], "NOMKSTREAM") {
			create, args = false, args[1:]
			continue
		}
		if !option(args[0], "MAXLEN") && !option(args[0], "MINID") {
			break
		}
		if t.asked {
			c.fail("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
			return
		}
		var n int
		var ok bool
		if t, n, ok = c.parseTrimming(args); !ok {
			return
		}
		args = args[n:]
	}
	if len(args) < 3 || len(args)%2 == 0 {
		c.fail(wrongNumber("xadd"))
		return
	}
	wanted, ok := parseNewID(args[0])
	if !ok {
		c.fail(errStreamID)
		return
	}
	if wanted.exact && wanted.id.IsZero() {
		c.fail(errIDZero)
		return
	}
	s, there, ok := value[*keyspace.Stream](c, key)
	if !ok {
		return
	}
	if !there {
		if !create {
			c.out.Null()
			return
		}
		s = &keyspace.Stream{}
	}
	id, refusal := wanted.resolve(s.LastID, uint64(c.milliseconds()))
	if refusal != "" {
		c.fail(refusal)
		return
	}
	if !there {
		c.e.keys.Put(key, s)
	}
	s.Append(id, args[1:])
	effect := []string{"XADD", key}
	if t.asked && t.apply(s) > 0 {
		effect = append(effect, "MAXLEN", "=", strconv.Itoa(s.Len()))
	}
	effect = append(effect, id.String())
	c.changedAs(key, append(effect, args[1:]...)...)
	c.out.Bulk(id.String())
}

// newID is an id as XADD is asked for it: whole, by its milliseconds, or not at all.
type newID struct {
	id    keyspace.StreamID
	exact bool
	auto  bool
}

func parseNewID(s string) (n newID, ok bool) {
	if s == "*" {
		return newID{auto: true}, true
	}
	if ms, found := cutSuffix(s, "-*"); found {
		n.id, ok = keyspace.ParseStreamID(ms+"-0", 0)
		return n, ok
	}
	n.id, ok = keyspace.ParseStreamID(s, 0)
	n.exact = true
	return n, ok
}

// resolve makes the id, given the last one of the stream and the time.
func (n newID) resolve(last keyspace.StreamID, now uint64) (id keyspace.StreamID, refusal string) {
	next, room := last.Next()
	if !room {
		return id, errExhausted
	}
	switch {
	case n.auto && now <= last.Ms:
		return next, ""
	case n.auto:
		return keyspace.StreamID{Ms: now}, ""
	case n.exact:
		id = n.id
	case n.id.Ms == last.Ms:
		if id = next; id.Ms != last.Ms {
			return id, errIDTooLow
		}
	default:
		id = n.id
	}
	if !last.Less(id) {
		return id, errIDTooLow
	}
	return id, ""
}

func xtrim(c *call) {
	if !option(c.args[2], "MAXLEN") && !option(c.args[2], "MINID") {
		c.fail(errSyntax)
		return
	}
	t, n, ok := c.parseTrimming(c.args[2:])
	if !ok {
		return
	}
	if n != len(c.args)-2 {
		c.fail(errSyntax)
		return
	}
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return
	}
	removed := 0
	if there {
		removed = t.apply(s)
	}
	if removed > 0 {
		c.changedAs(c.args[1], "XTRIM", c.args[1], "MAXLEN", "=", strconv.Itoa(s.Len()))
	}
	c.out.Int(int64(removed))
}

// streamIDs reads ids, or fails the call.
func (c *call) streamIDs(args []string) ([]keyspace.StreamID, bool) {
	ids := make([]keyspace.StreamID, len(args))
	for i, arg := range args {
		var ok bool
		if ids[i], ok = keyspace.ParseStreamID(arg, 0); !ok {
			c.fail(errStreamID)
			return nil, false
		}
	}
	return ids, true
}

func xdel(c *call) {
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return
	}
	ids, ok := c.streamIDs(c.args[2:])
	if !ok {
		return
	}
	n := 0
	for _, id := range ids {
		if there && s.Delete(id) {
			n++
		}
	}
	if n > 0 {
		c.changed(c.args[1])
	}
	c.out.Int(int64(n))
}

func xsetID(c *call) {
	last, ok := keyspace.ParseStreamID(c.args[2], 0)
	if !ok {
		c.fail(errStreamID)
		return
	}
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return
	}
	if !there {
		c.fail(errNoSuchKey)
		return
	}
	added, deleted := int64(-1), s.MaxDeleted
	for i := 3; i < len(c.args); i += 2 {
		switch {
		case i+1 < len(c.args) && option(c.args[i], "ENTRIESADDED"):
			if added, ok = c.int(c.args[i+1]); !ok {
				return
			}
			if added < 0 {
				c.fail("ERR entries_added must be positive")
				return
			}
		case i+1 < len(c.args) && option(c.args[i], "MAXDELETEDID"):
			if deleted, ok = keyspace.ParseStreamID(c.args[i+1], 0); !ok {
				c.fail(errStreamID)
				return
			}
			if last.Less(deleted) {
				c.fail("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")
				return
			}
		default:
			c.fail(errSyntax)
			return
		}
	}
	all := s.Range(keyspace.StreamID{}, keyspace.MaxStreamID)
	switch {
	case len(all) > 0 && last.Less(all[len(all)-1].ID):
		c.fail("ERR The ID specified in XSETID is smaller than the target stream top item")
		return
	case last.Less(s.MaxDeleted):
		c.fail("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id")
		return
	case added >= 0 && added < int64(len(all)):
		c.fail("ERR The entries_added specified in XSETID is smaller than the target stream length")
		return
	}
	s.LastID = last
	if added >= 0 {
		s.Added = uint64(added)
	}
	s.MaxDeleted = deleted
	c.changed(c.args[1])
	c.ok()
}
