package formula

import "freshet/cells"

// binaryNode is arithmetic, & or a comparison.
type binaryNode struct {
	op          operator
	left, right node
}

func (n *binaryNode) eval(f *frame) operand {
	l, r := n.left.eval(f), n.right.eval(f)
	f.step(1)
	if l.obj == nil && r.obj == nil {
		lk, rk := l.Kind(), r.Kind()
		if lk == cells.Number && rk == cells.Number {
			switch n.op {
			case opAdd:
				return num(plus(l.Float(), r.Float()))
			case opSub:
				return num(minus(l.Float(), r.Float()))
			case opMul:
				return num(l.Float() * r.Float())
			case opEq:
				return truth(compareNumbers(l.Float(), r.Float()) == 0)
			case opNe:
				return truth(compareNumbers(l.Float(), r.Float()) != 0)
			case opLt:
				return truth(compareNumbers(l.Float(), r.Float()) < 0)
			case opLe:
				return truth(compareNumbers(l.Float(), r.Float()) <= 0)
			case opGt:
				return truth(compareNumbers(l.Float(), r.Float()) > 0)
			case opGe:
				return truth(compareNumbers(l.Float(), r.Float()) >= 0)
			}
		}
		if lk != cells.Arrayed && rk != cells.Arrayed {
			return val(n.apply(f, l.Value, r.Value))
		}
	}
	return f.lift2(l, r, makes(n.left), makes(n.right), func(a, b cells.Value) cells.Value { return n.apply(f, a, b) })
}

func (n *binaryNode) apply(f *frame, a, b cells.Value) cells.Value {
	if n.op == opConcat {
		v := n.op.apply(a, b, f.locale)
		f.step(2)
		f.chargeValue(v)
		return f.place(v)
	}
	if n.op < opConcat {
		f.chargeParsed(a)
		f.chargeParsed(b)
	}
	v := f.applied(n.op, a, b)
	if v.Kind() == cells.Failed {
		f.step(errorSteps)
	}
	return f.place(v)
}

// unary names an operator with one operand.
type unary uint8

const (
	opPlus unary = iota
	opNeg
	opPercent
	opNot
)

// apply is the operator on a plain value.
func (op unary) apply(v cells.Value, locale string) cells.Value {
	switch op {
	case opNeg:
		return Neg(v, locale)
	case opPercent:
		return PercentOf(v, locale)
	case opNot:
		return not(v)
	}
	return v
}

// unaryNode is a sign, a postfix % or not.
type unaryNode struct {
	op   unary
	node node
}

func (n *unaryNode) eval(f *frame) operand {
	x := n.node.eval(f)
	f.step(1)
	if x.scalar() {
		return val(f.place(n.op.apply(x.Value, f.locale)))
	}
	return f.lift1(x, makes(n.node), func(v cells.Value) cells.Value { return f.place(n.op.apply(v, f.locale)) })
}

func not(v cells.Value) cells.Value {
	t := ToTruth(v)
	if t.Kind() == cells.Failed {
		return t
	}
	return cells.Boolean(!t.Truth())
}

// logicNode is expr's and / or: the right side is not evaluated when the left decides.
type logicNode struct {
	or          bool
	left, right node
}

func (n *logicNode) eval(f *frame) operand {
	f.step(1)
	l := ToTruth(f.plain(n.left.eval(f)))
	if l.Kind() == cells.Failed || l.Truth() == n.or {
		return val(l)
	}
	return val(ToTruth(f.plain(n.right.eval(f))))
}

// chooseNode is c ? a : b, and if c {a} else {b}. A condition that is an array chooses element by element.
type chooseNode struct {
	cond, yes, no node
	arg           int // of a function, which the condition is; 0 for ?:
}

func (n *chooseNode) eval(f *frame) operand { return f.deref(n.refer(f)) }

func (n *chooseNode) refer(f *frame) operand {
	f.step(1)
	c := n.cond.eval(f)
	if !c.scalar() {
		if c = f.single(c); !c.scalar() {
			return f.chooseEach(c, n.yes, n.no)
		}
	}
	t := ToTruth(c.Value)
	switch {
	case t.Kind() == cells.Failed && c.Kind() == cells.Text:
		return argument(t.Err().Code, n.arg, t.Err().Message)
	case t.Kind() == cells.Failed:
		return val(t)
	case t.Truth():
		return refer(f, n.yes)
	case n.no == nil:
		return truth(false)
	}
	return refer(f, n.no)
}

