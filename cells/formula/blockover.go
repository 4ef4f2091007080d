package formula

import (
	"math"
	"unsafe"

	"freshet/cells"
)

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
	done := last.over(&r, last, old)
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

// odd reports whether a number is 0 or not finite, by its bits: without its sign and less one, 0 is more than all others.
func odd(x uint64) bool {
	const least = 0xffe0_0000_0000_0000 - 1
	return x<<1-1 >= least
}

// cancels is mayCancel of the bits of a sum and its first operand.
func cancels(r uint64, first float64) bool { return mayCancel(math.Float64bits(first), r) }

// pass is how many rows an overwriter does between looking at the lengths of its columns. There is no index to be checked in between. What is left is done one by one.
const pass = 64

func passBits(x []float64) *[pass]uint64 { return (*[pass]uint64)(unsafe.Pointer((*[pass]float64)(x))) }

// linearOver is x·p + y·q. Every product is rounded as it is alone.
func linearOver(old, x, y []float64, p, q float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x, y := passBits(old[k:]), (*[pass]float64)(x[k:]), (*[pass]float64)(y[k:])
		for j := 0; j < pass; j += 4 {
			e, f, g, h := float64(x[j]*p), float64(x[j+1]*p), float64(x[j+2]*p), float64(x[j+3]*p)
			a := math.Float64bits(e + float64(y[j]*q))
			b := math.Float64bits(f + float64(y[j+1]*q))
			c := math.Float64bits(g + float64(y[j+2]*q))
			d := math.Float64bits(h + float64(y[j+3]*q))
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			if cancels(a, e) || cancels(b, f) || cancels(c, g) || cancels(d, h) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	for ; k < len(old) && replace(&old[k], plus(float64(x[k]*p), float64(y[k]*q))); k++ {
	}
	return k
}

// replace puts a number in the place of another one, if it is finite, is not 0, and differs.
func replace(old *float64, x float64) bool {
	if a := math.Float64bits(x); a == math.Float64bits(*old) || odd(a) {
		return false
	}
	*old = x
	return true
}

// affineOver is x·p + q.
func affineOver(old, x []float64, p, q float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x := passBits(old[k:]), (*[pass]float64)(x[k:])
		for j := 0; j < pass; j += 4 {
			e, f, g, h := float64(x[j]*p), float64(x[j+1]*p), float64(x[j+2]*p), float64(x[j+3]*p)
			a, b := math.Float64bits(e+q), math.Float64bits(f+q)
			c, d := math.Float64bits(g+q), math.Float64bits(h+q)
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			if cancels(a, e) || cancels(b, f) || cancels(c, g) || cancels(d, h) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	for ; k < len(old) && replace(&old[k], plus(float64(x[k]*p), q)); k++ {
	}
	return k
}

// productOver is x·y.
func productOver(old, x, y []float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x, y := passBits(old[k:]), (*[pass]float64)(x[k:]), (*[pass]float64)(y[k:])
		for j := 0; j < pass; j += 4 {
			a, b := math.Float64bits(x[j]*y[j]), math.Float64bits(x[j+1]*y[j+1])
			c, d := math.Float64bits(x[j+2]*y[j+2]), math.Float64bits(x[j+3]*y[j+3])
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	for ; k < len(old) && replace(&old[k], x[k]*y[k]); k++ {
	}
	return k
}

// quotientOver is x/y. To divide takes longer than all the rest.
func quotientOver(old, x, y []float64) int {
	for k := range old {
		if !replace(&old[k], x[k]/y[k]) {
			return k
		}
	}
	return len(old)
}

// shareOver is x/q.
func shareOver(old, x []float64, q float64) int {
	for k := range old {
		if !replace(&old[k], x[k]/q) {
			return k
		}
	}
	return len(old)
}
