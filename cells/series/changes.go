package series

import (
	"math"

	"freshet/cells/exact"
)

// changes is what happened from each point's predecessor to it, which may lie before the run.
type changes struct {
	growth        exact.Sum // of a counter: a fall is a reset to zero
	resets        int
	changed       int
	rises         int   // from zero to something
	held, reached wide  // the integrals of what the predecessor and the point were over the time between, in value·ms
	on            int64 // how many ms the predecessor was not zero
	huge          bool
}

func (c *changes) take(p *points, i int) {
	if i == 0 {
		return
	}
	was, is := p.x[i-1], p.x[i]
	if c.growth.Add(is); is >= was {
		c.growth.Sub(was)
	} else {
		c.resets++
	}
	if is != was {
		c.changed++
	}
	if was == 0 && is != 0 {
		c.rises++
	}
	c.between(was, is, p.at[i]-p.at[i-1])
}

// between adds the time from one point to the next.
func (c *changes) between(was, is float64, ms int64) {
	if math.Abs(was) > huge || math.Abs(is) > huge {
		c.huge = true
		return
	}
	c.held.addProduct(was, float64(ms))
	c.reached.addProduct(is, float64(ms))
	if was != 0 {
		c.on += ms
	}
}

func (c *changes) join(o *changes) {
	c.growth.Merge(&o.growth)
	c.resets += o.resets
	c.changed += o.changed
	c.rises += o.rises
	c.held.merge(&o.held)
	c.reached.merge(&o.reached)
	c.on += o.on
	c.huge = c.huge || o.huge
}

func (w Window) changes(from int) changes {
	k := &w.s.kept
	if k.changes == nil {
		k.changes = new(pyramid[changes, *changes])
	}
	return k.changes.over(w.s, min(from, w.to), w.to)
}

// Growth is how much a counter grew, from what was in force when the window began, and how often it was reset: a fall is a reset to zero.
func (w Window) Growth() (total float64, resets int) {
	c := w.changes(w.from)
	return c.growth.Float64(), c.resets
}

// Changes is how often the number became another, and how often it became something from zero, in the window.
func (w Window) Changes() (changed, rises int) {
	c := w.changes(w.from)
	return c.changed, c.rises
}

// Integral is the area under the points and the time it covers, in value·ms and ms: from the window's beginning, or the oldest point when nothing was in force
// then, until now. Each value holds until the next, or, with straight, they are joined by lines; the newest holds until now. It is infinite where a point is beyond 2^480.
func (w Window) Integral(straight bool) (area float64, ms int64) {
	c, ms := w.area()
	if c.huge {
		return math.Inf(1), ms
	}
	if straight {
		c.held.merge(&c.reached)
		return c.held.float64() / 2, ms
	}
	return c.held.float64(), ms
}

// On is how long the number was not zero.
func (w Window) On() (ms int64) {
	c, _ := w.area()
	return c.on
}

// area is the changes of a window with what its ends cut off.
func (w Window) area() (c changes, ms int64) {
	if w.to == 0 {
		return c, 0
	}
	if w.Len() == 0 {
		x := w.p.x[w.to-1]
		begin := max(w.Begin, w.p.at[w.to-1])
		c.between(x, x, w.Now-begin)
		return c, w.Now - begin
	}
	c = w.changes(w.from + 1)
	begin := w.p.at[w.from]
	if w.HasBefore() && w.span.Count == 0 {
		before, after := w.p.x[w.from-1], w.p.x[w.from]
		whole, part := w.p.at[w.from]-w.p.at[w.from-1], begin-w.Begin
		start := before
		if whole > 0 {
			start += (after - before) * (float64(whole-part) / float64(whole))
		}
		c.edge(before, start, after, part)
		begin = w.Begin
	}
	last := w.p.x[w.to-1]
	c.between(last, last, w.Now-w.p.at[w.to-1])
	return c, w.Now - begin
}

// edge adds the piece between the beginning of a window, where a line from the point before has come to start, and its first point.
func (c *changes) edge(before, start, after float64, ms int64) {
	if math.Abs(before) > huge || math.Abs(after) > huge {
		c.huge = true
		return
	}
	c.held.addProduct(before, float64(ms))
	// Of the two sums together, halved, the line's share must be (start+after)/2.
	c.reached.addProduct(start, float64(ms))
	c.reached.addProduct(after, float64(ms))
	c.reached.addProduct(-before, float64(ms))
	if before != 0 {
		c.on += ms
	}
}
