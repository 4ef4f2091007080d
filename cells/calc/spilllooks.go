package calc

import (
	"freshet/cells"
)

// What an array puts into cells that have no number format of their own shows in one all the same, which is found when they are looked at and kept nowhere: so it is gone with the array.

// farthestLook is how many arrays, each spilled from cells of the one before, are looked through for a format.
const farthestLook = 4

// lookAt is the format of a cell, and where it has no number format of its own and an array spilled into it, with that which it shows.
func (b *Book) lookAt(s *sheet, at cells.Ref, far int) cells.Format {
	f := cells.Format{}
	if own := s.formatAt(at.Row, at.Col); own != nil {
		f = *own
	}
	if c := s.column(at.Col); c != nil && f.Kind == cells.General && f.Unit == "" {
		if p := c.spillOver(at.Row); p != nil {
			return dressed(&f, b.spilledLook(s, p, at, far-1, &columnLook{}))
		}
	}
	return f
}

// spillOver is the array that covers a row of the column, if it is not anchored there.
func (c *column) spillOver(row int32) *spill {
	if len(c.spilled) == 0 {
		return nil
	}
	return c.spilled.get(row)
}

// columnLook is the format of a column of an array.
type columnLook struct {
	of *spill
	at int32
	f  cells.Format
}

// spilledLook is the number format in which a number shows that an array put into a cell: in the column of its formula that of the formula's cell, in the others that of the column of cells
// which it comes from. Moments show in the formats of moments only, and in the formula's column beside moments nothing else does. Cells that follow one another share what is known of
// their column.
func (b *Book) spilledLook(s *sheet, p *spill, at cells.Ref, far int, known *columnLook) cells.Format {
	v, first := s.value(at.Row, at.Col), s.value(p.anchor.row, p.anchor.col)
	own := at.Col == p.anchor.col && (p.cols == 1 || first.Numeric())
	if own && first.Numeric() && v.Kind() != first.Kind() {
		return cells.Format{}
	}
	if known.of != p || known.at != at.Col {
		*known = columnLook{p, at.Col, b.spilledColumn(s, p, at.Col, own, far)}
	}
	f := known.f
	timed := f.Kind == cells.Date || f.Kind == cells.DateTime || f.Kind == cells.ClockTime || f.Kind == cells.Elapsed
	if v.Kind() != cells.Number && !timed {
		return cells.Format{}
	}
	return f
}

func (b *Book) spilledColumn(s *sheet, p *spill, col int32, own bool, far int) cells.Format {
	f := cells.Format{}
	if own {
		if x := s.formatAt(p.anchor.row, p.anchor.col); x != nil {
			f = *x
		}
	} else if r := s.region(p.anchor.row, p.anchor.col); r != nil && far > 0 && b.formatted() {
		f = r.use.t.ColumnFormat(r.ref(p.anchor.row), col-p.anchor.col, func(g cells.Range) cells.Format { return b.formatWithin(g, far) })
	}
	if f.Kind == cells.PlainText || f.Kind == cells.Sparkline {
		return cells.Format{}
	}
	return cells.Format{Kind: f.Kind, Decimals: f.Decimals, Grouping: f.Grouping, Symbol: f.Symbol, Pattern: f.Pattern, Unit: f.Unit}
}

// formatted reports whether any cell of the book may have a format.
func (b *Book) formatted() bool {
	for _, s := range b.tabs {
		if s.runs > 0 {
			return true
		}
	}
	return false
}

// tellSpill says that all there is to know of the cells of an array may be another thing now: whose they are, and how they show.
func (w *wave) tellSpill(s *sheet, p *spill) {
	for j := range p.cols {
		w.shown.add(s.id, p.anchor.col+j, p.anchor.row, p.anchor.row+p.rows-1)
	}
}

// tellLooks says of the arrays that may show in other formats, when formats changed, that they do.
func (w *wave) tellLooks() {
	changed := make(map[place]areas) // by sheet and column
	for _, a := range w.formatted {
		at := place{int32(a.sheet), a.col}
		changed[at] = append(changed[at], a)
	}
	for _, s := range w.b.tabs {
		for _, p := range s.spills {
			if p.blocked {
				continue
			}
			touched := p.cols > 1
			for _, a := range changed[place{int32(s.id), p.anchor.col}] {
				touched = touched || a.from <= p.anchor.row && p.anchor.row <= a.to
			}
			if touched {
				w.tellSpill(s, p)
			}
		}
	}
}
