package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// maxRounds is how often a wave may start over because a dynamic reference or a spilled array turned out otherwise than
// before. What has not settled by then is a cycle.
const maxRounds = 64

// wave is one recalculation under way: what entered, what must be evaluated, what changed.
type wave struct {
	b       *Book
	at      int64
	number  uint64
	fw      formula.Wave
	fetched uint64        // of column.prefetch
	block   formula.Block // of formulas that are evaluated a block at a time
	outcome outcome       // of storing a block
	left    []int32       // rows that blocks leave to the language itself
	side    side          // what several cores evaluate ahead

	values    areas  // cells whose value changed
	inputs    areas  // cells whose input or format changed
	taken     areas  // those of them that may be free for arrays now and were not, or the other way round, or whose formula is another one
	formatted areas  // of these, cells whose format changed
	shown     areas  // cells that an array covers now or no more, or that show in another format with it
	seeds     areas  // cells whose value changed and whose dependents do not know yet
	fresh     areas  // formula cells that must be evaluated
	behind    areas  // cells whose formula came, went or became another: what stands behind their values
	plots     []hold // where cells were taken, or became free
	former    []hold // what formulas that went away led to by their places
	count     int    // evaluations
	budget    budget

	resuming bool // it goes on with what waits

	fullTexts, fullCells *cells.CellError // of the formulas that find no room in this wave

	otherSeeds, otherFresh areas // memory of the round before

	readers []reading // of reach and begin

	nodes   []*node // of this round
	order   []*node // of this round: components after each other, precedents first
	comps   []int32 // where each component ends in order
	queue   []*node
	stack   []*node // of sort
	path    []*node
	self    *region // with selfRow, the dynamic cell under evaluation
	selfRow int32
	selfHit bool                     // it is about to read itself
	found   []cells.Range            // its dynamic precedents
	among   map[cells.Range]struct{} // the same, when they are more than manyFound
	rounds  int
	first   uint64  // number of the first round
	comp    int32   // the component under evaluation; -1 between rounds
	tangle  *tangle // the one under evaluation
	doubts  areas   // formulas that the next round looks at

	untidy  []touched                                               // blocks that cells were written to
	delays  bool                                                    // rows of this round are left for the next one
	outsets outsets                                                 // the loops that began from nothing
	again   []spot                                                  // cells to evaluate in the next round
	points  func(r *region, row int32, v cells.Value, changed bool) // told every evaluation; nil when nobody asks

	ch       *cells.Changes
	actor    string
	by       stamp
	steps    []step // how to take the entry back
	way      way
	renamed  bool  // names or sheets changed since the entry's formulas were compiled
	readings int   // of the Ingest ops so far
	carrying bool  // what is put somewhere is carried there by a move
	renewals areas // cells that got a reading of the value they had
	measured int64 // when the reading in hand was measured; zero when there is none
	results  []result
}

// spot is a cell.
type spot struct {
	s        *sheet
	row, col int32
}

// node is a region in one round of a wave.
type node struct {
	r         *region
	round     uint64
	lo, hi    int32 // the rows that may have to be evaluated
	visits    int8
	queued    bool
	done      bool
	alone     bool    // its cells are evaluated one after the other
	selfRead  bool    // it reads itself
	crowds    bool    // there may be no room for the texts of its next rows
	coversOwn bool    // what it spilled, or might, is read by it
	suspect   bool    // it is looked at though it is not dirty
	parted    bool    // it may have been on a loop of claims that the entry broke
	out       []*edge // who reads it
	after     []*edge // who reads what it spilled
	outs      outs    // out by the rows that are read
	afters    outs    // after, likewise
	dirty     rowSet  // the rows that must be evaluated
	changed   rowSet
	apart     *apart // rows that are not like the others; nil when there are none

	index, low int32 // Tarjan's
	comp       int32
	next       int32 // the out-edge to look at next

	portion int32  // the first of what is evaluated ahead of its turn; -1 when nothing is
	seen    uint64 // the latest search for such in which it waits for something
}

// run evaluates everything that has to be, until nothing is left.
func (w *wave) run() {
	w.first = w.b.waves + 1
	for w.rounds = 0; len(w.seeds)+len(w.fresh)+len(w.renewals)+len(w.doubts) > 0 && w.rounds <= maxRounds+8; w.rounds++ {
		w.begin()
		if w.rounds == 0 {
			w.suspect()
		}
		w.lookAgain()
		w.discover()
		w.sort()
		w.canonical()
		w.evaluate()
		for _, p := range w.again {
			w.fresh.add(p.s.id, p.col, p.row, p.row)
		}
		w.again = w.again[:0]
	}
}

