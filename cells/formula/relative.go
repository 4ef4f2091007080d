package formula

import "freshet/cells"

// Relative is a rectangle as a template holds it: each edge is a coordinate of the sheet (absolute) or an offset from the cell the formula
// stands in. An absolute and a relative edge of one axis may change places from cell to cell; At puts them in order.
type Relative struct {
	Sheet                                cells.SheetID // zero: the formula's own sheet
	Top, Left, Bottom, Right             int32
	AbsTop, AbsLeft, AbsBottom, AbsRight bool
	// Past says that the formula reads the history of these cells (prev, avg_over, …): a change there calls for evaluation, and
	// a cell may in this way read itself without a cycle.
	Past bool
}

// At is the rectangle for a formula that stands in the cell; false when it does not lie on the sheet, which evaluates to #REF!.
func (r Relative) At(at cells.Ref) (cells.Range, bool) {
	g := cells.Range{Sheet: r.Sheet, Top: r.Top, Left: r.Left, Bottom: r.Bottom, Right: r.Right}
	if g.Sheet == 0 {
		g.Sheet = at.Sheet
	}
	if !r.AbsTop {
		g.Top += at.Row
	}
	if !r.AbsBottom {
		g.Bottom += at.Row
	}
	if !r.AbsLeft {
		g.Left += at.Col
	}
	if !r.AbsRight {
		g.Right += at.Col
	}
	if g.Top > g.Bottom {
		g.Top, g.Bottom = g.Bottom, g.Top
	}
	if g.Left > g.Right {
		g.Left, g.Right = g.Right, g.Left
	}
	return g, g.Valid()
}

// Fixed is a rectangle that is the same from every cell.
func Fixed(g cells.Range) Relative {
	return Relative{Sheet: g.Sheet, Top: g.Top, Left: g.Left, Bottom: g.Bottom, Right: g.Right, AbsTop: true, AbsLeft: true, AbsBottom: true, AbsRight: true}
}
