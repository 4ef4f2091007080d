package formula

import (
	"math"

	"freshet/cells"
)

// size reads rows and columns; they must be at least 1, and their product within the budget.
func (f *frame) size(rows, cols float64) (int, int, bool) {
	rows, cols = wholeNumber(rows), wholeNumber(cols)
	if rows < 1 || cols < 1 {
		return 0, 0, false
	}
	f.take(int(math.Min(rows*cols, MaxElements+1)))
	return int(rows), int(cols), true
}

func tooSmall() operand {
	return bad(cells.ErrValue, "an array has at least one row and one column")
}

func sequence(f *frame, a []operand) operand {
	rows, cols, ok := f.size(optNum(a, 0, 1), optNum(a, 1, 1))
	if !ok && wholeNumber(optNum(a, 0, 1))*wholeNumber(optNum(a, 1, 1)) == 0 {
		return bad(cells.ErrCalc, "the array has no elements")
	}
	if !ok {
		return tooSmall()
	}
	start, step := optNum(a, 2, 1), optNum(a, 3, 1)
	out := newArray(rows, cols)
	for i := range out.Values {
		out.Values[i] = cells.Num(start + float64(float64(i)*step))
	}
	return f.arrayed(out)
}

func randArray(f *frame, a []operand) operand {
	rows, cols, ok := f.size(optNum(a, 0, 1), optNum(a, 1, 1))
	if !ok {
		return tooSmall()
	}
	low, high := optNum(a, 2, 0), optNum(a, 3, 1)
	whole := optTruth(a, 4, false)
	if low > high || whole && (low != math.Trunc(low) || high != math.Trunc(high)) {
		return bad(cells.ErrValue, "the smallest must not be above the largest, and whole numbers need whole bounds")
	}
	out := newArray(rows, cols)
	for i := range out.Values {
		x := f.draw()
		if whole {
			x = low + math.Floor(x*(high-low+1))
		} else {
			x = low + float64(x*(high-low))
		}
		out.Values[i] = cells.Num(x)
	}
	return f.arrayed(out)
}

// part finds which lines TAKE and DROP leave of n.
func part(n int, want float64, drop bool) (from, count int) {
	w := int(math.Max(-float64(n), math.Min(wholeNumber(want), float64(n))))
	switch {
	case !drop && w >= 0:
		return 0, w
	case !drop:
		return n + w, -w
	case w >= 0:
		return w, n - w
	}
	return 0, n + w
}

func takeArray(f *frame, a []operand) operand { return portion(f, a, false) }
func dropArray(f *frame, a []operand) operand { return portion(f, a, true) }

func portion(f *frame, a []operand, drop bool) operand {
	arr := f.array(a[0])
	row, rows, col, cols := 0, arr.Rows, 0, arr.Cols
	if has(a, 1) {
		row, rows = part(arr.Rows, a[1].Float(), drop)
	}
	if has(a, 2) {
		col, cols = part(arr.Cols, a[2].Float(), drop)
	}
	if rows == 0 || cols == 0 {
		return bad(cells.ErrCalc, "nothing is left of the array")
	}
	f.take(rows * cols)
	return f.arrayed(sub(arr, row, col, rows, cols))
}

func chooseLines(f *frame, a []operand, columns bool) operand {
	arr := f.array(a[0])
	n := arr.Rows
	if columns {
		n = arr.Cols
	}
	var keep []int32
	for i, o := range a[1:] {
		k := wholeNumber(o.Float())
		if k < 0 {
			k += float64(n) + 1
		}
		if k < 1 || k > float64(n) {
			return argument(cells.ErrValue, i+2, "the array has no such row or column")
		}
		keep = append(keep, int32(k)-1)
	}
	return f.arrayed(rowsWhere(f, arr, keep, columns))
}

