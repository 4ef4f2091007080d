package calc

import (
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

// rewriteAll rewrites every formula of the book that an edit concerns and tells for each region that changes what becomes of it.
// The regions are still in place; where says where a cell goes, false when it is gone.
func (w *wave) rewriteAll(e formula.Edit, concerns func(*region) bool) []rewritten {
	var out []rewritten
	b := w.b
	for _, s := range b.tabs {
		for _, c := range s.cols {
			if c == nil {
				continue
			}
			c.regionsIn(0, cells.MaxRows-1, func(r *region) bool {
				if concerns(r) {
					out = append(out, rewritten{r, b.rewrite(s.id, r.col, r.top, r.bottom, r.use.t, e)})
				}
				return true
			})
		}
	}
	return out
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

// names reports whether a template names cells of a sheet, seen from a formula on the sheet own.
func namesSheet(t *formula.Template, own, sheet cells.SheetID) bool {
	for _, r := range t.References() {
		if r.Sheet == sheet || r.Sheet == 0 && own == sheet {
			return true
		}
	}
	return false
}
