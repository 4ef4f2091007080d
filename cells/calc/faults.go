package calc

import (
	"fmt"
	"runtime/debug"

	"freshet/cells"
)

// manyFaults is how many faults one wave tells of.
const manyFaults = 8

// fault notes that an evaluation met a fault of the program. It is told once for each formula: what a whole column does wrong, every second, is one fault.
func (w *wave) fault(at cells.Ref, cause any) {
	s := w.b.sheets[at.Sheet]
	if s == nil {
		return
	}
	r := s.region(at.Row, at.Col)
	if r == nil || r.use.faulted || len(w.ch.Faults) >= manyFaults {
		return
	}
	r.use.faulted = true
	w.ch.Faults = append(w.ch.Faults, cells.Fault{
		Ref: at, Formula: r.use.t.Source(at, scope{w.b}), Cause: fmt.Sprintf("%v\n%s", cause, debug.Stack()),
	})
}
