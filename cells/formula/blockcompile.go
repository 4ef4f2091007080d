package formula

import (
	"encoding/binary"
	"math"

	"freshet/cells"
)

// typed is a register and what is known of it before any cell is.
type typed struct {
	reg  int
	kind cells.Kind
	same bool // all rows have one value
}

type blockCompiler struct {
	steps  []instruction
	regs   int
	rows   int // the selection of the branch under way
	known  map[string]typed
	key    []byte
	full   bool // there are more steps than a program may have
	link   bool
	strict bool
}

// emit adds a step, unless there is one already that does the same.
func (c *blockCompiler) emit(i instruction, t typed) (typed, bool) {
	c.key = i.appendKey(c.key[:0])
	if k, ok := c.known[string(c.key)]; ok {
		return k, true
	}
	if len(c.steps) == maxSteps {
		c.full = true
		return typed{}, false
	}
	i.to, t.reg = c.regs, c.regs
	c.regs++
	c.steps = append(c.steps, i)
	c.known[string(c.key)] = t
	return t, true
}

// appendKey writes what a step does, so that those which do the same are equal bytes.
func (i *instruction) appendKey(b []byte) []byte {
	b = append(b, byte(i.op))
	b = binary.AppendUvarint(b, uint64(len(i.name)))
	b = append(b, i.name...)
	b = binary.AppendUvarint(b, uint64(len(i.in)))
	for _, reg := range i.in {
		b = binary.AppendVarint(b, int64(reg))
	}
	b = binary.AppendVarint(b, int64(i.rows))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(i.x))
	r := &i.rel
	for _, x := range []int32{int32(r.Sheet), r.Top, r.Left, r.Bottom, r.Right} {
		b = binary.AppendVarint(b, int64(x))
	}
	for _, yes := range []bool{r.AbsTop, r.AbsLeft, r.AbsBottom, r.AbsRight, r.Past} {
		b = append(b, byte(b2i(yes)))
	}
	b = binary.LittleEndian.AppendUint64(append(b, byte(i.v.Kind())), math.Float64bits(i.v.Float()))
	b = binary.AppendUvarint(b, uint64(len(i.v.Text())))
	b = append(b, i.v.Text()...)
	if i.call != nil {
		for _, arg := range i.call.args {
			b = append(b, byte(b2i(direct(arg)))) // MAX(A1) and MAX(+A1) read one register, each in its own way
		}
	}
	return b
}

// number adds a step whose results are numbers.
func (c *blockCompiler) number(op blockOp, run kernel, in ...int) (typed, bool) {
	return c.emit(instruction{op: op, run: run, in: in, rows: allRows}, typed{kind: cells.Number})
}

// alone adds a step that costs enough to be done for the rows of its branch only. It cannot be part of a chain.
func (c *blockCompiler) alone(i instruction, kind cells.Kind) (typed, bool) {
	i.rows = c.rows
	c.link = false
	return c.emit(i, typed{kind: kind})
}

func (c *blockCompiler) compile(n node) (typed, bool) {
	switch n := n.(type) {
	case *constNode:
		switch k := n.value.Kind(); k {
		case cells.Number, cells.Bool, cells.Text:
			c.link = c.link && k != cells.Text
			return c.emit(instruction{op: blockConst, run: (*blockRun).literal, rows: allRows, v: n.value}, typed{kind: k, same: true})
		}
	case *cellNode:
		if n.rel.AbsTop {
			return c.emit(instruction{op: blockFixed, run: (*blockRun).fixed, rows: allRows, rel: n.rel}, typed{kind: cellKind, same: true})
		}
		return c.emit(instruction{op: blockCell, run: (*blockRun).column, rows: allRows, rel: n.rel}, typed{kind: cellKind})
	case *unaryNode:
		return c.unary(n)
	case *binaryNode:
		return c.binary(n)
	case *logicNode:
		return c.either(n)
	case *chooseNode:
		return c.choose(n.cond, n.yes, n.no)
	case *callNode:
		return c.function(n)
	}
	return typed{}, false
}

// all compiles the arguments of a step.
func (c *blockCompiler) all(nodes ...node) ([]int, bool) {
	in := make([]int, len(nodes))
	for i, n := range nodes {
		x, ok := c.compile(n)
		if !ok {
			return nil, false
		}
		in[i] = x.reg
	}
	return in, true
}

func (c *blockCompiler) unary(n *unaryNode) (typed, bool) {
	a, ok := c.compile(n.node)
	if !ok {
		return a, false
	}
	switch n.op {
	case opNeg:
		return c.mapped("-", func(x float64) float64 { return -x }, a.reg)
	case opPercent:
		return c.mapped("%", func(x float64) float64 { return x / 100 }, a.reg)
	case opNot:
		return c.negation(a.reg)
	}
	return a, true
}

var blockOps = map[operator]blockOp{
	opAdd: blockAdd, opSub: blockSub, opMul: blockMul, opDiv: blockDiv,
	opEq: blockEq, opNe: blockNe, opLt: blockLt, opLe: blockLe, opGt: blockGt, opGe: blockGe,
}

var arithmetic = map[blockOp]kernel{
	blockAdd: (*blockRun).add, blockSub: (*blockRun).sub, blockMul: (*blockRun).mul, blockDiv: (*blockRun).div,
}

func (c *blockCompiler) binary(n *binaryNode) (typed, bool) {
	switch n.op {
	case opConcat:
		return c.join(joined(n, nil))
	case opPow:
		return c.pairs("^", powerOrNot, n.left, n.right)
	case opMod:
		return c.pairs("%", modOrNot, n.left, n.right)
	}
	a, ok := c.compile(n.left)
	if !ok {
		return a, false
	}
	b, ok := c.compile(n.right)
	if !ok {
		return b, false
	}
	if op := blockOps[n.op]; op <= blockDiv {
		return c.number(op, arithmetic[op], a.reg, b.reg)
	}
	return c.compared(n.op, a, b)
}

func (c *blockCompiler) compared(op operator, a, b typed) (typed, bool) {
	if !numeric(a.kind) || !numeric(b.kind) {
		c.link = false
	}
	// Texts are compared, and in rows without a meaning there is none.
	return c.emit(instruction{op: blockOps[op], run: (*blockRun).compare, in: []int{a.reg, b.reg}, rows: c.rows}, typed{kind: cells.Bool})
}

func numeric(k cells.Kind) bool { return k == cells.Number || k == cellKind }

// under compiles a branch: what costs much is done only for the rows where the register yes is true, or false.
func (c *blockCompiler) under(yes int, is bool, n node) (typed, bool) {
	outer := c.rows
	defer func() { c.rows = outer }()
	name := "not"
	if is {
		name = ""
	}
	s, _ := c.emit(instruction{op: blockSelect, run: (*blockRun).choice, in: []int{yes}, rows: outer, name: name}, typed{})
	c.rows = s.reg
	return c.compile(n)
}

// live is the steps that the result needs.
func (c *blockCompiler) live(steps []instruction, result int) []instruction {
	needed := make([]bool, c.regs)
	needed[result] = true
	n := 0
	for i := len(steps) - 1; i >= 0; i-- {
		s := &steps[i]
		if !needed[s.to] {
			continue
		}
		n++
		for _, reg := range s.in {
			needed[reg] = true
		}
		if s.rows != allRows {
			needed[s.rows] = true
		}
	}
	out := make([]instruction, 0, n)
	for _, s := range steps {
		if needed[s.to] {
			out = append(out, s)
		}
	}
	return out
}
