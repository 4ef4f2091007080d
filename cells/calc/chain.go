package calc

// chained evaluates a region whose cells read cells of it before them, in blocks. It does as descend and climb do, row by row: only
// what is dirty counts as evaluated, and what changed makes later rows dirty. Blocks grow while the chain goes on, so that a chain
// that soon comes to rest costs little. It reports false when the formula is none for blocks; then nothing has happened.
func (w *wave) chained(n *node, up bool) bool {
	r := n.r
	if !w.simple(r) {
		return false
	}
	far, ok := n.ownReach()
	if !ok {
		return false
	}
	size := int32(32)
	p, found := n.nextDirty(r.top, r.bottom, up)
	for found {
		from := p.from
		if up {
			from = p.to
		}
		// The rows from…end of one block of storage, in the direction of the chain.
		lo, hi := from, min(from+size-1, r.bottom, from|(blockRows-1))
		if up {
			lo, hi = max(from-size+1, r.top, from&^(blockRows-1)), from
		}
		if paid := w.budget.fits(r, hi-lo+1); up {
			lo = hi - paid + 1
		} else {
			hi = lo + paid - 1
		}
		done := w.link(n, p, lo, hi, up, far)
		if done == 0 {
			w.single(n, from)
			done = 1
		} else if size < blockRows {
			size *= 2
		}
		next := from + done
		if up {
			next = from - done
		}
		if next < r.top || next > r.bottom {
			return true
		}
		if up {
			p, found = n.nextDirty(r.top, next, up)
		} else {
			p, found = n.nextDirty(next, r.bottom, up)
		}
	}
	return true
}

func (n *node) nextDirty(top, bottom int32, up bool) (span, bool) {
	if up {
		return n.dirty.prev(bottom)
	}
	return n.dirty.next(top)
}

// simple reports whether a region's results may be stored in blocks.
func (w *wave) simple(r *region) bool {
	return w.points == nil && !r.sheet.recalls(r.col) && r.use.t.Blocks()
}

// ownReach is how far from a changed row the farthest row is that reads it; false when the one next to it does not, or when that is not the same everywhere.
func (n *node) ownReach() (far int32, ok bool) {
	for _, e := range n.out {
		if e.region != n.r {
			continue
		}
		if e.reads.AbsTop || e.reads.AbsBottom || e.reads.Top != e.reads.Bottom || e.row >= 0 {
			return 0, false
		}
		d := max(e.reads.Top, -e.reads.Top)
		far, ok = max(far, d), ok || d == 1
	}
	return far, ok
}

// single evaluates one row and makes dirty what reads it.
func (w *wave) single(n *node, row int32) {
	if w.cell(n, row) {
		n.changed.add(row, row)
		w.within(n, row)
	}
}

// link evaluates rows lo…hi, of which those of p are dirty for certain and the others as far as the chain goes on. It gives how many rows
// it has dealt with.
func (w *wave) link(n *node, p span, lo, hi int32, up bool, far int32) int32 {
	r := n.r
	if lo > hi {
		return 0
	}
	m := int32(r.use.t.EvalChain(&w.fw, r.ref(lo), int(hi-lo)+1, up, &w.block))
	nums, kind := w.block.Nums, w.block.Kind
	b := r.sheet.cols[r.col].block(lo)
	first := lo &^ (blockRows - 1)
	// Counted along the chain: the last row known to be dirty.
	last := p.to - lo
	if up {
		last = hi - p.from
	}
	k := int32(0)
	for ; k < m && k <= last; k++ {
		row := lo + k
		if up {
			row = hi - k
		}
		if b != nil {
			if i := row - first - b.base; uint32(i) < uint32(len(b.kinds)) && b.kinds[i] == kind && b.nums[i] == nums[row-lo] {
				continue
			}
		}
		last = max(last, k+far)
	}
	if k == 0 {
		return 0
	}
	from, to := lo, lo+k-1
	if up {
		from, to = hi-k+1, hi
	}
	if last >= k {
		if up {
			n.dirty.add(hi-last, from-1)
		} else {
			n.dirty.add(to+1, lo+last)
		}
	}
	w.storeRows(n, from, resultsOf(&w.block).part(int(from-lo), int(to-lo)+1))
	return k
}
