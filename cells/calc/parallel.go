package calc

import (
	"runtime"
	"sync"
	"sync/atomic"

	"freshet/cells/formula"
)

// From how many blocks of storage on several goroutines evaluate them, and how many of them one takes at a time.
const (
	manyBlocks = 16
	fewBlocks  = 4
)

// parallel evaluates a long run of rows of a region on all cores, a block of storage at a time: each goroutine changes nothing but the blocks
// it has in hand. What that means for the book is put together afterwards, in the order of the rows, so that it is the same whatever the number of
// cores. False, with nothing done: the rows are few, there is one core, or the rows read the column they stand in or more than strips.
func (w *wave) parallel(n *node, p span) bool {
	r := n.r
	first, last := p.from>>blockBits, p.to>>blockBits
	blocks := int(last-first) + 1
	workers := min(runtime.GOMAXPROCS(0), blocks/fewBlocks)
	if blocks < manyBlocks || workers < 2 || !r.use.t.Apart() || r.readsOwnColumn() {
		return false
	}
	c := r.sheet.cols[r.col]
	c.makeBlock(p.to)
	for row := p.from; row <= p.to; row = row | (blockRows - 1) + 1 {
		c.makeBlock(row)
	}
	for len(w.outcomes) < blocks {
		w.outcomes = append(w.outcomes, outcome{})
	}
	for len(w.blocks) < workers {
		w.blocks = append(w.blocks, new(formula.Block))
	}
	piece := func(i int32) span {
		return span{max(p.from, (first+i)<<blockBits), min(p.to, (first+i)<<blockBits|(blockRows-1))}
	}
	var next atomic.Int32
	var fault atomic.Value
	work := func(block *formula.Block) {
		defer func() {
			if f := recover(); f != nil {
				fault.CompareAndSwap(nil, [1]any{f})
			}
		}()
		for {
			end := next.Add(fewBlocks)
			for i := end - fewBlocks; i < min(end, int32(blocks)); i++ {
				p := piece(i)
				r.use.t.EvalBlock(&w.fw, r.ref(p.from), int(p.to-p.from)+1, block)
				w.outcomes[i].reset()
				c.blocks[first+i].keepAll(p.from, resultsOf(block), w.at, &w.outcomes[i])
			}
			if end >= int32(blocks) {
				return
			}
		}
	}
	var working sync.WaitGroup
	for _, block := range w.blocks[1:workers] {
		working.Go(func() { work(block) })
	}
	work(w.blocks[0])
	working.Wait()
	if f := fault.Load(); f != nil {
		panic(f.([1]any)[0]) // where the wave's own faults are met
	}
	for i := range int32(blocks) {
		p := piece(i)
		w.merge(n, p.from, int(p.to-p.from)+1, c.blocks[first+i], &w.outcomes[i], false)
	}
	w.b.parallel++
	return true
}

// readsOwnColumn reports whether a cell of the region reads one of the column it stands in.
func (r *region) readsOwnColumn() bool {
	for i := range r.edges {
		id, at, ok := r.edges[i].covers(r.top, r.bottom)
		if ok && id == r.sheet.id && at.left <= r.col && r.col <= at.right {
			return true
		}
	}
	return false
}
