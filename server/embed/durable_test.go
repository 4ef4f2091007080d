package embed_test

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"freshet/server/embed"
)

// fill makes keys of every type by commands of every kind of effect.
func fill(w *wire) {
	for _, line := range []string{
		"SET plain 1", "SET timed v PX 10000000", "INCRBYFLOAT float 1.5", "APPEND plain 23",
		"HSET hash a 1 b 2", "HINCRBY hash n 5", "HINCRBYFLOAT hash f 0.1", "HDEL hash b",
		"SADD set a b c d e f", "SPOP set 2", "SADD other b x", "SUNIONSTORE union set other",
		"ZADD zset 1 a 2.5 b -inf c", "ZINCRBY zset 0.5 a", "ZPOPMIN zset",
		"RPUSH list a b c", "LPUSH list z", "LMOVE list list2 LEFT RIGHT", "LREM list 1 b",
		"XADD stream * f v", "XADD stream MAXLEN 1 * f w", "XADD gone 5-5 a b", "XDEL gone 5-5",
		"XADD work 1-1 n 1", "XADD work 1-2 n 2", "XGROUP CREATE work g 0", "XREADGROUP GROUP g me COUNT 1 STREAMS work >",
		"EXPIRE hash 100000", "RENAME union renamed", "COPY plain copied",
	} {
		w.must(strings.Fields(line)...)
	}
	w.must("EVAL", "for i = 1, 3 do redis.call('HSET', KEYS[1], i, redis.call('INCR', 'counter')) end", "1", "scripted")
	w.must("MULTI")
	w.must("SET", "tx", "1")
	w.must("INCR", "tx")
	w.must("EXEC")
}

// content shows everything a store holds.
func content(w *wire) map[string]string {
	all := map[string]string{}
	keys := w.must("KEYS", "*")
	for _, quoted := range strings.Fields(strings.Trim(keys, "[]")) {
		key, err := strconv.Unquote(quoted)
		if err != nil {
			w.t.Fatal(err)
		}
		kind := strings.TrimPrefix(w.must("TYPE", key), "+")
		read := map[string][]string{
			"string": {"GET", key}, "hash": {"HGETALL", key}, "set": {"SMEMBERS", key},
			"zset": {"ZRANGE", key, "0", "-1", "WITHSCORES"}, "list": {"LRANGE", key, "0", "-1"}, "stream": {"XRANGE", key, "-", "+"},
		}[kind]
		reply := w.must(read...)
		if kind == "hash" || kind == "set" {
			reply = unordered(reply)
		}
		all[key] = kind + " " + reply + " " + w.must("PEXPIRETIME", key)
		if kind == "stream" {
			all[key] += w.must("XINFO", "STREAM", key) + w.must("XINFO", "GROUPS", key)
		}
	}
	return all
}

func same(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	for key, v := range want {
		if got[key] != v {
			t.Errorf("%s: %s\n want %s\n got  %s", what, key, v, got[key])
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: unexpected key %s", what, key)
		}
	}
}

func TestDataSurviveReopening(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	fill(w)
	want := content(w)
	closeStore(t, s)
	again := open(t, embed.Options{Dir: dir})
	same(t, "reopened", want, content(dialStore(t, again)))
	if n := again.Stats().Loaded; n == 0 {
		t.Error("Stats tell of no loaded commands")
	}
}

func TestRealRedisLoadsTheDirectoryAndBack(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	fill(w)
	want := content(w)
	closeStore(t, s)

	socket, stop := startRedis(t, dir, "--appendonly", "yes", "--aof-use-rdb-preamble", "no")
	redis := dialSocket(t, socket)
	same(t, "in redis-server", want, content(redis))
	redis.must("SET", "by-redis", "1")
	fill(redis)
	want = content(redis)
	stop()

	s = open(t, embed.Options{Dir: dir})
	w = dialStore(t, s)
	// The log of Redis does not say how many entries a group has read.
	same(t, "back from redis-server", withoutCounts(want), withoutCounts(content(w)))
	w.must("SET", "ours-again", "1")
	closeStore(t, s)

	socket, stop = startRedis(t, dir, "--appendonly", "yes", "--aof-use-rdb-preamble", "no")
	redis = dialSocket(t, socket)
	redis.want("GET ours-again", `"1"`)
	redis.must("BGREWRITEAOF")
	waitFor(t, "the rewrite of redis-server", func() bool {
		return strings.Contains(redis.must("INFO", "persistence"), `aof_rewrite_in_progress:0`) &&
			strings.Contains(redis.must("INFO", "persistence"), `aof_rewrites:1`)
	})
	want = content(redis)
	stop()
	s = open(t, embed.Options{Dir: dir})
	same(t, "rewritten by redis-server", want, content(dialStore(t, s)))
}

var groupCounts = regexp.MustCompile(`"(entries-read|lag)" :\d+`)

func withoutCounts(all map[string]string) map[string]string {
	for key, v := range all {
		all[key] = groupCounts.ReplaceAllString(v, "")
	}
	return all
}

func TestRDBPreambleIsRefusedWithTheRemedy(t *testing.T) {
	dir := t.TempDir()
	socket, stop := startRedis(t, dir, "--appendonly", "yes", "--aof-use-rdb-preamble", "yes")
	dialSocket(t, socket).must("SET", "a", "1")
	stop()
	_, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
	if err == nil || !strings.Contains(err.Error(), "aof-use-rdb-preamble no") {
		t.Fatalf("got %v", err)
	}
}

func TestOneProcessPerDirectory(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	_, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
	var inUse *embed.InUseError
	if !errors.As(err, &inUse) || inUse.PID != os.Getpid() || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v", err)
	}
	closeStore(t, s)
	open(t, embed.Options{Dir: dir})
}
