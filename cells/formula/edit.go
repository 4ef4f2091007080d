package formula

import "freshet/cells"

// Edit is a change of the places of a book that references follow. The set is closed: Lines, Moved and SheetGone.
type Edit interface {
	// place is where a cell is after the edit; false when it is gone.
	place(cells.Ref) (cells.Ref, bool)
	// rectangle is what becomes of a rectangle that a reference names; false when all of it is gone.
	rectangle(cells.Range) (cells.Range, bool)
}

// Lines is rows or columns that come (Count > 0) or go (Count < 0) at At.
type Lines struct {
	Sheet cells.SheetID
	Axis  cells.Axis
	At    int32
	Count int32
}

// Moved is the cells of Source going to the place of the same shape that begins at Dest. A reference to what was at Dest before is gone.
type Moved struct {
	Source cells.Range
	Dest   cells.Ref
}

// SheetGone is a sheet that is deleted.
type SheetGone struct{ Sheet cells.SheetID }

func (e Lines) place(r cells.Ref) (cells.Ref, bool) {
	g, ok := e.rectangle(r.Range())
	return g.TopLeft(), ok
}

func (e Lines) rectangle(g cells.Range) (cells.Range, bool) {
	if g.Sheet != e.Sheet {
		return g, true
	}
	ok := true
	if e.Axis == cells.Rows {
		if !g.WholeColumns() {
			g.Top, g.Bottom, ok = e.span(g.Top, g.Bottom, cells.MaxRows-1)
		}
	} else if !g.WholeRows() {
		g.Left, g.Right, ok = e.span(g.Left, g.Right, cells.MaxCols-1)
	}
	return g, ok
}

// span moves the edges of an interval. Lines that come inside it widen it; what falls off the end of the sheet is cut.
func (e Lines) span(from, to, last int32) (int32, int32, bool) {
	if e.Count >= 0 {
		if from >= e.At {
			from += e.Count
		}
		if to >= e.At {
			to += e.Count
		}
		return from, min(to, last), from <= last
	}
	end := e.At - e.Count // the first line that stays
	switch {
	case from >= end:
		from += e.Count
	case from >= e.At:
		from = e.At
	}
	switch {
	case to >= end:
		to += e.Count
	case to >= e.At:
		to = e.At - 1
	}
	return from, to, from <= to
}

func (e Moved) dest() cells.Range {
	return cells.Range{
		Sheet: e.Dest.Sheet, Top: e.Dest.Row, Left: e.Dest.Col,
		Bottom: e.Dest.Row + e.Source.Bottom - e.Source.Top, Right: e.Dest.Col + e.Source.Right - e.Source.Left,
	}
}

func (e Moved) place(r cells.Ref) (cells.Ref, bool) {
	if e.Source.Contains(r) {
		return cells.Ref{Sheet: e.Dest.Sheet, Row: r.Row + e.Dest.Row - e.Source.Top, Col: r.Col + e.Dest.Col - e.Source.Left}, true
	}
	return r, !e.dest().Contains(r)
}

func (e Moved) rectangle(g cells.Range) (cells.Range, bool) {
	if e.Source.Covers(g) {
		d := e.dest()
		return cells.Range{
			Sheet: d.Sheet, Top: g.Top + d.Top - e.Source.Top, Left: g.Left + d.Left - e.Source.Left,
			Bottom: g.Bottom + d.Top - e.Source.Top, Right: g.Right + d.Left - e.Source.Left,
		}, true
	}
	return g, !e.dest().Covers(g)
}

func (e SheetGone) place(r cells.Ref) (cells.Ref, bool) { return r, r.Sheet != e.Sheet }

func (e SheetGone) rectangle(g cells.Range) (cells.Range, bool) { return g, g.Sheet != e.Sheet }
