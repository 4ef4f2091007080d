package store_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
	"freshet/cells/store"
)

// server is a redis-server of a test's own, on a socket in its directory.
type server struct {
	t      *testing.T
	dir    string
	socket string
	args   []string
	cmd    *exec.Cmd
}

func startRedis(t *testing.T, args ...string) *server {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed")
	}
	// t.TempDir can be longer than the path of a socket may be.
	dir, err := os.MkdirTemp("", "fr")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, dir: dir, socket: "s", args: append([]string{path, "--port", "0", "--unixsocket", filepath.Join(dir, "s"), "--dir", dir, "--save", "", "--loglevel", "warning"}, args...)}
	t.Cleanup(func() {
		s.kill()
		_ = os.RemoveAll(dir)
	})
	s.start()
	return s
}

func (s *server) url() string { return "unix://" + filepath.Join(s.dir, "s") }

func (s *server) client() *redis.Client {
	c := redis.NewClient(&redis.Options{Network: "unix", Addr: filepath.Join(s.dir, s.socket), Protocol: 2, DisableIdentity: true})
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command(s.args[0], s.args[1:]...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	c := s.client()
	eventually(s.t, "redis-server answers", func() bool {
		err := c.Ping(context.Background()).Err()
		return err == nil || strings.HasPrefix(err.Error(), "NOAUTH")
	})
}

func (s *server) kill() {
	if s.cmd != nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}

// eventually waits for a condition, for half a minute at most.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("not within 30 s: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// open opens a store with the ledger for an engine, unless the options say another.
func open(t *testing.T, url string, change ...func(*store.Options)) *store.Store {
	t.Helper()
	o := store.Options{URL: url, AcceptVolatile: true, Engine: ledger{"1/test"}, Logger: quiet()}
	for _, c := range change {
		c(&o)
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func create(t *testing.T, s *store.Store) string {
	t.Helper()
	made, err := s.Create(t.Context(), store.NewBook{Title: "A test", Actor: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func hold(t *testing.T, s *store.Store, id string) *store.Book {
	t.Helper()
	b, err := s.Book(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Release)
	return b
}

func cell(row, col int) cells.Ref { return cells.Ref{Sheet: 1, Row: int32(row), Col: int32(col)} }

func set(row, col int, v float64) cells.Request {
	return cells.Request{Actor: "p1", Ops: cells.Ops{cells.Set{Range: cell(row, col).Range(), Inputs: []cells.Input{cells.Literal(cells.Num(v))}}}}
}

func reading(row int, v float64, at int64) cells.Request {
	return cells.Request{Actor: "mqtt:d1", Ops: cells.Ops{cells.Ingest{Readings: []cells.Reading{{Ref: cell(row, 0), Value: cells.Num(v), At: at}}}}}
}

func update(t *testing.T, b *store.Book, r cells.Request) *cells.Changes {
	t.Helper()
	c, err := b.Update(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// state is the version and hash of a replica.
func state(t *testing.T, b *store.Book) string {
	t.Helper()
	var s string
	if err := b.View(t.Context(), func(v cells.View) error {
		s = fmt.Sprintf("%d %s", v.Position().Version, v.Hash())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

func valueAt(t *testing.T, b *store.Book, r cells.Ref) cells.Value {
	t.Helper()
	var out cells.Value
	if err := b.View(t.Context(), func(v cells.View) error { out = v.Value(r); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}
