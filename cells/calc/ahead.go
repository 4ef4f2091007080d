package calc

import (
	"runtime"
	"slices"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// worth is from how much on evaluating ahead of the turn is worth while, in about nanoseconds of one core.
type worth struct {
	all   int // what goroutines share
	wake  int // the same, when they sleep and there was nothing for them to do lately; 0: they always help
	one   int // a component whose turn it is
	steps int // of a cell
}

var usualWorth = worth{all: 60_000, wake: 500_000, one: 1_000, steps: 50}

// stepTime is about how many nanoseconds a step of the language takes.
const stepTime = 10

// How far one looks ahead for what does not wait for anything.
const (
	manyAhead  = 512  // components
	sideBlocks = 4096 // blocks of rows
	sideCells  = 4096 // cells of other formulas
)

// manyPortions is from how many portions a core on each goes through memory of its own. A few that take long are better taken one by one.
const manyPortions = 16

// portion is rows of one region that one goroutine evaluates ahead of their turn: those of a block of storage, or some cells by the language itself.
type portion struct {
	n     *node
	rows  span
	out   outcome // of a block
	first int32   // the first of the cells in wave.foreseen; -1 for a block

	put     bool    // a block is put off: nothing is stored
	results results // of what is put off, unless it is to be evaluated again
}

// side is what is evaluated ahead in one round of a wave.
type side struct {
	portions []portion
	foreseen []foreseen
	extents  []cells.Range // of the sheets when that was last done
	reach    int           // counts changes of extents
	workers  []*worker
	number   uint64 // counts searches
	next     int32  // the component from which on a search may find something

	columns []sideColumn // that the blocks of the latest search fill
	sources []sideSource // that its formulas read
	planned int          // what the blocks count in the budget of the wave
	waiting int32        // the first component that waits for another; the one under evaluation when none does
	spreads bool         // an array may be spread before the next component has its turn
}

// sideColumn is rows of a column that are filled, in whole blocks of storage.
type sideColumn struct {
	s      *sheet
	col    int32
	blocks span
}

// sideSource is columns that are read.
type sideSource struct {
	sheet       cells.SheetID
	left, right int32
}

// begin forgets what was evaluated ahead in the round before.
func (d *side) begin(comps int) {
	for i := range d.portions {
		d.portions[i].results = results{}
	}
	d.portions, d.next = d.portions[:0], int32(comps)
	clear(d.foreseen)
	d.foreseen = d.foreseen[:0]
}

// forget lets go of values that nobody needs any more.
func (d *side) forget() {
	d.begin(0)
	for _, k := range d.workers {
		k.block.Forget()
		*k.sight.asked = asked{}
	}
}

// evaluateAhead looks from the component under evaluation, a region from a row on, for all that waits for nothing that is still to be evaluated, and when that is
// much, has it evaluated on all cores. Results of blocks are stored at once; what they mean for the rest of the book, and the results of other formulas, wait
// for their turn. So everything comes in the order, and out of the budget, as if one core had done it.
func (w *wave) evaluateAhead(n *node, from int32) {
	own := w.weigh(n, from)
	if own < w.b.worth.one || own < w.b.worth.all && w.comp > w.side.next {
		return
	}
	if _, plain := w.fw.Cells.(sight); !plain {
		return
	}
	cores := runtime.GOMAXPROCS(0)
	if cores < 2 {
		return
	}
	d := &w.side
	d.number++
	d.columns, d.sources, d.planned, d.spreads = d.columns[:0], d.sources[:0], 0, false
	first, firstCell := len(d.portions), len(d.foreseen)
	total, comp := 0, w.comp
	d.waiting = comp
	for ; comp >= 0 && w.comp-comp < manyAhead && len(d.portions)-first < sideBlocks && len(d.foreseen)-firstCell < sideCells; comp-- {
		total += w.consider(comp, from)
	}
	// Again when what waits now may wait no more, but not for each one of many.
	d.next = min(d.next, d.waiting, w.comp-(w.comp-comp)/4)
	blocks := len(d.foreseen) == firstCell
	if wake := w.b.worth.wake; total < w.b.worth.all || wake > 0 && !w.b.pool.expects(time.Duration(total), time.Duration(wake), blocks) {
		for _, p := range d.portions[first:] {
			p.n.portion = -1
		}
		d.portions, d.foreseen = d.portions[:first], d.foreseen[:firstCell]
		return
	}
	w.b.parallel++
	w.sideBySide(d.portions[first:], cores, time.Duration(total), blocks)
}

// consider enters a component among what is evaluated ahead, if it can be, and gives how much that is.
func (w *wave) consider(comp, from int32) int {
	d := &w.side
	nodes := w.nodesOf(comp)
	n := nodes[0]
	waits := len(nodes) > 1 || n.seen == d.number || n.holds()
	if !waits && n.dirty.empty() {
		return 0 // nothing will come of it
	}
	for _, n := range nodes {
		d.spreads = d.spreads || n.r.use.dynamic || n.r.use.t.MayArray()
		for i := range len(n.out) + len(n.after) {
			n.follower(i).seen = d.number
		}
	}
	if comp < w.comp {
		from = n.r.top
	}
	if waits && d.waiting == w.comp {
		d.waiting = comp
	}
	switch {
	case waits || n.selfRead || n.coversOwn || comp < w.comp && n.portion >= 0:
		return 0
	case w.simple(n.r):
		if w.enterBlocks(n) {
			return w.weigh(n, from)
		}
	case w.enterCells(n, from):
		return w.weigh(n, from)
	}
	return 0
}

// nodesOf is the nodes of a component.
func (w *wave) nodesOf(comp int32) []*node {
	start := int32(0)
	if comp > 0 {
		start = w.comps[comp-1]
	}
	return w.order[start:w.comps[comp]]
}

// weigh is about how long the dirty rows of a node take, from a row on.
func (w *wave) weigh(n *node, from int32) int {
	u, each, least := n.r.use, 0, int32(0)
	if w.simple(n.r) {
		each, least = u.nanos, fewRows
	} else if u.cost >= w.b.worth.steps {
		each = u.cost * stepTime
	}
	if each == 0 {
		return 0
	}
	rows := 0
	n.dirty.all(func(p span) {
		if p.from = max(p.from, from); p.to-p.from >= least {
			rows += int(p.to-p.from) + 1
		}
	})
	return rows * each
}

// portion adds one to what is evaluated ahead.
func (d *side) portion(n *node, rows span, first int32) {
	if n.portion < 0 {
		n.portion = int32(len(d.portions))
	}
	if k := len(d.portions); k < cap(d.portions) {
		d.portions = d.portions[:k+1] // with the memory of its outcome
	} else {
		d.portions = append(d.portions, portion{})
	}
	p := &d.portions[len(d.portions)-1]
	p.n, p.rows, p.first, p.put, p.results = n, rows, first, false, results{}
	p.out.reset()
}

// reads notes what a region reads; false when a column is among it that others fill, or that it fills itself.
func (d *side) reads(r *region, fills bool) bool {
	for i := range r.edges {
		id, at, ok := r.edges[i].covers(r.top, r.bottom)
		if !ok {
			continue
		}
		if fills && id == r.sheet.id && at.left <= r.col && r.col <= at.right {
			return false
		}
		for _, c := range d.columns {
			if c.s.id == id && at.left <= c.col && c.col <= at.right {
				return false
			}
		}
		if x := (sideSource{id, at.left, at.right}); !slices.Contains(d.sources, x) {
			d.sources = append(d.sources, x)
		}
	}
	return true
}

// sideBySide evaluates portions on all cores, blocks or other formulas too. Of those, the first come first, since the budget may not suffice for the last.
func (w *wave) sideBySide(portions []portion, cores int, worth time.Duration, blocks bool) {
	d := &w.side
	if !w.b.reachTo(d.extents) {
		d.extents = w.b.extents(d.extents[:0])
		d.reach++ // from 1
	}
	for _, x := range d.columns {
		x.s.cols[x.col].changes++ // an index is not right any more
	}
	workers := min(cores, len(portions))
	for len(d.workers) < workers {
		d.workers = append(d.workers, newWorker(w.b))
	}
	for _, k := range d.workers[:workers] {
		k.begin(&w.fw)
	}
	budget := &sideBudget{reach: d.reach, allowance: w.budget.allowance(), light: w.budget.light}
	budget.work.Store(int64(w.budget.work))
	budget.heavy.Store(int64(w.budget.heavy))
	budget.elements.Store(manyElements)
	budget.texts.Store(sideTexts)
	apart := blocks && len(portions) >= manyPortions*workers
	w.b.pool.run(newJob(len(portions), worth, apart, d.workers[:workers], func(k *worker, task int32) {
		p := &portions[task]
		if p.first < 0 {
			k.evalBlock(p, w.at, budget)
		} else {
			k.evalCells(p, d.foreseen[p.first:][:p.rows.to-p.rows.from+1], budget)
		}
	}))
}

func newWorker(b *Book) *worker {
	k := &worker{sight: sideSight{sight: sight{b: b, asked: new(asked)}}}
	k.fw.Cells, k.fw.Scope = &k.sight, scope{b}
	k.fw.Fault = func(cells.Ref, any) { k.faulted = true }
	return k
}

// begin makes a worker one of a wave.
func (k *worker) begin(fw *formula.Wave) {
	k.fw.At, k.fw.Zone, k.fw.Seed, k.fw.Entry, k.fw.Locale = fw.At, fw.Zone, fw.Seed, fw.Entry, fw.Locale
}
