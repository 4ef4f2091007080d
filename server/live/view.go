package live

import (
	"fmt"
	"slices"
	"strings"

	"freshet/cells"
)

// sight is what a tab sees: its viewport first, then its pins, made disjoint. Every range is of whole tiles.
type sight []cells.Range

// firstSheet is what a hello writes for the sheet that the book begins with: a tab that comes for the first time knows none yet.
const firstSheet cells.SheetID = 0

// onSheet puts what lies on the first sheet there: the sheet with the id, or nowhere when the book has none.
func (s sight) onSheet(first cells.SheetID) sight {
	if len(s) == 0 || s[0].Sheet != firstSheet {
		return s
	}
	if first == firstSheet {
		return nil
	}
	out := slices.Clone(s)
	for i := range out {
		out[i].Sheet = first
	}
	return out
}

// newSight checks a view and snaps it to tiles.
func newSight(m viewMessage, l Limits) (sight, *cells.Error) {
	if len(m.Pins) > l.ViewPins {
		return nil, cells.Refuse(cells.TooLarge, "a view has at most %d pinned ranges, not %d", l.ViewPins, len(m.Pins))
	}
	var s sight
	size := 0
	for i, r := range append([]cells.Range{m.Range}, m.Pins...) {
		if !r.Valid() {
			return nil, cells.Refuse(cells.Invalid, "the view names a range that is on no sheet").At(fmt.Sprintf("view[%d]", i))
		}
		for _, part := range subtract([]cells.Range{snap(r)}, s) {
			size += part.Size()
			s = append(s, part)
		}
		if size > l.ViewCells {
			return nil, cells.Refuse(cells.TooLarge, "a view and its pins have at most %d cells", l.ViewCells)
		}
	}
	return s, nil
}

// snap widens a range to whole tiles.
func snap(r cells.Range) cells.Range {
	return cells.Range{
		Sheet: r.Sheet, Top: r.Top &^ (TileRows - 1), Left: r.Left &^ (TileCols - 1),
		Bottom: r.Bottom | (TileRows - 1), Right: r.Right | (TileCols - 1),
	}
}

// key is equal for equal sights.
func (s sight) key() string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%d:%d:%d:%d:%d;", r.Sheet, r.Top, r.Left, r.Bottom, r.Right)
	}
	return b.String()
}

// subtract is what of the ranges lies outside all of others, as disjoint ranges if they were.
func subtract(ranges, others []cells.Range) []cells.Range {
	out := slices.Clone(ranges)
	for _, o := range others {
		var next []cells.Range
		for _, r := range out {
			next = appendWithout(next, r, o)
		}
		out = next
	}
	return out
}

// intersect is what of the ranges lies in one of others, which are disjoint.
func intersect(ranges, others []cells.Range) []cells.Range {
	var out []cells.Range
	for _, r := range ranges {
		for _, o := range others {
			if i, ok := r.Intersect(o); ok {
				out = append(out, i)
			}
		}
	}
	return out
}

func appendWithout(out []cells.Range, r, o cells.Range) []cells.Range {
	i, ok := r.Intersect(o)
	if !ok {
		return append(out, r)
	}
	if r.Top < i.Top {
		out = append(out, cells.Range{Sheet: r.Sheet, Top: r.Top, Left: r.Left, Bottom: i.Top - 1, Right: r.Right})
	}
	if r.Left < i.Left {
		out = append(out, cells.Range{Sheet: r.Sheet, Top: i.Top, Left: r.Left, Bottom: i.Bottom, Right: i.Left - 1})
	}
	if i.Right < r.Right {
		out = append(out, cells.Range{Sheet: r.Sheet, Top: i.Top, Left: i.Right + 1, Bottom: i.Bottom, Right: r.Right})
	}
	if i.Bottom < r.Bottom {
		out = append(out, cells.Range{Sheet: r.Sheet, Top: i.Bottom + 1, Left: r.Left, Bottom: r.Bottom, Right: r.Right})
	}
	return out
}
