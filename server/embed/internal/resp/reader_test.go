package resp_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"freshet/server/embed/internal/resp"
)

func TestReaderSplitsAStreamAnywhere(t *testing.T) {
	want := [][]string{{"SET", "key", ""}, {"GET", "a\r\nb"}, {"PING"}, {strings.Repeat("long", 50000)}, {"x"}}
	var stream []byte
	for _, args := range want {
		stream = resp.AppendCommand(stream, args...)
	}
	for name, source := range map[string]io.Reader{
		"at once": bytes.NewReader(stream), "byte by byte": iotest.OneByteReader(bytes.NewReader(stream)), "by halves": iotest.HalfReader(bytes.NewReader(stream)),
	} {
		r := resp.NewReader(source)
		for _, args := range want {
			got, err := r.Next()
			if err != nil || !slices.Equal(got, args) {
				t.Fatalf("%s: got %.80q %v", name, got, err)
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: at the end: %v", name, err)
		}
		if r.Consumed() != int64(len(stream)) {
			t.Errorf("%s: consumed %d of %d", name, r.Consumed(), len(stream))
		}
	}
}

func TestReaderTellsTheEndFromACut(t *testing.T) {
	whole := resp.AppendCommand(nil, "SET", "key", "value")
	for end := 1; end < len(whole); end++ {
		_, err := resp.NewStrictReader(bytes.NewReader(whole[:end])).Next()
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: %v", end, err)
		}
	}
}

func TestOnlyClientsMaySendLines(t *testing.T) {
	got, err := resp.NewReader(strings.NewReader("\r\n  PING  hello \r\n")).Next()
	if err != nil || !slices.Equal(got, []string{"PING", "hello"}) {
		t.Errorf("got %q %v", got, err)
	}
	var broken *resp.ProtocolError
	if _, err := resp.NewStrictReader(strings.NewReader("PING\r\n")).Next(); !errors.As(err, &broken) {
		t.Errorf("got %v", err)
	}
}

// A header must not make the reader allocate what it announces.
func TestAnnouncedLengthsCostNothing(t *testing.T) {
	for _, head := range []string{"*1048576\r\n$1\r\n", "*1\r\n$536870912\r\nabc"} {
		n := testing.AllocsPerRun(1, func() {
			if _, err := resp.NewReader(strings.NewReader(head)).Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%q: %v", head, err)
			}
		})
		if n > 100 {
			t.Errorf("%q: %v allocations", head, n)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("*2\r\n$3\r\nGET\r\n$1\r\na\r\n"), true)
	f.Add([]byte("PING\r\n*1\r\n$4\r\nPING\r\n"), false)
	f.Add([]byte("*-1\r\n*0\r\n$"), false)
	f.Fuzz(func(t *testing.T, stream []byte, strict bool) {
		reader := resp.NewReader
		if strict {
			reader = resp.NewStrictReader
		}
		whole, slow := reader(bytes.NewReader(stream)), reader(iotest.OneByteReader(bytes.NewReader(stream)))
		for {
			a, errA := whole.Next()
			b, errB := slow.Next()
			if !slices.Equal(a, b) || (errA == nil) != (errB == nil) {
				t.Fatalf("at once %q %v, byte by byte %q %v", a, errA, b, errB)
			}
			if errA != nil {
				return
			}
			if whole.Consumed() != slow.Consumed() || whole.Consumed() > int64(len(stream)) {
				t.Fatalf("consumed %d and %d of %d", whole.Consumed(), slow.Consumed(), len(stream))
			}
			if strict {
				again, err := resp.NewStrictReader(bytes.NewReader(resp.AppendCommand(nil, a...))).Next()
				if err != nil || !slices.Equal(again, a) {
					t.Fatalf("%q does not survive encoding: %q %v", a, again, err)
				}
			}
		}
	})
}

func TestFormatFloat(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1: "1", -1.5: "-1.5", 1e20: "100000000000000000000", 1e21: "1e+21", 1e-7: "0.0000001", 1e-8: "1e-08", 3.14: "3.14", 123456789012: "123456789012",
	} {
		if got := resp.FormatFloat(f); got != want {
			t.Errorf("%g: got %s, want %s", f, got, want)
		}
	}
}
