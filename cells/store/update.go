package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"freshet/cells"
)

// recordStart is how every record begins. The commit script writes the time in place of the zero.
const recordStart = `{"at":0`

// Update commits a request, applies it, and gives what came of it; then it is stored, and visible in View. A refusal
// is a *cells.Error, and nothing has changed; but one of [cells.Unavailable] that says the fate of the request is unknown
// means that. When ctx ends first the request may take effect all the same.
func (b *Book) Update(ctx context.Context, r cells.Request) (*cells.Changes, error) {
	if err := b.Err(); err != nil {
		return nil, publicly(err)
	}
	p, err := b.prepare(ctx, r)
	if err != nil {
		return nil, err
	}
	if b.effects.full() {
		return nil, cells.Refuse(cells.TooMany, "the store is behind with writing history; try again in a moment")
	}
	if err := b.check(ctx, r); err != nil {
		return nil, err
	}
	if err := b.queue.put(p); err != nil {
		return nil, err
	}
	select {
	case a := <-p.done:
		return a.changes, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("store: update: %w", ctx.Err())
	case <-b.done:
	}
	select {
	case a := <-p.done:
		return a.changes, a.err
	default:
		return nil, storeAway(true)
	}
}

// prepare makes the record of a request, and the entry as everybody will read it from the log: what JSON
// cannot carry is lost here, before the writer applies it, and not only for the others.
func (b *Book) prepare(ctx context.Context, r cells.Request) (*pending, error) {
	if r.Actor == "" {
		return nil, fmt.Errorf("store: update of %s: a request without an actor", b.id)
	}
	if len(r.Ops) == 0 {
		return nil, cells.Refuse(cells.Invalid, "the request asks for nothing")
	}
	e := cells.Entry{
		Seed: rand.Uint64(), Revision: b.s.o.Engine.Revision(), Actor: r.Actor, Client: r.Client, Seq: r.Seq, Ops: r.Ops,
	}
	raw, err := encodeEntry(e)
	if err != nil {
		return nil, err
	}
	if len(raw) > requestBytes {
		return nil, cells.Refuse(cells.TooLarge, "the change takes %d MB to store; the most is %d MB, so make it in pieces",
			len(raw)>>20, requestBytes>>20)
	}
	e, err = decodeEntry(raw, 0)
	if err != nil {
		return nil, err
	}
	return &pending{
		entry: e, tail: strings.TrimPrefix(raw, recordStart), until: time.Now().Add(b.s.o.Patience),
		ctx: ctx, done: make(chan answer, 1),
	}, nil
}

func encodeEntry(e cells.Entry) (string, error) {
	e.At = 0
	raw, err := json.Marshal(e)
	if err != nil {
		return "", faultOf("encode an entry", err)
	}
	if !strings.HasPrefix(string(raw), recordStart+",") {
		return "", fmt.Errorf("store: an entry does not begin with its time: %.40s", raw)
	}
	return string(raw), nil
}

func decodeEntry(raw string, version uint64) (cells.Entry, error) {
	var e cells.Entry
	if err := json.Unmarshal([]byte(raw), &e); err != nil {
		return e, fmt.Errorf("store: record %d of the log is damaged: %w", version, err)
	}
	e.Version = version
	return e, nil
}

// check refuses what would be refused anyway, before it costs a record. When this replica says no it first makes
// sure that it has seen everything: another server may just have made the sheet that the request speaks of, or have committed the
// request that this one repeats.
func (b *Book) check(ctx context.Context, r cells.Request) error {
	refusal := b.checkNow(r)
	if refusal == nil {
		return nil
	}
	before := b.applied.Load()
	if b.sync(ctx) && b.applied.Load() != before {
		refusal = b.checkNow(r)
	}
	if refusal == nil {
		return nil
	}
	return refusal
}

func (b *Book) checkNow(r cells.Request) *cells.Error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.rep.Check(r)
}
