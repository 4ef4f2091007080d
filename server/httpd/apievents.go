package httpd

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"freshet/cells"
)

type eventsIn struct {
	ID     string `path:"id"`
	Ranges string `query:"ranges" required:"true" doc:"Ranges and names, with commas between; a comma in a sheet's name is inside its quotes." example:"A1:B9,temp"`
	Last   string `header:"Last-Event-ID" doc:"The id of the last event that was received, to go on after it."`
}

// eventsOperation describes the stream, of which huma sees nothing.
func eventsOperation(o operation) operation {
	o.responses = map[string]*huma.Response{"200": {
		Description: "A stream of events. `snapshot` has every cell in use of the ranges, `change` those that changed since the event before; both are {\"version\", \"at\", \"cells\": [{\"ref\", \"value\", \"text\"}]}. The id of an event is a position.",
		Content: map[string]*huma.MediaType{"text/event-stream": {
			Schema:  &huma.Schema{Type: "string"},
			Example: "id: k2j:41\nevent: change\ndata: {\"version\":41,\"at\":\"2026-11-22T09:30:00.000Z\",\"cells\":[{\"ref\":\"Sheet1!A1\",\"value\":21.5,\"text\":\"21.5\"}]}\n\n",
		}},
	}}
	return o
}

const (
	mostRanges     = 64               // of one stream
	mostStreamed   = 20_000           // cells in use of its ranges in one event
	exactChange    = 4_096            // cells a change lists one by one; beyond it, a snapshot is shorter
	heartbeatEvery = 15 * time.Second // so that proxies keep a quiet stream open, and the server notices who is gone
	writeWait      = 5 * time.Second
	pace           = 100 * time.Millisecond // changes within that time are one event
)

// follower is one event stream at work.
type follower struct {
	stream *stream
	specs  []string
	at     cells.Position // of the last event; zero before the first
	sent   bool
}

