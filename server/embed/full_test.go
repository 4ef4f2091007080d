//go:build linux

package embed_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"freshet/server/embed"
)

// writeWithLittleRoom is a process whose files may not grow beyond 64 KiB: to its
// writes, a full disk. It prints what a client sees.
func writeWithLittleRoom(dir string) int {
	signal.Ignore(syscall.SIGXFSZ)
	room := syscall.Rlimit{Cur: 64 << 10, Max: 1 << 30}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		fmt.Println("setrlimit:", err)
		return 1
	}
	s, err := embed.Open(context.Background(), embed.Options{Dir: dir, Logger: quiet()})
	if err != nil {
		fmt.Println("open:", err)
		return 1
	}
	conn, err := s.Dial(context.Background())
	if err != nil {
		fmt.Println("dial:", err)
		return 1
	}
	w := newWire(conn)
	say := func(name string, args ...string) string {
		reply, err := w.do(args...)
		if err != nil {
			reply = "connection: " + err.Error()
		}
		fmt.Printf("%s %s\n", name, reply)
		return reply
	}
	for n := 1; ; n++ {
		if say("write", "SET", fmt.Sprintf("k%d", n), strings.Repeat("v", 1000)) != "+OK" {
			break
		}
	}
	say("script", "EVAL", "redis.call('SET','a','1') redis.call('SET','b','"+strings.Repeat("v", 70000)+"')", "0")
	say("partial", "GET", "a")
	say("read", "GET", "k1")
	say("keys", "DBSIZE")
	select {
	case err := <-s.Failed():
		fmt.Println("failed", err)
	default:
		fmt.Println("failed no")
	}
	room.Cur = room.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		fmt.Println("setrlimit:", err)
		return 1
	}
	for deadline := time.Now().Add(10 * time.Second); s.Err() != nil && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	say("after", "SET", "after", "1")
	return 0
}

func TestFullDiskRefusesLoudlyAndKeepsWhatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	cmd, out := child(t, "cramped", dir)
	said := readLines(out)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(said, "\n"))
	}
	acknowledged := 0
	answers := map[string]string{}
	for _, line := range said {
		name, reply, _ := strings.Cut(line, " ")
		if name == "write" && reply == "+OK" {
			acknowledged++
		}
		answers[name] = reply
	}
	if acknowledged < 10 || !strings.HasPrefix(answers["write"], "-MISCONF") {
		t.Fatalf("%d acknowledged, then %q", acknowledged, answers["write"])
	}
	if !strings.HasPrefix(answers["script"], "-MISCONF") || answers["partial"] != "nil" {
		t.Errorf("a script that could not be written: %.80s, and left %s", answers["script"], answers["partial"])
	}
	if !strings.HasPrefix(answers["read"], `"vvv`) || answers["keys"] != fmt.Sprintf(":%d", acknowledged) {
		t.Errorf("reading: %.20s, %s keys for %d acknowledged", answers["read"], answers["keys"], acknowledged)
	}
	if answers["failed"] != "no" || answers["after"] != "+OK" {
		t.Errorf("Failed: %q; a write when there is room again: %q", answers["failed"], answers["after"])
	}
	w := dialStore(t, open(t, embed.Options{Dir: dir}))
	if got := w.must("DBSIZE"); got != fmt.Sprintf(":%d", acknowledged+1) {
		t.Errorf("after a restart: %s keys for %d acknowledged", got, acknowledged+1)
	}
}

// A file system of half a megabyte, really full, and then with room again.
func TestFullFileSystem(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=512k"); err != nil {
		t.Skipf("cannot mount a small file system here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(mount, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	ballast := filepath.Join(mount, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 400<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := embed.Open(t.Context(), embed.Options{Dir: filepath.Join(mount, "data"), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	w := dialStore(t, s)
	listener, waiter := dialStore(t, s), dialStore(t, s)
	listener.must("SUBSCRIBE", "news")
	check(t, waiter.send("XREAD", "BLOCK", "0", "STREAMS", "s", "$"))
	w.must("SET", "soon", "1", "PX", "100")
	acknowledged := 0
	for w.must("RPUSH", "list", strings.Repeat("v", 1000)) == fmt.Sprintf(":%d", acknowledged+1) {
		acknowledged++
	}
	w.want("LLEN list", fmt.Sprintf(":%d", acknowledged))
	if s.Err() == nil || s.Stats().Err == nil {
		t.Error("neither Err nor Stats tell of the full disk")
	}
	// Nobody hears of what did not happen, and keys go when their time has come.
	lost := w.must("EVAL", "redis.call('XADD','s','1-1','f',ARGV[1]) return redis.call('PUBLISH','news','lost')", "0", strings.Repeat("v", 200<<10))
	if !strings.HasPrefix(lost, "-MISCONF") {
		t.Errorf("a script that could not be written: %.80s", lost)
	}
	w.want("PUBLISH news heard", ":1")
	if got, err := listener.read(); err != nil || got != `["message" "news" "heard"]` {
		t.Errorf("the listener got %s %v", got, err)
	}
	waitFor(t, "a key to expire", func() bool { return w.must("GET", "soon") == "nil" })
	check(t, os.Remove(ballast))
	waitFor(t, "writing to be possible again", func() bool { return s.Err() == nil })
	w.want("RPUSH list more", fmt.Sprintf(":%d", acknowledged+1))
	w.want("XADD s 2-2 f v", `"2-2"`)
	if got, err := waiter.read(); err != nil || got != `[["s" [["2-2" ["f" "v"]]]]]` {
		t.Errorf("the waiter got %s %v", got, err)
	}
	closeStore(t, s)
	s, err = embed.Open(t.Context(), embed.Options{Dir: filepath.Join(mount, "data"), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	dialStore(t, s).want("LLEN list", fmt.Sprintf(":%d", acknowledged+1))
	closeStore(t, s)
}

// A device that takes writes and refuses fsync: nobody can say any more what the
// disk has, so only a restart helps.
func TestFailedFsyncIsTheEnd(t *testing.T) {
	for _, fsync := range []embed.Fsync{embed.Always, embed.EverySec} {
		t.Run(fsync.String(), func(t *testing.T) {
			dir := t.TempDir()
			folder := filepath.Join(dir, "appendonlydir")
			check(t, os.Mkdir(folder, 0o700))
			check(t, os.WriteFile(filepath.Join(folder, "appendonly.aof.manifest"), []byte("file appendonly.aof.1.incr.aof seq 1 type i\n"), 0o600))
			check(t, os.Symlink("/dev/null", filepath.Join(folder, "appendonly.aof.1.incr.aof")))
			s, err := embed.Open(t.Context(), embed.Options{Dir: dir, Fsync: fsync, Logger: quiet()})
			check(t, err)
			w := dialStore(t, s)
			first := w.must("SET", "a", "1")
			if refused := strings.HasPrefix(first, "-MISCONF"); refused != (fsync == embed.Always) {
				t.Errorf("the first write: %s", first)
			}
			select {
			case err = <-s.Failed():
			case <-time.After(10 * time.Second):
			}
			if err == nil || s.Err() == nil {
				t.Fatal("nobody was told")
			}
			if got := w.must("SET", "b", "1"); !strings.HasPrefix(got, "-MISCONF") {
				t.Errorf("a write afterwards: %s", got)
			}
			w.want("GET b", "nil")
			if err := s.Close(); err == nil {
				t.Error("Close says that everything is safe")
			}
		})
	}
}
