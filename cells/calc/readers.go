package calc

import (
	"cmp"
	"slices"
)

// reading is an edge through which rows of its region read what a search was for.
type reading struct {
	edge *edge
	rows span
}

// compare puts readings in order of storage.
func (x reading) compare(y reading) int {
	a, b := x.edge.region, y.edge.region
	if a != b {
		if a.sheet != b.sheet {
			return cmp.Compare(a.sheet.id, b.sheet.id)
		}
		if a.col != b.col {
			return cmp.Compare(a.col, b.col)
		}
		return cmp.Compare(a.top, b.top)
	}
	if x.rows.from != y.rows.from {
		return cmp.Compare(x.rows.from, y.rows.from)
	}
	return cmp.Compare(x.rows.to, y.rows.to)
}

// readersOf appends who reads a rectangle, in order of storage: so a wave goes the same way on every replica, however its index has grown. Of the
// region own it gives the edges through which any of its cells reads another.
func (s *sheet) readersOf(at rect, own *region, out []reading) []reading {
	first := len(out)
	s.readers.search(at, func(e *entry) {
		from, to := max(at.top, e.rect.top), min(at.bottom, e.rect.bottom)
		for _, x := range e.readers {
			if x.region == own {
				if rows, ok := x.affected(own.top, own.bottom); ok && x.touchesOwn() {
					out = append(out, reading{x, rows})
				}
				continue
			}
			if rows, ok := x.affected(from, to); ok {
				out = append(out, reading{x, rows})
			}
		}
	})
	sortReadings(out[first:])
	return out
}

func sortReadings(list []reading) {
	if len(list) > 1 {
		slices.SortFunc(list, reading.compare)
	}
}
