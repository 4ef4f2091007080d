package calc

import (
	"slices"

	"freshet/cells"
)

// opening is cells of a row, next to each other, that were blank before the entry's inputs were put into some of them.
type opening struct {
	s        *sheet
	row      int32
	from, to int32 // columns
}

// cutClaims notes what the claims held that inputs in a rectangle end: those that stand below a formula, or to the right of one.
func (w *wave) cutClaims(h hold) {
	s, at := h.s, h.at
	var last opening
	cut := func(r *region, row int32) {
		if r.col >= at.right && (row != r.bottom || r.col > at.right) {
			return
		}
		claim := r.claimOf(span{row, row})
		right, below := claim.right+1, claim.bottom+1
		if at.top <= row && row <= at.bottom && at.left <= right && right <= at.right || at.left <= r.col && r.col <= at.right && at.top <= below && below <= at.bottom {
			if before := w.claimBefore(r, row, claim, &last); before != claim {
				w.former = append(w.former, hold{s, before})
			}
		}
	}
	found := func(e *entry) {
		for _, x := range e.readers {
			r := x.region
			for row := max(r.top, at.top); row <= min(r.bottom, at.bottom); row++ {
				cut(r, row)
			}
			if r.bottom < at.top {
				cut(r, r.bottom)
			}
		}
	}
	s.claims.search(at, found)
	if s.broads <= maxBroad {
		s.broad.search(at, found)
	}
}

// claimBefore is the claim of a formula if the entry's inputs were not in its way. It begins to the right of the claim with the opening found last.
func (w *wave) claimBefore(r *region, row int32, at rect, last *opening) rect {
	s := r.sheet
	most, wide := r.use.t.Bounds()
	if row == r.bottom {
		for limit := min(row+most-1, cells.MaxRows-1); at.bottom < limit; {
			a, ok := w.takenAt(s.id, at.bottom+1, r.col)
			if !ok {
				break
			}
			end := min(a.to, limit)
			at.bottom = max(end, s.freeBelow(end, r.col, limit)) // a formula may reach on below the input
		}
	}
	if limit := min(r.col+wide-1, cells.MaxCols-1); at.right < limit {
		if last.s != s || last.row != row || at.right < last.from || at.right > last.to {
			*last = w.opening(s, row, at.right)
		}
		at.right = min(last.to, limit)
	}
	return at
}

// opening is what begins at a column, to the right of which one of the entry's inputs may be.
func (w *wave) opening(s *sheet, row, col int32) opening {
	to := col
	for to < cells.MaxCols-1 {
		if _, ok := w.takenAt(s.id, row, to+1); !ok {
			break
		}
		to = s.freeRight(row, to+1, cells.MaxCols-1)
	}
	return opening{s, row, col, to}
}

// takenAt is the area of taken cells that a cell lies in.
func (w *wave) takenAt(sheet cells.SheetID, row, col int32) (area, bool) {
	i, found := slices.BinarySearchFunc(w.taken, area{sheet, col, row, row}, area.compare)
	if found {
		return w.taken[i], true
	}
	if i == 0 {
		return area{}, false
	}
	a := w.taken[i-1]
	return a, a.sheet == sheet && a.col == col && row <= a.to
}
