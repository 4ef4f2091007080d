package formula

import (
	"strconv"

	"freshet/cells"
)

// lambdas is several functions as one value, as HSTACK and VSTACK make of functions: the aggregates of GROUPBY and PIVOTBY.
type lambdas struct {
	all    []*lambda
	names  []cells.Value
	down   bool // below each other
	titled bool // whether names were given
}

func (*lambdas) what() string { return "functions" }

// stackFunctions is HSTACK or VSTACK of functions; with one more argument, an array of as many texts the other way, they have these for names.
func (f *frame) stackFunctions(a []operand, across bool) (operand, bool) {
	switch first := a[0].obj.(type) {
	case *lambdas:
		if len(a) != 2 || first.titled || first.down != across {
			return operand{}, false
		}
		titles := f.array(a[1])
		if len(titles.Values) != len(first.all) {
			return argument(cells.ErrValue, 2, "there is not one name for each function"), true
		}
		return operand{obj: &lambdas{first.all, titles.Values, first.down, true}}, true
	case *lambda:
		out := &lambdas{down: !across}
		f.take(len(a))
		for i, o := range a {
			fn, ok := o.obj.(*lambda)
			if !ok {
				return argument(cells.ErrValue, i+1, "functions stand beside functions, not beside "+f.describe(o)), true
			}
			name := "CUSTOM" + strconv.Itoa(i+1)
			if fn.fn != nil {
				name = fn.fn.Name
			}
			out.all, out.names = append(out.all, fn), append(out.names, cells.Str(name))
		}
		return operand{obj: out}, true
	}
	return operand{}, false
}

// several allows a function to be given several functions where it takes one.
func several(fn *function) { fn.several = true }

// functionsOf is one or several functions as several.
func functionsOf(o operand) *lambdas {
	if fns, ok := o.obj.(*lambdas); ok {
		return fns
	}
	return &lambdas{all: []*lambda{o.obj.(*lambda)}, names: []cells.Value{{}}}
}
