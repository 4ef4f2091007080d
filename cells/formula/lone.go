package formula

import "freshet/cells"

// loneAggregate is a formula that is nothing but an aggregate of one range, such as =SUM(A1:A9): the commonest that reads much. Its value is looked up
// without going through the language, which gives the same and charges the same.
type loneAggregate struct {
	op  blockOp
	rel Relative
}

// loneOf recognises it; nil when the formula is another one.
func loneOf(root node) *loneAggregate {
	c, ok := root.(*callNode)
	if !ok || len(c.args) != 1 || blockFolds[c.fn.Name] == 0 {
		return nil
	}
	a, ok := c.args[0].(*areaNode)
	if !ok {
		return nil
	}
	return &loneAggregate{blockFolds[c.fn.Name], a.rel}
}

// eval is the value, and the steps that Eval charges for it. False: whatever is not simple is for Eval.
func (l *loneAggregate) eval(w *Wave, at cells.Ref) (v cells.Value, steps int, ok bool) {
	g, ok := l.rel.At(at)
	if !ok {
		return v, 0, false
	}
	summer, ok := w.Cells.(Summer)
	if !ok {
		return v, 0, false
	}
	steps = 2 // the call and the reference
	if e, ok := w.Cells.Extent(g.Sheet); ok {
		if e, ok = g.Intersect(e); ok {
			steps += e.Size()/64 + 1
		}
	}
	if steps > MaxSteps {
		return v, 0, false
	}
	s, ok := summer.Summary(g, l.op.extreme())
	if !ok {
		return v, 0, false
	}
	switch {
	case l.op == blockCount:
		return cells.Num(float64(s.Count)), steps, true
	case l.op == blockCountA:
		return cells.Num(float64(s.Filled)), steps, true
	case s.Err != nil:
		return v, 0, false
	}
	var x float64
	switch l.op {
	case blockSum:
		x = s.Sum.Float64()
		s.Times = 0 // a sum of times is a number
	case blockAverage:
		if s.Count == 0 {
			return v, 0, false
		}
		x = s.Sum.Float64() / float64(s.Count)
	case blockMin:
		x = s.Min
	default:
		x = s.Max
	}
	o := s.like(x)
	return o.Value, steps, !o.failed()
}
