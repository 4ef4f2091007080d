package keyspace

import (
	"iter"
	"slices"
)

const (
	// smallDict is the length up to which a linear search beats a hash index.
	smallDict = 12
	// chunkLen is how many entries lie together. A chunk is what is copied when a
	// dict changes that a snapshot still reads.
	chunkLen = 1024
)

// Dict maps strings to values in an array with an index beside it. Order is that
// of insertion until something is deleted. The zero Dict is empty and ready.
//
// The array is in chunks, so that freezing a dict of any size costs next to
// nothing, and so does the first change after it.
type Dict[V any] struct {
	chunks []chunk[V] // all full but the last
	length int
	index  map[string]int32 // nil while the dict is small
	peak   int              // the length the index was made for
}

type chunk[V any] struct {
	slots  []slot[V]
	shared bool // a snapshot reads slots: they must not be overwritten
}

type slot[V any] struct {
	key   string
	value V
}

// Len returns the number of entries.
func (d *Dict[V]) Len() int { return d.length }

func (d *Dict[V]) find(key string) int {
	if d.index != nil {
		if i, ok := d.index[key]; ok {
			return int(i)
		}
		return -1
	}
	if d.length == 0 {
		return -1
	}
	return slices.IndexFunc(d.chunks[0].slots, func(s slot[V]) bool { return s.key == key })
}

// slot returns the entry at position i for reading.
func (d *Dict[V]) slot(i int) *slot[V] { return &d.chunks[i/chunkLen].slots[i%chunkLen] }

// own returns the entry at position i for writing.
func (d *Dict[V]) own(i int) *slot[V] {
	c := &d.chunks[i/chunkLen]
	if c.shared {
		c.slots, c.shared = append(make([]slot[V], 0, cap(c.slots)), c.slots...), false
	}
	return &c.slots[i%chunkLen]
}

// Get returns the value of key.
func (d *Dict[V]) Get(key string) (value V, ok bool) {
	if i := d.find(key); i >= 0 {
		return d.slot(i).value, true
	}
	return value, false
}

// Has reports whether key is present.
func (d *Dict[V]) Has(key string) bool { return d.find(key) >= 0 }

// Set gives key a value and reports whether the key is new.
func (d *Dict[V]) Set(key string, value V) (added bool) {
	if i := d.find(key); i >= 0 {
		d.own(i).value = value
		return false
	}
	if d.length%chunkLen == 0 {
		d.chunks = append(d.chunks, chunk[V]{})
	}
	// A snapshot of the chunk knows how long it was: growing does not disturb it,
	// unless something was taken off the end since, which has unshared the chunk.
	last := &d.chunks[len(d.chunks)-1]
	if n := len(last.slots); n == cap(last.slots) {
		room := chunkLen // at once, where there are many
		if len(d.chunks) == 1 {
			room = min(max(4, 2*n), chunkLen)
		}
		last.slots, last.shared = append(make([]slot[V], 0, room), last.slots...), false
	}
	last.slots = append(last.slots, slot[V]{key, value})
	d.length++
	if d.index != nil {
		d.index[key] = int32(d.length - 1)
		d.peak = max(d.peak, d.length)
	} else if d.length > smallDict {
		d.reindex()
	}
	return true
}

// Delete removes key and reports whether it was there. The last entry takes its place.
func (d *Dict[V]) Delete(key string) bool {
	i := d.find(key)
	if i < 0 {
		return false
	}
	end := d.length - 1
	last := d.own(end)
	if d.index != nil {
		delete(d.index, key)
		if i != end {
			d.index[last.key] = int32(i)
		}
	}
	if i != end {
		*d.own(i) = *last
	}
	*last = slot[V]{}
	tail := &d.chunks[len(d.chunks)-1]
	tail.slots = tail.slots[:len(tail.slots)-1]
	if len(tail.slots) == 0 {
		*tail = chunk[V]{}
		d.chunks = d.chunks[:len(d.chunks)-1]
	}
	d.length = end
	if d.index != nil && d.length < d.peak/4 && d.peak > 256 { // Go's maps do not shrink
		d.chunks = slices.Clone(d.chunks)
		d.reindex()
	}
	return true
}

func (d *Dict[V]) reindex() {
	d.index = make(map[string]int32, d.length+1)
	d.peak = d.length
	for i := range d.length {
		d.index[d.slot(i).key] = int32(i)
	}
}

// At returns the entry at position i, 0 ≤ i < Len.
func (d *Dict[V]) At(i int) (string, V) {
	s := d.slot(i)
	return s.key, s.value
}

// All yields every entry. The dict must not change meanwhile.
func (d *Dict[V]) All() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, c := range d.chunks {
			for i := range c.slots {
				if !yield(c.slots[i].key, c.slots[i].value) {
					return
				}
			}
		}
	}
}

// Scan visits up to count entries from cursor on (0 begins) and returns the cursor
// to go on with, 0 at the end. Between calls the dict may change: what is present
// from the first call to the last is visited at least once.
//
// The walk goes from the end to the front. A deletion moves the last entry, which
// has been visited or is newer than the scan, to a lower place, never past the cursor.
func (d *Dict[V]) Scan(cursor uint64, count int, visit func(key string, value V)) uint64 {
	next := d.length
	if cursor != 0 && cursor < uint64(next) {
		next = int(cursor)
	}
	for ; next > 0 && count > 0; count-- {
		next--
		s := d.slot(next)
		visit(s.key, s.value)
	}
	return uint64(next)
}

// Clone returns an independent copy. Values are copied shallowly.
func (d *Dict[V]) Clone() Dict[V] {
	c := d.freeze()
	if c.length > smallDict {
		c.reindex()
	}
	return c
}

// freeze returns a copy without an index, for reading by At and All; the two share
// their chunks until one of them changes.
func (d *Dict[V]) freeze() Dict[V] {
	copied := make([]chunk[V], len(d.chunks))
	for i := range d.chunks {
		c := &d.chunks[i]
		c.shared = true
		// Clipped, for only one of the two may grow into the room behind.
		copied[i] = chunk[V]{slices.Clip(c.slots), true}
	}
	return Dict[V]{chunks: copied, length: d.length}
}
