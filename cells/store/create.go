package store

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"freshet/cells"
)

// maxTitle is the longest title of a book, in characters.
const maxTitle = 200

// Create makes a book and its first three links. Ops that the engine refuses are refused here, and nothing is made.
func (s *Store) Create(ctx context.Context, n NewBook) (Created, error) {
	if utf8.RuneCountInString(n.Title) > maxTitle {
		return Created{}, cells.Refuse(cells.TooLarge, "a title has at most %d characters", maxTitle)
	}
	ops := cells.Ops{}
	if n.Title != "" {
		ops = append(ops, cells.SetBook{Title: n.Title})
	}
	if !slices.ContainsFunc(n.Ops, func(o cells.Op) bool { _, ok := o.(cells.AddSheet); return ok }) {
		ops = append(ops, cells.AddSheet{Name: "Sheet1", Index: -1})
	}
	actor := n.Actor
	if actor == "" {
		actor = "system"
	}
	e := cells.Entry{
		At: s.o.Now().UnixMilli(), Seed: rand.Uint64(), Revision: s.o.Engine.Revision(), Actor: actor, Ops: append(ops, n.Ops...),
	}
	id, epoch := draw(10), draw(5)
	record, err := s.firstRecord(id, epoch, e)
	if err != nil {
		return Created{}, err
	}

	made := Created{ID: id, Links: map[cells.Role]Link{}, Tokens: map[cells.Role]string{}}
	args := []any{epoch, e.Revision, e.At, record}
	for _, role := range []cells.Role{cells.Owner, cells.Editor, cells.Viewer} {
		link, token, stored, err := newLink(id, role, "first "+role.String()+" link", e.At)
		if err != nil {
			return Created{}, err
		}
		made.Links[role], made.Tokens[role] = link, token
		args = append(args, link.ID, stored)
	}
	n1, err := s.scripts.create.Run(ctx, s.client, []string{metaKey(id), logKey(id), linksKey(id)}, args...).Int()
	if err != nil {
		return Created{}, s.trouble("make a book", err)
	}
	if n1 == 0 { // the answer to a call that was repeated by the client; ids never meet by chance
		if err := s.owns(ctx, id, epoch); err != nil {
			return Created{}, err
		}
	}
	return made, nil
}

// firstRecord is the first record of a book's log, tried out on a replica of its own.
func (s *Store) firstRecord(id, epoch string, e cells.Entry) (string, error) {
	raw, err := encodeEntry(e)
	if err != nil {
		return "", err
	}
	if len(raw) > requestBytes {
		return "", cells.Refuse(cells.TooLarge, "the book takes %d MB to begin with; the most is %d MB", len(raw)>>20, requestBytes>>20)
	}
	raw = recordAt(e.At, strings.TrimPrefix(raw, recordStart))
	decoded, err := decodeEntry(raw, 1)
	if err != nil {
		return "", err
	}
	if changes := s.o.Engine.New(id, epoch).Apply(decoded); changes.Refused != nil {
		return "", changes.Refused
	}
	return raw, nil
}

// recordAt is the record of an entry as the commit script makes it.
func recordAt(at int64, tail string) string { return `{"at":` + strconv.FormatInt(at, 10) + tail }

func (s *Store) owns(ctx context.Context, id, epoch string) error {
	got, err := s.client.HGet(ctx, metaKey(id), "epoch").Result()
	if err != nil {
		return s.trouble("make a book", err)
	}
	if got != epoch {
		return cells.Refuse(cells.Conflict, "the book's id is taken; try again")
	}
	return nil
}

// Delete removes a book with all that belongs to it. Open replicas end on every server, and OnRevoke tells of it.
func (s *Store) Delete(ctx context.Context, book string) error {
	if !bookID.MatchString(book) {
		return unknownBook()
	}
	for ctx.Err() == nil {
		series, err := s.client.SMembers(ctx, seriesKey(book)).Result()
		if err != nil {
			return s.trouble("delete a book", err)
		}
		keys := []string{
			metaKey(book), seriesKey(book), logKey(book), writersKey(book), checkpointKey(book), linksKey(book), revokedKey(book), usedKey(book),
		}
		for _, id := range series {
			n, err := strconv.ParseUint(id, 10, 64)
			if err != nil {
				return faultOf("delete a book", err)
			}
			keys = append(keys, historyKey(book, cells.SeriesID(n)))
		}
		verdict, err := s.scripts.erase.Run(ctx, s.client, keys, len(series), bookChannel(book), revocations, book+" ").Text()
		if err != nil {
			return s.trouble("delete a book", err)
		}
		switch verdict {
		case "gone":
			return unknownBook()
		case "ok":
			s.client.ZRem(ctx, alarmsKey, book) // if that fails, whoever hears the alarm removes it
			return nil
		}
	}
	return s.trouble("delete a book", ctx.Err())
}
