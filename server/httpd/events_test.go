package httpd_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"freshet/server/httpd"
)

// event is one server-sent event.
type event struct {
	ID, Name string
	Version  uint64
	Cells    []struct {
		Ref, Text string
		Value     any
	}
	raw string
}

func (e event) cell(ref string) (any, bool) {
	for _, c := range e.Cells {
		if c.Ref == ref {
			return c.Value, true
		}
	}
	return nil, false
}

// stream is an open event stream.
type stream struct {
	t      *testing.T
	events chan event
	cancel context.CancelFunc
}

func (s *site) follow(b newBook, ranges, token, last string) *stream {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", s.url+path(b, "/events?ranges=%s", ranges), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	if w.StatusCode != 200 || w.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("events: %d %v", w.StatusCode, w.Header)
	}
	st := &stream{s.t, make(chan event, 100), cancel}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(st.events)
		defer func() { _ = w.Body.Close() }()
		var e event
		lines := bufio.NewScanner(w.Body)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			switch key, value, _ := strings.Cut(lines.Text(), ": "); key {
			case "id":
				e.ID = value
			case "event":
				e.Name = value
			case "data":
				e.raw = value
				_ = json.Unmarshal([]byte(value), &e)
			case "":
				if e.raw != "" {
					st.events <- e
				}
				e = event{}
			}
		}
	}()
	s.t.Cleanup(func() {
		cancel()
		<-done
	})
	return st
}

func (st *stream) next() event {
	st.t.Helper()
	select {
	case e, ok := <-st.events:
		if !ok {
			st.t.Fatal("the stream ended")
		}
		return e
	case <-time.After(10 * time.Second):
		st.t.Fatal("no event came")
	}
	return event{}
}

func (st *stream) ended() {
	st.t.Helper()
	select {
	case e, ok := <-st.events:
		if ok {
			st.t.Fatalf("an event instead of the end: %+v", e)
		}
	case <-time.After(10 * time.Second):
		st.t.Fatal("the stream goes on")
	}
}

func TestEvents(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"D9"}`).want(200)
	s.put(b, "A1:B1", `[[1,"=A1*2"]]`)
	st := s.follow(b, "A1:B9,temp", b.Tokens.Viewer, "")
	e := st.next()
	if v, _ := e.cell("Sheet1!B1"); e.Name != "snapshot" || len(e.Cells) != 2 || v != 2.0 || e.ID == "" {
		t.Fatalf("the first event: %+v", e)
	}
	s.put(b, "A1", `[[5]]`)
	e = st.next()
	if v, _ := e.cell("Sheet1!B1"); e.Name != "change" || v != 10.0 || len(e.Cells) != 2 {
		t.Fatalf("a change: %+v", e)
	}
	s.put(b, "Z1", `[["elsewhere"]]`)
	s.ask("POST", path(b, "/ingest"), b.Tokens.Editor, `{"temp":21.5}`).want(200)
	e = st.next()
	if v, _ := e.cell("Sheet1!D9"); v != 21.5 || len(e.Cells) != 1 || e.Cells[0].Text != "21.5" {
		t.Fatalf("by a name, and nothing of elsewhere: %+v", e)
	}
	s.put(b, "A1", `[[""]]`)
	e = st.next()
	if v, ok := e.cell("Sheet1!A1"); !ok || v != nil {
		t.Fatalf("an emptied cell: %+v", e)
	}
	st.cancel()
	last := e.ID

	s.put(b, "A1", `[[7]]`)
	s.put(b, "A2", `[[8]]`)
	st = s.follow(b, "A1:B9,temp", b.Tokens.Viewer, last)
	e = st.next()
	if v, _ := e.cell("Sheet1!A2"); e.Name != "change" || v != 8.0 || len(e.Cells) != 3 {
		t.Fatalf("after a resume only what changed: %+v", e)
	}
	st.cancel()
	for _, gap := range []string{"other:5", "nonsense", strings.Split(last, ":")[0] + ":999999"} {
		st = s.follow(b, "A1:B9,temp", b.Tokens.Viewer, gap)
		if e = st.next(); e.Name != "snapshot" || len(e.Cells) != 4 {
			t.Errorf("after %q: %+v", gap, e)
		}
		st.cancel()
	}
}

func TestEventsAfterPlacesMoved(t *testing.T) {
	s := newSite(t)
	b := s.book()
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"D9"}`).want(200)
	s.put(b, "D9:D10", `[[1],[2]]`)
	st := s.follow(b, "temp", b.Tokens.Viewer, "")
	if e := st.next(); len(e.Cells) != 1 || e.Cells[0].Ref != "Sheet1!D9" {
		t.Fatalf("first: %+v", e)
	}
	s.ask("PUT", path(b, "/names/temp"), b.Tokens.Editor, `{"ref":"D10"}`).want(200)
	if e := st.next(); e.Name != "snapshot" || len(e.Cells) != 1 || e.Cells[0].Ref != "Sheet1!D10" {
		t.Errorf("after the name moved: %+v", e)
	}
}

