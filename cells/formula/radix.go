package formula

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// keyed is a line with its key as a number whose order is that of the keys.
type keyed struct {
	key  uint64
	line int32
}

// fewKeyed is how many are sorted by comparing.
const fewKeyed = 192

// manyKeys is up to how many keys' memory is kept for the next evaluation of the same wave; that for more is kept for whoever sorts next, until it is collected.
const manyKeys = 1 << 15

var keysToSpare sync.Pool // of *[]keyed

// keys is memory for sorting, until it is asked for again.
func (f *frame) keys(which, n int) []keyed {
	if cap(f.keyed[which]) >= n {
		return f.keyed[which][:n]
	}
	if n > manyKeys {
		spare, ok := keysToSpare.Get().(*[]keyed)
		if ok && cap(*spare) >= n {
			f.keyed[which] = *spare
			return (*spare)[:n]
		}
	}
	f.keyed[which] = make([]keyed, max(n, 1024))
	return f.keyed[which][:n]
}

// spareKeys lets much memory for sorting go.
func (f *frame) spareKeys() {
	for i := range f.keyed {
		if x := f.keyed[i]; cap(x) > manyKeys {
			f.keyed[i] = nil
			keysToSpare.Put(&x)
		}
	}
}

// sortNumbers puts numbers in order of size.
func (f *frame) sortNumbers(x []float64) {
	if len(x) <= fewKeyed {
		slices.Sort(x)
		return
	}
	keys := f.keys(0, len(x))
	for i, v := range x {
		keys[i].key = orderedBits(v, false)
	}
	for i, k := range radixSort(keys, f.keys(1, len(x)), 7) {
		if b := k.key &^ (1 << 63); b != k.key {
			x[i] = math.Float64frombits(b)
		} else {
			x[i] = math.Float64frombits(^k.key)
		}
	}
}

// sortKeyed sorts by the keys; lines with equal ones stay as they are.
func (f *frame) sortKeyed(x []keyed) []keyed {
	if len(x) > fewKeyed {
		return radixSort(x, f.keys(1, len(x)), 7)
	}
	slices.SortStableFunc(x, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	return x
}

// radixSort sorts by the bytes of the keys up to one of them, the lowest first, back and forth between two slices; those that all keys have in common are passed over. More than
// the processor has at hand are parted by the highest byte in which they differ first, and the parts are sorted each by itself (McIlroy, Bostic and McIlroy, Engineering
// Radix Sort, 1993).
func radixSort(x, y []keyed, highest int) []keyed {
	var counts [8][256]int32
	for i := range x {
		for k, b := 0, x[i].key; k <= highest; k++ {
			counts[k][byte(b)]++
			b >>= 8
		}
	}
	shared := func(k int) bool { return int(counts[k][byte(x[0].key>>(8*k))]) == len(x) }
	if len(x) > nearKeys {
		for k := highest; k > 0; k-- {
			if !shared(k) {
				return partSort(x, y, &counts[k], k)
			}
		}
	}
	for k := range highest + 1 {
		if !shared(k) {
			scatter(x, y, &counts[k], k)
			x, y = y, x
		}
	}
	return x
}

// nearKeys is how many keys are sorted fast in any order of memory.
const nearKeys = 1 << 14

// partSort sorts by one byte, and each part by those below it.
func partSort(x, y []keyed, counts *[256]int32, k int) []keyed {
	sizes := *counts
	scatter(x, y, counts, k)
	from := int32(0)
	for _, n := range sizes {
		part, room := y[from:from+n], x[from:from+n]
		from += n
		if n <= fewInPart {
			insertionSort(part)
		} else if sorted := radixSort(part, room, k-1); &sorted[0] != &part[0] {
			copy(part, sorted)
		}
	}
	return y
}

// fewInPart is how many are sorted by moving each to its place.
const fewInPart = 24

func insertionSort(x []keyed) {
	for i := 1; i < len(x); i++ {
		v := x[i]
		j := i
		for ; j > 0 && x[j-1].key > v.key; j-- {
			x[j] = x[j-1]
		}
		x[j] = v
	}
}

// scatter moves keys to their places by one byte, of which there are so many of each value.
func scatter(x, y []keyed, counts *[256]int32, k int) {
	at := int32(0)
	for b, c := range counts {
		counts[b] = at
		at += c
	}
	for i := range x {
		b := byte(x[i].key >> (8 * k))
		y[counts[b]] = x[i]
		counts[b]++
	}
}
