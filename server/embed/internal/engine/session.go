package engine

import (
	"time"

	"freshet/server/embed/internal/resp"
)

// Session is one client of the engine.
type Session struct {
	// ID numbers sessions from 1.
	ID int64

	reply resp.Encoder
	send  func([]byte)
	drop  func()
	call  call

	name          string
	closing       bool
	queue         [][]string // commands since MULTI
	inMulti       bool
	broken        bool // a command was refused while queueing
	watched       map[string]struct{}
	watchBroken   bool
	subscriptions map[subscription]struct{}
	blocked       *Block
}

// Block is what a session waits for.
type Block struct {
	// Keys are those whose change ends the wait.
	Keys []string
	// Until is when the wait ends without one, zero for never.
	Until time.Time
	// Args is the request to execute again after a change.
	Args []string
}

// NewSession adds a client. send takes messages of channels it subscribes to,
// encoded, and drop disconnects it for CLIENT KILL; both may be called at any time
// and must not block.
func (e *Engine) NewSession(send func([]byte), drop func()) *Session {
	e.nextID++
	s := &Session{ID: e.nextID, send: send, drop: drop}
	e.sessions[s] = struct{}{}
	return s
}

// EndSession removes a client.
func (e *Engine) EndSession(s *Session) {
	delete(e.sessions, s)
	e.release(s)
}

// release ends what a client watches and listens to.
func (e *Engine) release(s *Session) {
	e.unwatch(s)
	for sub := range s.subscriptions {
		e.unsubscribe(s, sub)
	}
}

// TakeReply returns what the session has been answered since the last call. The
// bytes are valid until the session's next request.
func (s *Session) TakeReply() []byte {
	out := s.reply.Out
	s.reply.Out = s.reply.Out[:0]
	if cap(out) > 1<<20 {
		s.reply.Out = nil
	}
	return out
}

// ReplyLen returns the length of the reply so far; ReplaceReply puts an error in
// place of everything behind such a length.
func (s *Session) ReplyLen() int { return len(s.reply.Out) }

// ReplaceReply replaces what follows the first n bytes of the reply by an error.
func (s *Session) ReplaceReply(n int, reply string) {
	s.reply.Out = s.reply.Out[:n]
	s.reply.Error(reply)
	s.blocked = nil
}

// Closing reports whether the client asked to be disconnected.
func (s *Session) Closing() bool { return s.closing }

// Blocked returns what the session waits for, nil if it does not.
func (s *Session) Blocked() *Block { return s.blocked }

// Unblock ends a wait: because something changed (execute Args again then), or,
// with timeout, by the reply for having waited in vain.
func (s *Session) Unblock(timeout bool) {
	b := s.blocked
	s.blocked = nil
	if timeout && b != nil {
		s.reply.NullArray()
	}
}

func (s *Session) subscribed() bool { return s != nil && len(s.subscriptions) > 0 }
