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
	if p == nil || !ok || n < 1 || n > BlockRows {
		return 0
	}
	for len(out.regs) < p.regs {
		out.regs = append(out.regs, make([]float64, BlockRows))
	}
	r := newBlockRun(p, s, at, n, out)
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
			later = append(later, link{x, r.before(at, offset, up)})
		case r.inputs(x, depends):
			depends[x.to] = true
			r.own(x.to)
			later = append(later, link{i: x})
		default:
			r.step(x)
		}
	}
	for reg := range r.views {
		r.vector(reg)
	}
	out.Kind = p.kind
	out.Nums = r.views[p.steps[len(p.steps)-1].to]
	return r.chain(later, out.Nums, up)
}

// link is a step of a chain. A step that reads the column itself has the values of the rows before the run.
type link struct {
	i      *instruction
	before []float64
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
	switch i.op {
	case blockConst, blockCell, blockFixed, blockSum, blockCount, blockCountA, blockAverage, blockMin, blockMax:
		return false
	case blockIf:
		return depends[i.a] || depends[i.b] || depends[i.c]
	case blockNeg, blockPercent, blockAbs, blockRound:
		return depends[i.a]
	}
	return depends[i.a] || depends[i.b]
}

// before is the stored values of as many rows outside the run as its first rows read, nearest last.
func (r *blockRun) before(at cells.Ref, offset int, up bool) []float64 {
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
		kinds, nums, _ := r.s.Strip(at.Sheet, row, at.Col, 1)
		switch {
		case kinds == nil || kinds[0] == cells.Blank:
			out[k] = 0
		case kinds[0] == cells.Number:
			out[k] = nums[0]
		}
	}
	return out
}

// chain goes through the rows one by one.
func (r *blockRun) chain(later []link, result []float64, up bool) int {
	for k := range r.n {
		j := k
		if up {
			j = r.n - 1 - k
		}
		for l := range later {
			i := later[l].i
			z := r.views[i.to]
			switch i.op {
			case blockCell:
				if k < len(later[l].before) {
					z[j] = later[l].before[k]
				} else {
					z[j] = result[j+int(i.rel.Top)] + 0 // a cell never holds a negative zero
				}
			case blockAdd:
				z[j] = r.views[i.a][j] + r.views[i.b][j]
			case blockSub:
				z[j] = r.views[i.a][j] - r.views[i.b][j]
			case blockMul:
				z[j] = r.views[i.a][j] * r.views[i.b][j]
			default:
				r.one(i, j)
			}
		}
		if x := result[j]; x-x != 0 {
			return k
		}
	}
	return r.n
}

// one does a step for one row, by doing it for a block of that row.
func (r *blockRun) one(i *instruction, j int) {
	row := r.single
	if row == nil {
		row = &blockRun{s: r.s, at: r.at, n: 1, out: &Block{regs: make([][]float64, len(r.views))}, views: make([][]float64, len(r.views)), same: r.same}
		r.single = row
	}
	for _, reg := range [3]int{i.a, i.b, i.c} {
		if r.views[reg] != nil {
			row.views[reg] = r.views[reg][j : j+1]
		}
	}
	row.out.regs[i.to] = r.views[i.to][j : j+1]
	row.step(i)
}
