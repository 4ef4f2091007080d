package calc

import (
	"slices"

	"freshet/cells"
)

// used is the smallest range from A1 with every value, formula and format; false when there is none. Formats of whole columns and rows reach to the end of the sheet
// and do not count.
func (s *sheet) used() (cells.Range, bool) {
	if !s.extentOK {
		s.filled = false
		s.extent = cells.Range{Sheet: s.id}
		ofRows := s.ofRows()
		for i, c := range s.cols {
			if c == nil {
				continue
			}
			last := max(c.lastValue(), c.lastFormula())
			if last < 0 && slices.Equal(c.formats, ofRows) {
				continue
			}
			if last = max(last, c.lastFormat()); last >= 0 {
				s.filled = true
				s.extent.Bottom = max(s.extent.Bottom, last)
				s.extent.Right = int32(i)
			}
		}
		s.extentOK = true
	}
	return s.extent, s.filled
}

// grew keeps the extent when a cell that is not blank came.
func (s *sheet) grew(row, col int32) {
	if !s.extentOK {
		return
	}
	if !s.filled {
		s.filled = true
		s.extent = cells.Range{Sheet: s.id}
	}
	s.extent.Bottom = max(s.extent.Bottom, row)
	s.extent.Right = max(s.extent.Right, col)
}

// shrank forgets the extent when a cell at its edge became blank.
func (s *sheet) shrank(row, col int32) {
	if s.extentOK && (row == s.extent.Bottom || col == s.extent.Right) {
		s.extentOK = false
	}
}

// typed is the last row and column with anything that was put there, values of arrays left out; -1 when there is nothing.
func (s *sheet) typed() (row, col int32) {
	row, col = -1, -1
	for i, c := range s.cols {
		if c == nil {
			continue
		}
		if last := max(c.lastInput(), c.lastFormula()); last >= 0 {
			row, col = max(row, last), int32(i)
		}
	}
	return row, col
}

// lastValue is the last row with a value; -1 when there is none.
func (c *column) lastValue() int32 { return c.lastValueTo(cells.MaxRows - 1) }

func (c *column) lastValueTo(limit int32) int32 {
	for i := min(int(limit>>blockBits), len(c.blocks)-1); i >= 0; i-- {
		b := c.blocks[i]
		if b == nil || b.used == 0 {
			continue
		}
		first := int32(i)<<blockBits + b.base
		for j := min(int(limit-first), len(b.kinds)-1); j >= 0; j-- {
			if b.kinds[j] != cells.Blank {
				return first + int32(j)
			}
		}
	}
	return -1
}

// lastInput is lastValue without the values that arrays spread.
func (c *column) lastInput() int32 {
	row := c.lastValue()
	for row >= 0 {
		x := c.spilled.at(row)
		if x.v == nil {
			break
		}
		row = c.lastValueTo(x.from - 1)
	}
	return row
}

// lastFormula is the last row with a formula; -1 when there is none.
func (c *column) lastFormula() int32 {
	for i := len(c.regions) - 1; i >= 0; i-- {
		if rs := c.regions[i]; len(rs) > 0 {
			return rs[len(rs)-1].bottom
		}
	}
	return -1
}

// lastFormat is the last row with a format that ends on the sheet; -1 when there is none.
func (c *column) lastFormat() int32 {
	for _, x := range slices.Backward(c.formats) {
		if x.to < cells.MaxRows-1 {
			return x.to
		}
	}
	return -1
}
