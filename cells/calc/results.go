package calc

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unsafe"

	"freshet/cells"
	"freshet/cells/formula"
)

// results is what a block program gave for consecutive rows, see formula.Block.
type results struct {
	over  int       // how many were stored before all others
	nums  []float64 // of the others
	kinds []cells.Kind
	kind  cells.Kind
	ptrs  []unsafe.Pointer
}

func resultsOf(b *formula.Block) results {
	return results{nums: b.Nums, kinds: b.Kinds, kind: b.Kind, ptrs: b.Ptrs}
}

// rows is how many there are.
func (r *results) rows() int { return r.over + len(r.nums) }

// part is some of the results, of which none is stored.
func (r results) part(from, to int) results {
	r.nums = r.nums[from:to]
	if r.kinds != nil {
		r.kinds = r.kinds[from:to]
	}
	if r.ptrs != nil {
		r.ptrs = r.ptrs[from:to]
	}
	return r
}

// outcome is what storing results in a block came to.
type outcome struct {
	stored  int      // results that were there
	over    int      // of them, those that took the place of others while they were evaluated
	changed []span   // rows of another value than before, in order
	left    []int32  // rows without a result
	texts   []uint16 // of the results: the texts that are stored
}

func (o *outcome) reset() {
	o.stored, o.over, o.changed, o.left, o.texts = 0, 0, o.changed[:0], o.left[:0], o.texts[:0]
}

// change enters rows from…to, which follow those entered before.
func (o *outcome) change(from, to int32) {
	if n := len(o.changed); n > 0 && o.changed[n-1].to == from-1 {
		o.changed[n-1].to = to
		return
	}
	o.changed = append(o.changed, span{from, to})
}

// storeRows stores results of rows from row on, all in one block of storage, and notes which changed.
func (w *wave) storeRows(n *node, row int32, res results) {
	c := n.r.sheet.cols[n.r.col]
	if n.mayCrowd(w.b, res) {
		for k := range res.nums {
			w.left = append(w.left, row+int32(k))
		}
		return
	}
	b := c.makeBlock(row)
	w.outcome.reset()
	kept := c.rekeyBlock(b, row, res)
	b.keepAll(row, res, w.at, &w.outcome)
	w.merge(n, span{row, row + int32(res.rows()) - 1}, b, &w.outcome, kept, cells.MaxRows)
}

// merge makes known what was stored in rows of a block, and notes the rows that it left. Kept says that the index of the column knows of it already. Rows below those
// that are paid do not count: they are evaluated again.
func (w *wave) merge(n *node, rows span, b *block, o *outcome, kept bool, paid int32) {
	r := n.r
	s, c := r.sheet, r.sheet.cols[r.col]
	for _, p := range o.changed {
		n.changed.add(p.from, p.to)
	}
	if len(o.changed) > 0 {
		c.recount(kept)
		w.b.untally(s, c, r.col, rows.from, rows.to)
		w.b.touchBlock(s, r.col, rows.from, b)
		s.grew(rows.from, r.col)
		s.grew(rows.to, r.col)
	}
	left, stored := o.left, o.stored
	if rows.to > paid {
		i, _ := slices.BinarySearch(left, paid+1)
		left = left[:i]
		stored = max(0, int(paid-rows.from)+1-i)
	}
	w.count += stored
	w.b.replaced += o.over
	w.budget.work -= stored * r.use.price
	w.left = append(w.left, left...)
	if w.b.tracing {
		for k := rows.from; k <= min(rows.to, paid); k++ {
			if len(left) > 0 && left[0] == k {
				left = left[1:]
				continue
			}
			w.b.trace = append(w.b.trace, r.ref(k))
		}
	}
}

// keepAll stores results of rows from row on, all of which lie in the block. It changes nothing but the block.
func (b *block) keepAll(row int32, res results, at int64, o *outcome) {
	first := row &^ (blockRows - 1)
	n := res.rows()
	b.reach(row-first, row-first+int32(n)-1)
	base := int(row - first - b.base)
	if n > groupRows {
		b.parts = nil // made again when an aggregate asks
	}
	if res.over > 0 {
		o.stored, o.over = o.stored+res.over, res.over
		o.change(row, row+int32(res.over)-1)
	}
	rest := row + int32(res.over)
	if b.parts == nil && res.kinds == nil && res.kind == cells.Number && b.numeric(base, base+n) {
		b.keepNumbers(rest, base+res.over, res.nums, o)
	} else {
		b.keepMixed(rest, base+res.over, res, o)
	}
	for _, p := range o.changed {
		b.at.setAll(base+int(p.from-row), base+int(p.to-row)+1, len(b.kinds), at)
	}
}

// finite reports whether all numbers are: the difference of one that is not from itself is not 0.
func finite(xs []float64) bool {
	var a, b, c, d float64 // four sums do not wait for each other
	for len(xs) >= 4 {
		a += xs[0] - xs[0]
		b += xs[1] - xs[1]
		c += xs[2] - xs[2]
		d += xs[3] - xs[3]
		xs = xs[4:]
	}
	for _, x := range xs {
		a += x - x
	}
	return a+b+c+d == 0
}

// keepNumbers stores numbers where numbers are.
func (b *block) keepNumbers(row int32, base int, nums []float64, o *outcome) {
	old := b.nums[base : base+len(nums)]
	for ; len(nums) >= 64; row += 64 {
		o.keepMany(row, (*[64]float64)(old), (*[64]float64)(nums))
		nums, old = nums[64:], old[64:]
	}
	o.keepSome(row, old, nums)
}

