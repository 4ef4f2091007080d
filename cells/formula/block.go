package formula

import (
	"unsafe"

	"freshet/cells"
)

// BlockRows is how many rows EvalBlock takes at once, at most.
const BlockRows = 1024

// Strip is rows of one column as they are stored: the parts (see cells.Value.Parts) of one value after the other. A blank's number is 0.
type Strip struct {
	Rows    int              // how many rows it tells of
	Kinds   []cells.Kind     // nil: all are blank
	Nums    []float64        // as long as Kinds
	Ptrs    []unsafe.Pointer // as long as Kinds; nil when none has one
	Numbers bool             // all are numbers; false also where nobody has counted
	Plain   bool             // all are numbers or blanks; false also where nobody has counted
}

// Strips is a Reader that gives columns as they are stored.
type Strips interface {
	// Strip gives rows from row on of one column, as many as lie together: at least one, at most n. The slices are valid until a cell changes, and nobody
	// writes to them. Several goroutines may ask at once.
	Strip(sheet cells.SheetID, row, col int32, n int) Strip
}

// Block is the result of EvalBlock and its scratch space. One goroutine uses it at a time.
type Block struct {
	// Nums is the numbers of the results (see cells.Value.Parts). One that is not finite stands for a cell that is not simple (an error among what it
	// reads, a result that is one): Eval knows.
	Nums []float64
	// Kinds is what sort the results are; nil when all are of Kind. None is blank.
	Kinds []cells.Kind
	Kind  cells.Kind
	// Ptrs is the pointers of the results; nil when none has one.
	Ptrs []unsafe.Pointer

	run    blockRun // the latest one
	memory []memory
	holds  bool // memory has pointers
	regs   []vector
	frame  frame
	text   []byte

	rolling rolling
}

// memory is what a register may fill.
type memory struct {
	nums  []float64
	other []float64 // the register as arithmetic takes it, where that is not nums
	kinds []cells.Kind
	ptrs  []unsafe.Pointer
	rows  []uint16 // a selection
}

// Forget lets go of what the latest evaluation read, and of its texts.
func (b *Block) Forget() {
	b.run = blockRun{}
	if !b.holds {
		return
	}
	b.holds = false
	b.Nums, b.Kinds, b.Ptrs = nil, nil, nil
	clear(b.regs)
	for i := range b.memory {
		clear(b.memory[i].ptrs)
	}
}

// instruction is one step of a block program: it fills register to.
type instruction struct {
	op   blockOp
	run  kernel
	over overwriter // run for the last step of a program, which may store what comes of it; nil when there is none
	to   int
	in   []int       // the registers it reads
	rows int         // the register with the selection of the rows it is for; allRows for all. Other rows have no meaning, and nothing that is no value
	x    float64     // what the kernel makes of it
	v    cells.Value // a literal
	rel  Relative    // what it reads
	call *callNode   // the function it calls
	name string      // tells calls of one kernel apart
}

const allRows = -1

// kernel does a step for all rows of a block.
type kernel func(r *blockRun, i *instruction)

// blockOp names a step. Those that a chain does row by row, and those that others look for, have a name of their own.
type blockOp uint8

const (
	blockOther blockOp = iota
	blockConst
	blockCell  // a column of cells
	blockFixed // one cell for all rows
	blockSum   // an aggregate of a range that moves or grows along
	blockCount
	blockCountA
	blockAverage
	blockMin
	blockMax
	blockAdd
	blockSub
	blockMul
	blockDiv
	blockEq
	blockNe
	blockLt
	blockLe
	blockGt
	blockGe
	blockIf
	blockSelect // which rows of a selection a condition holds in
)

// blockProgram is a formula as steps over blocks of rows. What a step cannot do in some row (it met an error, a text that must be read as a number) makes that row
// not finite, and such a row is evaluated by Eval. So a program need only agree with Eval where all goes well.
type blockProgram struct {
	steps  []instruction
	fused  []instruction // steps, of which some do the work of several; a chain needs them apart
	regs   int
	kind   cells.Kind // what all results are when no cell it reads decides; else anyKind or cellKind
	link   bool       // the steps can be done row by row, in a chain
	strict bool       // a blank is not always 0 in it
}

// Kinds that are not known before the cells are.
const (
	anyKind  cells.Kind = 255
	cellKind cells.Kind = 254 // that of a cell; a chain takes it for a number
)

// block is the template's program; nil when it has none.
func (t *Template) block() *blockProgram {
	t.blockOnce.Do(func() {
		t.lone = loneOf(t.root)
		if t.dynamic || t.volatile || t.past || t.MayArray() || t.lambdas || t.root == nil {
			return
		}
		c := blockCompiler{rows: allRows, known: map[string]typed{}, link: true}
		r, ok := c.compile(t.root)
		if !ok || c.full {
			return
		}
		steps := c.live(c.steps, r.reg)
		t.program = &blockProgram{steps: steps, fused: c.fuse(steps, r.reg), regs: c.regs, kind: r.kind, link: c.link && numeric(r.kind), strict: c.strict}
	})
	return t.program
}

// maxSteps bounds the scratch space of a program, which is some 8 KB a step.
const maxSteps = 64

// Blocks reports whether EvalBlock can evaluate the template.
func (t *Template) Blocks() bool { return t.block() != nil }

// Price is what a row of a template with a block program counts in the budget of a wave, in steps, whether a block does it or Eval; and most is how much work Eval
// has with a row that a block could do.
func (t *Template) Price() (price, most int) {
	p := t.block()
	if p == nil {
		return 0, 0
	}
	calls := 0
	for i := range p.steps {
		if p.steps[i].call != nil {
			calls++
		}
	}
	return 1 + len(p.steps)/8 + calls*callPrice, (len(p.steps) + 1) * maxCallSteps
}

// Nanos is about how many nanoseconds a block takes for a row of a template with a block program, within a factor of two or three.
func (t *Template) Nanos() int {
	p := t.block()
	if p == nil {
		return 0
	}
	quarters := 0
	for i := range p.steps {
		switch s := &p.steps[i]; {
		case s.call != nil:
			quarters += 4 * callNanos
		case s.op == blockOther:
			quarters += 4 * otherNanos
		default:
			quarters++
		}
	}
	return max(1, quarters/4)
}

// What a call takes, and a step of one of the other kinds; all but those take a quarter.
const (
	callNanos  = 50
	otherNanos = 10
)

// The steps that a call made for a row of a block may take, and what it counts. One that takes more is left to Eval.
const (
	maxCallSteps = 64
	callPrice    = 6
)
