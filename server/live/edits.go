package live

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"freshet/cells"
)

// commitTime bounds how long one edit may take.
const commitTime = 20 * time.Second

var streamName = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// edits carries out the edits of one tab, one after the other, so that they take effect in the order they were made.
// When one cannot be done now but later, the stream it is of is held: what follows it waits for it to be sent again,
// or it would be taken for a repetition of what came after it.
type edits struct {
	held map[string]uint64 // by stream: the edit that must come next
}

// work carries out edits until ctx ends, or stop is closed and those that had arrived are done.
func (c *client) work(ctx context.Context) {
	e := edits{held: map[string]uint64{}}
	for {
		select {
		case m := <-c.queue:
			c.carryOut(ctx, &e, m)
			continue
		default:
		}
		select {
		case m := <-c.queue:
			c.carryOut(ctx, &e, m)
		case <-c.draining:
			for len(c.queue) > 0 {
				c.carryOut(ctx, &e, <-c.queue)
			}
			c.bye(CloseDrain, "the server is restarting")
			return
		case <-ctx.Done():
			return
		}
	}
}

func (c *client) carryOut(ctx context.Context, e *edits, m editMessage) {
	if c.barred.Load() {
		return
	}
	stream := c.stream(m.Client)
	version, refusal := uint64(0), c.room.verdicts.of(stream, m.Seq)
	if refusal == nil {
		refusal = c.permit(e, stream, m)
	}
	if refusal == nil {
		version, refusal = c.commit(ctx, stream, m)
	}
	if refusal != nil {
		if at, ok := e.held[stream]; !later(refusal.Code) {
			c.room.verdicts.keep(stream, m.Seq, refusal)
		} else if !ok || m.Seq < at {
			e.held[stream] = m.Seq
		}
		c.hub.counts.refused.Add(1)
		_ = c.out.answer(ctx, text(refuseMessage{T: "refuse", Seq: m.Seq, Client: m.Client, Error: refusal})) // gone: nobody to tell
		return
	}
	delete(e.held, stream)
	c.hub.counts.edits.Add(1)
	c.owed.Store(max(c.owed.Load(), version))
	_ = c.out.answer(ctx, text(ackMessage{"ack", m.Seq, m.Client, version})) // gone: it will ask again
	token(c.room.wake)
}

// later reports whether a refusal is one of the moment.
func later(code cells.Code) bool { return code == cells.Unavailable || code == cells.TooMany }

// permit refuses what this tab may not ask for.
func (c *client) permit(e *edits, stream string, m editMessage) *cells.Error {
	if at, ok := e.held[stream]; ok && m.Seq > at {
		return cells.Refuse(cells.Unavailable, "an earlier edit has to be done first")
	}
	if m.Seq == 0 {
		return cells.Refuse(cells.Invalid, "an edit counts from 1 in \"seq\"")
	}
	if m.Client != "" && !streamName.MatchString(m.Client) {
		return cells.Refuse(cells.Invalid, "\"client\" is 8 to 64 letters, digits, - and _")
	}
	if len(m.Ops) == 0 {
		return cells.Refuse(cells.Invalid, "an edit has at least one op")
	}
	if n := c.hub.limits.OpsPerEdit; len(m.Ops) > n {
		return cells.Refuse(cells.TooLarge, "one edit has at most %d ops, not %d", n, len(m.Ops))
	}
	inputs := 0
	for i, op := range m.Ops {
		if !c.session.Role.Allows(op.Needs()) {
			return cells.Refuse(cells.Forbidden, "this link lets you look, not do that: it needs the role of %s", op.Needs()).At(fmt.Sprintf("ops[%d]", i))
		}
		switch op := op.(type) {
		case cells.Tick:
			return cells.Refuse(cells.Forbidden, "only the server lets time pass").At(fmt.Sprintf("ops[%d]", i))
		case cells.Recall:
			return cells.Refuse(cells.Forbidden, "only the server brings back what was").At(fmt.Sprintf("ops[%d]", i))
		case cells.Set:
			inputs += len(op.Inputs)
		case cells.Ingest:
			inputs += len(op.Readings)
		case cells.Bind:
			if check := c.hub.needs.CheckBinding; check != nil {
				if refusal := check(op.Binding); refusal != nil {
					return refusal
				}
			}
		}
	}
	if n := c.hub.limits.CellsPerEdit; inputs > n {
		return cells.Refuse(cells.TooLarge, "one edit fills at most %d cells, not %d: do it in parts", n, inputs)
	}
	if e := m.Ops.CheckFormulaText(); e != nil {
		return e
	}
	if !c.editRate.Allow() {
		return cells.Refuse(cells.TooMany, "that is more than %g edits a second", c.hub.limits.EditsPerSec)
	}
	return nil
}

func (c *client) commit(ctx context.Context, stream string, m editMessage) (uint64, *cells.Error) {
	ops, refusal := c.room.rebase(m.Ops, m.Base)
	if refusal != nil {
		return 0, refusal
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTime)
	defer cancel()
	changes, err := c.room.book.Update(ctx, cells.Request{Actor: c.session.Actor, Client: stream, Seq: m.Seq, Ops: ops})
	if err != nil {
		if errors.As(err, &refusal) {
			return 0, refusal
		}
		c.hub.log.Error("an edit failed", "book", c.book, "err", err)
		return 0, cells.Refuse(cells.Unavailable, "the edit could not be stored; it will be tried again")
	}
	if changes.Refused != nil {
		return 0, changes.Refused
	}
	return changes.Position.Version, nil
}

// stream is the name under which the log counts the tab's edits. The actor is part of it, so that nobody can use up another's numbers.
func (c *client) stream(of string) string {
	if of == "" {
		of = c.hello.Client
	}
	return c.session.Actor + "/" + of
}
