package calc

import (
	"freshet/cells"
)

// A formula that is typed into a cell without a number format gives it one, as Excel does: that of what it is calculated from (formula.Template.Format). It is kept with the cell
// like any format, so that it can be changed and taken back, and costs nothing when values change.

// firstNumber is how many cells of a range are looked through for its first number, whose format stands for the range.
const firstNumber = 256

// dress gives rows of a column, in which there are formulas now, the number formats that these suggest.
func (w *wave) dress(s *sheet, a area) {
	r := s.region(a.from, a.col)
	if r == nil || s.runs == 0 && len(r.use.t.SheetIDs()) == 0 {
		return
	}
	var now *cells.Format
	var next cells.Format
	from := a.from
	put := func(to int32) {
		if next != (cells.Format{}) && from <= to {
			w.reformat(s, a.col, from, to, w.b.format(dressed(now, next)))
		}
	}
	for row := a.from; row <= a.to; row++ {
		old := s.formatAt(row, a.col)
		f := cells.Format{}
		if old == nil || old.Kind == cells.General && old.Unit == "" {
			f = r.use.t.Format(cells.Ref{Sheet: s.id, Row: row, Col: a.col}, w.b.formatOf)
		}
		if row == a.from || f != next || old != now {
			put(row - 1)
			from, now, next = row, old, f
		}
	}
	put(a.to)
}

// formatOf is the format of a cell, and of a range that of its first number.
func (b *Book) formatOf(g cells.Range) cells.Format { return b.formatWithin(g, farthestLook) }

func (b *Book) formatWithin(g cells.Range, far int) cells.Format {
	s := b.sheets[g.Sheet]
	if s == nil || s.runs == 0 {
		return cells.Format{}
	}
	at := g.TopLeft()
	if used, ok := s.used(); ok && !g.Single() {
		if in, hit := used.Intersect(g); hit {
			at = s.firstNumber(in)
		}
	}
	return b.lookAt(s, at, far)
}

// firstNumber is the place of the first number of a range, column by column, if there is one among its first cells; else the range's first cell.
func (s *sheet) firstNumber(g cells.Range) cells.Ref {
	left := firstNumber
	for col := g.Left; col <= g.Right; col++ {
		for row := g.Top; row <= g.Bottom; row++ {
			if s.value(row, col).Numeric() {
				return cells.Ref{Sheet: s.id, Row: row, Col: col}
			}
			if left--; left == 0 {
				return g.TopLeft()
			}
		}
	}
	return g.TopLeft()
}
