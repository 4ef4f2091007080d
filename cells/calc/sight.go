package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// sight is how evaluations see the book.
type sight struct {
	b     *Book
	asked *asked // of a goroutine among several; nil for the only one
}

var (
	_ formula.Reader     = sight{}
	_ formula.Summer     = sight{}
	_ formula.Inputs     = sight{}
	_ formula.Spills     = sight{}
	_ formula.Subtotaler = sight{}
)

// Value is a cell's value.
func (s sight) Value(r cells.Ref) cells.Value {
	t := s.b.sheets[r.Sheet]
	if t == nil || r.Col < 0 || r.Row < 0 {
		return cells.Value{}
	}
	return t.value(r.Row, r.Col)
}

// Extent covers everything on a sheet.
func (s sight) Extent(id cells.SheetID) (cells.Range, bool) {
	t := s.b.sheets[id]
	if t == nil {
		return cells.Range{}, false
	}
	return t.used()
}

// Scan gives the cells that are not blank, row by row.
func (s sight) Scan(r cells.Range, yield func(cells.Ref, cells.Value) bool) {
	t := s.b.sheets[r.Sheet]
	if t == nil {
		return
	}
	right := min(r.Right, int32(len(t.cols))-1)
	type strip struct {
		col int32
		b   *block
	}
	var strips []strip
	last := int32(-1)
	for col := r.Left; col <= right; col++ {
		if c := t.cols[col]; c != nil {
			last = max(last, int32(len(c.blocks))-1)
		}
	}
	for i := r.Top >> blockBits; i <= min(r.Bottom>>blockBits, last); i++ {
		strips = strips[:0]
		from, to := int32(blockRows), int32(-1)
		for col := r.Left; col <= right; col++ {
			c := t.cols[col]
			if c == nil || int(i) >= len(c.blocks) || c.blocks[i] == nil || c.blocks[i].used == 0 {
				continue
			}
			b := c.blocks[i]
			f, e := b.window()
			from, to = min(from, f), max(to, e-1)
			strips = append(strips, strip{col, b})
		}
		first := i << blockBits
		from, to = max(from, r.Top-first), min(to, r.Bottom-first)
		for row := from; row <= to; row++ {
			for _, x := range strips {
				if v := x.b.get(row); !v.IsBlank() && !yield(cells.Ref{Sheet: t.id, Row: first + row, Col: x.col}, v) {
					return
				}
			}
		}
	}
}

// FormulaText is the formula of a cell.
func (s sight) FormulaText(r cells.Ref) (string, bool) {
	t := s.b.sheets[r.Sheet]
	if t == nil {
		return "", false
	}
	g := t.region(r.Row, r.Col)
	if g == nil {
		return "", false
	}
	return g.use.t.Source(r, scope{s.b}), true
}

// Subtotals gives the cells of a range whose formulas call SUBTOTAL.
func (s sight) Subtotals(g cells.Range, yield func(cells.Range)) {
	for u := range s.b.subtotals {
		for _, r := range u.regions {
			if r.sheet.id == g.Sheet && r.col >= g.Left && r.col <= g.Right && r.top <= g.Bottom && r.bottom >= g.Top {
				yield(cells.Range{Sheet: g.Sheet, Top: max(r.top, g.Top), Left: r.col, Bottom: min(r.bottom, g.Bottom), Right: r.col})
			}
		}
	}
}

// Spill is how far the array of a formula reaches; of one that spreads none, its own cell.
func (s sight) Spill(r cells.Ref) (cells.Range, bool) {
	t := s.b.sheets[r.Sheet]
	if t == nil {
		return cells.Range{}, false
	}
	if p := t.spills[place{r.Row, r.Col}]; p != nil && !p.blocked {
		return p.over(t.id), true
	}
	return r.Range(), t.region(r.Row, r.Col) != nil
}
