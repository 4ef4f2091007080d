package formula

import (
	"math"

	"freshet/cells"
)

// columnFold sums up values of a column in the rows where criteria hold.
type columnFold struct {
	Summary
	f      *frame
	values *area
	at     cursor
	summer Summer // nil when there is none
	first  int32  // of the rows with an error, within the range
	total  int    // of the rows
	run    [BlockRows]float64
	rows   [BlockRows]int32
}

// foldRows sums up the values of the rows where all conditions hold; false when they are not asked of columns.
func (f *frame) foldRows(o operand, conditions []condition, s *Summary) bool {
	values, ok := o.obj.(*area)
	if !ok || values.Cols() != 1 {
		return false
	}
	c, ok := f.columnRows(conditions)
	if !ok {
		return false
	}
	if e, ok := f.w.Cells.Extent(values.Sheet); ok {
		c.used = max(c.used, min(c.rows, int(e.Bottom-values.Top)+1))
	}
	x := columnFold{f: f, values: values, at: cursor{s: c.strips, sheet: values.Sheet, col: values.Left}, first: math.MaxInt32}
	x.summer, _ = f.w.Cells.(Summer)
	c.each(f, x.add, x.whole)
	f.step((x.total + 1) / 2)
	*s = x.Summary
	return true
}

// add adds rows, counted within the range, less shift. Numbers that are stored together are added together, which costs a fraction.
func (x *columnFold) add(shift int32, rows []int32) {
	x.total += len(rows)
	top := x.values.Top + shift
	for len(rows) > 0 {
		strip, from := x.at.load(top + rows[0])
		n := 1
		for n < len(rows) && uint32(top+rows[n]-from) < uint32(strip.Rows) {
			n++
		}
		switch {
		case strip.Kinds == nil:
		case strip.Numbers:
			x.numbers(strip.Nums, top-from, rows[:n])
		default:
			for _, row := range rows[:n] {
				x.value(strip.value(int(top+row-from)), shift+row)
			}
		}
		rows = rows[n:]
	}
}

// whole adds rows from one on up to another.
func (x *columnFold) whole(from, to int32) {
	if x.summer != nil {
		g := x.values.Range
		g.Top, g.Bottom = g.Top+from, g.Top+to-1
		if s, ok := x.summer.Summary(g, true); ok && s.Err == nil {
			x.merge(&s)
			x.total += int(to - from)
			return
		}
	}
	for i := range x.rows[:to-from] {
		x.rows[i] = int32(i)
	}
	x.add(from, x.rows[:to-from])
}

// numbers adds numbers at rows of a strip.
func (x *columnFold) numbers(nums []float64, shift int32, rows []int32) {
	for len(rows) > 0 {
		n := min(len(rows), len(x.run))
		first := int(rows[0] + shift)
		run := nums[first:]
		if int(rows[n-1]+shift)-first == n-1 { // all there are
			run = run[:n]
		} else {
			run = x.run[:n]
			for j, row := range rows[:n] {
				run[j] = nums[row+shift]
			}
		}
		x.addNumbers(run)
		rows = rows[n:]
	}
}

// value adds one value, which stands in a row of the range.
func (x *columnFold) value(v cells.Value, row int32) {
	if v.Kind() != cells.Failed {
		x.Summary.add(v)
		return
	}
	// The first error counts, and rows of an index come in several lists.
	x.Filled++
	if row < x.first {
		x.first = row
		x.Err = x.f.read(cells.Ref{Sheet: x.values.Sheet, Row: x.values.Top + row, Col: x.values.Left}).Err()
	}
}
