package formula

import (
	"strings"
	"sync"

	"freshet/cells"
)

// function is a function of the catalogue with what it does.
type function struct {
	Function
	min, max int // how many arguments; max -1 when any number
	repeat   int // how many of the last parameters repeat

	// eager gets its arguments evaluated and coerced as their kinds say; an omitted one is given as such. An error argument of a
	// plain kind ends the call before it.
	eager func(f *frame, a []operand) operand
	// lazy evaluates its arguments itself.
	lazy func(f *frame, args []node) operand

	dynamic bool // finds references while it is evaluated
	arrays  bool // gives arrays
	refers  bool // gives references
	own     bool // reads the past of its own cell
	timed   bool // time alone changes it, and it says when
	resizes bool // takes its third argument to be of the size of the first, whatever its own is
	several bool // takes several functions where one is expected
	places  bool // asks for the places of references only, not for what is in them
	makes   bool // an array that it gives is always a new one
}

// isValue reports whether the name alone can stand for the function: it needs no past, no names and no places of its own.
func (fn *function) isValue() bool {
	for _, a := range fn.Args {
		if a.Kind == KindHistory || a.Kind == KindName || a.Kind == KindReference {
			return false
		}
	}
	return !fn.own && !fn.places && fn.Name != "LET" && fn.Name != "LAMBDA"
}

// param is the parameter for the i-th argument.
func (fn *function) param(i int) *Arg {
	n := len(fn.Args)
	if i < n {
		return &fn.Args[i]
	}
	if fn.repeat > 0 {
		return &fn.Args[n-fn.repeat+(i-n)%fn.repeat]
	}
	return &fn.Args[n-1]
}

type index map[string]*function

// functions is every function by its name in upper case, and those of time series as they are written, in lower case: rate(cell, window) is not RATE.
var functions = sync.OnceValue(func() index {
	ix := index{}
	for _, family := range families() {
		for _, fn := range family {
			fn.makes = fn.makesArrays()
			ix[fn.Name] = fn
			if name := upper(fn.Name); ix[name] == nil {
				ix[name] = fn
			}
			for _, alias := range fn.Aliases {
				ix[alias] = fn
			}
		}
	}
	return ix
})

// lookupFunction finds a function in any case.
func lookupFunction(name string) (*function, bool) {
	var buf [32]byte
	if len(name) > len(buf) {
		return nil, false
	}
	if fn, ok := functions()[name]; ok {
		return fn, true
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' {
			c -= 0x20
		}
		buf[i] = c
	}
	fn, ok := functions()[string(buf[:len(name)])]
	return fn, ok
}

// callNode is the call of a function of the catalogue.
type callNode struct {
	fn   *function
	args []node
	call uint64 // which call of the formula it is
}

func (n *callNode) eval(f *frame) operand {
	o := n.refer(f)
	if n.fn.refers {
		return f.deref(o)
	}
	return o
}

func (n *callNode) refer(f *frame) operand {
	f.step(1)
	if n.fn.lazy != nil {
		return n.sign(n.fn.lazy(f, n.args))
	}
	base := len(f.stack)
	lifted := false
	for i, arg := range n.args {
		p := n.fn.param(i)
		var o operand
		switch p.Kind {
		case KindRange, KindReference, KindArray, KindHistory:
			o = refer(f, arg)
		default:
			if o = arg.eval(f); !o.scalar() {
				o = f.single(o)
				lifted = lifted || p.Kind.plain() && !o.scalar() && !o.isOmitted()
			}
		}
		f.stack = append(f.stack, o)
	}
	for i := len(n.args); i < len(n.fn.Args); i++ {
		f.stack = append(f.stack, absent)
	}
	args := f.stack[base:len(f.stack):len(f.stack)]
	var out operand
	if lifted {
		f.owned = 0
		out = n.each(f, append([]operand(nil), args...))
	} else {
		f.ownsArguments(n.args)
		out = n.invoke(f, args)
	}
	f.stack = f.stack[:base]
	return n.sign(out)
}

