package live

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/gorilla/websocket"

	"freshet/cells"
)

// Book is an open book of the store. Release gives it back when the room closes.
type Book interface {
	ID() string
	// Update commits a request and answers when it is committed; a refusal is a *cells.Error.
	Update(context.Context, cells.Request) (*cells.Changes, error)
	// View shows the book at its newest version, under a read lock.
	View(context.Context, func(cells.View) error) error
	// Watch tells of every entry applied, in order and never concurrently with itself.
	Watch(func(*cells.Changes)) (stop func())
	// Done is closed when the book stops being kept current; Err then says why: a *cells.Error when it was deleted.
	Done() <-chan struct{}
	Err() error
	Release()
}

// Session is who is at the other end of a socket.
type Session struct {
	Role  cells.Role
	Actor string // who, as the log names them; never empty
	Link  string // the link that let them in; closing it closes their sockets
	Name  string // what others see when the tab gives no name; may be empty
}

// Needs is what a Hub needs of the house.
type Needs struct {
	// Authorize says who is asking and what they may do with the book; a refusal is a *cells.Error.
	Authorize func(r *http.Request, book string) (Session, error)
	// Open opens a book, or refuses with a *cells.Error.
	Open func(ctx context.Context, book string) (Book, error)
	// Publish and Subscribe carry presence between servers, lossy. Both may be nil: then a server knows its own tabs only.
	Publish   func(ctx context.Context, book, channel string, payload []byte) error
	Subscribe func(book, channel string, fn func(payload []byte)) (stop func())
	// CheckBinding refuses a binding that can never bring a value, and names its field in Where; nil: all are taken.
	CheckBinding func(cells.Binding) *cells.Error
	// Origin reports whether a browser's page may open a socket; nil: only pages of the same host.
	Origin func(*http.Request) bool
	Logger *slog.Logger // nil: slog.Default()
	Limits Limits
}

// Stats counts what a Hub holds and has done since it was made.
type Stats struct {
	Rooms, Sockets               int
	Frames, FrameBytes           uint64 // frames encoded, each once however many tabs got it
	Sent, SentBytes              uint64 // messages written to tabs
	CellsSent                    uint64 // cells in the encoded frames
	Edits, Refused, Behind, Gone uint64 // edits acknowledged and refused; tabs found behind; tabs closed by the server
}

// Hub is all the rooms of this server. It serves /live. Close it by Drain.
type Hub struct {
	needs    Needs
	limits   Limits
	log      *slog.Logger
	upgrader websocket.Upgrader
	server   string // names this server among those that share presence

	mu       sync.Mutex
	rooms    map[string]*room
	tabs     map[*client]struct{}
	crowds   map[string]int // tabs by book
	draining bool
	busy     sync.WaitGroup // rooms and tabs

	counts counters
}

type counters struct {
	frames, frameBytes, sent, sentBytes, cells, edits, refused, behind, gone atomic.Uint64
}

// New makes a Hub.
func New(n Needs) *Hub {
	h := &Hub{needs: n, limits: n.Limits.withDefaults(), log: n.Logger, server: randomID(), rooms: map[string]*room{}, tabs: map[*client]struct{}{}, crowds: map[string]int{}}
	if h.log == nil {
		h.log = slog.Default()
	}
	h.upgrader = websocket.Upgrader{
		ReadBufferSize: 4096, WriteBufferSize: 4096, WriteBufferPool: &sync.Pool{},
		EnableCompression: true, CheckOrigin: n.Origin,
	}
	return h
}

// Stats reads the counters.
func (h *Hub) Stats() Stats {
	h.mu.Lock()
	rooms, tabs := len(h.rooms), len(h.tabs)
	h.mu.Unlock()
	c := &h.counts
	return Stats{
		Rooms: rooms, Sockets: tabs, Frames: c.frames.Load(), FrameBytes: c.frameBytes.Load(), Sent: c.sent.Load(), SentBytes: c.sentBytes.Load(),
		CellsSent: c.cells.Load(), Edits: c.edits.Load(), Refused: c.refused.Load(), Behind: c.behind.Load(), Gone: c.gone.Load(),
	}
}

// CloseLink closes the sockets that a link let in: it was revoked.
func (h *Hub) CloseLink(book, link string) {
	h.closeWhere(CloseRevoked, "this link was revoked", func(c *client) bool { return c.book == book && c.session.Link == link })
}

// CloseBook closes the sockets of a book that was deleted.
func (h *Hub) CloseBook(book string) {
	h.closeWhere(CloseGone, "this book was deleted", func(c *client) bool { return c.book == book })
}

func (h *Hub) closeWhere(code int, reason string, of func(*client) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.tabs {
		if of(c) {
			c.bye(code, reason)
		}
	}
}

// Drain takes no more sockets, lets every tab's edits that have arrived come to their end, tells the tabs to come back, and
// returns when all is closed or ctx ends.
func (h *Hub) Drain(ctx context.Context) error {
	h.mu.Lock()
	h.draining = true
	for c := range h.tabs {
		c.drain()
	}
	rooms := make([]*room, 0, len(h.rooms))
	for _, r := range h.rooms {
		rooms = append(rooms, r)
	}
	h.mu.Unlock()
	for _, r := range rooms {
		r.hurry()
	}
	done := make(chan struct{})
	go func() {
		h.busy.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	h.mu.Lock()
	for c := range h.tabs {
		c.cut()
	}
	h.mu.Unlock()
	<-done
	return ctx.Err()
}

// admit counts a tab in; a close code when there is no room for it.
func (h *Hub) admit(c *client) (code int, reason string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.draining:
		return CloseDrain, "the server is restarting"
	case len(h.tabs) >= h.limits.Tabs, h.crowds[c.book] >= h.limits.TabsPerBook:
		return CloseBusy, "too many tabs are open here; this one will try again"
	}
	h.tabs[c] = struct{}{}
	h.crowds[c.book]++
	h.busy.Add(1)
	return 0, ""
}

func (h *Hub) dismiss(c *client) {
	h.mu.Lock()
	delete(h.tabs, c)
	if h.crowds[c.book]--; h.crowds[c.book] == 0 {
		delete(h.crowds, c.book)
	}
	h.mu.Unlock()
	h.busy.Done()
}

// enter finds or opens the room of a book and puts the tab into it.
func (h *Hub) enter(ctx context.Context, c *client) (*room, error) {
	for {
		h.mu.Lock()
		r := h.rooms[c.book]
		if r == nil {
			r = newRoom(h, c.book)
			h.rooms[c.book] = r
			h.busy.Add(1)
			go func() {
				defer h.busy.Done()
				r.run()
			}()
		}
		h.mu.Unlock()
		select {
		case <-r.opened:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if r.failed != nil {
			return nil, r.failed
		}
		if r.join(c) {
			return r, nil
		}
		<-r.closed
	}
}

func (h *Hub) forget(r *room) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rooms[r.id] == r {
		delete(h.rooms, r.id)
	}
}
