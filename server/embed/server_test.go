package embed_test

import (
	"errors"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"freshet/server/embed"
)

func TestFsyncAlwaysLeavesNothingUnsynced(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir(), Fsync: embed.Always})
	w := dialStore(t, s)
	for range 50 {
		w.must("INCR", "n")
		if left := s.Stats().Unsynced; left != 0 {
			t.Fatalf("after an answer %v are unsynced", left)
		}
	}
	w.want("CONFIG GET appendfsync", `["appendfsync" "always"]`)
}

func TestFsyncEverySecond(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	w := dialStore(t, s)
	w.must("SET", "a", "1")
	waitFor(t, "the fsync", func() bool { return s.Stats().Unsynced == 0 && s.Stats().SyncTook > 0 })
}

func TestInfoAndStats(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	w.must("SET", "a", "1", "EX", "1000")
	info := w.must("INFO")
	for _, want := range []string{
		"redis_version:7.", "run_id:", "redis_mode:standalone", "process_id:", "connected_clients:1", "used_memory:", "maxmemory_policy:noeviction",
		"aof_enabled:1", "aof_last_write_status:ok", "aof_last_bgrewrite_status:ok", "role:master", "db0:keys=1,expires=1", "# Persistence", "total_commands_processed:",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("INFO lacks %s", want)
		}
	}
	if part := w.must("INFO", "keyspace"); strings.Contains(part, "run_id") || !strings.Contains(part, "db0") {
		t.Errorf("INFO keyspace: %s", part)
	}
	if all := w.must("INFO", "commandstats"); !strings.Contains(all, "cmdstat_set:calls=1") {
		t.Errorf("INFO commandstats: %s", all)
	}
	st := s.Stats()
	if st.Dir != dir || st.Keys != 1 || st.Clients != 1 || st.Bytes == 0 || st.Commands < 3 || st.Err != nil {
		t.Errorf("Stats: %+v", st)
	}
}

func TestListenTakesOverASocketThatNobodyServes(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket})
	check(t, err)
	l.SetUnlinkOnClose(false)
	check(t, l.Close()) // as a killed process leaves it
	_, err = s.Listen("unix", socket)
	check(t, err)
	dialSocket(t, socket).want("PING", "+PONG")
	if _, err := s.Listen("unix", socket); err == nil {
		t.Error("a socket that is served was taken over")
	}
	address, err := s.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	conn, err := net.Dial("tcp", address.String())
	check(t, err)
	w := newWire(conn)
	w.t = t
	w.want("PING", "+PONG")
	w.want("QUIT", "+OK")
	if _, err := w.read(); err == nil {
		t.Error("open after QUIT")
	}
}

func TestCloseEndsEverything(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	w := dialStore(t, s)
	w.must("SET", "a", "1")
	closeStore(t, s)
	if _, err := w.do("GET", "a"); err == nil {
		t.Error("an answer after Close")
	}
	if _, err := s.Dial(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Dial after Close: %v", err)
	}
	if _, err := s.Listen("tcp", "127.0.0.1:0"); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Listen after Close: %v", err)
	}
	if err := s.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Close after Close: %v", err)
	}
}

func TestRedisCheckAOFAcceptsTheFiles(t *testing.T) {
	tool, err := exec.LookPath("redis-check-aof")
	if err != nil {
		t.Skip("redis-check-aof is not installed")
	}
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	fill(w)
	compact(t, s, w)
	fill(w)
	closeStore(t, s)
	out, err := exec.Command(tool, filepath.Join(dir, "appendonlydir", "appendonly.aof.manifest")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "All AOF files and manifest are valid") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A client that subscribes and does not read must not hold anybody up.
func TestSubscriberThatDoesNotRead(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	lazy, w := dialStore(t, s), dialStore(t, s)
	lazy.must("SUBSCRIBE", "x")
	big := strings.Repeat("m", 1<<20)
	left := false
	for range 300 {
		if w.must("PUBLISH", "x", big) == ":0" {
			left = true
			break
		}
	}
	if !left {
		t.Error("a subscriber 300 MB behind is still kept")
	}
}

func TestDeadlinesOfConnections(t *testing.T) {
	s := open(t, embed.Options{Dir: t.TempDir()})
	w := dialStore(t, s)
	check(t, w.conn.SetReadDeadline(time.Now().Add(20*time.Millisecond)))
	var timeout net.Error
	if _, err := w.read(); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("got %v", err)
	}
	check(t, w.conn.SetReadDeadline(time.Time{}))
	w.want("PING", "+PONG")
}

func TestCommandsAreListed(t *testing.T) {
	all := embed.Commands()
	for _, name := range []string{"GET", "XADD", "EVALSHA", "XAUTOCLAIM"} {
		if !slices.Contains(all, name) {
			t.Errorf("%s is missing", name)
		}
	}
	s := open(t, embed.Options{Dir: t.TempDir()})
	for _, name := range all {
		if got := dialStore(t, s).must(name, "a", "b", "c", "d", "e", "f", "g", "h"); strings.HasPrefix(got, "-ERR unknown command") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
