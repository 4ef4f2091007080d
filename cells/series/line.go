package series

import (
	"math"
	"math/bits"

	"freshet/cells/exact"
)

// line is what a regression line needs, of times counted from the oldest point kept. All of it is exact.
type line struct {
	sum     exact.Sum // of x
	product wide      // of t·x
	t       uint64    // Σt
	hi, lo  uint64    // Σt²
	huge    bool
}

func (l *line) take(p *points, i int) {
	x, t := p.x[i], uint64(p.at[i]-p.at[0])
	if math.Abs(x) > huge {
		l.huge = true
		return
	}
	l.sum.Add(x)
	l.product.addProduct(float64(t), x)
	l.t += t
	hi, lo := bits.Mul64(t, t)
	l.add(hi, lo)
}

func (l *line) add(hi, lo uint64) {
	var c uint64
	l.lo, c = bits.Add64(l.lo, lo, 0)
	l.hi, _ = bits.Add64(l.hi, hi, c)
}

func (l *line) join(o *line) {
	l.sum.Merge(&o.sum)
	l.product.merge(&o.product)
	l.t += o.t
	l.add(o.hi, o.lo)
	l.huge = l.huge || o.huge
}

// Line is the regression line through the points: how much the value grows per second, and the value in the middle of their times. False when there are
// less than two points, all have one time, or one is beyond 2^480.
func (w Window) Line() (perSecond float64, middle Middle, ok bool) {
	n := w.Len()
	if n < 2 {
		return 0, Middle{}, false
	}
	k := &w.s.kept
	if k.lines == nil {
		k.lines = new(pyramid[line, *line])
	}
	l := k.lines.over(w.s, w.from, w.to)
	// The slope is (nΣtx - ΣtΣx) / (nΣt² - (Σt)²), both parts of which are exact and rounded once. 2^42 ms are 139 years.
	hi, lo := bits.Mul64(l.lo, uint64(n))
	hi += l.hi * uint64(n)
	thi, tlo := bits.Mul64(l.t, l.t)
	lo, c := bits.Sub64(lo, tlo, 0)
	hi, _ = bits.Sub64(hi, thi, c)
	if l.huge || hi == 0 && lo == 0 {
		return 0, Middle{}, false
	}
	var top wide
	product := l.product.sum()
	addScaled(&top, float64(n), &product)
	addScaled(&top, -float64(l.t>>27)*(1<<27), &l.sum)
	addScaled(&top, -float64(l.t&(1<<27-1)), &l.sum)
	slope := top.float64() / (math.Ldexp(float64(hi), 64) + float64(lo)) * 1000
	return slope, Middle{at: w.p.at[0], t: float64(l.t) / float64(n), x: l.sum.Float64() / float64(n)}, true
}

// Middle is the point in the middle of a regression line.
type Middle struct {
	at   int64
	t, x float64
}

// On is the value of a line at a time.
func (m Middle) On(perSecond float64, at int64) float64 {
	return m.x + float64(perSecond*((float64(at-m.at)-m.t)/1000))
}
