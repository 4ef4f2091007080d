package series

import "freshet/cells"

// Recall puts points from before the oldest there is in front, in the order in which they came: the newest of them, if there are too many. With had the oldest point is the
// value that was there when the series began; it gives way to the newest of those if that is equal, which tells since when. How many points there ever were in sum stays what
// it was, so that joins go on where they are; filters see all points. False when nothing was put in front, as when points have been forgotten since.
func (s *Series) Recall(points []cells.Point, had bool) bool {
	if s.gone > 0 || len(points) == 0 {
		return false
	}
	own := 0
	if had && s.Len() > 0 && same(s.all.value(0), points[len(points)-1].Value) {
		own = 1
	}
	points = points[max(0, len(points)-(Most-s.Len()+own)):]
	again := Series{joins: s.joins, reads: s.reads, stale: s.stale}
	for _, r := range s.runs {
		again.runs = append(again.runs, &run{Filter: r.Filter, asked: r.asked})
	}
	for _, p := range points {
		again.Add(p.At, p.Value)
	}
	for i := own; i < s.Len(); i++ {
		again.Add(s.all.at[i], s.all.value(i))
	}
	again.gone = s.Total() - uint64(again.Len())
	*s = again
	return true
}

// same reports whether two values are equal, wherever errors come from: the cell may have been moved.
func same(a, b cells.Value) bool {
	if x, y := a.Err(), b.Err(); x != nil && y != nil {
		return x.Code == y.Code && x.Message == y.Message
	}
	return a.Equal(b)
}
