package store

import (
	"context"
	"errors"

	"freshet/cells"
)

// Store is the truth of all books, in Redis.
type Store struct{}

// Open connects to the store and checks that it keeps what it is given. A store that would lose data silently
// is refused with the remedy in the sentence, unless AcceptVolatile.
func Open(ctx context.Context, o Options) (*Store, error) { return nil, errors.ErrUnsupported }

// Describe says which store it is, where, and how durable, without secrets.
func (s *Store) Describe() string { return "" }

// Warnings are sentences a person who starts the program should read.
func (s *Store) Warnings() []string { return nil }

// Ping reports whether the store answers.
func (s *Store) Ping(ctx context.Context) error { return errors.ErrUnsupported }

// Stats counts what was done since Open.
func (s *Store) Stats() Stats { return Stats{} }

// Close writes the checkpoints that lag, closes every book and the connections.
func (s *Store) Close() error { return nil }

// Create makes a book and its first three links.
func (s *Store) Create(ctx context.Context, n NewBook) (Created, error) {
	return Created{}, errors.ErrUnsupported
}

// Delete removes a book with all that belongs to it. Open replicas everywhere end.
func (s *Store) Delete(ctx context.Context, book string) error { return errors.ErrUnsupported }

// Book opens the replica of a book or shares the one that is open. The caller releases it.
func (s *Store) Book(ctx context.Context, id string) (*Book, error) { return nil, errors.ErrUnsupported }

// Grant tells what a token opens; a token that opens nothing (any more) is refused as unauthentic.
func (s *Store) Grant(ctx context.Context, token string) (Grant, error) {
	return Grant{}, errors.ErrUnsupported
}

// CreateLink makes a link and tells its token, this once.
func (s *Store) CreateLink(ctx context.Context, book string, role cells.Role, label string) (Link, string, error) {
	return Link{}, "", errors.ErrUnsupported
}

// Links lists the links of a book, oldest first, revoked ones too.
func (s *Store) Links(ctx context.Context, book string) ([]Link, error) { return nil, errors.ErrUnsupported }

// RevokeLink ends a link. Every server hears of it within a second; see OnRevoke.
func (s *Store) RevokeLink(ctx context.Context, book, link string) error { return errors.ErrUnsupported }

// OnRevoke has fn called when a link was revoked or its book deleted (then link is ""), on whatever server. It may be called more than once for one link.
func (s *Store) OnRevoke(fn func(book, link string)) (stop func()) { return func() {} }

// Publish tells the other servers, and this one, something about a book that may get lost: presence.
func (s *Store) Publish(ctx context.Context, book, channel string, payload []byte) error {
	return errors.ErrUnsupported
}

// Subscribe has fn called with what is published on the book's channel, until stop. fn must not block.
func (s *Store) Subscribe(book, channel string, fn func(payload []byte)) (stop func()) {
	return func() {}
}

// Book is this server's replica of one book.
type Book struct{}

// ID is the book's id.
func (b *Book) ID() string { return "" }

// Release gives the book back; it must not be used afterwards.
func (b *Book) Release() {}

// Done is closed when this replica cannot go on: the book was deleted, taken over by a newer revision, or is damaged; Err says
// which. A caller releases it and may ask for the book again.
func (b *Book) Done() <-chan struct{} { return nil }

// Err is why Done is closed; nil before.
func (b *Book) Err() error { return nil }

// Update commits a request, applies it, and gives what came of it.
func (b *Book) Update(ctx context.Context, r cells.Request) (*cells.Changes, error) {
	return nil, errors.ErrUnsupported
}

// View calls fn with the newest applied state, under a lock that lets other readers in.
func (b *Book) View(ctx context.Context, fn func(cells.View) error) error { return errors.ErrUnsupported }

// Watch has fn called for every entry applied from now on, in order, one call at a time, after the state is visible in View. fn must
// not block: it may not call Update or View.
func (b *Book) Watch(fn func(*cells.Changes)) (stop func()) { return func() {} }

// History gives the newest limit points of a cell measured in [from, to] (Unix milliseconds; to 0: no end), oldest first.
func (b *Book) History(ctx context.Context, ref cells.Ref, from, to int64, limit int) ([]cells.Point, error) {
	return nil, errors.ErrUnsupported
}
