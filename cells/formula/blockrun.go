package formula

import (
	"math"
	"unsafe"

	"freshet/cells"
)

// EvalBlock evaluates the formula for n rows of a column from at on, n at most BlockRows. False: the template has no block program, or the reader
// no strips; use Eval. No row may read the result of another one of the block.
func (t *Template) EvalBlock(w *Wave, at cells.Ref, n int, out *Block) bool {
	p := t.block()
	s, ok := w.Cells.(Strips)
	if p == nil || !ok || n < 1 || n > BlockRows {
		return false
	}
	r := newBlockRun(p, t, w, s, at, n, out)
	last := r.beforeLast(p)
	r.step(last)
	r.result(last.to)
	return true
}

// beforeLast does all steps but the last one, and gives that.
func (r *blockRun) beforeLast(p *blockProgram) *instruction {
	last := len(p.fused) - 1
	for i := range last {
		r.step(&p.fused[i])
	}
	return &p.fused[last]
}

// vector is what a register holds: the parts of one value for each row. A number that is not finite marks a row that is left to Eval; nothing else of such a
// row has a meaning, except that the kind Failed tells an error that IFERROR catches for certain.
type vector struct {
	nums  []float64        // nil: all rows have num
	kinds []cells.Kind     // nil: all rows are of kind
	ptrs  []unsafe.Pointer // nil: all rows have ptr
	same  bool             // all rows have num, kind and ptr, whether or not nums is there too
	num   float64
	kind  cells.Kind
	ptr   unsafe.Pointer
	plain bool // kinds are nothing but numbers and blanks, except in rows left to Eval

	numeric []float64 // numbers, once somebody asked
}

// blockRun is one run of a program.
type blockRun struct {
	t    *Template
	w    *Wave
	s    Strips
	at   cells.Ref
	n    int
	out  *Block
	regs []vector

	linked bool      // it is of a chain: there are no selections
	single *blockRun // for single rows of a chain
}

func newBlockRun(p *blockProgram, t *Template, w *Wave, s Strips, at cells.Ref, n int, out *Block) *blockRun {
	for len(out.memory) < p.regs {
		out.memory = append(out.memory, memory{nums: make([]float64, BlockRows)})
	}
	for len(out.regs) < p.regs {
		out.regs = append(out.regs, vector{})
	}
	out.run = blockRun{t: t, w: w, s: s, at: at, n: n, out: out, regs: out.regs[:p.regs]}
	return &out.run
}

func (r *blockRun) step(i *instruction) { i.run(r, i) }

// result shows a register as the results.
func (r *blockRun) result(reg int) {
	v, out := &r.regs[reg], r.out
	r.spread(reg)
	out.Nums, out.Kinds, out.Kind, out.Ptrs = v.nums, v.kinds, v.kind, v.ptrs
	if v.ptr != nil && v.ptrs == nil {
		out.Ptrs = r.pointers(reg)
		for j := range out.Ptrs {
			out.Ptrs[j] = v.ptr
		}
	}
	// A formula that gives a blank shows 0.
	switch {
	case v.kinds == nil:
		if v.kind == cells.Blank {
			out.Kind = cells.Number
		}
	case v.plain:
		out.Kinds, out.Kind = nil, cells.Number
	default:
		kinds := r.sorts(reg)
		for j, k := range v.kinds {
			if k == cells.Blank {
				k = cells.Number
			}
			kinds[j] = k
		}
		out.Kinds = kinds
	}
}

// own makes a register numbers that are about to be filled.
func (r *blockRun) own(reg int) []float64 {
	v := &r.regs[reg]
	*v = vector{nums: r.out.memory[reg].nums[:r.n], kind: cells.Number, plain: true}
	return v.nums
}

// ownSome is own for a step that fills only the rows it is for. The others are left to Eval: what the memory held, a later step might take for a value.
func (r *blockRun) ownSome(i *instruction) (z []float64, rows []uint16) {
	z, rows = r.own(i.to), r.selected(i)
	if len(rows) < len(z) {
		fillWith(z, math.NaN())
	}
	return z, rows
}

// sorts and pointers are memory of a register for kinds and pointers.
func (r *blockRun) sorts(reg int) []cells.Kind {
	m := &r.out.memory[reg]
	if m.kinds == nil {
		m.kinds = make([]cells.Kind, BlockRows)
	}
	return m.kinds[:r.n]
}

func (r *blockRun) pointers(reg int) []unsafe.Pointer {
	m := &r.out.memory[reg]
	r.out.holds = true
	if m.ptrs == nil {
		m.ptrs = make([]unsafe.Pointer, BlockRows)
	}
	return m.ptrs[:r.n]
}

