package embed_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"freshet/server/embed"
)

// written makes a directory with n counted writes, and returns its data file.
func written(t *testing.T, n int) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	for i := range n {
		w.must("EVAL", "redis.call('SET','n',ARGV[1]) redis.call('HSET','h',ARGV[1],'x')", "0", strconv.Itoa(i+1))
	}
	closeStore(t, s)
	files, err := filepath.Glob(filepath.Join(dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	return dir, files[0]
}

func rewriteFile(t *testing.T, file string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// countOf checks that the two keys of written agree, and returns their count.
func countOf(t *testing.T, w *wire) int {
	t.Helper()
	text := strings.Trim(w.must("GET", "n"), `"`)
	if text == "nil" {
		text = "0"
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	if length := w.must("HLEN", "h"); length != fmt.Sprintf(":%d", n) {
		t.Fatalf("the counter is %d, the hash has %s: a transaction was torn", n, length)
	}
	return n
}

func TestTornTailIsCutAtTheLastWholeTransaction(t *testing.T) {
	dir, file := written(t, 3)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for end := len(whole); end >= 0; end-- {
		for _, zeros := range []int{0, 100} {
			if end == len(whole) && zeros == 0 || zeros > 0 && end%7 != 0 {
				continue
			}
			rewriteFile(t, file, func([]byte) []byte { return append(whole[:end:end], make([]byte, zeros)...) })
			var log bytes.Buffer
			s, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatalf("cut at %d of %d, %d zeros: %v", end, len(whole), zeros, err)
			}
			n := countOf(t, dialStore(t, s))
			// The checksum of a batch is whole when its line end is there.
			if want := bytes.Count(whole[:end], []byte("EXEC")); n != want && n != want-1 {
				t.Fatalf("cut at %d: %d writes are there, %d were whole", end, n, want)
			}
			cut := s.Stats().CutBytes
			closeStore(t, s)
			if told := strings.Contains(log.String(), "bytes="+strconv.FormatInt(cut, 10)); cut > 0 && !told {
				t.Fatalf("%d bytes were cut and nobody was told: %s", cut, log.String())
			}
			removeCuts(t, file)
		}
	}
}

func removeCuts(t *testing.T, file string) (bytesKept int64) {
	t.Helper()
	cuts, err := filepath.Glob(file + ".cut-at-*")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cuts {
		info, err := os.Stat(c)
		if err != nil {
			t.Fatal(err)
		}
		bytesKept += info.Size()
		if err := os.Remove(c); err != nil {
			t.Fatal(err)
		}
	}
	return bytesKept
}

func TestWhatIsCutOffIsKeptBeside(t *testing.T) {
	dir, file := written(t, 3)
	rewriteFile(t, file, func(b []byte) []byte { return b[:len(b)-10] })
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	if n := countOf(t, w); n != 2 {
		t.Errorf("%d writes are there", n)
	}
	if kept, cut := removeCuts(t, file), s.Stats().CutBytes; kept == 0 || kept != cut {
		t.Errorf("%d bytes were cut, %d kept", cut, kept)
	}
	w.must("SET", "n", "3")
	closeStore(t, s)
	dialStore(t, open(t, embed.Options{Dir: dir})).want("GET n", `"3"`)
}

// Every single byte of every batch but the last, damaged in turn, must refuse to open.
func TestDamageBeforeTheTailRefusesToOpen(t *testing.T) {
	dir, file := written(t, 3)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	last := bytes.LastIndex(whole, []byte("*1\r\n$5\r\nMULTI"))
	for at := range last {
		damaged := slices.Clone(whole)
		damaged[at] ^= 0x11
		rewriteFile(t, file, func([]byte) []byte { return damaged })
		s, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
		if err == nil {
			n := countOf(t, dialStore(t, s))
			closeStore(t, s)
			// An annotation that is none any more leaves its batch unchecked but whole.
			if n != 3 {
				t.Fatalf("byte %d (%q) was damaged: opened with %d of 3 writes", at, whole[max(0, at-8):at+8], n)
			}
			rewriteFile(t, file, func([]byte) []byte { return whole })
			continue
		}
		if !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), "byte ") {
			t.Fatalf("the refusal does not say where: %v", err)
		}
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, damaged) {
			t.Fatalf("byte %d: a refused file was changed (%v)", at, err)
		}
	}
}

