package calc

// direction is in which order the cells of a region that reads itself can be evaluated.
type direction uint8

const (
	anyOrder direction = iota // it does not read itself
	downward                  // every cell reads only cells above it
	upward                    // every cell reads only cells below it
	tangled                   // neither
)

// direction is worked out from the edges; a running total is downward, a countdown from the last row upward.
func (r *region) direction() direction {
	d := anyOrder
	for i := range r.edges {
		e := &r.edges[i]
		if !e.touchesOwn() {
			continue
		}
		_, lastOfTop := e.ends(r.top)
		firstOfBottom, _ := e.ends(r.bottom)
		one := tangled
		switch {
		// How far a cell's reading reaches below itself is greatest for the first row, how far above itself for the last.
		case lastOfTop < r.top:
			one = downward
		case firstOfBottom > r.bottom:
			one = upward
		}
		if d == anyOrder {
			d = one
		} else if d != one {
			return tangled
		}
	}
	if d != tangled && r.foundOwn() {
		return tangled
	}
	return d
}

// touchesOwn reports whether some cell of the region reads a cell of it through the edge.
func (e *edge) touchesOwn() bool {
	r := e.region
	sheet, at, ok := e.covers(r.top, r.bottom)
	if e.row >= 0 {
		sheet, at, ok = e.covers(e.row, e.row)
	}
	return ok && sheet == r.sheet.id && at.left <= r.col && r.col <= at.right && at.top <= r.bottom && at.bottom >= r.top
}

// foundOwn reports whether a dynamic cell of the region found cells of the region.
func (r *region) foundOwn() bool {
	for _, es := range r.found {
		for _, e := range es {
			if e.touchesOwn() {
				return true
			}
		}
	}
	return false
}
