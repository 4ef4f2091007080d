package live

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"freshet/cells"
)

// client is one tab. Three goroutines serve it: one reads (serve), one writes (write), one carries out its edits (work).
type client struct {
	hub     *Hub
	conn    *websocket.Conn
	request *http.Request
	book    string
	session Session
	id      string // names the tab among the people of the book
	name    string
	color   int
	hello   helloMessage
	room    *room
	out     *outbox

	queue    chan editMessage
	draining chan struct{}
	drained  sync.Once
	stop     context.CancelFunc // ends everything at once
	barred   atomic.Bool        // what has not been carried out shall not be
	lags     atomic.Bool        // the room found the tab behind and waits to be woken
	editRate *rate.Limiter
	talkRate *rate.Limiter
	owed     atomic.Uint64 // the version of the last edit acknowledged: a frame must bring the tab there

	mu      sync.Mutex
	parting bool // the farewell is said: what the tab still sends does not count
	gaze    gaze
	kept    sight // what was seen all the time since the room last looked

	known known // the flushing goroutine's alone
}

// gaze is what the tab sees, and its key.
type gaze struct {
	sight sight
	key   string
}

const (
	palette   = 12 // colours of people
	helloTime = 10 * time.Second
)

// ServeHTTP opens a socket for ?book=… and serves the tab until it ends.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	book := r.URL.Query().Get("book")
	session, err := h.needs.Authorize(r, book)
	conn, upErr := h.upgrader.Upgrade(w, r, nil)
	if upErr != nil {
		return // the upgrader has answered
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	c := &client{
		hub: h, conn: conn, request: r, book: book, session: session, id: randomID(), out: newOutbox(h.limits), stop: cancel,
		queue: make(chan editMessage, 64), draining: make(chan struct{}),
		editRate: rate.NewLimiter(rate.Limit(h.limits.EditsPerSec), int(10*h.limits.EditsPerSec)),
		talkRate: rate.NewLimiter(200, 400),
	}
	defer conn.Close() //nolint:errcheck // the socket is over either way
	_ = conn.SetCompressionLevel(1)
	var writer sync.WaitGroup
	writer.Go(func() { c.write(ctx) })
	defer writer.Wait()
	defer c.discard()
	defer c.out.last() // the writer ends when it has written what waits
	conn.SetReadLimit(int64(h.limits.MessageBytes))
	if err != nil {
		c.refuse(err)
		return
	}
	if code, reason := h.admit(c); code != 0 {
		c.bye(code, reason)
		return
	}
	defer h.dismiss(c)
	c.serve(ctx)
}

// serve reads what the tab sends until the socket ends.
func (c *client) serve(ctx context.Context) {
	c.conn.SetPongHandler(func(string) error { return c.listen(c.hub.limits.Silence) })
	if !c.greet(ctx) {
		return
	}
	room, err := c.hub.enter(ctx, c)
	if err != nil {
		c.refuse(err)
		return
	}
	defer room.leave(c)
	var worker sync.WaitGroup
	defer worker.Wait()
	defer c.drain() // what has arrived is carried out, whether or not the tab is there to hear of it
	worker.Go(func() { c.work(ctx) })
	for {
		if m, ok := c.read(); !ok || !c.handle(ctx, m) {
			return
		}
	}
}

// greet waits for the hello.
func (c *client) greet(ctx context.Context) bool {
	_ = c.listen(helloTime) // a socket that cannot is over, and read says so
	m, ok := c.read()
	if !ok {
		c.bye(CloseSilent, "no hello came")
		return false
	}
	hello, ok := m.(helloMessage)
	switch {
	case !ok:
		c.bye(CloseViolation, "the first message must be a hello")
		return false
	case hello.Protocol != Protocol:
		c.bye(CloseProtocol, "the server speaks another revision of the wire")
		return false
	case hello.Book != c.book || !streamName.MatchString(hello.Client):
		c.bye(CloseViolation, "the hello names another book, or no client")
		return false
	}
	c.hello = hello
	c.name = cleanName(hello.Name)
	if c.name == "" {
		c.name = cleanName(c.session.Name)
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(c.session.Actor))
	c.color = int(hash.Sum32() % palette)
	if hello.View != nil {
		c.expect(ctx, *hello.View)
	}
	return true
}

// read reads one message; false when the socket is over.
func (c *client) read() (any, bool) {
	kind, b, err := c.conn.ReadMessage()
	if err != nil {
		return nil, false // too large a message has been answered with the standard's code for it
	}
	_ = c.listen(c.hub.limits.Silence) // a socket that cannot is over, and the next read says so
	if kind != websocket.TextMessage {
		c.bye(CloseViolation, "a tab sends text only")
		return nil, false
	}
	m, err := decode(b)
	if err == nil {
		return m, true
	}
	var refusal *cells.Error
	errors.As(err, &refusal)
	if e, ok := m.(editMessage); ok {
		return badEdit{e, refusal}, true
	}
	return badMessage{refusal}, true
}

