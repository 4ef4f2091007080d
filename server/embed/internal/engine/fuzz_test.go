package engine_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"freshet/server/embed/internal/engine"
	"freshet/server/embed/internal/keyspace"
	"freshet/server/embed/internal/resp"
)

func newEngine() *engine.Engine {
	return engine.New(engine.Needs{
		Info:    func(string) []engine.InfoLine { return nil },
		Rewrite: func() bool { return true },
		Setting: func() map[string]string { return map[string]string{"appendonly": "yes"} },
	})
}

// dump shows all data, as the commands that make them.
func dump(e *engine.Engine) string {
	var keys []string
	e.Keys().Scan(0, e.Keys().Len(), func(key string, _ *keyspace.Entry) { keys = append(keys, key) })
	slices.Sort(keys)
	var b []byte
	for _, key := range keys {
		entry := e.Keys().Lookup(key)
		value := entry.Value
		// The order in a set or hash is that of insertion, which a log need not keep.
		var words []string
		keyspace.Dump(key, value, entry.ExpireAt, func(args ...string) {
			switch args[0] {
			case "SADD":
				words = append(words, args[2:]...)
			case "HSET":
				for pair := range slices.Chunk(args[2:], 2) {
					words = append(words, pair[0]+"\x00"+pair[1])
				}
			default:
				b = resp.AppendCommand(b, args...)
			}
		})
		slices.Sort(words)
		b = resp.AppendCommand(b, append([]string{keyspace.TypeName(value), key}, words...)...)
	}
	return string(b)
}

// replay makes an engine of a log.
func replay(t *testing.T, log []byte) *engine.Engine {
	t.Helper()
	e := newEngine()
	r := resp.NewStrictReader(bytes.NewReader(log))
	for {
		args, err := r.Next()
		if err != nil {
			return e
		}
		if args[0] == "MULTI" || args[0] == "EXEC" {
			continue
		}
		if err := e.Load([][]string{args}); err != nil {
			t.Fatalf("%v: %.200q", err, args)
		}
	}
}

// Whatever is asked, in whatever order, the engine answers, and its effects make the
// same data again.
func FuzzEffects(f *testing.F) {
	files, err := filepath.Glob("../../testdata/battery/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no battery: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, script string) {
		if strings.Contains(script, "EVAL") { // what a script may do is not for a fuzzer
			return
		}
		e := newEngine()
		defer e.Close()
		s := e.NewSession(func([]byte) {}, func() {})
		now := time.UnixMilli(1_700_000_000_000)
		var log []byte
		for line := range strings.Lines(script) {
			args := strings.Fields(strings.ReplaceAll(line, `"`, ""))
			if len(args) == 0 || len(args) > 100 {
				continue
			}
			e.Execute(now, s, args)
			s.Unblock(true)
			if len(s.TakeReply()) == 0 {
				t.Fatalf("%q was not answered", args)
			}
			log = append(log, e.Effects()...)
			e.Settle(nil)
			now = now.Add(time.Second) // deadlines pass
		}
		again := replay(t, log)
		defer again.Close()
		if want, got := dump(e), dump(again); want != got {
			t.Fatalf("the log makes other data:\nwant %q\ngot  %q\nlog  %q", want, got, log)
		}
		var rewritten []byte
		for key := range keysOf(e) {
			entry := e.Keys().Lookup(key)
			keyspace.Dump(key, keyspace.Freeze(entry.Value), entry.ExpireAt, func(args ...string) { rewritten = resp.AppendCommand(rewritten, args...) })
		}
		compacted := replay(t, rewritten)
		defer compacted.Close()
		if want, got := withoutOrphans(dump(e)), withoutOrphans(dump(compacted)); want != got {
			t.Fatalf("compaction makes other data:\nwant %q\ngot  %q", want, got)
		}
	})
}

func keysOf(e *engine.Engine) map[string]bool {
	keys := map[string]bool{}
	e.Keys().Scan(0, e.Keys().Len(), func(key string, _ *keyspace.Entry) { keys[key] = true })
	return keys
}

// withoutOrphans leaves out what is pending in groups: entries that are gone from
// their stream stay pending in memory, and not in a rewritten log, as in Redis.
func withoutOrphans(dump string) string {
	var b []byte
	r := resp.NewStrictReader(strings.NewReader(dump))
	for {
		args, err := r.Next()
		if err != nil {
			return string(b)
		}
		if args[0] != "XCLAIM" {
			b = resp.AppendCommand(b, args...)
		}
	}
}
