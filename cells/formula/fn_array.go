package formula

import (
	"math"

	"freshet/cells"
)

func arrayFunctions() []*function {
	return []*function{
		declare("FILTER(array:a, include:a, [if_empty:v])", Arrays, "array", "The rows (or columns) of an array where a condition holds.", filterArray,
			more("expr's filter(list, closure) keeps the elements that the closure finds true."), eg("=FILTER(A1:A3,A1:A3>1)", "{2;3}", "A1: 1", "A2: 2", "A3: 3"), eg("=FILTER({1,2,3},{1,0,1})", "{1,3}"), eg("=FILTER({1;2},{0;0},\"none\")", "none"), eg("=FILTER({1;2},{0;0})", "#CALC!"), eg("=filter([1,2,3], # > 1)", "{2;3}")),
		declare("SORT(array:a, [index:a], [order:a], [by_columns:b])", Arrays, "array", "The rows of an array, sorted.", sortArray, more("Numbers come before texts, which stand as in a dictionary and in any case, and blanks come last; expr's sort and sortBy have the same order. Order 1 is upwards, -1 downwards, and TRUE and FALSE as in Google Sheets. With arrays of both, by several columns: SORT(A1:C9,{2,1},{1,-1}). expr's \"asc\" and \"desc\" are understood in place of index."), eg("=SORT({3;1;2})", "{1;2;3}"), eg("=SORT({1,\"b\";2,\"a\"},2)", "{2,a;1,b}"), eg("=SORT({1;3;2},1,-1)", "{3;2;1}"), eg("=SORT({\"Zebra\";\"Ärger\";\"apfel\"})", "{apfel;Ärger;Zebra}"), eg("=sort([2,1], \"desc\")", "{2;1}")),
		declare("SORTBY(array:a, by:a+order:n…)", Arrays, "array", "The rows of an array, sorted by other arrays.", sortByArray, variableTail, atLeast(2), eg("=SORTBY({\"a\";\"b\";\"c\"},{3;1;2})", "{b;c;a}"), eg("=SORTBY({\"a\";\"b\"},{1;2},-1)", "{b;a}")),
		declare("UNIQUE(array:a, [by_columns:b], [once:b])", Arrays, "array", "The rows of an array without repetitions.", uniqueArray, eg("=UNIQUE({1;2;1;3})", "{1;2;3}"), eg("=UNIQUE({1;2;1},FALSE,TRUE)", "2"), eg("=UNIQUE({\"a\";\"A\"})", "a")),
		declare("COUNTUNIQUE(value:r…)", Arrays, "number", "How many different values there are.", countUnique, eg("=COUNTUNIQUE({1,2,1},2,\"x\")", "3")),
		declare("SEQUENCE(rows:n, [columns:n], [start:n], [step:n])", Arrays, "array", "Numbers in a row or rectangle, each a step from the one before.", sequence, eg("=SEQUENCE(3)", "{1;2;3}"), eg("=SEQUENCE(2,2,0,5)", "{0,5;10,15}"), eg("=SEQUENCE(1000000,10)", "#LIMIT!")),
		declare("RANDARRAY([rows:n], [columns:n], [min:n], [max:n], [whole:b])", Arrays, "array", "Random numbers in a rectangle.", randArray, volatile, eg("=COUNT(RANDARRAY(2,3))", "6"), eg("=RANDARRAY(1,1,7,7,TRUE)", "7")),
		declare("TAKE(array:a, rows:n, [columns:n])", Arrays, "array", "The first (or, negative, last) rows and columns of an array.", takeArray, more("In lower case with two arguments, expr's take(list, n)."), eg("=TAKE({1;2;3},2)", "{1;2}"), eg("=TAKE({1,2,3},,-1)", "3")),
		declare("DROP(array:a, rows:n, [columns:n])", Arrays, "array", "An array without its first (or, negative, last) rows and columns.", dropArray, eg("=DROP({1;2;3},1)", "{2;3}"), eg("=DROP({1;2;3},-2)", "1"), eg("=DROP({1;2},2)", "#CALC!")),
		declare("CHOOSECOLS(array:a, column:n…)", Arrays, "array", "Some columns of an array.", func(f *frame, a []operand) operand { return chooseLines(f, a, true) }, eg("=CHOOSECOLS({1,2,3;4,5,6},3,1)", "{3,1;6,4}"), eg("=CHOOSECOLS({1,2},-1)", "2"), eg("=CHOOSECOLS({1,2},3)", "#VALUE!")),
		declare("CHOOSEROWS(array:a, row:n…)", Arrays, "array", "Some rows of an array.", func(f *frame, a []operand) operand { return chooseLines(f, a, false) }, eg("=CHOOSEROWS({1;2;3},2)", "2")),
		declare("VSTACK(array:a…)", Arrays, "array", "Arrays one below the other.", func(f *frame, a []operand) operand { return stack(f, a, false) }, eg("=VSTACK({1,2},{3,4})", "{1,2;3,4}"), eg("=VSTACK({1,2},3)", "{1,2;3,#N/A}")),
		declare("HSTACK(array:a…)", Arrays, "array", "Arrays side by side.", func(f *frame, a []operand) operand { return stack(f, a, true) }, eg("=HSTACK({1;2},{3;4})", "{1,3;2,4}")),
		declare("TOCOL(array:a, [ignore:n], [by_columns:b])", Arrays, "array", "All elements in one column.", func(f *frame, a []operand) operand { return toLine(f, a, false) }, more("Ignore 1: blanks; 2: errors; 3: both."), eg("=TOCOL({1,2;3,4})", "{1;2;3;4}"), eg("=TOCOL({1,2;3,4},0,TRUE)", "{1;3;2;4}")),
		declare("TOROW(array:a, [ignore:n], [by_columns:b])", Arrays, "array", "All elements in one row.", func(f *frame, a []operand) operand { return toLine(f, a, true) }, eg("=TOROW({1,2;3,4})", "{1,2,3,4}"), eg("=TOROW({1,#N/A},2)", "1")),
		declare("FLATTEN(array:a…)", Arrays, "array", "All elements of all arguments in one column.", flattenArrays, eg("=FLATTEN({1,2},3)", "{1;2;3}")),
		declare("WRAPROWS(array:a, count:n, [pad:e])", Arrays, "array", "A row or column wrapped into rows of a length.", func(f *frame, a []operand) operand { return wrap(f, a, false) }, eg("=WRAPROWS({1,2,3},2)", "{1,2;3,#N/A}"), eg("=WRAPROWS({1,2,3},2,0)", "{1,2;3,0}")),
		declare("WRAPCOLS(array:a, count:n, [pad:e])", Arrays, "array", "A row or column wrapped into columns of a length.", func(f *frame, a []operand) operand { return wrap(f, a, true) }, eg("=WRAPCOLS({1,2,3},2)", "{1,3;2,#N/A}")),
		declare("EXPAND(array:a, rows:n, [columns:n], [pad:e])", Arrays, "array", "An array made larger.", expand, eg("=EXPAND({1,2},2,3,0)", "{1,2,0;0,0,0}")),
		declare("ARRAY_CONSTRAIN(array:a, rows:n, columns:n)", Arrays, "array", "The upper left part of an array.", func(f *frame, a []operand) operand {
			arr := f.array(a[0])
			r, c := math.Min(wholeNumber(a[1].Float()), float64(arr.Rows)), math.Min(wholeNumber(a[2].Float()), float64(arr.Cols))
			if r < 1 || c < 1 {
				return bad(cells.ErrValue, "rows and columns must be at least 1")
			}
			f.take(int(r * c))
			return f.arrayed(sub(arr, 0, 0, int(r), int(c)))
		}, eg("=ARRAY_CONSTRAIN({1,2;3,4},1,2)", "{1,2}")),
	}
}

