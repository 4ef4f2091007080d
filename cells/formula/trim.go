package formula

import "freshet/cells"

// end is how far the whole columns, or the whole rows, of a sheet reach that a formula reads.
type end struct {
	sheet cells.SheetID
	rows  bool // whole rows, and last is a column
	last  int32
}

// trim cuts whole columns and rows behind the last cell that is not blank in any of those that the formula reads on that sheet. All are cut alike,
// so that A:A*B:B finds its pairs; and by nothing but cells that the formula depends on, so that the array is the same whatever stands elsewhere, what the
// formula itself has spilled above all.
func (f *frame) trim(g cells.Range) cells.Range {
	if g.WholeColumns() {
		g.Bottom = max(g.Top, f.end(g, false))
	}
	if g.WholeRows() {
		g.Right = max(g.Left, f.end(g, true))
	}
	return g
}

func (f *frame) end(g cells.Range, rows bool) int32 {
	for i := range f.ends {
		if e := &f.ends[i]; e.sheet == g.Sheet && e.rows == rows {
			return f.farther(e, g)
		}
	}
	f.ends = append(f.ends, end{g.Sheet, rows, 0})
	e := &f.ends[len(f.ends)-1]
	for _, p := range f.t.precedents {
		if x, ok := p.At(f.at); ok && x.Sheet == g.Sheet && (rows && x.WholeRows() || !rows && x.WholeColumns()) {
			f.farther(e, x)
		}
	}
	return f.farther(e, g)
}

// farther moves an end behind the last cell of a range that is not blank.
func (f *frame) farther(e *end, g cells.Range) int32 {
	n := 0
	f.w.Cells.Scan(g, func(at cells.Ref, _ cells.Value) bool {
		if n++; n%64 == 0 {
			f.step(16)
		}
		if e.rows {
			e.last = max(e.last, at.Col)
		} else {
			e.last = max(e.last, at.Row)
		}
		return true
	})
	return e.last
}
