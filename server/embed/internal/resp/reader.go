package resp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of one request. They are those of Redis (1024·1024 arguments, 512 MiB
// an argument): a header that asks for more is a broken or hostile stream.
const (
	MaxArguments = 1 << 20
	MaxBulk      = 512 << 20
)

// maxLine bounds a header or an inline request, as PROTO_INLINE_MAX_SIZE does.
const maxLine = 64 << 10

// ProtocolError tells what in a stream is not RESP. After it the stream has no
// known record boundary any more and must not be read on.
type ProtocolError struct{ Reason string }

func (e *ProtocolError) Error() string { return "Protocol error: " + e.Reason }

// errIncomplete says that the bytes at hand are a prefix of a record.
var errIncomplete = errors.New("incomplete record")

// Reader splits a byte stream into requests: arrays of strings. It is not safe
// for concurrent use.
type Reader struct {
	src      io.Reader
	strict   bool
	buf      []byte
	from, to int // the unread bytes are buf[from:to]
	consumed int64
	want     int // unread bytes below which parsing again is pointless
	record   []byte
}

// NewReader reads requests from a client: arrays of bulk strings, or plain lines
// of words separated by blanks.
func NewReader(src io.Reader) *Reader {
	return &Reader{src: src, buf: make([]byte, 16<<10)}
}

// NewStrictReader reads arrays of bulk strings only, for files.
func NewStrictReader(src io.Reader) *Reader {
	return &Reader{src: src, strict: true, buf: make([]byte, 64<<10)}
}

// Consumed returns how many bytes of the stream belong to what has been returned
// so far: the offset at which the next record begins.
func (r *Reader) Consumed() int64 { return r.consumed }

// Next returns the next request. It returns io.EOF between two requests,
// io.ErrUnexpectedEOF inside one, a [*ProtocolError] for what is no request, and
// any other error of the source as it is. Empty requests are skipped.
func (r *Reader) Next() ([]string, error) {
	for {
		args, err := r.Buffered()
		if len(args) > 0 || err != nil {
			return args, err
		}
		if err := r.fill(); err != nil {
			if errors.Is(err, io.EOF) && r.to > r.from {
				return nil, io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

// Buffered returns the next request if it has arrived completely, and nil without
// waiting if it has not.
func (r *Reader) Buffered() ([]string, error) {
	for r.to > r.from && r.to-r.from >= r.want {
		args, n, want, err := parse(r.buf[r.from:r.to], r.strict)
		if errors.Is(err, errIncomplete) {
			r.want = want
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		r.record = r.buf[r.from : r.from+n]
		r.from += n
		r.consumed += int64(n)
		r.want = 0
		if len(args) > 0 {
			return args, nil
		}
	}
	return nil, nil
}

// Await waits until at least one more byte has arrived, and keeps it.
func (r *Reader) Await() error { return r.fill() }

// Record returns the bytes of the request returned last. They are valid until the
// next call of any method.
func (r *Reader) Record() []byte { return r.record }

// PeekLine returns the next line if the unread bytes begin with mark, and takes
// it out of the stream: annotations in a file. ok is false if they do not.
func (r *Reader) PeekLine(mark byte) (line string, ok bool, err error) {
	for {
		if r.to > r.from {
			if r.buf[r.from] != mark {
				return "", false, nil
			}
			if i := bytes.IndexByte(r.buf[r.from:r.to], '\n'); i >= 0 {
				line = string(bytes.TrimRight(r.buf[r.from:r.from+i], "\r"))
				r.from += i + 1
				r.consumed += int64(i + 1)
				r.want = 0
				return line, true, nil
			}
			if r.to-r.from > maxLine {
				return "", false, &ProtocolError{"annotation line too long"}
			}
		}
		if err := r.fill(); err != nil {
			if errors.Is(err, io.EOF) && r.to > r.from {
				return "", false, io.ErrUnexpectedEOF
			}
			return "", false, err
		}
	}
}

// Begins reports whether the unread bytes begin with mark. It is for after PeekLine said
// that they begin with something else, and reads no further.
func (r *Reader) Begins(mark byte) bool { return r.to > r.from && r.buf[r.from] == mark }

func (r *Reader) fill() error {
	if r.from > 0 {
		copy(r.buf, r.buf[r.from:r.to])
		r.to -= r.from
		r.from = 0
	}
	// Grow with what has arrived, not with what a header announces: a liar
	// who declares half a gigabyte costs us nothing.
	if r.to == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	} else if r.to == 0 && len(r.buf) > 1<<20 {
		r.buf = make([]byte, 64<<10)
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.to:])
		r.to += n
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// parse reads one request from the start of b and returns it with its length in
// bytes. With errIncomplete, want is a lower bound of the bytes needed.
func parse(b []byte, strict bool) (args []string, n, want int, err error) {
	if b[0] != '*' {
		if strict {
			return nil, 0, 0, &ProtocolError{fmt.Sprintf("expected '*', got %q", b[0])}
		}
		return parseInline(b)
	}
	count, n, err := header(b, '*')
	if err != nil {
		return nil, 0, len(b) + 1, err
	}
	if count > MaxArguments || (strict && count < 1) {
		return nil, 0, 0, &ProtocolError{"invalid multibulk length"}
	}
	if count <= 0 {
		return nil, n, 0, nil
	}
	args = make([]string, 0, min(count, 1024))
	for range count {
		if n == len(b) {
			return nil, 0, n + 4, errIncomplete
		}
		if b[n] != '$' {
			return nil, 0, 0, &ProtocolError{fmt.Sprintf("expected '$', got %q", b[n])}
		}
		size, h, err := header(b[n:], '$')
		if err != nil {
			return nil, 0, len(b) + 1, err
		}
		if size < 0 || size > MaxBulk {
			return nil, 0, 0, &ProtocolError{"invalid bulk length"}
		}
		n += h
		if n+size+2 > len(b) {
			return nil, 0, n + size + 2, errIncomplete
		}
		if b[n+size] != '\r' || b[n+size+1] != '\n' {
			return nil, 0, 0, &ProtocolError{"bulk string without its line end"}
		}
		args = append(args, string(b[n:n+size]))
		n += size + 2
	}
	return args, n, 0, nil
}

// header reads a line such as "*12\r\n" and returns its number and its length.
func header(b []byte, kind byte) (value, n int, err error) {
	i := bytes.IndexByte(b[:min(len(b), 32)], '\n')
	if i < 0 {
		if len(b) >= 32 {
			return 0, 0, &ProtocolError{"header without a line end"}
		}
		// Digits that cannot become a header are damage now, not later.
		for j, c := range b[1:] {
			if (c < '0' || c > '9') && (c != '-' || j != 0) && (c != '\r' || j != len(b)-2) {
				return 0, 0, lengthError(kind)
			}
		}
		return 0, 0, errIncomplete
	}
	if i < 3 || b[i-1] != '\r' || b[1] == '+' {
		return 0, 0, lengthError(kind)
	}
	value, convErr := strconv.Atoi(string(b[1 : i-1]))
	if convErr != nil {
		return 0, 0, lengthError(kind)
	}
	return value, i + 1, nil
}

func lengthError(kind byte) error {
	if kind == '*' {
		return &ProtocolError{"invalid multibulk length"}
	}
	return &ProtocolError{"invalid bulk length"}
}

func parseInline(b []byte) (args []string, n, want int, err error) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		if len(b) > maxLine {
			return nil, 0, 0, &ProtocolError{"too big inline request"}
		}
		return nil, 0, len(b) + 1, errIncomplete
	}
	return strings.Fields(string(b[:i])), i + 1, 0, nil
}
