package formula

import "freshet/cells"

// EvalOver is EvalBlock for rows whose cells hold numbers, old, and are read by none of them. Where the last step of the program is arithmetic, it
// replaces the first numbers itself, so that the results need not be written twice: as long as a result is finite, is not 0, and differs from the number there. It gives how many it
// replaced; out has the results of the rows after them.
func (t *Template) EvalOver(w *Wave, at cells.Ref, old []float64, out *Block) int {
	p := t.block()
	if p == nil || p.fused[len(p.fused)-1].over == nil {
		t.EvalBlock(w, at, len(old), out)
		return 0
	}
	s, ok := w.Cells.(Strips)
	if !ok || len(old) < 1 || len(old) > BlockRows {
		return 0
	}
	r := newBlockRun(p, t, w, s, at, len(old), out)
	last := r.beforeLast(p)
	done := last.over(r, last, old)
	if done == len(old) {
		out.Nums, out.Kinds, out.Kind, out.Ptrs = nil, nil, cells.Number, nil
		return done
	}
	r.step(last)
	r.result(last.to)
	out.Nums = out.Nums[done:]
	if out.Kinds != nil {
		out.Kinds = out.Kinds[done:]
	}
	return done
}

// overwriter does a step whose results are numbers, in place of the numbers that are there. It gives for how many rows it did.
type overwriter func(r *blockRun, i *instruction, old []float64) int

var overwriters = map[blockOp]overwriter{
	blockAdd: (*blockRun).addOver, blockSub: (*blockRun).subOver, blockMul: (*blockRun).mulOver, blockDiv: (*blockRun).divOver,
}

func (r *blockRun) productsOver(i *instruction, old []float64) int {
	p, _ := r.scalar(i.in[1])
	q, _ := r.scalar(i.in[3])
	return linearOver(old, r.numbers(i.in[0]), r.numbers(i.in[2]), p, q*i.x)
}

func (r *blockRun) scaledOver(i *instruction, old []float64) int {
	p, _ := r.scalar(i.in[1])
	x := r.numbers(i.in[0])
	if q, ok := r.scalar(i.in[2]); ok {
		return affineOver(old, x, p, q*i.x)
	}
	return linearOver(old, x, r.numbers(i.in[2]), p, i.x)
}

func (r *blockRun) addOver(i *instruction, old []float64) int { return r.sumOver(i, 1, old) }
func (r *blockRun) subOver(i *instruction, old []float64) int { return r.sumOver(i, -1, old) }

// sumOver is a sum or a difference. A product with 1 or -1 is exact.
func (r *blockRun) sumOver(i *instruction, sign float64, old []float64) int {
	x, y, p, q := r.binary(i)
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return affineOver(old, y, sign, p)
	case y == nil:
		return affineOver(old, x, 1, sign*q)
	}
	return linearOver(old, x, y, 1, sign)
}

// mulOver is a product. Adding 0 changes a product that is 0, if any.
func (r *blockRun) mulOver(i *instruction, old []float64) int {
	x, y, p, q := r.binary(i)
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return affineOver(old, y, p, 0)
	case y == nil:
		return affineOver(old, x, q, 0)
	}
	return productOver(old, x, y)
}

// divOver is a quotient. What is not simple is not finite, or 0.
func (r *blockRun) divOver(i *instruction, old []float64) int {
	x, y, _, q := r.binary(i)
	switch {
	case x == nil:
		return 0
	case y == nil:
		return shareOver(old, x, q)
	}
	return quotientOver(old, x, y)
}