func stack(f *frame, a []operand, across bool) operand {
	if fns, ok := f.stackFunctions(a, across); ok {
		return fns
	}
	arrays := make([]*cells.Array, len(a))
	rows, cols := 0, 0
	for i := range a {
		arr := f.array(a[i])
		arrays[i] = arr
		if across {
			rows, cols = max(rows, arr.Rows), cols+arr.Cols
		} else {
			rows, cols = rows+arr.Rows, max(cols, arr.Cols)
		}
	}
	f.takeRect(rows, cols)
	f.step(2 * rows * cols) // its memory is twice what the arrays take together, and new
	out := newArray(rows, cols)
	none := missing()
	r0, c0 := 0, 0
	for _, arr := range arrays {
		if arr.Cols == cols {
			copy(out.Values[r0*cols:], arr.Values)
		} else {
			for i := range arr.Rows {
				copy(out.Values[(r0+i)*cols+c0:], arr.Values[i*arr.Cols:(i+1)*arr.Cols])
			}
		}
		if !across && arr.Cols < cols {
			for i := range arr.Rows {
				fillValues(out.Values[(r0+i)*cols+arr.Cols:(r0+i+1)*cols], none)
			}
		}
		if across && arr.Rows < rows {
			for i := arr.Rows; i < rows; i++ {
				fillValues(out.Values[i*cols+c0:i*cols+c0+arr.Cols], none)
			}
		}
		if across {
			c0 += arr.Cols
		} else {
			r0 += arr.Rows
		}
	}
	return f.arrayed(out)
}

func fillValues(to []cells.Value, v cells.Value) {
	for i := range to {
		to[i] = v
	}
}

func toLine(f *frame, a []operand, across bool) operand {
	arr := f.array(a[0])
	ignore := int(optNum(a, 1, 0))
	f.take(len(arr.Values))
	kept := make([]cells.Value, 0, len(arr.Values))
	add := func(v cells.Value) {
		if v.IsBlank() && ignore&1 != 0 || v.Kind() == cells.Failed && ignore&2 != 0 {
			return
		}
		kept = append(kept, v)
	}
	if optTruth(a, 2, false) {
		for j := range arr.Cols {
			for i := range arr.Rows {
				add(arr.At(i, j))
			}
		}
	} else {
		for _, v := range arr.Values {
			add(v)
		}
	}
	if len(kept) == 0 {
		return bad(cells.ErrCalc, "nothing is left of the array")
	}
	out := &cells.Array{Rows: len(kept), Cols: 1, Values: kept}
	if across {
		out.Rows, out.Cols = 1, len(kept)
	}
	return f.arrayed(out)
}

func flattenArrays(f *frame, a []operand) operand {
	out := &cells.Array{Cols: 1}
	for _, o := range a {
		arr := f.array(o)
		f.take(len(arr.Values))
		out.Values = append(out.Values, arr.Values...)
	}
	out.Rows = len(out.Values)
	return f.arrayed(out)
}

func wrap(f *frame, a []operand, down bool) operand {
	arr := f.array(a[0])
	n := wholeNumber(a[1].Float())
	switch {
	case arr.Rows > 1 && arr.Cols > 1:
		return argument(cells.ErrValue, 1, "one row or one column is wrapped, not a rectangle")
	case n < 1:
		return argument(cells.ErrNum, 2, "the length must be at least 1")
	}
	size := int(math.Min(n, float64(max(1, len(arr.Values)))))
	lines := (len(arr.Values) + size - 1) / size
	f.take(lines * size)
	pad := missing()
	if has(a, 2) {
		pad = a[2].Value
	}
	out := newArray(lines, size)
	if down {
		out = newArray(size, lines)
	}
	for i := range lines * size {
		v := pad
		if i < len(arr.Values) {
			v = arr.Values[i]
		}
		if down {
			out.Values[i%size*lines+i/size] = v
		} else {
			out.Values[i] = v
		}
	}
	return f.arrayed(out)
}

func expand(f *frame, a []operand) operand {
	arr := f.array(a[0])
	rows, cols, ok := f.size(optNum(a, 1, float64(arr.Rows)), optNum(a, 2, float64(arr.Cols)))
	if !ok || rows < arr.Rows || cols < arr.Cols {
		return bad(cells.ErrValue, "the array can only be made larger")
	}
	out := newArray(rows, cols)
	pad := missing()
	if has(a, 3) {
		pad = a[3].Value
	}
	fillValues(out.Values, pad)
	for i := range arr.Rows {
		copy(out.Values[i*cols:], arr.Values[i*arr.Cols:(i+1)*arr.Cols])
	}
	return f.arrayed(out)
}
