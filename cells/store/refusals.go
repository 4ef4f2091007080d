package store

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// errRewritten ends a replica that has seen entries the store has no longer: it was restored, or lost its last moment.
var errRewritten = errors.New("store: the log of the book is not the one this replica followed")

// publicly is a refusal for the person whose request met the end of a replica.
func publicly(why error) error {
	var refusal *cells.Error
	if errors.As(why, &refusal) {
		return refusal
	}
	return cells.Refuse(cells.Unavailable, "the book is being loaded again; try again in a moment")
}

// storeAway is what a caller is told whose request could not be stored in time.
func storeAway(sent bool) *cells.Error {
	if sent {
		return cells.Refuse(cells.Unavailable, "the store does not answer, and it is not known whether the change was stored: look before you repeat it")
	}
	return cells.Refuse(cells.Unavailable, "the store cannot be reached; nothing was changed, try again in a moment")
}

// mayHaveArrived reports whether a command that failed so can have been carried out.
func mayHaveArrived(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return false
	}
	var reply redis.Error
	return !errors.As(err, &reply) && !errors.Is(err, redis.ErrPoolTimeout)
}

// refusedByRedis is a refusal when Redis said no in a way that trying again soon will not change, else nil.
func refusedByRedis(err error) *cells.Error {
	var reply redis.Error
	if !errors.As(err, &reply) {
		return nil
	}
	// A script's error begins with the code of the command in it.
	text := strings.TrimPrefix(reply.Error(), "ERR ")
	switch {
	case strings.Contains(text, "OOM "):
		return cells.Refuse(cells.Unavailable, "the store is full: its memory limit is reached; nothing was changed")
	case strings.Contains(text, "MISCONF "):
		return cells.Refuse(cells.Unavailable, "the store cannot write to its disk; nothing was changed")
	case strings.Contains(text, "READONLY "):
		return cells.Refuse(cells.Unavailable, "the store is a replica that takes no writes; nothing was changed")
	case strings.HasPrefix(text, "NOAUTH"), strings.HasPrefix(text, "WRONGPASS"), strings.HasPrefix(text, "NOPERM"):
		return cells.Refuse(cells.Unavailable, "the store does not let this server in; nothing was changed")
	case strings.HasPrefix(text, "LOADING"), strings.HasPrefix(text, "BUSY"), strings.HasPrefix(text, "CLUSTERDOWN"),
		strings.HasPrefix(text, "TRYAGAIN"), strings.HasPrefix(text, "MASTERDOWN"):
		return nil
	}
	return cells.Refuse(cells.Unavailable, "the store refused the change; nothing was changed")
}

// revisionNumber is the number before the architecture: "3/amd64" is 3; false when it cannot be read.
func revisionNumber(revision string) (int, bool) {
	n, _, _ := strings.Cut(revision, "/")
	i, err := strconv.Atoi(n)
	return i, err == nil
}

// otherRevision is the refusal of a book that another revision of the engine writes.
func otherRevision(theirs, ours string) *cells.Error {
	t, ok1 := revisionNumber(theirs)
	o, ok2 := revisionNumber(ours)
	if ok1 && ok2 && t == o {
		return cells.Refuse(cells.Unavailable, "the book is in use on servers of another processor architecture (%s, here %s); stop those first", theirs, ours)
	}
	return cells.Refuse(cells.Unavailable, "the book was written by a newer Freshet (engine %s, here %s); update this server to open it", theirs, ours)
}

// trouble is what a caller gets for an error of the client: a refusal when the store cannot be reached, which is logged
// here; else a fault.
func (s *Store) trouble(doing string, err error) error {
	if err == nil {
		err = errors.New("the store does not answer")
	}
	var reply redis.Error
	if errors.As(err, &reply) {
		if refusal := refusedByRedis(err); refusal != nil {
			return errors.Join(refusal, faultOf(doing, err))
		}
	}
	if errors.Is(err, context.Canceled) {
		return faultOf(doing, err)
	}
	s.log.Warn("store: "+doing+": the store does not answer", "error", err)
	return cells.Refuse(cells.Unavailable, "the store cannot be reached; try again in a moment")
}
