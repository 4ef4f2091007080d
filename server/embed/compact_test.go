package embed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"freshet/server/embed"
)

func compact(t *testing.T, s *embed.Server, w *wire) {
	t.Helper()
	before := s.Stats().Compactions
	w.must("BGREWRITEAOF")
	waitFor(t, "compaction", func() bool { return s.Stats().Compactions > before && !s.Stats().Compacting })
}

func TestCompactionKeepsEverything(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	fill(w)
	for i := range 1000 {
		w.must("SET", "churn", strconv.Itoa(i))
		w.must("HSET", "big", strconv.Itoa(i), "v")
	}
	want, before := content(w), s.Stats().Bytes
	compact(t, s, w)
	same(t, "after compaction", want, content(w))
	if after := s.Stats().Bytes; after >= before/2 {
		t.Errorf("the log went from %d to %d bytes", before, after)
	}
	w.must("SET", "afterwards", "1")
	want = content(w)
	closeStore(t, s)
	s = open(t, embed.Options{Dir: dir})
	same(t, "reopened after compaction", want, content(dialStore(t, s)))
	closeStore(t, s)
	socket, _ := startRedis(t, dir, "--appendonly", "yes")
	same(t, "in redis-server after compaction", want, content(dialSocket(t, socket)))
}

// While commands change, delete, rename and create keys of all types, compactions
// follow one another; what is in memory at the end must be what is on disk.
func TestCompactionBesideWrites(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	for i := range 3000 {
		w.must("HSET", "still"+strconv.Itoa(i), "f", "v")
	}
	stop := make(chan struct{})
	var group sync.WaitGroup
	for g := range 3 {
		conn := dialStore(t, s)
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprintf("k%d", (i*7+g)%40)
				for _, line := range []string{
					"INCR n" + key, "RPUSH l" + key + " " + strconv.Itoa(i), "LPOP l" + key, "HINCRBY h" + key + " f 1", "APPEND s" + key + " x",
					"XADD x" + key + " * f v", "XTRIM x" + key + " MAXLEN 5", "RENAME h" + key + " r" + key, "DEL still" + strconv.Itoa(i%3000),
					"SADD set" + key + " " + strconv.Itoa(i), "SPOP set" + key, "ZINCRBY z" + key + " 1 m", "SETRANGE s" + key + " 10 y",
				} {
					if reply, err := conn.do(strings.Fields(line)...); err != nil || strings.HasPrefix(reply, "-") && reply != "-ERR no such key" { // another may have renamed it
						t.Errorf("%s: %s %v", line, reply, err)
						return
					}
				}
			}
		})
	}
	for range 15 {
		compact(t, s, w)
	}
	close(stop)
	group.Wait()
	want := content(w)
	closeStore(t, s)
	same(t, "on disk", want, content(dialStore(t, open(t, embed.Options{Dir: dir}))))
}

func TestCompactionWhenTheLogHasGrown(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir, CompactAt: 100_000})
	w := dialStore(t, s)
	for i := 0; s.Stats().Compactions < 3; i++ {
		w.must("SET", "k", strings.Repeat("x", 1000))
		if i > 100_000 {
			t.Fatal("no compaction")
		}
	}
	waitFor(t, "the files of the last compaction to go", func() bool {
		files, err := os.ReadDir(filepath.Join(dir, "appendonlydir"))
		return err == nil && len(files) == 3 && !s.Stats().Compacting
	})
}

func TestFlushDuringCompaction(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	for range 5 {
		for i := range 2000 {
			w.must("SET", "k"+strconv.Itoa(i), "v")
		}
		before := s.Stats().Compactions
		w.must("BGREWRITEAOF")
		w.must("FLUSHALL")
		w.must("SET", "after", "1")
		waitFor(t, "compaction", func() bool { return s.Stats().Compactions > before })
	}
	closeStore(t, s)
	w = dialStore(t, open(t, embed.Options{Dir: dir}))
	w.want("DBSIZE", ":1")
}

// Whatever a crash leaves behind at any step of a compaction must open, with all data.
func TestLeftoversOfACrashInCompaction(t *testing.T) {
	dir, file := written(t, 3)
	folder := filepath.Dir(file)
	manifest := filepath.Join(folder, "appendonly.aof.manifest")
	now, err := os.ReadFile(manifest)
	check(t, err)
	check(t, os.WriteFile(filepath.Join(folder, "temp-appendonly.aof.2.base.aof"), []byte("half a ba"), 0o600))
	check(t, os.WriteFile(filepath.Join(folder, "temp-appendonly.aof.manifest"), []byte("file half"), 0o600))
	check(t, os.WriteFile(filepath.Join(folder, "appendonly.aof.2.base.aof"), []byte("a base the manifest does not name"), 0o600))
	check(t, os.WriteFile(filepath.Join(folder, "appendonly.aof.2.incr.aof"), nil, 0o600))
	check(t, os.WriteFile(manifest, append(now, "file appendonly.aof.2.incr.aof seq 2 type i\n"...), 0o600))
	// The crash also tore the tail of the file that was still being written.
	rewriteFile(t, file, func(b []byte) []byte { return b[:len(b)-3] })
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	if n := countOf(t, w); n != 2 {
		t.Errorf("%d writes are there", n)
	}
	w.must("SET", "later", "1")
	compact(t, s, w)
	closeStore(t, s)
	w = dialStore(t, open(t, embed.Options{Dir: dir}))
	w.want("GET later", `"1"`)
	if n := countOf(t, w); n != 2 {
		t.Errorf("%d writes are there after compaction", n)
	}
	left, err := filepath.Glob(filepath.Join(folder, "temp-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
}
