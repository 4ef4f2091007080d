package store

import (
	"sync"
	"time"
)

// A Redis that syncs its file every second may lose two when it crashes. So long, and within these bounds, a replica remembers what
// it has applied, to put it back.
const (
	tailTime   = 10 * time.Second
	tailBytes  = 8 << 20
	tailLength = 50_000
)

// record is an entry as the log holds it.
type record struct {
	version uint64
	text    string
	from    string // "<writer> <number of its batch>"
	seen    time.Time
}

// tail is the newest records this replica has applied or is about to, with no gap.
type tail struct {
	mu    sync.Mutex
	list  []record
	bytes int
}

func (t *tail) add(r record) {
	r.seen = time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.list); n > 0 && t.list[n-1].version+1 != r.version {
		t.list, t.bytes = nil, 0
	}
	t.list = append(t.list, r)
	t.bytes += len(r.text)
	drop := 0
	for len(t.list)-drop > 1 && (t.bytes > tailBytes || len(t.list)-drop > tailLength || r.seen.Sub(t.list[drop].seen) > tailTime) {
		t.bytes -= len(t.list[drop].text)
		t.list[drop] = record{}
		drop++
	}
	t.list = t.list[drop:]
}

// at is the record of a version, if it is remembered.
func (t *tail) at(version uint64) (record, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) == 0 || version < t.list[0].version || version > t.list[len(t.list)-1].version {
		return record{}, false
	}
	return t.list[version-t.list[0].version], true
}

// from is what the record of a version is from, "" when that is not remembered.
func (t *tail) from(version uint64) string {
	r, _ := t.at(version)
	return r.from
}

// after gives the records from a version on, that one included; nil when not all are remembered.
func (t *tail) after(version uint64) []record {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) == 0 || version < t.list[0].version || version > t.list[len(t.list)-1].version {
		return nil
	}
	return t.list[version-t.list[0].version:]
}