// keepMany stores numbers where numbers are. Most often all differ from those before, or none does.
func (o *outcome) keepMany(row int32, old, nums *[64]float64) {
	done := swap(old, nums)
	if done > 0 {
		o.stored += done
		o.change(row, row+int32(done)-1)
	}
	switch {
	case done == 64:
	case done > 0:
		o.keepSome(row+int32(done), old[done:], nums[done:])
	case *(*[64]uint64)(unsafe.Pointer(old)) == *(*[64]uint64)(unsafe.Pointer(nums)):
		o.stored += 64
	case finite(nums[:]):
		o.stored += 64
		o.differ(row, replaceMany(old, nums))
	default:
		o.keepSome(row, old[:], nums[:])
	}
}

// swap replaces numbers as far as all differ from those before, and are finite and not 0. How many they are is a multiple of four.
func swap(old, nums *[64]float64) int {
	const least = 0xffe0_0000_0000_0000 - 1 // of what is not finite, without its sign; less one, 0 is more than all
	x, y := (*[64]uint64)(unsafe.Pointer(old)), (*[64]uint64)(unsafe.Pointer(nums))
	for j := 0; j < 64; j += 4 {
		p, q, r, s := y[j], y[j+1], y[j+2], y[j+3]
		if p == x[j] || q == x[j+1] || r == x[j+2] || s == x[j+3] || p<<1-1 >= least || q<<1-1 >= least || r<<1-1 >= least || s<<1-1 >= least {
			return j
		}
		x[j], x[j+1], x[j+2], x[j+3] = p, q, r, s
	}
	return 64
}

// keepSome stores numbers where numbers are, one by one.
func (o *outcome) keepSome(row int32, old, nums []float64) {
	for j, x := range nums {
		if x-x != 0 {
			o.left = append(o.left, row+int32(j))
			continue
		}
		o.stored++
		if x += 0; x != old[j] { // no negative zero
			old[j] = x
			o.change(row+int32(j), row+int32(j))
		}
	}
}

// replaceMany replaces old numbers by new ones and gives a bit for each that differs. There is no jump, as most often all differ or none.
func replaceMany(old, nums *[64]float64) (differ uint64) {
	for j := 0; j < 64; j += 4 {
		// Adding 0 takes the sign from a negative zero.
		a, b, c, d := nums[j]+0, nums[j+1]+0, nums[j+2]+0, nums[j+3]+0
		var p, q, r, s uint64
		if math.Float64bits(a) != math.Float64bits(old[j]) {
			p = 1
		}
		if math.Float64bits(b) != math.Float64bits(old[j+1]) {
			q = 2
		}
		if math.Float64bits(c) != math.Float64bits(old[j+2]) {
			r = 4
		}
		if math.Float64bits(d) != math.Float64bits(old[j+3]) {
			s = 8
		}
		differ = differ>>4 | (p|q|r|s)<<60
		old[j], old[j+1], old[j+2], old[j+3] = a, b, c, d
	}
	return differ
}

// differ enters those of 64 rows from a row on whose bit is set.
func (o *outcome) differ(row int32, differ uint64) {
	for differ != 0 {
		from := bits.TrailingZeros64(differ)
		to := from + bits.TrailingZeros64(^(differ >> from))
		o.change(row+int32(from), row+int32(to)-1)
		if to >= 64 {
			return
		}
		differ &= ^uint64(0) << to
	}
}

// keepMixed stores results of any kind.
func (b *block) keepMixed(row int32, base int, res results, o *outcome) {
	texts := 0
	kind := res.kind
	for j, x := range res.nums {
		if x-x != 0 {
			o.left = append(o.left, row+int32(j))
			continue
		}
		o.stored++
		x += 0 // no negative zero
		if res.kinds != nil {
			kind = res.kinds[j]
		}
		i := base + j
		var text unsafe.Pointer // nil for the empty one too
		if kind == cells.Text {
			texts++
			if res.ptrs != nil {
				text = res.ptrs[j]
			}
			if b.ptrs == nil && text != nil {
				b.ptrs = make([]unsafe.Pointer, len(b.kinds))
			}
			if b.kinds[i] == kind && b.nums[i] == x && (x == 0 || sameText(b.ptrs[i], text, x)) {
				continue
			}
			o.texts = append(o.texts, uint16(j))
		} else if b.kinds[i] == kind && b.nums[i] == x {
			continue
		}
		if kind == cells.Text || b.kinds[i] == cells.Text {
			b.texts += textBytes(kind, x) - textBytes(b.kinds[i], b.nums[i])
		}
		if b.kinds[i] != kind || b.parts != nil {
			b.replace(i, kind, x)
		}
		b.nums[i] = x
		if b.ptrs != nil {
			b.ptrs[i] = text
		}
		o.change(row+int32(j), row+int32(j))
	}
	if len(o.texts)*4 > texts {
		return
	}
	// Texts share memory, which a few of them should not hold for the sake of many that are not kept.
	for _, j := range o.texts {
		i := base + int(j)
		if b.nums[i] == 0 {
			continue
		}
		s := strings.Clone(unsafe.String((*byte)(b.ptrs[i]), int(b.nums[i])))
		b.ptrs[i] = unsafe.Pointer(unsafe.StringData(s))
	}
}

func sameText(a, b unsafe.Pointer, n float64) bool {
	return a == b || unsafe.String((*byte)(a), int(n)) == unsafe.String((*byte)(b), int(n))
}

// replace counts the cell at an index of the window as of another kind.
func (b *block) replace(i int, kind cells.Kind, x float64) {
	if b.parts != nil {
		b.parts.change(b.base+int32(i), b.kinds[i], b.nums[i], kind, x)
	}
	b.count(b.kinds[i], -1)
	b.count(kind, 1)
	b.kinds[i] = kind
}
