package feed

import (
	"strings"

	"freshet/cells"
)

// MaxPayload is how many bytes of payload a message may have.
const MaxPayload = 64 << 10

// MaxTopic is how many bytes the topic of a message may have below its book.
const MaxTopic = 512

// Message is what a source received for a book. The intake keeps Payload for a while; nobody may change it.
type Message struct {
	Book    string
	Source  string // cells.Binding.Source of the bindings that may take it: "mqtt"
	Topic   string // below the book: "cells/A1", "greenhouse/3/climate"
	Payload []byte
	At      int64  // when it arrived, Unix milliseconds
	Actor   string // who sent it, as cells.Request.Actor says it: "mqtt:<client>"
	Waits   bool   // somebody waits for the commit: do not gather longer than the commit before takes
}

// Prefix is what the topics of a book begin with on a broker that many books share: "books/<id>/".
func Prefix(book string) string { return "books/" + book + "/" }

// The topics below a book that mean something by themselves. Every other is for bindings.
const (
	CellTopics  = "cells/"  // cells/<ref or name>: a reading for that cell
	ValueTopics = "values/" // values/<ref or name>: the values of cells, for those who subscribe; nobody else writes there
)

// CheckTopic refuses a topic that no message may have below a book.
func CheckTopic(topic string) *cells.Error {
	switch {
	case topic == "":
		return cells.Refuse(cells.Invalid, "the topic ends after the book: say what is published, for example cells/A1")
	case len(topic) > MaxTopic:
		return cells.Refuse(cells.TooLarge, "the topic has %d bytes below the book, at most %d are allowed", len(topic), MaxTopic)
	case strings.ContainsAny(topic, "+#\x00"):
		return cells.Refuse(cells.Invalid, "a message's topic has no + and no #")
	case strings.HasPrefix(topic, ValueTopics):
		return cells.Refuse(cells.Forbidden, "values/ is where the book itself publishes; send readings to cells/ or to a topic of a binding")
	}
	return nil
}
