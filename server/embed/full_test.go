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
	case <-s.Failed():
		fmt.Println("failed told")
	default:
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
	if answers["failed"] != "told" || answers["after"] != "+OK" {
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
	acknowledged := 0
	for w.must("RPUSH", "list", strings.Repeat("v", 1000)) == fmt.Sprintf(":%d", acknowledged+1) {
		acknowledged++
	}
	w.want("LLEN list", fmt.Sprintf(":%d", acknowledged))
	if s.Err() == nil || s.Stats().Err == nil {
		t.Error("neither Err nor Stats tell of the full disk")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "writing to be possible again", func() bool { return s.Err() == nil })
	w.want("RPUSH list more", fmt.Sprintf(":%d", acknowledged+1))
	closeStore(t, s)
	s, err = embed.Open(t.Context(), embed.Options{Dir: filepath.Join(mount, "data"), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	dialStore(t, s).want("LLEN list", fmt.Sprintf(":%d", acknowledged+1))
	closeStore(t, s)
}