// rowsWhere keeps rows (or columns).
func rowsWhere(f *frame, a *cells.Array, keep []int32, columns bool) *cells.Array {
	if columns {
		f.take(a.Rows * len(keep))
		out := newArray(a.Rows, len(keep))
		for i := range a.Rows {
			for k, j := range keep {
				out.Values[i*len(keep)+k] = a.At(i, int(j))
			}
		}
		return out
	}
	f.take(len(keep) * a.Cols)
	out := newArray(len(keep), a.Cols)
	if a.Cols == 1 {
		for k, i := range keep {
			out.Values[k] = a.Values[i]
		}
		return out
	}
	for k, i := range keep {
		copy(out.Values[k*a.Cols:(k+1)*a.Cols], a.Values[int(i)*a.Cols:(int(i)+1)*a.Cols])
	}
	return out
}

func filterArray(f *frame, a []operand) operand {
	arr, include := f.array(a[0]), f.array(a[1])
	columns := include.Rows == 1 && include.Cols == arr.Cols && (arr.Rows != 1 || arr.Cols != 1)
	if !columns && (include.Cols != 1 || include.Rows != arr.Rows) {
		return argument(cells.ErrValue, 2, "the condition must have as many rows (or columns) as the array")
	}
	keep := make([]int32, 0, len(include.Values))
	f.step(len(include.Values) / 4)
	for i, v := range include.Values {
		t := ToTruth(v)
		if t.Kind() == cells.Failed {
			return val(t)
		}
		if t.Truth() {
			keep = append(keep, int32(i))
		}
	}
	if len(keep) == 0 {
		if has(a, 2) {
			return a[2]
		}
		return bad(cells.ErrCalc, "no row meets the condition")
	}
	return f.arrayed(rowsWhere(f, arr, keep, columns))
}