func TestEventsRefusals(t *testing.T) {
	s := newSite(t, func(o *httpd.Options) { o.Limits.Streams = 1 })
	b := s.book()
	s.ask("GET", path(b, "/events"), b.Tokens.Viewer, "").want(422).refused()
	s.ask("GET", path(b, "/events?ranges=,"), b.Tokens.Viewer, "").want(422).refused()
	s.ask("GET", path(b, "/events?ranges=A1,nothing"), b.Tokens.Viewer, "").want(404).contains("nothing")
	s.ask("GET", path(b, "/events?ranges=%s", strings.Repeat("A1,", 65)), b.Tokens.Viewer, "").want(413).refused()
	st := s.follow(b, "A1", b.Tokens.Viewer, "")
	st.next()
	s.ask("GET", path(b, "/events?ranges=A1"), b.Tokens.Viewer, "").want(429).refused()
}

func TestEventsEndWithTheirLink(t *testing.T) {
	s := newSite(t)
	b := s.book()
	var made struct{ ID, Token string }
	s.ask("POST", path(b, "/links"), b.Tokens.Owner, `{"role":"viewer"}`).want(201).into(&made)
	st, stays := s.follow(b, "A1", made.Token, ""), s.follow(b, "A1", b.Tokens.Viewer, "")
	st.next()
	stays.next()
	began := time.Now()
	s.ask("DELETE", path(b, "/links/%s", made.ID), b.Tokens.Owner, "").want(204)
	st.ended()
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	s.put(b, "A1", `[[1]]`)
	stays.next()
	s.ask("DELETE", path(b, ""), b.Tokens.Owner, "").want(204)
	stays.ended()
}

func TestCloseEndsStreams(t *testing.T) {
	s := newSite(t)
	b := s.book()
	st := s.follow(b, "A1", b.Tokens.Viewer, "")
	st.next()
	s.server.Close()
	st.ended()
	s.ask("GET", path(b, "/events?ranges=A1"), b.Tokens.Viewer, "").want(503).refused()
}

// A reader who takes nothing must not hold the server up when it ends.
func TestAStalledReaderDoesNotKeepTheServer(t *testing.T) {
	s := newSite(t)
	b := s.book()
	row := `["` + strings.Repeat("x", 30_000) + `"]`
	s.put(b, "A1:A200", "["+strings.Repeat(row+",", 199)+row+"]")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", path(b, "/events?ranges=A:A"), b.Tokens.Viewer); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stream is open", func() bool {
		return strings.Contains(s.ask("GET", "/metrics", "", "").body, "freshet_event_streams_open 1")
	})
	ended := make(chan struct{})
	go func() {
		s.server.Close()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(9 * time.Second):
		t.Fatal("the server waits for a reader who takes nothing")
	}
}
