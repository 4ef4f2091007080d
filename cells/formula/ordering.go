package formula

import (
	"cmp"
	"math"
	"slices"

	"freshet/cells"
)

// lineKey is what lines of an array are sorted by: a value for each, and which way.
type lineKey struct {
	at   func(i int) cells.Value
	down bool
}

// order is the lines from 0 to count-1 sorted by keys, the first of which counts most; lines with equal keys stay as they are.
func (f *frame) order(count int, keys []lineKey) []int32 {
	f.step(count*max(1, len(keys))*3/4 + 1)
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
			if c := f.compareForSort(a, b, k.down); c != 0 {
				return c
			}
		}
		return 0
	})
}
