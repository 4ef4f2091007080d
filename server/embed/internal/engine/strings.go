package engine

import (
	"strings"

	"freshet/server/embed/internal/resp"
)

func lower(s string) string { return strings.ToLower(s) }

func stringCommands() []command {
	key := func(name string, arity int, run func(*call)) command {
		return command{name: name, arity: arity, flags: writes, first: 1, last: 1, step: 1, run: run}
	}
	return []command{
		{name: "GET", arity: 2, run: get},
		{name: "MGET", arity: -2, run: mget},
		{name: "STRLEN", arity: 2, run: strlen},
		{name: "GETRANGE", arity: 4, run: getRange},
		{name: "SUBSTR", arity: 4, run: getRange},
		{name: "MSET", arity: -3, flags: writes, first: 1, last: -1, step: 2, run: func(c *call) { mset(c, false) }},
		{name: "MSETNX", arity: -3, flags: writes, first: 1, last: -1, step: 2, run: func(c *call) { mset(c, true) }},
		key("SET", -3, set),
		key("SETNX", 3, setNX),
		key("SETEX", 4, func(c *call) { setWithTTL(c, 1000) }),
		key("PSETEX", 4, func(c *call) { setWithTTL(c, 1) }),
		key("GETSET", 3, getSet),
		key("GETDEL", 2, getDel),
		key("GETEX", -2, getEx),
		key("APPEND", 3, appendTo),
		key("SETRANGE", 4, setRange),
	}
}

func (c *call) bulkOrNull(s string, there bool) {
	if there {
		c.out.Bulk(s)
		return
	}
	c.out.Null()
}

func get(c *call) {
	if s, there, ok := value[string](c, c.args[1]); ok {
		c.bulkOrNull(s, there)
	}
}

func mget(c *call) {
	c.out.Array(len(c.args) - 1)
	for _, key := range c.args[1:] {
		e := c.lookup(key)
		if e == nil {
			c.out.Null()
			continue
		}
		s, isString := e.Value.(string)
		c.bulkOrNull(s, isString)
	}
}

func strlen(c *call) {
	if s, _, ok := value[string](c, c.args[1]); ok {
		c.out.Int(int64(len(s)))
	}
}

func getRange(c *call) {
	from, ok1 := parseInt(c.args[2])
	to, ok2 := parseInt(c.args[3])
	if !ok1 || !ok2 {
		c.fail(errNotInteger)
		return
	}
	s, _, ok := value[string](c, c.args[1])
	if !ok {
		return
	}
	// A negative end before the beginning means the first byte, as in Redis,
	// unless both ends are before it the wrong way round.
	if from < 0 && to < 0 && from > to {
		c.out.Bulk("")
		return
	}
	if to < 0 {
		to = max(0, to+int64(len(s)))
	}
	i, j := bounds(from, to, len(s))
	c.out.Bulk(s[i:j])
}

// setOptions are the words after SET key value.
type setOptions struct {
	nx, xx, get, keepTTL bool
	at                   int64 // deadline, 0 for none
}

func (c *call) setOptions() (o setOptions, ok bool) {
	for i := 3; i < len(c.args); i++ {
		arg := strings.ToUpper(c.args[i])
		switch {
		case arg == "NX" && !o.xx:
			o.nx = true
		case arg == "XX" && !o.nx:
			o.xx = true
		case arg == "GET":
			o.get = true
		case arg == "KEEPTTL" && o.at == 0:
			o.keepTTL = true
		case (arg == "EX" || arg == "PX" || arg == "EXAT" || arg == "PXAT") && o.at == 0 && !o.keepTTL && i+1 < len(c.args):
			i++
			if o.at, ok = c.deadline(c.args[i], unitOf(arg), strings.HasSuffix(arg, "AT"), true); !ok {
				return o, false
			}
		default:
			c.fail(errSyntax)
			return o, false
		}
	}
	return o, true
}

func unitOf(option string) int64 {
	if option[0] == 'P' {
		return 1
	}
	return 1000
}

func set(c *call) {
	o, ok := c.setOptions()
	if !ok {
		return
	}
	key := c.args[1]
	e := c.lookup(key)
	var old string
	if e != nil && o.get {
		if old, ok = e.Value.(string); !ok {
			c.fail(errWrongType)
			return
		}
	}
	there := e != nil
	if o.nx && there || o.xx && !there {
		if o.get {
			c.bulkOrNull(old, there)
		} else {
			c.out.Null()
		}
		return
	}
	at := o.at
	if o.keepTTL && there {
		at = e.ExpireAt
	}
	c.store(key, c.args[2], at)
	if o.get {
		c.bulkOrNull(old, there)
		return
	}
	c.ok()
}

