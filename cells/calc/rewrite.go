package calc

import (
	"cmp"
	"maps"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// segment is rows of a region to which an edit does the same.
type segment struct {
	from, to int32 // where they were
	t        *formula.Template
}

// rewrite is what an edit makes of one formula that stands in rows from…to of a column. Between the rows in which it or an edge of one of its references crosses one
// of the edit's lines, the edit does the same to every row, or something else to each.
func (b *Book) rewrite(sheet cells.SheetID, col, from, to int32, t *formula.Template, e formula.Edit) []segment {
	refs := t.References()
	if len(refs) == 0 {
		return b.cutAt(sheet, from, to, t, e)
	}
	var cuts []int32
	cut := func(row int32) {
		if row > from && row <= to {
			cuts = append(cuts, row)
		}
	}
	for _, line := range criticalRows(e) {
		cut(line)
		for i := range refs {
			if !refs[i].AbsTop {
				cut(line - refs[i].Top)
			}
			if !refs[i].AbsBottom {
				cut(line - refs[i].Bottom)
			}
		}
	}
	cuts = append(cuts, from, to+1)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []segment
	for i := 0; i+1 < len(cuts); i++ {
		out = b.halve(sheet, col, cuts[i], cuts[i+1]-1, t, e, out)
	}
	return out
}

// halve finds the runs of equal results in rows that nothing crosses.
func (b *Book) halve(sheet cells.SheetID, col, from, to int32, t *formula.Template, e formula.Edit, out []segment) []segment {
	first := b.compiler.Rewrite(t, cells.Ref{Sheet: sheet, Row: from, Col: col}, e)
	if from == to || first == b.compiler.Rewrite(t, cells.Ref{Sheet: sheet, Row: to, Col: col}, e) {
		return append(out, segment{from, to, first})
	}
	mid := from + (to-from)/2
	out = b.halve(sheet, col, from, mid, t, e, out)
	return b.halve(sheet, col, mid+1, to, t, e, out)
}

// cutAt cuts a formula without references at the lines of the edit, since its cells may part there.
func (b *Book) cutAt(sheet cells.SheetID, from, to int32, t *formula.Template, e formula.Edit) []segment {
	var out []segment
	start := from
	if l, ok := e.(formula.Lines); ok && l.Sheet == sheet {
		for _, line := range criticalRows(e) {
			if line > start && line <= to {
				out = append(out, segment{start, line - 1, t})
				start = line
			}
		}
	}
	return append(out, segment{start, to, t})
}

// criticalRows is the rows at which an edit begins or ends to do something.
func criticalRows(e formula.Edit) []int32 {
	switch e := e.(type) {
	case formula.Lines:
		if e.Axis == cells.Cols {
			return []int32{0, cells.MaxRows}
		}
		if e.Count > 0 {
			return []int32{0, e.At, cells.MaxRows - e.Count, cells.MaxRows}
		}
		return []int32{0, e.At, e.At - e.Count, cells.MaxRows}
	case formula.Moved:
		d := e.Dest.Row
		n := e.Source.Bottom - e.Source.Top + 1
		return []int32{0, e.Source.Top, e.Source.Bottom + 1, d, d + n, cells.MaxRows}
	}
	return nil
}

// rewriteEach tells for regions, which are still in place, what becomes of their formulas by an edit.
func (w *wave) rewriteEach(e formula.Edit, concerned regionSet) []rewritten {
	out := make([]rewritten, 0, len(concerned))
	w.b.concerned += len(concerned)
	for _, r := range concerned.inOrder() {
		out = append(out, rewritten{r, w.b.rewrite(r.sheet.id, r.col, r.top, r.bottom, r.use.t, e)})
	}
	return out
}

// regionSet is the regions that an edit may concern.
type regionSet map[*region]struct{}

// inOrder is the regions in the order in which they stand.
func (x regionSet) inOrder() []*region {
	return slices.SortedFunc(maps.Keys(x), func(a, b *region) int {
		return cmp.Or(cmp.Compare(a.sheet.id, b.sheet.id), cmp.Compare(a.col, b.col), cmp.Compare(a.top, b.top))
	})
}

// on adds the regions of a sheet.
func (x regionSet) on(s *sheet) {
	for _, c := range s.cols {
		if c != nil {
			c.regionsIn(0, cells.MaxRows-1, func(r *region) bool { x[r] = struct{}{}; return true })
		}
	}
}

// of adds the regions of formulas.
func (x regionSet) of(uses useSet) {
	for u := range uses {
		for _, r := range u.regions {
			x[r] = struct{}{}
		}
	}
}

// reading adds the regions that read any of the cells of a range.
func (x regionSet) reading(s *sheet, g cells.Range) {
	s.readers.search(rect{g.Top, g.Left, g.Bottom, g.Right}, func(e *entry) {
		for _, by := range e.readers {
			x[by.region] = struct{}{}
		}
	})
}

// rewritten is a region and what an edit makes of its formulas.
type rewritten struct {
	r    *region
	segs []segment
}

func (x *rewritten) same() bool {
	for _, g := range x.segs {
		if g.t != x.r.use.t {
			return false
		}
	}
	return true
}
