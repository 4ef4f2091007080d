package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// restoreHistories gives cells that are back the histories they had. Their pasts then await what these hold, if formulas read them.
type restoreHistories struct {
	of []history
}

// history is which history a cell has.
type history struct {
	at cells.Ref
	id cells.SeriesID
}

// losing notes the histories of cells that go, or are written over by others. It is noted before what brings the cells back, so that it is taken after that.
func (w *wave) losing(s *sheet, gone cells.Range) {
	var of []history
	for p, id := range s.series {
		if at := (cells.Ref{Sheet: s.id, Row: p.row, Col: p.col}); gone.Contains(at) {
			of = append(of, history{at, id})
		}
	}
	if len(of) == 0 {
		return
	}
	slices.SortFunc(of, func(a, b history) int { return a.at.Compare(b.at) })
	w.undoing(&restoreHistories{of})
}

func (x *restoreHistories) bytes() int { return 64 + 24*len(x.of) }

func (x *restoreHistories) behind(e formula.Edit) formula.Edit { return e }

func (x *restoreHistories) take(w *wave) formula.Edit {
	taken := make(map[cells.SeriesID]bool)
	for _, s := range w.b.tabs {
		for _, id := range s.series {
			taken[id] = true
		}
	}
	for _, h := range x.of {
		s := w.b.sheets[h.at.Sheet]
		p := place{h.at.Row, h.at.Col}
		if s == nil || s.series[p] != 0 || taken[h.id] {
			continue
		}
		s.series[p] = h.id
		taken[h.id] = true
		w.b.stored.touch(partKey{kind: seriesPart, sheet: s.id, col: p.col})
	}
	return nil
}

func (x *restoreHistories) shift(_ *Book, e formula.Edit) bool {
	x.of = slices.DeleteFunc(x.of, func(h history) bool {
		gone, ok := e.(formula.SheetGone)
		return ok && gone.Sheet == h.at.Sheet
	})
	kept := x.of[:0]
	for _, h := range x.of {
		g := h.at.Range()
		if rangeAlong(&g, e) {
			kept = append(kept, history{g.TopLeft(), h.id})
		}
	}
	x.of = kept
	return len(x.of) > 0
}
