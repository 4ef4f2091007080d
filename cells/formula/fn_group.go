package formula

import (
	"math"

	"freshet/cells"
)

func groupFunctions() []*function {
	const sales = "{\"a\";\"b\";\"a\"},{1;2;3}"
	return []*function{
		declare("GROUPBY(row_fields:a, values:a, function:f, [headers:n], [total_depth:n], [sort_order:a], [filter:a], [relation:n])", Arrays, "array", "Groups the rows of a table and calls a function for the values of each group.", groupBy, several,
			more("The function is a LAMBDA or the name of one, such as SUM or PERCENTOF; several are HSTACK(SUM,AVERAGE), beside each other under their names, or VSTACK(SUM,AVERAGE), below each other. VSTACK(HSTACK(SUM,AVERAGE),{\"Sum\",\"Mean\"}) gives them other names. Headers 0: the fields have none; 1: they have, and are not shown; 2: they have none, and some are made; 3: they have, and are shown; left out: they have when a text stands above a number. total_depth 0: no totals; 1 (when left out): a grand total; 2: subtotals too; negative: above. sort_order counts the columns of the result, negative downward. relation 0: a hierarchy; 1: a table."),
			eg("=GROUPBY("+sales+",SUM)", "{a,4;b,2;Total,6}"), eg("=GROUPBY("+sales+",LAMBDA(v,MAX(v)),,0,-2)", "{a,3;b,2}"), eg("=GROUPBY("+sales+",HSTACK(SUM,AVERAGE),,0)", "{,SUM,AVERAGE;a,4,2;b,2,2}"), eg("=GROUPBY("+sales+",VSTACK(SUM,COUNT),,0)", "{a,SUM,4;a,COUNT,2;b,SUM,2;b,COUNT,1}"), eg("=GROUPBY({\"x\",\"a\";\"x\",\"b\";\"y\",\"a\"},{1;2;3},SUM,,2)", "{x,a,1;x,b,2;x,,3;y,a,3;y,,3;Grand Total,,6}")),
		declare("PIVOTBY(row_fields:a, column_fields:a, values:a, function:f, [headers:n], [row_total_depth:n], [row_sort_order:a], [column_total_depth:n], [column_sort_order:a], [filter:a], [relative_to:n])", Arrays, "array", "Groups the rows of a table along two axes and calls a function for the values where they meet.", pivotBy, several,
			more("The options are those of GROUPBY. A function of two arguments, such as PERCENTOF, gets as the second the values of the column (relative_to 0), of the row (1), or all (2)."),
			eg("=PIVOTBY({\"a\";\"b\";\"a\"},{\"x\";\"x\";\"y\"},{1;2;3},SUM)", "{,x,y,Total;a,1,3,4;b,2,,2;Total,3,3,6}"), eg("=PIVOTBY({\"a\";\"b\"},{\"x\";\"y\"},{1;2},SUM,,0,,0)", "{,x,y;a,1,;b,,2}")),
		declare("PERCENTOF(part:r, whole:r)", Aggregates, "number", "Which part of a sum another sum is.", func(f *frame, a []operand) operand {
			part, _, e := f.numbersOf(a[:1])
			if e.failed() {
				return e
			}
			whole, _, e := f.numbersOf(a[1:])
			if e.failed() {
				return e
			}
			all := addUp(whole)
			if all == 0 {
				return argument(cells.ErrDiv0, 2, "the sum of the whole is 0")
			}
			return num(addUp(part) / all)
		}, eg("=PERCENTOF({1,2},{1,2,3,4})", "0.3"), eg("=PERCENTOF(1,0)", "#DIV/0!")),
		declare("TRIMRANGE(range:a, [rows:n], [columns:n])", Arrays, "array", "A range without the blank rows and columns at its edges.", trimRange, more("For rows and columns: 0 trims none, 1 the first ones, 2 the last ones, 3 (when left out) both."), eg("=TRIMRANGE(A1:C9)", "{1,2}", "B2: 1", "C2: 2"), eg("=ROWS(TRIMRANGE(A:A))", "3", "A1: 1", "A3: 3")),
	}
}

