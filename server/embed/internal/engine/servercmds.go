package engine

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/script"
)

func serverCommands() []command {
	return []command{
		{name: "INFO", arity: -1, run: info},
		{name: "TIME", arity: 1, run: timeNow},
		{name: "FLUSHALL", arity: -1, flags: writes, run: flush},
		{name: "FLUSHDB", arity: -1, flags: writes, run: flush},
		{name: "CONFIG", arity: -2, flags: noScript, run: config},
		{name: "BGREWRITEAOF", arity: 1, flags: noScript, run: rewrite},
		{name: "MEMORY", arity: -2, run: memory},
		{name: "WAIT", arity: 3, flags: noScript, run: func(c *call) { c.out.Int(0) }},
		{name: "ROLE", arity: 1, flags: noScript, run: role},
		{name: "LASTSAVE", arity: 1, run: func(c *call) { c.out.Int(0) }},
	}
}

func timeNow(c *call) {
	us := c.e.now.UnixMicro()
	c.bulks([]string{strconv.FormatInt(us/1e6, 10), strconv.FormatInt(us%1e6, 10)})
}

func flush(c *call) {
	if len(c.args) > 2 || len(c.args) == 2 && !option(c.args[1], "SYNC") && !option(c.args[1], "ASYNC") {
		c.fail(errSyntax)
		return
	}
	c.e.keys.Scan(0, c.e.keys.Len(), func(key string, _ *keyspace.Entry) { c.e.touch(key) })
	// A fresh keyspace: whoever is copying the old one goes on with it undisturbed.
	c.e.keys = keyspace.New()
	c.e.beforeWrite = nil
	c.effect("FLUSHALL")
	c.ok()
}

func config(c *call) {
	switch {
	case option(c.args[1], "GET") && len(c.args) > 2:
		settings := c.e.needs.Setting()
		found := map[string]string{}
		for _, pattern := range c.args[2:] {
			for name, v := range settings {
				if keyspace.Match(lower(pattern), name) {
					found[name] = v
				}
			}
		}
		c.out.Map(len(found))
		for _, name := range slices.Sorted(maps.Keys(found)) {
			c.text(name, found[name])
		}
	case option(c.args[1], "RESETSTAT") && len(c.args) == 2:
		c.e.counters = Counters{}
		c.ok()
	case option(c.args[1], "SET"):
		c.fail("ERR the embedded store is configured by the flags of Freshet, not by CONFIG SET")
	default:
		c.badSubcommand("GET", "RESETSTAT")
	}
}

func rewrite(c *call) {
	if !c.e.needs.Rewrite() {
		c.fail("ERR Background append only file rewriting already in progress")
		return
	}
	c.out.Status("Background append only file rewriting started")
}

func memory(c *call) {
	if !option(c.args[1], "USAGE") || len(c.args) < 3 {
		c.failf("ERR MEMORY %.128s is not offered by the embedded store", c.args[1])
		return
	}
	e := c.lookup(c.args[2])
	if e == nil {
		c.out.Null()
		return
	}
	c.out.Int(int64(keyspace.Weight(e.Value) + len(c.args[2]) + 64))
}

func role(c *call) {
	c.out.Array(3)
	c.out.Bulk("master")
	c.out.Int(0)
	c.out.Array(0)
}

// info writes the sections asked for, or all of them.
func info(c *call) {
	var b strings.Builder
	for _, section := range []string{"server", "clients", "memory", "persistence", "stats", "replication", "commandstats", "keyspace"} {
		if !c.asksFor(section) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\r\n")
		}
		fmt.Fprintf(&b, "# %s\r\n", strings.ToUpper(section[:1])+section[1:])
		for _, line := range append(c.ownInfo(section), c.e.needs.Info(section)...) {
			fmt.Fprintf(&b, "%s:%s\r\n", line.Name, line.Value)
		}
	}
	c.out.Bulk(b.String())
}

func (c *call) asksFor(section string) bool {
	if section == "commandstats" { // long, and not in Redis' default either
		return slices.ContainsFunc(c.args[1:], func(s string) bool { return option(s, section) || option(s, "all") || option(s, "everything") })
	}
	return len(c.args) == 1 || slices.ContainsFunc(c.args[1:], func(s string) bool {
		return option(s, section) || option(s, "all") || option(s, "everything") || option(s, "default")
	})
}

func (c *call) ownInfo(section string) []InfoLine {
	number := func(name string, n int64) InfoLine { return InfoLine{name, strconv.FormatInt(n, 10)} }
	switch section {
	case "server":
		return []InfoLine{{"redis_version", script.Version}, {"redis_mode", "standalone"}, {"arch_bits", "64"}}
	case "stats":
		n := c.e.counters
		return []InfoLine{
			number("total_commands_processed", n.Commands), number("expired_keys", n.Expired),
			number("keyspace_hits", n.Hits), number("keyspace_misses", n.Misses), number("evicted_keys", 0),
			number("total_error_replies", n.Errors), number("pubsub_channels", int64(len(c.e.channels))),
		}
	case "replication":
		return []InfoLine{{"role", "master"}, {"connected_slaves", "0"}}
	case "memory":
		return []InfoLine{{"maxmemory", "0"}, {"maxmemory_policy", "noeviction"}, number("number_of_cached_scripts", int64(c.e.scripts.Len()))}
	case "commandstats":
		var lines []InfoLine
		for _, name := range slices.Sorted(maps.Keys(c.e.table)) {
			if calls := c.e.table[name].calls; calls > 0 {
				lines = append(lines, InfoLine{"cmdstat_" + lower(name), fmt.Sprintf("calls=%d,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0", calls)})
			}
		}
		return lines
	case "keyspace":
		if c.e.keys.Len() == 0 {
			return nil
		}
		return []InfoLine{{"db0", fmt.Sprintf("keys=%d,expires=%d,avg_ttl=0", c.e.keys.Len(), c.e.keys.Volatile())}}
	}
	return nil
}
