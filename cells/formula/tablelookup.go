package formula

import (
	"math"

	"freshet/cells"
)

func tableLookup(f *frame, a []operand, across bool) operand {
	rows, cols := f.shapeOf(a[1])
	index := int(math.Trunc(math.Max(-1, math.Min(a[2].Float(), 1e6))))
	limit := cols
	if across {
		limit = rows
	}
	switch {
	case index < 1:
		return argument(cells.ErrValue, 3, "the first column or row has the number 1")
	case index > limit:
		return argument(cells.ErrRef, 3, "the table has not so many columns or rows")
	}
	approximate := optTruth(a, 3, !a[3].isEmpty())
	keys := f.head(a[1], across)
	var i int
	var e operand
	if approximate {
		i = f.sortedPlace(keys, across, a[0].Value, false)
	} else {
		i, e = f.exact(keys, a[0].Value, true, false)
	}
	switch {
	case e.failed():
		return e
	case i < 0:
		return notFound(a[0].Value, f)
	case across:
		return f.cellOf(a[1], index-1, i)
	}
	return f.cellOf(a[1], i, index-1)
}

// head is the first column of a table, or its first row.
func (f *frame) head(o operand, across bool) operand {
	if a, ok := o.obj.(*area); ok {
		g := a.Range
		if across {
			g.Bottom = g.Top
		} else {
			g.Right = g.Left
		}
		return operand{obj: &area{g}}
	}
	arr := f.array(o)
	if across {
		return val(cells.Arr(sub(arr, 0, 0, 1, arr.Cols)))
	}
	return val(cells.Arr(sub(arr, 0, 0, arr.Rows, 1)))
}

// cellOf is one element of a range or array.
func (f *frame) cellOf(o operand, row, col int) operand {
	if a, ok := o.obj.(*area); ok {
		return val(f.read(cells.Ref{Sheet: a.Sheet, Row: a.Top + int32(row), Col: a.Left + int32(col)}))
	}
	return val(f.array(o).At(row, col))
}

func lookupSorted(f *frame, a []operand) operand {
	keys, results := a[1], a[1]
	rows, cols := f.shapeOf(a[1])
	if rows > 1 && cols > 1 {
		// Of a rectangle, the longer side is searched and the last row or column gives the result.
		across := cols > rows
		keys = f.head(a[1], across)
		if across {
			results = f.tail(a[1], rows-1, true)
		} else {
			results = f.tail(a[1], cols-1, false)
		}
	}
	if has(a, 2) {
		results = a[2]
	}
	m, n := f.shapeOf(keys)
	if m != 1 && n != 1 {
		return argument(cells.ErrNA, 2, "one row or one column is searched")
	}
	i := f.sortedPlace(keys, m == 1 && n > 1, a[0].Value, false)
	if i < 0 {
		return notFound(a[0].Value, f)
	}
	r, c := f.shapeOf(results)
	switch {
	case r == 1 && i < c:
		return f.cellOf(results, 0, i)
	case c == 1 && i < r:
		return f.cellOf(results, i, 0)
	}
	return argument(cells.ErrNA, 3, "the results are fewer than what is searched")
}

// lineOf is the n-th row or column of a range.
func lineOf(g cells.Range, n int, row bool) cells.Range {
	if row {
		g.Top += int32(n)
		g.Bottom = g.Top
	} else {
		g.Left += int32(n)
		g.Right = g.Left
	}
	return g
}

// tail is the n-th row (across) or column of a table.
func (f *frame) tail(o operand, n int, across bool) operand {
	if a, ok := o.obj.(*area); ok {
		return operand{obj: &area{lineOf(a.Range, n, across)}}
	}
	arr := f.array(o)
	if across {
		return val(cells.Arr(sub(arr, n, 0, 1, arr.Cols)))
	}
	return val(cells.Arr(sub(arr, 0, n, arr.Rows, 1)))
}
