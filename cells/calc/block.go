package calc

import (
	"unsafe"

	"freshet/cells"
)

const (
	blockBits = 10
	blockRows = 1 << blockBits // rows of a column that are stored together
)

// stamp is what is known of a cell's value beside the value.
type stamp struct {
	source  uint32 // who put the input there: an index into Book.sources
	reading bool
}

// block holds the values of up to blockRows cells of one column: a window of them, from base on, which grows to what is there. A number
// costs nine bytes. The value of a formula cell is kept like any other.
type block struct {
	base    int32 // the first row of the window, counted within the block
	kinds   []cells.Kind
	nums    []float64
	ptrs    []unsafe.Pointer // nil while there is neither text nor error nor array
	used    int32            // cells that are not blank
	fails   int32            // cells that hold an error
	numbers int32            // cells that hold a number
	untidy  int32            // how often its cells were written by the entry under way; see wave.untidy
	texts   int64            // bytes of long texts
	known   amount           // what the sheet has counted of it
	at      lane[int64]      // when the value last changed
	by      lane[stamp]
	parts   *partials // nil until an aggregate asks

	mark *mark // when it last changed, for the checkpoint; nil when it did not since the book was made
}

// get is the value at a row counted within the block.
func (b *block) get(row int32) cells.Value {
	i := row - b.base
	if uint32(i) >= uint32(len(b.kinds)) {
		return cells.Value{}
	}
	if b.ptrs == nil {
		return cells.FromParts(b.kinds[i], b.nums[i], nil)
	}
	return cells.FromParts(b.kinds[i], b.nums[i], b.ptrs[i])
}

// window is the rows the block has room for: from…to-1, counted within the block.
func (b *block) window() (from, to int32) { return b.base, b.base + int32(len(b.kinds)) }

// set stores a value; the window grows to hold it, except that a blank outside it needs no room.
func (b *block) set(row int32, v cells.Value) {
	i := row - b.base
	if uint32(i) >= uint32(len(b.kinds)) {
		if v.IsBlank() {
			return
		}
		b.reach(row, row)
		i = row - b.base
	}
	kind, num, ptr := v.Parts()
	if b.parts != nil {
		b.parts.change(row, b.kinds[i], b.nums[i], kind, num)
	}
	b.count(b.kinds[i], -1)
	b.count(kind, 1)
	b.texts += textBytes(kind, num) - textBytes(b.kinds[i], b.nums[i])
	b.kinds[i], b.nums[i] = kind, num
	if b.ptrs == nil {
		if ptr == nil {
			return
		}
		b.ptrs = make([]unsafe.Pointer, len(b.kinds))
	}
	b.ptrs[i] = ptr
}

func (b *block) count(k cells.Kind, by int32) {
	switch k {
	case cells.Blank:
		return
	case cells.Number:
		b.numbers += by
	case cells.Failed:
		b.fails += by
	}
	b.used += by
}

// reach grows the window to hold rows from…to, doubling so that a column that grows cell by cell is not copied over and over.
func (b *block) reach(from, to int32) {
	oldFrom, oldTo := b.window()
	n := oldTo - oldFrom
	if n == 0 {
		oldFrom, oldTo = from, from
	}
	lo, hi := min(from, oldFrom), max(to+1, oldTo)
	if lo == oldFrom && hi == oldTo && n > 0 {
		return
	}
	lo &^= 7
	hi = (hi + 7) &^ 7
	if n > 0 && hi > oldTo {
		hi = max(hi, min(blockRows, oldFrom+2*n))
	}
	if n > 0 && lo < oldFrom {
		lo = min(lo, max(0, oldTo-2*n)) &^ 7
	}
	size, shift := int(hi-lo), int(oldFrom-lo)
	kinds, nums := make([]cells.Kind, size), make([]float64, size)
	copy(kinds[shift:], b.kinds)
	copy(nums[shift:], b.nums)
	if b.ptrs != nil {
		ptrs := make([]unsafe.Pointer, size)
		copy(ptrs[shift:], b.ptrs)
		b.ptrs = ptrs
	}
	b.at.grow(shift, size)
	b.by.grow(shift, size)
	b.base, b.kinds, b.nums = lo, kinds, nums
}

// stampAt is when the value at a row last changed and where it came from; zero outside the window.
func (b *block) stampAt(row int32) (int64, stamp) {
	i := int(row - b.base)
	if uint(i) >= uint(len(b.kinds)) {
		return 0, stamp{}
	}
	return b.at.get(i), b.by.get(i)
}

func (b *block) setStamp(row int32, at int64, by stamp) {
	i, n := int(row-b.base), len(b.kinds)
	if uint(i) < uint(n) {
		b.at.set(i, n, at)
		b.by.set(i, n, by)
	}
}

func (b *block) setTime(row int32, at int64) {
	i, n := int(row-b.base), len(b.kinds)
	if uint(i) < uint(n) {
		b.at.set(i, n, at)
	}
}
