package aof_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"freshet/server/embed/internal/aof"
	"freshet/server/embed/internal/resp"
)

const firstFile = "appendonlydir/appendonly.aof.1.incr.aof"

func openLog(dir string) (l *aof.Log, batches [][][]string, loaded aof.Loaded, err error) {
	l, loaded, err = aof.Open(dir, slog.New(slog.DiscardHandler), func(batch [][]string) error {
		batches = append(batches, batch)
		return nil
	})
	return l, batches, loaded, err
}

func sample() [][][]string {
	return [][][]string{{{"SET", "a", "1"}}, {{"SET", "b", "2"}, {"DEL", "a"}}, {{"HSET", "h", "f", "\r\n*1\r\n$4\r\nEXEC\r\n"}}, {{"SET", "c", ""}}}
}

func encode(batch [][]string) []byte {
	var b []byte
	for _, args := range batch {
		b = resp.AppendCommand(b, args...)
	}
	if len(batch) > 1 {
		b = append(append([]byte("*1\r\n$5\r\nMULTI\r\n"), b...), "*1\r\n$4\r\nEXEC\r\n"...)
	}
	return b
}

// writtenFile returns a file with the sample in it.
func writtenFile(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	l, _, _, err := openLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range sample() {
		if err := l.Append(encode(batch)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, firstFile))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func place(t testing.TB, content []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "appendonlydir"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{firstFile: content, "appendonlydir/appendonly.aof.manifest": []byte("file appendonly.aof.1.incr.aof seq 1 type i\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Whatever is in the file, opening either refuses and changes nothing, or yields
// batches that are there again, with what was added, at the next opening.
func FuzzOpen(f *testing.F) {
	whole := writtenFile(f)
	f.Add(whole)
	f.Add(whole[:len(whole)-5])
	f.Add(append(bytes.Clone(whole), make([]byte, 50)...))
	f.Add([]byte("*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n"))
	f.Add([]byte("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n#TS:1\r\n*2\r\n$3\r\nDEL\r\n$1\r\na\r\n"))
	f.Add([]byte("REDIS0009"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := place(t, content)
		l, batches, loaded, err := openLog(dir)
		if err != nil {
			var damage *aof.DamageError
			if errors.As(err, &damage) && (damage.Offset < 0 || damage.Offset > int64(len(content))) {
				t.Fatalf("damage at byte %d of %d", damage.Offset, len(content))
			}
			if now, err := os.ReadFile(filepath.Join(dir, firstFile)); err != nil || !bytes.Equal(now, content) {
				t.Fatal("a refused file was changed")
			}
			return
		}
		if loaded.Cut < 0 || loaded.Bytes+loaded.Cut != int64(len(content)) {
			t.Fatalf("%d bytes loaded and %d cut of %d", loaded.Bytes, loaded.Cut, len(content))
		}
		more := [][]string{{"SET", "more", "1"}}
		if err := l.Append(encode(more)); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l, again, loaded, err := openLog(dir)
		if err != nil {
			t.Fatalf("does not open again: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if want := append(batches, more); loaded.Cut != 0 || !reflect.DeepEqual(again, want) {
			t.Fatalf("first %q, then %q", want, again)
		}
	})
}

// A flipped bit is found wherever it is, except in an annotation, where it does no harm.
func FuzzFlippedBit(f *testing.F) {
	whole := writtenFile(f)
	f.Add(uint16(40), uint8(1))
	f.Fuzz(func(t *testing.T, at uint16, mask uint8) {
		if mask == 0 {
			return
		}
		content := bytes.Clone(whole)
		content[int(at)%len(content)] ^= mask
		dir := place(t, content)
		l, batches, loaded, err := openLog(dir)
		if err != nil {
			return
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		want := sample()
		if loaded.Cut > 0 && len(batches) < len(want) {
			want = want[:len(want)-1] // the last batch is a tail
		}
		if !reflect.DeepEqual(batches, want) {
			t.Fatalf("byte %d ^ %#x: loaded %q", int(at)%len(content), mask, batches)
		}
	})
}
