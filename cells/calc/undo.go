package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// The bounds of what the book remembers for undoing.
const (
	maxRecords     = 100      // of one actor, each way
	maxActors      = 1000     // the least recent is forgotten first
	maxRecordBytes = 28 << 20 // a column of a million numbers can be cleared and brought back; a larger record is not kept
	maxUndoBytes   = 28 << 20
)

// step is one thing that takes part of an entry back. It is in the book's places as they are before it is taken.
type step interface {
	// take does it, which notes its own way back. When it cannot be done, it gives the edit that stays in effect and that the steps and records
	// after it do not reckon with.
	take(w *wave) formula.Edit
	// shift carries the step along with an edit by somebody else. False when nothing is left of it.
	shift(b *Book, e formula.Edit) bool
	// behind is the edit as the steps that are taken after this one see it; nil when they cannot be carried along.
	behind(e formula.Edit) formula.Edit
	// bytes is about how much memory it takes.
	bytes() int
}

// record takes one entry back: its steps in the order in which they were noted, so the last is taken first.
type record struct {
	steps []step
	size  int
}

// actor is what somebody can undo and redo, the latest last.
type actor struct {
	name       string
	undo, redo []*record
	used       uint64        // version
	fresh      []quickRecord // memory for the next ones
	mark       *mark         // of its part of the checkpoint
}

// undoMemory is what everybody can undo and redo.
type undoMemory struct {
	actors map[string]*actor
	latest *actor // who did the latest entry; nil when that is forgotten
	size   int
}

func newUndoMemory() undoMemory { return undoMemory{actors: make(map[string]*actor)} }

func (m *undoMemory) check(name string, undo bool) *cells.Error {
	a := m.actors[name]
	switch {
	case undo && (a == nil || len(a.undo) == 0):
		return cells.Refuse(cells.Conflict, "there is nothing to undo")
	case !undo && (a == nil || len(a.redo) == 0):
		return cells.Refuse(cells.Conflict, "there is nothing to redo")
	}
	return nil
}

// way is where the steps that a wave notes belong.
type way uint8

const (
	forward way = iota // an entry of its own: it can be undone, and there is nothing to redo any more
	undoing
	redoing
)

// undoing notes how to take back what the wave just did.
func (w *wave) undoing(s step) { w.steps = append(w.steps, s) }

// push keeps what the wave noted.
func (m *undoMemory) push(b *Book, w *wave) {
	if len(w.steps) == 0 {
		return
	}
	r := &record{steps: w.steps}
	for _, s := range w.steps {
		r.size += s.bytes()
	}
	m.keep(b, m.actor(b, w.actor), w.way, r)
}

// actor finds or makes what somebody can undo and redo.
func (m *undoMemory) actor(b *Book, name string) *actor {
	a := m.latest
	if a == nil || a.name != name {
		a = m.actors[name]
	}
	if a == nil {
		if len(m.actors) >= maxActors {
			m.forgetOldest(b)
		}
		a = &actor{name: name}
		m.actors[name] = a
	}
	m.latest = a
	return a
}

// keep keeps a record of somebody's entry.
func (m *undoMemory) keep(b *Book, a *actor, way way, r *record) {
	a.used = b.version
	if a.mark != nil && a.mark.at != 0 {
		a.mark.at = b.stored.now
	} else {
		a.mark = b.stored.undo(a.name)
	}
	if way == forward && a.redo != nil {
		for _, r := range a.redo {
			m.size -= r.size
		}
		a.redo = nil
	}
	stack := &a.undo
	if way == undoing {
		stack = &a.redo
	}
	if r.size > maxRecordBytes { // and nothing before it: who undoes means the latest edit
		for _, older := range *stack {
			m.size -= older.size
		}
		*stack = nil
		return
	}
	*stack = append(*stack, r)
	m.size += r.size
	if len(*stack) > maxRecords {
		m.size -= (*stack)[0].size
		(*stack)[0] = nil
		*stack = (*stack)[1:]
	}
	for m.size > maxUndoBytes && len(m.actors) > 1 {
		m.forgetOldest(b)
	}
	for _, stack := range []*[]*record{&a.undo, &a.redo} {
		for m.size > maxUndoBytes && len(*stack) > 0 {
			m.size -= (*stack)[0].size
			(*stack)[0] = nil
			*stack = (*stack)[1:]
		}
	}
}

