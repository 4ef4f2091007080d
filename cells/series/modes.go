package series

import "container/heap"

// mode is how often one number occurs in a window, and where.
type mode struct {
	x      float64
	places []int // oldest first
	rank   int   // its place in the heap
}

// modes is the numbers of a window with the most frequent on top.
type modes struct {
	by   map[float64]*mode
	heap byCount
}

func (m *modes) enter(x float64, place int) {
	one := m.by[x]
	if one == nil {
		one = &mode{x: x, places: []int{place}}
		m.by[x] = one
		heap.Push(&m.heap, one)
		return
	}
	one.places = append(one.places, place)
	heap.Fix(&m.heap, one.rank)
}

// leave takes the oldest place of a number away.
func (m *modes) leave(x float64) {
	one := m.by[x]
	if one.places = one.places[1:]; len(one.places) == 0 {
		delete(m.by, x)
		heap.Remove(&m.heap, one.rank)
		return
	}
	heap.Fix(&m.heap, one.rank)
}

// byCount orders by how often, then by how old.
type byCount []*mode

func (h byCount) Len() int { return len(h) }

func (h byCount) Less(i, j int) bool {
	if a, b := len(h[i].places), len(h[j].places); a != b {
		return a > b
	}
	return h[i].places[0] < h[j].places[0]
}

func (h byCount) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].rank, h[j].rank = i, j
}

// Push is heap.Interface's.
func (h *byCount) Push(x any) {
	one := x.(*mode)
	one.rank = len(*h)
	*h = append(*h, one)
}

// Pop is heap.Interface's.
func (h *byCount) Pop() any {
	last := len(*h) - 1
	one := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return one
}
