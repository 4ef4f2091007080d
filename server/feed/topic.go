package feed

import (
	"strings"

	"freshet/cells"
)

// CheckFilter refuses a text that is no MQTT topic filter (MQTT 5.0, section 4.7): + and # stand for
// whole levels, and # only at the end.
func CheckFilter(filter string) *cells.Error {
	if filter == "" {
		return cells.Refuse(cells.Invalid, "the topic filter is empty")
	}
	if len(filter) > MaxTopic {
		return cells.Refuse(cells.TooLarge, "the topic filter has %d bytes, at most %d are allowed", len(filter), MaxTopic)
	}
	if strings.ContainsRune(filter, 0) {
		return cells.Refuse(cells.Invalid, "the topic filter has a zero byte")
	}
	levels := strings.Split(filter, "/")
	for i, level := range levels {
		switch {
		case level == "#" && i != len(levels)-1:
			return cells.Refuse(cells.Invalid, "the topic filter %q has a # before its end", filter)
		case level != "#" && level != "+" && strings.ContainsAny(level, "+#"):
			return cells.Refuse(cells.Invalid, "in the topic filter %q the level %q mixes a wildcard with text: + and # stand alone between slashes", filter, level)
		}
	}
	return nil
}

// Match reports whether a topic falls under a topic filter. As MQTT has it, # also stands for no level at all
// ("a/#" takes "a") and a wildcard at the front takes no topic that begins with $. A filter that CheckFilter refuses matches nothing it
// does not spell out.
func Match(filter, topic string) bool {
	if topic == "" || topic[0] == '$' && filter != "" && (filter[0] == '+' || filter[0] == '#') {
		return false
	}
	for {
		f, filterRest, moreFilter := strings.Cut(filter, "/")
		if f == "#" {
			return !moreFilter
		}
		t, topicRest, moreTopic := strings.Cut(topic, "/")
		if f != "+" && f != t {
			return false
		}
		switch {
		case !moreFilter && !moreTopic:
			return true
		case !moreTopic:
			return filterRest == "#"
		case !moreFilter:
			return false
		}
		filter, topic = filterRest, topicRest
	}
}
