package series

import (
	"math"

	"freshet/cells/exact"
)

// moments is the sum of numbers and that of their squares, both exact.
type moments struct {
	sum, squares exact.Sum
	huge         bool
}

func (m *moments) take(p *points, i int) {
	x := p.x[i]
	m.sum.Add(x)
	if math.Abs(x) > huge {
		m.huge = true
		return
	}
	addProduct(&m.squares, x, x)
}

func (m *moments) join(o *moments) {
	m.sum.Merge(&o.sum)
	m.squares.Merge(&o.squares)
	m.huge = m.huge || o.huge
}

func (w Window) moments() moments {
	k := &w.s.kept
	if k.moments == nil {
		k.moments = new(pyramid[moments, *moments])
	}
	return k.moments.over(w.s, w.from, w.to)
}

// Sum is the sum of the points, exact and rounded once.
func (w Window) Sum() float64 {
	m := w.moments()
	return m.sum.Float64()
}

// Mean is the mean of the points, of which there must be one.
func (w Window) Mean() float64 { return w.Sum() / float64(w.Len()) }

// Variance is the variance of a sample, of two points at least: (nΣx² - (Σx)²) / n(n-1), whose numerator is exact and rounded once. It is infinite where a point is
// beyond 2^480.
func (w Window) Variance() float64 {
	m := w.moments()
	if m.huge {
		return math.Inf(1)
	}
	n := float64(w.Len())
	var top exact.Sum
	addScaled(&top, n, &m.squares)
	sum := parts(&m.sum)
	for i, a := range sum {
		if a == 0 {
			break
		}
		addProduct(&top, -a, a)
		for _, b := range sum[:i] {
			addProduct(&top, -2*a, b)
		}
	}
	return max(0, top.Float64()) / (n * (n - 1))
}
