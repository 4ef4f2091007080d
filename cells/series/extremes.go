package series

// extremes is the least and the greatest of some numbers.
type extremes struct {
	least, most float64
	any         bool
}

func (e *extremes) take(p *points, i int) { e.join(&extremes{p.x[i], p.x[i], true}) }

func (e *extremes) join(o *extremes) {
	switch {
	case !e.any:
		*e = *o
	case o.any:
		e.least, e.most = min(e.least, o.least), max(e.most, o.most)
	}
}

// Extremes is the least and the greatest of the points, of which there must be one.
func (w Window) Extremes() (least, most float64) {
	k := &w.s.kept
	if k.extremes == nil {
		k.extremes = new(pyramid[extremes, *extremes])
	}
	e := k.extremes.over(w.s, w.from, w.to)
	return e.least, e.most
}
