package formula

import (
	"cmp"
	"slices"

	"freshet/cells"
)

// byRowSteps is what one number costs that is put into the order of rows.
const byRowSteps = 6

// placedNumber is a number, or an error, of a range and where it stands.
type placedNumber struct {
	at    cells.Ref
	value cells.Value
}

// numbersByRow is numbersOf for functions that ask in which order numbers stand, as NPV does: those of a range of several columns come row by row, as those of an array do, and
// of several errors the first in that order is the answer.
func (f *frame) numbersByRow(a []operand) ([]float64, *Summary, operand) {
	if !slices.ContainsFunc(a, severalColumns) {
		return f.numbersOf(a)
	}
	b := make([]operand, len(a))
	for i, o := range a {
		if b[i] = o; severalColumns(o) {
			b[i] = f.rowByRow(o)
		}
	}
	return f.numbersOf(b)
}

func severalColumns(o operand) bool {
	switch x := o.obj.(type) {
	case *area:
		return x.Left < x.Right
	case *union:
		return slices.ContainsFunc(x.areas, func(g cells.Range) bool { return g.Left < g.Right })
	}
	return false
}

// rowByRow is an array of one column with the numbers and errors of a range, row by row; of a union, area by area.
func (f *frame) rowByRow(o operand) operand {
	var found []placedNumber
	gather := func(g cells.Range) {
		first := len(found)
		f.eachPlaced(g, func(at cells.Ref, v cells.Value) bool {
			if v.Numeric() || v.Kind() == cells.Failed {
				f.take(1)
				f.step(byRowSteps)
				found = append(found, placedNumber{at, v})
			}
			return true
		})
		slices.SortFunc(found[first:], func(x, y placedNumber) int {
			return cmp.Or(cmp.Compare(x.at.Row, y.at.Row), cmp.Compare(x.at.Col, y.at.Col))
		})
	}
	switch x := o.obj.(type) {
	case *area:
		gather(x.Range)
	case *union:
		for _, g := range x.areas {
			gather(g)
		}
	}
	values := make([]cells.Value, len(found))
	for i, p := range found {
		values[i] = p.value
	}
	return val(cells.Arr(&cells.Array{Rows: len(values), Cols: 1, Values: values}))
}
