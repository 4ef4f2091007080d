package main

import (
	"context"
	"net/http"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/feed"
	"freshet/server/feed/broker"
	"freshet/server/httpd"
	"freshet/server/live"
)

// The rooms under server/ each declare what they need of the store, and do not know each other. This file
// holds what must be said in other words to fit; where the words agree, the store's own types are handed over.

// pages is the store as httpd wants it.
type pages struct{ *store.Store }

func (p pages) Create(ctx context.Context, n httpd.NewBook) (httpd.Created, error) {
	c, err := p.Store.Create(ctx, store.NewBook(n))
	if err != nil {
		return httpd.Created{}, err
	}
	created := httpd.Created{ID: c.ID, Tokens: c.Tokens, Links: map[cells.Role]httpd.Link{}}
	for role, link := range c.Links {
		created.Links[role] = httpd.Link(link)
	}
	return created, nil
}

func (p pages) Book(ctx context.Context, id string) (httpd.Book, error) {
	b, err := p.Store.Book(ctx, id)
	if err != nil {
		return nil, err
	}
	return b, nil
}

func (p pages) Grant(ctx context.Context, token string) (httpd.Grant, error) {
	g, err := p.Store.Grant(ctx, token)
	return httpd.Grant(g), err
}

func (p pages) CreateLink(ctx context.Context, book string, role cells.Role, label string) (httpd.Link, string, error) {
	l, token, err := p.Store.CreateLink(ctx, book, role, label)
	return httpd.Link(l), token, err
}

func (p pages) Links(ctx context.Context, book string) ([]httpd.Link, error) {
	links, err := p.Store.Links(ctx, book)
	out := make([]httpd.Link, len(links))
	for i, l := range links {
		out[i] = httpd.Link(l)
	}
	return out, err
}

// payloads is what the intake saw, as httpd wants it.
type payloads struct{ intake *feed.Intake }

func (p payloads) Last(book, binding string) (httpd.Payload, bool) {
	seen, ok := p.intake.Last(book, binding)
	if !ok {
		return httpd.Payload{}, false
	}
	out := httpd.Payload{At: seen.At, Topic: seen.Topic, Text: string(seen.Payload)}
	if seen.Refused != nil {
		out.Error = seen.Refused.Error()
	}
	return out, true
}

// newHub makes the rooms of the websockets; authorize comes from the pages, which are made after it.
func newHub(s *store.Store, authorize func(*http.Request, string) (httpd.Session, error)) *live.Hub {
	return live.New(live.Needs{
		CheckBinding: feed.CheckBinding,
		Authorize: func(r *http.Request, book string) (live.Session, error) {
			who, err := authorize(r, book)
			return live.Session{Role: who.Role, Actor: who.Actor, Link: who.Link, Name: who.Name}, err
		},
		Open: func(ctx context.Context, id string) (live.Book, error) {
			b, err := s.Book(ctx, id)
			if err != nil {
				return nil, err
			}
			return b, nil
		},
		Publish: s.Publish, Subscribe: s.Subscribe,
	})
}

func newIntake(s *store.Store) *feed.Intake {
	return feed.New(feed.Options{Open: func(ctx context.Context, id string) (feed.Book, error) {
		b, err := s.Book(ctx, id)
		if err != nil {
			return nil, err
		}
		return b, nil
	}})
}

// brokerGrant says what a device's password opens.
func brokerGrant(s *store.Store) func(ctx context.Context, book, token string) (broker.Grant, error) {
	return func(ctx context.Context, book, token string) (broker.Grant, error) {
		g, err := s.Grant(ctx, token)
		if err != nil {
			return broker.Grant{}, err
		}
		if g.Book != book {
			return broker.Grant{}, cells.Refuse(cells.Unauthentic, "the password is not of this book")
		}
		return broker.Grant{Role: g.Role, Link: g.Link}, nil
	}
}
