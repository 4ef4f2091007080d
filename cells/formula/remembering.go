package formula

import "freshet/cells"

// maxTurns is how many states one call of a formula has where it is called for each element of an array.
const maxTurns = 256

// remembering gives what a call makes of what the same call gave before the wave: blank at first. What it gives is part of the past of the formula's own cell, by call within the
// formula and by turn where one is made several times. A formula that is nothing but the call begins with the value its cell had.
func (f *frame) remembering(step func(was cells.Value) operand) operand {
	own := f.pastAt(f.at)
	turn := f.turns[f.site]
	if turn == maxTurns {
		return bad(cells.ErrLimit, "a call keeps at most 256 states")
	}
	if f.turns == nil {
		f.turns = make(map[uint64]uint64)
	}
	f.turns[f.site]++
	j := own.Join(f.site|turn<<32, 2, func(int) uint64 { return 0 })
	values, known := j.Last()
	again := j.In(f.w.Entry)
	var was cells.Value
	switch {
	case again:
		was = values[0]
	case known:
		was = values[1]
	case f.whole():
		_, was, _ = f.newest(f.at, 0)
	}
	o := step(was)
	is := o.Value
	if o.failed() {
		is = was
	}
	if again || !known || !is.Equal(values[1]) {
		own.Take(j, f.w.Entry, j.Taken, []cells.Value{was, is})
	}
	return o
}

// whole reports whether the call under way is the whole formula.
func (f *frame) whole() bool {
	n, ok := f.t.root.(*callNode)
	return ok && n.call == f.site && f.site != 0
}
