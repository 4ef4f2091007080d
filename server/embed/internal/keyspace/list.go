package keyspace

import "slices"

// List is a sequence of strings, cheap to grow and shrink at both ends.
type List struct {
	buf  []string
	head int // buf[head:] is the list; before it is room to grow to the left
}

// Len returns the number of elements.
func (l *List) Len() int { return len(l.buf) - l.head }

// Items returns the elements. The slice is valid until the list changes.
func (l *List) Items() []string { return l.buf[l.head:] }

// PushBack appends an element.
func (l *List) PushBack(s string) { l.buf = append(l.buf, s) }

// PushFront puts an element before all others.
func (l *List) PushFront(s string) {
	if l.head == 0 {
		room := l.Len() + 4
		grown := make([]string, room+l.Len(), room+2*l.Len()+4)
		copy(grown[room:], l.buf)
		l.buf, l.head = grown, room
	}
	l.head--
	l.buf[l.head] = s
}

// PopFront removes and returns the first element of a list that is not empty.
func (l *List) PopFront() string {
	s := l.buf[l.head]
	l.buf[l.head] = ""
	l.head++
	if l.head > 64 && l.head > 3*l.Len() {
		l.Replace(slices.Clone(l.Items()))
	}
	return s
}

// PopBack removes and returns the last element of a list that is not empty.
func (l *List) PopBack() string {
	last := len(l.buf) - 1
	s := l.buf[last]
	l.buf[last] = ""
	l.buf = l.buf[:last]
	return s
}

// Replace makes items, which the list then owns, the content.
func (l *List) Replace(items []string) { l.buf, l.head = items, 0 }
