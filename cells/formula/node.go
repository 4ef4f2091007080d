package formula

import (
	"strconv"

	"freshet/cells"
)

// node is one step of a formula as it is evaluated.
type node interface {
	// eval is the operand it gives. A reference to one cell gives the cell's value, a larger one an *area.
	eval(*frame) operand
}

// referrer is a node that can give the reference itself, also of one cell.
type referrer interface {
	node
	refer(*frame) operand // an *area, or what eval gives when it is no reference
}

// refer evaluates a node for one who wants references as references.
func refer(f *frame, n node) operand {
	if r, ok := n.(referrer); ok {
		return r.refer(f)
	}
	return n.eval(f)
}

// constNode is a literal.
type constNode struct{ value cells.Value }

func (n *constNode) eval(f *frame) operand { return val(f.place(n.value)) }

// omittedNode is an argument left out: IF(A1,,5).
type omittedNode struct{}

func (omittedNode) eval(*frame) operand { return omitted }

// cellNode is a reference to one cell.
type cellNode struct {
	rel   Relative
	index int
}

func (n *cellNode) eval(f *frame) operand {
	f.step(1)
	r := cells.Ref{Sheet: n.rel.Sheet, Row: n.rel.Top, Col: n.rel.Left}
	if r.Sheet == 0 {
		r.Sheet = f.at.Sheet
	}
	if !n.rel.AbsTop {
		r.Row += f.at.Row
	}
	if !n.rel.AbsLeft {
		r.Col += f.at.Col
	}
	if uint32(r.Row) >= cells.MaxRows || uint32(r.Col) >= cells.MaxCols {
		return offSheet()
	}
	return val(f.read(r))
}

func (n *cellNode) refer(f *frame) operand { return referTo(f, n.rel) }

// areaNode is a reference to a range.
type areaNode struct {
	rel   Relative
	index int
}

func (n *areaNode) eval(f *frame) operand { return referTo(f, n.rel) }

func (n *areaNode) refer(f *frame) operand { return referTo(f, n.rel) }

func referTo(f *frame, rel Relative) operand {
	f.step(1)
	g, ok := rel.At(f.at)
	if !ok {
		return offSheet()
	}
	return operand{obj: f.area(g)}
}

// area is a range as an operand; good until the evaluation ends.
func (f *frame) area(g cells.Range) *area {
	if f.referred == len(f.areas) {
		return &area{g}
	}
	a := &f.areas[f.referred]
	f.referred++
	a.Range = g
	return a
}

func offSheet() operand {
	return val(fail(cells.ErrRef, "the reference does not lie on the sheet"))
}

// localNode is a local: depth bindings out.
type localNode struct{ depth int }

func (n localNode) eval(f *frame) operand { return f.deref(n.refer(f)) }

func (n localNode) refer(f *frame) operand {
	b := f.env
	for range n.depth {
		b = b.next
	}
	return b.value
}

// elementNode is # of the closure depth bindings out.
type elementNode struct{ depth int }

func (n elementNode) eval(f *frame) operand { return f.outward(n.depth).value }

// indexNode is #index of the closure depth bindings out.
type indexNode struct{ depth int }

func (n indexNode) eval(f *frame) operand { return num(float64(f.outward(n.depth).index)) }

// accumulatorNode is #acc of the closure depth bindings out.
type accumulatorNode struct{ depth int }

func (n accumulatorNode) eval(f *frame) operand { return f.outward(n.depth).acc }

// outward is the binding depth bindings out.
func (f *frame) outward(depth int) *binding {
	b := f.env
	for range depth {
		b = b.next
	}
	return b
}

// letNode gives a local its value for the body.
type letNode struct {
	value, body node
}

func (n *letNode) eval(f *frame) operand { return f.deref(n.refer(f)) }

func (n *letNode) refer(f *frame) operand {
	f.step(3)
	outer := f.env
	v := refer(f, n.value)
	f.env = &binding{value: v, next: outer}
	out := refer(f, n.body)
	f.env = outer
	return out
}

// lambdaNode is LAMBDA(x, y, body).
type lambdaNode struct {
	params []string
	body   node
	kept   bool // functions are made in the body, which keep the arguments
}

