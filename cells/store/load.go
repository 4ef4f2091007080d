package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
	"unsafe"

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
	if !b.s.o.Still {
		b.workers.Go(b.tickLoop)
	}
	if former != "" {
		b.announce(ctx, former)
	}
}

// load makes the replica from the checkpoint and the log after it.
func (b *Book) load(ctx context.Context) error {
	var err error
	if b.run, err = b.s.run(ctx); err == nil {
		err = b.s.noteRun(ctx, b.id, b.run, draw(5), "")
	}
	if err != nil {
		return b.s.trouble("open a book", err)
	}
	m, man, parts, err := b.readCheckpoint(ctx)
	if err != nil {
		return err
	}
	b.epoch = m.epoch
	if err := b.build(m, man, parts); err != nil {
		return err
	}
	b.applied.Store(m.ckpt)
	b.effects.begin(m.eff)
	b.clock.begin(m)
	for b.applied.Load() < m.head {
		if !b.readLog(0) {
			return b.s.trouble("read the log", ctx.Err())
		}
		if err := b.Err(); err != nil {
			return err
		}
	}
	run, err := b.s.run(ctx)
	switch {
	case err != nil:
		return b.s.trouble("open a book", err)
	case run != b.run:
		return errRewritten // restarted meanwhile: some of what was read may be gone
	case b.former == "":
		return nil
	}
	return b.upgrade(ctx)
}

// readCheckpoint reads the meta hash and the checkpoint that belongs to it, and finds out whether this server may have the book.
func (b *Book) readCheckpoint(ctx context.Context) (m meta, man manifest, parts map[string]string, err error) {
	s := b.s
	for ctx.Err() == nil {
		hash, err := s.client.HGetAll(ctx, metaKey(b.id)).Result()
		if err != nil {
			return m, man, nil, s.trouble("open a book", err)
		}
		if m, err = parseMeta(b.id, hash); err != nil {
			return m, man, nil, err
		}
		if !m.exists {
			return m, man, nil, unknownBook()
		}
		text, man, err := s.readManifest(ctx, b.id)
		if err != nil {
			return m, man, nil, err
		}
		if text != "" && (man.Version != m.ckpt || man.Revision != m.revision) {
			// Another server has written one between the two readings, or a crash has cut them apart.
			if _, err := words(ctx, s.client, s.scripts.settle, []string{metaKey(b.id), checkpointKey(b.id)}); err != nil {
				return m, man, nil, s.trouble("open a book", err)
			}
			continue
		}
		if b.former, err = s.admit(m); err != nil {
			return m, man, nil, err
		}
		switch {
		case text != "":
			fields, names := man.fields()
			parts, err = s.readParts(ctx, b.id, fields, names)
		case m.ckpt == 0:
			return m, man, nil, nil
		case m.plain:
			parts, err = s.readPlain(ctx, m)
		default:
			err = fmt.Errorf("store: the checkpoint of book %s at version %d is damaged: it has no manifest", b.id, m.ckpt)
		}
		again, _, failed := s.readManifest(ctx, b.id)
		if failed != nil {
			return m, man, nil, failed
		}
		if again == text { // else another server has written a newer one while this was read
			return m, man, parts, err
		}
	}
	return m, man, nil, s.trouble("open a book", ctx.Err())
}

// build checks the parts against the manifest and has the engine load them.
func (b *Book) build(m meta, man manifest, parts map[string]string) error {
	engine := b.s.o.Engine
	if m.ckpt == 0 {
		b.rep = engine.New(b.id, m.epoch)
		return nil
	}
	b.kept.base, b.kept.parts, b.kept.whole = m.ckpt, man.Parts, man.Version == 0
	damaged := make(chan error, 1)
	go func() { damaged <- man.damaged(b.id, parts) }() // beside the loading: both go over all bytes
	rep, err := engine.Load(b.id, cells.Position{Epoch: m.epoch, Version: m.ckpt}, inBytes(parts))
	if why := <-damaged; why != nil {
		return why
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

// inBytes gives the parts to an engine.
func inBytes(parts map[string]string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, text := range parts {
			if !yield(name, bytesOf(text)) {
				return
			}
		}
	}
}

// bytesOf is a text as bytes for somebody who only reads them: they are not copied.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }
