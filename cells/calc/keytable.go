package calc

import (
	"math/bits"
	"slices"
)

// keyTable is which rows of a column hold which key: a hash table with open addressing and linear probing, which costs one line of memory a
// look-up. A key is the bits of a number, or the hash of a text, of which several texts may share one. Nothing that is asked of
// a table depends on the order of its slots.
type keyTable struct {
	slots []slot // as many as a power of two, at most two thirds of them in use
	used  int
	lists [][]int32 // the rows of keys that several rows hold, sorted
	free  []int32   // lists in no use
}

// slot is one key. Of a key that one row holds, that row is all there is to keep.
type slot struct {
	key   uint64
	first int32 // the first row; -1 for a slot in no use
	list  int32 // in lists; -1 when one row holds the key
}

const (
	fewSlots = 16
	nearBits = 6 // so many low bits of a key do not count for its place, so that numbers which are nearly equal are next to each other
)

// reset empties the table and makes room for n keys.
func (t *keyTable) reset(n int) {
	size := fewSlots
	for size*2 < n*3 {
		size *= 2
	}
	if size > len(t.slots) || size*8 < len(t.slots) {
		t.slots = make([]slot, size)
	}
	for i := range t.slots {
		t.slots[i].first = -1
	}
	t.used = 0
	t.free = t.free[:0]
	for i := range t.lists {
		t.lists[i] = t.lists[i][:0]
		t.free = append(t.free, int32(i))
	}
}

func (t *keyTable) home(key uint64) int {
	hi, lo := bits.Mul64(key>>nearBits, 0x9e3779b97f4a7c15)
	return int(hi^lo) & (len(t.slots) - 1)
}

// rows is the rows that hold the key of a slot. A single one is given in one.
func (t *keyTable) rows(s *slot, one *[1]int32) []int32 {
	if s.list >= 0 {
		return t.lists[s.list]
	}
	one[0] = s.first
	return one[:]
}

// add enters a row. Of texts with one hash, same tells which are equal; it is nil for numbers. The cost is given in the unit of finder.work.
func (t *keyTable) add(key uint64, row int32, same func(row int32) bool) int {
	if (t.used+1)*3 > len(t.slots)*2 {
		t.grow()
	}
	i := t.home(key)
	for ; t.slots[i].first >= 0; i = (i + 1) & (len(t.slots) - 1) {
		if s := &t.slots[i]; s.key == key && (same == nil || same(s.first)) {
			return t.join(s, row)
		}
	}
	t.slots[i] = slot{key, row, -1}
	t.used++
	return 1
}

// join adds a row to those of a key.
func (t *keyTable) join(s *slot, row int32) int {
	if s.list < 0 {
		if n := len(t.free); n > 0 {
			s.list = t.free[n-1]
			t.free = t.free[:n-1]
		} else {
			s.list = int32(len(t.lists))
			t.lists = append(t.lists, nil)
		}
		t.lists[s.list] = append(t.lists[s.list][:0], s.first)
	}
	rows := t.lists[s.list]
	at := len(rows)
	if rows[at-1] > row {
		at, _ = slices.BinarySearch(rows, row)
	}
	moved := len(rows) - at
	rows = slices.Insert(rows, at, row)
	t.lists[s.list] = rows
	s.first = rows[0]
	return 1 + moved/movesPerStep
}

// remove takes a row away from a key.
func (t *keyTable) remove(key uint64, row int32) int {
	for i := t.home(key); t.slots[i].first >= 0; i = (i + 1) & (len(t.slots) - 1) {
		s := &t.slots[i]
		switch {
		case s.key != key:
		case s.list < 0:
			if s.first == row {
				t.vacate(i)
				return 1
			}
		default:
			rows := t.lists[s.list]
			at, found := slices.BinarySearch(rows, row)
			if !found {
				continue
			}
			rows = slices.Delete(rows, at, at+1)
			t.lists[s.list] = rows
			s.first = rows[0]
			if len(rows) == 1 {
				t.free = append(t.free, s.list)
				s.list = -1
			}
			return 1 + (len(rows)-at)/movesPerStep
		}
	}
	return 1
}

// vacate frees a slot; those behind it that were kept from their home move up (Knuth, The Art of Computer Programming 3, algorithm 6.4R).
func (t *keyTable) vacate(i int) {
	mask := len(t.slots) - 1
	t.used--
	for j := i; ; {
		j = (j + 1) & mask
		s := t.slots[j]
		if s.first < 0 {
			t.slots[i].first = -1
			return
		}
		// It may move to i unless its home lies behind i, on the way to j.
		if home := t.home(s.key); (j-home)&mask >= (j-i)&mask {
			t.slots[i] = s
			i = j
		}
	}
}

func (t *keyTable) grow() {
	old := t.slots
	t.slots = make([]slot, max(fewSlots, 2*len(old)))
	for i := range t.slots {
		t.slots[i].first = -1
	}
	for _, s := range old {
		if s.first < 0 {
			continue
		}
		i := t.home(s.key)
		for t.slots[i].first >= 0 {
			i = (i + 1) & (len(t.slots) - 1)
		}
		t.slots[i] = s
	}
}

// within is the first or last of sorted rows from top to bottom.
func within(rows []int32, top, bottom int32, last bool) (int32, bool) {
	if last {
		i, found := slices.BinarySearch(rows, bottom)
		if found {
			return bottom, bottom >= top
		}
		if i == 0 {
			return 0, false
		}
		return rows[i-1], rows[i-1] >= top
	}
	if rows[0] >= top {
		return rows[0], rows[0] <= bottom
	}
	i, _ := slices.BinarySearch(rows, top)
	if i == len(rows) {
		return 0, false
	}
	return rows[i], rows[i] <= bottom
}
