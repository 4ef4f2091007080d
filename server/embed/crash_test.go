//go:build linux

package embed_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"freshet/server/embed"
)

// The tests of crashes run this test binary again as the process that crashes:
// what it does is in the environment.
const (
	roleVariable = "FRESHET_EMBED_TEST_ROLE"
	dirVariable  = "FRESHET_EMBED_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "writer":
		os.Exit(writeUntilKilled(os.Getenv(dirVariable)))
	case "cramped":
		os.Exit(writeWithLittleRoom(os.Getenv(dirVariable)))
	}
	os.Exit(m.Run())
}

// child starts this binary in a role.
func child(t *testing.T, role, dir string) (cmd *exec.Cmd, out io.Reader) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, dirVariable+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

const writers = 4

// step moves a writer on by one: three keys, and a deadline, in one script.
const step = `
local n = redis.call('INCR', KEYS[1])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', '200', n .. '-0', 'n', n)
redis.call('HSET', KEYS[3], n % 50, n, 'last', n)
redis.call('PEXPIRE', KEYS[3], 100000000)
return n`

// crashCompactAt makes compaction happen all the time.
const crashCompactAt = 32 << 10

func writeUntilKilled(dir string) int {
	s, err := embed.Open(context.Background(), embed.Options{Dir: dir, CompactAt: crashCompactAt, Logger: quiet()})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var out sync.Mutex
	var group sync.WaitGroup
	for g := range writers {
		conn, err := s.Dial(context.Background())
		if err != nil {
			return 1
		}
		w := &wire{conn: conn, in: bufio.NewReader(conn)}
		group.Go(func() {
			name := strconv.Itoa(g)
			for {
				reply, err := w.do("EVAL", step, "3", "counter"+name, "log"+name, "cells"+name)
				if err != nil || reply[0] != ':' {
					fmt.Fprintln(os.Stderr, reply, err)
					return
				}
				out.Lock()
				fmt.Println(name, reply[1:])
				out.Unlock()
			}
		})
	}
	group.Wait()
	return 1
}

func TestNothingAcknowledgedIsLostByKilling(t *testing.T) {
	rounds := 24
	if testing.Short() {
		rounds = 4
	}
	dir := t.TempDir()
	acknowledged := make([]int, writers)
	total := 0
	// On a busy machine a writer may not get as far as a compaction before it is killed; then more are started.
	round := 0
	for ; round < rounds || len(baseFiles(t, dir)) == 0 && round < 10*rounds; round++ {
		cmd, out := child(t, "writer", dir)
		var timer *time.Timer
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if timer == nil {
				timer = time.AfterFunc(time.Duration(20+rand.IntN(250))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			g, n, ok := strings.Cut(lines.Text(), " ")
			who, err1 := strconv.Atoi(g)
			number, err2 := strconv.Atoi(n)
			if !ok || err1 != nil || err2 != nil {
				break // cut off by the kill
			}
			acknowledged[who] = number
		}
		_ = cmd.Wait() // it was killed
		if timer == nil {
			t.Fatalf("round %d: the writer wrote nothing", round)
		}
		timer.Stop()
		verifyWriters(t, dir, round, acknowledged)
		if t.Failed() {
			return
		}
	}
	for _, n := range acknowledged {
		total += n
	}
	if total < rounds {
		t.Fatalf("only %d writes in %d rounds", total, rounds)
	}
	bases := baseFiles(t, dir)
	if len(bases) != 1 {
		t.Fatalf("base files: %v", bases)
	}
	t.Logf("%d kills, %d acknowledged scripts, none lost; last base %s", round, total, filepath.Base(bases[0]))
}

func baseFiles(t *testing.T, dir string) []string {
	t.Helper()
	bases, err := filepath.Glob(filepath.Join(dir, "appendonlydir", "*.base.aof"))
	if err != nil {
		t.Fatal(err)
	}
	return bases
}

// verifyWriters opens the store and checks each writer's three keys against each
// other and against what was acknowledged.
func verifyWriters(t *testing.T, dir string, round int, acknowledged []int) {
	t.Helper()
	s, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
	if err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	w := dialStore(t, s)
	for g, n := range acknowledged {
		name := strconv.Itoa(g)
		text := w.must("GET", "counter"+name)
		if text == "nil" && n == 0 {
			continue
		}
		count, err := strconv.Atoi(strings.Trim(text, `"`))
		if err != nil || count < n {
			t.Errorf("round %d: writer %d had an answer for %d, the store has %s", round, g, n, text)
			continue
		}
		tail := w.must("XREVRANGE", "log"+name, "+", "-", "COUNT", "1")
		if want := fmt.Sprintf(`[["%d-0" ["n" "%d"]]]`, count, count); tail != want {
			t.Errorf("round %d: the log ends with %s, the counter is %d", round, tail, count)
		}
		if last := w.must("HGET", "cells"+name, "last"); last != text {
			t.Errorf("round %d: the last cell is %s, the counter %s", round, last, text)
		}
		acknowledged[g] = count
	}
	closeStore(t, s)
}
