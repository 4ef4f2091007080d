package feed_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/server/feed"
)

func TestMatchFollowsTheStandard(t *testing.T) {
	// The examples of MQTT 5.0, section 4.7, and the corners around them.
	for _, c := range []struct {
		filter, topic string
		want          bool
	}{
		{"sport/tennis/player1/#", "sport/tennis/player1", true},
		{"sport/tennis/player1/#", "sport/tennis/player1/ranking", true},
		{"sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true},
		{"sport/#", "sport", true},
		{"#", "a/b/c", true},
		{"#", "/", true},
		{"sport/tennis/+", "sport/tennis/player1", true},
		{"sport/tennis/+", "sport/tennis/player1/ranking", false},
		{"sport/+", "sport", false},
		{"sport/+", "sport/", true},
		{"+/+", "/finance", true},
		{"/+", "/finance", true},
		{"+", "/finance", false},
		{"#", "$SYS/uptime", false},
		{"+/uptime", "$SYS/uptime", false},
		{"$SYS/#", "$SYS/uptime", true},
		{"a/b", "a/b", true},
		{"a/b", "a/B", false},
		{"a/b", "a/b/c", false},
		{"a/b/c", "a/b", false},
		{"a//b", "a//b", true},
		{"a/+/b", "a//b", true},
		{"", "", false},
		{"", "a", false},
	} {
		if got := feed.Match(c.filter, c.topic); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.filter, c.topic, got)
		}
	}
}

func TestCheckBindingNamesTheFieldAtFault(t *testing.T) {
	good := cells.Binding{Topic: "plant/+/climate", Path: "temp", Scale: "0.1"}
	for _, c := range []struct {
		change func(*cells.Binding)
		where  string
	}{
		{func(*cells.Binding) {}, ""},
		{func(b *cells.Binding) { b.Topic = "" }, "topic"},
		{func(b *cells.Binding) { b.Topic = "a/#/b" }, "topic"},
		{func(b *cells.Binding) { b.Topic = "a/b+" }, "topic"},
		{func(b *cells.Binding) { b.Topic = "a/x#" }, "topic"},
		{func(b *cells.Binding) { b.Scale = "ten" }, "scale"},
		{func(b *cells.Binding) { b.Scale = "Inf" }, "scale"},
	} {
		b := good
		c.change(&b)
		refused := feed.CheckBinding(b)
		if c.where == "" && refused != nil || c.where != "" && (refused == nil || refused.Where != c.where) {
			t.Errorf("%+v is refused with %v, want a fault in %q", b, refused, c.where)
		}
	}
}

// matches is Match by the letter of the standard, level by level.
func matches(filter, topic []string) bool {
	switch {
	case len(filter) == 0:
		return len(topic) == 0
	case filter[0] == "#":
		return len(filter) == 1
	case len(topic) == 0:
		return false
	}
	return (filter[0] == "+" || filter[0] == topic[0]) && matches(filter[1:], topic[1:])
}

func FuzzMatch(f *testing.F) {
	f.Add("a/+/#", "a/b/c")
	f.Add("#", "$SYS/x")
	f.Add("a/b/#", "a/b")
	f.Fuzz(func(t *testing.T, filter, topic string) {
		if feed.CheckFilter(filter) != nil || feed.CheckTopic(topic) != nil {
			return
		}
		want := matches(strings.Split(filter, "/"), strings.Split(topic, "/"))
		if topic[0] == '$' && (filter[0] == '+' || filter[0] == '#') {
			want = false
		}
		if got := feed.Match(filter, topic); got != want {
			t.Fatalf("Match(%q, %q) = %v", filter, topic, got)
		}
	})
}

// FuzzTopic sends readings to whatever a client may name. The ledger stands for the book.
func FuzzTopic(f *testing.F) {
	for _, seed := range []string{"cells/A1", "cells/Sheet2!B7", "cells/'a''b'!C3", "cells/%41%31", "cells/größe", "cells/A1:B2", "a/b", "cells/%"} {
		f.Add(seed)
	}
	l := newLedger()
	in, _ := intake(f, l, feed.Options{})
	f.Fuzz(func(t *testing.T, topic string) {
		ticket, err := in.Deliver(context.Background(), message(topic, "1"))
		if err != nil {
			var refused *cells.Error
			if !errors.As(err, &refused) {
				t.Fatal(err)
			}
			return
		}
		<-ticket.Done()
		if ticket.Readings() == 0 {
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		r := readings(l.requests[len(l.requests)-1])[0]
		l.requests = l.requests[:0]
		if (r.Name == "") == (r.Ref == cells.Ref{}) || r.Name == "" && !r.Ref.Valid() {
			t.Fatalf("%q leads to %+v", topic, r)
		}
	})
}
