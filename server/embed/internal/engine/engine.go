package engine

import (
	"time"

	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
	"freshet/server/embed/internal/script"
)

// Needs is what an engine asks of its surroundings.
type Needs struct {
	// Info writes the sections of INFO that the engine cannot know.
	Info func(section string) []InfoLine
	// Rewrite starts a compaction for BGREWRITEAOF; it reports whether it did.
	Rewrite func() bool
	// Setting answers CONFIG GET: the settings by name.
	Setting func() map[string]string
	// ScriptLog takes the lines of redis.log.
	ScriptLog script.Log
}

// InfoLine is one line of INFO.
type InfoLine struct{ Name, Value string }

// Engine is the data and the sessions on it. It is not safe for concurrent use.
type Engine struct {
	needs   Needs
	table   map[string]*command
	keys    *keyspace.Keyspace
	scripts *script.Host

	now     time.Time // of the running command; frozen in scripts and transactions
	loading bool
	refusal string // why writes are refused, "" if they are not

	watchers map[string]map[*Session]struct{}
	channels map[subscription]map[*Session]struct{}
	sessions map[*Session]struct{}
	nextID   int64

	effects   effects
	touched   map[string]struct{}
	published []publication

	beforeWrite func(key string, e *keyspace.Entry)
	counters    Counters
}

// Counters are totals since the start.
type Counters struct {
	Commands, Writes, Scripts, Expired, Published, Hits, Misses, Errors int64
}

// New returns an engine with no keys.
func New(needs Needs) *Engine {
	e := &Engine{
		needs:    needs,
		table:    buildTable(),
		keys:     keyspace.New(),
		watchers: map[string]map[*Session]struct{}{},
		channels: map[subscription]map[*Session]struct{}{},
		sessions: map[*Session]struct{}{},
		touched:  map[string]struct{}{},
	}
	e.scripts = script.NewHost(needs.ScriptLog)
	return e
}

// Close frees what the engine holds.
func (e *Engine) Close() { e.scripts.Close() }

// Keys returns the data. It is for reading, under the caller's serialisation.
func (e *Engine) Keys() *keyspace.Keyspace { return e.keys }

// Counters returns the totals.
func (e *Engine) Counters() Counters { return e.counters }

// Scripts returns the number of scripts kept.
func (e *Engine) Scripts() int { return e.scripts.Len() }

// Refuse makes every write fail with this reply (code and sentence); "" ends it.
func (e *Engine) Refuse(reply string) { e.refusal = reply }

// OnWrite sets what is called with a key and its entry (nil if there is none)
// before a command that may change them; nil ends it.
func (e *Engine) OnWrite(hook func(key string, entry *keyspace.Entry)) { e.beforeWrite = hook }

// Execute runs one request of a session at the given time and appends the reply to
// the session's. The session may be [Session.Blocked] afterwards.
func (e *Engine) Execute(now time.Time, s *Session, args []string) {
	e.now = now
	e.counters.Commands++
	s.call = call{e: e, s: s, args: args, out: &s.reply}
	s.call.dispatch()
}

// Load applies one batch of a log. An error names the command that does not fit.
func (e *Engine) Load(batch [][]string) error {
	e.loading = true
	defer func() { e.loading = false }()
	e.now = time.Now()
	var out loadSink
	for _, args := range batch {
		c := call{e: e, args: args, out: &out}
		c.dispatch()
		if out.failure != "" {
			return &LoadError{args[0], out.failure}
		}
	}
	return nil
}

// Restart drops all keys and every transaction's ground: what follows is loaded
// again. It is the way back when memory holds what the disk refused.
func (e *Engine) Restart() {
	e.keys = keyspace.New()
	e.beforeWrite = nil
	for key := range e.watchers {
		e.breakWatches(key)
	}
}

// LoadError is a record of a log that cannot be applied.
type LoadError struct{ Command, Reply string }

func (e *LoadError) Error() string {
	return "the record " + e.Command + " cannot be applied: " + e.Reply
}

// ExpireDue deletes up to limit keys whose deadline has passed, as effects. It
// returns the time of the next deadline, zero if there is none.
func (e *Engine) ExpireDue(now time.Time, limit int) (next time.Time) {
	e.now = now
	for {
		key, at, ok := e.keys.NextDeadline()
		if !ok {
			return time.Time{}
		}
		if at > now.UnixMilli() || limit == 0 || e.refusal != "" {
			return time.UnixMilli(at)
		}
		e.expire(key, e.keys.Lookup(key))
		limit--
	}
}

// expire deletes a key whose deadline has passed. While nothing can be written the
// key stays, hidden: a reader must not be the one whose deletion fails.
func (e *Engine) expire(key string, entry *keyspace.Entry) {
	if e.refusal != "" {
		e.breakWatches(key)
		return
	}
	e.willWrite(key, entry)
	e.keys.Delete(key)
	e.effects.add("DEL", key)
	e.touch(key)
	e.counters.Expired++
}

// willWrite must come before any change of a key: somebody may want to copy it first.
func (e *Engine) willWrite(key string, entry *keyspace.Entry) {
	if e.beforeWrite != nil {
		e.beforeWrite(key, entry)
	}
}

// touch notes that a key has changed: transactions that watch it fail, and who is
// blocked on it looks again once the change is safe.
func (e *Engine) touch(key string) {
	if e.loading {
		return
	}
	e.breakWatches(key)
	e.touched[key] = struct{}{}
}

// loadSink swallows replies and remembers the first error.
type loadSink struct {
	resp.Encoder
	failure string
}

// Error implements [resp.Sink].
func (s *loadSink) Error(text string) {
	if s.failure == "" {
		s.failure = text
	}
}