// spread gives each row its number, where all have one.
func (r *blockRun) spread(reg int) {
	if v := &r.regs[reg]; v.nums == nil {
		v.nums = r.out.memory[reg].nums[:r.n]
		fillWith(v.nums, v.num)
	}
}

// numbers is a register as arithmetic takes it. Texts, times and durations are left to Eval.
func (r *blockRun) numbers(reg int) []float64 {
	v := &r.regs[reg]
	switch {
	case v.plain || v.kinds == nil && (v.kind <= cells.Number || v.kind == cells.Bool):
		r.spread(reg)
		return v.nums
	case v.numeric != nil:
		return v.numeric
	}
	m := &r.out.memory[reg]
	if m.other == nil {
		m.other = make([]float64, BlockRows)
	}
	z := m.other[:r.n]
	v.numeric = z
	if v.kinds == nil {
		fillWith(z, math.NaN())
		return z
	}
	r.spread(reg)
	for j, k := range v.kinds {
		z[j] = v.nums[j]
		if k > cells.Number && k != cells.Bool {
			z[j] = math.NaN()
		}
	}
	return z
}

// argument is an argument of a call as numbers: converted when it was given directly; of a cell only numbers and the other kind, as a range gives
// them, which are put into strict.
func (r *blockRun) argument(i *instruction, k int, other cells.Kind, strict []float64) []float64 {
	if direct(i.call.args[k]) {
		return r.numbers(i.in[k])
	}
	r.only(i.in[k], cells.Number, other, strict)
	return strict
}

// only is a register as numbers where it is of one of two kinds; other rows are left to Eval.
func (r *blockRun) only(reg int, a, b cells.Kind, z []float64) {
	v := &r.regs[reg]
	r.spread(reg)
	if v.kinds == nil {
		if v.kind == a || v.kind == b {
			copy(z, v.nums)
		} else {
			fillWith(z, math.NaN())
		}
		return
	}
	for j, k := range v.kinds {
		z[j] = v.nums[j]
		if k != a && k != b {
			z[j] = math.NaN()
		}
	}
}

// scalar is a register as arithmetic takes it, when all rows have one value.
func (r *blockRun) scalar(reg int) (float64, bool) {
	v := &r.regs[reg]
	switch {
	case !v.same:
		return 0, false
	case v.kind > cells.Number && v.kind != cells.Bool:
		return math.NaN(), true
	}
	return v.num, true
}

// value is what a register has in a row.
func (v *vector) value(j int) cells.Value {
	kind, x, p := v.kind, v.num, v.ptr
	if v.kinds != nil {
		kind = v.kinds[j]
	}
	if v.nums != nil {
		x = v.nums[j]
	}
	if v.ptrs != nil {
		p = v.ptrs[j]
	}
	if x-x != 0 {
		return cells.Value{}
	}
	// No value is a negative zero; the kernels may leave one.
	return cells.FromParts(kind, x+0, p)
}

// simple reports whether a row is not left to Eval.
func (v *vector) simple(j int) bool {
	x := v.num
	if v.nums != nil {
		x = v.nums[j]
	}
	return x-x == 0
}

// everyRow is the selection of all rows.
var everyRow = func() (all [BlockRows]uint16) {
	for j := range all {
		all[j] = uint16(j)
	}
	return all
}()

// selected is the rows that a step is for.
func (r *blockRun) selected(i *instruction) []uint16 {
	if i.rows == allRows || r.linked {
		return everyRow[:r.n]
	}
	return r.out.memory[i.rows].rows
}

// choice selects the rows in which a condition holds, or with a name does not hold.
func (r *blockRun) choice(i *instruction) {
	k := r.numbers(i.in[0])
	m := &r.out.memory[i.to]
	if cap(m.rows) < BlockRows {
		m.rows = make([]uint16, BlockRows)
	}
	m.rows = sift(k, r.selected(i), m.rows[:BlockRows], i.name == "")
}

// sift puts those of some rows together in which a truth is there and what is asked.
func sift(k []float64, rows, to []uint16, is bool) []uint16 {
	n := 0
	if is {
		for _, j := range rows {
			to[n] = j
			x := k[j]
			var some, finite int
			if x != 0 {
				some = 1
			}
			if x-x == 0 {
				finite = 1
			}
			n += some & finite
		}
		return to[:n]
	}
	for _, j := range rows {
		to[n] = j
		if k[j] == 0 {
			n++
		}
	}
	return to[:n]
}

func fillWith(z []float64, x float64) {
	for j := range z {
		z[j] = x
	}
}
