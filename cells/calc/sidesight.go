package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// sideSight is how evaluations see the book that several goroutines do at once. What the book finds out for them and remembers, it does so for one at a time.
type sideSight struct {
	sight
	measured bool // an evaluation asked how far a sheet reaches, which an array may change
}

var (
	_ formula.Reader     = (*sideSight)(nil)
	_ formula.Summer     = (*sideSight)(nil)
	_ formula.Inputs     = (*sideSight)(nil)
	_ formula.Spills     = (*sideSight)(nil)
	_ formula.Subtotaler = (*sideSight)(nil)
	_ formula.Strips     = (*sideSight)(nil)
	_ formula.Finder     = (*sideSight)(nil)
)

// Summary adds up a range from the tallies of blocks, which are renewed on reading.
func (s *sideSight) Summary(g cells.Range, extremes bool) (formula.Summary, bool) {
	s.b.adding.Lock()
	defer s.b.adding.Unlock()
	return s.sight.Summary(g, extremes)
}

// Extent covers everything on a sheet. It is known before the goroutines begin.
func (s *sideSight) Extent(id cells.SheetID) (cells.Range, bool) {
	s.measured = true
	return s.sight.Extent(id)
}

// extents is how far the sheets reach, one after the other.
func (b *Book) extents(out []cells.Range) []cells.Range {
	for _, s := range b.tabs {
		g, ok := s.used()
		if !ok {
			g = cells.Range{}
		}
		out = append(out, g)
	}
	return out
}

// reachTo reports whether the sheets still reach as far.
func (b *Book) reachTo(extents []cells.Range) bool {
	if len(extents) != len(b.tabs) {
		return false
	}
	for i, s := range b.tabs {
		g, ok := s.used()
		if !ok {
			g = cells.Range{}
		}
		if g != extents[i] {
			return false
		}
	}
	return true
}
