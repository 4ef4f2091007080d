package calc

import (
	"fmt"
	"math"
	"slices"

	"freshet/cells"
)

// longestLoop is how many cells of a loop its error lists.
const longestLoop = 64

// cycle gives all cells of a loop the error that lists it.
func (t *tangle) cycle(loop []knot) {
	w := t.w
	e := t.loopError(loop)
	needs := t.needs(loop)
	for _, k := range loop {
		r := k.p.n.r
		w.count++
		if w.b.tracing {
			w.b.trace = append(w.b.trace, r.ref(k.row))
		}
		if p := r.sheet.spills[place{k.row, r.col}]; p != nil && needs(k, p) {
			w.hold(r.sheet, p)
		} else if p != nil {
			w.unspill(r.sheet, p, cells.Range{})
		}
		if w.show(r, k.row, cells.Fail(e)) {
			t.changed(k)
		}
	}
	t.findAgain(loop)
}

// maxRestarts is how often in a wave a loop begins again: two loops that read each other would go on with that for ever.
const maxRestarts = 8

// restart has the cells of a loop begin from nothing if there are arrays or dynamic ones among them: once in a wave, and again whenever something changed that they read and
// that is not of the loop. Their arrays are taken back, their values and what dynamic ones found forgotten. The loop may not exist any more; and when it does, what
// comes of it does not depend on how the cells came there.
func (t *tangle) restart(loop []knot) {
	w := t.w
	past := func(k knot) (*region, *spill) {
		r := k.p.n.r
		return r, r.sheet.spills[place{k.row, r.col}]
	}
	if !slices.ContainsFunc(loop, func(k knot) bool {
		r, p := past(k)
		return r.use.dynamic || r.minded() || p != nil
	}) {
		return
	}
	before := w.outsets.find(loop)
	switch {
	case before == nil && w.resuming:
		// What waits goes on from what the wave before came to: if it began from nothing, those before it would take its steps for ever.
		w.outsets.begin(loop, w.rounds)
	case before == nil:
		t.restarted = true
		// What was found before this wave may make the loop larger than it is from nothing: such a one does not count as begun.
		known := true
		for _, k := range loop {
			r := k.p.n.r
			known = known && (len(r.found[k.row]) == 0 || r.found[k.row][0].wave == uint32(w.first))
		}
		for _, k := range loop {
			w.fromNothing(k.p.n.r, k.row)
		}
		if known {
			w.outsets.begin(loop, w.rounds)
		}
	case before.times < maxRestarts && t.alien(before, loop):
		t.restarted = true
		before.times++
		for _, c := range before.cells {
			w.fromNothing(c.r, c.row)
		}
		before.round = w.rounds
		for _, c := range before.cells {
			w.outsets.renew(c)
		}
	case w.rounds-before.round >= restless && slices.ContainsFunc(loop, func(k knot) bool { return k.p.n.dirty.has(k.row) }):
		t.tired = append(t.tired, loop)
	}
}

// fromNothing takes back what a formula gave, and forgets what it found.
func (w *wave) fromNothing(r *region, row int32) {
	if p := r.sheet.spills[place{row, r.col}]; p != nil {
		w.unspill(r.sheet, p, cells.Range{})
	}
	if isCycle(r.sheet.value(row, r.col)) {
		w.released(r, row)
	}
	if r.found[row] != nil {
		w.b.forget(r, row)
		w.b.touchRegions(r.sheet, r.col, row, row)
	}
	if w.keep(r.sheet, r.col, row, cells.Value{}) {
		w.values.add(r.sheet.id, r.col, row, row)
		w.seeds.add(r.sheet.id, r.col, row, row)
		w.outsets.tell(r.sheet, rect{row, r.col, row, r.col}, owner{r.sheet, r.col, span{row, row}})
	}
	w.again = append(w.again, spot{r.sheet, row, r.col})
}

