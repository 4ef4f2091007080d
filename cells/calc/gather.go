package calc

import "slices"

// gather finds the cells that may have to be evaluated: the dirty ones and all in the component that they reach.
func (t *tangle) gather(nodes []*node) {
	type todo struct {
		p    *part
		rows span
	}
	var queue []todo
	parts := make(map[*node]*part, len(nodes))
	for _, n := range nodes {
		p := &part{n: n}
		p.maybe.reset(n.r.top, n.r.bottom)
		parts[n] = p
		t.parts = append(t.parts, p)
		n.dirty.all(func(s span) { queue = append(queue, todo{p, s}) })
		if n.suspect {
			queue = append(queue, todo{p, span{n.lo, n.hi}})
		}
	}
	// Storage order makes the result independent of how the components were found.
	slices.SortFunc(t.parts, func(a, b *part) int { return a.n.r.ref(a.n.r.top).Compare(b.n.r.ref(b.n.r.top)) })
	for i := 0; i < len(queue); i++ {
		q := queue[i]
		q.p.maybe.missing(q.rows, func(s span) {
			q.p.maybe.add(s.from, s.to)
			reach := func(e *edge, rows span) {
				if p, ok := parts[e.region.node]; ok && e.region.node.round == t.w.number {
					queue = append(queue, todo{p, rows})
				}
			}
			q.p.n.readers(s, reach)
			t.reachCovered(q.p.n, s, reach)
		})
		if i > 1024 && 2*i > len(queue) {
			queue = append(queue[:0], queue[i+1:]...)
			i = -1
		}
	}
	for _, p := range t.parts {
		p.prepare()
		r := p.n.r
		key := colKey{r.sheet.id, r.col}
		t.byCol[key] = append(t.byCol[key], p)
		t.noteArrays(p)
	}
}

func (p *part) prepare() {
	n := int(p.n.r.bottom-p.n.r.top) + 1
	p.ids, p.lows, p.skip = make([]int32, n), make([]int32, n), make([]int32, n+1)
	for i := range p.ids {
		p.ids[i] = -1
		p.skip[i] = int32(i)
	}
	p.skip[n] = int32(n)
	// Rows that need no evaluation count as visited and finished.
	row := p.n.r.top
	for int(row-p.n.r.top) < n {
		have, ok := p.maybe.next(row)
		end := p.n.r.bottom + 1
		if ok {
			end = have.from
		}
		for ; row < end; row++ {
			p.skip[row-p.n.r.top] = row - p.n.r.top + 1
		}
		if !ok {
			break
		}
		row = have.to + 1
	}
	p.size = 1
	for p.size < n {
		p.size *= 2
	}
	p.onStack = make([]int32, 2*p.size)
	for i := range p.onStack {
		p.onStack[i] = maxIndex
	}
}
