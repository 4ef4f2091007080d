package calc

// lane is one property of every cell of a block's window. As long as all cells agree it is one word.
type lane[T comparable] struct {
	same T
	each []T // nil while every cell has same; else one element a cell of the window
}

func (l *lane[T]) get(i int) T {
	if l.each == nil {
		return l.same
	}
	return l.each[i]
}

// set gives one of n cells a value.
func (l *lane[T]) set(i, n int, v T) {
	if l.each == nil {
		if v == l.same {
			return
		}
		if n == 1 {
			l.same = v
			return
		}
		l.each = make([]T, n)
		for j := range l.each {
			l.each[j] = l.same
		}
	}
	l.each[i] = v
}

// setAll gives cells from…to-1 of n a value.
func (l *lane[T]) setAll(from, to, n int, v T) {
	if from == 0 && to == n {
		l.same, l.each = v, nil
		return
	}
	for i := from; i < to; i++ {
		l.set(i, n, v)
	}
}

// grow makes room for a window of n cells in which the old one begins at shift.
func (l *lane[T]) grow(shift, n int) {
	if l.each == nil {
		return
	}
	e := make([]T, n)
	copy(e[shift:], l.each)
	l.each = e
}
