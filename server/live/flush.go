package live

import (
	"context"
	"fmt"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
)

// compressFrom is the size from which what is sent once, when a tab comes or scrolls, is compressed. Deltas never are: they are small,
// many, and everybody would have to unpack them.
const compressFrom = 4 << 10

// viewTime is how long the book is held for reading in one go; with many tabs a flush takes several.
const viewTime = 4 * time.Millisecond

// flushKind says what a flush tells beside what changed.
type flushKind struct {
	people  bool // who is here
	advance bool // the newest version, also to tabs that see nothing of it
}

// telling is one flush: what is to be told, and what is written already for tabs that see the same.
type telling struct {
	room    *room
	kind    flushKind
	view    cells.View
	version uint64
	at      int64
	news    *dirt         // since the last flush
	extents []cells.Range // of all sheets
	grown   bool          // extents changed
	enc     encoder
	frames  map[string]*sharedFrame
	pasts   map[uint64]*dirt // news since older versions; nil: not known
	meta    map[string]outgoing
}

// sharedFrame is a frame that every tab with the same sight gets.
type sharedFrame struct {
	data     []byte
	prepared *websocket.PreparedMessage
	empty    bool
	whole    bool // it has complete areas
}

// flush tells every tab what it has not been told: the changes since the last flush, and everything of what it began to see.
func (r *room) flush(ctx context.Context, kind flushKind) {
	r.mu.Lock()
	news, head, at := r.fresh, r.head, r.headAt
	r.fresh = &dirt{from: head, to: head, at: at}
	tabs := make([]*client, 0, len(r.clients))
	for c := range r.clients {
		tabs = append(tabs, c)
	}
	r.mu.Unlock()
	if len(tabs) > 0 {
		t := &telling{room: r, kind: kind, version: head, at: at, news: news, frames: map[string]*sharedFrame{}, pasts: map[uint64]*dirt{}, meta: map[string]outgoing{}}
		if err := t.tellAll(ctx, tabs); err != nil && ctx.Err() == nil {
			r.hub.log.Error("a room could not read its book", "book", r.id, "err", faultOf("flush", err))
			for _, c := range tabs {
				c.bye(CloseFault, "the book cannot be read now")
			}
		}
	}
	if news.to > news.from {
		r.past.keep(news)
	}
}

