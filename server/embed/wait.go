package embed

import (
	"errors"
	"net"
	"os"
	"time"

	"freshet/server/embed/internal/engine"
)

// park enters a client that waits for keys. It needs s.mu.
func (s *Server) park(c *client, b *engine.Block) {
	select {
	case <-c.woken:
	default:
	}
	for _, key := range b.Keys {
		if s.waiters[key] == nil {
			s.waiters[key] = map[*client]struct{}{}
		}
		s.waiters[key][c] = struct{}{}
	}
}

// unpark takes it out again. It needs s.mu.
func (s *Server) unpark(c *client, b *engine.Block) {
	for _, key := range b.Keys {
		delete(s.waiters[key], c)
		if len(s.waiters[key]) == 0 {
			delete(s.waiters, key)
		}
	}
}

// wake lets those who wait for key look again. It needs s.mu.
func (s *Server) wake(key string) {
	for c := range s.waiters[key] {
		signal(c.woken)
	}
}

// wait waits for what the session is blocked on. It returns the request to execute
// again, nil if the time is over and the client has been told so, and an error if
// the client or the server has gone.
func (c *client) wait() (args []string, err error) {
	b := c.session.Blocked()
	var timeout <-chan time.Time
	if !b.Until.IsZero() {
		timer := time.NewTimer(time.Until(b.Until))
		defer timer.Stop()
		timeout = timer.C
	}
	gone := make(chan error, 1)
	go func() { gone <- c.reader.Await() }()
	over := false
	var heard error
	watching := true
	for {
		select {
		case <-c.woken:
			args, c.resumed, c.until = b.Args, true, b.Until
		case <-timeout:
			over = true
		case heard = <-gone:
			// More requests mean that the client lives; they wait their turn.
			if watching = false; heard == nil {
				gone = nil
				continue
			}
		case <-c.server.quit:
			heard = net.ErrClosed
		}
		break
	}
	if watching {
		heard = errors.Join(heard, c.stopWatching(gone))
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unpark(c, b)
	c.session.Unblock(over)
	c.send(c.session.TakeReply())
	return args, heard
}

// stopWatching ends the reading that would have noticed the client's going.
func (c *client) stopWatching(gone <-chan error) error {
	if err := c.source.SetReadDeadline(time.Unix(1, 0)); err != nil {
		return err
	}
	err := <-gone
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = nil
	}
	return errors.Join(err, c.source.SetReadDeadline(time.Time{}))
}
