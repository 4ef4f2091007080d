package embed_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/server/embed"
)

func TestGoRedisConnectsInBothProtocols(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	for _, proto := range []int{2, 3} {
		c := redis.NewClient(&redis.Options{
			Addr: "embedded", Protocol: proto, ClientName: "test",
			Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return s.Dial(ctx) },
		})
		ctx := t.Context()
		check(t, c.Set(ctx, "k", "v", time.Hour).Err())
		check(t, c.HSet(ctx, "h", "a", 1, "b", 2).Err())
		check(t, c.ZAdd(ctx, "z", redis.Z{Score: 1.5, Member: "m"}).Err())
		if all, err := c.HGetAll(ctx, "h").Result(); err != nil || len(all) != 2 || all["b"] != "2" {
			t.Errorf("RESP%d: HGETALL %v %v", proto, all, err)
		}
		if z, err := c.ZRangeWithScores(ctx, "z", 0, -1).Result(); err != nil || len(z) != 1 || z[0].Score != 1.5 {
			t.Errorf("RESP%d: ZRANGE %v %v", proto, z, err)
		}
		id, err := c.XAdd(ctx, &redis.XAddArgs{Stream: "s", Values: []string{"f", "v"}}).Result()
		check(t, err)
		got, err := c.XRead(ctx, &redis.XReadArgs{Streams: []string{"s", "0"}, Count: 1, Block: -1}).Result()
		if err != nil || len(got) != 1 || got[0].Messages[0].Values["f"] != "v" {
			t.Errorf("RESP%d: XREAD %v %v", proto, got, err)
		}
		info, err := c.XInfoStream(ctx, "s").Result()
		if err != nil || info.LastGeneratedID != id {
			t.Errorf("RESP%d: XINFO %+v %v", proto, info, err)
		}
		var tx *redis.StringCmd
		_, err = c.TxPipelined(ctx, func(p redis.Pipeliner) error {
			p.Set(ctx, "k", "w", redis.KeepTTL)
			tx = p.Get(ctx, "k")
			return nil
		})
		if err != nil || tx.Val() != "w" {
			t.Errorf("RESP%d: transaction %v %v", proto, tx, err)
		}
		if err := c.Watch(ctx, func(tx *redis.Tx) error {
			check(t, c.Set(ctx, "k", "changed", 0).Err())
			_, err := tx.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Set(ctx, "k", "mine", 0).Err() })
			return err
		}, "k"); !errors.Is(err, redis.TxFailedErr) {
			t.Errorf("RESP%d: a watched key changed: %v", proto, err)
		}
		if err := c.Do(ctx, "GEOADD", "g", 1, 1, "x").Err(); err == nil || !strings.Contains(err.Error(), "not offered by the embedded store") {
			t.Errorf("RESP%d: GEOADD: %v", proto, err)
		}
		check(t, c.FlushAll(ctx).Err())
		check(t, c.Close())
	}
}

// A client that writes all of a pipeline before it reads must not wait for ever.
func TestLongPipelinesGoThrough(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	c := client(t, s)
	big := strings.Repeat("x", 10000)
	check(t, c.Set(t.Context(), "big", big, 0).Err())
	p := c.Pipeline()
	gets := make([]*redis.StringCmd, 2000)
	for i := range gets {
		p.Set(t.Context(), "k", big, 0)
		gets[i] = p.Get(t.Context(), "big")
	}
	_, err := p.Exec(t.Context())
	check(t, err)
	for _, g := range gets {
		if g.Val() != big {
			t.Fatal("a reply is wrong")
		}
	}
}

