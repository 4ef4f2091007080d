package calc

import (
	"freshet/cells"
	"freshet/cells/exact"
)

const (
	groupBits = 6
	groupRows = 1 << groupBits // rows of a block that are summed together
	groups    = blockRows / groupRows
)

// tally is what an aggregate needs to know of a set of cells. Sums are exact, so a tally kept by differences
// is the tally made afresh.
type tally struct {
	sum      exact.Sum
	numbers  int32 // cells with a number, time or duration
	times    int32
	spans    int32
	used     int32 // cells that are not blank
	fails    int32
	min, max float64 // of the numbers, when there are any
}

func (t *tally) add(kind cells.Kind, x float64) {
	switch kind {
	case cells.Blank:
		return
	case cells.Time:
		t.times++
	case cells.Duration:
		t.spans++
	case cells.Number:
	case cells.Failed:
		t.fails++
		t.used++
		return
	default:
		t.used++
		return
	}
	t.used++
	t.sum.Add(x)
	if t.numbers == 0 {
		t.min, t.max = x, x
	} else {
		t.min, t.max = min(t.min, x), max(t.max, x)
	}
	t.numbers++
}

func allNumbers(kinds []cells.Kind) bool {
	other := cells.Kind(0)
	for _, k := range kinds {
		other |= k ^ cells.Number
	}
	return other == 0
}

// addNumbers adds cells that are all numbers.
func (t *tally) addNumbers(xs []float64) {
	t.sum.AddAll(xs)
	least, most := xs[0], xs[0]
	if t.numbers > 0 {
		least, most = t.min, t.max
	}
	for _, x := range xs {
		least, most = min(least, x), max(most, x)
	}
	t.min, t.max = least, most
	t.numbers += int32(len(xs))
	t.used += int32(len(xs))
}

// remove takes a cell away and reports whether the least or the greatest number must be looked for again.
func (t *tally) remove(kind cells.Kind, x float64) (stale bool) {
	switch kind {
	case cells.Blank:
		return false
	case cells.Time:
		t.times--
	case cells.Duration:
		t.spans--
	case cells.Number:
	case cells.Failed:
		t.fails--
		t.used--
		return false
	default:
		t.used--
		return false
	}
	t.used--
	t.numbers--
	t.sum.Sub(x)
	return x == t.min || x == t.max
}

func (t *tally) merge(o *tally) {
	if o.numbers > 0 {
		if t.numbers == 0 {
			t.min, t.max = o.min, o.max
		} else {
			t.min, t.max = min(t.min, o.min), max(t.max, o.max)
		}
		t.sum.Merge(&o.sum)
	}
	t.numbers += o.numbers
	t.times += o.times
	t.spans += o.spans
	t.used += o.used
	t.fails += o.fails
}

// partials are the tallies of a block's groups and of the block, kept by differences from the time an aggregate first asks.
type partials struct {
	all   tally
	group [groups]tally
	stale [groups]bool // the least and greatest must be looked for again
	aged  bool         // those of all
}

func newPartials(b *block) *partials {
	p := new(partials)
	from, to := b.window()
	for row := from; row < to; row++ {
		p.group[row>>groupBits].add(b.kinds[row-from], b.nums[row-from])
	}
	for i := range p.group {
		p.all.merge(&p.group[i])
	}
	return p
}

// change keeps the tallies when a cell's value becomes another one.
func (p *partials) change(row int32, oldKind cells.Kind, old float64, kind cells.Kind, x float64) {
	g := row >> groupBits
	if p.group[g].remove(oldKind, old) {
		p.stale[g] = true
	}
	p.group[g].add(kind, x)
	if p.all.remove(oldKind, old) {
		p.aged = true
	}
	p.all.add(kind, x)
}

// freshen looks for the least and greatest number of a group again, when they may be gone.
func (p *partials) freshen(b *block, g int32) *tally {
	t := &p.group[g]
	if !p.stale[g] {
		return t
	}
	p.stale[g] = false
	var again tally
	b.span(max(g<<groupBits, b.base), min((g+1)<<groupBits, b.base+int32(len(b.kinds)))-1, func(kind cells.Kind, x float64) {
		if kind == cells.Number || kind == cells.Time || kind == cells.Duration {
			if again.numbers == 0 {
				again.min, again.max = x, x
			}
			again.min, again.max = min(again.min, x), max(again.max, x)
			again.numbers = 1
		}
	})
	t.min, t.max = again.min, again.max
	return t
}

func (p *partials) whole(b *block) *tally {
	if !p.aged {
		return &p.all
	}
	p.aged = false
	found := false
	for g := range int32(groups) {
		if p.group[g].numbers == 0 {
			continue
		}
		t := p.freshen(b, g)
		if !found {
			p.all.min, p.all.max, found = t.min, t.max, true
		}
		p.all.min, p.all.max = min(p.all.min, t.min), max(p.all.max, t.max)
	}
	return &p.all
}

func (b *block) span(from, to int32, yield func(cells.Kind, float64)) {
	for row := from; row <= to; row++ {
		yield(b.kinds[row-b.base], b.nums[row-b.base])
	}
}

// tally adds up rows from…to of the block, both counted within it.
func (b *block) tally(from, to int32, t *tally) {
	wFrom, wTo := b.window()
	from, to = max(from, wFrom), min(to, wTo-1)
	if from > to {
		return
	}
	if b.parts == nil {
		if to-from < groupRows {
			b.tallyCells(from, to, t)
			return
		}
		b.parts = newPartials(b)
	}
	if from == wFrom && to == wTo-1 {
		t.merge(b.parts.whole(b))
		return
	}
	firstWhole, endWhole := (from+groupRows-1)>>groupBits, (to+1)>>groupBits // groups firstWhole…endWhole-1
	if firstWhole >= endWhole {
		b.tallyCells(from, to, t)
		return
	}
	b.tallyCells(from, firstWhole<<groupBits-1, t)
	for g := firstWhole; g < endWhole; g++ {
		t.merge(b.parts.freshen(b, g))
	}
	b.tallyCells(endWhole<<groupBits, to, t)
}

func (b *block) tallyCells(from, to int32, t *tally) {
	if from > to {
		return
	}
	kinds, nums := b.kinds[from-b.base:to-b.base+1], b.nums[from-b.base:to-b.base+1]
	if len(kinds) > 4 && allNumbers(kinds) {
		t.addNumbers(nums)
		return
	}
	for i := from - b.base; i <= to-b.base; i++ {
		t.add(b.kinds[i], b.nums[i])
	}
}
