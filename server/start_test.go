package main_test

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A Redis that would lose data silently is refused with the remedy, unless its user accepts it.
func TestVolatileRedisIsRefused(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "redis.sock")
	redis := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--dir", dir, "--appendonly", "no", "--save", "")
	if err := redis.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = redis.Process.Kill()
		_ = redis.Wait()
	})
	until(t, "the Redis answers", func() bool { _, err := os.Stat(socket); return err == nil })
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	refused := exec.Command(path, "--redis", "unix://"+socket, "--listen", "127.0.0.1:0", "--mqtt", "off", "--demo=off", "--data", filepath.Join(dir, "d"))
	out, err := refused.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "appendonly") || !strings.Contains(string(out), "accept-volatile") {
		t.Errorf("%v:\n%s", err, out)
	}
	p := start(t, "--redis", "unix://"+socket, "--accept-volatile", "--data", filepath.Join(dir, "d"))
	p.create("volatile")
}

// Two servers do not share a folder, and the second says why.
func TestOneServerPerFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	start(t, "--data", dir)
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "--listen", "127.0.0.1:0", "--mqtt", "off", "--demo=off", "--data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), dir) {
		t.Errorf("%v:\n%s", err, out)
	}
}

// A port that was asked for and is taken is a clear refusal.
func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "--listen", l.Addr().String(), "--mqtt", "off", "--demo=off", "--data", filepath.Join(t.TempDir(), "d")).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "address already in use") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// The first start makes the Weather station, fed through MQTT; the next one finds it again, and its keys are nobody else's to read.
func TestDemoTicksAndStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := start(t, "--data", dir, "--demo=on")
	keys := filepath.Join(dir, "demo.json")
	info, err := os.Stat(keys)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the keys: %v, %v", info, err)
	}
	text, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	var k struct{ Book, Viewer string }
	if err := json.Unmarshal(text, &k); err != nil {
		t.Fatal(err)
	}
	var b book
	b.ID, b.Tokens.Viewer = k.Book, k.Viewer
	first := p.state(b).Position.Version
	until(t, "readings come", func() bool { return p.state(b).Position.Version > first+1 })
	if err := p.terminate(); err != nil {
		t.Fatalf("an orderly end: %v\n%s", err, p.output)
	}
	p.restart()
	if again := p.state(b).Position.Version; again <= first {
		t.Errorf("after the restart the book stands at %d, before it at %d", again, first)
	}
	if strings.Contains(p.output.String(), k.Viewer) {
		t.Error("a token is in the log")
	}
}
