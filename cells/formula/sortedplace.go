package formula

import "freshet/cells"

// sorted is a row or column that is taken to be sorted. Nothing of it is copied.
type sorted struct {
	f      *frame
	area   *area        // nil when it is an array
	array  *cells.Array // nil when it is a range
	across bool
	n      int // how many elements it has
	used   int // from here on all are blank
	cells  cursor
}

func (f *frame) ordered(o operand, across bool) sorted {
	s := sorted{f: f, across: across}
	a, ok := o.obj.(*area)
	if !ok {
		s.array = f.array(o)
		s.n = len(s.array.Values)
		s.used = s.n
		return s
	}
	s.area, s.n = a, a.Size()
	if e, ok := f.w.Cells.Extent(a.Sheet); ok {
		if s.used = min(s.n, int(e.Bottom-a.Top)+1); across {
			s.used = min(s.n, int(e.Right-a.Left)+1)
		}
	}
	s.cells.s, _ = f.w.Cells.(Strips)
	s.cells.sheet, s.cells.col = a.Sheet, a.Left
	return s
}

func (s *sorted) value(i int) cells.Value {
	switch {
	case s.area == nil:
		return s.array.Values[i]
	case s.across:
		return s.f.w.Cells.Value(cells.Ref{Sheet: s.area.Sheet, Row: s.area.Top, Col: s.area.Left + int32(i)})
	case s.cells.s == nil:
		return s.f.w.Cells.Value(cells.Ref{Sheet: s.area.Sheet, Row: s.area.Top + int32(i), Col: s.area.Left})
	}
	return s.cells.value(s.area.Top + int32(i))
}

// next is the first element from i on and before end that is of a sort with v; end when there is none. Long blanks are passed over at once.
func (s *sorted) next(i, end int, v cells.Value) (int, cells.Value) {
	passed := 0
	for i < end && i < s.used {
		x := s.value(i)
		if !x.IsBlank() && x.Kind() != cells.Failed && rank(x) == rank(v) {
			return i, x
		}
		step := 1
		if c := &s.cells; s.area != nil && !s.across && c.s != nil && c.strip.Kinds == nil {
			step = max(1, c.strip.Rows-int(s.area.Top+int32(i)-c.from))
		}
		i += step
		if passed++; passed%16 == 0 {
			s.f.step(1)
		}
	}
	return end, cells.Value{}
}

// sortedPlace finds, in a row or column that is sorted, the last element not above (or, downwards, the first equal to or else the last not below) a value among those
// of its sort: -1 when there is none. It halves what is left, as spreadsheets do, so that in what is not sorted it finds something else or
// nothing; but what it finds depends on the elements alone.
func (f *frame) sortedPlace(o operand, across bool, v cells.Value, down bool) int {
	s := f.ordered(o, across)
	f.step(32)
	if v.IsBlank() {
		v = cells.Num(0)
	}
	found, equal := -1, -1
	for low, high := 0, s.n; low < high; {
		middle := int(uint(low+high) >> 1)
		i, x := s.next(middle, high, v)
		if i == high {
			high = middle
			continue
		}
		c := f.compare(x, v)
		if down {
			c = -c
		}
		switch {
		case c > 0:
			high = middle
		case c == 0 && down:
			equal, high = i, middle
		default:
			found, low = i, i+1
		}
	}
	if equal >= 0 {
		return equal
	}
	return found
}
