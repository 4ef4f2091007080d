package calc

import "slices"

// rect is a rectangle on one sheet; both corners belong to it.
type rect struct{ top, left, bottom, right int32 }

func (r rect) overlaps(o rect) bool {
	return r.top <= o.bottom && o.top <= r.bottom && r.left <= o.right && o.left <= r.right
}

func (r rect) union(o rect) rect {
	return rect{min(r.top, o.top), min(r.left, o.left), max(r.bottom, o.bottom), max(r.right, o.right)}
}

func (r rect) area() float64 {
	return (float64(r.bottom-r.top) + 1) * (float64(r.right-r.left) + 1)
}

// entry is a rectangle that somebody reads.
type entry struct {
	rect    rect
	readers []*edge
	leaf    *rnode
}

// index finds who reads a rectangle of one sheet: an R-tree (Guttman 1984) over the distinct rectangles, split at the
// middle of the longer side. Removing shrinks rectangles and drops empty nodes, and does not move entries.
type index struct {
	root    *rnode
	entries map[rect]*entry
}

const fanout = 16

type rnode struct {
	rect   rect
	parent *rnode
	leaf   bool
	nodes  []*rnode
	items  []*entry
}

func newIndex() *index {
	return &index{root: &rnode{leaf: true}, entries: make(map[rect]*entry)}
}

// add enters an edge under the rectangle it reads.
func (x *index) add(r rect, e *edge) {
	n := x.entries[r]
	if n == nil {
		n = &entry{rect: r}
		x.entries[r] = n
		x.insert(n)
	}
	e.entry, e.pos = n, int32(len(n.readers))
	n.readers = append(n.readers, e)
}

// remove takes an edge out.
func (x *index) remove(e *edge) {
	n := e.entry
	last := len(n.readers) - 1
	n.readers[e.pos] = n.readers[last]
	n.readers[e.pos].pos = e.pos
	n.readers[last] = nil
	n.readers = n.readers[:last]
	e.entry = nil
	if last > 0 {
		return
	}
	delete(x.entries, n.rect)
	leaf := n.leaf
	i := slices.Index(leaf.items, n)
	leaf.items = slices.Delete(leaf.items, i, i+1)
	x.shrink(leaf)
}

// search calls yield for every entry that overlaps the rectangle.
func (x *index) search(r rect, yield func(*entry)) { x.root.search(r, yield) }

func (n *rnode) search(r rect, yield func(*entry)) {
	if n.leaf {
		for _, e := range n.items {
			if e.rect.overlaps(r) {
				yield(e)
			}
		}
		return
	}
	for _, c := range n.nodes {
		if c.rect.overlaps(r) {
			c.search(r, yield)
		}
	}
}

// each is search that ends when yield gives false; it reports whether that never happened.
func (n *rnode) each(r rect, yield func(*entry) bool) bool {
	for _, e := range n.items {
		if e.rect.overlaps(r) && !yield(e) {
			return false
		}
	}
	for _, c := range n.nodes {
		if c.rect.overlaps(r) && !c.each(r, yield) {
			return false
		}
	}
	return true
}

func (x *index) insert(e *entry) {
	n := x.root
	for !n.leaf {
		best, grown, area := n.nodes[0], -1.0, 0.0
		for _, c := range n.nodes {
			a := c.rect.area()
			g := c.rect.union(e.rect).area() - a
			if grown < 0 || g < grown || g == grown && a < area {
				best, grown, area = c, g, a
			}
		}
		n = best
	}
	n.items = append(n.items, e)
	e.leaf = n
	if len(n.items) == 1 && n.parent == nil {
		n.rect = e.rect
	}
	for p := n; p != nil; p = p.parent {
		p.rect = p.rect.union(e.rect)
	}
	for n != nil && len(n.items)+len(n.nodes) > fanout {
		n = x.split(n)
	}
}

// split halves a node that is too full and gives back its parent.
func (x *index) split(n *rnode) *rnode {
	byRow := n.rect.bottom-n.rect.top >= n.rect.right-n.rect.left
	centre := func(r rect) int32 {
		if byRow {
			return r.top + r.bottom
		}
		return r.left + r.right
	}
	m := &rnode{leaf: n.leaf, parent: n.parent}
	if n.leaf {
		slices.SortStableFunc(n.items, func(a, b *entry) int { return int(centre(a.rect) - centre(b.rect)) })
		half := len(n.items) / 2
		m.items = slices.Clone(n.items[half:])
		clear(n.items[half:])
		n.items = n.items[:half]
		for _, e := range m.items {
			e.leaf = m
		}
	} else {
		slices.SortStableFunc(n.nodes, func(a, b *rnode) int { return int(centre(a.rect) - centre(b.rect)) })
		half := len(n.nodes) / 2
		m.nodes = slices.Clone(n.nodes[half:])
		clear(n.nodes[half:])
		n.nodes = n.nodes[:half]
		for _, c := range m.nodes {
			c.parent = m
		}
	}
	n.measure()
	m.measure()
	if n.parent == nil {
		root := &rnode{rect: n.rect.union(m.rect), nodes: []*rnode{n, m}}
		n.parent, m.parent, x.root = root, root, root
		return nil
	}
	n.parent.nodes = append(n.parent.nodes, m)
	return n.parent
}

// measure makes a node's rectangle that of what it holds.
func (n *rnode) measure() {
	for i, e := range n.items {
		if i == 0 {
			n.rect = e.rect
		} else {
			n.rect = n.rect.union(e.rect)
		}
	}
	for i, c := range n.nodes {
		if i == 0 {
			n.rect = c.rect
		} else {
			n.rect = n.rect.union(c.rect)
		}
	}
}

func (x *index) shrink(n *rnode) {
	for n != nil {
		p := n.parent
		if len(n.items)+len(n.nodes) == 0 {
			if p == nil {
				x.root = &rnode{leaf: true}
				return
			}
			i := slices.Index(p.nodes, n)
			p.nodes = slices.Delete(p.nodes, i, i+1)
			n = p
			continue
		}
		before := n.rect
		n.measure()
		if n.rect == before {
			return
		}
		n = p
	}
	for !x.root.leaf && len(x.root.nodes) == 1 {
		x.root = x.root.nodes[0]
		x.root.parent = nil
	}
}
