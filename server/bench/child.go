package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is a running Freshet with a data folder of its own.
type server struct {
	cmd   *exec.Cmd
	pages string // http://127.0.0.1:port
	mqtt  string // 127.0.0.1:port
	lines bytes.Buffer
}

// start builds the program, once, and starts it.
func (b *bench) start(ctx context.Context, name string) (*server, error) {
	if b.program == "" {
		program := filepath.Join(b.temp, "freshet")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "freshet/server").CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build the program: %w\n%s", err, out)
		}
		b.program = program
	}
	s := &server{cmd: exec.CommandContext(ctx, b.program, "-listen", "127.0.0.1:0", "-mqtt", "127.0.0.1:0", "-demo", "off",
		"-log", "warn", "-data", filepath.Join(b.temp, name))}
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = 10 * time.Second
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		line := scan.Text()
		fmt.Fprintln(&s.lines, line)
		for word := range strings.FieldsSeq(line) {
			if address, ok := strings.CutPrefix(word, "mqtt://"); ok {
				s.mqtt = address
			}
			if strings.HasPrefix(word, "http://") {
				s.pages = word
			}
		}
		if strings.HasPrefix(line, "Ready") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s, nil
		}
	}
	_ = s.cmd.Wait()
	return nil, fmt.Errorf("the program ended before it was ready:\n%s", s.lines.String())
}

// stop ends the program and waits for it.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop the program: %w", err)
	}
	var exit *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("stop the program: %w", err)
	}
	return nil
}

// book is a book on a server, with its tokens by role.
type book struct {
	server *server
	ID     string            `json:"id"`
	Tokens map[string]string `json:"tokens"`
}

// create makes a blank book.
func (s *server) create(ctx context.Context) (*book, error) {
	b := &book{server: s}
	return b, s.call(ctx, http.MethodPost, "/api/books", "", map[string]string{"title": "Bench"}, b)
}

// version is the version the book is at.
func (b *book) version(ctx context.Context) (uint64, error) {
	var answer struct {
		Position struct {
			Version uint64 `json:"version"`
		} `json:"position"`
	}
	err := b.server.call(ctx, http.MethodGet, "/api/books/"+b.ID, b.Tokens["editor"], nil, &answer)
	return answer.Position.Version, err
}

func (s *server) call(ctx context.Context, method, path, token string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	r, err := http.NewRequestWithContext(ctx, method, s.pages+path, bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %.300s", method, path, response.Status, got)
	}
	if err := json.Unmarshal(got, answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// memory is how many megabytes of the server's are resident, and were at most.
func (s *server) memory() (now, most float64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0, errors.New("this system does not tell")
	}
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			now = kb / 1000
		}
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			most = kb / 1000
		}
	}
	return now, most, nil
}
