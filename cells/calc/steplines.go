package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// removeLines takes an insertion back, if nobody has put anything into the lines.
type removeLines struct{ lines formula.Lines }

// bringLines takes a deletion back; the steps after it bring what was on the lines.
type bringLines struct{ lines formula.Lines }

func (x *removeLines) bytes() int { return 64 }
func (x *bringLines) bytes() int  { return 64 }

func (x *removeLines) take(w *wave) formula.Edit {
	s := w.b.sheets[x.lines.Sheet]
	e := x.lines
	if s == nil || e.At+e.Count-1 > lastLine(e.Axis) || len(s.capture(lineRange(e.Sheet, e.Axis, e.At, e.At+e.Count-1))) > 0 {
		return x.lines
	}
	e.Count = -e.Count
	w.deleteLines(e)
	return nil
}

func (x *bringLines) take(w *wave) formula.Edit {
	s := w.b.sheets[x.lines.Sheet]
	if s == nil {
		return nil
	}
	e := x.lines
	if s.fallsOff(e) {
		e.Count = -e.Count
		return e
	}
	w.insertLines(e)
	w.plainLines(s, e)
	return nil
}

// fallsOff reports whether lines that come push any with content off the sheet. What arrays cover there does not count: they are spread anew.
func (s *sheet) fallsOff(e formula.Lines) bool {
	end, right := s.typed()
	if e.Axis == cells.Cols {
		end = right
	}
	return end >= e.At && end+e.Count > lastLine(e.Axis)
}

// plainLines gives lines that were brought back none of the formats, policies and sizes around them, which lines that are inserted take on.
func (w *wave) plainLines(s *sheet, e formula.Lines) {
	last := e.At + e.Count - 1
	sizes := &s.widths
	if e.Axis == cells.Rows {
		sizes = &s.heights
		for col, c := range s.cols {
			if c != nil && len(c.formats.in(e.At, last)) > 0 {
				w.putFormat(s, int32(col), e.At, last, nil)
			}
			if c != nil && len(c.keep.in(e.At, last)) > 0 {
				w.keepRows(s, int32(col), e.At, last, cells.Policy{})
			}
		}
	} else {
		for col := e.At; col <= min(last, int32(len(s.cols))-1); col++ {
			if c := s.cols[col]; c != nil && len(c.formats) > 0 {
				w.putFormat(s, col, 0, cells.MaxRows-1, nil)
			}
			if c := s.cols[col]; c != nil && len(c.keep) > 0 {
				w.keepRows(s, col, 0, cells.MaxRows-1, cells.Policy{})
			}
		}
	}
	sizes.set(e.At, last, 0)
}

// along moves the place of lines with an edit by somebody else; false when the edit goes through them.
func along(x *formula.Lines, e formula.Edit, width int32) bool {
	if g, ok := e.(formula.SheetGone); ok {
		return g.Sheet != x.Sheet
	}
	l, ok := e.(formula.Lines)
	if !ok || l.Sheet != x.Sheet || l.Axis != x.Axis {
		return true
	}
	switch {
	case l.Count > 0 && l.At <= x.At:
		x.At += l.Count
	case l.Count > 0:
		return l.At >= x.At+width
	case l.At-l.Count <= x.At:
		x.At += l.Count
	default:
		return l.At >= x.At+width
	}
	return x.At+width <= lastLine(x.Axis)+1
}

func (x *removeLines) shift(_ *Book, e formula.Edit) bool { return along(&x.lines, e, x.lines.Count) }

func (x *bringLines) shift(_ *Book, e formula.Edit) bool { return along(&x.lines, e, 0) }

// behind is what an edit is once the inserted lines are gone again.
func (x *removeLines) behind(e formula.Edit) formula.Edit {
	l, ok := e.(formula.Lines)
	if !ok || l.Sheet != x.lines.Sheet || l.Axis != x.lines.Axis {
		return e
	}
	if l.At >= x.lines.At+x.lines.Count {
		l.At -= x.lines.Count
		return l
	}
	if l.Count < 0 && l.At-l.Count > x.lines.At || l.Count > 0 && l.At > x.lines.At {
		return nil
	}
	return l
}

// behind is what an edit is once the deleted lines are back.
func (x *bringLines) behind(e formula.Edit) formula.Edit {
	l, ok := e.(formula.Lines)
	if !ok || l.Sheet != x.lines.Sheet || l.Axis != x.lines.Axis {
		return e
	}
	if l.At >= x.lines.At {
		l.At += x.lines.Count
		return l
	}
	if l.Count < 0 && l.At-l.Count > x.lines.At {
		return nil
	}
	return l
}
