package broker

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// conn is a connection with what its authentication found.
type conn struct {
	net.Conn
	session atomic.Pointer[session]
	close   sync.Once
	left    func(*conn)
}

// Close closes the connection and makes room for another.
func (c *conn) Close() error {
	c.close.Do(func() { c.left(c) })
	return c.Conn.Close()
}

// gate is a listener that keeps the number of connections bounded and gives each a short while to introduce itself. A
// passing failure of Accept (no file descriptors) does not end it.
type gate struct {
	net.Listener
	most  int
	hello time.Duration
	full  func(remote string)

	mu    sync.Mutex
	conns map[*conn]struct{}
	ended chan struct{}
	end   sync.Once
}

func newGate(l net.Listener, most int, hello time.Duration, full func(remote string)) *gate {
	return &gate{Listener: l, most: most, hello: hello, full: full, conns: map[*conn]struct{}{}, ended: make(chan struct{})}
}

// Accept waits for the next connection there is room for.
func (g *gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil, err
		case err != nil:
			select {
			case <-time.After(50 * time.Millisecond):
				continue
			case <-g.ended:
				return nil, err
			}
		}
		if in := g.enter(c); in != nil {
			return in, nil
		}
		g.full(c.RemoteAddr().String())
		_ = c.Close()
	}
}

func (g *gate) enter(c net.Conn) *conn {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.conns) >= g.most {
		return nil
	}
	in := &conn{Conn: c, left: g.leave}
	g.conns[in] = struct{}{}
	// The broker moves the deadline on as soon as the client has said how often it will be heard.
	_ = c.SetDeadline(time.Now().Add(g.hello))
	return in
}

func (g *gate) leave(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.conns, c)
}

// Close stops accepting.
func (g *gate) Close() error {
	g.end.Do(func() { close(g.ended) })
	return g.Listener.Close()
}

// hurry ends every write and read that still waits after d, so that a client that does not read cannot hold the end up.
func (g *gate) hurry(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		_ = c.SetDeadline(time.Now().Add(d))
	}
}

// closeUnknown closes the connections that have not introduced themselves; nobody else would.
func (g *gate) closeUnknown() {
	g.mu.Lock()
	var unknown []*conn
	for c := range g.conns {
		if c.session.Load() == nil {
			unknown = append(unknown, c)
		}
	}
	g.mu.Unlock()
	for _, c := range unknown {
		_ = c.Close()
	}
}

// sessions lists the sessions of open connections.
func (g *gate) sessions() []*session {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []*session
	for c := range g.conns {
		if s := c.session.Load(); s != nil {
			all = append(all, s)
		}
	}
	return all
}
