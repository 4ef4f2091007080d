package calc

import "freshet/cells"

const (
	groupBits = 6
	groupRows = 1 << groupBits // rows of a block that are summed together
	groups    = blockRows / groupRows
)

// partials are the tallies of a block's groups and of the block, kept by differences from the time an aggregate first asks.
type partials struct {
	all   tally
	group [groups]tally
}

func newPartials(b *block) *partials {
	p := new(partials)
	from, to := b.window()
	for g := range int32(groups) {
		b.tallyCells(max(g<<groupBits, from), min((g+1)<<groupBits, to)-1, false, &p.group[g])
		p.all.merge(&p.group[g])
	}
	return p
}

// change keeps the tallies when a cell's value becomes another one.
func (p *partials) change(row int32, oldKind cells.Kind, old float64, kind cells.Kind, x float64) {
	p.group[row>>groupBits].change(oldKind, old, kind, x)
	p.all.change(oldKind, old, kind, x)
}

// part is the tally of a group; with extremes its least and greatest number are looked for again when they may be gone.
func (p *partials) part(b *block, g int32, extremes bool) *tally {
	t := &p.group[g]
	if extremes && t.aged {
		from, to := b.window()
		t.renew(func(yield func(*tally)) {
			var again tally
			b.tallyCells(max(g<<groupBits, from), min((g+1)<<groupBits, to)-1, true, &again)
			yield(&again)
		})
	}
	return t
}

// whole is the tally of the block.
func (p *partials) whole(b *block, extremes bool) *tally {
	if extremes && p.all.aged {
		p.all.renew(func(yield func(*tally)) {
			for g := range int32(groups) {
				yield(p.part(b, g, true))
			}
		})
	}
	return &p.all
}

// tally adds up rows from…to of the block, both counted within it.
func (b *block) tally(from, to int32, extremes bool, t *tally) {
	wFrom, wTo := b.window()
	from, to = max(from, wFrom), min(to, wTo-1)
	if from > to {
		return
	}
	if b.parts == nil {
		if to-from < groupRows {
			b.tallyCells(from, to, extremes, t)
			return
		}
		b.parts = newPartials(b)
	}
	if from == wFrom && to == wTo-1 {
		t.merge(b.parts.whole(b, extremes))
		return
	}
	if outside := from - wFrom + wTo - 1 - to; !extremes && outside < groupRows {
		// Taking away what lies outside is less work, and exact.
		var rest tally
		b.tallyCells(wFrom, from-1, false, &rest)
		b.tallyCells(to+1, wTo-1, false, &rest)
		t.merge(&b.parts.all)
		t.unmerge(&rest)
		return
	}
	firstWhole, endWhole := (from+groupRows-1)>>groupBits, (to+1)>>groupBits // groups firstWhole…endWhole-1
	if firstWhole >= endWhole {
		b.tallyCells(from, to, extremes, t)
		return
	}
	b.tallyCells(from, firstWhole<<groupBits-1, extremes, t)
	for g := firstWhole; g < endWhole; g++ {
		t.merge(b.parts.part(b, g, extremes))
	}
	b.tallyCells(endWhole<<groupBits, to, extremes, t)
}

// tallyCells adds up rows from…to of the window one by one.
func (b *block) tallyCells(from, to int32, extremes bool, t *tally) {
	if from > to {
		return
	}
	kinds, nums := b.kinds[from-b.base:to-b.base+1], b.nums[from-b.base:to-b.base+1]
	if len(kinds) > 4 && allNumbers(kinds) {
		t.addNumbers(nums, extremes)
		return
	}
	for i, k := range kinds {
		t.add(k, nums[i])
	}
}