// findAgain lets the dynamic cells of a loop find what they read now that all of the loop have its error. When that is otherwise than before, the
// loop is looked at again in the next round.
func (t *tangle) findAgain(loop []knot) {
	w := t.w
	learned := false
	for _, k := range loop {
		r := k.p.n.r
		switch {
		case !r.use.dynamic:
			if r.use.timed {
				w.appoint(r, k.row, math.MaxInt64) // it is not evaluated
			}
			continue
		case !w.affords(r):
			continue
		}
		w.found = w.found[:0]
		w.fw.Read = func(g cells.Range) bool {
			w.find(g)
			return true
		}
		w.fw.Allowance = w.budget.allowance() + r.use.most
		v := r.use.t.Eval(&w.fw, r.ref(k.row))
		w.fw.Read = nil
		w.budget.spend(r.use, w.fw.Work(), v)
		learned = w.remember(r, k.row) || learned
		if r.use.timed {
			w.appoint(r, k.row, w.fw.Due())
		}
	}
	if !learned || w.rounds >= maxRounds {
		return
	}
	for _, k := range loop {
		w.leave(k.p.n, k.row)
	}
}

// loopError lists a shortest loop through the first of the cells, in order of reading.
func (t *tangle) loopError(loop []knot) *cells.CellError {
	slices.SortFunc(loop, func(a, b knot) int { return a.ref().Compare(b.ref()) })
	refs := t.shortest(loop)
	e := &cells.CellError{Code: cells.ErrCycle, Origin: refs[0]}
	if len(refs) > longestLoop {
		e.Message = fmt.Sprintf("the formula depends on itself through a loop of %d cells, of which the first %d are listed", len(refs), longestLoop)
		refs = refs[:longestLoop]
	} else if len(refs) == 1 {
		e.Message = "the formula depends on its own cell"
	} else {
		e.Message = fmt.Sprintf("the formula depends on itself through a loop of %d cells", len(refs))
	}
	e.Cycle = refs
	return e
}

func (k knot) ref() cells.Ref { return k.p.n.r.ref(k.row) }

// shortest is a shortest loop through the first of the sorted cells of a component, found breadth first.
func (t *tangle) shortest(loop []knot) []cells.Ref {
	left := make(map[*part]*unseen)
	for _, k := range loop {
		u := left[k.p]
		if u == nil {
			u = new(unseen)
			left[k.p] = u
		}
		u.rows = append(u.rows, k.row)
	}
	for _, u := range left {
		u.begin()
	}
	start := loop[0]
	type step struct {
		knot
		from int
	}
	queue := []step{{start, -1}}
	back := func(i int) (refs []cells.Ref) {
		for ; i >= 0; i = queue[i].from {
			refs = append(refs, queue[i].ref())
		}
		slices.Reverse(refs)
		return refs
	}
	for i := 0; i < len(queue); i++ {
		q := queue[i]
		through := func(a knot) bool {
			if u := left[a.p]; u != nil {
				u.see(a.row, a.row, func(int32) { queue = append(queue, step{a, i}) })
			}
			return a == start
		}
		if slices.ContainsFunc(t.rivals(q.knot), through) {
			return back(i)
		}
		for j := 0; ; j++ {
			e := q.p.n.r.edgeAt(q.row, j)
			if e == nil {
				break
			}
			sheet, at, ok := e.covers(q.row, q.row)
			if !ok {
				continue
			}
			for _, p := range t.within(sheet, at) {
				from, to := p.clip(at)
				if row := start.row - p.n.r.top; p == start.p && from <= row && row <= to {
					return back(i)
				}
				if u := left[p]; u != nil {
					top := p.n.r.top
					u.see(top+from, top+to, func(row int32) { queue = append(queue, step{knot{p, row}, i}) })
				}
			}
			if slices.ContainsFunc(t.anchors(sheet, at), through) {
				return back(i)
			}
		}
	}
	return []cells.Ref{start.ref()}
}

// unseen is rows of a part that a search has not come to.
type unseen struct {
	rows []int32 // all, sorted
	skip []int32 // leads from the place of any row to that of the next one which is left
}

func (u *unseen) begin() {
	slices.Sort(u.rows)
	u.skip = make([]int32, len(u.rows)+1)
	for i := range u.skip {
		u.skip[i] = int32(i)
	}
}

// see calls yield with the rows from…to that are left, and takes them away.
func (u *unseen) see(from, to int32, yield func(row int32)) {
	first, _ := slices.BinarySearch(u.rows, from)
	for i := follow(u.skip, int32(first)); int(i) < len(u.rows) && u.rows[i] <= to; i = follow(u.skip, i) {
		u.skip[i] = i + 1
		yield(u.rows[i])
	}
}

// follow finds the next row that is left in a table of skips, and shortens the way for the next search.
func follow(skip []int32, i int32) int32 {
	root := i
	for skip[root] != root {
		root = skip[root]
	}
	for skip[i] != root {
		skip[i], i = root, skip[i]
	}
	return root
}
