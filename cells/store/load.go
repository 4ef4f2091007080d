package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"sync"
	"time"

	"freshet/cells"
)

// loadTimeout bounds the opening of a book.
const loadTimeout = 60 * time.Second

// errMoved says that entries came while a new revision was taking the book over.
var errMoved = errors.New("store: the log went on meanwhile")

// open loads the replica and starts what serves it. However it ends, ready is closed.
func (b *Book) open() {
	defer close(b.ready)
	ctx, cancel := context.WithTimeout(b.ctx, loadTimeout)
	defer cancel()
	// Listened to first: what is committed during the loading is heard of after it.
	b.unhear = b.s.bus.listen(bookChannel(b.id), b.hear)
	if err := b.load(ctx); err != nil {
		b.end(err)
		return
	}
	former := b.former
	b.former = ""
	b.workers.Go(b.commitLoop)
	b.workers.Go(b.applyLoop)
	b.workers.Go(b.keepLoop)
	if former != "" {
		b.announce(ctx, former)
	}
}

// load makes the replica from the checkpoint and the log after it.
func (b *Book) load(ctx context.Context) error {
	var m meta
	var parts map[string]string
	if err := b.s.noteRun(ctx, b.id, draw(5), ""); err != nil {
		return b.s.trouble("open a book", err)
	}
	for {
		hash, err := b.s.client.HGetAll(ctx, metaKey(b.id)).Result()
		if err != nil {
			return b.s.trouble("open a book", err)
		}
		if m, err = parseMeta(b.id, hash); err != nil {
			return err
		}
		if !m.exists {
			return unknownBook()
		}
		if b.former, err = b.s.admit(m); err != nil {
			return err
		}
		if m.ckpt == 0 {
			break
		}
		if parts, err = b.s.readParts(ctx, b.id); err != nil {
			return b.s.trouble("read a checkpoint", err)
		}
		again, err := b.s.client.HGet(ctx, metaKey(b.id), "ckpt").Uint64()
		if err != nil {
			return b.s.trouble("read a checkpoint", err)
		}
		if again == m.ckpt { // else another server has written a newer one while this was read
			break
		}
	}
	b.epoch = m.epoch
	if err := b.build(m, parts); err != nil {
		return err
	}
	b.applied.Store(m.ckpt)
	b.effects.begin(m.eff)
	for b.applied.Load() < m.head {
		if !b.readLog(0) {
			return b.s.trouble("read the log", ctx.Err())
		}
		if err := b.Err(); err != nil {
			return err
		}
	}
	if b.former == "" {
		return nil
	}
	return b.upgrade(ctx)
}

// build checks the parts against what meta says of them and has the engine load them.
func (b *Book) build(m meta, parts map[string]string) error {
	engine := b.s.o.Engine
	if m.ckpt == 0 {
		b.rep = engine.New(b.id, m.epoch)
		return nil
	}
	k := &b.kept
	k.base, k.sums = m.ckpt, make(map[string]uint64, len(parts))
	var summing sync.WaitGroup
	summing.Go(func() { // beside the loading: both go over all bytes
		for name, text := range parts {
			d := digest(name, []byte(text))
			k.sums[name], k.sum = d, k.sum+d
		}
	})
	rep, err := engine.Load(b.id, cells.Position{Epoch: m.epoch, Version: m.ckpt}, bytesOf(parts))
	summing.Wait()
	if len(parts) != m.parts || k.sum != m.sum {
		return fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: %d parts with digest %d, but %d with %d were written",
			b.id, m.ckpt, len(parts), k.sum, m.parts, m.sum)
	}
	if err != nil {
		return fmt.Errorf("store: the checkpoint of book %s at version %d: %w", b.id, m.ckpt, err)
	}
	if got := rep.Position().Version; got != m.ckpt {
		return fmt.Errorf("store: the checkpoint of book %s is of version %d and loads as %d", b.id, m.ckpt, got)
	}
	b.rep = rep
	return nil
}

func bytesOf(parts map[string]string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, text := range maps.All(parts) {
			if !yield(name, []byte(text)) {
				return
			}
		}
	}
}

// readParts fetches the parts of a checkpoint in calls that never hold the store up for long.
func (s *Store) readParts(ctx context.Context, book string) (map[string]string, error) {
	key := checkpointKey(book)
	names, err := s.client.HKeys(ctx, key).Result()
	if err != nil {
		return nil, err
	}
	parts := make(map[string]string, len(names))
	for len(names) > 0 {
		n := min(len(names), 64)
		values, err := s.client.HMGet(ctx, key, names[:n]...).Result()
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			if text, ok := v.(string); ok { // else it went meanwhile: the version will have changed
				parts[names[i]] = text
			}
		}
		names = names[n:]
	}
	return parts, nil
}