// tellAll tells the tabs, letting writers in between. What they write meanwhile is newer than what is told, and told again by
// the next flush: the version told is that of the news.
func (t *telling) tellAll(ctx context.Context, tabs []*client) error {
	for first := true; len(tabs) > 0; first = false {
		err := t.room.book.View(ctx, func(v cells.View) error {
			t.view = v
			if first {
				t.measure()
			}
			for end := time.Now().Add(viewTime); len(tabs) > 0; tabs = tabs[1:] {
				t.tell(tabs[0])
				if time.Now().After(end) {
					tabs = tabs[1:]
					return nil
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// measure reads the extents anew where they may have changed.
func (t *telling) measure() {
	t.extents = t.room.extents
	if t.news.empty() {
		return
	}
	if spelling := spellingOf(t.view.Info()); t.news.book && spelling != t.room.spelling {
		t.room.spelling = spelling
		t.news.respell()
	}
	if now := extentsOf(t.view); !sameRanges(now, t.extents) {
		t.extents, t.grown = now, true
		t.room.extents = now
	}
}

// spellingOf is what the text of inputs depends on beside the cells: the locale and the names of sheets.
func spellingOf(i cells.Info) string {
	s := i.Locale
	for _, sheet := range i.Sheets {
		s = fmt.Sprintf("%s %d %q", s, sheet.ID, sheet.Name)
	}
	return s
}

// tell sends one tab its bundle: the book and the shifts before the cells, whose places are after them.
func (t *telling) tell(c *client) {
	k := &c.known
	if !k.welcomed {
		c.settle(t.view)
	}
	seen, kept := c.look()
	k.sent = k.sent.within(kept)
	if !c.out.room() {
		k.miss(t.news, t.grown)
		if !c.lags.Swap(true) {
			t.room.hub.counts.behind.Add(1)
		}
		return
	}
	d, reset := t.news, false
	var bundle []outgoing
	switch {
	case !k.welcomed:
		past, ok := t.resume(c)
		if ok {
			d, k.sent = past, seen.sight
		} else {
			reset = true
		}
		bundle = append(bundle, t.welcome(c))
	case k.owes != nil:
		k.owes.merge(t.news)
		d = k.owes
	}
	bundle = t.book(bundle, k, d, reset)
	if k.sent = k.sent.within(seen.sight); d.anew {
		k.sent = nil
	}
	if m, ok := t.cells(c, seen, d, reset); ok {
		bundle = append(bundle, m)
		k.told = t.version
	}
	k.sent = seen.sight
	if t.kind.people || !k.welcomed {
		if news, ok := t.room.crowd.news(c.id, &k.people); ok {
			bundle = append(bundle, text(news))
		}
	}
	k.welcomed, k.owes, k.owesExtents = true, nil, false
	if len(bundle) > 0 {
		c.out.bundle(bundle)
	}
}

// resume is what the tab missed since it was last connected; false when it must begin anew.
func (t *telling) resume(c *client) (*dirt, bool) {
	p := c.hello.Position
	if p == nil || p.Epoch != t.view.Position().Epoch {
		return nil, false
	}
	past, known := t.pasts[p.Version] // after a loss of the network, many come back from one version
	if !known {
		if past, known = t.room.past.since(p.Version, t.news.from); known {
			past.merge(t.news)
		}
		t.pasts[p.Version] = past
	}
	return past, past != nil
}

func (t *telling) welcome(c *client) outgoing {
	epoch := t.view.Position().Epoch
	m := text(welcomeMessage{
		T: "welcome", Position: cells.Position{Epoch: epoch, Version: t.version}, Role: c.session.Role,
		You:  youPart{ID: c.id, Name: c.name, Color: c.color},
		Info: infoOf(t.view), Extents: t.extents, Seq: seenSeq(t.view, c.stream("")),
	})
	m.compress = len(m.data) >= compressFrom
	return m
}

// book adds what the tab must know of the book beside its cells.
func (t *telling) book(bundle []outgoing, k *known, d *dirt, reset bool) []outgoing {
	once := func(kind string, make func() any) {
		m, ok := t.meta[kind]
		if !ok {
			m = text(make())
			t.meta[kind] = m
		}
		bundle = append(bundle, m)
	}
	if k.welcomed && d.book {
		once("book", func() any { return bookMessage{"book", t.version, infoOf(t.view)} })
	}
	switch {
	case reset || len(d.shifts) == 0:
	case d == t.news:
		once("shifts", func() any { return shiftsMessage{"shifts", t.version, d.shifts} })
	default:
		bundle = append(bundle, text(shiftsMessage{"shifts", t.version, d.shifts}))
	}
	if k.welcomed && (t.grown || k.owesExtents) {
		once("extents", func() any { return extentsMessage{"extents", t.version, t.extents} })
	}
	return bundle
}

// cells is the tab's frame; false when it has nothing to learn from one.
func (t *telling) cells(c *client, seen gaze, d *dirt, reset bool) (outgoing, bool) {
	k := &c.known
	var f *sharedFrame
	if d == k.owes {
		f = t.encode(k.sent, seen.sight, d, reset)
	} else {
		key := fmt.Sprintf("%d %t %s|%s", d.from, reset, seen.key, k.sent.key())
		switch f = t.frames[key]; {
		case f == nil:
			f = t.encode(k.sent, seen.sight, d, reset)
			t.frames[key] = f
		case f.prepared == nil && !f.empty:
			f.prepared, _ = websocket.NewPreparedMessage(websocket.BinaryMessage, f.data) // without it the bytes are sent as they are
		}
	}
	if !f.empty {
		return outgoing{binary: true, data: f.data, shared: f.prepared, compress: f.whole && len(f.data) >= compressFrom}, true
	}
	if c.owed.Load() > k.told || t.kind.advance && t.version > k.told {
		return outgoing{binary: true, data: f.data}, true
	}
	return outgoing{}, false
}

func (t *telling) encode(sent, seen sight, d *dirt, reset bool) *sharedFrame {
	flags := byte(0)
	if reset {
		flags = flagReset
	}
	t.enc.begin(flags, 0, t.version, t.at)
	t.enc.delta(t.view, sent, d)
	t.enc.snapshot(t.view, subtract(seen, sent))
	n, whole := t.enc.count, len(t.enc.side.Areas) > 0
	data, empty := t.enc.end()
	counts := &t.room.hub.counts
	counts.frames.Add(1)
	counts.frameBytes.Add(uint64(len(data)))
	counts.cells.Add(uint64(n))
	return &sharedFrame{data: data, empty: empty, whole: whole}
}

// seenSeq is the last number of a stream of edits that took effect, where the view can tell; else zero.
func seenSeq(v cells.View, stream string) uint64 {
	if s, ok := v.(interface{ LastSeq(client string) uint64 }); ok {
		return s.LastSeq(stream)
	}
	return 0
}

// infoOf is the book's info with lists that JSON writes as lists.
func infoOf(v cells.View) cells.Info {
	i := v.Info()
	if i.Sheets == nil {
		i.Sheets = []cells.Sheet{}
	}
	if i.Names == nil {
		i.Names = []cells.Name{}
	}
	if i.Bindings == nil {
		i.Bindings = []cells.Binding{}
	}
	return i
}