// events checks what is asked, then hands the connection to a follower.
func (c *call) events(ctx context.Context, in *eventsIn) (*huma.StreamResponse, error) {
	specs, refused := splitRanges(in.Ranges)
	if refused != nil {
		return nil, refused
	}
	err := c.book.View(ctx, func(v cells.View) error {
		for _, spec := range specs {
			if _, refused := place(v, spec); refused != nil {
				return refused
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	st, err := c.s.streams.open(ctx, c.Book, c.Link)
	if err != nil {
		return nil, err
	}
	f := &follower{stream: st, specs: specs}
	if epoch, version, ok := strings.Cut(in.Last, ":"); ok {
		if n, err := strconv.ParseUint(version, 10, 64); err == nil {
			f.at = cells.Position{Epoch: epoch, Version: n}
		}
	}
	return &huma.StreamResponse{Body: func(hctx huma.Context) {
		defer c.s.streams.leave(st)
		r, w := humago.Unwrap(hctx)
		head := w.Header()
		head.Set("Content-Type", "text/event-stream")
		head.Set("Cache-Control", "no-store")
		head.Set("X-Accel-Buffering", "no")
		w.WriteHeader(http.StatusOK)
		if err := f.run(r.Context(), w); err != nil && r.Context().Err() == nil {
			c.s.log.ErrorContext(r.Context(), "event stream ended", "id", requestID(r.Context()), "error", err)
		}
	}}, nil
}

// run writes events until the reader, the link or the server is gone.
func (f *follower) run(ctx context.Context, w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	// A connection that served a stream may serve another request.
	defer func() { _ = control.SetWriteDeadline(time.Time{}) }()
	heartbeat := time.NewTicker(heartbeatEvery)
	defer heartbeat.Stop()
	for {
		// Who takes nothing for that long is gone, or must not keep the server from ending.
		if err := control.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
			return err
		}
		if err := f.tell(ctx, w); err != nil {
			return err
		}
		if err := control.Flush(); err != nil {
			return nil // the reader is gone
		}
		quiet := time.NewTimer(pace)
		select {
		case <-quiet.C:
		case <-ctx.Done():
		case <-f.stream.end:
		}
		quiet.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-f.stream.end:
			return nil
		case <-f.stream.wake:
		case <-heartbeat.C:
			if _, err := io.WriteString(w, ": \n\n"); err != nil {
				return nil
			}
		}
	}
}

type cellEvent struct {
	Ref   string `json:"ref"`
	Value shown  `json:"value"`
	Text  string `json:"text"`
}

type eventBody struct {
	Version uint64      `json:"version"`
	At      string      `json:"at,omitempty"`
	Cells   []cellEvent `json:"cells"`
}

// tell writes one event about everything since the last one, if there is anything.
func (f *follower) tell(ctx context.Context, w io.Writer) error {
	name, body := "change", eventBody{Cells: []cellEvent{}}
	var now cells.Position
	err := f.stream.feed.book.View(ctx, func(v cells.View) error {
		changes, end, known := f.stream.feed.after(f.at, v.Position())
		// Values are those of the view, which may be ahead of the watch; what it tells next is then told twice, which harms nobody.
		now, body.Version = end, end.Version
		if known && f.sent && len(changes) == 0 {
			return nil
		}
		locale := v.Info().Locale
		add := func(at cells.Ref, c cells.Cell) {
			body.Cells = append(body.Cells, cellEvent{spell(v, at.Range()), show(v, c.Value), c.Format.Render(c.Value, locale)})
		}
		ranges := f.ranges(v)
		if len(changes) > 0 {
			body.At = rfc3339(changes[len(changes)-1].At)
		}
		dirty, exact := changed(changes, ranges)
		if known && exact {
			for _, at := range dirty {
				add(at, v.Cell(at))
			}
			return nil
		}
		name, now = "snapshot", v.Position()
		body.Version = now.Version
		for _, r := range ranges {
			v.Scan(r, func(at cells.Ref, c cells.Cell) bool {
				add(at, c)
				return len(body.Cells) <= mostStreamed
			})
		}
		if len(body.Cells) > mostStreamed {
			return cells.Refuse(cells.TooLarge, "the ranges have more than %d cells in use; follow less", mostStreamed)
		}
		return nil
	})
	if refusal, ok := refusalOf(err); ok {
		raw, merr := json.Marshal(bodyOf(refusal))
		if merr != nil {
			return merr
		}
		f.stream.stop()
		_, _ = fmt.Fprintf(w, "event: error\ndata: %s\n\n", raw)
		return nil
	}
	if err != nil {
		return err
	}
	f.at = now
	if f.sent && len(body.Cells) == 0 && name == "change" {
		return nil
	}
	f.sent = true
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	// A failed write shows at the flush.
	_, _ = fmt.Fprintf(w, "id: %s\nevent: %s\ndata: %s\n\n", now, name, raw)
	return nil
}

// ranges are the places the stream follows now; a name or sheet that is gone has none.
func (f *follower) ranges(v cells.View) []cells.Range {
	var out []cells.Range
	for _, spec := range f.specs {
		if r, err := place(v, spec); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// changed lists the cells of the ranges that the changes touched, each once; false when there are too many to list or when places
// moved or names may mean something else, so that only a snapshot tells the truth.
func changed(changes []*cells.Changes, ranges []cells.Range) ([]cells.Ref, bool) {
	seen := map[cells.Ref]struct{}{}
	var out []cells.Ref
	for _, c := range changes {
		if len(c.Shifts) > 0 || c.Book {
			return nil, false
		}
		for _, dirty := range [][]cells.Range{c.Values, c.Inputs} {
			for _, d := range dirty {
				for _, r := range ranges {
					part, ok := r.Intersect(d)
					if !ok {
						continue
					}
					if part.Size()+len(out) > exactChange {
						return nil, false
					}
					for row := part.Top; row <= part.Bottom; row++ {
						for col := part.Left; col <= part.Right; col++ {
							at := cells.Ref{Sheet: part.Sheet, Row: row, Col: col}
							if _, twice := seen[at]; !twice {
								seen[at] = struct{}{}
								out = append(out, at)
							}
						}
					}
				}
			}
		}
	}
	return out, true
}

// splitRanges takes "A1:B9,temp,'My, sheet'!A1" apart.
func splitRanges(s string) ([]string, *cells.Error) {
	var out []string
	start, quoted := 0, false
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] == '\'' {
			quoted = !quoted
		}
		if i == len(s) || s[i] == ',' && !quoted {
			if part := strings.TrimSpace(s[start:i]); part != "" {
				out = append(out, part)
			}
			start = i + 1
		}
	}
	if len(out) == 0 {
		return nil, cells.Refuse(cells.Invalid, "name the ranges to follow: ranges=A1:B9,temp").At("ranges")
	}
	if len(out) > mostRanges {
		return nil, cells.Refuse(cells.TooLarge, "these are %d ranges; one stream follows %d", len(out), mostRanges).At("ranges")
	}
	return out, nil
}
