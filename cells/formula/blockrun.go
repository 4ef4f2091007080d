package formula

import (
	"math"

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
	for len(out.regs) < p.regs {
		out.regs = append(out.regs, make([]float64, BlockRows))
	}
	r := newBlockRun(p, s, at, n, out)
	for i := range p.steps {
		r.step(&p.steps[i])
	}
	out.Kind = p.kind
	out.Nums = r.vector(p.steps[len(p.steps)-1].to)
	return true
}

// blockRun is one run of a program.
type blockRun struct {
	s     Strips
	at    cells.Ref
	n     int
	out   *Block
	views [][]float64 // by register: its own memory, or a column as it is stored; nil when all rows have its scalar
	same  []float64   // by register: the scalar

	single *blockRun // for single rows of a chain
}

func newBlockRun(p *blockProgram, s Strips, at cells.Ref, n int, out *Block) blockRun {
	for len(out.views) < p.regs {
		out.views, out.same = append(out.views, nil), append(out.same, 0)
	}
	clear(out.views)
	return blockRun{s: s, at: at, n: n, out: out, views: out.views[:p.regs], same: out.same[:p.regs]}
}

// vector is a register with a number for each row.
func (r *blockRun) vector(reg int) []float64 {
	if r.views[reg] == nil {
		fillWith(r.own(reg), r.same[reg])
	}
	return r.views[reg]
}

func (r *blockRun) own(reg int) []float64 {
	v := r.out.regs[reg][:r.n]
	r.views[reg] = v
	return v
}

func (r *blockRun) step(i *instruction) {
	switch i.op {
	case blockConst:
		r.same[i.to] = i.x
	case blockFixed:
		r.same[i.to] = r.fixed(i.rel)
	case blockCell:
		r.column(i)
	case blockSum, blockCount, blockCountA, blockAverage, blockMin, blockMax:
		r.fold(i)
	case blockNeg:
		x := r.vector(i.a)
		z := r.own(i.to)
		for j := range z {
			z[j] = -x[j]
		}
	case blockPercent:
		x := r.vector(i.a)
		z := r.own(i.to)
		for j := range z {
			z[j] = x[j] / 100
		}
	case blockAbs:
		x := r.vector(i.a)
		z := r.own(i.to)
		for j := range z {
			z[j] = math.Abs(x[j])
		}
	case blockRound:
		x := r.vector(i.a)
		z := r.own(i.to)
		for j := range z {
			z[j] = roundFinite(x[j], int(i.x))
		}
	case blockIf:
		k, x, y := r.vector(i.a), r.vector(i.b), r.vector(i.c)
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
	default:
		r.binary(i)
	}
}

func fillWith(z []float64, x float64) {
	for j := range z {
		z[j] = x
	}
}

func roundFinite(x float64, decimals int) float64 {
	if x-x != 0 {
		return x
	}
	return cells.RoundDecimal(x, decimals)
}

func (r *blockRun) binary(i *instruction) {
	if r.scalars(i) {
		return
	}
	x, y := r.vector(i.a)[:r.n], r.vector(i.b)[:r.n]
	z := r.own(i.to)[:len(x)]
	y = y[:len(x)]
	switch i.op {
	case blockAdd:
		for j := range x {
			z[j] = x[j] + y[j]
		}
	case blockSub:
		for j := range x {
			z[j] = x[j] - y[j]
		}
	case blockMul:
		for j := range x {
			z[j] = x[j] * y[j]
		}
	case blockDiv:
		for j := range x {
			// A quotient by zero, or by what is not finite, is for Eval.
			if y[j] == 0 || y[j]-y[j] != 0 {
				z[j] = math.NaN()
			} else {
				z[j] = x[j] / y[j]
			}
		}
	default:
		for j := range x {
			if x[j]-x[j] != 0 || y[j]-y[j] != 0 {
				z[j] = math.NaN()
			} else {
				z[j] = decide(i.op, compareNumbers(x[j], y[j]))
			}
		}
	}
}

// scalars does arithmetic with one scalar, which saves writing it out; false when there is none.
func (r *blockRun) scalars(i *instruction) bool {
	x, y := r.views[i.a], r.views[i.b]
	if (x == nil) == (y == nil) || i.op > blockMul {
		return false
	}
	s := r.same[i.b]
	if x == nil {
		x, s = y, r.same[i.a]
	}
	z := r.own(i.to)
	x = x[:len(z)]
	switch {
	case i.op == blockAdd:
		for j := range z {
			z[j] = x[j] + s
		}
	case i.op == blockMul:
		for j := range z {
			z[j] = x[j] * s
		}
	case y == nil:
		for j := range z {
			z[j] = x[j] - s
		}
	default:
		for j := range z {
			z[j] = s - x[j]
		}
	}
	return true
}

func decide(op blockOp, c int) float64 {
	yes := false
	switch op {
	case blockEq:
		yes = c == 0
	case blockNe:
		yes = c != 0
	case blockLt:
		yes = c < 0
	case blockLe:
		yes = c <= 0
	case blockGt:
		yes = c > 0
	case blockGe:
		yes = c >= 0
	}
	if yes {
		return 1
	}
	return 0
}

func (r *blockRun) place(rel Relative) (cells.SheetID, int32, int32) {
	sheet, row, col := rel.Sheet, rel.Top, rel.Left
	if sheet == 0 {
		sheet = r.at.Sheet
	}
	if !rel.AbsTop {
		row += r.at.Row
	}
	if !rel.AbsLeft {
		col += r.at.Col
	}
	return sheet, row, col
}

// fixed is the number of one cell; a blank is 0, and whatever is no number is not finite.
func (r *blockRun) fixed(rel Relative) float64 {
	sheet, row, col := r.place(rel)
	if row < 0 || row >= cells.MaxRows || col < 0 || col >= cells.MaxCols {
		return math.NaN()
	}
	kinds, nums, _ := r.s.Strip(sheet, row, col, 1)
	switch {
	case kinds == nil || kinds[0] == cells.Blank:
		return 0
	case kinds[0] == cells.Number:
		return nums[0]
	}
	return math.NaN()
}

// column makes a column of cells a register: the stored numbers themselves, when they lie together and are nothing but numbers.
func (r *blockRun) column(i *instruction) {
	sheet, row, col := r.place(i.rel)
	if row < 0 || int(row)+r.n > cells.MaxRows || col < 0 || col >= cells.MaxCols {
		fillWith(r.own(i.to), math.NaN())
		return
	}
	kinds, nums, n := r.s.Strip(sheet, row, col, r.n)
	if n == r.n && kinds != nil && plainNumbers(kinds) {
		r.views[i.to] = nums
		return
	}
	z := r.own(i.to)
	for done := 0; done < r.n; {
		if done > 0 {
			kinds, nums, n = r.s.Strip(sheet, row+int32(done), col, r.n-done)
		}
		part := z[done : done+n]
		if kinds == nil {
			fillWith(part, 0)
		} else {
			copyNumbers(part, kinds, nums)
		}
		done += n
	}
}

// plainNumbers reports whether all kinds are numbers or blanks, whose number is 0.
func plainNumbers(kinds []cells.Kind) bool {
	var all cells.Kind
	for _, k := range kinds {
		all |= k
	}
	return all <= cells.Number
}

func copyNumbers(z []float64, kinds []cells.Kind, nums []float64) {
	for j := range z {
		if kinds[j] <= cells.Number {
			z[j] = nums[j]
		} else {
			z[j] = math.NaN()
		}
	}
}
