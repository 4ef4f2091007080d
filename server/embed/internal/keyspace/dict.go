package keyspace

import "iter"

// smallDict is the length up to which a linear search beats a hash index.
const smallDict = 12

// Dict maps strings to values in an array with an index beside it. Order is that
// of insertion until something is deleted. The zero Dict is empty and ready.
type Dict[V any] struct {
	slots []slot[V]
	index map[string]int32 // nil while the dict is small
}

type slot[V any] struct {
	key   string
	value V
}

// Len returns the number of entries.
func (d *Dict[V]) Len() int { return len(d.slots) }

func (d *Dict[V]) find(key string) int {
	if d.index != nil {
		if i, ok := d.index[key]; ok {
			return int(i)
		}
		return -1
	}
	for i := range d.slots {
		if d.slots[i].key == key {
			return i
		}
	}
	return -1
}

// Get returns the value of key.
func (d *Dict[V]) Get(key string) (value V, ok bool) {
	if i := d.find(key); i >= 0 {
		return d.slots[i].value, true
	}
	return value, false
}

// Has reports whether key is present.
func (d *Dict[V]) Has(key string) bool { return d.find(key) >= 0 }

// Set gives key a value and reports whether the key is new.
func (d *Dict[V]) Set(key string, value V) (added bool) {
	if i := d.find(key); i >= 0 {
		d.slots[i].value = value
		return false
	}
	d.slots = append(d.slots, slot[V]{key, value})
	if d.index != nil {
		d.index[key] = int32(len(d.slots) - 1)
	} else if len(d.slots) > smallDict {
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
	last := len(d.slots) - 1
	if d.index != nil {
		delete(d.index, key)
		if i != last {
			d.index[d.slots[last].key] = int32(i)
		}
	}
	d.slots[i] = d.slots[last]
	d.slots[last] = slot[V]{}
	d.slots = d.slots[:last]
	if last < cap(d.slots)/4 && cap(d.slots) > 256 {
		d.slots = append(make([]slot[V], 0, 2*last), d.slots...)
		if d.index != nil { // Go's maps do not shrink either
			d.reindex()
		}
	}
	return true
}

func (d *Dict[V]) reindex() {
	d.index = make(map[string]int32, len(d.slots)+1)
	for i := range d.slots {
		d.index[d.slots[i].key] = int32(i)
	}
}

// At returns the entry at position i, 0 ≤ i < Len.
func (d *Dict[V]) At(i int) (string, V) { return d.slots[i].key, d.slots[i].value }

// All yields every entry. The dict must not change meanwhile.
func (d *Dict[V]) All() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for i := range d.slots {
			if !yield(d.slots[i].key, d.slots[i].value) {
				return
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
	next := len(d.slots)
	if cursor != 0 && cursor < uint64(next) {
		next = int(cursor)
	}
	for ; next > 0 && count > 0; count-- {
		next--
		visit(d.slots[next].key, d.slots[next].value)
	}
	return uint64(next)
}

// Clone returns an independent copy. Values are copied shallowly.
func (d *Dict[V]) Clone() Dict[V] {
	c := d.frozen()
	if len(c.slots) > smallDict {
		c.reindex()
	}
	return c
}

// frozen returns a copy for reading by At and All only.
func (d *Dict[V]) frozen() Dict[V] {
	return Dict[V]{slots: append([]slot[V](nil), d.slots...)}
}
