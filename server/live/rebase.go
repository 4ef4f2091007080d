package live

import (
	"slices"

	"freshet/cells"
)

// shiftLog is the rows and columns that came and went while the room was open, so that what a tab asked for before it heard of
// them lands in the cells it meant. The zero shiftLog is ready; the room's lock guards it.
type shiftLog struct {
	past []datedShift
}

type datedShift struct {
	version uint64
	cells.Shift
}

// maxShifts bounds the log; older shifts are forgotten.
const maxShifts = 10_000

func (l *shiftLog) add(version uint64, shifts []cells.Shift) {
	for _, s := range shifts {
		l.past = append(l.past, datedShift{version, s})
	}
	if n := len(l.past) - maxShifts; n > 0 {
		l.past = slices.Delete(l.past, 0, n)
	}
}

// since lists the shifts after a version.
func (l *shiftLog) since(version uint64) []cells.Shift {
	i := len(l.past)
	for i > 0 && l.past[i-1].version > version {
		i--
	}
	out := make([]cells.Shift, 0, len(l.past)-i)
	for _, s := range l.past[i:] {
		out = append(out, s.Shift)
	}
	return out
}

// rebase moves ops made at a version to where their cells are now. What cannot be moved whole is a conflict.
func (r *room) rebase(ops cells.Ops, base uint64) (cells.Ops, *cells.Error) {
	if base == 0 {
		return ops, nil
	}
	r.mu.Lock()
	shifts := r.shifts.since(base)
	r.mu.Unlock()
	for _, s := range shifts {
		moved := make(cells.Ops, 0, len(ops))
		for _, op := range ops {
			parts, ok := shiftOp(op, s)
			if !ok {
				return nil, cells.Refuse(cells.Conflict, "somebody inserted or deleted rows or columns right there at the same time; please look and do it again")
			}
			moved = append(moved, parts...)
		}
		ops = moved
	}
	if len(ops) == 0 {
		return nil, cells.Refuse(cells.Conflict, "somebody deleted those cells at the same time")
	}
	return ops, nil
}

// shiftOp is the op after a shift: none when its cells are gone, several when they were torn apart; false when it cannot be told.
func shiftOp(op cells.Op, s cells.Shift) (cells.Ops, bool) {
	switch op := op.(type) {
	case cells.Set:
		return shiftSet(op, s)
	case cells.Clear:
		r, ok := shiftRange(op.Range, s)
		return keep(ok, cells.Clear{Range: r})
	case cells.SetFormat:
		r, ok := shiftRange(op.Range, s)
		return keep(ok, cells.SetFormat{Range: r, Format: op.Format})
	case cells.SetPolicy:
		r, ok := shiftRange(op.Range, s)
		return keep(ok, cells.SetPolicy{Range: r, Policy: op.Policy})
	case cells.DefineName:
		r, ok := shiftRange(op.Range, s)
		return keep(ok, cells.DefineName{Name: op.Name, Range: r})
	case cells.Fill:
		a, okA := shiftWhole(op.Source, s)
		b, okB := shiftWhole(op.Target, s)
		op.Source, op.Target = a, b
		return cells.Ops{op}, okA && okB
	case cells.Copy:
		a, okA := shiftWhole(op.Source, s)
		b, okB := shiftWhole(op.Dest, s)
		return cells.Ops{cells.Copy{Source: a, Dest: b}}, okA && okB
	case cells.Move:
		a, okA := shiftWhole(op.Source, s)
		b, okB := shiftWhole(op.Dest.Range(), s)
		return cells.Ops{cells.Move{Source: a, Dest: b.TopLeft()}}, okA && okB
	case cells.Bind:
		b, ok := shiftWhole(op.Binding.Target.Range(), s)
		op.Binding.Target = b.TopLeft()
		return cells.Ops{op}, ok
	case cells.Insert:
		if op.Sheet == s.Sheet && op.Axis == s.Axis {
			op.At = shiftBefore(op.At, s)
		}
		return cells.Ops{op}, true
	case cells.Delete:
		if op.Sheet == s.Sheet && op.Axis == s.Axis {
			from, to, ok := shiftLines(op.At, op.At+op.Count-1, s)
			if !ok {
				return nil, true
			}
			if s.Count > 0 && to-from+1 != op.Count {
				return nil, false // it would delete the lines that came
			}
			op.At, op.Count = from, to-from+1
		}
		return cells.Ops{op}, true
	case cells.SetWidth:
		if op.Sheet == s.Sheet && op.Axis == s.Axis {
			from, to, ok := shiftLines(op.From, op.To, s)
			op.From, op.To = from, to
			return keep(ok, op)
		}
		return cells.Ops{op}, true
	}
	return cells.Ops{op}, true
}

