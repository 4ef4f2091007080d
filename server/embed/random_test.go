package embed_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"freshet/server/embed"
)

var (
	randomSeed = flag.Uint64("random.seed", 1, "seed of TestRandomCommands")
	randomRuns = flag.Int("random.runs", 1, "how many seeds TestRandomCommands tries")
	randomSize = flag.Int("random.size", 4000, "commands of each run of TestRandomCommands")
)

// forms are commands with holes: K a key, Q one of texts, F a field or member, V a value, N a small
// number, R a real one, I the id of a stream entry, P a position, L and X an end of
// a range of texts or scores. [a|b] is one of a, b; a form that begins with ~ has an
// unordered reply.
var forms = strings.Split(strings.TrimSpace(`
SET K V
SET K V [NX|XX|GET|KEEPTTL|XX GET|NX KEEPTTL|PXAT 99999999999N|EXAT 99999999999]
SET K N
GET K
GETDEL K
GETSET K V
GETEX K [PERSIST|EXAT 99999999999|]
MSET K V K V
MSETNX K V K V
MGET K K K
APPEND K V
STRLEN K
GETRANGE K P P
SETRANGE K N V
INCR K
DECRBY K N
INCRBYFLOAT K R
SETNX K V
DEL K
DEL K K
UNLINK K
EXISTS K K
TYPE K
RENAME K K
RENAMENX K K
COPY K K [REPLACE|]
PEXPIREAT K [99999999999N|1] [NX|XX|GT|LT|]
PERSIST K
HSET K F V
HSET K F V F V F N
HSETNX K F V
HDEL K F F
HGET K F
HMGET K F F
~HGETALL K
~HKEYS K
HLEN K
HEXISTS K F
HSTRLEN K F
HINCRBY K F N
HINCRBYFLOAT K F R
SADD K F F
SREM K F F
SCARD K
SISMEMBER K F
SMISMEMBER K F F
~SMEMBERS K
SMOVE K K F
~SINTER K K
~SUNION K K
~SDIFF K K
SINTERSTORE K K K
SUNIONSTORE K K K
SDIFFSTORE K K K
SINTERCARD 2 K K [LIMIT 1|]
ZADD K [NX|XX|GT|LT|CH|XX CH|] N F N F
ZADD Q 0 F 0 F
ZADD K [INCR|NX INCR|XX INCR|GT INCR] N F
ZINCRBY K N F
ZREM K F F
ZSCORE K F
ZMSCORE K F F
ZCARD K
ZRANK K F
ZREVRANK K F
ZCOUNT K X X
ZLEXCOUNT Q L L
ZRANGE K P P [REV|WITHSCORES|REV WITHSCORES|]
ZRANGE K X X BYSCORE [REV|WITHSCORES|LIMIT P N|REV LIMIT N P|]
ZRANGE Q L L BYLEX [REV|LIMIT N N|]
ZREVRANGE K P P [WITHSCORES|]
ZRANGEBYSCORE K X X [WITHSCORES|LIMIT N N|]
ZREVRANGEBYSCORE K X X [WITHSCORES|LIMIT N N|]
ZRANGEBYLEX Q L L
ZRANGESTORE K K P P [REV|]
ZREMRANGEBYRANK K P P
ZREMRANGEBYSCORE K X X
ZREMRANGEBYLEX Q L L
ZPOPMIN K [N|]
ZPOPMAX K [N|]
RPUSH K V V
LPUSH K V V
LPUSHX K V
RPOP K [N|]
LPOP K [N|]
LLEN K
LRANGE K P P
LINDEX K P
LSET K P V
LREM K P V
LTRIM K P P
LINSERT K [BEFORE|AFTER] V V
LPOS K V [RANK P|COUNT N|MAXLEN N|RANK P COUNT N|]
LMOVE K K [LEFT|RIGHT] [LEFT|RIGHT]
RPOPLPUSH K K
XADD K I F V
XADD K N-* F V
XADD K [MAXLEN|MAXLEN =|MAXLEN ~] N I F V
XADD K [MINID|MINID =|MINID ~] I I F V
XADD K NOMKSTREAM I F V
XLEN K
XRANGE K [I|-|(I] [I|+|(I] [COUNT N|]
XREVRANGE K [I|+|(I] [I|-|(I] [COUNT N|]
XDEL K I I
XTRIM K [MAXLEN|MINID|MAXLEN ~] N
XREAD [COUNT N|] STREAMS K K I I
XINFO STREAM K
XINFO GROUPS K
XSETID K I
XGROUP CREATE K F [I|$|0] [MKSTREAM|]
XGROUP DESTROY K F
XGROUP SETID K F [I|$]
XGROUP CREATECONSUMER K F F
XGROUP DELCONSUMER K F F
XREADGROUP GROUP F F [COUNT N|NOACK|] STREAMS K [>|>|>|I]
XACK K F I I
XPENDING K F
XCLAIM K F F 0 I I [JUSTID|FORCE|RETRYCOUNT N|FORCE JUSTID|]
XAUTOCLAIM K F F 0 [I|0] [COUNT N|JUSTID|]
`), "\n")

