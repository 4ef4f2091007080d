package engine

import (
	"strings"

	"freshet/server/embed/internal/resp"
	"freshet/server/embed/internal/script"
)

func scriptCommands() []command {
	return []command{
		{name: "EVAL", arity: -3, flags: noScript, run: func(c *call) { c.eval(false) }},
		{name: "EVAL_RO", arity: -3, flags: noScript, run: func(c *call) { c.eval(true) }},
		{name: "EVALSHA", arity: -3, flags: noScript, run: func(c *call) { c.evalSHA(false) }},
		{name: "EVALSHA_RO", arity: -3, flags: noScript, run: func(c *call) { c.evalSHA(true) }},
		{name: "SCRIPT", arity: -2, flags: noScript, run: scriptCommand},
	}
}

// scriptRun is one execution of a script: the [script.Caller] behind redis.call.
type scriptRun struct {
	e        *Engine
	s        *Session
	readOnly bool
}

// Call implements [script.Caller].
func (r *scriptRun) Call(args []string, out resp.Sink) {
	inner := call{e: r.e, s: r.s, args: args, out: out, script: r}
	inner.dispatch()
}

func (c *call) eval(readOnly bool) {
	s, err := c.e.scripts.Load(c.args[1])
	if err != nil {
		c.fail(err.Error())
		return
	}
	c.runScript(s, readOnly)
}

func (c *call) evalSHA(readOnly bool) {
	s := c.e.scripts.Lookup(c.args[1])
	if s == nil {
		c.fail("NOSCRIPT No matching script. Please use EVAL.")
		return
	}
	c.runScript(s, readOnly)
}

func (c *call) runScript(s *script.Script, readOnly bool) {
	n, ok := c.int(c.args[2])
	if !ok {
		return
	}
	rest := c.args[3:]
	switch {
	case n < 0:
		c.fail("ERR Number of keys can't be negative")
		return
	case n > int64(len(rest)):
		c.fail("ERR Number of keys can't be greater than number of args")
		return
	}
	c.e.counters.Scripts++
	c.e.scripts.Run(s, rest[:n], rest[n:], &scriptRun{c.e, c.s, readOnly}, c.out)
}

func scriptCommand(c *call) {
	args := c.args[2:]
	switch sub := strings.ToUpper(c.args[1]); {
	case sub == "LOAD" && len(args) == 1:
		s, err := c.e.scripts.Load(args[0])
		if err != nil {
			c.fail(err.Error())
			return
		}
		c.out.Bulk(s.SHA)
	case sub == "EXISTS" && len(args) > 0:
		c.out.Array(len(args))
		for _, sha := range args {
			c.flag(c.e.scripts.Lookup(sha) != nil)
		}
	case sub == "FLUSH" && len(args) <= 1:
		if len(args) == 1 && !option(args[0], "SYNC") && !option(args[0], "ASYNC") {
			c.fail("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
			return
		}
		c.e.scripts.Flush()
		c.ok()
	case sub == "KILL" && len(args) == 0:
		c.fail("NOTBUSY No scripts in execution right now.")
	default:
		c.badSubcommand("LOAD", "EXISTS", "FLUSH", "KILL")
	}
}

// flag replies 1 or 0.
func (c *call) flag(b bool) {
	if b {
		c.out.Int(1)
		return
	}
	c.out.Int(0)
}
