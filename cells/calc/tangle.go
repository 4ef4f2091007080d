package calc

import (
	"slices"
	"sort"

	"freshet/cells"
)

// tangle is regions that read each other, or one that reads itself in no one direction. Their cells are put in
// order one by one, by Tarjan's algorithm over the cells that may have to be evaluated. A cell can read a very long range of them; so what a
// range still has to offer is found by looking up, not by walking it: the next row not yet visited, and the lowest index among those on the stack.
type tangle struct {
	w      *wave
	parts  []*part            // in order of storage
	byCol  map[colKey][]*part // likewise
	index  int32
	stack  []knot
	path   []visit
	covers bool // an array of it covers cells, or would but for a loop

	claimed map[claimed][]knot // whose arrays might cover cells, while it looks for loops of claims

	claiming  bool     // it looks for loops of claims, and evaluates nothing
	restarted bool     // a loop begins from nothing
	tired     [][]knot // loops that have not come to rest
}

type colKey struct {
	sheet cells.SheetID
	col   int32
}

// part is what a tangle knows of one region.
type part struct {
	n       *node
	maybe   rowSet  // the rows that may have to be evaluated
	ids     []int32 // by row from top: Tarjan's index; -1 before
	lows    []int32
	skip    []int32 // by row from top: where to look for the next row not yet visited
	onStack []int32 // a tree of minima over the rows: the index of those on the stack, else maxIndex
	size    int
}

const maxIndex = 1<<31 - 1

// knot is a cell of a tangle.
type knot struct {
	p   *part
	row int32
}

// visit is a cell whose precedents are being visited.
type visit struct {
	knot
	edge    int
	loaded  bool    // parts is that of the edge
	parts   []*part // what the edge reads of the tangle
	part    int     // the one being looked at
	anchors []knot  // the arrays of the tangle whose cells the edge reads
	rivals  bool    // anchors is the arrays that come first where they need the same cells
}

// untangle evaluates the nodes of one component cell by cell.
func (w *wave) untangle(nodes []*node) {
	t := &tangle{w: w, byCol: make(map[colKey][]*part)}
	any := false
	for _, n := range nodes {
		any = any || !n.dirty.empty() || n.suspect
	}
	if any {
		t.gather(nodes)
		w.tangle = t
		defer func() { w.tangle = nil }()
		if !t.beginAgain() {
			t.visitAll()
		}
	}
	for _, n := range nodes {
		n.done = true
		w.flush2(n, nodes)
	}
}

func (t *tangle) visitAll() {
	for _, p := range t.parts {
		p.maybe.all(func(s span) {
			for row := s.from; row <= s.to; row++ {
				if p.ids[row-p.n.r.top] < 0 {
					t.visit(knot{p, row})
				}
			}
		})
	}
}

// flush2 tells the dependents outside the component.
func (w *wave) flush2(n *node, nodes []*node) {
	comp := nodes[0].comp
	if n.changed.empty() {
		return
	}
	n.changed.all(func(p span) {
		w.values.add(n.r.sheet.id, n.r.col, p.from, p.to)
		for row := p.from; w.outsets.any && row <= p.to; row++ {
			w.tellMoved(n, span{row, row})
		}
		n.readers(p, func(e *edge, rows span) {
			if m := e.region.node; m.comp != comp {
				m.dirty.add(rows.from, rows.to)
			}
		})
	})
}

// unvisited is the first row from i on (counted from the top) that was not visited; len(ids) when there is none.
func (p *part) unvisited(i int32) int32 { return follow(p.skip, i) }

func (p *part) setOnStack(i, v int32) {
	k := int(i) + p.size
	p.onStack[k] = v
	for k >>= 1; k > 0; k >>= 1 {
		p.onStack[k] = min(p.onStack[2*k], p.onStack[2*k+1])
	}
}

func (p *part) lowest(from, to int32) int32 {
	low := int32(maxIndex)
	for i, j := int(from)+p.size, int(to)+p.size+1; i < j; i, j = i>>1, j>>1 {
		if i&1 == 1 {
			low = min(low, p.onStack[i])
			i++
		}
		if j&1 == 1 {
			j--
			low = min(low, p.onStack[j])
		}
	}
	return low
}

// visit works through everything that a cell depends on inside the tangle, deepest first, and then the cell.
func (t *tangle) visit(root knot) {
	t.enter(root)
	for len(t.path) > 0 {
		v := &t.path[len(t.path)-1]
		if next, ok := t.advance(v); ok {
			t.enter(next)
			continue
		}
		k := v.knot
		t.path = t.path[:len(t.path)-1]
		i := k.row - k.p.n.r.top
		if n := len(t.path); n > 0 {
			up := &t.path[n-1]
			j := up.row - up.p.n.r.top
			up.p.lows[j] = min(up.p.lows[j], k.p.lows[i])
		}
		if k.p.lows[i] == k.p.ids[i] {
			t.finish(k)
		}
	}
}

