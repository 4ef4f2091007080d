package series

import (
	"math"
	"slices"
)

// maxRanks is how many windows of one cell are kept in order. The one used least recently makes room.
const maxRanks = 16

// ranks is the numbers of one window in order. It follows the window as points enter and leave; each costs a binary search and moving what lies behind it, a few
// kilobytes at most.
type ranks struct {
	span     Span
	from, to int
	sorted   []float64
	modes    *modes // once it was asked for
}

// ranked finds or makes the ranks of a window and brings them up to date.
func (w Window) ranked() *ranks {
	k := &w.s.kept
	i := slices.IndexFunc(k.ranks, func(r *ranks) bool { return r.span == w.span })
	var r *ranks
	switch {
	case i >= 0:
		r = k.ranks[i]
		k.ranks = slices.Delete(k.ranks, i, i+1)
	case len(k.ranks) == maxRanks:
		k.ranks = slices.Delete(k.ranks, 0, 1)
		fallthrough
	default:
		r = &ranks{span: w.span, from: w.from, to: w.from}
	}
	k.ranks = append(k.ranks, r)
	r.follow(w)
	return r
}

func (r *ranks) follow(w Window) {
	if w.from < r.from || w.to < r.to || w.from >= r.to && r.to > r.from {
		*r = ranks{span: r.span, from: w.from, to: w.from}
	}
	if w.to-r.to > r.to-r.from+fan {
		r.from, r.to, r.modes = w.from, w.to, nil
		r.sorted = slices.Clone(w.p.x[w.from:w.to])
		slices.Sort(r.sorted)
		w.s.reads += w.Len()
		return
	}
	for ; r.to < w.to; r.to++ {
		x := w.p.x[r.to]
		i, _ := slices.BinarySearch(r.sorted, x)
		r.sorted = slices.Insert(r.sorted, i, x)
		if r.modes != nil {
			r.modes.enter(x, r.to)
		}
		w.s.reads++
	}
	for ; r.from < w.from; r.from++ {
		x := w.p.x[r.from]
		i, _ := slices.BinarySearch(r.sorted, x)
		r.sorted = slices.Delete(r.sorted, i, i+1)
		if r.modes != nil {
			r.modes.leave(x)
		}
		w.s.reads++
	}
}

// Sorted is the points in order. It is good until the next question and must not be changed.
func (w Window) Sorted() []float64 { return w.ranked().sorted }

// Mode is the most frequent of the points, of which there must be one; of several the one whose oldest point in the window is the oldest.
func (w Window) Mode() float64 {
	r := w.ranked()
	if r.modes == nil {
		r.modes = &modes{by: make(map[float64]*mode)}
		for i := r.from; i < r.to; i++ {
			r.modes.enter(w.p.x[i], i)
			w.s.reads++
		}
	}
	return r.modes.heap[0].x
}

// Deviation is the k-th smallest, from 0, distance of sorted numbers from m. The distances grow to both sides of m, so the k+1 smallest lie next to
// each other.
func Deviation(sorted []float64, m float64, k int) float64 {
	distance := func(i int) float64 { return math.Abs(sorted[i] - m) }
	// The first of k+1 neighbours is where taking one more on the left is no better than keeping the last on the right.
	lo, hi := 0, len(sorted)-k-1
	for lo < hi {
		mid := (lo + hi) / 2
		if m-sorted[mid] > sorted[mid+k+1]-m {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return max(distance(lo), distance(lo+k))
}
