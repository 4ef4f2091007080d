package calc

// touched is a block that an entry wrote to cell by cell.
type touched struct {
	s      *sheet
	col    int32
	number int32
	block  *block
}

// leaveUntidy notes that cells of a block were written one by one: when the entry is done, tidy looks at it.
func (w *wave) leaveUntidy(s *sheet, col, row int32, b *block) {
	if b.untidy++; b.untidy == 1 {
		w.untidy = append(w.untidy, touched{s, col, row >> blockBits, b})
	}
}

// tidy has the blocks that the entry wrote to take no more memory than what they hold needs. One in which nothing is left goes: a checkpoint does not have it either. Of the
// others, where many cells were written, stamps that came to be the same are one again.
func (w *wave) tidy() {
	for _, x := range w.untidy {
		times := x.block.untidy
		x.block.untidy = 0
		if w.b.sheets[x.s.id] != x.s {
			continue
		}
		c := x.s.column(x.col)
		if c == nil || int(x.number) >= len(c.blocks) || c.blocks[x.number] != x.block {
			continue
		}
		first := x.number << blockBits
		switch {
		case x.block.used == 0:
			if !c.hasRegion(first, first+blockRows-1) {
				c.blocks[x.number] = nil
			}
			continue
		case times > fewExceptions:
			x.block.at.tidy()
			x.block.by.tidy()
		}
		if times >= blockRows/4 {
			c.gather(first, first)
		}
	}
	clear(w.untidy)
	w.untidy = w.untidy[:0]
}

// tidy makes the elements one, and exceptions, if so few differ from the first or from the last of them.
func (l *lane[T]) tidy() {
	if len(l.each) == 0 {
		return
	}
	if !l.agree(l.each[0]) {
		l.agree(l.each[len(l.each)-1])
	}
}

// agree makes the elements one with exceptions; false when there are too many of these.
func (l *lane[T]) agree(same T) bool {
	var few [fewExceptions]exception[T]
	n := 0
	for i, v := range l.each {
		if v == same {
			continue
		}
		if n == len(few) {
			return false
		}
		few[n] = exception[T]{int32(i), v}
		n++
	}
	l.same, l.few, l.each = same, append([]exception[T](nil), few[:n]...), nil
	return true
}
