package calc

import "slices"

// lane is one property of every cell of a block's window. As long as all cells agree it is one word, and where a few differ, a short list.
type lane[T comparable] struct {
	same T
	few  []exception[T] // cells that have not same, by place; nil once each is there
	each []T            // nil while only a few differ; else one element a cell of the window
}

// exception is a cell of a lane that differs.
type exception[T comparable] struct {
	i int32
	v T
}

// fewExceptions is how many there are at most.
const fewExceptions = 16

// seek is the place of a cell among the exceptions.
func (l *lane[T]) seek(i int) (at int, found bool) {
	for at < len(l.few) && l.few[at].i < int32(i) {
		at++
	}
	return at, at < len(l.few) && l.few[at].i == int32(i)
}

func (l *lane[T]) get(i int) T {
	if l.each != nil {
		return l.each[i]
	}
	if at, found := l.seek(i); found {
		return l.few[at].v
	}
	return l.same
}

// set gives one of n cells a value.
func (l *lane[T]) set(i, n int, v T) {
	if l.each != nil {
		l.each[i] = v
		return
	}
	at, found := l.seek(i)
	switch {
	case found && v == l.same:
		l.few = slices.Delete(l.few, at, at+1)
	case found:
		l.few[at].v = v
	case v == l.same:
	case n == 1:
		l.same = v
	case len(l.few) < fewExceptions:
		l.few = slices.Insert(l.few, at, exception[T]{int32(i), v})
	default:
		l.spread(n)
		l.each[i] = v
	}
}

// spread gives each of n cells its element.
func (l *lane[T]) spread(n int) {
	l.each = make([]T, n)
	for j := range l.each {
		l.each[j] = l.same
	}
	for _, x := range l.few {
		l.each[x.i] = x.v
	}
	var none T
	l.same, l.few = none, nil
}

// setAll gives cells from…to-1 of n a value.
func (l *lane[T]) setAll(from, to, n int, v T) {
	if n-(to-from) <= fewExceptions {
		var few []exception[T]
		for i := 0; i < n; i++ {
			if i == from {
				i = to
			}
			if i < n && l.get(i) != v {
				few = append(few, exception[T]{int32(i), l.get(i)})
			}
		}
		l.same, l.few, l.each = v, few, nil
		return
	}
	if l.each == nil && to-from > fewExceptions && (v != l.same || len(l.few) > 0) {
		l.spread(n)
	}
	if l.each == nil {
		for i := from; i < to; i++ {
			l.set(i, n, v)
		}
		return
	}
	for i := range l.each[from:to] {
		l.each[from+i] = v
	}
}

// grow makes room for a window of n cells in which the old one begins at shift.
func (l *lane[T]) grow(shift, n int) {
	for i := range l.few {
		l.few[i].i += int32(shift)
	}
	if l.each == nil {
		return
	}
	e := make([]T, n)
	copy(e[shift:], l.each)
	l.each = e
}
