package httpd

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"freshet/cells"
)

// streamHub keeps one watch for each book that event streams follow, and what changed of late, so that a stream that was cut off for a moment
// goes on where it was. A book nobody follows any more is kept for a while for the same reason.
type streamHub struct {
	books   Books
	most    int
	mu      sync.Mutex
	feeds   map[string]*bookFeed
	closed  bool
	running sync.WaitGroup
}

const (
	feedLinger  = time.Minute // how long a book without streams is kept
	feedHistory = 1024        // how many changes of a book are remembered
)

// bookFeed is what the streams of one book share.
type bookFeed struct {
	id      string
	book    Book
	unwatch func()
	mu      sync.Mutex
	since   cells.Position   // what came after it is remembered
	changes []*cells.Changes // in order, without gaps
	streams map[*stream]struct{}
	idle    *time.Timer
}

// stream is one open connection.
type stream struct {
	feed *bookFeed
	link string
	wake chan struct{} // holds at most one token: something changed
	end  chan struct{} // closed when the stream must end
	once sync.Once
}

func newStreamHub(books Books, most int) *streamHub {
	return &streamHub{books: books, most: most, feeds: map[string]*bookFeed{}}
}

// open makes a stream on a book; the caller closes it with leave.
func (h *streamHub) open(ctx context.Context, book, link string) (*stream, error) {
	if s, err := h.join(book, link); s != nil || err != nil {
		return s, err
	}
	b, err := h.books.Book(ctx, book)
	if err != nil {
		return nil, err
	}
	f := &bookFeed{id: book, book: b, streams: map[*stream]struct{}{}}
	f.unwatch = b.Watch(f.changed)
	// What was applied before the watch began is not remembered; this is at or after that moment.
	err = b.View(ctx, func(v cells.View) error {
		f.since = v.Position()
		return nil
	})
	if err != nil {
		f.unwatch()
		b.Release()
		return nil, err
	}
	h.mu.Lock()
	if h.closed || h.feeds[book] != nil { // somebody else was faster
		f.unwatch()
		b.Release()
	} else {
		h.feeds[book] = f
		h.sleep(f)
	}
	h.mu.Unlock()
	s, err := h.join(book, link)
	if s == nil && err == nil {
		err = cells.Refuse(cells.Unavailable, "the book is being closed; come back in a moment")
	}
	return s, err
}

// join makes a stream on a book that is followed already; nil and no error when it is not.
func (h *streamHub) join(book, link string) (*stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, cells.Refuse(cells.Unavailable, "the server is going down; come back in a moment")
	}
	f := h.feeds[book]
	if f == nil {
		return nil, nil
	}
	select {
	case <-f.book.Done():
		h.drop(f)
		return nil, nil
	default:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.streams) >= h.most {
		return nil, cells.Refuse(cells.TooMany, "%d streams follow this book already", h.most)
	}
	if f.idle != nil {
		f.idle.Stop()
		f.idle = nil
	}
	s := &stream{feed: f, link: link, wake: make(chan struct{}, 1), end: make(chan struct{})}
	f.streams[s] = struct{}{}
	h.running.Add(1)
	return s, nil
}

// leave ends a stream's membership.
func (h *streamHub) leave(s *stream) {
	defer h.running.Done()
	s.stop()
	h.mu.Lock()
	defer h.mu.Unlock()
	f := s.feed
	f.mu.Lock()
	delete(f.streams, s)
	last := len(f.streams) == 0
	f.mu.Unlock()
	switch {
	case !last:
	case h.feeds[f.id] == f:
		h.sleep(f)
	default:
		f.book.Release()
	}
}

// sleep has a book closed after a while if nobody joins; h.mu is held.
func (h *streamHub) sleep(f *bookFeed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle = time.AfterFunc(feedLinger, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		f.mu.Lock()
		idle := len(f.streams) == 0
		f.mu.Unlock()
		if idle && h.feeds[f.id] == f {
			h.drop(f)
		}
	})
}

// drop ends the streams of a book; the last of them gives it back. h.mu is held.
func (h *streamHub) drop(f *bookFeed) {
	delete(h.feeds, f.id)
	f.unwatch()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle != nil {
		f.idle.Stop()
	}
	for s := range f.streams {
		s.stop()
	}
	if len(f.streams) == 0 {
		f.book.Release()
	}
}

// changed is the watch: it remembers and wakes, and never waits.
func (f *bookFeed) changed(c *cells.Changes) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes = append(f.changes, c)
	if len(f.changes) >= 2*feedHistory {
		f.changes = slices.Clone(f.changes[len(f.changes)-feedHistory:])
		f.since = cells.Position{Epoch: f.since.Epoch, Version: f.changes[0].Position.Version - 1}
	}
	for s := range f.streams {
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

// after gives the changes after a position, as far as the watch has told of them, and where they end; false when
// some are not remembered.
func (f *bookFeed) after(p, now cells.Position) (changes []*cells.Changes, end cells.Position, known bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p.Epoch != f.since.Epoch || p.Version < f.since.Version || p.Version > now.Version {
		return nil, p, false
	}
	i, _ := slices.BinarySearchFunc(f.changes, p.Version+1, func(c *cells.Changes, v uint64) int { return cmp.Compare(c.Position.Version, v) })
	changes = slices.Clone(f.changes[i:])
	if len(changes) > 0 {
		p = changes[len(changes)-1].Position
	}
	return changes, p, true
}

// revoked ends the streams that run on a link, or all of a book's.
func (h *streamHub) revoked(book, link string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.feeds[book]
	if f == nil {
		return
	}
	if link == "" {
		h.drop(f)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.streams {
		if s.link == link {
			s.stop()
		}
	}
}

// close ends all streams and waits until their connections are done with.
func (h *streamHub) close() {
	h.mu.Lock()
	h.closed = true
	for _, f := range h.feeds {
		h.drop(f)
	}
	h.mu.Unlock()
	h.running.Wait()
}

// count is how many streams are open.
func (h *streamHub) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, f := range h.feeds {
		f.mu.Lock()
		n += len(f.streams)
		f.mu.Unlock()
	}
	return n
}

func (s *stream) stop() { s.once.Do(func() { close(s.end) }) }
