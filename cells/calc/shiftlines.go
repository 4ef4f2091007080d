package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// shiftStorage moves what a sheet holds beside its regions.
func (b *Book) shiftStorage(s *sheet, e formula.Lines) {
	last := lastLine(e.Axis)
	if e.Axis == cells.Cols {
		if e.Count > 0 {
			s.widths.insert(e.At, e.Count, last)
		} else {
			s.widths.close(e.At, -e.Count, last)
		}
		b.shiftColumns(s, e)
	} else {
		if e.Count > 0 {
			s.heights.insert(e.At, e.Count, last)
		} else {
			s.heights.close(e.At, -e.Count, last)
		}
		for _, c := range s.cols {
			if c != nil {
				b.shiftRows(c, e)
			}
		}
	}
	s.series = shiftPlaces(s.series, e)
	s.pasts, s.pastCols = shiftPlaces(s.pasts, e), nil
	s.due = shiftPlaces(s.due, e)
	s.extentOK = false
	b.kept.reset()
	b.stored.sheet(s.id)
}

// shiftPlaces is what is kept by cell after lines came or went.
func shiftPlaces[T any](by map[place]T, e formula.Lines) map[place]T {
	if len(by) == 0 {
		return by
	}
	moved := make(map[place]T, len(by))
	for p, x := range by {
		ok := true
		if e.Axis == cells.Rows {
			p.row, ok = moveLine(p.row, e)
		} else {
			p.col, ok = moveLine(p.col, e)
		}
		if ok && p.row < cells.MaxRows && p.col < cells.MaxCols { // blank cells may fall off the sheet
			moved[p] = x
		}
	}
	return moved
}

// shiftColumns moves the columns behind the edit. Those that come have the formats and policies that the columns to both sides have; when some go, those that come
// to be the last have those of whole rows.
func (b *Book) shiftColumns(s *sheet, e formula.Lines) {
	at, n := int(e.At), len(s.cols)
	if at >= n {
		return
	}
	if e.Count > 0 {
		left, right := s.before(e.At), s.cols[at]
		s.cols = slices.Insert(s.cols, at, make([]*column, e.Count)...)
		s.cols = s.cols[:min(len(s.cols), cells.MaxCols)]
		s.dressColumns(at, at+int(e.Count), left, right)
	} else {
		middle, last := s.column(cells.MaxCols/2), s.column(cells.MaxCols-1)
		s.cols = slices.Delete(s.cols, at, min(n, at-int(e.Count)))
		s.dressColumns(cells.MaxCols+int(e.Count), cells.MaxCols, middle, last)
	}
	b.keeps = b.countKeeps()
}

// dressColumns makes columns that have the formats and policies which two others both have.
func (s *sheet) dressColumns(from, to int, one, other *column) {
	if one == nil || other == nil {
		return
	}
	formats, keep := one.formats.common(other.formats), one.keep.common(other.keep)
	if len(formats)+len(keep) == 0 {
		return
	}
	for i := from; i < min(to, cells.MaxCols); i++ {
		c := s.makeColumn(int32(i))
		c.formats, c.keep = formats, keep // who changes them makes them anew
	}
}

// ofRows is the formats that whole rows have: those which both the middle column and the last one have.
func (s *sheet) ofRows() runs[*cells.Format] {
	middle, last := s.column(cells.MaxCols/2), s.column(cells.MaxCols-1)
	if middle == nil || last == nil {
		return nil
	}
	return middle.formats.common(last.formats)
}

// before is the column to the left of one; nil when nothing is in it.
func (s *sheet) before(col int32) *column {
	if col == 0 {
		return nil
	}
	return s.column(col - 1)
}

// shiftRows moves the cells of a column below the edit.
func (b *Book) shiftRows(c *column, e formula.Lines) {
	if e.Count > 0 {
		c.formats.insert(e.At, e.Count, cells.MaxRows-1)
		c.keep.insert(e.At, e.Count, cells.MaxRows-1)
	} else {
		c.formats.close(e.At, -e.Count, cells.MaxRows-1)
		c.keep.close(e.At, -e.Count, cells.MaxRows-1)
	}
	c.changes++
	c.supers = nil
	start := int(e.At >> blockBits)
	if start >= len(c.blocks) {
		return
	}
	old := slices.Clone(c.blocks[start:])
	for i := start; i < len(c.blocks); i++ {
		c.blocks[i] = nil
	}
	for i, from := range old {
		if from == nil {
			continue
		}
		first := int32(start+i) << blockBits
		lo, hi := from.window()
		var to *block
		home := int32(-1)
		for row := lo; row < hi; row++ {
			at, ok := moveLine(first+row, e)
			v := from.get(row)
			if !ok || v.IsBlank() {
				continue
			}
			if to == nil || at>>blockBits != home {
				to, home = c.makeBlock(at), at>>blockBits
			}
			when, by := from.stampAt(row)
			to.set(at&(blockRows-1), v)
			to.setStamp(at&(blockRows-1), when, by)
		}
	}
	for _, to := range c.blocks[start:] {
		if to != nil {
			to.at.tidy()
			to.by.tidy()
		}
	}
	c.gather(e.At, int32(len(c.blocks)-1)<<blockBits)
}
