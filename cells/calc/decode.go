package calc

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// decoded is a part that was read without its book.
type decoded struct {
	key   partKey
	block *block
	actor storedActor
	err   error
}

// decode finds out what parts are, and reads on all cores those that take no more than their bytes: the values of cells, and what can be undone. They are
// nearly all of a large book. The answer is in the order of the names.
func (l *loader) decode(names []string) []decoded {
	out := make([]decoded, len(names))
	var queue []int // what can be undone comes first: a part of it may be as long as all others
	for i, name := range names {
		var ok bool
		switch k := &out[i].key; {
		case name == "book" || strings.HasPrefix(name, "t/"):
		case strings.HasPrefix(name, "u/"):
			k.kind = undoPart
			queue = append(queue, i)
		default:
			if *k, ok = parsePartName(name); !ok {
				out[i].err = errors.New("there is no such part")
			}
		}
	}
	for i := range out {
		if out[i].key.kind == blockPart {
			queue = append(queue, i)
		}
	}
	var next atomic.Int64
	work := func() {
		for {
			n := int(next.Add(1)) - 1
			if n >= len(queue) {
				return
			}
			d, bytes := &out[queue[n]], l.parts[names[queue[n]]]
			if d.key.kind == blockPart {
				d.block, d.err = decodeBlock(bytes)
			} else {
				d.actor, d.err = decodeActor(bytes)
			}
		}
	}
	var side sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(queue)) - 1 {
		side.Go(work)
	}
	work()
	side.Wait()
	return out
}
