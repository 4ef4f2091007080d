package store

import (
	"context"
	"errors"
	"time"

	"freshet/cells"
)

// quietTime is how long a book must have been at rest before a server of another processor architecture takes it over.
const quietTime = time.Minute

// admit tells whether this server may open the book, and which older revision it has to replace ("" for none).
func (s *Store) admit(m meta) (former string, err error) {
	ours := s.o.Engine.Revision()
	if m.revision == ours {
		return "", nil
	}
	t, ok1 := revisionNumber(m.revision)
	o, ok2 := revisionNumber(ours)
	moved := t == o && s.o.Now().UnixMilli()-m.at > quietTime.Milliseconds()
	if ok1 && ok2 && (t < o || moved) {
		return m.revision, nil
	}
	return "", otherRevision(m.revision, ours)
}

// upgrade makes the book one of this revision: a whole checkpoint of how this revision computes it replaces all that the older one
// left, in one step with the revision. From then on servers of the older one cannot write to it, and stop.
func (b *Book) upgrade(ctx context.Context) error {
	for ctx.Err() == nil {
		err := b.writeCheckpoint(ctx, b.former)
		if err == nil && b.kept.other {
			err = errRewritten // a server of the older one has written a checkpoint meanwhile: load again
		}
		if !errors.Is(err, errMoved) {
			return err
		}
		if !b.readLog(0) {
			return b.s.trouble("read the log", ctx.Err())
		}
		if err := b.Err(); err != nil {
			return err
		}
	}
	return b.s.trouble("take a book over", ctx.Err())
}

// announce writes an entry of the new revision, so that servers of the older one hear of it at once.
func (b *Book) announce(ctx context.Context, former string) {
	b.s.log.Info("store: the book is computed by another revision of the engine now", "book", b.id, "from", former, "to", b.s.o.Engine.Revision())
	p, err := b.prepare(ctx, cells.Request{Actor: "system", Ops: cells.Ops{cells.Tick{}}})
	if err == nil {
		p.ctx = b.ctx
		err = b.queue.put(p)
	}
	if err != nil {
		b.s.fault("the first entry of a new revision could not be written", b.id, err)
	}
}