func TestHalfOfARedisFileDamagedInTheMiddleIsRefused(t *testing.T) {
	dir := t.TempDir()
	socket, stop := startRedis(t, dir, "--appendonly", "yes", "--aof-use-rdb-preamble", "no")
	redis := dialSocket(t, socket)
	for i := range 20 {
		redis.must("SET", "key"+strconv.Itoa(i), "some value")
	}
	stop()
	files, err := filepath.Glob(filepath.Join(dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	rewriteFile(t, files[0], func(b []byte) []byte { // a length that swallows the rest
		return bytes.Replace(b, []byte("$10\r\nsome value"), []byte("$99\r\nsome value"), 1)
	})
	_, err = embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
	if err == nil || !strings.Contains(err.Error(), files[0]) {
		t.Fatalf("got %v", err)
	}
}

func TestMissingPiecesAreRefused(t *testing.T) {
	t.Run("manifest", func(t *testing.T) {
		dir, _ := written(t, 1)
		check(t, os.Remove(filepath.Join(dir, "appendonlydir", "appendonly.aof.manifest")))
		if _, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()}); err == nil || !strings.Contains(err.Error(), "manifest") {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("file", func(t *testing.T) {
		dir, file := written(t, 1)
		check(t, os.Remove(file))
		if _, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()}); err == nil || !strings.Contains(err.Error(), filepath.Base(file)) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("a command that is not offered", func(t *testing.T) {
		dir, file := written(t, 1)
		rewriteFile(t, file, func(b []byte) []byte {
			return append(b, "*3\r\n$5\r\nPFADD\r\n$1\r\nk\r\n$1\r\na\r\n*1\r\n$4\r\nPING\r\n"...)
		})
		_, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
		if err == nil || !strings.Contains(err.Error(), "PFADD") || !strings.Contains(err.Error(), file) {
			t.Fatalf("got %v", err)
		}
	})
}

// The single file of Redis before version 7 is taken over.
func TestSingleFileOfOlderRedisIsAdopted(t *testing.T) {
	dir := t.TempDir()
	check(t, os.WriteFile(filepath.Join(dir, "appendonly.aof"),
		[]byte("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n"), 0o600))
	s := open(t, embed.Options{Dir: dir})
	w := dialStore(t, s)
	w.want("GET a", `"1"`)
	w.must("SET", "b", "2")
	closeStore(t, s)
	w = dialStore(t, open(t, embed.Options{Dir: dir}))
	w.want("GET a", `"1"`)
	w.want("GET b", `"2"`)
}

// What a Redis wrote behind our batches has no checksums, and is no reason to take a
// damaged batch of ours for the tail.
func TestDamagedBatchBeforeRecordsOfRedisIsRefused(t *testing.T) {
	dir, file := written(t, 2)
	rewriteFile(t, file, func(b []byte) []byte {
		b = bytes.Replace(b, []byte("$1\r\n2\r\n"), []byte("$1\r\n3\r\n"), 1)
		return append(b, "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n"...)
	})
	_, err := embed.Open(t.Context(), embed.Options{Dir: dir, Logger: quiet()})
	if err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Fatalf("got %v", err)
	}
}

// The last batch, wrong, is a tail: the power went while it was on its way.
func TestDamagedLastBatchIsATail(t *testing.T) {
	dir, file := written(t, 3)
	rewriteFile(t, file, func(b []byte) []byte {
		i := bytes.LastIndex(b, []byte("HSET"))
		return append(append(b[:i:i], make([]byte, 20)...), b[i+20:]...)
	})
	s := open(t, embed.Options{Dir: dir})
	if n := countOf(t, dialStore(t, s)); n != 2 || s.Stats().CutBytes == 0 {
		t.Errorf("%d writes are there, %d bytes cut", n, s.Stats().CutBytes)
	}
}
