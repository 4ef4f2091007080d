package calc

import "freshet/cells"

// Figures adds up the values of a range. It reads every number, and none of the tallies that aggregates keep: those are renewed on
// reading, and many may look at a book at once.
func (b *Book) Figures(r cells.Range) cells.Figures {
	s := b.sheets[r.Sheet]
	if s == nil || !r.Valid() {
		return cells.Figures{}
	}
	var t tally
	count, numeric := 0, 0
	least, most := 0.0, 0.0
	for col := r.Left; col <= min(r.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil {
			continue
		}
		t.used, t.numbers = 0, 0 // of one column, for which an int32 is enough
		for i := r.Top >> blockBits; i <= min(r.Bottom>>blockBits, int32(len(c.blocks))-1); i++ {
			b := c.blocks[i]
			if b == nil || b.used == 0 {
				continue
			}
			from, to := b.window()
			b.tallyCells(max(r.Top-i<<blockBits, from), min(r.Bottom-i<<blockBits, to-1), true, &t)
		}
		if t.numbers > 0 {
			if numeric == 0 {
				least, most = t.min, t.max
			}
			least, most = min(least, t.min), max(most, t.max)
		}
		count, numeric = count+int(t.used), numeric+int(t.numbers)
	}
	return cells.Figures{Count: count, Numeric: numeric, Sum: t.sum.Float64(), Min: least, Max: most}
}
