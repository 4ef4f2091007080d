package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// describe is the line of CLIENT INFO and CLIENT LIST.
func (s *Session) describe() string {
	return fmt.Sprintf("id=%d name=%s db=0 sub=%d multi=%d watch=%d resp=%d type=%s\n",
		s.ID, s.name, len(s.subscriptions), len(s.queue), len(s.watched), max(2, s.reply.Proto), s.kind())
}

// kind is what CLIENT KILL TYPE calls a client.
func (s *Session) kind() string {
	if s.subscribed() {
		return "pubsub"
	}
	return "normal"
}

func (e *Engine) describeSessions() string {
	all := slices.SortedFunc(maps.Keys(e.sessions), func(a, b *Session) int { return cmp.Compare(a.ID, b.ID) })
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.describe())
	}
	return b.String()
}

// kill disconnects the clients that match all of ID, TYPE and SKIPME (default yes).
func (c *call) kill(args []string) {
	skipSelf := true
	var tests []func(*Session) bool
	for pair := range slices.Chunk(args, 2) {
		word, arg := pair[0], pair[1]
		switch {
		case option(word, "ID"):
			tests = append(tests, func(s *Session) bool { return strconv.FormatInt(s.ID, 10) == arg })
		case option(word, "TYPE"):
			tests = append(tests, func(s *Session) bool { return option(s.kind(), arg) })
		case option(word, "SKIPME") && (option(arg, "YES") || option(arg, "NO")):
			skipSelf = option(arg, "YES")
		default:
			c.fail(errSyntax)
			return
		}
	}
	n := 0
	for s := range c.e.sessions {
		if s == c.s && skipSelf || slices.ContainsFunc(tests, func(passes func(*Session) bool) bool { return !passes(s) }) {
			continue
		}
		n++
		if s == c.s {
			s.closing = true // after the reply
			continue
		}
		s.drop()
	}
	c.out.Int(int64(n))
}
