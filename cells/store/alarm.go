package store

import (
	"context"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"freshet/cells"
)

// A book that no server has open may become due. So the store holds an alarm for every book that waits for a moment. Servers that have it open put the alarm
// off before it rings; one that rings says that nobody has, and a server opens the book, which lets its time pass.
const (
	alarmAhead = time.Minute      // an alarm is set at least so far ahead
	alarmSpare = 30 * time.Second // and put off so long before it rings
	alarmBatch = 16               // books in one look
	alarmOpen  = 10 * time.Second // how long a book may take to become current
	alarmDeaf  = time.Hour        // how long one is left alone that cannot be opened
)

// keepAlarm sees to it that the store holds the alarm of the book, and tells after how long to look again.
func (b *Book) keepAlarm(ctx context.Context) time.Duration {
	c := &b.clock
	c.mu.Lock()
	alarm, resting := c.alarm, time.Until(c.rest)
	c.mu.Unlock()
	if resting > 0 {
		return resting
	}
	now, due := b.s.o.Now().UnixMilli(), b.nextDue(false)
	switch {
	case alarm == 0 && due == math.MaxInt64:
		return tickPeriod
	case alarm-now > alarmSpare.Milliseconds() && max(due, now+alarmAhead.Milliseconds()) >= alarm:
		return later(alarm-alarmSpare.Milliseconds(), now)
	case !b.setAlarm(ctx, due, now):
		return time.Second
	}
	return alarmSpare
}

// setAlarm has the store hold an alarm for what is due; false when it would not.
func (b *Book) setAlarm(ctx context.Context, due, now int64) bool {
	ctx, cancel := context.WithTimeout(ctx, replyTimeout)
	defer cancel()
	alarm, err := int64(0), error(nil)
	if due == math.MaxInt64 {
		err = b.s.client.ZRem(ctx, alarmsKey, b.id).Err()
	} else {
		alarm = max(due, now+alarmAhead.Milliseconds())
		err = b.s.client.ZAdd(ctx, alarmsKey, redis.Z{Score: float64(alarm), Member: b.id}).Err()
	}
	if err != nil {
		b.s.log.Debug("store: the alarm of a book was not set", "book", b.id, "error", err)
		return false
	}
	b.clock.mu.Lock()
	b.clock.alarm = alarm
	b.clock.mu.Unlock()
	return true
}

// lastAlarm leaves the alarm right when the replica is closed.
func (b *Book) lastAlarm(ctx context.Context) {
	b.clock.mu.Lock()
	alarm := b.clock.alarm
	b.clock.mu.Unlock()
	due, now := b.nextDue(false), b.s.o.Now().UnixMilli()
	never := due == math.MaxInt64
	if b.s.o.Still || never && alarm == 0 || !never && alarm > now && alarm <= max(due, now+alarmAhead.Milliseconds()) {
		return
	}
	b.setAlarm(ctx, due, now)
}

// rouseLoop opens books whose alarm rings, now and then.
func (s *Store) rouseLoop() {
	tick := time.NewTicker(s.o.Rouse)
	defer tick.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		for s.rouseSome() {
			continue // there may be more
		}
	}
}

// rouseSome opens some of the books whose alarm rings, the longest first, and tells whether there may be more.
func (s *Store) rouseSome() bool {
	now := s.o.Now().UnixMilli()
	ringing, err := s.client.ZRangeArgsWithScores(s.ctx, redis.ZRangeArgs{
		Key: alarmsKey, ByScore: true, Start: "-inf", Stop: strconv.FormatInt(now, 10), Count: alarmBatch,
	}).Result()
	if err != nil {
		s.log.Debug("store: the alarms were not read", "error", err)
		return false
	}
	for _, z := range ringing {
		id, _ := z.Member.(string)
		next := now + alarmAhead.Milliseconds()
		won, err := s.scripts.claim.Run(s.ctx, s.client, []string{alarmsKey}, id, strconv.FormatInt(int64(z.Score), 10), next).Int()
		if err != nil {
			return false
		}
		if won == 1 {
			s.rouse(id, next)
		}
	}
	return len(ringing) == alarmBatch && s.ctx.Err() == nil
}

// rouse opens a book that became due while nobody had it open.
func (s *Store) rouse(id string, alarm int64) {
	ctx, cancel := context.WithTimeout(s.ctx, alarmOpen)
	defer cancel()
	b, err := s.Book(ctx, id)
	var refusal *cells.Error
	switch {
	case err == nil:
		b.clock.mu.Lock()
		b.clock.alarm = alarm
		b.clock.mu.Unlock()
		if b.nextDue(false) <= b.time() {
			b.tick(ctx)
		}
		b.Release()
	case errors.As(err, &refusal) && refusal.Code == cells.NotFound:
		err = s.client.ZRem(ctx, alarmsKey, id).Err()
	case errors.As(err, &refusal) && refusal.Code == cells.Unavailable:
		err = nil // the alarm rings again
	default:
		next := float64(s.o.Now().Add(alarmDeaf).UnixMilli())
		err = errors.Join(err, s.client.ZAddXX(s.ctx, alarmsKey, redis.Z{Score: next, Member: id}).Err())
	}
	if err != nil && s.ctx.Err() == nil {
		s.log.Warn("store: a book whose time has come could not be opened", "book", id, "error", err)
	}
}
