package calc

import (
	"fmt"
	"slices"

	"freshet/cells"
)

// longestLoop is how many cells of a loop its error lists.
const longestLoop = 64

// cycle gives all cells of a loop the error that lists it.
func (t *tangle) cycle(loop []knot) {
	if t.retry(loop) {
		return
	}
	e := t.loopError(loop)
	for _, k := range loop {
		r := k.p.n.r
		t.w.count++
		if t.w.b.tracing {
			t.w.b.trace = append(t.w.b.trace, r.ref(k.row))
		}
		if t.w.settle(r, k.row, cells.Fail(e)) {
			t.changed(k)
		}
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
	member := make(map[*part]rowSet)
	for _, k := range loop {
		s, ok := member[k.p]
		if !ok {
			s.reset(k.p.n.r.top, k.p.n.r.bottom)
		}
		s.add(k.row, k.row)
		member[k.p] = s
	}
	skips := make(map[*part][]int32, len(member))
	for p, s := range member {
		skips[p] = skipOutside(&s, p)
	}
	start := loop[0]
	type step struct {
		knot
		from int
	}
	queue := []step{{start, -1}}
	for i := 0; i < len(queue); i++ {
		q := queue[i]
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
					var refs []cells.Ref
					for k := i; k >= 0; k = queue[k].from {
						refs = append(refs, queue[k].ref())
					}
					slices.Reverse(refs)
					return refs
				}
				skip, ok := skips[p]
				if !ok {
					continue
				}
				for row := follow(skip, from); row <= to; row = follow(skip, row) {
					skip[row] = row + 1
					queue = append(queue, step{knot{p, p.n.r.top + row}, i})
				}
			}
		}
	}
	return []cells.Ref{start.ref()}
}

// skipOutside makes a table that leads from any row to the next one in the set.
func skipOutside(s *rowSet, p *part) []int32 {
	top, n := p.n.r.top, p.n.r.bottom-p.n.r.top+1
	skip := make([]int32, n+1)
	skip[n] = n
	for i := range n {
		skip[i] = i + 1
	}
	s.all(func(x span) {
		for row := x.from; row <= x.to; row++ {
			skip[row-top] = row - top
		}
	})
	return skip
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