// groupArguments reads what both have in common; at are the places of the values, the function, the headers and the filter.
func (f *frame) groupArguments(a []operand, values, function, headers, filter int, fields ...*cells.Array) (t *tableToGroup, own, shown bool, e operand) {
	t = &tableToGroup{values: f.array(a[values]), fns: functionsOf(a[function])}
	mode := wholeNumber(optNum(a, headers, -1))
	own = mode == 1 || mode == 3
	if mode == -1 {
		own = t.values.Rows > 1 && t.values.At(0, 0).Kind() == cells.Text && t.values.At(1, 0).Numeric()
	}
	shown = mode == 2 || mode == 3 || mode == -1 && own && fields[0].Cols > 1
	if mode < -1 || mode > 3 {
		return nil, false, false, argument(cells.ErrValue, headers+1, "the headers are 0, 1, 2 or 3")
	}
	for _, x := range fields {
		if x.Rows != t.values.Rows {
			return nil, false, false, bad(cells.ErrValue, "the fields and the values must have equally many rows")
		}
	}
	var keep *cells.Array
	if has(a, filter) {
		if keep = f.array(a[filter]); len(keep.Values) != t.values.Rows {
			return nil, false, false, argument(cells.ErrValue, filter+1, "the filter must have as many rows as the values")
		}
	}
	f.take(t.values.Rows)
	f.step(t.values.Rows)
	for i := b2i(own); i < t.values.Rows; i++ {
		if keep != nil {
			v := ToTruth(keep.Values[i])
			if v.Kind() == cells.Failed {
				return nil, false, false, val(v)
			}
			if !v.Truth() {
				continue
			}
		}
		t.rows = append(t.rows, int32(i))
	}
	if len(t.rows) == 0 {
		return nil, false, false, bad(cells.ErrCalc, "there is nothing to group")
	}
	return t, own, shown, operand{}
}

// sortOrder reads directives of sorting: columns counted from one, negative downward.
func (f *frame) sortOrder(a []operand, i, columns int) ([]float64, operand) {
	if !has(a, i) {
		return nil, operand{}
	}
	x, _, e := f.numbersOf(a[i : i+1])
	if e.failed() {
		return nil, e
	}
	for k := range x {
		x[k] = wholeNumber(x[k])
		if x[k] == 0 || math.Abs(x[k]) > float64(columns) {
			return nil, argument(cells.ErrValue, i+1, "the result has no such column to sort by")
		}
	}
	return x, operand{}
}

// totalDepth reads how deep totals go; one when left out.
func totalDepth(a []operand, i int) int {
	return int(math.Max(-100, math.Min(100, wholeNumber(optNum(a, i, 1)))))
}

func groupBy(f *frame, a []operand) operand {
	keys := f.array(a[0])
	t, own, shown, e := f.groupArguments(a, 1, 2, 3, 6, keys)
	if e.failed() {
		return e
	}
	sort, e := f.sortOrder(a, 5, keys.Cols+t.width())
	if e.failed() {
		return e
	}
	flat := optNum(a, 7, 0) == 1
	g := f.group(t, keys, sort, flat)
	g.lay(f, totalDepth(a, 4), flat)
	// Functions below each other have a column for their names, those beside each other a row.
	left, named := keys.Cols+b2i(t.fns.down), len(t.fns.all) > 1 && !t.fns.down
	top, height, cols := b2i(shown)+b2i(named), t.height(), left+t.width()
	f.takeRect(len(g.lines)*height+top, cols)
	out := newArray(len(g.lines)*height+top, cols)
	for j := range top * cols {
		out.Values[j] = cells.Str("")
	}
	for j := range cols {
		switch {
		case j < keys.Cols:
			if shown {
				out.Values[j] = header(keys, j, own, "Row Field")
			}
		case j >= left:
			if shown {
				out.Values[j] = header(t.values, t.value(j-left), own, "Value")
			}
			if named {
				out.Values[(top-1)*cols+j] = t.name(j - left)
			}
		}
	}
	for i, line := range g.lines {
		rows := g.rowsOf(f, line)
		for k := range height {
			at := (top + i*height + k) * cols
			copy(out.Values[at:], line.labels)
			if t.fns.down {
				out.Values[at+keys.Cols] = t.fns.names[k]
			}
			for j := range t.width() {
				out.Values[at+left+j] = t.aggregate(f, rows, t.rows, j, k)
			}
		}
	}
	return f.arrayed(out)
}