func TestMessages(t *testing.T) {
	for _, proto := range []int{2, 3} {
		t.Run(fmt.Sprintf("RESP%d", proto), func(t *testing.T) {
			s := open(t, embed.Options{Dir: t.TempDir()})
			c := redis.NewClient(&redis.Options{
				Addr: "embedded", Protocol: proto,
				Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return s.Dial(ctx) },
			})
			defer func() { check(t, c.Close()) }()
			ctx := t.Context()
			sub := c.Subscribe(ctx, "news")
			psub := c.PSubscribe(ctx, "n[a-f]ws", "x*")
			for range 1 {
				_, err := sub.Receive(ctx)
				check(t, err)
			}
			for range 2 {
				_, err := psub.Receive(ctx)
				check(t, err)
			}
			if n, err := c.Publish(ctx, "news", "one").Result(); err != nil || n != 2 {
				t.Errorf("PUBLISH reached %d, %v", n, err)
			}
			check(t, c.Eval(ctx, "redis.call('SET','a','1') return redis.call('PUBLISH','news','two')", nil).Err())
			_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Publish(ctx, "news", "three").Err() })
			check(t, err)
			for _, want := range []string{"one", "two", "three"} {
				m, err := sub.ReceiveMessage(ctx)
				if err != nil || m.Payload != want {
					t.Errorf("got %v %v, want %s", m, err, want)
				}
				m, err = psub.ReceiveMessage(ctx)
				if err != nil || m.Payload != want || m.Pattern != "n[a-f]ws" {
					t.Errorf("got %v %v, want %s", m, err, want)
				}
			}
			check(t, sub.Unsubscribe(ctx, "news"))
			check(t, psub.Close())
			waitFor(t, "the subscriptions to end", func() bool { return c.Publish(ctx, "news", "four").Val() == 0 })
			check(t, sub.Close())
		})
	}
}

func TestBlockedReadsWakeWhenThereIsSomething(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	w := dialStore(t, s)
	cases := []struct{ wait, change, reply string }{
		{"XREAD BLOCK 0 STREAMS s $", "XADD s 1-1 f v", `[["s" [["1-1" ["f" "v"]]]]]`},
		{"XREAD BLOCK 60000 COUNT 1 STREAMS a s 0 1-1", "XADD s 1-2 f w", `[["s" [["1-2" ["f" "w"]]]]]`},
		{"BLPOP l m 0", "RPUSH m x", `["m" "x"]`},
		{"BRPOP l 0", "RPUSH l x y", `["l" "y"]`},
		{"BLMOVE q r LEFT RIGHT 0", "RPUSH q z", `"z"`},
		{"XREADGROUP GROUP g me BLOCK 0 STREAMS s >", "XADD s 1-3 f x", `[["s" [["1-3" ["f" "x"]]]]]`},
	}
	w.must("XGROUP", "CREATE", "s", "g", "1-2", "MKSTREAM")
	for _, c := range cases {
		blocked := dialStore(t, s)
		check(t, blocked.send(strings.Fields(c.wait)...))
		waitFor(t, c.wait, func() bool { return strings.Contains(w.must("INFO", "clients"), `blocked_clients:1`) })
		w.must("SET", "unrelated", "1")
		w.must(strings.Fields(c.change)...)
		got, err := blocked.read()
		if err != nil || got != c.reply {
			t.Errorf("%s: got %s %v, want %s", c.wait, got, err, c.reply)
		}
		blocked.want("PING", "+PONG")
	}
}

func TestBlockedClientThatGoesIsForgotten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	socket := filepath.Join(t.TempDir(), "s")
	_, err := s.Listen("unix", socket)
	check(t, err)
	w := dialStore(t, s)
	blockedClients := func(n int) {
		t.Helper()
		waitFor(t, fmt.Sprintf("%d blocked clients", n), func() bool {
			return strings.Contains(w.must("INFO", "clients"), fmt.Sprintf("blocked_clients:%d", n))
		})
	}
	for _, c := range []*wire{dialStore(t, s), dialSocket(t, socket)} {
		check(t, c.send("BLPOP", "l", "0"))
		blockedClients(1)
		check(t, c.conn.Close())
		blockedClients(0)
	}
	c := dialSocket(t, socket)
	check(t, c.send("BLPOP", "l", "0"))
	check(t, c.send("PING")) // waits its turn
	blockedClients(1)
	w.must("RPUSH", "l", "x")
	for _, want := range []string{`["l" "x"]`, "+PONG"} {
		if got, err := c.read(); err != nil || got != want {
			t.Errorf("got %s %v, want %s", got, err, want)
		}
	}
	c.want("BLPOP l 0.01", "nil*")
	check(t, c.send("XREAD", "BLOCK", "0", "STREAMS", "s", "$"))
	blockedClients(1)
	closeStore(t, s) // with somebody waiting
}

