package live

import "freshet/cells"

// Frame encodes what the tests look at: complete areas, then what values and inputs of held ranges changed.
func Frame(v cells.View, reset bool, id uint32, at int64, areas, held, values, inputs []cells.Range) (frame []byte, empty bool) {
	var e encoder
	flags := byte(0)
	if reset {
		flags = flagReset
	}
	e.begin(flags, id, v.Position().Version, at)
	d := &dirt{values: addRanges(nil, values), inputs: addRanges(nil, inputs)}
	e.delta(v, held, d)
	e.snapshot(v, areas)
	return e.end()
}

// Decode reads a message of a tab.
func Decode(b []byte) (any, error) { return decode(b) }

// Subtract and Snap are the arithmetic of views.
var (
	Subtract = subtract
	Snap     = snap
)

// ShiftOp moves an op by a shift.
var ShiftOp = shiftOp

// OpsOf is the ops of an edit.
func OpsOf(m any) cells.Ops {
	e, _ := m.(editMessage)
	return e.Ops
}