type generator struct{ *rand.Rand }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g generator) command() (args []string, loose bool) {
	form := forms[g.IntN(len(forms))]
	form, loose = strings.CutPrefix(form, "~")
	for form != "" {
		var word string
		if form[0] == '[' {
			choice, rest, _ := strings.Cut(form[1:], "]")
			word, form = g.pick(strings.Split(choice, "|")...), rest
		} else if i := strings.IndexAny(form, " ["); i >= 0 {
			word, form = form[:i], form[i:]
		} else {
			word, form = form, ""
		}
		form = strings.TrimPrefix(form, " ")
		for part := range strings.FieldsSeq(word) {
			args = append(args, g.fill(part))
		}
	}
	if g.IntN(100) == 0 { // a slip of the pen
		args = args[:1+g.IntN(len(args))]
	}
	return args, loose
}

func (g generator) fill(hole string) string {
	switch hole {
	case "K":
		return g.pick("k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8")
	case "Q": // texts are ordered only where all scores are equal
		return g.pick("lex1", "lex2")
	case "F":
		return g.pick("a", "b", "c", "d", "e", "f")
	case "V":
		return g.pick("a", "b", "c", "", "hello", "10", "3.5", "with space", "\x00\r\n\xff")
	case "N":
		return fmt.Sprint(g.IntN(12))
	case "R":
		return g.pick("0.1", "-2.5", "1e3", "3", "0.0000001", "x", "1234567.891")
	case "P":
		return fmt.Sprint(g.IntN(12) - 5)
	case "L":
		return g.pick("-", "+", "[a", "(b", "[c", "(d", "[e", "x")
	case "X":
		return g.pick("-inf", "+inf", "1", "(2", "3", "(5", "8", "x")
	case "I":
		return fmt.Sprintf("%d-%d", g.IntN(8), g.IntN(5))
	case "(I":
		return "(" + g.fill("I")
	case "99999999999N": // no deadline counted from now: the two have not the same one
		return "99999999999" + g.fill("N")
	case "N-*":
		return g.fill("N") + "-*"
	}
	return hole
}

// Random commands must be answered as Redis answers them, leave the same data, and
// leave a log from which both make the same data again.
func TestRandomCommands(t *testing.T) {
	for seed := *randomSeed; seed < *randomSeed+uint64(*randomRuns); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomCommands(t, seed) })
	}
}

func randomCommands(t *testing.T, seed uint64) {
	socket, stop := startRedis(t, t.TempDir())
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir, CompactAt: 200_000})
	redis, ours := dialSocket(t, socket), dialStore(t, s)
	g := generator{rand.New(rand.NewPCG(seed, 7))}
	var history []string
	for range *randomSize {
		args, loose := g.command()
		if g.IntN(500) == 0 {
			args, loose = []string{"FLUSHALL"}, false
		}
		history = append(history, fmt.Sprintf("%q", args))
		want, got := redis.must(args...), ours.must(args...)
		if loose {
			want, got = unordered(want), unordered(got)
		}
		if want != got {
			writeHistory(t, history)
			t.Fatalf("seed %d, command %d: %q\n redis %s\n ours  %s", seed, len(history), args, want, got)
		}
	}
	want := content(redis)
	stop()
	same(t, "after all commands", want, content(ours))
	closeStore(t, s)
	s = open(t, embed.Options{Dir: dir})
	same(t, "reopened", want, content(dialStore(t, s)))
	closeStore(t, s)
	socket, _ = startRedis(t, dir, "--appendonly", "yes")
	same(t, "our log in redis-server", withoutCounts(want), withoutCounts(content(dialSocket(t, socket))))
}

func writeHistory(t *testing.T, history []string) {
	if path := os.Getenv("FRESHET_EMBED_HISTORY"); path != "" {
		check(t, os.WriteFile(path, []byte(strings.Join(history, "\n")), 0o600))
	}
}
