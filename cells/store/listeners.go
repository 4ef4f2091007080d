package store

import (
	"slices"
	"sync"
)

// listeners is a set of callbacks that are called one event at a time, in the order they came.
type listeners[F any] struct {
	mu  sync.Mutex
	all []*F
}

// add puts a callback in; stop takes it out. A call under way when stop returns may still finish.
func (l *listeners[F]) add(fn F) (stop func()) {
	entry := &fn
	l.mu.Lock()
	l.all = append(slices.Clone(l.all), entry)
	l.mu.Unlock()
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if i := slices.Index(l.all, entry); i >= 0 {
			l.all = slices.Delete(slices.Clone(l.all), i, i+1)
		}
	}
}

// each gives the callbacks as they are now.
func (l *listeners[F]) each(call func(F)) {
	l.mu.Lock()
	all := l.all
	l.mu.Unlock()
	for _, fn := range all {
		call(*fn)
	}
}