// store makes key a string with a deadline (0: none), and the effect of that.
func (c *call) store(key, s string, at int64) {
	if at != 0 && at <= c.milliseconds() && !c.e.loading {
		if c.e.keys.Delete(key) {
			c.changedAs(key, "DEL", key)
		}
		return
	}
	e := c.e.keys.Put(key, s)
	c.e.touch(key)
	if at == 0 {
		c.effect("SET", key, s)
		return
	}
	c.e.keys.ExpireAt(key, e, at)
	c.effect("SET", key, s, "PXAT", c.pexpireAt(key, at)[2])
}

func setNX(c *call) {
	free := c.lookup(c.args[1]) == nil
	if free {
		c.store(c.args[1], c.args[2], 0)
	}
	c.flag(free)
}

func setWithTTL(c *call, unit int64) {
	if at, ok := c.deadline(c.args[2], unit, false, true); ok {
		c.store(c.args[1], c.args[3], at)
		c.ok()
	}
}

func getSet(c *call) {
	if s, there, ok := value[string](c, c.args[1]); ok {
		c.store(c.args[1], c.args[2], 0)
		c.bulkOrNull(s, there)
	}
}

func getDel(c *call) {
	s, there, ok := value[string](c, c.args[1])
	if !ok {
		return
	}
	if there {
		c.e.keys.Delete(c.args[1])
		c.changedAs(c.args[1], "DEL", c.args[1])
	}
	c.bulkOrNull(s, there)
}

func getEx(c *call) {
	key := c.args[1]
	var at int64
	persist, ok := false, true
	switch arg := strings.ToUpper(strings.Join(c.args[2:min(3, len(c.args))], "")); {
	case len(c.args) == 2:
	case arg == "PERSIST" && len(c.args) == 3:
		persist = true
	case len(c.args) == 4 && (arg == "EX" || arg == "PX" || arg == "EXAT" || arg == "PXAT"):
		if at, ok = c.deadline(c.args[3], unitOf(arg), strings.HasSuffix(arg, "AT"), true); !ok {
			return
		}
	default:
		c.fail(errSyntax)
		return
	}
	s, there, ok := value[string](c, key)
	if !ok {
		return
	}
	if there {
		e := c.e.keys.Lookup(key)
		switch {
		case at != 0 && at <= c.milliseconds():
			c.e.keys.Delete(key)
			c.changedAs(key, "DEL", key)
		case at != 0:
			c.e.keys.ExpireAt(key, e, at)
			c.changedAs(key, c.pexpireAt(key, at)...)
		case persist && e.ExpireAt != 0:
			c.e.keys.ExpireAt(key, e, 0)
			c.changedAs(key, "PERSIST", key)
		}
	}
	c.bulkOrNull(s, there)
}

func mset(c *call, unlessTaken bool) {
	if len(c.args)%2 == 0 {
		c.fail(wrongNumber(lower(c.cmd.name)))
		return
	}
	if unlessTaken {
		for i := 1; i < len(c.args); i += 2 {
			if c.lookup(c.args[i]) != nil {
				c.out.Int(0)
				return
			}
		}
	}
	for i := 1; i < len(c.args); i += 2 {
		c.e.keys.Put(c.args[i], c.args[i+1])
		c.e.touch(c.args[i])
	}
	c.effect(append([]string{"MSET"}, c.args[1:]...)...)
	if unlessTaken {
		c.out.Int(1)
		return
	}
	c.ok()
}

const errTooLong = "ERR string exceeds maximum allowed size (proto-max-bulk-len)"

// update replaces the text of a string and keeps its deadline.
func (c *call) update(key, s string) {
	if e := c.e.keys.Lookup(key); e != nil {
		e.Value = s
		return
	}
	c.e.keys.Put(key, s)
}

func appendTo(c *call) {
	s, _, ok := value[string](c, c.args[1])
	if !ok {
		return
	}
	if len(s)+len(c.args[2]) > resp.MaxBulk {
		c.fail(errTooLong)
		return
	}
	c.update(c.args[1], s+c.args[2])
	c.changed(c.args[1])
	c.out.Int(int64(len(s) + len(c.args[2])))
}

func setRange(c *call) {
	at, ok := c.int(c.args[2])
	if !ok {
		return
	}
	if at < 0 {
		c.fail("ERR offset is out of range")
		return
	}
	s, _, ok := value[string](c, c.args[1])
	if !ok {
		return
	}
	patch := c.args[3]
	switch {
	case patch == "":
		c.out.Int(int64(len(s)))
		return
	case at+int64(len(patch)) > resp.MaxBulk:
		c.fail(errTooLong)
		return
	}
	b := make([]byte, max(len(s), int(at)+len(patch)))
	copy(b, s)
	copy(b[at:], patch)
	c.update(c.args[1], string(b))
	c.changed(c.args[1])
	c.out.Int(int64(len(b)))
}
