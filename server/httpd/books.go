package httpd

import (
	"context"

	"freshet/cells"
)

// Books is what this package needs of the store. Refusals are *cells.Error.
type Books interface {
	// Create makes a book with one link for each role.
	Create(ctx context.Context, n NewBook) (Created, error)
	// Delete removes a book with all that belongs to it.
	Delete(ctx context.Context, book string) error
	// Book opens a book's replica or shares the open one; the caller releases it.
	Book(ctx context.Context, id string) (Book, error)
	// Grant tells what a token opens; one that opens nothing (any more) is refused as unauthentic.
	Grant(ctx context.Context, token string) (Grant, error)
	// CreateLink makes a link and tells its token, this once.
	CreateLink(ctx context.Context, book string, role cells.Role, label string) (Link, string, error)
	// Links lists the links of a book, oldest first, revoked ones too.
	Links(ctx context.Context, book string) ([]Link, error)
	// RevokeLink ends a link everywhere.
	RevokeLink(ctx context.Context, book, link string) error
	// OnRevoke has fn called when a link was revoked, or its book deleted (then link is ""), on whatever server.
	OnRevoke(fn func(book, link string)) (stop func())
	// Ping reports whether the store answers.
	Ping(ctx context.Context) error
}

// Book is one open book.
type Book interface {
	ID() string
	// Release gives the book back; it must not be used afterwards.
	Release()
	// Done is closed when this replica cannot go on.
	Done() <-chan struct{}
	// Update commits a request, applies it, and gives what came of it.
	Update(ctx context.Context, r cells.Request) (*cells.Changes, error)
	// View calls fn with the newest applied state.
	View(ctx context.Context, fn func(cells.View) error) error
	// Watch has fn called for every entry applied from now on, in order; fn must not block.
	Watch(fn func(*cells.Changes)) (stop func())
	// History gives the newest limit points of a cell measured in [from, to] (Unix milliseconds; to 0: no end), oldest first.
	History(ctx context.Context, ref cells.Ref, from, to int64, limit int) ([]cells.Point, error)
}

// NewBook is what a book is made of.
type NewBook struct {
	Title string
	Ops   cells.Ops
	Actor string
}

// Created is a new book with the token of one link for each role.
type Created struct {
	ID     string
	Links  map[cells.Role]Link
	Tokens map[cells.Role]string
}

// Link is one grant of a role on a book, held by whoever knows its token. Times are Unix milliseconds.
type Link struct {
	ID       string     `json:"id"`
	Role     cells.Role `json:"role"`
	Label    string     `json:"label"`
	Created  int64      `json:"created"`
	LastUsed int64      `json:"lastUsed,omitempty"` // to the minute; zero: never
	Revoked  bool       `json:"revoked,omitempty"`
}

// Grant is what a token opens.
type Grant struct {
	Book  string
	Role  cells.Role
	Link  string // the id of the link
	Label string
}

// Template is a kind of new book.
type Template struct {
	ID      string // what POST /api/books takes
	Title   string // what people choose, and the book's title when they give none
	Summary string // one sentence
	Ops     cells.Ops
}

// Payload is the last message that reached a binding.
type Payload struct {
	At    int64  // Unix milliseconds
	Topic string // it came under
	Text  string // the payload, cut short when it is long; "" when it is no text
	Error string // why it could not be used; "" when it was
}

// Payloads tells what reached the bindings. server/feed has it.
type Payloads interface {
	// Last is the newest message for a binding; false when none came since this server started.
	Last(book, binding string) (Payload, bool)
}