// forgetOldest forgets the actor whose latest entry is the oldest; by name where two are of one age.
func (m *undoMemory) forgetOldest(b *Book) {
	var old *actor
	for _, a := range m.actors {
		if old == nil || a.used < old.used || a.used == old.used && a.name < old.name {
			old = a
		}
	}
	for _, r := range append(old.undo, old.redo...) {
		m.size -= r.size
	}
	delete(m.actors, old.name)
	if m.latest == old {
		m.latest = nil
	}
	b.stored.undo(old.name)
}

// shift carries what everybody but one actor can undo along with an edit of theirs. What the actor can undo needs no carrying: before any of it is
// taken back, the edit is.
func (m *undoMemory) shift(b *Book, e formula.Edit, but string) {
	for _, a := range m.actors {
		if a.name != but {
			a.shift(b, e)
		}
	}
}

// shift carries what an actor can undo along with an edit. The latest record speaks of the places of now, each other one of those as
// they will be when the later ones are taken back.
func (a *actor) shift(b *Book, e formula.Edit) {
	a.undo = carry(b, a.undo, e)
	a.redo = carry(b, a.redo, e)
	b.stored.undo(a.name)
}

func carry(b *Book, stack []*record, e formula.Edit) []*record {
	for i := len(stack) - 1; i >= 0; i-- {
		if e == nil {
			// What is below speaks of places that the edit went through.
			for _, r := range stack[:i+1] {
				b.undos.size -= r.size
			}
			return slices.Clone(stack[i+1:])
		}
		stack[i].steps, e = carrySteps(b, stack[i].steps, e)
	}
	return stack
}

// carrySteps carries steps along, of which the last is taken first, and gives back the edit as it is when they are taken.
func carrySteps(b *Book, steps []step, e formula.Edit) ([]step, formula.Edit) {
	var kept []step
	for i := len(steps) - 1; i >= 0 && e != nil; i-- {
		s := steps[i]
		next := s.behind(e)
		if s.shift(b, e) {
			kept = append(kept, s)
		} else if movesLines(s) {
			next = nil // the steps after it speak of places that will not be
		}
		e = next
	}
	slices.Reverse(kept)
	return kept, e
}

func movesLines(s step) bool {
	switch s.(type) {
	case *removeLines, *bringLines:
		return true
	}
	return false
}

func (w *wave) undo() {
	a := w.b.undos.actors[w.actor]
	w.way = undoing
	w.takeBack(&a.undo)
}

func (w *wave) redo() {
	a := w.b.undos.actors[w.actor]
	w.way = redoing
	w.takeBack(&a.redo)
}

func (w *wave) takeBack(stack *[]*record) {
	n := len(*stack) - 1
	r := (*stack)[n]
	(*stack)[n] = nil
	*stack = (*stack)[:n]
	w.b.undos.size -= r.size
	w.b.stored.undo(w.actor)
	a := w.b.undos.actors[w.actor]
	for steps := r.steps; len(steps) > 0; {
		last := len(steps) - 1
		stays := steps[last].take(w)
		steps = steps[:last]
		if stays != nil {
			var e formula.Edit
			if steps, e = carrySteps(w.b, steps, stays); e != nil {
				*stack = carry(w.b, *stack, e)
			} else {
				*stack = nil
			}
			w.b.stored.undo(a.name)
		}
	}
}

// journal does something to the cells of a range and notes how to take it back.
func (w *wave) journal(s *sheet, g cells.Range, do func()) {
	before := s.capture(g)
	do()
	after := s.capture(g)
	if len(before) == 0 && len(after) == 0 {
		return
	}
	w.undoing(&restoreCells{sheet: s.id, area: g, before: before, after: after})
}
