package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// readCount is how many records one look at the log fetches at most.
const readCount = 500

// readLog applies the log from where the replica stands up to a version (0: to its end); false when the store did not answer.
// It ends the replica when the log contradicts it.
func (b *Book) readLog(to uint64) bool {
	for b.ctx.Err() == nil {
		ctx, cancel := context.WithTimeout(b.ctx, replyTimeout)
		hash, records, err := b.s.readRecords(ctx, b.id, b.applied.Load()+1, to)
		cancel()
		if err != nil {
			if b.ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
				b.s.log.Warn("store: the log could not be read", "book", b.id, "error", err)
			}
			return false
		}
		meta, err := parseMeta(b.id, hash)
		if err != nil {
			b.end(err)
			return true
		}
		if why := b.contradiction(meta); why != nil {
			b.end(why)
			return true
		}
		for _, r := range records {
			if b.ctx.Err() != nil {
				return true
			}
			version, text, err := recordOf(r, b.applied.Load()+1)
			if err != nil && meta.ckpt > b.applied.Load() {
				err = errRewritten // not damaged, but trimmed: this replica has slept too long
			}
			if err != nil {
				b.end(err)
				return true
			}
			b.applyRecord(version, text)
		}
		applied := b.applied.Load()
		if to != 0 && applied >= to || len(records) < readCount && applied >= meta.head {
			return true
		}
		if len(records) == 0 && meta.ckpt > applied {
			b.end(errRewritten)
			return true
		}
		if len(records) == 0 {
			b.end(fmt.Errorf("store: the log of book %s is damaged: it ends at %d, and %d entries were acknowledged", b.id, applied, meta.head))
			return true
		}
	}
	return true
}

// contradiction tells why the replica cannot follow the book as the store describes it.
func (b *Book) contradiction(m meta) error {
	switch {
	case !m.exists:
		return cells.Refuse(cells.NotFound, "the book has been deleted")
	case m.epoch != b.epoch || m.head < b.applied.Load():
		return errRewritten
	case m.revision != b.s.o.Engine.Revision() && m.revision != b.former:
		return otherRevision(m.revision, b.s.o.Engine.Revision())
	}
	return nil
}

// readRecords fetches the meta hash and then records of the log, in this order: the records are at least what meta tells.
func (s *Store) readRecords(ctx context.Context, book string, from, to uint64) (map[string]string, []redis.XMessage, error) {
	last := "+"
	if to != 0 {
		last = strconv.FormatUint(to, 10) + "-0"
	}
	pipe := s.client.Pipeline()
	hash := pipe.HGetAll(ctx, metaKey(book))
	records := pipe.XRangeN(ctx, logKey(book), strconv.FormatUint(from, 10)+"-0", last, readCount)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, nil, err
	}
	return hash.Val(), records.Val(), nil
}

// recordOf reads the version and text of a record, which must have the version wanted.
func recordOf(r redis.XMessage, want uint64) (uint64, string, error) {
	id, _, _ := strings.Cut(r.ID, "-")
	version, err := strconv.ParseUint(id, 10, 64)
	if err != nil || version != want {
		return 0, "", fmt.Errorf("store: the log is damaged: entry %d is missing, the next is %s", want, r.ID)
	}
	text, ok := r.Values["entry"].(string)
	if !ok {
		return 0, "", fmt.Errorf("store: record %d of the log is damaged: it has no field \"entry\"", want)
	}
	return version, text, nil
}

func (b *Book) applyRecord(version uint64, text string) {
	e, err := decodeEntry(text, version)
	if err != nil {
		b.end(err)
		return
	}
	if ours := b.s.o.Engine.Revision(); e.Revision != ours && e.Revision != b.former {
		b.end(otherRevision(e.Revision, ours))
		return
	}
	_, _ = b.apply(e, false) // nobody here waits for the answer; a fault has ended the replica
}

// apply makes one wave and tells everybody. An error is a fault and has ended the replica.
func (b *Book) apply(e cells.Entry, own bool) (*cells.Changes, error) {
	changes, err := b.wave(e)
	if err != nil {
		b.end(err)
		return nil, publicly(err)
	}
	b.applied.Store(e.Version)
	b.s.counts.applied.Add(1)
	b.effects.add(changes.Points, e, own)
	b.kept.changed()
	b.watchers.each(func(fn func(*cells.Changes)) { fn(changes) })
	return changes, nil
}

// wave applies the entry under the lock. A panic of the engine would be a mistake in the engine: it costs this book its
// replica, and no other book anything.
func (b *Book) wave(e cells.Entry) (changes *cells.Changes, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: the engine failed at entry %d of book %s: %v", e.Version, b.id, p)
		}
	}()
	changes = b.rep.Apply(e)
	if got := b.rep.Position().Version; got != e.Version {
		return nil, fmt.Errorf("store: the engine stands at %d after entry %d of book %s", got, e.Version, b.id)
	}
	return changes, nil
}
