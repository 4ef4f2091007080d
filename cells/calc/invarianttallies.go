package calc

import (
	"fmt"

	"freshet/cells"
)

// equal reports whether two tallies say the same, as far as the least and greatest number are known.
func (t *tally) equal(o *tally) bool {
	return t.sum.Float64() == o.sum.Float64() && t.numbers == o.numbers && t.used == o.used && t.fails == o.fails && t.times == o.times &&
		t.spans == o.spans && (t.numbers == 0 || t.aged || o.aged || t.min == o.min && t.max == o.max)
}

// addCells adds cells of a block one by one, which is what every other way must agree with.
func (t *tally) addCells(b *block, from, to int32) {
	lo, hi := b.window()
	for row := max(from, lo); row <= min(to, hi-1); row++ {
		t.add(b.kinds[row-lo], b.nums[row-lo])
	}
}

// checkParts compares the tallies of a block with its cells, as they are kept and after the extremes were looked for.
func (b *block) checkParts(all *tally) error {
	if b.parts == nil {
		return nil
	}
	p := *b.parts // looking for extremes is not to change what comes after
	for _, extremes := range [2]bool{false, true} {
		for g := range int32(groups) {
			var again tally
			again.addCells(b, g<<groupBits, (g+1)<<groupBits-1)
			if !p.part(b, g, extremes).equal(&again) {
				return fmt.Errorf("the tally of its group %d is not that of its cells", g)
			}
		}
		if t := p.whole(b, extremes); !t.equal(all) || extremes && t.aged {
			return fmt.Errorf("its tally is not that of its cells")
		}
	}
	return nil
}

func (c *column) checkSupers() error {
	for k, t := range c.supers {
		if t == nil {
			continue
		}
		var again tally
		c.blocksOf(int32(k), func(b *block) { again.addCells(b, 0, blockRows-1) })
		if !t.equal(&again) {
			return fmt.Errorf("the tally of blocks %d… is not that of their cells", k*superBlocks)
		}
	}
	return nil
}

// check compares the tallies that are kept with the cells.
func (k *keptTallies) check(b *Book) error {
	count := 0
	one := func(e *keptTally) error {
		if b.sheets[e.s.id] != e.s {
			return fmt.Errorf("a tally is kept of a sheet that is gone")
		}
		var again tally
		for col := e.at.left; col <= min(e.at.right, int32(len(e.s.cols))-1); col++ {
			c := e.s.cols[col]
			if c == nil {
				continue
			}
			for i, blk := range c.blocks {
				if first := int32(i) << blockBits; blk != nil {
					again.addCells(blk, e.at.top-first, e.at.bottom-first)
				}
			}
		}
		if !e.t.equal(&again) {
			return fmt.Errorf("the kept tally of %v is not that of its cells", cells.Range{Sheet: e.s.id, Top: e.at.top, Left: e.at.left, Bottom: e.at.bottom, Right: e.at.right})
		}
		return nil
	}
	for i, set := range k.rows {
		count += len(set)
		for j := range set {
			e := &set[j]
			if int(e.at.top)&(len(k.rows)-1) != i || e.at.left < k.left || e.at.right > k.right {
				return fmt.Errorf("the tally of row %d is kept in the wrong place", e.at.top)
			}
			if err := one(e); err != nil {
				return err
			}
		}
	}
	for i := range k.wide {
		if err := one(&k.wide[i]); err != nil {
			return err
		}
	}
	if count != k.count {
		return fmt.Errorf("there are %d tallies of rows, counted as %d", count, k.count)
	}
	return nil
}