func keep(ok bool, op cells.Op) (cells.Ops, bool) {
	if !ok {
		return nil, true
	}
	return cells.Ops{op}, true
}

// shiftBefore moves a place between lines.
func shiftBefore(at int32, s cells.Shift) int32 {
	switch {
	case s.Count > 0 && at > s.At:
		return at + s.Count
	case s.Count < 0 && at > s.At:
		return max(s.At, at+s.Count)
	}
	return at
}

// shiftLines moves lines from…to; false when they are all gone. Lines that came between them belong to them.
func shiftLines(from, to int32, s cells.Shift) (int32, int32, bool) {
	if s.Count > 0 {
		if from >= s.At {
			from += s.Count
		}
		if to >= s.At {
			to += s.Count
		}
		return from, to, true
	}
	end := s.At - s.Count // first line after those that went
	if from >= s.At {
		from = max(s.At, from+s.Count)
	}
	switch {
	case to >= end:
		to += s.Count
	case to >= s.At:
		to = s.At - 1
	}
	return from, to, from <= to
}

// shiftRange moves a range as references are moved.
func shiftRange(r cells.Range, s cells.Shift) (cells.Range, bool) {
	if r.Sheet != s.Sheet {
		return r, true
	}
	ok := true
	if s.Axis == cells.Rows {
		if !r.WholeColumns() {
			r.Top, r.Bottom, ok = shiftLines(r.Top, r.Bottom, s)
		}
	} else if !r.WholeRows() {
		r.Left, r.Right, ok = shiftLines(r.Left, r.Right, s)
	}
	return r, ok && r.Valid()
}

// shiftWhole moves a range whose shape must stay; false when it does not.
func shiftWhole(r cells.Range, s cells.Shift) (cells.Range, bool) {
	m, ok := shiftRange(r, s)
	return m, ok && m.Rows() == r.Rows() && m.Cols() == r.Cols()
}

// shiftSet moves inputs line by line: those whose line is gone are gone, and lines that came between stay blank.
func shiftSet(op cells.Set, s cells.Shift) (cells.Ops, bool) {
	r := op.Range
	if m, ok := shiftWhole(r, s); ok {
		return cells.Ops{cells.Set{Range: m, Inputs: op.Inputs}}, true
	}
	if r.Sheet != s.Sheet || !r.Valid() || len(op.Inputs) != r.Size() {
		return cells.Ops{op}, true // the engine says what is wrong with it
	}
	var out cells.Ops
	cut := func(from, to int32) { // lines from…to of the old range, which stayed together
		part := r
		if s.Axis == cells.Rows {
			part.Top, part.Bottom = max(r.Top, from), min(r.Bottom, to)
		} else {
			part.Left, part.Right = max(r.Left, from), min(r.Right, to)
		}
		if part.Top > part.Bottom || part.Left > part.Right {
			return
		}
		inputs := make([]cells.Input, 0, part.Size())
		for row := part.Top; row <= part.Bottom; row++ {
			i := int(row-r.Top)*r.Cols() + int(part.Left-r.Left)
			inputs = append(inputs, op.Inputs[i:i+part.Cols()]...)
		}
		if m, ok := shiftRange(part, s); ok {
			out = append(out, cells.Set{Range: m, Inputs: inputs})
		}
	}
	cut(0, s.At-1)
	cut(s.At-min(s.Count, 0), cells.MaxRows)
	return out, true
}
