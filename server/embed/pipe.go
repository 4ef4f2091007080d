package embed

import (
	"net"
	"sync"
	"time"
)

// requestRoom is how many bytes of requests may wait to be read in process.
const requestRoom = 1 << 20

// pipe is the client's end of a connection inside the process. Requests wait for
// room; replies never do, so that a client that writes all of a long pipeline
// before it reads the first answer gets on. (net.Pipe has no room at all, and
// such a client and its server wait for each other for ever.)
type pipe struct {
	requests, replies         *buffer
	readDeadline, writeLimits deadline
}

var _ net.Conn = (*pipe)(nil)

func newPipe(replies *buffer) *pipe {
	return &pipe{requests: newBuffer(requestRoom), replies: replies}
}

func (p *pipe) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	return p.replies.read(b, &p.readDeadline)
}

func (p *pipe) Write(b []byte) (int, error) { return p.requests.write(b, &p.writeLimits) }

func (p *pipe) Close() error {
	p.requests.close()
	p.replies.close()
	return nil
}

func (p *pipe) LocalAddr() net.Addr  { return pipeAddr{} }
func (p *pipe) RemoteAddr() net.Addr { return pipeAddr{} }

func (p *pipe) SetDeadline(t time.Time) error {
	p.readDeadline.set(t)
	p.writeLimits.set(t)
	return nil
}

func (p *pipe) SetReadDeadline(t time.Time) error {
	p.readDeadline.set(t)
	return nil
}

func (p *pipe) SetWriteDeadline(t time.Time) error {
	p.writeLimits.set(t)
	return nil
}

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "embedded" }

// source is the server's reading side of a pipe.
type source struct {
	requests *buffer
	limit    deadline
}

func (s *source) Read(b []byte) (int, error) { return s.requests.read(b, &s.limit) }

func (s *source) SetReadDeadline(t time.Time) error {
	s.limit.set(t)
	return nil
}

// deadline is a moment that can be moved while others wait for it. The zero
// deadline never passes.
type deadline struct {
	mu    sync.Mutex
	timer *time.Timer
	done  chan struct{} // closed when the moment has passed
}

func (d *deadline) passed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done == nil {
		d.done = make(chan struct{})
	}
	return d.done
}

func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	if d.done != nil {
		select {
		case <-d.done:
			d.done = nil
		default:
		}
	}
	if t.IsZero() {
		return
	}
	if d.done == nil {
		d.done = make(chan struct{})
	}
	done := d.done
	if wait := time.Until(t); wait > 0 {
		var timer *time.Timer
		timer = time.AfterFunc(wait, func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.timer == timer { // else it was moved while this one fired
				close(done)
			}
		})
		d.timer = timer
		return
	}
	close(done)
}