// begin makes nodes of what is dirty for certain.
func (w *wave) begin() {
	b := w.b
	b.waves++
	w.number = b.waves
	w.comp, w.delays = -1, false
	w.nodes, w.order, w.comps, w.queue = w.nodes[:0], w.order[:0], w.comps[:0], w.queue[:0]
	w.wakeHistoric()
	w.seeds.tidy()
	w.fresh.tidy()
	seeds, fresh := w.seeds, w.fresh
	w.seeds, w.fresh = w.otherSeeds[:0], w.otherFresh[:0]
	w.otherSeeds, w.otherFresh = seeds, fresh
	for _, a := range fresh {
		s := b.sheets[a.sheet]
		if s == nil {
			continue
		}
		c := s.column(a.col)
		if c == nil {
			continue
		}
		c.regionsIn(a.from, a.to, func(r *region) bool {
			from, to := max(a.from, r.top), min(a.to, r.bottom)
			if r.use.t.Historic() {
				w.recall(r, from, to)
			}
			w.mark(r, from, to)
			return true
		})
	}
	for _, a := range seeds {
		s := b.sheets[a.sheet]
		if s == nil {
			continue
		}
		w.readers = s.readersOf(rect{a.from, a.col, a.to, a.col}, nil, w.readers[:0])
		for _, x := range w.readers {
			w.mark(x.edge.region, x.rows.from, x.rows.to)
		}
	}
}

// mark says that rows of a region must be evaluated.
func (w *wave) mark(r *region, from, to int32) {
	n := w.node(r)
	n.dirty.add(from, to)
	w.extend(n, from, to)
}

func (w *wave) node(r *region) *node {
	if n := r.node; n != nil && n.round == w.number {
		return n
	}
	n := r.node
	if n == nil {
		n = &node{r: r}
		r.node = n
	}
	n.r, n.round, n.visits, n.queued, n.done, n.alone, n.selfRead, n.crowds, n.coversOwn, n.suspect, n.parted = r, w.number, 0, false, false, false, false, false, false, false, false
	n.lo, n.hi = r.bottom+1, r.top-1
	n.out, n.after = n.out[:0], n.after[:0]
	n.outs, n.afters = outs{}, outs{}
	n.index, n.low, n.comp, n.next, n.portion = -1, 0, -1, 0, -1
	n.dirty.reset(r.top, r.bottom)
	n.changed.reset(r.top, r.bottom)
	n.apart = nil
	w.nodes = append(w.nodes, n)
	return n
}

// extend says that rows of a region may have to be evaluated. A region that is extended again and again
// (it takes part in a loop of regions) is taken whole, so that discovery visits each region a few times at most.
func (w *wave) extend(n *node, from, to int32) {
	if from >= n.lo && to <= n.hi {
		return
	}
	n.lo, n.hi = min(n.lo, from), max(n.hi, to)
	if n.visits++; n.visits > 4 {
		n.lo, n.hi = n.r.top, n.r.bottom
	}
	if !n.queued {
		n.queued = true
		w.queue = append(w.queue, n)
	}
}

// discover finds every region that the dirty ones can reach and the edges between them.
func (w *wave) discover() {
	for i := 0; i < len(w.queue); i++ {
		n := w.queue[i]
		n.queued = false
		w.reach(n)
		if i > 1024 && i*2 > len(w.queue) {
			w.queue = append(w.queue[:0], w.queue[i+1:]...)
			i = -1
		}
	}
}

// reach looks up who reads the rows of a node that may change.
func (w *wave) reach(n *node) {
	n.out, n.outs, n.afters = n.out[:0], outs{}, outs{}
	r := n.r
	if n.after, n.coversOwn = n.after[:0], false; r.claim != nil {
		if r.minded() {
			w.reachClaims(n)
		}
		if w.spillsFrom(n) {
			w.reachSpills(n)
		}
	}
	w.readers = r.sheet.readersOf(rect{n.lo, r.col, n.hi, r.col}, r, w.readers[:0])
	for _, x := range w.readers {
		n.out = append(n.out, x.edge)
		if x.edge.region == r {
			n.selfRead = true
			continue
		}
		w.extend(w.node(x.edge.region), x.rows.from, x.rows.to)
	}
	if !n.selfRead {
		return
	}
	lo, hi := n.lo, n.hi
	switch n.r.direction() {
	case downward:
		hi = r.bottom
	case upward:
		lo = r.top
	default:
		lo, hi = r.top, r.bottom
	}
	if lo < n.lo || hi > n.hi {
		w.extend(n, lo, hi)
	}
}

// follower is the i-th node that comes after this one.
func (n *node) follower(i int) *node {
	if i < len(n.out) {
		return n.out[i].region.node
	}
	return n.after[i-len(n.out)].region.node
}

// sort puts the nodes in an order in which each comes after all it reads, loops of regions together: Tarjan's algorithm for strongly
// connected components (1972), with its own stack, since chains of regions may be long.
func (w *wave) sort() {
	stack, path := w.stack[:0], w.path[:0]
	index := int32(0)
	for _, root := range w.nodes {
		if root.index >= 0 {
			continue
		}
		path = append(path[:0], root)
		root.index, root.low = index, index
		index++
		stack = append(stack, root)
		for len(path) > 0 {
			n := path[len(path)-1]
			if int(n.next) < len(n.out)+len(n.after) {
				m := n.follower(int(n.next))
				n.next++
				switch {
				case m.index < 0:
					m.index, m.low = index, index
					index++
					stack = append(stack, m)
					path = append(path, m)
				case m.comp < 0:
					n.low = min(n.low, m.index)
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				p := path[len(path)-1]
				p.low = min(p.low, n.low)
			}
			if n.low != n.index {
				continue
			}
			comp := int32(len(w.comps))
			for {
				m := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				m.comp = comp
				w.order = append(w.order, m)
				if m == n {
					break
				}
			}
			w.comps = append(w.comps, int32(len(w.order)))
		}
	}
	w.stack, w.path = stack, path
}
