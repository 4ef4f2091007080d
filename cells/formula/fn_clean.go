package formula

import (
	"math"
	"slices"

	"freshet/cells"
	"freshet/cells/series"
)

func cleanFunctions() []*function {
	return []*function{
		declare("deadband(value:n, width:n)", Series, "number", "A value that stays what it was until it differs by more than a width.", deadband, ownPast, more("A change of just the width is none. The value it stays at is the last that was let through, so that small steps in one direction are noticed in sum."), eg("=deadband(10.4,0.5)", "10", "past Z20: 10@-60"), eg("=deadband(11,0.5)", "11", "past Z20: 10@-60")),
		declare("debounce(cell:h, time:v)", Series, "value", "The newest number (or truth) of a cell that stood for a time.", debounce, timed, more("Readings of the same value do not interrupt it. Until a value has stood so long it is #N/A."), eg("=debounce(A1,\"2m\")", "10", "past A1: 10@-240 20@-60 10@-30"), eg("=debounce(A1,\"1m\")", "20", "past A1: 10@-240 20@-60"), eg("=debounce(A1,\"1h\")", "#N/A", pastSetup)),
		declare("throttle(cell:h, time:v)", Series, "value", "A cell's number (or truth) at most once in a time: what comes sooner after the one let through is left out.", filtered(series.Throttle, oneSpan, func(_ *frame, _ []operand, s series.State) operand { return val(s.Held(0)) }), more("By the times at which they were measured. What is left out does not come later: the next reading after the time is let through."), eg("=throttle(A1,\"3m\")", "40", pastSetup), eg("=throttle(A1,\"5m\")", "10", pastSetup)),
		declare("sample(cell:h, time:v)", Series, "value", "A cell's value at the latest full multiple of a time, such as every \"15m\", by the clock of the book's time zone.", sampled, timed, more("It is what was in force at that moment, and stays so until the next one."), eg("=sample(A1,\"1m\")", "20", pastSetup), eg("=sample(A1,\"6h\")", "#N/A", pastSetup)),
		declare("fill(cell:h, [method:t])", Series, "value", "A cell's value, or where it has no number (blank, text, error) the last number it had.", fillGap, timed, more("With the method \"linear\" the gap is filled with the straight line through the last two numbers, as far as now."), eg("=fill(A1)", "20", "past A1: 10@-240 20@-120 off@-60"), eg("=fill(A1,\"linear\")", "30", "past A1: 10@-240 20@-120 off@-60")),
		declare("calibrate(value:n, points:a)", Series, "number", "A value read off a curve: points are rows of x and y, with straight lines between them and beyond.", calibrate, eg("=calibrate(5,{0,0;10,100})", "50"), eg("=calibrate(12,{0,0;10,100})", "120")),
	}
}

func deadband(f *frame, a []operand) operand {
	return f.remembering(func(was cells.Value) operand {
		if was.Numeric() && math.Abs(a[0].Float()-was.Float()) <= math.Abs(a[1].Float()) {
			return val(was)
		}
		return a[0]
	})
}

func debounce(f *frame, a []operand) operand {
	return filtered(series.Debounce, oneSpan, func(f *frame, a []operand, s series.State) operand {
		span, _ := f.spanOf(a[1], 2)
		at := int64(s.F[4]) + span
		if f.w.At >= at {
			return val(s.Held(2))
		}
		f.due(at)
		if s.F[1] == 0 {
			return bad(cells.ErrNA, "no value has stood for so long")
		}
		return val(s.Held(0))
	})(f, a)
}

// inForce is the value that a past had at a time.
func inForce(s *series.Series, at int64) (cells.Value, bool) {
	i := s.Find(at)
	if i < 0 {
		return cells.Value{}, false
	}
	_, v := s.At(i)
	return v, true
}

func sampled(f *frame, a []operand) operand {
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	step, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	last, next := f.multiples(f.w.At, step)
	f.due(next)
	v, ok := inForce(s, last)
	if !ok {
		return noHistory()
	}
	return val(v)
}

func fillGap(f *frame, a []operand) operand {
	s, e := f.past(a[0])
	if e.failed() {
		return e
	}
	straight, e := straightLines(a, 1)
	if e.failed() {
		return e
	}
	if n := s.Len(); n > 0 {
		if _, v := s.At(n - 1); v.Numeric() || v.Kind() == cells.Bool {
			return val(v)
		}
	}
	w := s.Window(series.Span{Count: 2}, f.w.At)
	if w.Len() == 0 {
		return noHistory()
	}
	last := w.Value(w.Len() - 1)
	if !straight || w.Len() < 2 {
		return val(last)
	}
	from, x := w.At(0)
	to, y := w.At(1)
	if from == to {
		return val(last)
	}
	f.always()
	return like(w, snap(y+float64((y-x)*(float64(f.w.At-to)/float64(to-from)))))
}

func calibrate(f *frame, a []operand) operand {
	m := f.array(a[1])
	if m.Cols != 2 || m.Rows < 2 {
		return argument(cells.ErrValue, 2, "at least two rows of x and y are expected")
	}
	type knot struct{ x, y float64 }
	knots := make([]knot, m.Rows)
	f.step(m.Rows * 4)
	for i := range knots {
		x, y := m.At(i, 0), m.At(i, 1)
		if !x.Numeric() || !y.Numeric() {
			return argument(cells.ErrValue, 2, "the points must be numbers")
		}
		knots[i] = knot{x.Float(), y.Float()}
	}
	slices.SortStableFunc(knots, func(p, q knot) int { return compareNumbers(p.x, q.x) })
	k := 1
	for k < len(knots)-1 && knots[k].x < a[0].Float() {
		k++
	}
	p, q := knots[k-1], knots[k]
	if p.x == q.x {
		return argument(cells.ErrDiv0, 2, "two points have one x")
	}
	return num(p.y + float64((a[0].Float()-p.x)/(q.x-p.x)*(q.y-p.y)))
}
