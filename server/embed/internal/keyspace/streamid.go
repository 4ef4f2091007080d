package keyspace

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// StreamID identifies an entry of a stream: milliseconds, and a number within them.
type StreamID struct{ Ms, Seq uint64 }

// MaxStreamID is the greatest id there can be.
var MaxStreamID = StreamID{math.MaxUint64, math.MaxUint64}

// Compare orders ids.
func (a StreamID) Compare(b StreamID) int {
	return cmp.Or(cmp.Compare(a.Ms, b.Ms), cmp.Compare(a.Seq, b.Seq))
}

// Less reports whether a comes before b.
func (a StreamID) Less(b StreamID) bool { return a.Compare(b) < 0 }

// IsZero reports whether a is 0-0, which no entry can have.
func (a StreamID) IsZero() bool { return a == StreamID{} }

// Next returns the id after a. ok is false if a is the greatest.
func (a StreamID) Next() (id StreamID, ok bool) {
	switch {
	case a.Seq < math.MaxUint64:
		return StreamID{a.Ms, a.Seq + 1}, true
	case a.Ms < math.MaxUint64:
		return StreamID{a.Ms + 1, 0}, true
	}
	return a, false
}

// Prev returns the id before a. ok is false if a is 0-0.
func (a StreamID) Prev() (id StreamID, ok bool) {
	switch {
	case a.Seq > 0:
		return StreamID{a.Ms, a.Seq - 1}, true
	case a.Ms > 0:
		return StreamID{a.Ms - 1, math.MaxUint64}, true
	}
	return a, false
}

// String returns the id as "ms-seq".
func (a StreamID) String() string {
	b := make([]byte, 0, 24)
	b = strconv.AppendUint(b, a.Ms, 10)
	b = append(b, '-')
	return string(strconv.AppendUint(b, a.Seq, 10))
}

// ParseStreamID reads "ms-seq", or "ms" with seq taken as given.
func ParseStreamID(s string, seq uint64) (id StreamID, ok bool) {
	ms, tail, split := strings.Cut(s, "-")
	if id.Ms, ok = parseDigits(ms); !ok {
		return StreamID{}, false
	}
	id.Seq = seq
	if split {
		if id.Seq, ok = parseDigits(tail); !ok {
			return StreamID{}, false
		}
	}
	return id, true
}

func parseDigits(s string) (uint64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' { // ParseUint alone accepts a sign
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil
}
