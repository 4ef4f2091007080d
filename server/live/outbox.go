package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// outgoing is one websocket message on its way out.
type outgoing struct {
	binary   bool
	compress bool
	data     []byte
	shared   *websocket.PreparedMessage // instead of data, where several tabs get the same
	close    int                        // not zero: the last message; the socket closes with this code
}

func text(m any) outgoing { return outgoing{data: encode(m)} }

// errGone says that the tab is no longer there to be told.
var errGone = errors.New("live: the tab is gone")

// outbox is what waits to be written to one tab, in order. What the room sends is bounded by refusing, so that no tab slows a room;
// what answers the tab's own requests is bounded by waiting, so that a tab that asks faster than it listens slows itself.
type outbox struct {
	mu      sync.Mutex
	queue   []outgoing
	frames  int // bundles of the room in the queue
	answers int
	sizes   []int // of the bundles and answers in the queue: positive a bundle, negative an answer
	closed  bool
	ready   chan struct{} // one token while the queue may have something
	space   chan struct{} // one token after something left

	maxFrames, maxAnswers int
}

func newOutbox(l Limits) *outbox {
	return &outbox{ready: make(chan struct{}, 1), space: make(chan struct{}, 1), maxFrames: l.QueuedFrames, maxAnswers: l.QueuedAnswers}
}

// room reports whether a bundle would be taken now.
func (o *outbox) room() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.frames < o.maxFrames && !o.closed
}

// bundle queues messages of the room that belong together; false when the tab is behind.
func (o *outbox) bundle(ms []outgoing) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || o.frames >= o.maxFrames {
		return false
	}
	o.frames++
	o.sizes = append(o.sizes, len(ms))
	o.queue = append(o.queue, ms...)
	token(o.ready)
	return true
}

// answer queues an answer, waiting while too many wait. A fault means that the tab is gone.
func (o *outbox) answer(ctx context.Context, m outgoing) error {
	for {
		o.mu.Lock()
		if o.closed {
			o.mu.Unlock()
			return errGone
		}
		if o.answers < o.maxAnswers {
			o.answers++
			o.sizes = append(o.sizes, -1)
			o.queue = append(o.queue, m)
			token(o.ready)
			o.mu.Unlock()
			return nil
		}
		o.mu.Unlock()
		select {
		case <-o.space:
		case <-ctx.Done():
			return errGone
		}
	}
}

// last drops what waits, save the answers, and queues the farewell after them. Nothing is taken afterwards.
func (o *outbox) last(ms ...outgoing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	var kept []outgoing
	at := 0
	for _, n := range o.sizes {
		if n < 0 {
			kept = append(kept, o.queue[at])
			n = 1
		}
		at += n
	}
	o.queue, o.sizes, o.frames, o.answers, o.closed = append(kept, ms...), nil, 0, 0, true
	token(o.ready)
	token(o.space)
}

// take hands over the oldest bundle or answer. It waits for one until the idle channel ticks (then ms is nil); open is false
// when ctx ends or the last has been taken.
func (o *outbox) take(ctx context.Context, idle <-chan time.Time) (ms []outgoing, open bool) {
	for {
		ms, closed := o.pop()
		if ms != nil {
			return ms, true
		}
		if closed {
			return nil, false
		}
		select {
		case <-o.ready:
		case <-idle:
			return nil, true
		case <-ctx.Done():
			return nil, false
		}
	}
}

func (o *outbox) pop() (ms []outgoing, closed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return nil, o.closed
	}
	n := len(o.queue)
	if len(o.sizes) > 0 {
		n = max(o.sizes[0], 1)
		if o.sizes[0] < 0 {
			o.answers--
		} else {
			o.frames--
		}
		o.sizes = o.sizes[1:]
	}
	ms = o.queue[:n:n]
	o.queue = o.queue[n:]
	token(o.space)
	return ms, o.closed
}

// token leaves one token in a channel of one place.
func token(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
