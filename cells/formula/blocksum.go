package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/exact"
)

// window is the sum of a range that moves or grows from row to row. Since the sum is exact, rows may be added and taken away in any order, and the
// result is what Summarize gives.
type window struct {
	r           *blockRun
	sheet       cells.SheetID
	left, right int32
	top, bottom int32 // the rows summed up; bottom < top when none
	sum         exact.Sum
	count       int64
	strange     int64 // cells that Eval must look at: errors, times, durations
}

// sums fills a register with sums, counts or averages of a range.
func (r *blockRun) sums(i *instruction) {
	z := r.own(i.to)
	w := window{r: r, bottom: -1}
	for j := range z {
		at := r.at
		at.Row += int32(j)
		g, ok := i.rel.At(at)
		if !ok {
			z[j] = math.NaN()
			continue
		}
		w.move(g)
		switch {
		case w.strange > 0 || i.op == blockAverage && w.count == 0:
			z[j] = math.NaN()
		case i.op == blockSum:
			z[j] = w.sum.Float64()
		case i.op == blockCount:
			z[j] = float64(w.count)
		default:
			z[j] = w.sum.Float64() / float64(w.count)
		}
	}
}

// move makes the window the range, by the difference where that is less work.
func (w *window) move(g cells.Range) {
	old := w.bottom - w.top + 1
	differ := abs32(g.Top-w.top) + abs32(g.Bottom-w.bottom)
	if old <= 0 || g.Sheet != w.sheet || g.Left != w.left || g.Right != w.right || differ > g.Bottom-g.Top {
		w.sheet, w.left, w.right, w.top, w.bottom = g.Sheet, g.Left, g.Right, g.Top, g.Bottom
		w.sum.Reset()
		w.count, w.strange = 0, 0
		w.whole(g)
		return
	}
	if g.Top < w.top {
		w.add(g.Top, w.top-1, false)
	} else if g.Top > w.top {
		w.add(w.top, g.Top-1, true)
	}
	if g.Bottom > w.bottom {
		w.add(w.bottom+1, g.Bottom, false)
	} else if g.Bottom < w.bottom {
		w.add(g.Bottom+1, w.bottom, true)
	}
	w.top, w.bottom = g.Top, g.Bottom
}

func abs32(x int32) int32 {
	if x < 0 {
		return -x
	}
	return x
}

// whole begins afresh; a long range from what the reader keeps of it.
func (w *window) whole(g cells.Range) {
	if s, ok := w.r.s.(Summer); ok && g.Bottom-g.Top > 64 {
		if sum, ok := s.Summary(g); ok {
			w.sum.Merge(&sum.Sum)
			w.count = sum.Count
			w.strange = sum.Times + sum.Spans
			if sum.Err != nil {
				// How many errors there are is not known, so none may leave the window unnoticed.
				w.strange++
				w.top, w.bottom = 0, -1
			}
			return
		}
	}
	w.add(g.Top, g.Bottom, false)
}

// add counts rows in, or out.
func (w *window) add(from, to int32, away bool) {
	for col := w.left; col <= w.right; col++ {
		for row := from; row <= to; {
			kinds, nums, n := w.r.s.Strip(w.sheet, row, col, int(to-row)+1)
			for j := range kinds {
				w.one(kinds[j], nums[j], away)
			}
			row += int32(n)
		}
	}
}

func (w *window) one(k cells.Kind, x float64, away bool) {
	by := int64(1)
	if away {
		by = -1
	}
	switch k {
	case cells.Number:
		w.count += by
		if away {
			w.sum.Sub(x)
		} else {
			w.sum.Add(x)
		}
	case cells.Time, cells.Duration, cells.Failed:
		w.strange += by
	}
}
