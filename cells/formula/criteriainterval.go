package formula

import (
	"math"

	"freshet/cells"
)

// interval is numbers, times and durations from low to high.
type interval struct {
	is        bool // false: the criterion asks for something else
	low, high float64
}

// interval is the numbers that a comparison asks for. What is nearly equal counts as equal, and
// the numbers that are so lie together around the one compared with.
func (c *criterion) interval() (in interval) {
	if c.kind != cells.Number || c.op == opEq || c.op == opNe {
		return in
	}
	const near = 20
	low, high := c.number, c.number
	x, y := low, high
	for range near {
		x, y = math.Nextafter(x, math.Inf(-1)), math.Nextafter(y, math.Inf(1))
		if EqualNumbers(x, c.number) {
			if math.Nextafter(x, math.Inf(1)) != low {
				return in
			}
			low = x
		}
		if EqualNumbers(y, c.number) {
			if math.Nextafter(y, math.Inf(-1)) != high {
				return in
			}
			high = y
		}
	}
	switch c.op {
	case opLt:
		return interval{true, math.Inf(-1), math.Nextafter(low, math.Inf(-1))}
	case opLe:
		return interval{true, math.Inf(-1), high}
	case opGt:
		return interval{true, math.Nextafter(high, math.Inf(1)), math.Inf(1)}
	}
	return interval{true, low, math.Inf(1)}
}

// fewToKnow is how many rows are asked one by one.
const fewToKnow = 128

// known asks what is known of rows together, from one of the ranges on up to another: whether all conditions hold in all of them, or one in none. It marks those that do
// hold.
func (c *columnRows) known(s Summer, from, to int) (all, none bool) {
	all = true
	for k := range c.conditions {
		q := &c.conditions[k]
		if q.holds, none = q.known(s, from, to); none {
			return false, true
		}
		all = all && q.holds
	}
	return all, false
}

// known asks what is known of rows together, from one of the range on up to another: whether the condition holds in all of them, or in none.
func (c *condition) known(s Summer, from, to int) (all, none bool) {
	if s == nil || !c.within.is || to-from < fewToKnow {
		return false, false
	}
	g := c.area.Range
	g.Top, g.Bottom = g.Top+int32(from), g.Top+int32(to)-1
	x, ok := s.Summary(g, true)
	if !ok {
		return false, false
	}
	if x.Count == 0 || x.Max < c.within.low || x.Min > c.within.high {
		return false, true
	}
	return int(x.Count) == to-from && x.Min >= c.within.low && x.Max <= c.within.high, false
}