func TestDeadlinesPass(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	w.must("SET", "soon", "1", "PX", "30")
	w.must("SET", "never", "1")
	w.must("HSET", "h", "f", "v")
	w.must("PEXPIRE", "h", "40")
	w.must("SET", "kept", "1", "PX", "30")
	w.must("PERSIST", "kept")
	for i := range 500 {
		w.must("SET", fmt.Sprintf("many%d", i), "1", "PX", "50")
	}
	waitFor(t, "the keys to go", func() bool { return w.must("DBSIZE") == ":2" })
	w.want("EXISTS soon h", ":0")
	// What an expired key was must not come back into what was made in its place.
	w.must("SET", "n", "5", "PX", "1")
	waitFor(t, "the number to go", func() bool { return w.must("EXISTS", "n") == ":0" })
	w.want("INCR n", ":1")
	w.must("RPUSH", "l", "old")
	w.must("PEXPIRE", "l", "20")
	waitFor(t, "the list to go by itself", func() bool { return !strings.Contains(w.must("INFO", "keyspace"), "expires=1") })
	w.want("RPUSH l new", ":1")
	w.must("SET", "over", "1", "PX", "100000000")
	w.must("SET", "short", "1", "PX", "1")
	closeStore(t, s)
	s = open(t, embed.Options{Dir: dir})
	w = dialStore(t, s)
	waitFor(t, "the key that expired while nobody looked", func() bool { return w.must("EXISTS", "short") == ":0" })
	w.want("EXISTS never kept over", ":3")
	w.want("GET n", `"1"`)
	w.want("LRANGE l 0 -1", `["new"]`)
}

func TestConcurrentTransactionsLoseNothing(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	c := client(t, s)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for done := 0; done < 50; {
				err := c.Watch(t.Context(), func(tx *redis.Tx) error {
					n, err := tx.Get(t.Context(), "n").Int()
					if err != nil && !errors.Is(err, redis.Nil) {
						return err
					}
					_, err = tx.TxPipelined(t.Context(), func(p redis.Pipeliner) error { return p.Set(t.Context(), "n", n+1, 0).Err() })
					return err
				}, "n")
				if err == nil {
					done++
				} else if !errors.Is(err, redis.TxFailedErr) {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if n := c.Get(t.Context(), "n").Val(); n != "400" {
		t.Fatalf("400 increments made %s", n)
	}
}

func TestClientKill(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	sub, other, w := dialStore(t, s), dialStore(t, s), dialStore(t, s)
	sub.must("SUBSCRIBE", "x")
	other.must("PING")
	w.want("CLIENT KILL TYPE pubsub", ":1")
	if _, err := sub.read(); err == nil {
		t.Error("the subscriber is still there")
	}
	other.want("PING", "+PONG")
	w.want("CLIENT KILL ID 99", ":0")
	w.want("CLIENT KILL FOO bar", "-ERR syntax error")
}

func TestBrokenRequestsAreAnsweredAndEnd(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	for request, answer := range map[string]string{
		"*x\r\n":               "-ERR Protocol error: invalid multibulk length",
		"*1\r\n$x\r\n":         "-ERR Protocol error: invalid bulk length",
		"*1\r\n+OK\r\n":        "-ERR Protocol error: expected '$', got '+'",
		"*1\r\n$4\r\nPINGxx":   "-ERR Protocol error: bulk string without its line end",
		"*99999999\r\n":        "-ERR Protocol error: invalid multibulk length",
		"*1\r\n$999999999\r\n": "-ERR Protocol error: invalid bulk length",
	} {
		w := dialStore(t, s)
		_, err := w.conn.Write([]byte("PING\r\n" + request))
		check(t, err)
		for _, want := range []string{"+PONG", answer} {
			if got, err := w.read(); err != nil || got != want {
				t.Errorf("%q: got %s %v, want %s", request, got, err, want)
			}
		}
		if _, err := w.read(); err == nil {
			t.Errorf("%q: the connection is still open", request)
		}
	}
}
