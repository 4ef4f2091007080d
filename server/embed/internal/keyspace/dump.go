package keyspace

import (
	"strconv"

	"freshet/server/embed/internal/resp"
)

// itemsPerCommand bounds the elements of one command of a dump, as Redis'
// AOF_REWRITE_ITEMS_PER_CMD does.
const itemsPerCommand = 64

// Dump emits the commands that make key what it is, value (from [Freeze], or live)
// and deadline, in an empty place. They are the commands of Redis' AOF rewrite.
func Dump(key string, value any, expireAt int64, emit func(args ...string)) {
	switch v := value.(type) {
	case string:
		emit("SET", key, v)
	case *Hash:
		dumpItems(emit, "HSET", key, v.Len(), func(i int) []string { f, s := v.At(i); return []string{f, s} })
	case *Set:
		dumpItems(emit, "SADD", key, v.Len(), func(i int) []string { m, _ := v.At(i); return []string{m} })
	case *ZSet:
		dumpItems(emit, "ZADD", key, v.Len(), func(i int) []string { return []string{resp.FormatFloat(v.order[i].Score), v.order[i].Member} })
	case *List:
		dumpItems(emit, "RPUSH", key, v.Len(), func(i int) []string { return v.Items()[i : i+1] })
	case *Stream:
		v.dump(key, emit)
	}
	if expireAt != 0 {
		emit("PEXPIREAT", key, strconv.FormatInt(expireAt, 10))
	}
}

// dumpItems emits commands for n items, each of which is some words.
func dumpItems(emit func(args ...string), command, key string, n int, words func(i int) []string) {
	for from := 0; from < n; from += itemsPerCommand {
		args := make([]string, 0, 2+2*itemsPerCommand)
		args = append(args, command, key)
		for i := from; i < min(n, from+itemsPerCommand); i++ {
			args = append(args, words(i)...)
		}
		emit(args...)
	}
}

func (s *Stream) dump(key string, emit func(args ...string)) {
	if len(s.entries) == 0 {
		// No command makes an empty stream but one that adds and trims at once.
		id := s.LastID
		if id.IsZero() {
			id = StreamID{0, 1}
		}
		emit("XADD", key, "MAXLEN", "0", id.String(), "x", "y")
	}
	for _, e := range s.entries {
		emit(append([]string{"XADD", key, e.ID.String()}, e.Fields...)...)
	}
	emit("XSETID", key, s.LastID.String(), "ENTRIESADDED", strconv.FormatUint(s.Added, 10), "MAXDELETEDID", s.MaxDeleted.String())
	for _, name := range s.GroupNames() {
		s.Group(name).dump(key, name, emit)
	}
}

func (g *Group) dump(key, name string, emit func(args ...string)) {
	emit("XGROUP", "CREATE", key, name, g.LastID.String(), "ENTRIESREAD", strconv.FormatInt(g.Read, 10))
	for _, consumer := range g.ConsumerNames() {
		emit("XGROUP", "CREATECONSUMER", key, name, consumer)
	}
	for _, p := range g.pending {
		emit("XCLAIM", key, name, p.Consumer.Name, "0", p.ID.String(), "TIME", strconv.FormatInt(p.DeliveredAt, 10),
			"RETRYCOUNT", strconv.FormatUint(p.Deliveries, 10), "JUSTID", "FORCE")
	}
}
