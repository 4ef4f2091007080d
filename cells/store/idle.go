package store

import (
	"context"
	"time"
)

// idleBooks counts the books nobody holds. The caller holds s.mu.
func (s *Store) idleBooks() int {
	n := 0
	for _, b := range s.books {
		if b.refs == 0 {
			n++
		}
	}
	return n
}

// evict closes the book that nobody has held for the longest time.
func (s *Store) evict() {
	s.mu.Lock()
	var oldest *Book
	for _, b := range s.books {
		if b.refs == 0 && (oldest == nil || b.idled.Before(oldest.idled)) {
			oldest = b
		}
	}
	s.retire(oldest)
	s.mu.Unlock()
}

// retire takes a book nobody holds out of reach and has it closed. The caller holds s.mu.
func (s *Store) retire(b *Book) {
	if b == nil || s.closed {
		return
	}
	delete(s.books, b.id)
	s.owned.Go(func() {
		ctx, cancel := context.WithTimeout(s.ctx, keepTimeout)
		defer cancel()
		b.close(ctx, errIdle)
	})
}

// closeIdle closes books that nobody has held for Options.Idle.
func (s *Store) closeIdle() {
	tick := time.NewTicker(max(s.o.Idle/4, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		s.mu.Lock()
		for _, b := range s.books {
			if b.refs == 0 && time.Since(b.idled) >= s.o.Idle {
				s.retire(b)
			}
		}
		s.mu.Unlock()
	}
}
