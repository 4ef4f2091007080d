package formula

import (
	"math"

	"freshet/cells"
)

// EvalChain evaluates the formula for n rows of a column from at on, n at most BlockRows, of which each may read results of the rows before it: above it,
// or below it with up. What it reads of the rows itself and beyond them must be stored, and be right, except for the rows of the run. It gives how many
// rows it evaluated, counted from the end where it began: it stops at the first whose result is not finite (see Block). Zero: use Eval.
func (t *Template) EvalChain(w *Wave, at cells.Ref, n int, up bool, out *Block) int {
	p := t.block()
	s, ok := w.Cells.(Strips)
	if p == nil || !p.link || !ok || n < 1 || n > BlockRows {
		return 0
	}
	r := newBlockRun(p, t, w, s, at, n, out)
	r.linked = true
	var later []link
	depends := make([]bool, p.regs)
	for i := range p.steps {
		x := &p.steps[i]
		switch self := r.self(x); {
		case self == readsTangled:
			return 0
		case self == readsOwn:
			depends[x.to] = true
			r.own(x.to)
			offset := int(x.rel.Top)
			if up != (offset > 0) || offset == 0 {
				return 0
			}
			later = append(later, link{i: x, before: r.before(at, offset, up, p.strict)})
		case r.inputs(x, depends):
			depends[x.to] = true
			r.own(x.to)
			later = append(later, link{i: x})
		case x.op == blockSelect:
		default:
			r.step(x)
			if x.op == blockCell || x.op == blockFixed {
				r.plainly(x.to)
			}
		}
	}
	for _, x := range p.steps {
		if x.op != blockSelect && !depends[x.to] {
			r.spread(x.to)
		}
	}
	result := p.steps[len(p.steps)-1].to
	r.result(result)
	return r.chain(later, depends, out.Nums, up)
}

// plainly leaves to Eval all rows of a register that are neither numbers nor blanks.
func (r *blockRun) plainly(reg int) {
	v := &r.regs[reg]
	if v.plain {
		return
	}
	z := make([]float64, r.n)
	r.only(reg, cells.Number, cells.Blank, z)
	*v = vector{nums: z, kinds: v.kinds, kind: cells.Number, plain: true}
}

type selfReading uint8

const (
	readsOthers selfReading = iota
	readsOwn
	readsTangled
)

// self tells whether a step reads the column under evaluation.
func (r *blockRun) self(i *instruction) selfReading {
	switch i.op {
	case blockCell, blockFixed:
		sheet, row, col := r.place(i.rel)
		if sheet != r.at.Sheet || col != r.at.Col {
			return readsOthers
		}
		if i.op == blockCell {
			return readsOwn
		}
		if row >= r.at.Row && row < r.at.Row+int32(r.n) {
			return readsTangled
		}
	case blockSum, blockCount, blockCountA, blockAverage, blockMin, blockMax:
		g, ok := i.rel.At(r.at)
		if ok && g.Sheet == r.at.Sheet && g.Left <= r.at.Col && r.at.Col <= g.Right {
			return readsTangled
		}
	}
	return readsOthers
}

// inputs reports whether a step uses a register that depends on the chain.
func (r *blockRun) inputs(i *instruction, depends []bool) bool {
	for _, reg := range i.in {
		if depends[reg] {
			return i.op != blockSelect
		}
	}
	return false
}

// before is the stored values of as many rows outside the run as its first rows read, nearest last.
// Where a blank must not be taken for 0, it is left to Eval.
func (r *blockRun) before(at cells.Ref, offset int, up, strict bool) []float64 {
	size := offset
	if size < 0 {
		size = -size
	}
	size = min(size, r.n)
	out := make([]float64, size)
	for k := range out {
		// The k-th row of the run, counted from where it begins.
		row := at.Row + int32(k) + int32(offset)
		if up {
			row = at.Row + int32(r.n-1-k) + int32(offset)
		}
		out[k] = math.NaN()
		if row < 0 || row >= cells.MaxRows {
			continue
		}
		s := r.s.Strip(at.Sheet, row, at.Col, 1)
		switch {
		case s.Kinds == nil || s.Kinds[0] == cells.Blank:
			if !strict {
				out[k] = 0
			}
		case s.Kinds[0] == cells.Number:
			out[k] = s.Nums[0]
		}
	}
	return out
}