func (n *lambdaNode) eval(f *frame) operand {
	f.step(3)
	return operand{obj: &lambda{params: n.params, body: n.body, kept: n.kept, env: f.env}}
}

// applyNode calls a value: LAMBDA(x, x+1)(5), or a local that holds a function.
type applyNode struct {
	callee node
	name   string
	args   []node
}

func (n *applyNode) eval(f *frame) operand {
	callee := n.callee.eval(f)
	if callee.failed() {
		return callee
	}
	fn, ok := callee.obj.(*lambda)
	if !ok {
		return val(fail(cells.ErrValue, "only a function can be called; this is "+f.describe(callee)))
	}
	var few [4]operand
	args := few[:0]
	for _, a := range n.args {
		args = append(args, refer(f, a))
	}
	return f.call(fn, args...)
}

// functionNode is the name of a function without brackets, as in BYROW(A1:B9,SUM).
type functionNode struct{ fn *function }

func (n *functionNode) eval(*frame) operand { return operand{obj: &lambda{fn: n.fn}} }

// givenNode is an argument that is known already.
type givenNode struct{ value operand }

func (n *givenNode) eval(f *frame) operand { return f.deref(n.value) }

func (n *givenNode) refer(*frame) operand { return n.value }

// callByName calls a function of the catalogue that was given by its name alone.
func (f *frame) callByName(fn *function, args []operand) operand {
	if len(args) < fn.min || fn.max >= 0 && len(args) > fn.max {
		return val(fail(cells.ErrValue, fn.Name+" does not take "+strconv.Itoa(len(args))+" arguments"))
	}
	nodes := make([]node, len(args))
	for i := range args {
		nodes[i] = &givenNode{args[i]}
	}
	return (&callNode{fn: fn, args: nodes}).eval(f)
}

// call evaluates a function value. Parameters without an argument are omitted.
func (f *frame) call(fn *lambda, args ...operand) operand {
	if fn.fn != nil {
		return f.callByName(fn.fn, args)
	}
	if len(args) > len(fn.params) {
		return val(fail(cells.ErrValue, "the function is called with more arguments than it has parameters"))
	}
	f.step(3 + len(args))
	f.enter()
	outer := f.env
	f.env = fn.env
	bound := f.bindings
	given := f.bind(fn)
	for i := range given {
		b := &given[i]
		if b.value, b.next = omitted, f.env; i < len(args) {
			b.value = args[i]
		}
		f.env = b
	}
	out := fn.body.eval(f)
	f.env, f.bindings = outer, bound
	f.leave()
	return out
}

// bind is memory for the arguments of a call: of those that no function made in it keeps, it is used again when the call has ended.
func (f *frame) bind(fn *lambda) []binding {
	n := len(fn.params)
	if fn.kept || f.bindings+n > keptBindings {
		return make([]binding, n)
	}
	if f.slab == nil {
		f.slab = make([]binding, keptBindings)
	}
	f.bindings += n
	f.bindingsUsed = max(f.bindingsUsed, f.bindings)
	return f.slab[f.bindings-n : f.bindings : f.bindings]
}

// keptBindings is as many arguments as functions that call each other have, if they are not called deep within each other.
const keptBindings = 512

// listNode is [a, b, c].
type listNode struct{ items []node }

func (n *listNode) eval(f *frame) operand {
	f.take(len(n.items))
	l := &list{items: make([]operand, len(n.items))}
	for i, x := range n.items {
		l.items[i] = x.eval(f)
	}
	return operand{obj: l}
}

// dictNode is {a: 1, "b": 2}.
type dictNode struct {
	keys, values []node
}

func (n *dictNode) eval(f *frame) operand {
	f.take(len(n.keys))
	d := &dict{entries: make(map[string]operand, len(n.keys))}
	for i := range n.keys {
		k := ToText(f.plain(n.keys[i].eval(f)), f.locale)
		if k.Kind() == cells.Failed {
			return val(k)
		}
		d.entries[k.Text()] = n.values[i].eval(f)
	}
	return operand{obj: d}
}

// sequenceNode is a; b; c: the last counts.
type sequenceNode struct{ items []node }

func (n *sequenceNode) eval(f *frame) operand {
	f.step(1)
	return n.items[len(n.items)-1].eval(f)
}
