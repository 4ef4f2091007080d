package formula

import (
	"maps"
	"slices"

	"freshet/cells"
)

// operand is what an expression gives while it is evaluated: a value, or something that lives only there.
type operand struct {
	cells.Value
	obj object // nil for a plain value
}

// object is an operand that no cell can hold: *area, *list, *dict, *lambda or omitted.
type object interface{ what() string }

// area is a reference to cells.
type area struct{ cells.Range }

// list is expr's array: elements of any sort.
type list struct{ items []operand }

// dict is expr's map. Its keys are visited in alphabetical order.
type dict struct{ entries map[string]operand }

// lambda is a function as a value.
type lambda struct {
	params []string
	body   node
	kept   bool // as in lambdaNode
	env    *binding
	fn     *function // a function of the catalogue by its name alone, as in BYROW(A1:B9,SUM); else nil
}

type omittedArgument struct{}

func (*area) what() string           { return "a range" }
func (*list) what() string           { return "a list" }
func (*dict) what() string           { return "a map" }
func (*lambda) what() string         { return "a function" }
func (omittedArgument) what() string { return "nothing" }

// absentArgument is an optional argument behind the last one given, where omittedArgument has its comma.
type absentArgument struct{}

func (absentArgument) what() string { return "nothing" }

var (
	omitted = operand{obj: omittedArgument{}}
	absent  = operand{obj: absentArgument{}}
)

func (o operand) isOmitted() bool {
	switch o.obj.(type) {
	case omittedArgument, absentArgument:
		return true
	}
	return false
}

// isEmpty reports whether an argument was left empty behind its comma: VLOOKUP(a, b, 2,).
func (o operand) isEmpty() bool {
	_, is := o.obj.(omittedArgument)
	return is
}

func val(v cells.Value) operand { return operand{Value: v} }

func num(x float64) operand { return operand{Value: cells.Num(x)} }

func truth(b bool) operand { return operand{Value: cells.Boolean(b)} }

func (d *dict) keys() []string { return slices.Sorted(maps.Keys(d.entries)) }

// binding is a local, or the element, index and accumulator of a closure, with those outside it.
type binding struct {
	value operand
	acc   operand
	index int
	next  *binding
}

// scalar reports whether the operand is one plain value.
func (o operand) scalar() bool { return o.obj == nil && o.Kind() != cells.Arrayed }

// failed is the error of a plain error value.
func (o operand) failed() bool { return o.obj == nil && o.Kind() == cells.Failed }

func newArray(rows, cols int) *cells.Array {
	return &cells.Array{Rows: rows, Cols: cols, Values: make([]cells.Value, rows*cols)}
}
