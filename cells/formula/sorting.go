package formula

import (
	"math"

	"freshet/cells"
)

// sortKey is a line that is sorted by, and which way.
type sortKey struct {
	line int
	down bool
}

// sortKeys reads which columns (or rows) SORT goes by: places and orders of equal number, or one order for all.
func (f *frame) sortKeys(a []operand, lines int) ([]sortKey, operand) {
	keys := []sortKey{{}}
	if has(a, 1) {
		keys = keys[:0]
		for _, v := range f.array(a[1]).Values {
			k := sortKey{}
			switch {
			case v.Kind() == cells.Text && EqualText(v.Text(), "desc"):
				k.down = true
			case v.Kind() == cells.Text && EqualText(v.Text(), "asc"):
			default:
				n := ToNumber(v, f.locale)
				if n.Kind() == cells.Failed {
					return nil, val(n)
				}
				if n.Float() < 1 || n.Float() >= float64(max(lines, 1))+1 {
					return nil, argument(cells.ErrValue, 2, "the array has no such column or row")
				}
				k.line = int(n.Float()) - 1
			}
			keys = append(keys, k)
		}
	}
	if !has(a, 2) {
		return keys, operand{}
	}
	orders := f.array(a[2]).Values
	if len(orders) != 1 && len(orders) != len(keys) {
		return nil, argument(cells.ErrValue, 3, "there are not as many orders as columns to sort by")
	}
	for i := range keys {
		if v := orders[i%len(orders)]; v.Kind() == cells.Bool { // as in Google Sheets
			keys[i].down = !v.Truth()
			continue
		}
		n := ToNumber(orders[i%len(orders)], f.locale)
		switch {
		case n.Kind() == cells.Failed:
			return nil, val(n)
		case math.Abs(n.Float()) != 1:
			return nil, argument(cells.ErrValue, 3, "the order is 1 or -1")
		}
		keys[i].down = n.Float() == -1
	}
	return keys, operand{}
}

func sortArray(f *frame, a []operand) operand {
	own := f.owns(0)
	arr, read := f.arrayOwned(a[0])
	columns := optTruth(a, 3, false)
	count, lines := arr.Rows, arr.Cols
	if columns {
		count, lines = lines, count
	}
	keys, e := f.sortKeys(a, lines)
	if e.failed() {
		return e
	}
	by := make([]lineKey, len(keys))
	for i, k := range keys {
		by[i] = lineKey{func(i int) cells.Value { return arr.At(i, k.line) }, k.down}
		if columns {
			by[i].at = func(i int) cells.Value { return arr.At(k.line, i) }
		}
	}
	return f.arrayed(f.permuted(arr, f.order(count, by), columns, own || read))
}