func (t *tangle) enter(k knot) {
	i := k.row - k.p.n.r.top
	k.p.ids[i], k.p.lows[i] = t.index, t.index
	k.p.skip[i] = i + 1
	k.p.setOnStack(i, t.index)
	t.index++
	t.stack = append(t.stack, k)
	t.path = append(t.path, visit{knot: k})
}

// advance finds the next cell to visit among the precedents of the cell in hand.
func (t *tangle) advance(v *visit) (knot, bool) {
	r := v.p.n.r
	i := v.row - r.top
	for ; ; v.edge, v.loaded = v.edge+1, false {
		e := r.edgeAt(v.row, v.edge)
		var at rect
		switch {
		case e != nil:
			sheet, to, ok := e.covers(v.row, v.row)
			if !ok {
				continue
			}
			if at = to; !v.loaded {
				v.parts, v.part, v.loaded = t.within(sheet, at), 0, true
				v.anchors = t.anchors(sheet, at)
			}
		case v.rivals && !v.loaded:
			return knot{}, false
		case !v.loaded:
			v.parts, v.part, v.loaded, v.rivals = nil, 0, true, true
			v.anchors = t.rivals(v.knot)
		}
		for ; v.part < len(v.parts); v.part++ {
			p := v.parts[v.part]
			from, to := p.clip(at)
			v.p.lows[i] = min(v.p.lows[i], p.lowest(from, to))
			if next := p.unvisited(from); next <= to {
				return knot{p, p.n.r.top + next}, true
			}
		}
		for ; len(v.anchors) > 0; v.anchors = v.anchors[1:] {
			a := v.anchors[0]
			row := a.row - a.p.n.r.top
			v.p.lows[i] = min(v.p.lows[i], a.p.lowest(row, row))
			if a.p.unvisited(row) == row {
				return a, true
			}
		}
	}
}

// within is the parts that have cells in a rectangle.
func (t *tangle) within(sheet cells.SheetID, at rect) []*part {
	var out []*part
	if int(at.right-at.left) >= len(t.parts) {
		for _, p := range t.parts {
			r := p.n.r
			if r.sheet.id == sheet && r.col >= at.left && r.col <= at.right && r.top <= at.bottom && r.bottom >= at.top {
				out = append(out, p)
			}
		}
		return out
	}
	for col := at.left; col <= at.right; col++ {
		ps := t.byCol[colKey{sheet, col}]
		i := sort.Search(len(ps), func(i int) bool { return ps[i].n.r.bottom >= at.top })
		for ; i < len(ps) && ps[i].n.r.top <= at.bottom; i++ {
			out = append(out, ps[i])
		}
	}
	return out
}

// clip is the rows of the part in a rectangle that it shares rows with, counted from its top.
func (p *part) clip(at rect) (from, to int32) {
	r := p.n.r
	return max(at.top, r.top) - r.top, min(at.bottom, r.bottom) - r.top
}

// finish takes the cells of one component off the stack and evaluates them.
func (t *tangle) finish(k knot) {
	first := len(t.stack) - 1
	for t.stack[first] != k {
		first--
	}
	loop := t.stack[first:]
	for _, x := range loop {
		x.p.setOnStack(x.row-x.p.n.r.top, maxIndex)
	}
	if len(loop) == 1 && !t.readsItself(k) {
		if !t.claiming {
			t.evaluate(k)
		}
	} else if t.claiming {
		t.restart(slices.Clone(loop))
	} else {
		t.cycle(slices.Clone(loop))
	}
	t.stack = t.stack[:first]
}

func (t *tangle) readsItself(k knot) bool {
	r := k.p.n.r
	for i := 0; ; i++ {
		e := r.edgeAt(k.row, i)
		if e == nil {
			return false
		}
		sheet, at, ok := e.covers(k.row, k.row)
		if ok && sheet == r.sheet.id && at.left <= r.col && r.col <= at.right && at.top <= k.row && k.row <= at.bottom {
			return true
		}
	}
}

// edgeAt is the i-th precedent of the cell in a row; nil after the last.
func (r *region) edgeAt(row int32, i int) *edge {
	if i < len(r.edges) {
		return &r.edges[i]
	}
	if es := r.found[row]; i-len(r.edges) < len(es) {
		return es[i-len(r.edges)]
	}
	return nil
}

func (t *tangle) evaluate(k knot) {
	n := k.p.n
	if t.w.heldBack(n, k.row) || !n.dirty.has(k.row) {
		return
	}
	if t.w.cell(n, k.row) {
		t.changed(k)
	}
}

// changed makes the cells of the tangle dirty that read a changed one.
func (t *tangle) changed(k knot) {
	n := k.p.n
	n.changed.add(k.row, k.row)
	n.readers(span{k.row, k.row}, func(e *edge, rows span) {
		if m := e.region.node; m.comp == n.comp {
			m.dirty.add(rows.from, rows.to)
		}
	})
}
