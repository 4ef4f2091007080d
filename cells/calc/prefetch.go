package calc

import "math"

// prefetch reads what the change of a cell is about to need: the parts of its block lie apart in memory, and asked for all at once they come together,
// not one after the other. What it gives is of no meaning.
func (c *column) prefetch(row int32) uint64 {
	b := c.block(row)
	if b == nil {
		return 0
	}
	return b.prefetch(row & (blockRows - 1))
}

// prefetch is that of a row counted within the block.
func (b *block) prefetch(at int32) uint64 {
	i := at - b.base
	if uint32(i) >= uint32(len(b.kinds)) {
		return 0
	}
	sum := uint64(b.kinds[i]) + math.Float64bits(b.nums[i]) + uint64(b.fails)
	if p := b.parts; p != nil {
		sum += uint64(p.all.used) + uint64(p.group[at>>groupBits].used)
	}
	if b.mark != nil {
		sum += b.mark.at
	}
	return sum + b.at.prefetch(int(i)) + b.by.prefetch(int(i))
}

// prefetch reads the exceptions, or one element.
func (l *lane[T]) prefetch(i int) uint64 {
	switch {
	case l.each != nil:
		if l.each[i] == l.same {
			return 1
		}
	case len(l.few) > 0:
		return uint64(l.few[0].i) + uint64(l.few[len(l.few)-1].i)
	}
	return 0
}