// chooseEach is IF with an array of conditions.
func (f *frame) chooseEach(cond operand, yes, no node) operand {
	y, n := yes.eval(f), truth(false)
	if no != nil {
		n = no.eval(f)
	}
	return f.lift3(cond, y, n, elementChoice)
}

// coalesceNode is a ?? b: b where a is blank.
type coalesceNode struct{ left, right node }

func (n *coalesceNode) eval(f *frame) operand {
	f.step(1)
	l := n.left.eval(f)
	if l.isOmitted() || l.obj == nil && l.IsBlank() {
		return n.right.eval(f)
	}
	return l
}

// rangeNode is expr's a..b: the whole numbers from a to b.
type rangeNode struct{ from, to node }

func (n *rangeNode) eval(f *frame) operand {
	lo, count, e := n.bounds(f)
	if e.failed() {
		return e
	}
	l := &list{items: make([]operand, count)}
	for i := range l.items {
		l.items[i] = num(lo + float64(i))
	}
	return operand{obj: l}
}

// bounds is the first number and how many there are, which are charged.
func (n *rangeNode) bounds(f *frame) (first float64, count int, failed operand) {
	a := ToNumber(f.plain(n.from.eval(f)), f.locale)
	b := ToNumber(f.plain(n.to.eval(f)), f.locale)
	if a.Kind() == cells.Failed {
		return 0, 0, val(a)
	}
	if b.Kind() == cells.Failed {
		return 0, 0, val(b)
	}
	lo, hi := wholeNumber(a.Float()), wholeNumber(b.Float())
	if hi < lo {
		return lo, 0, operand{}
	}
	if hi-lo >= MaxElements {
		f.take(MaxElements + 1)
	}
	count = int(hi-lo) + 1
	f.take(count)
	return lo, count, operand{}
}

// implicitNode is @A1:A9: the cell of the range in the formula's own row or column, or the first element of an array.
type implicitNode struct{ node node }

func (n *implicitNode) eval(f *frame) operand {
	f.step(1)
	return f.intersect(refer(f, n.node))
}

func (f *frame) intersect(o operand) operand {
	switch x := o.obj.(type) {
	case *area:
		g := x.Range
		r := g.TopLeft()
		switch {
		case g.Single():
		case g.Left == g.Right && f.at.Row >= g.Top && f.at.Row <= g.Bottom:
			r.Row = f.at.Row
		case g.Top == g.Bottom && f.at.Col >= g.Left && f.at.Col <= g.Right:
			r.Col = f.at.Col
		default:
			return val(fail(cells.ErrValue, "the range "+g.A1()+" has no cell in the row or column of the formula"))
		}
		return val(f.read(r))
	case *list:
		if len(x.items) > 0 {
			return x.items[0]
		}
		return val(fail(cells.ErrCalc, "the list is empty"))
	}
	if a := o.Array(); a != nil && len(a.Values) > 0 {
		return val(a.Values[0])
	}
	return o
}

// spillNode is A1#: all that spills from A1.
type spillNode struct{ node node }

func (n *spillNode) eval(f *frame) operand { return n.refer(f) }

func (n *spillNode) refer(f *frame) operand {
	f.step(1)
	o := refer(f, n.node)
	a, ok := o.obj.(*area)
	if !ok || !a.Single() {
		if o.failed() {
			return o
		}
		return val(fail(cells.ErrRef, "# stands behind the cell that an array spills from"))
	}
	f.reach(a.Range)
	if s, ok := f.w.Cells.(Spills); ok {
		if g, ok := s.Spill(a.TopLeft()); ok {
			f.reach(g)
			return operand{obj: &area{g}}
		}
	}
	return val(fail(cells.ErrRef, a.A1()+" holds no formula, so no array spills from it"))
}

// spanNode is a range with a computed end: A1:INDEX(A:A,5).
type spanNode struct{ from, to node }

func (n *spanNode) eval(f *frame) operand { return n.refer(f) }

func (n *spanNode) refer(f *frame) operand {
	f.step(1)
	a, b := refer(f, n.from), refer(f, n.to)
	x, okX := a.obj.(*area)
	y, okY := b.obj.(*area)
	switch {
	case a.failed():
		return a
	case b.failed():
		return b
	case !okX || !okY:
		return val(fail(cells.ErrValue, "both ends of a range must be references"))
	case x.Sheet != y.Sheet:
		return val(fail(cells.ErrRef, "a range cannot reach from one sheet to another"))
	}
	g := x.Union(y.Range)
	f.reach(g)
	return operand{obj: &area{g}}
}
