package store_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
	"freshet/cells/store"
)

// startCluster is a Redis Cluster of three nodes, where a script that touches two slots fails. It gives their addresses.
func startCluster(t *testing.T) []string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed")
	}
	cli, err := exec.LookPath("redis-cli")
	if err != nil {
		t.Skip("redis-cli is not installed")
	}
	var nodes []string
	for range 3 {
		dir, err := os.MkdirTemp("", "fr")
		if err != nil {
			t.Fatal(err)
		}
		port := freePort(t)
		cmd := exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port", freePort(t), "--dir", dir,
			"--save", "", "--loglevel", "warning")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			_ = os.RemoveAll(dir)
		})
		nodes = append(nodes, "127.0.0.1:"+port)
	}
	all := func(what string, ok func(*redis.Client) bool) {
		for _, n := range nodes {
			c := redis.NewClient(&redis.Options{Addr: n, Protocol: 2, DisableIdentity: true})
			eventually(t, what, func() bool { return ok(c) })
			_ = c.Close()
		}
	}
	all("a node answers", func(c *redis.Client) bool { return c.Ping(context.Background()).Err() == nil })
	create := append([]string{"--cluster", "create"}, nodes...)
	if out, err := exec.Command(cli, append(create, "--cluster-yes")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	all("the cluster is whole", func(c *redis.Client) bool {
		info, _ := c.ClusterInfo(context.Background()).Result()
		return strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_slots_ok:16384")
	})
	return nodes
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// Everything the store does with Redis works on a cluster too: every script stays on one slot, and news reach other servers.
func TestCluster(t *testing.T) {
	nodes := startCluster(t)
	url := "redis://" + nodes[0] + "?addr=" + nodes[1] + "&addr=" + nodes[2]
	quick := func(o *store.Options) { often(o); o.Checkpoint.Window, o.Poll = 500, 100*time.Millisecond }
	one, two := open(t, url, quick), open(t, url, quick)
	for range 6 { // books on several nodes
		id := create(t, one)
		a, b := hold(t, one, id), hold(t, two, id)
		for i := range 30 {
			update(t, []*store.Book{a, b}[i%2], reading(i, float64(i), 0))
		}
		eventually(t, "both agree", func() bool { return state(t, a) == state(t, b) })
		if p := history(t, a, 0, 0, 10); len(p) != 1 {
			t.Fatalf("%d points", len(p))
		}
		link, token, err := one.CreateLink(t.Context(), id, cells.Editor, "x")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := two.Grant(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if err := two.RevokeLink(t.Context(), id, link.ID); err != nil {
			t.Fatal(err)
		}
		third := open(t, url)
		if state(t, hold(t, third, id)) != state(t, a) {
			t.Fatal("a server that opened the book later has other values")
		}
		if err := one.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		<-b.Done()
	}
	if one.Stats().Checkpoints == 0 {
		t.Error("no checkpoint was written")
	}
}
