package embed_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"freshet/server/embed"
)

// quiet is a logger for stores whose complaints are expected.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// open starts a store that the test closes at its end.
func open(t testing.TB, o embed.Options) *embed.Server {
	t.Helper()
	if o.Logger == nil {
		o.Logger = quiet()
	}
	s, err := embed.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open %s: %v", o.Dir, err)
	}
	t.Cleanup(func() { _ = s.Close() }) // an error only says that the test closed it itself
	return s
}

// closeStore closes a store within a test.
func closeStore(t testing.TB, s *embed.Server) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

// startRedis runs a real redis-server in dir with these options, on a unix socket.
func startRedis(t testing.TB, dir string, options ...string) (socket string, stop func()) {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed")
	}
	run := t.TempDir()
	socket = filepath.Join(run, "s")
	args := append([]string{"--port", "0", "--unixsocket", socket, "--dir", dir, "--save", ""}, options...)
	cmd := exec.Command(path, args...)
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }() // how it ended shows in its output
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			_ = cmd.Process.Signal(os.Interrupt) // it may have gone by itself
			<-exited
		}
	}
	t.Cleanup(stop)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		select {
		case <-exited:
			t.Fatalf("redis-server ended:\n%s", output.String())
		default:
		}
		if c, err := net.Dial("unix", socket); err == nil {
			w := &wire{conn: c, in: bufio.NewReader(c)}
			answer, err := w.do("PING")
			_ = c.Close() // a probe
			if err == nil && answer == "+PONG" {
				return socket, stop
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("redis-server does not answer")
		}
	}
}

// wire is a client that shows replies as they are on the wire.
type wire struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func dialStore(t testing.TB, s *embed.Server) *wire {
	t.Helper()
	c, err := s.Dial(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // may be closed already
	return &wire{t, c, bufio.NewReader(c)}
}

func dialSocket(t testing.TB, socket string) *wire {
	t.Helper()
	c, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // may be closed already
	return &wire{t, c, bufio.NewReader(c)}
}

// must executes a command and returns its reply as text; see read.
func (w *wire) must(args ...string) string {
	w.t.Helper()
	answer, err := w.do(args...)
	if err != nil {
		w.t.Fatalf("%v: %v", args, err)
	}
	return answer
}

// want executes a command, given as words, and checks its reply.
func (w *wire) want(command, answer string) {
	w.t.Helper()
	if got := w.must(strings.Fields(command)...); got != answer {
		w.t.Errorf("%s: got %s, want %s", command, got, answer)
	}
}

func (w *wire) do(args ...string) (string, error) {
	if err := w.send(args...); err != nil {
		return "", err
	}
	return w.read()
}

// patience is how long a reply may take before a test gives it up.
const patience = 30 * time.Second

func (w *wire) send(args ...string) error {
	if err := w.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(args))
	for _, a := range args {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(a), a)
	}
	_, err := w.conn.Write([]byte(b.String()))
	return err
}

// read returns the next reply: "+OK", ":1", "-ERR …", `"bulk"`, "nil", "nil*",
// containers as "[…]", "%[…]", "~[…]", ">[…]".
func (w *wire) read() (string, error) {
	line, err := w.in.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	kind, rest := line[0], line[1:]
	n, _ := strconv.Atoi(rest)
	switch kind {
	case '$':
		if n < 0 {
			return "nil", nil
		}
		b := make([]byte, n+2)
		if _, err := io.ReadFull(w.in, b); err != nil {
			return "", err
		}
		return strconv.Quote(string(b[:n])), nil
	case '*', '%', '~', '>':
		if n < 0 {
			return "nil*", nil
		}
		if kind == '%' {
			n *= 2
		}
		items := make([]string, n)
		for i := range items {
			if items[i], err = w.read(); err != nil {
				return "", err
			}
		}
		return strings.TrimPrefix(string(kind), "*") + "[" + strings.Join(items, " ") + "]", nil
	}
	return line, nil
}

// waitFor waits until a condition holds.
func waitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func newWire(c net.Conn) *wire { return &wire{conn: c, in: bufio.NewReader(c)} }

func readLines(r io.Reader) (lines []string) {
	for scanner := bufio.NewScanner(r); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	return lines
}
