package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

var _ formula.Strips = sight{}

// Strip gives the kinds and numbers of cells as a block stores them.
func (s sight) Strip(id cells.SheetID, row, col int32, n int) ([]cells.Kind, []float64, int) {
	t := s.b.sheets[id]
	if t == nil {
		return nil, nil, n
	}
	c := t.column(col)
	if c == nil || int(row>>blockBits) >= len(c.blocks) {
		return nil, nil, n
	}
	first := row &^ (blockRows - 1)
	rest := min(n, int(first+blockRows-row))
	b := c.blocks[row>>blockBits]
	if b == nil || b.used == 0 {
		return nil, nil, rest
	}
	i := int(row - first - b.base)
	switch {
	case i < 0:
		return nil, nil, min(rest, -i)
	case i >= len(b.kinds):
		return nil, nil, rest
	}
	rest = min(rest, len(b.kinds)-i)
	return b.kinds[i : i+rest], b.nums[i : i+rest], rest
}

// fewRows is for how many rows a block is not worth while.
const fewRows = 6

// blockwise evaluates rows of a region in blocks; the rows lie in one block of storage. Rows that are not simple are evaluated as single cells.
func (w *wave) blockwise(n *node, p span) bool {
	if !n.r.use.t.EvalBlock(&w.fw, n.r.ref(p.from), int(p.to-p.from)+1, &w.block) {
		return false
	}
	w.storeRows(n, p.from, w.block.Nums, w.block.Kind, func(row int32) {
		if w.cell(n, row) {
			n.changed.add(row, row)
		}
	})
	return true
}

// storeRows stores results of rows from row on, all in one block of storage, and notes which changed. A result that is not finite is left to single.
func (w *wave) storeRows(n *node, row int32, nums []float64, kind cells.Kind, single func(row int32)) {
	r := n.r
	s := r.sheet
	c := s.cols[r.col]
	b := c.makeBlock(row)
	first := row &^ (blockRows - 1)
	b.reach(row-first, row-first+int32(len(nums))-1)
	base := int(row - first - b.base)
	if len(nums) > groupRows {
		b.parts = nil // made again when an aggregate asks
	}
	run := -1 // where a run of changed rows began
	flush := func(end int) {
		if run >= 0 {
			n.changed.add(row+int32(run), row+int32(end)-1)
			b.at.setAll(base+run, base+end, len(b.kinds), w.at)
			run = -1
		}
	}
	kinds, old := b.kinds[base:base+len(nums)], b.nums[base:base+len(nums)]
	evaluated, any := 0, false
	for j, x := range nums {
		if x-x != 0 {
			flush(j)
			single(row + int32(j))
			continue
		}
		evaluated++
		x += 0 // no negative zero
		if kinds[j] == kind && old[j] == x {
			flush(j)
			continue
		}
		if kinds[j] != kind || b.parts != nil {
			b.replace(base+j, kind, x)
		}
		old[j] = x
		any = true
		if run < 0 {
			run = j
		}
	}
	flush(len(nums))
	w.count += evaluated
	if any {
		c.changes++
		c.unsuper(row)
		w.b.touchBlock(s, r.col, row, b)
		s.grew(row, r.col)
		s.grew(row+int32(len(nums))-1, r.col)
	}
	if w.b.tracing {
		for j, x := range nums {
			if x-x == 0 {
				w.b.trace = append(w.b.trace, r.ref(row+int32(j)))
			}
		}
	}
}

// replace makes the cell at an index of the window a number or truth.
func (b *block) replace(i int, kind cells.Kind, x float64) {
	if b.parts != nil {
		b.parts.change(b.base+int32(i), b.kinds[i], b.nums[i], kind, x)
	}
	b.count(b.kinds[i], -1)
	b.count(kind, 1)
	b.kinds[i] = kind
	if b.ptrs != nil {
		b.ptrs[i] = nil
	}
}

// chunks calls yield with the parts of rows that lie in one block of storage.
func chunks(p span, yield func(span)) {
	for from := p.from; from <= p.to; {
		to := min(p.to, from|(blockRows-1))
		yield(span{from, to})
		from = to + 1
	}
}
