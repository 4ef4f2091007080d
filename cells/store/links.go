package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// Bounds of links.
const (
	secretBytes  = 20 // 160 bits of chance
	maxLinks     = 1_000
	maxLabel     = 100
	usedInterval = time.Minute
)

// storedLink is a link at rest. The token's secret is not: only its SHA-256, which suffices for a secret
// that is 160 bits of chance.
type storedLink struct {
	Role    cells.Role `json:"role"`
	Label   string     `json:"label"`
	Created int64      `json:"created"`
	Hash    string     `json:"hash"`
}

// newLink draws a token "<book>_<secret>". The link's id is the beginning of the secret's hash, so a token leads to
// its link without a search.
func newLink(book string, role cells.Role, label string, now int64) (Link, string, string, error) {
	secret := draw(secretBytes)
	id, hash := idOf(secret)
	stored, err := json.Marshal(storedLink{role, label, now, hash})
	if err != nil {
		return Link{}, "", "", faultOf("encode a link", err)
	}
	return Link{ID: id, Role: role, Label: label, Created: now}, book + "_" + secret, string(stored), nil
}

func idOf(secret string) (id, hash string) {
	sum := sha256.Sum256([]byte(secret))
	hash = hex.EncodeToString(sum[:])
	return hash[:12], hash
}

func unknownToken() *cells.Error {
	return cells.Refuse(cells.Unauthentic, "this link does not open anything (any more)")
}

// Grant tells what a token opens; a token that opens nothing (any more) is refused as unauthentic.
func (s *Store) Grant(ctx context.Context, token string) (Grant, error) {
	book, secret, ok := strings.Cut(token, "_")
	if !ok || !bookID.MatchString(book) || len(secret) > 100 {
		return Grant{}, unknownToken()
	}
	id, hash := idOf(secret)
	pipe := s.client.Pipeline()
	exists := pipe.Exists(ctx, metaKey(book))
	text := pipe.HGet(ctx, linksKey(book), id)
	revoked := pipe.HExists(ctx, revokedKey(book), id)
	used := pipe.HGet(ctx, usedKey(book), id)
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return Grant{}, s.trouble("look up a link", err)
	}
	if exists.Val() == 0 || text.Val() == "" {
		return Grant{}, unknownToken()
	}
	var l storedLink
	if err := json.Unmarshal([]byte(text.Val()), &l); err != nil {
		return Grant{}, fmt.Errorf("store: link %s of book %s is damaged: %w", id, book, err)
	}
	if subtle.ConstantTimeCompare([]byte(l.Hash), []byte(hash)) != 1 {
		return Grant{}, unknownToken()
	}
	if revoked.Val() {
		// Only who held the link hears this, so it tells nobody else that the book is there.
		return Grant{}, cells.Refuse(cells.Unauthentic, "this link was revoked")
	}
	s.noteUse(ctx, book, id, whole(used.Val()))
	return Grant{Book: book, Role: l.Role, Link: id, Label: l.Label}, nil
}

// noteUse remembers when a link was used, once a minute. Failing to is no reason to refuse its holder.
func (s *Store) noteUse(ctx context.Context, book, id string, last int64) {
	now := s.o.Now().UnixMilli()
	if now-last < usedInterval.Milliseconds() {
		return
	}
	if err := s.client.HSet(ctx, usedKey(book), id, now).Err(); err != nil {
		s.log.Warn("store: the use of a link could not be noted", "book", book, "error", err)
	}
}

// CreateLink makes a link and tells its token, this once.
func (s *Store) CreateLink(ctx context.Context, book string, role cells.Role, label string) (Link, string, error) {
	if !bookID.MatchString(book) {
		return Link{}, "", unknownBook()
	}
	if role < cells.Viewer || role > cells.Owner {
		return Link{}, "", cells.Refuse(cells.Invalid, "a link is for a viewer, an editor or an owner")
	}
	if utf8.RuneCountInString(label) > maxLabel || !utf8.ValidString(label) {
		return Link{}, "", cells.Refuse(cells.Invalid, "a label has at most %d characters", maxLabel)
	}
	link, token, stored, err := newLink(book, role, label, s.o.Now().UnixMilli())
	if err != nil {
		return Link{}, "", err
	}
	verdict, err := s.scripts.link.Run(ctx, s.client, []string{metaKey(book), linksKey(book)}, link.ID, stored, maxLinks).Text()
	if err != nil {
		return Link{}, "", s.trouble("make a link", err)
	}
	switch verdict {
	case "ok":
		return link, token, nil
	case "gone":
		return Link{}, "", unknownBook()
	case "full":
		return Link{}, "", cells.Refuse(cells.TooMany, "a book has at most %d links", maxLinks)
	}
	return Link{}, "", fmt.Errorf("store: make a link: the script answered %q", verdict)
}

// Links lists the links of a book, oldest first, revoked ones too.
func (s *Store) Links(ctx context.Context, book string) ([]Link, error) {
	if !bookID.MatchString(book) {
		return nil, unknownBook()
	}
	pipe := s.client.Pipeline()
	exists := pipe.Exists(ctx, metaKey(book))
	all := pipe.HGetAll(ctx, linksKey(book))
	revoked := pipe.HGetAll(ctx, revokedKey(book))
	used := pipe.HGetAll(ctx, usedKey(book))
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, s.trouble("list links", err)
	}
	if exists.Val() == 0 {
		return nil, unknownBook()
	}
	links := make([]Link, 0, len(all.Val()))
	for id, text := range all.Val() {
		var l storedLink
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return nil, fmt.Errorf("store: link %s of book %s is damaged: %w", id, book, err)
		}
		_, gone := revoked.Val()[id]
		links = append(links, Link{ID: id, Role: l.Role, Label: l.Label, Created: l.Created, LastUsed: whole(used.Val()[id]), Revoked: gone})
	}
	slices.SortFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(b.Role, a.Role), cmp.Compare(a.ID, b.ID))
	})
	return links, nil
}

// RevokeLink ends a link; to revoke one that is revoked does no harm. The last link of an owner stays: without it nobody could
// share, rename or delete the book any more. Every server hears of it within a second; see OnRevoke.
func (s *Store) RevokeLink(ctx context.Context, book, link string) error {
	if !bookID.MatchString(book) {
		return unknownBook()
	}
	keys := []string{metaKey(book), linksKey(book), revokedKey(book)}
	verdict, err := s.scripts.revoke.Run(ctx, s.client, keys, link, strconv.FormatInt(s.o.Now().UnixMilli(), 10), revocations, book+" "+link).Text()
	if err != nil {
		return s.trouble("revoke a link", err)
	}
	switch verdict {
	case "ok":
		return nil
	case "gone":
		return unknownBook()
	case "unknown":
		return cells.Refuse(cells.NotFound, "the book has no such link")
	case "last":
		return cells.Refuse(cells.Conflict, "this is the last owner link; make another one before you revoke it")
	}
	return fmt.Errorf("store: revoke a link: the script answered %q", verdict)
}
