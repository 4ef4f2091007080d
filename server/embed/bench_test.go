package embed_test

import (
	"context"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"freshet/server/embed"
)

// client returns a go-redis client that dials in process.
func client(t testing.TB, s *embed.Server) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{
		Addr:   "embedded",
		Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return s.Dial(ctx) },
	})
	t.Cleanup(func() { _ = c.Close() }) // the store may have gone first
	return c
}

// commitLike has the shape of the commit of a book: a check, two hashes, the log
// with an id of the caller's, a message.
var commitLike = redis.NewScript(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'head')
if meta[1] and meta[1] ~= ARGV[1] then return redis.error_reply('FENCED epoch moved') end
local head = tonumber(meta[2] or '0') + 1
redis.call('XADD', KEYS[2], 'MAXLEN', '~', '10000', string.format('%.0f', head) .. '-0', 'entry', ARGV[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'head', string.format('%.0f', head))
redis.call('HSET', KEYS[3], ARGV[3], ARGV[2])
redis.call('PUBLISH', 'log', ARGV[2])
return head`)

var commitKeys = []string{"{b}:meta", "{b}:log", "{b}:cells"}

func benchClient(b *testing.B) (*redis.Client, context.Context) {
	return client(b, open(b, embed.Options{Dir: b.TempDir()})), b.Context()
}

func check(b testing.TB, err error) {
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkGet(b *testing.B) {
	c, ctx := benchClient(b)
	check(b, c.Set(ctx, "k", "value", 0).Err())
	for b.Loop() {
		check(b, c.Get(ctx, "k").Err())
	}
}

func BenchmarkSet(b *testing.B) {
	c, ctx := benchClient(b)
	for b.Loop() {
		check(b, c.Set(ctx, "k", "value", 0).Err())
	}
}

func BenchmarkCommitScript(b *testing.B) {
	c, ctx := benchClient(b)
	entry := `{"at":1,"ops":[{"set":"A1","input":"=B1*2"}]}`
	check(b, commitLike.Load(ctx, c).Err())
	i := 0
	for b.Loop() {
		check(b, commitLike.EvalSha(ctx, c, commitKeys, "1", entry, "A"+strconv.Itoa(i%1000)).Err())
		i++
	}
}

func BenchmarkCommitScriptParallel(b *testing.B) {
	c, ctx := benchClient(b)
	entry := `{"at":1,"ops":[{"set":"A1","input":"=B1*2"}]}`
	check(b, commitLike.Load(ctx, c).Err())
	var n atomic.Int64
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			check(b, commitLike.EvalSha(ctx, c, commitKeys, "1", entry, "A"+strconv.Itoa(int(n.Add(1)%1000))).Err())
		}
	})
}

// pipelined runs one command per iteration, a thousand at a time.
func pipelined(b *testing.B, add func(p redis.Pipeliner, i int)) {
	c, ctx := benchClient(b)
	b.ResetTimer()
	for done := 0; done < b.N; {
		p := c.Pipeline()
		for range min(1000, b.N-done) {
			add(p, done)
			done++
		}
		_, err := p.Exec(ctx)
		check(b, err)
	}
}

func BenchmarkSetPipelined(b *testing.B) {
	pipelined(b, func(p redis.Pipeliner, i int) { p.Set(b.Context(), "k"+strconv.Itoa(i%10000), "value", 0) })
}

func BenchmarkHSetPipelined(b *testing.B) {
	pipelined(b, func(p redis.Pipeliner, i int) { p.HSet(b.Context(), "h", "f"+strconv.Itoa(i%10000), "value") })
}

func BenchmarkXAddPipelined(b *testing.B) {
	pipelined(b, func(p redis.Pipeliner, i int) {
		p.XAdd(b.Context(), &redis.XAddArgs{Stream: "s", MaxLen: 10000, Approx: true, Values: []string{"f", "value"}})
	})
}

func BenchmarkHSet256FieldsACommand(b *testing.B) {
	c, ctx := benchClient(b)
	args := make([]string, 0, 512)
	for i := range 256 {
		args = append(args, "field"+strconv.Itoa(i), strings.Repeat("v", 8))
	}
	for b.Loop() {
		check(b, c.HSet(ctx, "h", args).Err())
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/256, "ns/field")
}

func BenchmarkHGetAll10000(b *testing.B) {
	c, ctx := benchClient(b)
	for i := range 10000 {
		check(b, c.HSet(ctx, "h", "field"+strconv.Itoa(i), "value").Err())
	}
	for b.Loop() {
		check(b, c.HGetAll(ctx, "h").Err())
	}
}

func BenchmarkOpen100000Commands(b *testing.B) {
	dir := b.TempDir()
	s, err := embed.Open(b.Context(), embed.Options{Dir: dir, Logger: quiet()})
	check(b, err)
	c := client(b, s)
	p := c.Pipeline()
	for i := range 100000 {
		p.HSet(b.Context(), "h"+strconv.Itoa(i%100), "f"+strconv.Itoa(i), "some value of a cell")
		if i%1000 == 999 {
			_, err := p.Exec(b.Context())
			check(b, err)
		}
	}
	check(b, c.Close())
	check(b, s.Close())
	b.ResetTimer()
	for b.Loop() {
		s, err := embed.Open(b.Context(), embed.Options{Dir: dir, Logger: quiet()})
		check(b, err)
		check(b, s.Close())
	}
}
