package calc

import (
	"cmp"
	"slices"
)

// manyOuts is from how many edges out of a node on those that read some of its rows are looked up.
const manyOuts = 32

// outs is the edges out of a node by the rows that they read: a balanced tree of intervals in an array. The middle of a stretch is its root, as in Cormen et al.,
// Introduction to Algorithms, 17.3.
type outs struct {
	edges []*edge // by their first row
	tops  []int32
	ends  []int32 // the last row
	most  []int32 // the largest of ends below each root
}

func (x *outs) arrange(edges []*edge) {
	x.edges = make([]*edge, 0, len(edges))
	for _, e := range edges {
		if e.entry != nil {
			x.edges = append(x.edges, e)
		}
	}
	slices.SortStableFunc(x.edges, func(a, b *edge) int { return cmp.Compare(a.entry.rect.top, b.entry.rect.top) })
	n := len(x.edges)
	x.tops, x.ends, x.most = make([]int32, n), make([]int32, n), make([]int32, n)
	for i, e := range x.edges {
		x.tops[i], x.ends[i] = e.entry.rect.top, e.entry.rect.bottom
	}
	x.build(0, n)
}

func (x *outs) build(lo, hi int) int32 {
	if lo >= hi {
		return -1
	}
	mid := (lo + hi) / 2
	x.most[mid] = max(x.ends[mid], x.build(lo, mid), x.build(mid+1, hi))
	return x.most[mid]
}

func (x *outs) search(lo, hi int, rows span, yield func(*edge)) {
	for lo < hi {
		mid := (lo + hi) / 2
		if x.most[mid] < rows.from {
			return
		}
		x.search(lo, mid, rows, yield)
		if x.tops[mid] > rows.to {
			return
		}
		if x.ends[mid] >= rows.from && x.edges[mid].entry != nil {
			yield(x.edges[mid])
		}
		lo = mid + 1
	}
}

// readers calls yield with the edges through which some rows of a node are read, and with the rows that read them. A dynamic cell may have dropped an edge meanwhile.
func (n *node) readers(rows span, yield func(e *edge, rows span)) { n.outs.readers(n.out, rows, yield) }

// readers is those of some edges that read any of some rows, and the rows that do; the tree is made when there are many.
func (x *outs) readers(edges []*edge, rows span, yield func(e *edge, rows span)) {
	affected := func(e *edge) {
		at := e.entry.rect
		if to, ok := e.affected(max(rows.from, at.top), min(rows.to, at.bottom)); ok {
			yield(e, to)
		}
	}
	if len(edges) >= manyOuts {
		if x.edges == nil {
			x.arrange(edges)
		}
		x.search(0, len(x.edges), rows, affected)
		return
	}
	for _, e := range edges {
		if e.entry != nil && rows.from <= e.entry.rect.bottom && rows.to >= e.entry.rect.top {
			affected(e)
		}
	}
}
