package engine

import (
	"fmt"
	"slices"
	"strings"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

// Replies that many commands share; the words are those of Redis.
const (
	errSyntax     = "ERR syntax error"
	errWrongType  = "WRONGTYPE Operation against a key holding the wrong kind of value"
	errNotInteger = "ERR value is not an integer or out of range"
	errNotFloat   = "ERR value is not a valid float"
	errOutOfRange = "ERR value is out of range, must be positive"
	errNoSuchKey  = "ERR no such key"
)

// call is one execution of one command.
type call struct {
	e       *Engine
	s       *Session // nil while loading
	cmd     *command
	args    []string // args[0] is the name as it was given
	out     resp.Sink
	script  *scriptRun // the script that makes the call, if one does
	inMulti bool       // executed by EXEC
}

func (c *call) fail(reply string) {
	c.e.counters.Errors++
	c.out.Error(reply)
}

func (c *call) failf(format string, args ...any) { c.fail(fmt.Sprintf(format, args...)) }

func (c *call) ok() { c.out.Status("OK") }

// dispatch checks a request against the table and runs it, or queues it after MULTI.
func (c *call) dispatch() {
	if refusal := c.check(); refusal != "" {
		if c.s != nil && c.s.inMulti && c.script == nil && !c.inMulti {
			c.s.broken = true
		}
		c.fail(refusal)
		return
	}
	if c.s != nil && c.s.inMulti && c.script == nil && !c.inMulti && c.cmd.flags&unqueued == 0 {
		c.s.queue = append(c.s.queue, c.args)
		c.out.Status("QUEUED")
		return
	}
	c.execute()
}

func (c *call) execute() {
	c.cmd.calls++
	if c.cmd.flags&writes != 0 {
		c.e.counters.Writes++
		if c.e.beforeWrite != nil {
			for _, key := range c.cmd.writtenKeys(c.args) {
				c.e.beforeWrite(key, c.e.keys.Lookup(key))
			}
		}
	}
	c.cmd.run(c)
}

// check returns why the request is refused, "" if it is not.
func (c *call) check() string {
	cmd := c.e.command(c.args[0])
	if cmd == nil {
		return unknownCommand(c)
	}
	c.cmd = cmd
	n := len(c.args)
	if (cmd.arity > 0 && n != cmd.arity) || n < -cmd.arity {
		if c.script != nil {
			return "ERR Wrong number of args calling Redis command from script"
		}
		return wrongNumber(lower(cmd.name))
	}
	if c.e.loading {
		return ""
	}
	if c.script != nil {
		if cmd.flags&noScript != 0 {
			return "ERR This Redis command is not allowed from script"
		}
		if c.script.readOnly && cmd.flags&writes != 0 {
			return "ERR Write commands are not allowed from read-only scripts."
		}
	}
	if cmd.flags&writes != 0 && c.e.refusal != "" {
		return c.e.refusal
	}
	if c.s.subscribed() && c.s.reply.Proto != 3 && cmd.flags&whileSubscribed == 0 {
		return fmt.Sprintf("ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
			strings.ToLower(cmd.name))
	}
	return ""
}

func unknownCommand(c *call) string {
	name := c.args[0]
	if c.script != nil {
		return "ERR Unknown Redis command called from script"
	}
	if isOfRedis(name) {
		return fmt.Sprintf("ERR '%s' is not offered by the embedded store: run Freshet with --redis to use a Redis server", strings.ToUpper(name))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "ERR unknown command '%.128s', with args beginning with: ", name)
	for _, arg := range c.args[1:] {
		if b.Len() > 256 {
			break
		}
		fmt.Fprintf(&b, "'%.128s' ", arg)
	}
	return b.String()
}

// badSubcommand refuses args[1], which is not known or, if it is, has the wrong
// number of arguments.
func (c *call) badSubcommand(known ...string) {
	if sub := c.args[1]; slices.ContainsFunc(known, func(s string) bool { return option(s, sub) }) {
		c.fail(wrongNumber(lower(c.cmd.name) + "|" + lower(sub)))
		return
	}
	c.failf("ERR unknown subcommand '%.128s'. Try %s HELP.", c.args[1], c.cmd.name)
}

func wrongNumber(name string) string {
	return fmt.Sprintf("ERR wrong number of arguments for '%s' command", name)
}

// milliseconds is the time of the command.
func (c *call) milliseconds() int64 { return c.e.now.UnixMilli() }

// lookup returns the entry of a key, deleting it first if its deadline has passed.
func (c *call) lookup(key string) *keyspace.Entry {
	e := c.e.keys.Lookup(key)
	if e != nil && !c.live(e) && !c.e.loading {
		c.e.expire(key, e)
		e = nil
	}
	if c.cmd.flags&writes == 0 {
		if e == nil {
			c.e.counters.Misses++
		} else {
			c.e.counters.Hits++
		}
	}
	return e
}

// value looks a key up as a T (string, *keyspace.Hash …). If there is no such key,
// there is false; if it holds something else, the call fails and ok is false.
func value[T any](c *call, key string) (v T, there, ok bool) {
	e := c.lookup(key)
	if e == nil {
		return v, false, true
	}
	v, there = e.Value.(T)
	if !there {
		c.fail(errWrongType)
		return v, false, false
	}
	return v, true, true
}

// changed notes that the command changed key, and that repeating its own words
// repeats the change.
func (c *call) changed(key string) {
	c.e.touch(key)
	c.effect(c.args...)
}

// changedAs is changed for a command whose words do not repeat the change.
func (c *call) changedAs(key string, effect ...string) {
	c.e.touch(key)
	c.effect(effect...)
}

func (c *call) effect(args ...string) {
	if !c.e.loading {
		c.e.effects.add(args...)
	}
}

// itemsPerEffect bounds the words of one effect: a record of a log cannot have more
// than a million, and a set that is computed can have more members.
const itemsPerEffect = 10_000

// changedItems notes that key changed as command would change it, given items in
// groups of n words.
func (c *call) changedItems(command, key string, items []string, n int) {
	c.e.touch(key)
	for chunk := range slices.Chunk(items, itemsPerEffect*n) {
		c.effect(append([]string{command, key}, chunk...)...)
	}
}

// dropIfEmpty removes a key whose collection has no elements left: there are no
// empty ones. It is no effect of its own, repeating the command repeats it.
func (c *call) dropIfEmpty(key string, length int) {
	if length == 0 {
		c.e.keys.Delete(key)
	}
}
