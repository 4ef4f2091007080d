package broker

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// Local is a listener without a port, for clients in this process: the simulator, when the broker is closed to the
// outside. It is a net.Listener.
type Local struct {
	conns chan net.Conn
	ended chan struct{}
	end   sync.Once
}

// NewLocal opens a local listener.
func NewLocal() *Local { return &Local{conns: make(chan net.Conn), ended: make(chan struct{})} }

// Dial connects to the listener.
func (l *Local) Dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.ended:
		return nil, fmt.Errorf("dial the local broker: %w", net.ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("dial the local broker: %w", ctx.Err())
	}
}

// Accept waits for the next connection.
func (l *Local) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

// Close ends the listener; open connections stay.
func (l *Local) Close() error {
	l.end.Do(func() { close(l.ended) })
	return nil
}

// Addr is the name of the listener.
func (l *Local) Addr() net.Addr { return localAddr{} }

type localAddr struct{}

func (localAddr) Network() string { return "local" }
func (localAddr) String() string  { return "local" }
