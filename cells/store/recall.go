package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// Formulas that begin to read the past of a cell find there what the book has kept, which is nothing yet; what came before is in the history. A replica knows which pasts
// await that, and a server reads it and adds it to the log: the one that committed the formula at once, any other when that has not done it.
const (
	recallYield  = time.Second
	recallPoints = 4_096   // of one past at most
	recallFewest = 64      // and of each when many begin at once
	recallAll    = 200_000 // of many pasts that begin at once, about
	recallEntry  = 8_192   // in one entry, about
)

// recaller is what a server knows of the histories that pasts await. It belongs to the ticker, but for begun.
type recaller struct {
	begun bool          // this server committed what began a past; of clock.mu
	seen  time.Time     // since when a past awaits its history, as far as known; zero for none
	rest  time.Time     // no try before
	off   time.Duration // how long the latest failure puts the next try off
}

func (b *Book) awaits() []cells.Awaited {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.rep.Awaits()
}

// began takes note of an entry of this server that began pasts.
func (b *Book) began(version uint64) {
	if !slices.ContainsFunc(b.awaits(), func(a cells.Awaited) bool { return a.Version == version }) {
		return
	}
	b.clock.mu.Lock()
	b.clock.recalls.begun = true
	b.clock.mu.Unlock()
}

// recall brings histories that are awaited, when it is this server's turn, and tells after how long to look again.
func (b *Book) recall(ctx context.Context) time.Duration {
	awaited, now, r := b.awaits(), time.Now(), &b.clock.recalls
	b.clock.mu.Lock()
	begun := r.begun
	r.begun = begun && len(awaited) > 0
	b.clock.mu.Unlock()
	if len(awaited) == 0 {
		r.seen = time.Time{}
		return tickPeriod
	}
	if r.seen.IsZero() {
		r.seen = now
	}
	at := r.seen
	if !begun {
		at = at.Add(recallYield)
	}
	if at.Before(r.rest) {
		at = r.rest
	}
	if now.Before(at) {
		return at.Sub(now)
	}
	if err := b.bringBack(ctx, awaited); err != nil && ctx.Err() == nil {
		r.off = min(max(2*r.off, time.Second), tickOff)
		r.rest = time.Now().Add(r.off)
		b.s.log.Debug("store: histories were not brought back", "book", b.id, "error", err)
		return r.off
	}
	r.rest, r.off, r.seen = time.Time{}, 0, time.Time{}
	return recallYield
}

// bringBack commits what the histories of pasts hold from before these began.
func (b *Book) bringBack(ctx context.Context, awaited []cells.Awaited) error {
	if b.effects.full() {
		return errors.New("store: the store is behind with writing history")
	}
	if err := b.writeEffects(ctx, b.applied.Load()); err != nil {
		return err
	}
	limit := min(max(recallAll/len(awaited), recallFewest), recallPoints)
	var op cells.Recall
	points := 0
	for i, a := range awaited {
		earlier, err := b.s.earlier(ctx, historyKey(b.id, a.Series), a.Version, limit)
		if err != nil {
			return err
		}
		op.Pasts = append(op.Pasts, cells.Recalled{Awaited: a, Points: earlier})
		if points += len(earlier); points < recallEntry && i < len(awaited)-1 {
			continue
		}
		if err := b.system(ctx, op); err != nil {
			return err
		}
		op, points = cells.Recall{}, 0
	}
	return nil
}

// system commits an op of the program's own and waits until it is applied.
func (b *Book) system(ctx context.Context, op cells.Op) error {
	p, err := b.prepare(ctx, cells.Request{Actor: "system", Ops: cells.Ops{op}})
	if err != nil {
		return err
	}
	if err := b.queue.put(p); err != nil {
		return err
	}
	select {
	case a := <-p.done:
		return a.err
	case <-ctx.Done():
		return fmt.Errorf("store: %s: %w", op.Kind(), ctx.Err())
	case <-b.done:
		return b.err
	}
}

// earlier is the newest points of a stream that came before a version, in the order in which they came, each with the time from which it was what the cell showed. A
// reading that came twice is there once.
func (s *Store) earlier(ctx context.Context, key string, version uint64, limit int) ([]cells.Point, error) {
	var found []redis.XMessage
	for last := "+"; len(found) < limit; {
		page, err := s.client.XRevRangeN(ctx, key, last, "-", historyPage).Result()
		if err != nil {
			return nil, faultOf("read history", err)
		}
		for _, r := range page {
			if _, order, _ := strings.Cut(r.ID, "-"); uint64(whole(order))>>20 < version && len(found) < limit {
				found = append(found, r)
			}
		}
		if len(page) < historyPage {
			break
		}
		last = "(" + page[len(page)-1].ID
	}
	out := make([]cells.Point, 0, len(found))
	for _, r := range slices.Backward(found) {
		p, err := pointOf(r)
		if err != nil {
			return nil, fmt.Errorf("store: record %s of %s is damaged: %w", r.ID, key, err)
		}
		_, measured := r.Values["t"]
		came, _, _ := strings.Cut(r.ID, "-")
		wave, err := strconv.ParseInt(came, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("store: record %s of %s is damaged: %w", r.ID, key, err)
		}
		own := p.At
		p.At = min(p.At, wave)
		if n := len(out); n > 0 {
			if measured && out[n-1].At == own && out[n-1].Value.Equal(p.Value) {
				continue
			}
			p.At = max(p.At, out[n-1].At)
		}
		out = append(out, p)
	}
	return out, nil
}
