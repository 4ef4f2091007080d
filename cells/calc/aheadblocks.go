package calc

import "slices"

// enterBlocks has the blocks of a region evaluated ahead. Several goroutines write to the book then, so nobody may read a column that is written to, and no two
// may write to one block of storage. An array that is spread meanwhile could change what the rows read.
func (w *wave) enterBlocks(n *node) bool {
	d, r := &w.side, n.r
	c := r.sheet.cols[r.col]
	cost := int(n.dirty.count()) * r.use.price
	if d.spreads || d.planned+cost > w.budget.work || !w.mayLose(c, n) {
		return false
	}
	over := sideColumn{r.sheet, r.col, span{n.lo >> blockBits, n.hi >> blockBits}}
	for _, x := range d.columns {
		if x.s == over.s && x.col == over.col && x.blocks.from <= over.blocks.to && over.blocks.from <= x.blocks.to {
			return false
		}
	}
	for _, x := range d.sources {
		if x.sheet == over.s.id && x.left <= over.col && over.col <= x.right {
			return false
		}
	}
	if !d.reads(r, true) {
		return false
	}
	d.columns = append(d.columns, over)
	d.planned += cost
	n.dirty.all(func(p span) {
		if p.to-p.from >= fewRows {
			chunks(p, func(p span) {
				c.makeBlock(p.from)
				d.portion(n, p, -1)
			})
		}
	})
	return n.portion >= 0
}

// mayLose reports whether the rows of a node may be overwritten before their turn, which needs two things. That none of them waits for a later wave: it would have to
// keep the error it has when there is no budget for it again. And that the column has no index that is kept, unless many of its cells change.
func (w *wave) mayLose(c *column, n *node) bool {
	if f := c.finder; f != nil && f.built == c.changes && 2*int(n.dirty.count()) < f.size {
		return false
	}
	if !w.b.waiting && w.b.resumed != w.at {
		return true
	}
	for i := n.lo >> blockBits; i <= n.hi>>blockBits && int(i) < len(c.blocks); i++ {
		if b := c.blocks[i]; b != nil && b.fails > 0 {
			return false
		}
	}
	return true
}

// count is how many rows are in the set.
func (s *rowSet) count() int32 {
	rows := int32(0)
	s.all(func(p span) { rows += p.to - p.from + 1 })
	return rows
}

// sideTexts is how many bytes of long texts may wait for their turn. The others are evaluated when it comes.
const sideTexts = 64 << 20

// evalBlock evaluates a portion and stores what came of it. It changes nothing but the block. Long texts are not stored before their turn: whether there is
// room for them depends on all that is stored before.
func (k *worker) evalBlock(p *portion, at int64, budget *sideBudget) {
	if p.put = budget.texts.Load() < 0; p.put {
		return
	}
	r := p.n.r
	b := r.sheet.cols[r.col].block(p.rows.from)
	res := b.evaluate(r, p.rows, &k.fw, &k.block)
	size := res.texts()
	if size == 0 {
		b.keepAll(p.rows.from, res, at, &p.out)
		return
	}
	p.put = true
	if budget.texts.Add(-size) >= 0 {
		p.results = res.clone()
	}
}

// clone is results of their own, which another evaluation does not overwrite.
func (r results) clone() results {
	r.nums, r.kinds, r.ptrs = slices.Clone(r.nums), slices.Clone(r.kinds), slices.Clone(r.ptrs)
	return r
}

// store stores what was put off of a portion, as far as it is paid.
func (p *portion) store(w *wave, paid int32) {
	rows := span{p.rows.from, min(p.rows.to, paid)}
	switch res := p.results; {
	case rows.from > rows.to:
	case res.nums == nil:
		w.blockwise(p.n, rows)
	default:
		w.storeRows(p.n, rows.from, res.part(0, int(rows.to-rows.from)+1))
	}
	p.results = results{}
}

// mergeAhead makes known what was stored of some rows of a node before its turn, from a portion on, and gives the portion after them. Rows below those that
// are paid have changed, or are about to: for want of budget they get an error.
func (w *wave) mergeAhead(n *node, k int32, p span, paid int32) int32 {
	c := n.r.sheet.cols[n.r.col]
	for ; int(k) < len(w.side.portions); k++ {
		x := &w.side.portions[k]
		if x.n != n || x.rows.from > p.to {
			break
		}
		if x.put {
			x.store(w, paid)
			continue
		}
		w.merge(n, x.rows, c.block(x.rows.from), &x.out, false, paid)
	}
	return k
}
