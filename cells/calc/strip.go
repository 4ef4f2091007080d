package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

var _ formula.Strips = sight{}

// Strip gives rows of a column as a block stores them.
func (s sight) Strip(id cells.SheetID, row, col int32, n int) formula.Strip {
	t := s.b.sheets[id]
	if t == nil {
		return formula.Strip{Rows: n}
	}
	c := t.column(col)
	if c == nil || int(row>>blockBits) >= len(c.blocks) {
		return formula.Strip{Rows: n}
	}
	first := row &^ (blockRows - 1)
	rest := min(n, int(first+blockRows-row))
	b := c.blocks[row>>blockBits]
	if n == blockRows {
		c.fetchNext(row)
	}
	if b == nil || b.used == 0 {
		return formula.Strip{Rows: rest}
	}
	i := int(row - first - b.base)
	switch {
	case i < 0:
		return formula.Strip{Rows: min(rest, -i)}
	case i >= len(b.kinds):
		return formula.Strip{Rows: rest}
	}
	rest = min(rest, len(b.kinds)-i)
	out := formula.Strip{
		Rows: rest, Kinds: b.kinds[i : i+rest], Nums: b.nums[i : i+rest],
		Numbers: int(b.numbers) == len(b.kinds), Plain: b.numbers == b.used,
	}
	if b.ptrs != nil {
		out.Ptrs = b.ptrs[i : i+rest]
	}
	return out
}

// fetchNext has the processor fetch what is known of the block after that of a row: whoever goes through a column is about to come to it.
func (c *column) fetchNext(row int32) {
	if k := int(row>>blockBits) + 1; k < len(c.blocks) {
		fetch(c.blocks[k])
	}
}

// fewRows is for how many rows a block is not worth while.
const fewRows = 6

// blockwise evaluates rows of a region that has a block program. The rows lie in one block of storage.
func (w *wave) blockwise(n *node, p span) {
	c := n.r.sheet.cols[n.r.col]
	b := c.makeBlock(p.from)
	if f := c.finder; f != nil && f.built == c.changes {
		n.r.use.t.EvalBlock(&w.fw, n.r.ref(p.from), int(p.to-p.from)+1, &w.block)
		w.storeRows(n, p.from, resultsOf(&w.block)) // the index needs what was there
		return
	}
	w.storeRows(n, p.from, b.evaluate(n.r, p, &w.fw, &w.block))
}

// evaluate evaluates rows of a region that has a block program, all of them in the block, and may have stored the first results.
func (b *block) evaluate(r *region, p span, fw *formula.Wave, out *formula.Block) results {
	over := 0
	r.sheet.cols[r.col].fetchNext(p.from)
	if old := b.over(p); old != nil {
		over = r.use.t.EvalOver(fw, r.ref(p.from), old, out)
	} else {
		r.use.t.EvalBlock(fw, r.ref(p.from), int(p.to-p.from)+1, out)
	}
	res := resultsOf(out)
	res.over = over
	return res
}

// over is the numbers in rows, where there are none but numbers and no tallies to be kept.
func (b *block) over(p span) []float64 {
	from, n := int(p.from&(blockRows-1)-b.base), int(p.to-p.from)+1
	if from < 0 || from+n > len(b.nums) || b.parts != nil && n <= groupRows || !b.numeric(from, from+n) {
		return nil
	}
	return b.nums[from : from+n]
}

// numeric reports whether the cells at some indexes of the window are all numbers.
func (b *block) numeric(from, to int) bool {
	return int(b.numbers) == len(b.kinds) || int(b.numbers) >= to-from && allNumbers(b.kinds[from:to])
}

// chunks calls yield with the parts of rows that lie in one block of storage.
func chunks(p span, yield func(span)) {
	for from := p.from; from <= p.to; {
		to := min(p.to, from|(blockRows-1))
		yield(span{from, to})
		from = to + 1
	}
}
