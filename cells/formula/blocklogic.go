package formula

import (
	"math"

	"freshet/cells"
)

// choose compiles c ? a : b. Without b it is FALSE.
func (c *blockCompiler) choose(cond, yes, no node) (typed, bool) {
	k, ok := c.compile(cond)
	if !ok {
		return k, false
	}
	if no == nil {
		no = &constNode{cells.Boolean(false)}
	}
	return c.chosen(k.reg, yes, func() (typed, bool) { return c.under(k.reg, false, no) })
}

// chosen is yes where a register is true, and else what otherwise compiles.
func (c *blockCompiler) chosen(k int, yes node, otherwise func() (typed, bool)) (typed, bool) {
	a, ok := c.under(k, true, yes)
	if !ok {
		return a, false
	}
	b, ok := otherwise()
	if !ok {
		return b, false
	}
	kind := a.kind
	if a.kind != b.kind {
		if kind = anyKind; numeric(a.kind) && numeric(b.kind) {
			kind = cellKind
		} else {
			c.link = false
		}
	}
	return c.emit(instruction{op: blockIf, run: (*blockRun).branch, in: []int{k, a.reg, b.reg}, rows: allRows}, typed{kind: kind})
}

// branch takes each row from one of two registers.
func (r *blockRun) branch(i *instruction) {
	k := r.numbers(i.in[0])
	a, b := &r.regs[i.in[1]], &r.regs[i.in[2]]
	if a.plain && b.plain && (r.linked || a.kinds == nil && b.kinds == nil && a.kind == cells.Number && b.kind == cells.Number) ||
		a.kinds == nil && b.kinds == nil && a.kind == cells.Bool && b.kind == cells.Bool {
		x, y := r.numbers(i.in[1]), r.numbers(i.in[2])
		z := r.own(i.to)
		for j := range z {
			switch {
			case k[j] == 0:
				z[j] = y[j]
			case k[j]-k[j] != 0:
				z[j] = math.NaN()
			default:
				z[j] = x[j]
			}
		}
		if a.kind == cells.Bool {
			r.truths(i.to)
		}
		return
	}
	z := r.own(i.to)
	for j := range z {
		z[j] = k[j] - k[j] // left to Eval, unless one of the branches fills it
	}
	v := &r.regs[i.to]
	v.kinds, v.plain = r.sorts(i.to), a.plain && b.plain
	clear(v.kinds) // no error is certain in a row that neither branch fills
	if a.ptr != nil || a.ptrs != nil || b.ptr != nil || b.ptrs != nil {
		v.ptrs = r.pointers(i.to)
	}
	var rows [BlockRows]uint16
	v.take(a, sift(k, everyRow[:r.n], rows[:], true))
	v.take(b, sift(k, everyRow[:r.n], rows[:], false))
}

// take copies rows of another vector.
func (v *vector) take(from *vector, rows []uint16) {
	z, kinds := v.nums, v.kinds
	if from.nums != nil {
		x := from.nums[:len(z)]
		for _, j := range rows {
			z[j] = x[j]
		}
	} else {
		for _, j := range rows {
			z[j] = from.num
		}
	}
	if from.kinds != nil {
		x := from.kinds[:len(kinds)]
		for _, j := range rows {
			kinds[j] = x[j]
		}
	} else {
		for _, j := range rows {
			kinds[j] = from.kind
		}
	}
	switch {
	case v.ptrs == nil:
	case from.ptrs != nil:
		for _, j := range rows {
			v.ptrs[j] = from.ptrs[j]
		}
	default:
		for _, j := range rows {
			v.ptrs[j] = from.ptr
		}
	}
}

// ifs compiles IFS, from an argument on.
func (c *blockCompiler) ifs(args []node) (typed, bool) {
	if len(args) == 0 {
		return c.eval()
	}
	k, ok := c.compile(args[0])
	if !ok {
		return k, false
	}
	return c.chosen(k.reg, args[1], func() (typed, bool) { return c.later(k.reg, func() (typed, bool) { return c.ifs(args[2:]) }) })
}

// switched compiles SWITCH and CHOOSE: the results of cases, the first of which is equal to a register.
func (c *blockCompiler) switched(v typed, args []node) (typed, bool) {
	switch len(args) {
	case 0:
		return c.eval()
	case 1:
		return c.compile(args[0])
	}
	w, ok := c.compile(args[0])
	if !ok {
		return w, false
	}
	k, ok := c.compared(opEq, v, w)
	if !ok {
		return k, false
	}
	return c.chosen(k.reg, args[1], func() (typed, bool) { return c.later(k.reg, func() (typed, bool) { return c.switched(v, args[2:]) }) })
}

// later compiles what counts where a register is false.
func (c *blockCompiler) later(k int, compile func() (typed, bool)) (typed, bool) {
	outer := c.rows
	defer func() { c.rows = outer }()
	s, _ := c.emit(instruction{op: blockSelect, run: (*blockRun).choice, in: []int{k}, rows: outer, name: "not"}, typed{})
	c.rows = s.reg
	return compile()
}

// eval leaves rows to Eval.
func (c *blockCompiler) eval() (typed, bool) {
	return c.emit(instruction{run: func(r *blockRun, i *instruction) { r.nothing(i.to) }, rows: allRows, name: "eval"}, typed{kind: cells.Number, same: true})
}

// iferror compiles IFERROR. Only an error of which that is certain makes it take the second argument; Eval decides the others.
func (c *blockCompiler) iferror(n *callNode) (typed, bool) {
	a, ok := c.compile(n.args[0])
	if !ok {
		return a, false
	}
	c.link = false
	failed, _ := c.emit(instruction{run: (*blockRun).failed, in: []int{a.reg}, rows: allRows, name: "failed"}, typed{kind: cells.Bool})
	return c.chosen(failed.reg, n.args[1], func() (typed, bool) { return a, true })
}

// failed tells the rows that are an error for certain.
func (r *blockRun) failed(i *instruction) {
	v := &r.regs[i.in[0]]
	r.spread(i.in[0])
	z := r.own(i.to)
	r.truths(i.to)
	for j := range z {
		z[j] = 0
		if x := v.nums[j]; x-x != 0 {
			if v.kinds != nil && v.kinds[j] == cells.Failed || v.kinds == nil && v.kind == cells.Failed {
				z[j] = 1
			} else {
				z[j] = math.NaN()
			}
		}
	}
}
