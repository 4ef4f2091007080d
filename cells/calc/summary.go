package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// Summary adds up a range from the tallies of blocks.
func (s sight) Summary(g cells.Range) (formula.Summary, bool) {
	sheet := s.b.sheets[g.Sheet]
	if sheet == nil {
		return formula.Summary{}, true
	}
	var t tally
	for col := g.Left; col <= min(g.Right, int32(len(sheet.cols))-1); col++ {
		if c := sheet.cols[col]; c != nil {
			c.tally(g.Top, g.Bottom, &t)
		}
	}
	out := formula.Summary{
		Sum: t.sum, Count: int64(t.numbers), Times: int64(t.times), Spans: int64(t.spans), Filled: int64(t.used), Min: t.min, Max: t.max,
	}
	if t.fails > 0 {
		out.Err = sheet.firstError(g)
	}
	return out, true
}

func (c *column) tally(top, bottom int32, t *tally) {
	for i := top >> blockBits; i <= bottom>>blockBits && int(i) < len(c.blocks); i++ {
		if b := c.blocks[i]; b != nil && b.used > 0 {
			first := i << blockBits
			b.tally(max(top-first, 0), min(bottom-first, blockRows-1), t)
		}
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