// compareForSort orders all values: numbers, texts, truths, errors, and blanks last whichever way.
func (f *frame) compareForSort(a, b cells.Value, down bool) int {
	last := func(v cells.Value) int {
		switch v.Kind() {
		case cells.Blank:
			return 2
		case cells.Failed:
			return 1
		}
		return 0
	}
	if la, lb := last(a), last(b); la != 0 || lb != 0 {
		return la - lb
	}
	if c := f.compare(a, b); down {
		return -c
	} else {
		return c
	}
}

func sortByArray(f *frame, a []operand) operand {
	own := f.owns(0)
	arr, read := f.arrayOwned(a[0])
	var bys []lineKey
	columns := false
	for i := 1; i < len(a); i += 2 {
		if a[i].isOmitted() {
			continue
		}
		k := f.array(a[i])
		columns = k.Rows == 1 && k.Cols == arr.Cols && arr.Cols > 1
		if !columns && (k.Cols != 1 || k.Rows != arr.Rows) {
			return argument(cells.ErrValue, i+1, "it must have as many elements as the array has rows")
		}
		down := false
		if i+1 < len(a) && !a[i+1].isOmitted() {
			down = ToNumber(f.plain(a[i+1]), f.locale).Float() == -1
		}
		bys = append(bys, lineKey{func(i int) cells.Value { return k.Values[i] }, down})
	}
	count := arr.Rows
	if columns {
		count = arr.Cols
	}
	return f.arrayed(f.permuted(arr, f.order(count, bys), columns, own || read))
}

func uniqueArray(f *frame, a []operand) operand {
	arr := f.array(a[0])
	columns, once := optTruth(a, 1, false), optTruth(a, 2, false)
	count, width := arr.Rows, arr.Cols
	if columns {
		count, width = width, count
	}
	f.step(count*width*3/4 + 1)
	seen := f.identities(count)
	first := make([]int32, 0, count)
	var counts []int32
	for i := range count {
		var k int32
		var fresh bool
		if width == 1 {
			f.chargeIdentity(arr.Values[i])
			k, fresh = seen.of(arr.Values[i])
		} else {
			k, fresh = seen.ofLine(width, func(j int) cells.Value {
				v := arr.Values[i*arr.Cols+j]
				if columns {
					v = arr.Values[j*arr.Cols+i]
				}
				f.chargeIdentity(v)
				return v
			})
		}
		if fresh {
			if width == 1 && arr.Values[i].Numeric() {
				f.step(1) // others have been charged as much
			}
			first = append(first, int32(i))
		}
		if once {
			if fresh {
				counts = append(counts, 0)
			}
			counts[k]++
		}
	}
	if once {
		kept := first[:0]
		for k, i := range first {
			if counts[k] == 1 {
				kept = append(kept, i)
			}
		}
		first = kept
	}
	if len(first) == 0 {
		return bad(cells.ErrCalc, "there is no such row")
	}
	return f.arrayed(rowsWhere(f, arr, first, columns))
}

// chargeIdentity charges what finding out whether a value was there before takes beyond the step of a number.
func (f *frame) chargeIdentity(v cells.Value) {
	if !v.Numeric() {
		f.step(1)
		f.chargeValue(v)
	}
}

func countUnique(f *frame, a []operand) operand {
	seen := f.identities(0)
	f.each(a, func(v cells.Value, _ bool) bool {
		if !v.IsBlank() {
			f.take(1)
			f.chargeIdentity(v)
			seen.of(v)
		}
		return true
	})
	return num(float64(seen.count))
}
