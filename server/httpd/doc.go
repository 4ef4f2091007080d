// Package httpd is Freshet on HTTP: pages, the JSON API, sessions and sharing. Every route stands in routes.go.
//
// # The story
//
// A request passes the chain in chain.go: it gets an id, is logged without secrets, is kept within limits of size and rate, and gets
// the security headers. Then its handler asks [Server.Authorize] who it is. There is one such function for pages, API, event streams and, passed on
// by main, the websocket: a token comes as `Authorization: Bearer`, or in the HttpOnly cookie that opening /s/<token> left, one cookie a book. What a token
// opens is asked of the store each time, so a revoked link is useless from that moment on, and streams that run on it are ended.
//
// Handlers translate and do nothing else: text to places and ops (place.go, scalar.go), ops to one [cells.Request] and so one wave, values
// to JSON (render.go), refusals to statuses (refusal.go). A page-changing request without a token must come from our own pages (origin.go).
//
// The JSON API is described by its own Go types: huma reads them and serves OpenAPI 3.1 at /api/openapi.json. Errors have one shape,
// {"error": {"code", "message", "where", "pos", "hint"}}, whether huma found them or we.
//
// # Who is who
//
// A person is a random id in an HttpOnly cookie. What others may see of it, an entry's actor, is a hash of that id and the book, so nobody can take
// another's undo by copying what he sees. A program is "api:<link>".
//
// A book that does not exist and a book one has no key to look the same. Only whoever holds a key that was revoked is told so.
//
// # Where this departs from the plan
//
// The session cookie holds the link's token itself, not a signed form of it: there is then no session state and no server key, a revocation is
// exact, and the owner can be shown his own link again. For the same reason the browser that makes a link keeps its token in a
// cookie that is sent to the share dialog only; the store has but hashes.
package httpd
