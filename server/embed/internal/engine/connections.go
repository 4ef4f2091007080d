package engine

import (
	"slices"
	"strings"

	"freshet/server/embed/internal/script"
)

func connectionCommands() []command {
	return []command{
		{name: "PING", arity: -1, flags: whileSubscribed, run: ping},
		{name: "ECHO", arity: 2, run: func(c *call) { c.out.Bulk(c.args[1]) }},
		{name: "HELLO", arity: -1, flags: noScript | unqueued, run: hello},
		{name: "AUTH", arity: -2, flags: noScript | unqueued, run: auth},
		{name: "QUIT", arity: -1, flags: noScript | unqueued | whileSubscribed, run: quit},
		{name: "RESET", arity: 1, flags: noScript | unqueued | whileSubscribed, run: reset},
		{name: "SELECT", arity: 2, run: selectDB},
		{name: "CLIENT", arity: -2, flags: noScript, run: client},
		{name: "COMMAND", arity: -1, run: describe},
	}
}

func ping(c *call) {
	if len(c.args) > 2 {
		c.fail(wrongNumber("ping"))
		return
	}
	if c.s.subscribed() && c.s.reply.Proto != 3 {
		c.out.Array(2)
		c.out.Bulk("pong")
		c.out.Bulk(strings.Join(c.args[1:], ""))
		return
	}
	if len(c.args) == 2 {
		c.out.Bulk(c.args[1])
		return
	}
	c.out.Status("PONG")
}

const noPassword = "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"

func auth(c *call) { c.fail(noPassword) }

func hello(c *call) {
	proto, name := c.s.reply.Proto, c.s.name
	if len(c.args) > 1 {
		n, ok := parseInt(c.args[1])
		if !ok || n != 2 && n != 3 {
			c.fail("NOPROTO unsupported protocol version")
			return
		}
		proto = int(n)
	}
	for i := 2; i < len(c.args); i++ {
		switch {
		case option(c.args[i], "AUTH") && i+2 < len(c.args):
			c.fail(noPassword)
			return
		case option(c.args[i], "SETNAME") && i+1 < len(c.args):
			i++
			if !validName(c.args[i]) {
				c.fail(errClientName)
				return
			}
			name = c.args[i]
		default:
			c.failf("ERR Syntax error in HELLO option '%.128s'", c.args[i])
			return
		}
	}
	c.s.reply.Proto, c.s.name = max(proto, 2), name
	c.out.Map(7)
	c.text("server", "redis")
	c.text("version", script.Version)
	c.field("proto", int64(c.s.reply.Proto))
	c.field("id", c.s.ID)
	c.text("mode", "standalone")
	c.text("role", "master")
	c.out.Bulk("modules")
	c.out.Array(0)
}

func quit(c *call) {
	c.s.closing = true
	c.ok()
}

func reset(c *call) {
	s := c.s
	s.endMulti()
	c.e.release(s)
	s.reply.Proto, s.name = 2, ""
	c.out.Status("RESET")
}

func selectDB(c *call) {
	n, ok := parseInt(c.args[1])
	switch {
	case !ok:
		c.fail(errNotInteger)
	case n == 0:
		c.ok()
	case n < 0 || n > 15:
		c.fail("ERR DB index is out of range")
	default:
		c.fail("ERR the embedded store has one database, 0")
	}
}

const errClientName = "ERR Client names cannot contain spaces, newlines or special characters."

func validName(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '!' || r > '~' })
}

func client(c *call) {
	args := c.args[2:]
	switch sub := strings.ToUpper(c.args[1]); {
	case sub == "ID" && len(args) == 0:
		c.out.Int(c.s.ID)
	case sub == "SETNAME" && len(args) == 1:
		if !validName(args[0]) {
			c.fail(errClientName)
			return
		}
		c.s.name = args[0]
		c.ok()
	case sub == "GETNAME" && len(args) == 0:
		c.bulkOrNull(c.s.name, c.s.name != "")
	case sub == "SETINFO" && len(args) == 2:
		if !option(args[0], "LIB-NAME") && !option(args[0], "LIB-VER") {
			c.failf("ERR Unrecognized option '%.128s'", args[0])
			return
		}
		c.ok()
	case sub == "INFO" && len(args) == 0:
		c.out.Bulk(c.s.describe())
	case sub == "LIST" && len(args) == 0:
		c.out.Bulk(c.e.describeSessions())
	case sub == "KILL" && len(args) > 0 && len(args)%2 == 0:
		c.kill(args)
	case sub == "NO-EVICT" && len(args) == 1, sub == "NO-TOUCH" && len(args) == 1:
		c.ok()
	default:
		c.badSubcommand("ID", "SETNAME", "GETNAME", "SETINFO", "INFO", "LIST", "KILL", "NO-EVICT", "NO-TOUCH")
	}
}

// describe is COMMAND: the table, in the first six columns of Redis.
func describe(c *call) {
	if len(c.args) > 1 {
		switch {
		case option(c.args[1], "COUNT"):
			c.out.Int(int64(len(c.e.table)))
		case option(c.args[1], "DOCS"):
			c.out.Map(0)
		default:
			c.failf("ERR unknown subcommand '%.128s'. Try COMMAND HELP.", c.args[1])
		}
		return
	}
	names := Commands()
	c.out.Array(len(names))
	for _, name := range names {
		m := c.e.table[name]
		c.out.Array(6)
		c.out.Bulk(lower(name))
		c.out.Int(int64(m.arity))
		words := m.words()
		c.out.Set(len(words))
		for _, w := range words {
			c.out.Status(w)
		}
		c.out.Int(int64(m.first))
		c.out.Int(int64(m.last))
		c.out.Int(int64(m.step))
	}
}

func (m *command) words() []string {
	words := []string{"readonly"}
	if m.flags&writes != 0 {
		words = []string{"write"}
	}
	if m.flags&noScript != 0 {
		words = append(words, "noscript")
	}
	return slices.Clip(words)
}
