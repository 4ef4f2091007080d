package calc

import (
	"slices"
	"sort"
	"unsafe"

	"freshet/cells"
)

// column is one column of a sheet: its values in blocks, the regions of its formulas, its formats.
type column struct {
	blocks  []*block            // by row>>blockBits; nil where nothing is or was
	regions [][]*region         // by row>>blockBits: the regions that have a cell in those rows, by place
	formats runs[*cells.Format] // by row; nil is the zero format
	keep    runs[cells.Policy]  // by row: which values history keeps
	spilled runs[*spill]        // by row: whose array covers the cell
	anchors int                 // how many arrays are spread, or would be, from its cells
	changes uint64              // counts changes of values
	finder  *finder             // nil until somebody looks a value up
	route   *route              // what its cells lead to; nil until a number changes
	supers  []*tally            // of superBlocks blocks each; nil where nobody asked or the tally is not right any more
}

func (c *column) block(row int32) *block {
	if i := int(row >> blockBits); i < len(c.blocks) {
		return c.blocks[i]
	}
	return nil
}

func (c *column) makeBlock(row int32) *block {
	i := int(row >> blockBits)
	for len(c.blocks) <= i {
		c.blocks = append(c.blocks, nil)
	}
	if c.blocks[i] == nil {
		c.blocks[i] = new(block)
	}
	return c.blocks[i]
}

// makeRoom makes room for values in rows of one block that has none, which are all about to change at a time.
func (c *column) makeRoom(from, to int32, at int64) {
	if b := c.block(from); b != nil && len(b.kinds) > 0 {
		return
	}
	b := c.makeBlock(from)
	b.reach(from&(blockRows-1), to&(blockRows-1))
	if len(b.kinds) == int(to-from)+1 {
		b.at.setAll(0, len(b.kinds), len(b.kinds), at)
	}
}

// gathered is how many blocks' numbers lie in one piece of memory, at most: it is freed when none of them is in use any more.
const gathered = 16

// gather brings the numbers of neighbouring blocks together, where many cells of rows from…to were written at a time. The processor fetches the next page of a column in advance then,
// and finds out faster where it lies: evaluating a million rows is bounded by that. Blocks that do not have all of their rows grow, and are left alone.
func (c *column) gather(from, to int32) {
	for i := int(from>>blockBits) &^ (gathered - 1); i <= int(to>>blockBits); i += gathered {
		group := c.blocks[i:min(i+gathered, len(c.blocks))]
		for len(group) > 0 {
			n := 0
			for n < len(group) && group[n] != nil && len(group[n].nums) == blockRows {
				n++
			}
			if n > 1 && !together(group[:n]) {
				nums := make([]float64, n*blockRows)
				for _, b := range group[:n] {
					copy(nums, b.nums)
					b.nums, nums = nums[:blockRows:blockRows], nums[blockRows:]
				}
			}
			group = group[max(n, 1):]
		}
	}
}

// together reports whether the numbers of blocks that have all of their rows follow each other in memory.
func together(blocks []*block) bool {
	for k := 1; k < len(blocks); k++ {
		if uintptr(unsafe.Pointer(&blocks[k].nums[0]))-uintptr(unsafe.Pointer(&blocks[k-1].nums[0])) != blockRows*8 {
			return false
		}
	}
	return true
}

func (c *column) value(row int32) cells.Value {
	if b := c.block(row); b != nil {
		return b.get(row & (blockRows - 1))
	}
	return cells.Value{}
}

// region is the region that has the cell, or nil.
func (c *column) region(row int32) *region {
	i := int(row >> blockBits)
	if i >= len(c.regions) {
		return nil
	}
	rs := c.regions[i]
	if len(rs) == 0 {
		return nil
	}
	lo, hi := 0, len(rs)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if rs[m].bottom < row {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(rs) && rs[lo].top <= row {
		return rs[lo]
	}
	return nil
}

// hasRegion reports whether a formula stands in rows top…bottom.
func (c *column) hasRegion(top, bottom int32) (found bool) {
	c.regionsIn(top, bottom, func(*region) bool { found = true; return false })
	return found
}

// regionsIn calls yield for every region with a cell in rows top…bottom, from the top, until it returns false.
// The regions must not change meanwhile.
func (c *column) regionsIn(top, bottom int32, yield func(*region) bool) {
	var last *region
	for i := int(top >> blockBits); i <= int(bottom>>blockBits) && i < len(c.regions); i++ {
		rs := c.regions[i]
		j := sort.Search(len(rs), func(j int) bool { return rs[j].bottom >= top })
		for ; j < len(rs) && rs[j].top <= bottom; j++ {
			if rs[j] != last {
				last = rs[j]
				if !yield(last) {
					return
				}
			}
		}
	}
}

// place enters a region in the lists of rows from…to, which are rows of its own that were in no list of it before.
func (c *column) place(r *region, from, to int32) {
	for i := int(from >> blockBits); i <= int(to>>blockBits); i++ {
		for len(c.regions) <= i {
			c.regions = append(c.regions, nil)
		}
		rs := c.regions[i]
		j := sort.Search(len(rs), func(j int) bool { return rs[j].top >= r.top })
		if j < len(rs) && rs[j] == r {
			continue
		}
		rs = append(rs, nil)
		copy(rs[j+1:], rs[j:])
		rs[j] = r
		c.regions[i] = rs
	}
}

// displace takes a region out of the lists of the blocks of rows from…to.
func (c *column) displace(r *region, from, to int32) {
	for i := int(from >> blockBits); i <= int(to>>blockBits) && i < len(c.regions); i++ {
		rs := c.regions[i]
		j := sort.Search(len(rs), func(j int) bool { return rs[j].top >= r.top })
		if j == len(rs) || rs[j] != r {
			j = slices.Index(rs, r)
		}
		if j >= 0 {
			c.regions[i] = slices.Delete(rs, j, j+1)
		}
	}
}

// substitute puts a region in the place of the one that has the same rows.
func (c *column) substitute(r *region) {
	for i := r.top >> blockBits; i <= r.bottom>>blockBits; i++ {
		rs := c.regions[i]
		rs[sort.Search(len(rs), func(j int) bool { return rs[j].top >= r.top })] = r
	}
}

// isBlank reports whether rows have no formula and no value.
func (c *column) isBlank(top, bottom int32) bool {
	blank := true
	c.regionsIn(top, bottom, func(*region) bool { blank = false; return false })
	for i := top >> blockBits; blank && i <= bottom>>blockBits && int(i) < len(c.blocks); i++ {
		if b := c.blocks[i]; b != nil && b.used > 0 {
			first := i << blockBits
			lo, hi := b.window()
			for row := max(lo, top-first); blank && row <= min(hi-1, bottom-first); row++ {
				blank = b.kinds[row-b.base] == cells.Blank
			}
		}
	}
	return blank
}