// invoke coerces the arguments in place and calls the function.
func (n *callNode) invoke(f *frame, args []operand) operand {
	for i := range args {
		p := n.fn.param(i)
		if args[i].isOmitted() {
			if !p.Optional && (p.Kind == KindFunction || p.Kind == KindReference) {
				return n.blame(fail(cells.ErrValue, "this argument cannot be left out"), i)
			}
			continue
		}
		var v cells.Value
		switch p.Kind {
		case KindNumber, KindDate:
			if args[i].Kind() == cells.Text {
				f.chargeParsed(args[i].Value)
			}
			v = ToNumber(args[i].Value, f.locale)
			if p.Kind == KindDate && v.Kind() == cells.Failed && args[i].Kind() == cells.Text {
				v = fail(cells.ErrValue, f.given(args[i].Value)+" is no date or time")
			}
		case KindText:
			v = ToText(args[i].Value, f.locale)
		case KindTruth:
			v = ToTruth(args[i].Value)
		case KindValue:
			v = args[i].Value
		case KindReference:
			if _, ok := args[i].obj.(*area); !ok {
				if args[i].failed() {
					return args[i]
				}
				return n.blame(fail(cells.ErrValue, "a reference to cells is expected, not "+f.describe(args[i])), i)
			}
			continue
		case KindFunction:
			if _, ok := args[i].obj.(*lambda); !ok {
				if _, ok := args[i].obj.(*lambdas); ok && n.fn.several {
					continue
				}
				if args[i].failed() {
					return args[i]
				}
				return n.blame(fail(cells.ErrValue, "a function such as LAMBDA(x, x+1) is expected, not "+f.describe(args[i])), i)
			}
			continue
		default:
			continue
		}
		if v.Kind() == cells.Failed {
			return n.blame(v, i)
		}
		f.chargeValue(v)
		args[i].Value = v
	}
	f.site = n.call
	out := n.fn.eager(f, args)
	if out.obj == nil {
		f.chargeValue(out.Value)
	}
	return out
}

// each calls the function for every element of the arguments that are arrays where one value is expected.
func (n *callNode) each(f *frame, args []operand) operand {
	arrays := make([]*cells.Array, len(args))
	rows, cols := 1, 1
	var room *cells.Array
	for i := range args {
		if args[i].isOmitted() || args[i].scalar() || !n.fn.param(i).Kind.plain() {
			continue
		}
		if bad := f.unliftable(args[i]); bad.Kind() == cells.Failed {
			return n.blame(bad, i)
		}
		var own bool
		if arrays[i], own = f.arrayOwned(args[i]); own || i < len(n.args) && makes(n.args[i]) {
			room = arrays[i]
		}
		rows, cols = max(rows, arrays[i].Rows), max(cols, arrays[i].Cols)
		if len(arrays[i].Values) == 0 {
			return n.blame(fail(cells.ErrCalc, "the array is empty"), i)
		}
	}
	out := f.into(rows, cols, room, room != nil)
	f.step(rows * cols)
	one := make([]operand, len(args))
	for r := range rows {
		for c := range cols {
			copy(one, args)
			for i, a := range arrays {
				if a != nil {
					one[i] = val(pick(a, r, c))
				}
			}
			o := f.single(n.invoke(f, one))
			if o.failed() {
				f.step(errorSteps)
			}
			if a := o.Array(); a != nil {
				o = val(a.Values[0])
			}
			out.Values[r*cols+c] = f.element(n.sign(o))
		}
	}
	return f.arrayed(out)
}

// blame names the function and the argument in an error that has just arisen.
func (n *callNode) blame(v cells.Value, arg int) operand {
	e := v.Err()
	if e.Origin != (cells.Ref{}) || e.Func != "" {
		return val(v)
	}
	b := *e
	b.Func, b.Arg = n.fn.Name, arg+1
	return val(cells.Fail(&b))
}

// sign names the function in an error it made itself.
func (n *callNode) sign(o operand) operand {
	if !o.failed() {
		return o
	}
	e := o.Err()
	if e.Origin != (cells.Ref{}) || e.Func != "" {
		return o
	}
	b := *e
	b.Func = n.fn.Name
	return val(cells.Fail(&b))
}

// argument makes an error that names one of the function's arguments, counted from one.
func argument(code cells.ErrCode, arg int, message string) operand {
	return val(cells.Fail(&cells.CellError{Code: code, Message: message, Arg: arg}))
}

// bad makes an error.
func bad(code cells.ErrCode, message string) operand { return val(fail(code, message)) }

func (k ArgKind) plain() bool {
	switch k {
	case KindNumber, KindDate, KindText, KindTruth, KindValue, KindAny:
		return true
	}
	return false
}

// has reports whether an optional argument was given.
func has(a []operand, i int) bool { return i < len(a) && !a[i].isOmitted() }

// optNum is an optional number.
func optNum(a []operand, i int, otherwise float64) float64 {
	if !has(a, i) {
		return otherwise
	}
	return a[i].Float()
}

func optText(a []operand, i int, otherwise string) string {
	if !has(a, i) {
		return otherwise
	}
	return a[i].Text()
}

func optTruth(a []operand, i int, otherwise bool) bool {
	if !has(a, i) {
		return otherwise
	}
	return a[i].Truth()
}

func text(s string) operand {
	if len(s) > cells.MaxText {
		return val(textLimit())
	}
	return val(cells.Str(s))
}

// upper is a name as the catalogue has it.
func upper(s string) string { return strings.ToUpper(s) }
