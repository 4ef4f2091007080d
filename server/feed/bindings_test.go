package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/server/feed"
)

func target(row int32) cells.Ref { return cells.Ref{Sheet: 2, Row: row, Col: 3} }

func TestBindingsTakeTheirPartOfAPayload(t *testing.T) {
	l := newLedger()
	l.info.Bindings = []cells.Binding{
		{ID: "temp", Source: "mqtt", Topic: "plant/+/climate", Path: "temp", Target: target(0)},
		{ID: "hum", Source: "mqtt", Topic: "books/book/plant/1/climate", Path: "hum", Scale: "0.1", Target: target(1)},
		{ID: "other", Source: "mqtt://elsewhere", Topic: "#", Target: target(2)},
		{ID: "broken", Source: "mqtt", Topic: "plant/1/climate", Path: "temp", Scale: "x", Target: target(3)},
	}
	in, _ := intake(t, l, feed.Options{})
	ticket := await(t, deliver(t, in, message("plant/1/climate", `{"temp":21.5,"hum":455}`)))
	if ticket.Readings() != 2 || ticket.Refused() == nil || ticket.Refused().Where != "scale" {
		t.Errorf("%d readings, refused %v", ticket.Readings(), ticket.Refused())
	}
	got := readings(l.log()[0])
	if len(got) != 2 || got[0].Ref != target(0) || !got[0].Value.Equal(cells.Num(21.5)) || got[1].Ref != target(1) || !got[1].Value.Equal(cells.Num(45.5)) {
		t.Errorf("readings %+v", got)
	}
	ticket = await(t, deliver(t, in, message("plant/2/climate", `{"hum":1}`)))
	if ticket.Readings() != 0 || ticket.Refused() == nil {
		t.Errorf("a payload without the path gives %d readings, refused %v", ticket.Readings(), ticket.Refused())
	}
	seen, ok := in.Last("book", "temp")
	if !ok || seen.Topic != "plant/2/climate" || string(seen.Payload) != `{"hum":1}` || seen.Count != 2 || seen.Rejects != 1 ||
		seen.Refused == nil || !strings.Contains(seen.Refused.Message, `"temp"`) {
		t.Errorf("the binding last saw %+v", seen)
	}
	if ticket := await(t, deliver(t, in, message("nobody/bound", "hello"))); ticket.Readings() != 0 || ticket.Refused() != nil {
		t.Errorf("a topic nobody bound gives %+v", ticket)
	}
	if topics := in.Topics("book"); len(topics) != 3 || topics[0].Topic != "nobody/bound" || topics[0].Bound || !topics[1].Bound {
		t.Errorf("topics %+v", topics)
	}
}

func TestABindingMadeWhileReadingsComeIsUsed(t *testing.T) {
	l := newLedger()
	in, _ := intake(t, l, feed.Options{})
	if ticket := await(t, deliver(t, in, message("a/b", "1"))); ticket.Readings() != 0 {
		t.Fatal("nobody had bound the topic")
	}
	l.change(cells.Binding{ID: "x", Source: "mqtt", Topic: "a/#", Target: target(0)})
	if ticket := await(t, deliver(t, in, message("a/b", "1"))); ticket.Readings() != 1 {
		t.Error("the new binding is not used")
	}
	l.change()
	if ticket := await(t, deliver(t, in, message("a/b", "1"))); ticket.Readings() != 0 {
		t.Error("the binding is gone and still used")
	}
}

func TestTopicsOfCellsNameTheCell(t *testing.T) {
	l := newLedger()
	l.info.Sheets = append(l.info.Sheets, cells.Sheet{ID: 7, Name: "Room 1/2"})
	in, _ := intake(t, l, feed.Options{})
	for _, c := range []struct {
		topic   string
		ref     cells.Ref
		name    string
		refused string
	}{
		{"cells/A1", cells.Ref{Sheet: 1}, "", ""},
		{"cells/b$7", cells.Ref{Sheet: 1, Row: 6, Col: 1}, "", ""},
		{"cells/Sheet2!C3", cells.Ref{Sheet: 2, Row: 2, Col: 2}, "", ""},
		{"cells/sheet2!C3", cells.Ref{Sheet: 2, Row: 2, Col: 2}, "", ""},
		{"cells/'Room%201/2'!A1", cells.Ref{Sheet: 7}, "", ""},
		{"cells/%27Room 1%2F2%27!A1", cells.Ref{Sheet: 7}, "", ""},
		{"cells/temp", cells.Ref{}, "temp", ""},
		{"cells/größe", cells.Ref{}, "größe", ""},
		{"cells/", cells.Ref{}, "", "which cell"},
		{"cells/A1:B2", cells.Ref{}, "", "range"},
		{"cells/Nowhere!A1", cells.Ref{}, "", "no sheet"},
		{"cells/a b", cells.Ref{}, "", "neither"},
		{"cells/100%", cells.Ref{}, "", "%25"},
		{"cells/Sheet2!temp", cells.Ref{}, "", "neither"},
	} {
		before := len(l.log())
		ticket := await(t, deliver(t, in, message(c.topic, "1")))
		if c.refused != "" {
			if refused := ticket.Refused(); refused == nil || !strings.Contains(refused.Message, c.refused) {
				t.Errorf("%s is refused with %v, want a sentence about %q", c.topic, refused, c.refused)
			}
			continue
		}
		log := l.log()
		if len(log) != before+1 || readings(log[before])[0].Ref != c.ref || readings(log[before])[0].Name != c.name {
			t.Errorf("%s: refused %v, log %+v", c.topic, ticket.Refused(), log[before:])
		}
	}
}

func TestTheMemoryOfTopicsIsBounded(t *testing.T) {
	in, _ := intake(t, newLedger(), feed.Options{})
	for i := range 1000 {
		m := message(fmt.Sprintf("t/%d", i), strings.Repeat("x", 10_000))
		m.At = int64(i)
		await(t, deliver(t, in, m))
	}
	topics := in.Topics("book")
	if len(topics) != 256 {
		t.Fatalf("%d topics are remembered", len(topics))
	}
	for _, seen := range topics {
		if seen.At < 1000-256 || len(seen.Payload) > 1024 || seen.Size != 10_000 {
			t.Fatalf("topic %s of %d with %d bytes is remembered", seen.Topic, seen.At, len(seen.Payload))
		}
	}
	in.Forget("book")
	if len(in.Topics("book")) != 0 {
		t.Error("a book that is forgotten has topics")
	}
}
