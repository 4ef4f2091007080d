package formula

import "freshet/cells"

// LoneAggregate is a formula that is nothing but an aggregate of one range, such as =SUM(A1:A9): the commonest that reads much. Its value is looked up
// without going through the language, which gives the same and charges the same.
type LoneAggregate struct {
	op  blockOp
	rel Relative
}

// Lone is the aggregate that the formula is; nil when it is another one.
func (t *Template) Lone() *LoneAggregate {
	t.block()
	return t.lone
}

// loneOf recognises it; nil when the formula is another one.
func loneOf(root node) *LoneAggregate {
	c, ok := root.(*callNode)
	if !ok || len(c.args) != 1 || blockFolds[c.fn.Name] == 0 {
		return nil
	}
	a, ok := c.args[0].(*areaNode)
	if !ok {
		return nil
	}
	return &LoneAggregate{blockFolds[c.fn.Name], a.rel}
}

// Area is the range that it reads from a cell; false when that does not lie on the sheet.
func (l *LoneAggregate) Area(at cells.Ref) (cells.Range, bool) { return l.rel.At(at) }

// Extremes reports whether its value needs the least or the greatest number.
func (l *LoneAggregate) Extremes() bool { return l.op.extreme() }

// Sums reports whether it is a SUM: of numbers the exact sum, rounded once.
func (l *LoneAggregate) Sums() bool { return l.op == blockSum }

// Work is what Eval charges for it, when so many cells of its range lie within the extent of their sheet.
func (l *LoneAggregate) Work(cells int) int {
	const own = 2 // the call and the reference
	if cells == 0 {
		return own
	}
	return own + cells/64 + 1
}

// Of is its value when that is the summary of its range. False: whatever is not simple is for Eval.
func (l *LoneAggregate) Of(s *Summary) (cells.Value, bool) {
	switch {
	case l.op == blockCount:
		return cells.Num(float64(s.Count)), true
	case l.op == blockCountA:
		return cells.Num(float64(s.Filled)), true
	case s.Err != nil:
		return cells.Value{}, false
	}
	var x float64
	switch l.op {
	case blockSum:
		o := sumOf(s)
		return o.Value, !o.failed()
	case blockAverage:
		if s.Count == 0 {
			return cells.Value{}, false
		}
		x = s.Sum.Float64() / float64(s.Count)
	case blockMin:
		x = s.Min
	default:
		x = s.Max
	}
	o := s.like(x)
	return o.Value, !o.failed()
}

// eval is the value, and the steps that Eval charges for it. False: whatever is not simple is for Eval.
func (l *LoneAggregate) eval(w *Wave, at cells.Ref) (v cells.Value, steps int, ok bool) {
	g, ok := l.rel.At(at)
	if !ok {
		return v, 0, false
	}
	summer, ok := w.Cells.(Summer)
	if !ok {
		return v, 0, false
	}
	within := 0
	if e, ok := w.Cells.Extent(g.Sheet); ok {
		if e, ok = g.Intersect(e); ok {
			within = e.Size()
		}
	}
	if steps = l.Work(within); steps > MaxSteps {
		return v, 0, false
	}
	s, ok := summer.Summary(g, l.op.extreme())
	if !ok {
		return v, 0, false
	}
	v, ok = l.Of(&s)
	return v, steps, ok
}
