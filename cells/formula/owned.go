package formula

import (
	"math"

	"freshet/cells"
)

// makes reports whether an array that a node gives is new, and nobody else's: then what is made of it may be put in its place. Operators make theirs, calls of functions of
// plain values that are made for each element do, and so do some functions of arrays.
func makes(n node) bool {
	switch n := n.(type) {
	case *binaryNode, *unaryNode:
		return true
	case *callNode:
		return n.fn.makes
	}
	return false
}

// makesArrays reports whether an array that the function gives is always a new one.
func (fn *function) makesArrays() bool {
	switch fn.Name {
	case "SORT", "SORTBY", "UNIQUE", "MAP", "SCAN", "BYROW", "BYCOL", "MAKEARRAY":
		return true
	}
	if fn.eager == nil || fn.lazy != nil || fn.dynamic || fn.refers || fn.places || fn.own || fn.timed {
		return false
	}
	for _, a := range fn.Args {
		if !a.Kind.plain() {
			return false
		}
	}
	return true
}

// ownsArguments notes which arguments of a call are arrays that only the call has.
func (f *frame) ownsArguments(args []node) {
	f.owned = 0
	for i, n := range args[:min(len(args), 8)] {
		if makes(n) {
			f.owned |= 1 << i
		}
	}
}

// owns reports whether an argument of the call that begins is an array that nobody else has.
func (f *frame) owns(i int) bool { return f.owned>>i&1 != 0 }

// permuted is an array of one column with its rows in another order, in its own place when nobody else has it. The order is used up.
func (f *frame) permuted(a *cells.Array, order []int32, columns, own bool) *cells.Array {
	if !own || columns || a.Cols != 1 || len(order) != a.Rows {
		return rowsWhere(f, a, order, columns)
	}
	f.step(a.Rows)
	// Numbers go by way of the memory they were sorted in.
	x := f.keys(0, len(order))
	for i, from := range order {
		v := a.Values[from]
		if v.Kind() != cells.Number {
			follow(a.Values, order)
			return a
		}
		x[i].key = math.Float64bits(v.Float())
	}
	for i := range x {
		a.Values[i] = cells.Num(math.Float64frombits(x[i].key))
	}
	return a
}

// follow moves values to their places: each waits until the circle in which they follow each other is closed. The order is used up.
func follow(values []cells.Value, order []int32) {
	for i := range order {
		first := values[i]
		for at := int32(i); order[at] >= 0; {
			from := order[at]
			order[at] = -1
			if from == int32(i) {
				values[at] = first
				break
			}
			values[at] = values[from]
			at = from
		}
	}
}
