package calc

import (
	"cmp"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// manyRanges is how many ranges an answer names exactly; beyond that it is coarse.
const manyRanges = 4096

// fewAreas is for how many areas looking through all is faster than a map.
const fewAreas = 16

// area is rows from…to of one column.
type area struct {
	sheet    cells.SheetID
	col      int32
	from, to int32
}

// areas collects cells of a wave, in any order and with repetitions.
type areas []area

func (a *areas) add(sheet cells.SheetID, col, from, to int32) {
	if n := len(*a); n > 0 {
		l := &(*a)[n-1]
		if l.sheet == sheet && l.col == col && from >= l.from && from <= l.to+1 {
			l.to = max(l.to, to)
			return
		}
	}
	*a = append(*a, area{sheet, col, from, to})
}

// shift carries the cells along with rows or columns that come or go. Blank ones may fall off the sheet.
func (a *areas) shift(e formula.Lines) {
	var out areas
	for _, x := range *a {
		if x.sheet != e.Sheet {
			out = append(out, x)
			continue
		}
		if e.Axis == cells.Cols {
			if col, ok := moveLine(x.col, e); ok && col < cells.MaxCols {
				x.col = col
				out = append(out, x)
			}
			continue
		}
		if e.Count > 0 && x.from < e.At && x.to >= e.At {
			out = append(out, area{x.sheet, x.col, x.from, e.At - 1})
			x.from = e.At
		}
		if from, to, ok := moveLines(x.from, x.to, e); ok && from < cells.MaxRows {
			x.from, x.to = from, min(to, cells.MaxRows-1)
			out = append(out, x)
		}
	}
	*a = out
}

// moveLine is where a line is after lines came or went; false when it is gone.
func moveLine(at int32, e formula.Lines) (int32, bool) {
	from, _, ok := moveLines(at, at, e)
	return from, ok
}

// moveLines is where lines from…to are, which lie all before or all after lines that came; false when all are gone.
func moveLines(from, to int32, e formula.Lines) (int32, int32, bool) {
	if e.Count >= 0 {
		if from >= e.At {
			return from + e.Count, to + e.Count, true
		}
		return from, to, true
	}
	if from >= e.At {
		from = max(e.At, from+e.Count)
	}
	if to >= e.At {
		to = max(e.At-1, to+e.Count)
	}
	return from, to, from <= to
}

// drop forgets the cells of a sheet.
func (a *areas) drop(sheet cells.SheetID) {
	*a = slices.DeleteFunc(*a, func(x area) bool { return x.sheet == sheet })
}

// compare puts areas in order of storage.
func (x area) compare(y area) int {
	if x.sheet != y.sheet {
		return cmp.Compare(x.sheet, y.sheet)
	}
	if x.col != y.col {
		return cmp.Compare(x.col, y.col)
	}
	return cmp.Compare(x.from, y.from)
}

// tidy sorts the areas and joins those that touch.
func (a *areas) tidy() {
	s := *a
	if len(s) < 2 {
		return
	}
	slices.SortFunc(s, area.compare)
	out := s[:1]
	for _, x := range s[1:] {
		l := &out[len(out)-1]
		if l.sheet == x.sheet && l.col == x.col && x.from <= l.to+1 {
			l.to = max(l.to, x.to)
			continue
		}
		out = append(out, x)
	}
	*a = out
}

// ranges gives the cells as disjoint ranges: exact when they are few, else one for each column, else one for each sheet.
func (a *areas) ranges() []cells.Range { return a.rangesIn(nil) }

// rangesIn is ranges in the memory given, as far as that reaches.
func (a *areas) rangesIn(out []cells.Range) []cells.Range {
	if len(*a) == 0 {
		return nil
	}
	if len(*a) == 1 {
		x := (*a)[0]
		return append(out, cells.Range{Sheet: x.sheet, Top: x.from, Left: x.col, Bottom: x.to, Right: x.col})
	}
	a.tidy()
	if len(*a) <= 4*manyRanges {
		if out := a.exact(out); len(out) <= manyRanges {
			return out
		}
	}
	coarse := func(same func(x, y area) bool) []cells.Range {
		var c []cells.Range
		for i, x := range *a {
			r := cells.Range{Sheet: x.sheet, Top: x.from, Left: x.col, Bottom: x.to, Right: x.col}
			if i > 0 && same((*a)[i-1], x) {
				c[len(c)-1] = c[len(c)-1].Union(r)
			} else {
				c = append(c, r)
			}
		}
		return c
	}
	if c := coarse(func(x, y area) bool { return x.sheet == y.sheet && x.col == y.col }); len(c) <= manyRanges {
		return c
	}
	return coarse(func(x, y area) bool { return x.sheet == y.sheet })
}

// few is ranges for a few single cells, in the memory given as far as that reaches.
func (a areas) few(out []cells.Range) []cells.Range {
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j].compare(a[j-1]) < 0; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
	n := 0
	for _, x := range a {
		if n > 0 && a[n-1].sheet == x.sheet && a[n-1].col == x.col && x.from <= a[n-1].to+1 {
			a[n-1].to = max(a[n-1].to, x.to)
			continue
		}
		a[n] = x
		n++
	}
	if n == 0 {
		return nil
	}
	a = a[:n]
	return a.exactFew(out)
}

// exact gives the sorted areas as ranges; neighbours of the same rows are one.
func (a *areas) exact(out []cells.Range) []cells.Range {
	if n := min(len(*a), manyRanges); cap(out) < n {
		out = make([]cells.Range, 0, n)
	}
	if len(*a) <= fewAreas {
		return a.exactFew(out)
	}
	var open map[[2]int32]int // by rows: the latest range of these rows
	for i, x := range *a {
		key := [2]int32{x.from, x.to}
		if i > 0 && (*a)[i-1].col != x.col && open == nil {
			open = make(map[[2]int32]int)
			for j, r := range out {
				open[[2]int32{r.Top, r.Bottom}] = j
			}
		}
		if j, ok := open[key]; ok && out[j].Sheet == x.sheet && out[j].Right == x.col-1 {
			out[j].Right = x.col
			continue
		}
		if open != nil {
			open[key] = len(out)
		}
		out = append(out, cells.Range{Sheet: x.sheet, Top: x.from, Left: x.col, Bottom: x.to, Right: x.col})
	}
	return out
}

// exactFew is exact for a few areas.
func (a *areas) exactFew(out []cells.Range) []cells.Range {
next:
	for _, x := range *a {
		for j := len(out) - 1; j >= 0; j-- {
			if r := &out[j]; r.Top == x.from && r.Bottom == x.to {
				if r.Sheet == x.sheet && r.Right == x.col-1 {
					r.Right = x.col
					continue next
				}
				break
			}
		}
		out = append(out, cells.Range{Sheet: x.sheet, Top: x.from, Left: x.col, Bottom: x.to, Right: x.col})
	}
	return out
}