func pivotBy(f *frame, a []operand) operand {
	down, across := f.array(a[0]), f.array(a[1])
	t, own, shown, e := f.groupArguments(a, 2, 3, 4, 9, down, across)
	if e.failed() {
		return e
	}
	n := t.width()
	sort, e := f.sortOrder(a, 6, down.Cols+n)
	if e.failed() {
		return e
	}
	sortAcross, e := f.sortOrder(a, 8, across.Cols+n)
	if e.failed() {
		return e
	}
	rows, columns := f.group(t, down, sort, false), f.group(t, across, sortAcross, false)
	rows.lay(f, totalDepth(a, 5), false)
	columns.lay(f, totalDepth(a, 7), false)
	left, named, height := down.Cols+b2i(t.fns.down), len(t.fns.all) > 1 && !t.fns.down, t.height()
	fields := across.Cols // the row with the names of fields
	top := across.Cols + b2i(shown) + b2i(named)
	width := left + len(columns.lines)*n
	f.takeRect(top+len(rows.lines)*height, width)
	out := newArray(top+len(rows.lines)*height, width)
	for i := range top * width {
		out.Values[i] = cells.Str("")
	}
	for k, line := range columns.lines {
		for j := range n {
			at := left + k*n + j
			for level, label := range line.labels {
				out.Values[level*width+at] = label
			}
			if shown {
				out.Values[fields*width+at] = header(t.values, t.value(j), own, "Value")
			}
			if named {
				out.Values[(top-1)*width+at] = t.name(j)
			}
		}
	}
	for j := range down.Cols {
		if shown {
			out.Values[fields*width+j] = header(down, j, own, "Row Field")
		}
	}
	wholes := make([][]int32, len(columns.lines))
	for k, line := range columns.lines {
		wholes[k] = columns.rowsOf(f, line)
	}
	relative := wholeNumber(optNum(a, 10, 0))
	for i, line := range rows.lines {
		first := (top + i*height) * width
		for h := range height {
			copy(out.Values[first+h*width:], line.labels)
			if t.fns.down {
				out.Values[first+h*width+down.Cols] = t.fns.names[h]
			}
		}
		all := rows.rowsOf(f, line)
		within := columns.part(f, all)
		for k, column := range columns.lines {
			met := within.rowsOf(f, column)
			whole := wholes[k]
			switch relative {
			case 1:
				whole = all
			case 2:
				whole = t.rows
			}
			for j := range n * height {
				v := cells.Str("")
				if len(met) > 0 {
					v = t.aggregate(f, met, whole, j%n, j/n)
				}
				out.Values[first+j/n*width+left+k*n+j%n] = v
			}
		}
	}
	return f.arrayed(out)
}

// trimRange cuts blank lines off the edges.
func trimRange(f *frame, a []operand) operand {
	x := f.array(a[0])
	f.step(len(x.Values))
	rows, cols := int(wholeNumber(optNum(a, 1, 3))), int(wholeNumber(optNum(a, 2, 3)))
	if rows < 0 || rows > 3 || cols < 0 || cols > 3 {
		return bad(cells.ErrValue, "rows and columns are 0, 1, 2 or 3")
	}
	first, last, left, right := x.Rows, -1, x.Cols, -1
	for i, v := range x.Values {
		if !v.IsBlank() {
			first, last = min(first, i/x.Cols), max(last, i/x.Cols)
			left, right = min(left, i%x.Cols), max(right, i%x.Cols)
		}
	}
	if last < 0 {
		return bad(cells.ErrRef, "all cells are blank")
	}
	if rows&1 == 0 {
		first = 0
	}
	if rows&2 == 0 {
		last = x.Rows - 1
	}
	if cols&1 == 0 {
		left = 0
	}
	if cols&2 == 0 {
		right = x.Cols - 1
	}
	f.takeRect(last-first+1, right-left+1)
	return f.arrayed(sub(x, first, left, last-first+1, right-left+1))
}
