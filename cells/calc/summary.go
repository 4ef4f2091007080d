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
	right := g.Right
	var t tally
	if g.Top == g.Bottom {
		sheet.tallyRow(g, &t)
		g.Right = g.Left - 1 // done
	}
	for col := g.Left; col <= min(g.Right, int32(len(sheet.cols))-1); col++ {
		if c := sheet.cols[col]; c != nil {
			c.tally(g.Top, g.Bottom, &t)
		}
	}
	out := formula.Summary{
		Sum: t.sum, Count: int64(t.numbers), Times: int64(t.times), Spans: int64(t.spans), Filled: int64(t.used), Min: t.min, Max: t.max,
	}
	if t.fails > 0 {
		g.Right = right
		out.Err = sheet.firstError(g)
	}
	return out, true
}

// tallyRow adds up cells of one row. Their numbers are gathered first, as adding many at once costs a fraction.
func (s *sheet) tallyRow(g cells.Range, t *tally) {
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
			t.addNumbers(xs)
			xs = buf[:0]
		}
		xs = append(xs, b.nums[i])
	}
	if len(xs) > 0 {
		t.addNumbers(xs)
	}
}

// superBlocks is how many blocks of a column have a tally together.
const superBlocks = 32

func (c *column) tally(top, bottom int32, t *tally) {
	first, last := top>>blockBits, min(bottom>>blockBits, int32(len(c.blocks))-1)
	for i := first; i <= last; i++ {
		if i%superBlocks == 0 && i<<blockBits >= top && (i+superBlocks)<<blockBits-1 <= bottom {
			t.merge(c.super(i / superBlocks))
			i += superBlocks - 1
			continue
		}
		if b := c.blocks[i]; b != nil && b.used > 0 {
			b.tally(max(top-i<<blockBits, 0), min(bottom-i<<blockBits, blockRows-1), t)
		}
	}
}

// super is the tally of blocks that are asked for together.
func (c *column) super(k int32) *tally {
	for int(k) >= len(c.supers) {
		c.supers = append(c.supers, nil)
	}
	if t := c.supers[k]; t != nil {
		return t
	}
	t := new(tally)
	for i := k * superBlocks; i < min((k+1)*superBlocks, int32(len(c.blocks))); i++ {
		if b := c.blocks[i]; b != nil && b.used > 0 {
			b.tally(0, blockRows-1, t)
		}
	}
	c.supers[k] = t
	return t
}

// retally keeps the tally of many blocks when one cell of them changes.
func (c *column) retally(row int32, oldKind cells.Kind, old float64, v cells.Value) {
	k := int(row>>blockBits) / superBlocks
	if k >= len(c.supers) || c.supers[k] == nil {
		return
	}
	t := c.supers[k]
	kind, x, _ := v.Parts()
	if t.remove(oldKind, old) {
		// The least or greatest number may be gone; the tallies of the blocks know.
		c.supers[k] = nil
		return
	}
	t.add(kind, x)
}

// unsuper forgets the tally of many blocks, when many cells of one change.
func (c *column) unsuper(row int32) {
	if k := int(row>>blockBits) / superBlocks; k < len(c.supers) {
		c.supers[k] = nil
	}
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
