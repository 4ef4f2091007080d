package embed

import (
	"errors"
	"io"
	"os"
	"sync"
)

// errOverflow says that a buffer's reader is too far behind.
var errOverflow = errors.New("the reader is too far behind")

// buffer is a queue of bytes between one writer and one reader.
type buffer struct {
	mu     sync.Mutex
	bytes  []byte
	head   int // bytes[head:] is unread
	closed bool
	// limit is the length at which put refuses and write waits.
	limit    int
	readable chan struct{}
	writable chan struct{}
}

func newBuffer(limit int) *buffer {
	return &buffer{limit: limit, readable: make(chan struct{}, 1), writable: make(chan struct{}, 1)}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// put appends p whole, without waiting.
func (b *buffer) put(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return io.ErrClosedPipe
	case len(b.bytes)-b.head+len(p) > b.limit:
		return errOverflow
	}
	b.append(p)
	return nil
}

func (b *buffer) append(p []byte) {
	if b.head > 0 && len(b.bytes)+len(p) > cap(b.bytes) {
		n := copy(b.bytes, b.bytes[b.head:])
		b.bytes, b.head = b.bytes[:n], 0
	}
	b.bytes = append(b.bytes, p...)
	signal(b.readable)
}

// write appends p, waiting for room.
func (b *buffer) write(p []byte, until *deadline) (n int, err error) {
	for {
		b.mu.Lock()
		if b.closed {
			b.mu.Unlock()
			return n, io.ErrClosedPipe
		}
		if room := b.limit - (len(b.bytes) - b.head); room > 0 {
			chunk := p[n:min(len(p), n+room)]
			b.append(chunk)
			n += len(chunk)
		}
		b.mu.Unlock()
		if n == len(p) {
			return n, nil
		}
		select {
		case <-b.writable:
		case <-until.passed():
			return n, os.ErrDeadlineExceeded
		}
	}
}

// read takes what there is, waiting for the first byte. It returns io.EOF when the
// buffer is closed and empty.
func (b *buffer) read(p []byte, until *deadline) (int, error) {
	for {
		b.mu.Lock()
		if n := copy(p, b.bytes[b.head:]); n > 0 {
			b.take(n)
			b.mu.Unlock()
			return n, nil
		}
		closed := b.closed
		b.mu.Unlock()
		if closed {
			return 0, io.EOF
		}
		select {
		case <-b.readable:
		case <-until.passed():
			return 0, os.ErrDeadlineExceeded
		}
	}
}

func (b *buffer) take(n int) {
	b.head += n
	if b.head == len(b.bytes) {
		b.bytes, b.head = b.bytes[:0], 0
		if cap(b.bytes) > 1<<20 {
			b.bytes = nil
		}
	}
	signal(b.writable)
}

// close ends the writing; what is unread can still be read.
func (b *buffer) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	signal(b.readable)
	signal(b.writable)
}
