package series

import "freshet/cells"

// Span is how far a window reaches back: milliseconds, or a number of points when that is not zero.
type Span struct {
	Time  int64
	Count int
}

// Window is the numbers of a series from some point to the newest, and what was in force when it began. It is good until the next point is added.
type Window struct {
	s        *Series
	p        *points
	from, to int
	span     Span

	Begin int64 // when it begins: the oldest point's time when it is a number of points
	Now   int64
}

// Window looks back from a time, at or after the newest point. A point belongs to it when it is younger than the span.
func (s *Series) Window(span Span, now int64) Window {
	p := s.numbers()
	w := Window{s: s, p: p, to: len(p.at), span: span, Now: now}
	if span.Count > 0 {
		w.from = max(0, w.to-span.Count)
		if w.from < w.to {
			w.Begin = p.at[w.from]
		}
		return w
	}
	w.Begin = now - span.Time
	w.from = p.find(w.Begin) + 1
	return w
}

// Len is how many points there are.
func (w Window) Len() int { return w.to - w.from }

// At is the i-th point, the oldest being 0; -1 is the one before the window.
func (w Window) At(i int) (at int64, x float64) {
	w.s.reads++
	return w.p.at[w.from+i], w.p.x[w.from+i]
}

// Value is the i-th point as the cell held it.
func (w Window) Value(i int) cells.Value { return w.p.value(w.from + i) }

// HasBefore reports whether there is a point before the window: what was in force when it began.
func (w Window) HasBefore() bool { return w.from > 0 }

// Any reports whether the cell has any number in its past.
func (w Window) Any() bool { return w.to > 0 }

// Kind is Time or Duration when all points of the window are, else Number.
func (w Window) Kind() cells.Kind {
	switch {
	case w.Len() == 0:
	case w.p.notTime < w.from:
		return cells.Time
	case w.p.notSpan < w.from:
		return cells.Duration
	}
	return cells.Number
}

// Part is the part of a window from one time to another, without the end.
func (w Window) Part(from, to int64) Window {
	out := w
	out.from = max(w.from, w.p.find(from-1)+1)
	out.to = max(out.from, min(w.to, w.p.find(to-1)+1))
	out.Begin, out.Now = from, to
	return out
}

// Leaves is when the oldest point leaves the window if none comes; false when none ever does.
func (w Window) Leaves() (int64, bool) {
	if w.span.Count > 0 || w.Len() == 0 {
		return 0, false
	}
	return w.p.at[w.from] + w.span.Time, true
}
