package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// Summary adds up a range from the tallies of blocks.
func (s sight) Summary(g cells.Range, extremes bool) (formula.Summary, bool) {
	sheet := s.b.sheets[g.Sheet]
	if sheet == nil {
		return formula.Summary{}, true
	}
	var fresh tally
	t := &fresh
	if tallyCost(g) >= keptCost {
		t = s.b.kept.tally(sheet, g, extremes)
	} else {
		sheet.tally(g, extremes, t)
	}
	out := formula.Summary{
		Sum: t.sum.Clone(), Count: int64(t.numbers), Times: int64(t.times), Spans: int64(t.spans), Filled: int64(t.used),
	}
	if extremes && t.numbers > 0 {
		out.Min, out.Max = t.min, t.max
	}
	if t.fails > 0 {
		out.Err = sheet.firstError(g)
	}
	return out, true
}

// tally adds up a range.
func (s *sheet) tally(g cells.Range, extremes bool, t *tally) {
	if g.Top == g.Bottom {
		s.tallyRow(g, extremes, t)
		return
	}
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil {
			c.tally(g.Top, g.Bottom, extremes, t)
		}
	}
}

// tallyRow adds up cells of one row. Their numbers are gathered first, as adding many at once costs a fraction.
func (s *sheet) tallyRow(g cells.Range, extremes bool, t *tally) {
	var buf [128]float64
	xs := buf[:0]
	block, row := int(g.Top>>blockBits), g.Top&(blockRows-1)
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil || block >= len(c.blocks) || c.blocks[block] == nil {
			continue
		}
		b := c.blocks[block]
		i := row - b.base
		if uint32(i) >= uint32(len(b.kinds)) {
			continue
		}
		if b.kinds[i] != cells.Number {
			t.add(b.kinds[i], b.nums[i])
			continue
		}
		if len(xs) == cap(xs) {
			t.addNumbers(xs, extremes)
			xs = buf[:0]
		}
		xs = append(xs, b.nums[i])
	}
	if len(xs) > 0 {
		t.addNumbers(xs, extremes)
	}
}

// superBlocks is how many blocks of a column have a tally together.
const superBlocks = 32

func (c *column) tally(top, bottom int32, extremes bool, t *tally) {
	first, last := top>>blockBits, min(bottom>>blockBits, int32(len(c.blocks))-1)
	for i := first; i <= last; i++ {
		if i%superBlocks == 0 && i<<blockBits >= top && c.within(min(i+superBlocks-1, last), bottom) {
			t.merge(c.super(i/superBlocks, extremes))
			i += superBlocks - 1
			continue
		}
		if b := c.blocks[i]; b != nil && b.used > 0 {
			b.tally(max(top-i<<blockBits, 0), min(bottom-i<<blockBits, blockRows-1), extremes, t)
		}
	}
}

// within reports whether all there is down to the end of a block, if it is the last of the column or of those that are asked for together, lies
// in rows up to the bottom.
func (c *column) within(i, bottom int32) bool {
	if (i+1)<<blockBits-1 <= bottom {
		return i%superBlocks == superBlocks-1 || int(i) == len(c.blocks)-1
	}
	if int(i) < len(c.blocks)-1 {
		return false
	}
	b := c.blocks[i]
	if b == nil {
		return true
	}
	_, to := b.window()
	return i<<blockBits+to-1 <= bottom
}

// super is the tally of blocks that are asked for together.
func (c *column) super(k int32, extremes bool) *tally {
	for int(k) >= len(c.supers) {
		c.supers = append(c.supers, nil)
	}
	t := c.supers[k]
	if t == nil {
		t = new(tally)
		c.blocksOf(k, func(b *block) { b.tally(0, blockRows-1, extremes, t) })
		c.supers[k] = t
	}
	if extremes && t.aged {
		t.renew(func(yield func(*tally)) {
			c.blocksOf(k, func(b *block) {
				var one tally
				b.tally(0, blockRows-1, true, &one)
				yield(&one)
			})
		})
	}
	return t
}

// blocksOf calls yield with the blocks of a super that hold anything.
func (c *column) blocksOf(k int32, yield func(*block)) {
	for i := k * superBlocks; i < min((k+1)*superBlocks, int32(len(c.blocks))); i++ {
		if b := c.blocks[i]; b != nil && b.used > 0 {
			yield(b)
		}
	}
}

// retally keeps the tallies over a cell beyond its block when its value becomes another one: called before it does.
func (b *Book) retally(s *sheet, c *column, col, row int32, kind cells.Kind, x float64) {
	if len(c.supers) == 0 && b.kept.empty() {
		return
	}
	oldKind, old := cells.Blank, 0.0
	if blk := c.block(row); blk != nil {
		if i := row&(blockRows-1) - blk.base; uint32(i) < uint32(len(blk.kinds)) {
			oldKind, old = blk.kinds[i], blk.nums[i]
		}
	}
	if k := int(row>>blockBits) / superBlocks; k < len(c.supers) && c.supers[k] != nil {
		c.supers[k].change(oldKind, old, kind, x)
	}
	b.kept.change(s, row, col, oldKind, old, kind, x)
}

// untally forgets the tallies over rows of a column, when many of them change.
func (b *Book) untally(s *sheet, c *column, col, top, bottom int32) {
	for k := int(top>>blockBits) / superBlocks; k <= int(bottom>>blockBits)/superBlocks && k < len(c.supers); k++ {
		c.supers[k] = nil
	}
	b.kept.forget(s, rect{top, col, bottom, col})
}

// firstError is the first error of a range, column by column.
func (s *sheet) firstError(g cells.Range) *cells.CellError {
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil {
			continue
		}
		for i := g.Top >> blockBits; i <= g.Bottom>>blockBits && int(i) < len(c.blocks); i++ {
			b := c.blocks[i]
			if b == nil || b.fails == 0 {
				continue
			}
			first := i << blockBits
			lo, hi := b.window()
			for row := max(lo, g.Top-first); row <= min(hi-1, g.Bottom-first); row++ {
				if e := b.get(row).Err(); e != nil {
					return e
				}
			}
		}
	}
	return nil
}
