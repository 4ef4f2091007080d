package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// How many records one look at the log fetches: few at first, as each may be many megabytes, then as many as make some megabytes.
const (
	readFirst = 4
	readMost  = 2_048
	readBytes = 4 << 20
)

// readLog applies the log from where the replica stands up to a version (0: to its end); false when the store did not answer.
// It ends the replica when the log contradicts it.
func (b *Book) readLog(to uint64) bool {
	count := int64(readFirst)
	for b.ctx.Err() == nil {
		more, err := b.readSome(to, &count)
		var away awayError
		switch {
		case errors.As(err, &away):
			if b.ctx.Err() == nil {
				b.s.log.Warn("store: the log could not be read", "book", b.id, "error", err)
			}
			return false
		case err != nil:
			b.end(err)
		case !more:
			return true
		}
	}
	return true
}

// awayError is the failure of an exchange with the store, which may go better the next time.
type awayError struct{ error }

func (e awayError) Unwrap() error { return e.error }

// readSome applies some records of the log and tells whether there are more. An error that is no awayError is the end of the replica.
func (b *Book) readSome(to uint64, count *int64) (more bool, err error) {
	ctx, cancel := context.WithTimeout(b.ctx, min(replyTimeout, b.s.o.Patience))
	defer cancel()
	applied := b.applied.Load()
	// From the record the replica stands at, to see that it is still the same.
	hash, records, err := b.s.readRecords(ctx, b.id, max(applied, 1), to, *count)
	if err != nil {
		return false, awayError{err}
	}
	m, err := parseMeta(b.id, hash)
	if err != nil {
		return false, err
	}
	if m.exists && m.head < applied {
		healed, err := b.heal(ctx, m)
		if err != nil {
			return false, awayError{err}
		}
		if healed {
			return true, nil
		}
	}
	if !m.exists {
		return false, b.missing(ctx)
	}
	if why := b.contradiction(m); why != nil {
		return false, why
	}
	if len(records) > 0 && applied > 0 && records[0].ID == recordKey(applied) {
		if r, ok := b.tail.at(applied); ok && r.text != records[0].Values["entry"] {
			return false, errRewritten
		}
		records = records[1:]
	}
	size := 0
	for _, r := range records {
		if b.ctx.Err() != nil {
			return false, nil
		}
		rec, err := recordOf(r, b.applied.Load()+1)
		if err != nil && m.ckpt > b.applied.Load() {
			err = errRewritten // not damaged, but trimmed: this replica has slept too long
		}
		if err != nil {
			return false, err
		}
		b.applyRecord(rec)
		size += len(rec.text)
	}
	full := int64(len(records)) >= *count-1
	if size > 0 {
		*count = min(max(int64(len(records))*readBytes/int64(size), 2), *count*4, readMost)
	}
	now := b.applied.Load()
	switch {
	case to != 0 && now >= to || now >= m.head && !full:
		return false, nil
	case len(records) > 0:
		return true, nil
	case m.ckpt > now:
		return false, errRewritten
	}
	return false, fmt.Errorf("store: the log of book %s is damaged: it ends at %d, and %d entries were acknowledged", b.id, now, m.head)
}

// readRecords fetches the meta hash and then records of the log, in this order: the records are at least what meta tells.
func (s *Store) readRecords(ctx context.Context, book string, from, to uint64, count int64) (map[string]string, []redis.XMessage, error) {
	last := "+"
	if to != 0 {
		last = strconv.FormatUint(to, 10) + "-0"
	}
	pipe := s.client.Pipeline()
	hash := pipe.HGetAll(ctx, metaKey(book))
	records := pipe.XRangeN(ctx, logKey(book), strconv.FormatUint(from, 10)+"-0", last, count)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, nil, err
	}
	return hash.Val(), records.Val(), nil
}

func recordKey(version uint64) string { return strconv.FormatUint(version, 10) + "-0" }

// recordOf reads a record, which must have the version wanted.
func recordOf(r redis.XMessage, want uint64) (record, error) {
	if r.ID != recordKey(want) {
		return record{}, fmt.Errorf("store: the log is damaged: entry %d is missing, the next is %s", want, r.ID)
	}
	text, ok := r.Values["entry"].(string)
	if !ok {
		return record{}, fmt.Errorf("store: record %d of the log is damaged: it has no field \"entry\"", want)
	}
	from, _ := r.Values["from"].(string)
	return record{version: want, text: text, from: from}, nil
}

func (b *Book) applyRecord(r record) {
	e, err := decodeEntry(r.text, r.version)
	if err != nil {
		b.end(err)
		return
	}
	if ours := b.s.o.Engine.Revision(); e.Revision != ours && e.Revision != b.former {
		b.end(otherRevision(e.Revision, ours))
		return
	}
	b.tail.add(r)
	_, _ = b.apply(e, len(r.text), false) // nobody here waits for the answer; a fault has ended the replica
}

// apply makes one wave of an entry of so many bytes and tells everybody. An error is a fault and has ended the replica.
func (b *Book) apply(e cells.Entry, size int, own bool) (*cells.Changes, error) {
	changes, err := b.wave(e, own)
	if err != nil {
		b.end(err)
		return nil, publicly(err)
	}
	b.applied.Store(e.Version)
	if own {
		b.began(e.Version)
	}
	b.clock.applied(e, own, b.s.o.Now().UnixMilli())
	b.s.counts.applied.Add(1)
	b.kept.changed(weight{e.Version, size}, changes.Recomputed, b.s.o.Checkpoint.Window)
	for _, f := range changes.Faults {
		b.s.counts.faults.Add(1)
		b.s.log.Error("store: a formula met a fault of the program", "book", b.id, "sheet", f.Ref.Sheet, "cell", f.Ref.A1(), "formula", f.Formula, "error", f.Cause)
	}
	b.watchers.each(func(fn func(*cells.Changes)) { fn(changes) })
	return changes, nil
}

// wave applies the entry under the lock. A panic of the engine would be a mistake in the engine: it costs this book its
// replica, and no other book anything.
func (b *Book) wave(e cells.Entry, own bool) (changes *cells.Changes, err error) {
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
	b.effects.add(changes.Points, e, own) // under the lock: who sees this version may move the cursor there at once
	return changes, nil
}
