package series

import (
	"math"

	"freshet/cells/exact"
)

// total is the sum of numbers, exact.
type total struct{ sum exact.Sum }

func (t *total) take(p *points, i int) { t.sum.Add(p.x[i]) }

func (t *total) join(o *total) { t.sum.Merge(&o.sum) }

// squares is the sum of the squares of numbers, exact.
type squares struct {
	sum  wide
	huge bool
}

func (q *squares) take(p *points, i int) {
	if x := p.x[i]; math.Abs(x) > huge {
		q.huge = true
	} else {
		q.sum.addProduct(x, x)
	}
}

func (q *squares) join(o *squares) {
	q.sum.merge(&o.sum)
	q.huge = q.huge || o.huge
}

func (w Window) total() exact.Sum {
	k := &w.s.kept
	if k.totals == nil {
		k.totals = new(pyramid[total, *total])
	}
	return k.totals.over(w.s, w.from, w.to).sum
}

func (w Window) squares() squares {
	k := &w.s.kept
	if k.squares == nil {
		k.squares = new(pyramid[squares, *squares])
	}
	return k.squares.over(w.s, w.from, w.to)
}

// Sum is the sum of the points, exact and rounded once.
func (w Window) Sum() float64 {
	sum := w.total()
	return sum.Float64()
}

// Mean is the mean of the points, of which there must be one.
func (w Window) Mean() float64 { return w.Sum() / float64(w.Len()) }

// Variance is the variance of a sample, of two points at least: (nΣx² - (Σx)²) / n(n-1), whose numerator is exact and rounded once. It is infinite where a point is
// beyond 2^480.
func (w Window) Variance() float64 {
	q, total := w.squares(), w.total()
	if q.huge {
		return math.Inf(1)
	}
	n := float64(w.Len())
	var top wide
	squares := q.sum.sum()
	addScaled(&top, n, &squares)
	sum := parts(&total)
	for i, a := range sum {
		if a == 0 {
			break
		}
		top.addProduct(-a, a)
		for _, b := range sum[:i] {
			top.addProduct(-2*a, b)
		}
	}
	return max(0, top.float64()) / (n * (n - 1))
}
