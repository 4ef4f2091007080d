package store

import (
	"context"

	"freshet/cells"
)

// heal puts back what the store has lost of the log, as a Redis does that was killed before it had synced its file.
// It reports whether the log holds again all that this replica has applied; false also means that it went another way since.
func (b *Book) heal(ctx context.Context, m meta) (bool, error) {
	lost := b.tail.after(m.head)
	if lost == nil {
		return false, nil
	}
	args := []any{m.head, lost[0].text, bookChannel(b.id)}
	n, first, from := 0, uint64(0), ""
	for _, r := range lost[1:] {
		if r.version > b.applied.Load() {
			break
		}
		if r.from != from { // a batch is lost whole or not at all
			first, from = r.version, r.from
		}
		args = append(args, r.text, r.from, first)
		n++
	}
	out, err := words(ctx, b.s.client, b.s.scripts.restore, []string{metaKey(b.id), logKey(b.id), writersKey(b.id)}, args...)
	if err != nil {
		return false, err
	}
	if out[0] == "ok" {
		b.effects.rewind(m.eff)
		b.kept.lacks()
		b.s.counts.restored.Add(uint64(n))
		b.s.log.Warn("store: the store had lost the newest entries of a book; they were put back", "book", b.id, "entries", n)
	}
	return out[0] == "ok" || out[0] == "moved", nil
}

// missing tells why the store has nothing of the book. A store that was restarted since has not been told to delete it.
func (b *Book) missing(ctx context.Context) error {
	run, err := b.s.run(ctx)
	if err != nil {
		return awayError{err}
	}
	if run == b.run {
		return cells.Refuse(cells.NotFound, "the book has been deleted")
	}
	b.s.log.Error("store: the store was restarted without a book that was open: it has lost its data, or another store answers at its address", "book", b.id, "version", b.applied.Load())
	return cells.Refuse(cells.NotFound, "the store was restarted without this book: it has lost its data, or another store answers at its address")
}

// contradiction tells why the replica cannot follow the book as the store describes it.
func (b *Book) contradiction(m meta) error {
	ours := b.s.o.Engine.Revision()
	switch {
	case m.epoch != b.epoch || m.head < b.applied.Load():
		return errRewritten
	case m.revision != ours && m.revision != b.former:
		return otherRevision(m.revision, ours)
	}
	return nil
}
