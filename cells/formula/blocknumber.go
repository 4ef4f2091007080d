package formula

import (
	"math"

	"freshet/cells"
)

// binary prepares a step of two numbers. All rows of x, y or both may be one, in which case the slice is nil and the scalar counts.
func (r *blockRun) binary(i *instruction) (x, y []float64, p, q float64) {
	p, ok := r.scalar(i.in[0])
	if !ok {
		x = r.numbers(i.in[0])[:r.n]
	}
	q, ok = r.scalar(i.in[1])
	if !ok {
		y = r.numbers(i.in[1])[:r.n]
	}
	return x, y, p, q
}

// same gives all rows of a register one number.
func (r *blockRun) same(reg int, x float64) {
	r.regs[reg] = vector{same: true, num: x, kind: cells.Number, plain: true}
}

func (r *blockRun) add(i *instruction) {
	x, y, p, q := r.binary(i)
	switch {
	case x == nil && y == nil:
		r.same(i.to, plus(p, q))
		return
	case x == nil:
		x, y, q = y, nil, p
	}
	z := r.own(i.to)
	x = x[:len(z)]
	if y == nil {
		for j := range z {
			z[j] = plus(x[j], q)
		}
		return
	}
	y = y[:len(z)]
	for j := range z {
		z[j] = plus(x[j], y[j])
	}
}

func (r *blockRun) sub(i *instruction) {
	x, y, p, q := r.binary(i)
	if x == nil && y == nil {
		r.same(i.to, minus(p, q))
		return
	}
	z := r.own(i.to)
	switch {
	case y == nil:
		x = x[:len(z)]
		for j := range z {
			z[j] = minus(x[j], q)
		}
	case x == nil:
		y = y[:len(z)]
		for j := range z {
			z[j] = minus(p, y[j])
		}
	default:
		x, y = x[:len(z)], y[:len(z)]
		for j := range z {
			z[j] = minus(x[j], y[j])
		}
	}
}

func (r *blockRun) mul(i *instruction) {
	x, y, p, q := r.binary(i)
	switch {
	case x == nil && y == nil:
		r.same(i.to, p*q)
		return
	case x == nil:
		x, y, q = y, nil, p
	}
	z := r.own(i.to)
	x = x[:len(z)]
	if y == nil {
		for j := range z {
			z[j] = x[j] * q
		}
		return
	}
	y = y[:len(z)]
	for j := range z {
		z[j] = x[j] * y[j]
	}
}

// div leaves a division by zero to Eval, by a quotient that is not finite, and one by what is not finite. Of the first it is
// known that it is an error.
func (r *blockRun) div(i *instruction) {
	x, y, p, q := r.binary(i)
	if x == nil && y == nil {
		r.same(i.to, p/q+(q-q))
		if q == 0 && p-p == 0 {
			r.regs[i.to] = vector{same: true, num: math.NaN(), kind: cells.Failed}
		}
		return
	}
	z := r.own(i.to)
	zeros := 0
	switch {
	case y == nil:
		x = x[:len(z)]
		for j := range z {
			z[j] = x[j]/q + (q - q)
		}
		if q == 0 {
			zeros = r.n
		}
	case x == nil:
		y = y[:len(z)]
		for j := range z {
			z[j] = p/y[j] + (y[j] - y[j])
			if y[j] == 0 {
				zeros++
			}
		}
	default:
		x, y = x[:len(z)], y[:len(z)]
		for j := range z {
			z[j] = x[j]/y[j] + (y[j] - y[j])
			if y[j] == 0 {
				zeros++
			}
		}
	}
	if zeros > 0 {
		r.divided(i, x, y, p, q)
	}
}

// divided tells which rows are divisions by zero.
func (r *blockRun) divided(i *instruction, x, y []float64, p, q float64) {
	v, kinds := &r.regs[i.to], r.sorts(i.to)
	for j := range kinds {
		kinds[j] = cells.Number
		if x != nil {
			p = x[j]
		}
		if y != nil {
			q = y[j]
		}
		if q == 0 && p-p == 0 {
			v.nums[j], kinds[j] = math.NaN(), cells.Failed
		}
	}
	v.kinds = kinds
}

// mapped is a function of one number. Where its result is not finite, Eval decides.
func (c *blockCompiler) mapped(name string, fn func(float64) float64, in int) (typed, bool) {
	return c.emit(instruction{run: func(r *blockRun, i *instruction) {
		if x, ok := r.scalar(i.in[0]); ok {
			r.same(i.to, applied(fn, x))
			return
		}
		x := r.numbers(i.in[0])
		z, rows := r.ownSome(i)
		if len(rows) == len(z) {
			for j := range z {
				z[j] = applied(fn, x[j])
			}
			return
		}
		for _, j := range rows {
			z[j] = applied(fn, x[j])
		}
	}, in: []int{in}, rows: c.rows, name: name}, typed{kind: cells.Number})
}

func applied(fn func(float64) float64, x float64) float64 {
	if x-x != 0 {
		return x
	}
	return fn(x)
}

// pairs is a function of two numbers. Where its result is not finite, Eval decides.
func (c *blockCompiler) pairs(name string, fn func(x, y float64) float64, left, right node) (typed, bool) {
	in, ok := c.all(left, right)
	if !ok {
		return typed{}, false
	}
	return c.emit(instruction{run: func(r *blockRun, i *instruction) {
		x, y := r.numbers(i.in[0]), r.numbers(i.in[1])
		z, rows := r.ownSome(i)
		for _, j := range rows {
			if d := (x[j] - x[j]) + (y[j] - y[j]); d != 0 {
				z[j] = math.NaN()
				continue
			}
			z[j] = fn(x[j], y[j])
		}
	}, in: in, rows: c.rows, name: name + "2"}, typed{kind: cells.Number})
}

// powerOrNot, modOrNot and their like give NaN where there is an error.
func powerOrNot(base, exp float64) float64 {
	if base == 0 && exp <= 0 {
		return math.NaN()
	}
	return power(base, exp)
}

func modOrNot(x, y float64) float64 {
	if y == 0 {
		return math.NaN()
	}
	return math.Mod(x, y)
}
