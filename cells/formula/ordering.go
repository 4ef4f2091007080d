package formula

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"freshet/cells"
)

// lineKey is what lines of an array are sorted by: a value for each, and which way.
type lineKey struct {
	at   func(i int) cells.Value
	down bool
}

// order is the lines from 0 to count-1 sorted by keys, the first of which counts most; lines with equal keys stay as they are.
func (f *frame) order(count int, keys []lineKey) []int32 {
	f.step(count*max(1, len(keys))/2 + 1)
	order := make([]int32, count)
	for i := range order {
		order[i] = int32(i)
	}
	// Sorted by the last key first, every key keeps what those behind it have put in order.
	for k := len(keys) - 1; k >= 0; k-- {
		if !f.orderBy(order, &keys[k]) {
			f.orderByAll(order, keys)
			break
		}
	}
	return order
}

// The classes of values in the order in which they are sorted upward. Downward the first three stand the other way round.
const (
	numbersClass = iota
	textsClass
	truthsClass
	errorsClass
	blanksClass
	classes
)

func classOf(v cells.Value) int {
	switch v.Kind() {
	case cells.Text:
		return textsClass
	case cells.Bool:
		return truthsClass
	case cells.Failed:
		return errorsClass
	case cells.Blank:
		return blanksClass
	}
	return numbersClass
}

// orderBy sorts lines by one key, class by class. It does nothing and gives false when the comparison of the values is no order: numbers that agree in the
// digits a cell shows are equal to it, but three of them need not be.
func (f *frame) orderBy(order []int32, k *lineKey) bool {
	var sizes [classes]int
	for _, i := range order {
		sizes[classOf(k.at(int(i)))]++
	}
	if sizes[numbersClass] == len(order) {
		return f.orderNumbers(order, k)
	}
	sequence := [classes]int{numbersClass, textsClass, truthsClass, errorsClass, blanksClass}
	if k.down {
		sequence[0], sequence[2] = sequence[2], sequence[0]
	}
	var start, next [classes]int
	at := 0
	for _, c := range sequence {
		start[c], next[c] = at, at
		at += sizes[c]
	}
	sorted := make([]int32, len(order))
	for _, i := range order {
		c := classOf(k.at(int(i)))
		sorted[next[c]] = i
		next[c]++
	}
	part := func(c int) []int32 { return sorted[start[c]:next[c]] }
	if !f.orderNumbers(part(numbersClass), k) {
		return false
	}
	f.orderTexts(part(textsClass), k)
	orderTruths(part(truthsClass), k)
	copy(order, sorted)
	return true
}

// keyed is a line with its key as a number whose order is that of the keys.
type keyed struct {
	key  uint64
	line int32
}

// fewKeyed is how many are sorted by comparing.
const fewKeyed = 192

func (f *frame) orderNumbers(lines []int32, k *lineKey) bool {
	x := f.keys(0, len(lines))
	for j, i := range lines {
		x[j] = keyed{orderedBits(k.at(int(i)).Float(), k.down), i}
	}
	x = f.sortKeyed(x)
	for j := 1; j < len(x); j++ {
		// Numbers that agree in 15 digits differ by few bits.
		if a, b := x[j-1], x[j]; a.key != b.key && b.key-a.key < 16 && compareNumbers(k.at(int(a.line)).Float(), k.at(int(b.line)).Float()) == 0 {
			return false
		}
	}
	for j := range x {
		lines[j] = x[j].line
	}
	return true
}

// orderedBits maps numbers to integers of the same order, or with down the opposite one.
func orderedBits(x float64, down bool) uint64 {
	b := math.Float64bits(x + 0) // +0 makes -0 one with 0
	if b>>63 != 0 {
		b = ^b
	} else {
		b |= 1 << 63
	}
	if down {
		b = ^b
	}
	return b
}

// manyKeys is up to how many keys' memory is kept for the next evaluation.
const manyKeys = 1 << 15

// keys is memory for sorting.
func (f *frame) keys(which, n int) []keyed {
	if n > manyKeys {
		return make([]keyed, n)
	}
	if cap(f.keyed[which]) < n {
		f.keyed[which] = make([]keyed, max(n, 1024))
	}
	return f.keyed[which][:n]
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
	for i, k := range radixSort(keys, f.keys(1, len(x))) {
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
		return radixSort(x, f.keys(1, len(x)))
	}
	slices.SortStableFunc(x, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	return x
}

// radixSort sorts by the bytes of the keys, the last one first, back and forth between two slices; those that all keys have in common are passed over.
func radixSort(x, y []keyed) []keyed {
	var counts [8][256]int32
	for i := range x {
		for k, b := 0, x[i].key; k < 8; k++ {
			counts[k][byte(b)]++
			b >>= 8
		}
	}
	for k := range counts {
		n := &counts[k]
		shift := 8 * k
		if int(n[byte(x[0].key>>shift)]) == len(x) {
			continue
		}
		at := int32(0)
		for b, c := range n {
			n[b] = at
			at += c
		}
		for i := range x {
			b := byte(x[i].key >> shift)
			y[n[b]] = x[i]
			n[b]++
		}
		x, y = y, x
	}
	return x
}

// orderTexts sorts by the texts without case: their bytes in small letters have the order of their characters.
func (f *frame) orderTexts(lines []int32, k *lineKey) {
	f.step(len(lines))
	texts := make([]string, len(lines))
	x := f.keys(0, len(lines))
	for j, i := range lines {
		s := k.at(int(i)).Text()
		f.chargeText(s)
		texts[j] = strings.Map(unicode.ToLower, s)
		x[j] = keyed{firstBytes(texts[j]), int32(j)}
		if k.down {
			x[j].key = ^x[j].key
		}
	}
	x = f.sortKeyed(x)
	for from := 0; from < len(x); {
		to := from + 1
		for to < len(x) && x[to].key == x[from].key {
			to++
		}
		slices.SortStableFunc(x[from:to], func(a, b keyed) int {
			c := strings.Compare(texts[a.line], texts[b.line])
			if k.down {
				c = -c
			}
			return c
		})
		from = to
	}
	sorted := make([]int32, len(lines))
	for j := range x {
		sorted[j] = lines[x[j].line]
	}
	copy(lines, sorted)
}

// firstBytes is the first eight bytes of a text as a number of the same order.
func firstBytes(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return uint64(b[0])<<56 | uint64(b[1])<<48 | uint64(b[2])<<40 | uint64(b[3])<<32 | uint64(b[4])<<24 | uint64(b[5])<<16 | uint64(b[6])<<8 | uint64(b[7])
}

func orderTruths(lines []int32, k *lineKey) {
	slices.SortStableFunc(lines, func(a, b int32) int {
		c := cmp.Compare(k.at(int(a)).Float(), k.at(int(b)).Float())
		if k.down {
			c = -c
		}
		return c
	})
}

// orderByAll sorts by comparing whole lines.
func (f *frame) orderByAll(order []int32, keys []lineKey) {
	f.step(4 * len(order) * len(keys))
	slices.Sort(order)
	slices.SortStableFunc(order, func(x, y int32) int {
		for i := range keys {
			k := &keys[i]
			a, b := k.at(int(x)), k.at(int(y))
			f.chargeCompared(a, b)
			if c := compareForSort(a, b, k.down); c != 0 {
				return c
			}
		}
		return 0
	})
}
