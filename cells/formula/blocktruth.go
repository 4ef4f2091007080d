package formula

import (
	"math"

	"freshet/cells"
)

// either compiles expr's and / or: where the left side decides, the right one does not count.
func (c *blockCompiler) either(n *logicNode) (typed, bool) {
	a, ok := c.compile(n.left)
	if !ok {
		return a, false
	}
	b, ok := c.under(a.reg, !n.or, n.right)
	if !ok {
		return b, false
	}
	run, name := (*blockRun).and, "and"
	if n.or {
		run, name = (*blockRun).or, "or"
	}
	c.link = false
	return c.emit(instruction{run: run, in: []int{a.reg, b.reg}, rows: allRows, name: name}, typed{kind: cells.Bool})
}

func (r *blockRun) and(i *instruction) { r.decide(i, false) }
func (r *blockRun) or(i *instruction)  { r.decide(i, true) }

// decide is the left truth where it is what decides, else the right one.
func (r *blockRun) decide(i *instruction, or bool) {
	x, y := r.numbers(i.in[0]), r.numbers(i.in[1])
	z := r.own(i.to)
	r.truths(i.to)
	for j := range z {
		left, right := x[j], y[j]
		switch {
		case left-left != 0:
			z[j] = math.NaN()
		case (left != 0) == or:
			z[j] = truthOf(left)
		default:
			z[j] = truthOf(right)
		}
	}
}

func truthOf(x float64) float64 {
	switch {
	case x == 0:
		return 0
	case x-x != 0:
		return math.NaN()
	}
	return 1
}

// negation is NOT.
func (c *blockCompiler) negation(reg int) (typed, bool) {
	c.link = false
	return c.emit(instruction{run: (*blockRun).not, in: []int{reg}, rows: allRows, name: "not"}, typed{kind: cells.Bool})
}

func (r *blockRun) not(i *instruction) {
	x := r.numbers(i.in[0])
	z := r.own(i.to)
	r.truths(i.to)
	for j := range z {
		z[j] = 1 - truthOf(x[j])
	}
}

// conditions compiles AND and OR: all arguments count. Of a reference, blanks and texts do not, which is left to Eval.
func (c *blockCompiler) conditions(n *callNode) (typed, bool) {
	in, ok := c.all(n.args...)
	if !ok {
		return typed{}, false
	}
	run := (*blockRun).every
	if n.fn.Name == "OR" {
		run = (*blockRun).some
	}
	return c.alone(instruction{run: run, in: in, call: n, name: n.fn.Name}, cells.Bool)
}

func (r *blockRun) every(i *instruction) { r.conditions(i, false) }
func (r *blockRun) some(i *instruction)  { r.conditions(i, true) }

func (r *blockRun) conditions(i *instruction, any bool) {
	z := r.own(i.to)
	r.truths(i.to)
	start := 1.0
	if any {
		start = 0
	}
	fillWith(z, start)
	var strict [BlockRows]float64
	for k := range i.in {
		x := r.argument(i, k, cells.Bool, strict[:r.n])
		for j := range z {
			t := truthOf(x[j])
			switch {
			case t != t || z[j] != z[j]:
				z[j] = math.NaN()
			case any:
				z[j] = max(z[j], t)
			default:
				z[j] = min(z[j], t)
			}
		}
	}
}

// direct reports whether an argument of a function of ranges is a value of its own, and no reference.
func direct(n node) bool {
	switch n := n.(type) {
	case *constNode, *binaryNode, *unaryNode, *logicNode:
		return true
	case *callNode:
		return !n.fn.refers
	}
	return false
}
