package calc

import (
	"freshet/cells"
)

// A request does as much as one op may do, and some more: a book is not held up for long by thousands of ops of which each goes through all of a sheet.
const (
	maxEffort    = 20_000_000 // cells that the ops of one request go through together
	columnEffort = 64         // as how many cells a column counts
)

// maxRuns is how many runs of cells of one format, or of one log policy, a book has at most.
const maxRuns = 2_000_000

// effort is about how many cells an op goes through.
func (p *plan) effort(op cells.Op) int64 {
	over := func(g cells.Range) int64 {
		n := columnEffort * int64(g.Cols())
		if s := p.b.sheets[g.Sheet]; s != nil {
			n += min(int64(g.Size()), s.amount.Cells)
		}
		return n
	}
	switch op := op.(type) {
	case cells.Set:
		return columnEffort*int64(op.Range.Cols()) + int64(len(op.Inputs))
	case cells.Fill:
		return columnEffort*int64(op.Target.Cols()) + int64(op.Target.Size())
	case cells.Copy:
		rows, cols := copies(op)
		return over(op.Source) * int64(rows) * int64(cols)
	case cells.Move:
		return over(op.Source) + over(moved(op))
	case cells.Clear:
		return over(op.Range)
	case cells.SetFormat:
		return columnEffort * int64(op.Range.Cols())
	case cells.SetPolicy:
		return columnEffort * int64(op.Range.Cols())
	case cells.Insert:
		return p.whole(op.Sheet)
	case cells.Delete:
		return p.whole(op.Sheet)
	case cells.DeleteSheet:
		return p.whole(op.Sheet)
	case cells.Ingest:
		return int64(len(op.Readings))
	case cells.Recall:
		n := int64(1)
		for _, x := range op.Pasts {
			n += int64(len(x.Points))
		}
		return n
	case cells.AddSheet, cells.RenameSheet, cells.DefineName, cells.DropName:
		return int64(len(p.b.uses))
	}
	return 1
}

// whole is the effort of what moves everything on a sheet.
func (p *plan) whole(id cells.SheetID) int64 {
	s := p.b.sheets[id]
	if s == nil {
		return 1
	}
	return s.amount.Cells + columnEffort*int64(len(s.cols)) + int64(len(p.b.uses))
}

// roomForRun refuses formats and log policies that a book has no room for, in so many runs of cells at most.
func (p *plan) roomForRun(n int64) *cells.Error {
	p.runs += n
	now := p.runs
	for _, s := range p.b.tabs {
		now += s.runs
	}
	if now > p.b.room.runs {
		return cells.Refuse(cells.TooLarge, "a book has at most %d runs of cells of one format or log policy; clear some first", p.b.room.runs)
	}
	return nil
}

// formatRuns is in how many runs a range has formats.
func (s *sheet) formatRuns(g cells.Range) int64 {
	n := int64(0)
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil && len(c.formats) > 0 {
			n += int64(len(c.formats.in(g.Top, g.Bottom)))
		}
	}
	return n
}
