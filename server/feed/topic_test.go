package feed_test

import (
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
