package formula

import (
	"math"

	"freshet/cells"
)

// BlockRows is how many rows EvalBlock takes at once, at most.
const BlockRows = 1024

// Strips is a Reader that gives columns as they are stored.
type Strips interface {
	// Strip gives the kinds and numbers (see cells.Value.Parts) of rows from row on of one column, as many as lie together, and how many
	// rows that is: at least one, at most n. Nil slices say that these rows are blank. The slices are valid until a cell changes.
	Strip(sheet cells.SheetID, row, col int32, n int) (kinds []cells.Kind, nums []float64, rows int)
}

// Block is the result of EvalBlock and its scratch space. One goroutine uses it at a time.
type Block struct {
	// Kind is what all results are: cells.Number or cells.Bool.
	Kind cells.Kind
	// Nums is the results. One that is not finite stands for a cell that is not simple (an error, a text, a time among what it reads): Eval knows.
	Nums []float64

	regs    [][]float64
	views   [][]float64
	same    []float64
	rolling rolling
}

// instruction is one step of a block program: it fills register to.
type instruction struct {
	op      blockOp
	to      int
	a, b, c int // registers
	x       float64
	rel     Relative
}

type blockOp uint8

const (
	blockConst blockOp = iota
	blockCell          // a column of cells
	blockFixed         // one cell for all rows
	blockSum           // an aggregate of a range that moves or grows along
	blockCount
	blockCountA
	blockAverage
	blockMin
	blockMax
	blockAdd
	blockSub
	blockMul
	blockDiv
	blockNeg
	blockPercent
	blockAbs
	blockRound
	blockEq
	blockNe
	blockLt
	blockLe
	blockGt
	blockGe
	blockIf
)

// blockProgram is a formula as steps over blocks of rows. Numbers and truths are its only values; whatever else turns up makes a row not finite, and such a row
// is evaluated by Eval. So a program need only agree with Eval where all goes well.
type blockProgram struct {
	steps []instruction
	regs  int
	kind  cells.Kind
}

// block is the template's program; nil when it has none.
func (t *Template) block() *blockProgram {
	t.blockOnce.Do(func() {
		c := blockCompiler{}
		if t.dynamic || t.volatile || t.past || t.arrays || t.lambdas || t.root == nil {
			return
		}
		if r, ok := c.compile(t.root); ok && len(c.steps) <= 64 {
			t.program = &blockProgram{c.steps, c.regs, r.kind}
		}
	})
	return t.program
}

// Blocks reports whether EvalBlock can evaluate the template.
func (t *Template) Blocks() bool { return t.block() != nil }

// typed is a register and what is in it.
type typed struct {
	reg  int
	kind cells.Kind
}

type blockCompiler struct {
	steps []instruction
	regs  int
}

func (c *blockCompiler) emit(i instruction, kind cells.Kind) (typed, bool) {
	i.to = c.regs
	c.regs++
	c.steps = append(c.steps, i)
	return typed{i.to, kind}, true
}

func (c *blockCompiler) compile(n node) (typed, bool) {
	switch n := n.(type) {
	case *constNode:
		if n.value.Kind() == cells.Number {
			return c.emit(instruction{op: blockConst, x: n.value.Float()}, cells.Number)
		}
	case *cellNode:
		if n.rel.AbsTop {
			return c.emit(instruction{op: blockFixed, rel: n.rel}, cells.Number)
		}
		return c.emit(instruction{op: blockCell, rel: n.rel}, cells.Number)
	case *unaryNode:
		return c.unary(n)
	case *binaryNode:
		return c.binary(n)
	case *chooseNode:
		if n.no != nil {
			return c.choose(n.cond, n.yes, n.no)
		}
	case *callNode:
		return c.call(n)
	}
	return typed{}, false
}

func (c *blockCompiler) unary(n *unaryNode) (typed, bool) {
	a, ok := c.compile(n.node)
	if !ok {
		return a, false
	}
	switch n.op {
	case opNeg:
		return c.emit(instruction{op: blockNeg, a: a.reg}, cells.Number)
	case opPercent:
		return c.emit(instruction{op: blockPercent, a: a.reg}, cells.Number)
	}
	return a, false
}

var blockOps = map[operator]blockOp{
	opAdd: blockAdd, opSub: blockSub, opMul: blockMul, opDiv: blockDiv,
	opEq: blockEq, opNe: blockNe, opLt: blockLt, opLe: blockLe, opGt: blockGt, opGe: blockGe,
}

func (c *blockCompiler) binary(n *binaryNode) (typed, bool) {
	op, ok := blockOps[n.op]
	if !ok {
		return typed{}, false
	}
	a, ok := c.compile(n.left)
	if !ok {
		return a, false
	}
	b, ok := c.compile(n.right)
	if !ok {
		return b, false
	}
	if op < blockEq {
		return c.emit(instruction{op: op, a: a.reg, b: b.reg}, cells.Number)
	}
	if a.kind != b.kind {
		return a, false
	}
	return c.emit(instruction{op: op, a: a.reg, b: b.reg}, cells.Bool)
}

func (c *blockCompiler) choose(cond, yes, no node) (typed, bool) {
	k, ok := c.compile(cond)
	if !ok {
		return k, false
	}
	a, ok := c.compile(yes)
	if !ok {
		return a, false
	}
	b, ok := c.compile(no)
	if !ok || a.kind != b.kind {
		return b, false
	}
	return c.emit(instruction{op: blockIf, a: k.reg, b: a.reg, c: b.reg}, a.kind)
}

func (c *blockCompiler) call(n *callNode) (typed, bool) {
	switch name := n.fn.Name; {
	case name == "IF" && len(n.args) == 3:
		return c.choose(n.args[0], n.args[1], n.args[2])
	case len(n.args) == 1 && blockFolds[name] != 0:
		a, ok := n.args[0].(*areaNode)
		if !ok {
			return typed{}, false
		}
		return c.emit(instruction{op: blockFolds[name], rel: a.rel}, cells.Number)
	case name == "ABS" && len(n.args) == 1:
		a, ok := c.compile(n.args[0])
		if !ok || a.kind != cells.Number {
			return a, false
		}
		return c.emit(instruction{op: blockAbs, a: a.reg}, cells.Number)
	case name == "ROUND" && len(n.args) == 2:
		a, ok := c.compile(n.args[0])
		d, constant := n.args[1].(*constNode)
		if !ok || !constant || d.value.Kind() != cells.Number || a.kind != cells.Number || math.Abs(d.value.Float()) > 15 {
			return a, false
		}
		return c.emit(instruction{op: blockRound, a: a.reg, x: math.Trunc(d.value.Float())}, cells.Number)
	}
	return typed{}, false
}