// badEdit is an edit that cannot be read to its end; badMessage is no message.
type (
	badEdit struct {
		editMessage
		refusal *cells.Error
	}
	badMessage struct{ refusal *cells.Error }
)

// handle does what a message asks for; false when the socket shall end.
func (c *client) handle(ctx context.Context, m any) bool {
	if _, ok := m.(editMessage); !ok {
		if c.talkRate.Wait(ctx) != nil {
			return false
		}
	}
	switch m := m.(type) {
	case editMessage:
		select {
		case c.queue <- m:
		case <-c.draining: // not acknowledged: the tab sends it to the server it comes back to
		case <-ctx.Done():
			return false
		}
	case viewMessage:
		c.see(ctx, m)
		token(c.room.wake)
	case presenceMessage:
		m.Selection.Sheet = m.Sheet
		if m.Selection.Valid() {
			s := m.Selection
			c.room.crowd.move(c.id, m.Sheet, rect{s.Top, s.Left, s.Bottom, s.Right}, m.Editing)
		}
	case askMessage:
		c.answer(ctx, m)
	case pingMessage:
		_ = c.out.answer(ctx, text(pongMessage{"pong", m.At}))
	case badEdit:
		_ = c.out.answer(ctx, text(refuseMessage{T: "refuse", Seq: m.Seq, Client: m.Client, Error: m.refusal}))
	case badMessage:
		_ = c.out.answer(ctx, text(refuseMessage{T: "refuse", Of: "message", Error: m.refusal}))
	default:
		c.bye(CloseViolation, "a second hello")
		return false
	}
	return true
}

// expect takes note of what the tab will see, which may lie on the sheet that the book begins with, whichever that is.
func (c *client) expect(ctx context.Context, m viewMessage) {
	if m.Sheet != firstSheet || len(m.Pins) > 0 {
		c.see(ctx, m)
		return
	}
	m.Sheet++
	s, refusal := newSight(m, c.hub.limits)
	if refusal != nil {
		_ = c.out.answer(ctx, text(refuseMessage{T: "refuse", Of: "view", Error: refusal}))
		return
	}
	for i := range s {
		s[i].Sheet = firstSheet
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gaze.sight = s
}

// settle puts what the tab expected to see on the sheet that the book begins with.
func (c *client) settle(v cells.View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := firstSheet
	if sheets := v.Info().Sheets; len(sheets) > 0 {
		first = sheets[0].ID
	}
	s := c.gaze.sight.onSheet(first)
	c.gaze = gaze{s, s.key()}
}

// see takes note of what the tab sees now.
func (c *client) see(ctx context.Context, m viewMessage) {
	s, refusal := newSight(m, c.hub.limits)
	if refusal != nil {
		_ = c.out.answer(ctx, text(refuseMessage{T: "refuse", Of: "view", Error: refusal}))
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gaze = gaze{s, s.key()}
	c.kept = c.kept.within(s)
}

// look is what the tab sees now, and what of it the tab has seen ever since the last look: it lets go of what leaves its view, even
// for a moment.
func (c *client) look() (now gaze, kept sight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, kept = c.gaze, c.kept
	c.kept = now.sight
	return now, kept
}

func (c *client) peer() Peer {
	return Peer{ID: c.id, Name: c.name, Color: c.color, Role: c.session.Role}
}

// refuse closes the socket for a refusal or fault.
func (c *client) refuse(err error) {
	var refusal *cells.Error
	if !errors.As(err, &refusal) {
		c.hub.log.Error("a socket could not be opened", "book", c.book, "err", err)
		c.bye(CloseFault, "something broke here; it has been noted")
		return
	}
	code := CloseBusy
	switch refusal.Code {
	case cells.Unauthentic:
		code = CloseRevoked
	case cells.Forbidden:
		code = CloseForbidden
	case cells.NotFound:
		code = CloseGone
	case cells.Invalid:
		code = CloseViolation
	}
	c.bye(code, refusal.Message)
}

// drain lets the edits that have arrived come to their end and then closes.
func (c *client) drain() { c.drained.Do(func() { close(c.draining) }) }

// cut ends the socket at once.
func (c *client) cut() { c.stop() }

// bye tells the tab why and closes the socket after what waits is written.
func (c *client) bye(code int, reason string) {
	c.hub.counts.gone.Add(1)
	if code == CloseRevoked || code == CloseGone {
		c.barred.Store(true)
	}
	c.out.last(text(byeMessage{"bye", code, reason}), outgoing{close: code})
}

func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}

func randomID() string {
	b := make([]byte, 9)
	_, _ = rand.Read(b) // crypto/rand never fails
	return hex.EncodeToString(b)
}
