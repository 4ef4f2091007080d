package calc

import (
	"container/heap"
	"slices"

	"freshet/cells"
)

// canonical puts the components of the round in an order that depends on the places of cells alone, not on how the index or a map happens to give
// them: of those that are ready, the one with the first cell in order of storage. It matters where arrays compete for
// the same cells: the first one gets them, on every replica.
func (w *wave) canonical() {
	needed := false
	for _, n := range w.nodes {
		needed = needed || n.r.use.dynamic || n.r.use.t.MayArray()
	}
	if !needed || len(w.comps) < 2 {
		return
	}
	comps := make([]component, len(w.comps))
	start := int32(0)
	for i, end := range w.comps {
		comps[i].nodes = slices.Clone(w.order[start:end])
		start = end
		comps[i].first = comps[i].nodes[0].place()
		for _, n := range comps[i].nodes {
			if p := n.place(); p.Compare(comps[i].first) < 0 {
				comps[i].first = p
			}
		}
	}
	for i := range comps {
		comps[i].followers(int32(i), func(j int32) { comps[j].waits++ })
	}
	ready := &readyHeap{comps: comps}
	for i := range comps {
		if comps[i].waits == 0 {
			heap.Push(ready, int32(i))
		}
	}
	// evaluate goes from the last component to the first.
	order := make([]*node, 0, len(w.order))
	ends := make([]int32, 0, len(w.comps))
	var sequence []int32
	for ready.Len() > 0 {
		i := heap.Pop(ready).(int32)
		sequence = append(sequence, i)
		comps[i].followers(i, func(j int32) {
			if comps[j].waits--; comps[j].waits == 0 {
				heap.Push(ready, j)
			}
		})
	}
	for k, i := range slices.Backward(sequence) {
		order = append(order, comps[i].nodes...)
		ends = append(ends, int32(len(order)))
		for _, n := range comps[i].nodes {
			n.comp = int32(len(sequence) - 1 - k)
		}
	}
	w.order, w.comps = order, ends
}

func (n *node) place() cells.Ref { return n.r.ref(n.r.top) }

// component is nodes that are evaluated together.
type component struct {
	nodes []*node
	first cells.Ref
	waits int // for how many edges from components not evaluated yet
}

// followers calls yield for every edge to another component.
func (c *component) followers(own int32, yield func(int32)) {
	for _, n := range c.nodes {
		for i := range len(n.out) + len(n.after) {
			if j := n.follower(i).comp; j != own {
				yield(j)
			}
		}
	}
}

// readyHeap is the components that wait for no other one, the first in order of storage on top.
type readyHeap struct {
	comps []component
	list  []int32
}

func (h *readyHeap) Len() int { return len(h.list) }

func (h *readyHeap) Less(i, j int) bool {
	return h.comps[h.list[i]].first.Compare(h.comps[h.list[j]].first) < 0
}

func (h *readyHeap) Swap(i, j int) { h.list[i], h.list[j] = h.list[j], h.list[i] }

// Push is for package heap.
func (h *readyHeap) Push(x any) { h.list = append(h.list, x.(int32)) }

// Pop is for package heap.
func (h *readyHeap) Pop() any {
	x := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return x
}
