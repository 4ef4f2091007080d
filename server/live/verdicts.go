package live

import (
	"sync"

	"freshet/cells"
)

// verdicts remembers which edits of a room were refused for good: one whose refusal was lost on the way is refused again when it is sent
// again, and not taken for a repetition of what took effect after it. The zero verdicts is ready.
type verdicts struct {
	mu    sync.Mutex
	by    map[editName]*cells.Error
	order []editName
}

type editName struct {
	stream string
	seq    uint64
}

// maxVerdicts bounds what is remembered.
const maxVerdicts = 1000

func (v *verdicts) keep(stream string, seq uint64, refusal *cells.Error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	name := editName{stream, seq}
	if v.by == nil {
		v.by = map[editName]*cells.Error{}
	}
	if _, known := v.by[name]; !known {
		v.order = append(v.order, name)
	}
	v.by[name] = refusal
	if len(v.order) > maxVerdicts {
		delete(v.by, v.order[0])
		v.order = v.order[1:]
	}
}

func (v *verdicts) of(stream string, seq uint64) *cells.Error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.by[editName{stream, seq}]
}
