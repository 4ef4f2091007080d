package formula

import (
	"math"

	"freshet/cells"
)

// compare fills a register with the truths of a comparison.
func (r *blockRun) compare(i *instruction) {
	a, b := &r.regs[i.in[0]], &r.regs[i.in[1]]
	if a.plain && b.plain || a.kinds == nil && b.kinds == nil && a.kind == cells.Bool && b.kind == cells.Bool {
		r.compareNumbers(i)
		return
	}
	r.spread(i.in[0])
	r.spread(i.in[1])
	z, rows := r.ownSome(i)
	r.truths(i.to)
	for _, j := range rows {
		x, y := a.value(int(j)), b.value(int(j))
		switch {
		case a.nums[j]-a.nums[j] != 0 || b.nums[j]-b.nums[j] != 0 || isLong(x) && isLong(y):
			z[j] = math.NaN()
		case i.op == blockEq || i.op == blockNe:
			z[j] = float64(b2i(equal(x, y) == (i.op == blockEq)))
		default:
			c, ok := compareQuickly(x, y)
			if z[j] = float64(b2i(decide(i.op, c))); !ok {
				z[j] = math.NaN() // keys are charged
			}
		}
	}
}

// truths makes a register of numbers one of truths.
func (r *blockRun) truths(reg int) { r.regs[reg].kind, r.regs[reg].plain = cells.Bool, false }

// decide reports whether <, <=, > or >= holds of values of an order.
func decide(op blockOp, c int) bool {
	switch op {
	case blockLt:
		return c < 0
	case blockLe:
		return c <= 0
	case blockGt:
		return c > 0
	}
	return c >= 0
}

// compareNumbers is compareNumbers of the operators (compare.go) without a jump, as which way it goes cannot be guessed.
func (r *blockRun) compareNumbers(i *instruction) {
	x, y := r.numbers(i.in[0]), r.numbers(i.in[1])
	z := r.own(i.to)
	r.truths(i.to)
	x, y = x[:len(z)], y[:len(z)]
	// Which of equal, less and greater count.
	var equal, less, greater uint64
	switch i.op {
	case blockEq:
		equal = 1
	case blockNe:
		less, greater = 1, 1
	case blockLt:
		less = 1
	case blockLe:
		less, equal = 1, 1
	case blockGt:
		greater = 1
	case blockGe:
		greater, equal = 1, 1
	}
	for j := range z {
		a, b := x[j], y[j]
		var near, under uint64
		if math.Abs(a-b) <= max(math.Abs(a), math.Abs(b))*0x1p-50 {
			near = 1
		}
		if a < b {
			under = 1
		}
		is := near&equal | (near^1)&(under&less|(under^1)&greater)
		// What is not finite is for Eval.
		z[j] = math.Float64frombits(-is&oneBits) + ((a - a) + (b - b))
	}
}

// oneBits is the bits of 1.
const oneBits = 0x3ff0000000000000
