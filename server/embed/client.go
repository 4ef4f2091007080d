package embed

import (
	"errors"
	"io"
	"time"

	"freshet/server/embed/internal/engine"
	"freshet/server/embed/internal/resp"
)

const (
	// maxReplies bounds what may wait for one client to read it, in bytes. A
	// subscriber that falls behind so far is disconnected.
	maxReplies = 256 << 20
	// maxGroup bounds the requests of one client executed and written together.
	maxGroup = 128
)

// requestSource is where a client's requests come from.
type requestSource interface {
	io.Reader
	SetReadDeadline(t time.Time) error
}

// client is one connection, served by one goroutine.
type client struct {
	server  *Server
	source  requestSource
	reader  *resp.Reader
	replies *buffer
	hangUp  func()
	session *engine.Session
	starts  []int         // where the replies of the group begin
	woken   chan struct{} // something it waits for has changed
	// resumed and until carry the end of a wait over to the next execution of the
	// request that waits.
	resumed bool
	until   time.Time
}

// serve starts serving a connection; it reports whether the server is still open.
func (s *Server) serve(source requestSource, replies *buffer, hangUp func() error) bool {
	c := &client{
		server: s, source: source, reader: resp.NewReader(source), replies: replies,
		woken: make(chan struct{}, 1),
	}
	c.hangUp = func() {
		replies.close()
		if err := hangUp(); err != nil {
			s.logger.Debug("close a connection", "error", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	c.session = s.engine.NewSession(c.send, c.hangUp)
	s.clients[c] = struct{}{}
	s.accepted++
	s.group.Go(c.run)
	return true
}

// send queues bytes for the client. It never waits: who does not read is cut off.
func (c *client) send(p []byte) {
	if err := c.replies.put(p); errors.Is(err, errOverflow) {
		c.server.logger.Warn("disconnect a client of the embedded store that does not read its replies", "limit", maxReplies)
		c.hangUp()
	}
}

func (c *client) run() {
	defer c.leave()
	for {
		args, err := c.reader.Next()
		for err == nil {
			if err = c.executeGroup(args); err != nil {
				break
			}
			if c.session.Closing() {
				return
			}
			if c.session.Blocked() == nil {
				break
			}
			args, err = c.wait()
		}
		if err != nil {
			c.sayProtocolError(err)
			return
		}
	}
}

func (c *client) leave() {
	s := c.server
	s.mu.Lock()
	s.engine.EndSession(c.session)
	delete(s.clients, c)
	s.mu.Unlock()
	// A network connection is closed by its drain, when the last reply is out.
	c.replies.close()
	if inProcess, ok := c.source.(*source); ok {
		inProcess.requests.close()
	}
}

func (c *client) sayProtocolError(err error) {
	var broken *resp.ProtocolError
	if errors.As(err, &broken) {
		e := resp.Encoder{}
		e.Error("ERR " + broken.Error())
		c.send(e.Out)
	}
}

// executeGroup executes a request and those behind it that have arrived already,
// writes their effects in one batch, and only then lets the replies go.
func (c *client) executeGroup(args []string) error {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c.starts = c.starts[:0]
	var err error
	for args != nil {
		c.starts = append(c.starts, c.session.ReplyLen())
		s.engine.Execute(time.Now(), c.session, args)
		if b := c.session.Blocked(); b != nil && c.resumed {
			b.Until = c.until
		}
		c.resumed = false
		if c.session.Closing() || c.session.Blocked() != nil || len(c.starts) == maxGroup {
			break
		}
		if args, err = c.reader.Buffered(); err != nil {
			break
		}
	}
	if failure := s.persist(); failure != "" {
		c.session.ReplaceReply(c.starts[0], failure)
		for range len(c.starts) - 1 {
			c.session.ReplaceReply(c.session.ReplyLen(), failure)
		}
	}
	c.send(c.session.TakeReply())
	s.settle()
	if b := c.session.Blocked(); b != nil {
		s.park(c, b)
	}
	return err
}
