package store

import (
	"context"
	"strings"
)

// OnRevoke has fn called when a link was revoked, or its book deleted (then link is ""), on whatever server. It may be
// called more than once for one link. fn must not block.
func (s *Store) OnRevoke(fn func(book, link string)) (stop func()) { return s.revoked.add(fn) }

// heardRevocation runs on the bus.
func (s *Store) heardRevocation(message string, ok bool) {
	if !ok {
		s.owned.Go(s.recallRevocations)
		return
	}
	if book, link, ok := strings.Cut(message, " "); ok {
		s.revoked.each(func(fn func(string, string)) { fn(book, link) })
	}
}

// recallRevocations tells of every revoked link of the open books, after the bus may have missed one.
func (s *Store) recallRevocations() {
	s.mu.Lock()
	ids := make([]string, 0, len(s.books))
	for id := range s.books {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	for _, id := range ids {
		ctx, cancel := context.WithTimeout(s.ctx, replyTimeout)
		links, err := s.client.HKeys(ctx, revokedKey(id)).Result()
		cancel()
		if err != nil {
			s.log.Warn("store: revoked links could not be read again; sockets of links revoked in this moment may stay open", "book", id, "error", err)
			continue
		}
		for _, link := range links {
			s.revoked.each(func(fn func(string, string)) { fn(id, link) })
		}
	}
}

// Publish tells the other servers, and this one, something about a book that may get lost: presence.
func (s *Store) Publish(ctx context.Context, book, channel string, payload []byte) error {
	if err := s.client.Publish(ctx, sideChannel(book, channel), payload).Err(); err != nil {
		return faultOf("publish", err)
	}
	return nil
}

// Subscribe has fn called with what is published on the book's channel, until stop. fn must not block.
func (s *Store) Subscribe(book, channel string, fn func(payload []byte)) (stop func()) {
	return s.bus.listen(sideChannel(book, channel), func(message string, ok bool) {
		if ok {
			fn([]byte(message))
		}
	})
}
