package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the path of the built server; the first test that needs it builds it, with the race detector.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "freshet-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "freshet")
	if out, err := exec.Command("go", "build", "-race", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// process is one running server.
type process struct {
	t         *testing.T
	cmd       *exec.Cmd
	url, mqtt string
	args      []string
	output    *tail
}

// tail keeps the last lines a process printed.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (l *tail) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines[max(0, len(l.lines)-60):], "\n")
}

var (
	pageURL   = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	brokerURL = regexp.MustCompile(`mqtt://127\.0\.0\.1:\d+`)
)

// start runs the server with the flags, on free ports, and waits until it says that it is ready.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, args: append([]string{"--listen", "127.0.0.1:0", "--mqtt", "127.0.0.1:0", "--demo=off"}, args...)}
	p.restart()
	t.Cleanup(func() { p.kill() })
	return p
}

func (p *process) restart() {
	p.t.Helper()
	path, err := program()
	if err != nil {
		p.t.Fatal(err)
	}
	p.url, p.mqtt, p.output = "", "", &tail{}
	p.cmd = exec.Command(path, p.args...)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stderr = p.cmd.Stdout
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ready := make(chan [2]string, 1)
	output := p.output
	go func() {
		var urls [2]string
		told := false
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			line := lines.Text()
			output.add(line)
			if u := pageURL.FindString(line); u != "" && urls[0] == "" {
				urls[0] = u
			}
			if u := brokerURL.FindString(line); u != "" && urls[1] == "" {
				urls[1] = u
			}
			if strings.Contains(line, "Ready") && !told {
				told = true
				ready <- urls
			}
		}
		if !told {
			ready <- [2]string{}
		}
	}()
	select {
	case urls := <-ready:
		p.url, p.mqtt = urls[0], urls[1]
	case <-time.After(time.Minute):
	}
	if p.url == "" {
		p.t.Fatalf("the server did not start:\n%s", p.output)
	}
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	if p.cmd != nil && p.cmd.Process != nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}

// terminate asks the process to end and waits for it.
func (p *process) terminate() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

type book struct {
	ID     string                                 `json:"id"`
	Links  struct{ Owner, Editor, Viewer string } `json:"links"`
	Tokens struct{ Owner, Editor, Viewer string } `json:"tokens"`
}

// errGone says that the server did not answer: it was killed, or the request was cut off.
var errGone = errors.New("no answer")

// call sends a request and decodes a JSON answer into out; a body that is a string goes as plain text.
func (p *process) call(method, path, token string, body, out any) (int, error) {
	var reader io.Reader
	contentType := "application/json"
	switch b := body.(type) {
	case nil:
	case string:
		reader, contentType = strings.NewReader(b), "text/plain"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return 0, err
		}
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, p.url+path, reader)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", contentType)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errGone, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errGone, err)
	}
	if out != nil && res.StatusCode < 300 {
		if err := json.Unmarshal(text, out); err != nil {
			return res.StatusCode, fmt.Errorf("%s %s: %w in %s", method, path, err, text)
		}
	}
	if res.StatusCode >= 300 {
		return res.StatusCode, fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, text)
	}
	return res.StatusCode, nil
}

func (p *process) create(title string) book {
	p.t.Helper()
	var b book
	if _, err := p.call("POST", "/api/books", "", map[string]string{"title": title}, &b); err != nil {
		p.t.Fatal(err)
	}
	return b
}

type state struct {
	Position struct {
		Epoch   string `json:"epoch"`
		Version uint64 `json:"version"`
	} `json:"position"`
	Hash string `json:"hash"`
}

// state reads a book's position and the hash of its values.
func (p *process) state(b book) state {
	p.t.Helper()
	var s state
	if _, err := p.call("GET", "/api/books/"+b.ID+"?hash=1", b.Tokens.Viewer, nil, &s); err != nil {
		p.t.Fatal(err)
	}
	return s
}

// redisServer starts a Redis that syncs every write, on a free port, and gives its URL.
func redisServer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(dir, "redis.sock")
	cmd := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--dir", dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction")
	if err := cmd.Start(); err != nil {
		t.Fatalf("redis-server (npm test installs it): %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	until(t, "the Redis answers", func() bool {
		_, err := os.Stat(socket)
		return err == nil
	})
	return "unix://" + socket
}

// until waits for a condition, not for a time.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("it never came true that %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
