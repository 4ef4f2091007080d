package calc

import (
	"slices"
	"sort"

	"freshet/cells"
)

// Arrays that cover nothing, because something stands in their way or they would be on a loop, are kept in order of storage. So those over a range are found
// without a look at every one: an array that reaches a cell begins no farther from it than the largest has rows and columns.

// keepHeld keeps the list of the arrays that cover nothing, in order of storage.
func (s *sheet) keepHeld(p *spill, held bool) {
	i, found := slices.BinarySearchFunc(s.held, p, (*spill).compare)
	if found {
		if s.held[i] != p && !held {
			return
		}
		if s.held[i].looped {
			s.looped--
		}
		if held {
			s.held[i] = p
		} else {
			s.held = slices.Delete(s.held, i, i+1)
		}
	} else if held {
		s.held = slices.Insert(s.held, i, p)
	}
	if held {
		s.heldRows, s.heldCols = max(s.heldRows, p.rows), max(s.heldCols, p.cols)
		if p.looped {
			s.looped++
		}
	}
	if len(s.held) == 0 {
		s.heldRows, s.heldCols = 0, 0
	}
}

// heldOver calls yield for the arrays that would cover a cell of a range, in order of storage, until yield returns true; it reports whether one did. The list
// must not change meanwhile.
func (s *sheet) heldOver(g cells.Range, yield func(*spill) bool) bool {
	right := min(g.Right, int32(len(s.cols))-1)
	for i := s.heldFrom(0, g.Left-s.heldCols+1, g.Top-s.heldRows+1); i < len(s.held); i++ {
		p := s.held[i]
		switch {
		case p.anchor.col > right:
			return false
		case p.anchor.row > g.Bottom:
			i = s.heldFrom(i, p.anchor.col+1, g.Top-s.heldRows+1) - 1
			continue
		case p.anchor.row <= g.Top-s.heldRows:
			i = s.heldFrom(i, p.anchor.col, g.Top-s.heldRows+1) - 1
			continue
		}
		if _, hit := p.over(s.id).Intersect(g); hit && yield(p) {
			return true
		}
	}
	return false
}

// heldFrom is the first one behind another, in the list, that begins at a place or behind it.
func (s *sheet) heldFrom(after int, col, row int32) int {
	return after + sort.Search(len(s.held)-after, func(i int) bool {
		a := s.held[after+i].anchor
		return a.col > col || a.col == col && a.row >= row
	})
}

// heldIn is a list of those that heldOver finds.
func (s *sheet) heldIn(g cells.Range) (all []*spill) {
	s.heldOver(g, func(p *spill) bool {
		all = append(all, p)
		return false
	})
	return all
}

// unhold forgets what arrays of loops would cover where something is put in their way, or taken out of it.
func (w *wave) unhold(s *sheet, g cells.Range) {
	if s.looped == 0 {
		return
	}
	for _, p := range s.heldIn(g) {
		if p.looped {
			w.unspill(s, p, cells.Range{})
		}
	}
}

// unblock has the arrays evaluated again that wait for cells of a range to be blank.
func (w *wave) unblock(s *sheet, g cells.Range) {
	s.heldOver(g, func(p *spill) bool {
		w.fresh.add(s.id, p.anchor.col, p.anchor.row, p.anchor.row)
		return false
	})
}

// freed has the arrays behind one evaluated again that wait for its cells to be blank. It was in the way of none before it.
func (w *wave) freed(s *sheet, p *spill) {
	s.heldOver(p.over(s.id), func(q *spill) bool {
		if p.before(q) {
			w.fresh.add(s.id, q.anchor.col, q.anchor.row, q.anchor.row)
		}
		return false
	})
}

// overtake has the arrays behind one that takes cells evaluated again that would cover some of these. Those of a loop are on none for now: the cells are not free.
func (w *wave) overtake(s *sheet, p *spill) {
	for _, q := range s.heldIn(p.over(s.id)) {
		if !p.before(q) {
			continue
		}
		if q.looped {
			w.unspill(s, q, cells.Range{})
		}
		w.fresh.add(s.id, q.anchor.col, q.anchor.row, q.anchor.row)
	}
}
