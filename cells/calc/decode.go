package calc

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// decoded is a part that was read without its book.
type decoded struct {
	key   partKey
	bytes []byte
	block *block
	actor storedActor
	err   error
}

// decode finds out what parts are, and reads on all cores those that take no more than their bytes: the values of cells, and what can be undone. They are
// nearly all of a large book. The answer is in the order of the names.
func (l *loader) decode(names []string) []decoded {
	out := make([]decoded, len(names))
	var queue [][]*decoded // what can be undone comes first: a part of it may be as long as all others
	var blocks []*decoded
	for i, name := range names {
		var ok bool
		d := &out[i]
		d.bytes = l.parts[name]
		switch {
		case name == "book" || strings.HasPrefix(name, "t/"):
		case strings.HasPrefix(name, "u/"):
			d.key.kind = undoPart
			queue = append(queue, []*decoded{d})
		default:
			if d.key, ok = parsePartName(name); !ok {
				d.err = errors.New("there is no such part")
			}
			if d.key.kind == blockPart {
				blocks = append(blocks, d)
			}
		}
	}
	queue = append(queue, neighbours(blocks)...)
	var next atomic.Int64
	work := func() {
		for {
			n := int(next.Add(1)) - 1
			if n >= len(queue) {
				return
			}
			if first := queue[n][0]; first.key.kind == blockPart {
				decodeBlocks(queue[n])
			} else {
				first.actor, first.err = decodeActor(first.bytes)
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

// neighbours sorts blocks, and divides them into those whose numbers lie together (see column.gather).
func neighbours(blocks []*decoded) [][]*decoded {
	place := func(d *decoded) partKey {
		k := d.key
		k.number /= gathered
		return k
	}
	slices.SortFunc(blocks, func(a, b *decoded) int {
		return cmp.Or(cmp.Compare(a.key.sheet, b.key.sheet), cmp.Compare(a.key.col, b.key.col), cmp.Compare(a.key.number, b.key.number))
	})
	var out [][]*decoded
	for n := 0; len(blocks) > 0; blocks = blocks[n:] {
		for n = 1; n < len(blocks) && place(blocks[n]) == place(blocks[0]); n++ {
		}
		out = append(out, blocks[:n])
	}
	return out
}

// decodeBlocks reads neighbouring blocks of a column.
func decodeBlocks(list []*decoded) {
	whole := 0
	for _, d := range list {
		if wholeWindow(d.bytes) {
			whole++
		}
	}
	nums := make([]float64, whole*blockRows)
	for _, d := range list {
		d.block, d.err = decodeBlock(d.bytes, &nums)
	}
}
