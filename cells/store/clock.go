package store

import (
	"math"
	"sync"
	"sync/atomic"
	"time"

	"freshet/cells"
)

// Time passes in an open book by Ticks in its log, whether somebody looks at it or not. Every replica knows when the next one is due, and the commit script takes one
// only from a writer that knows the one before it: so of several servers one ticks, and when that dies any other does. Nothing is asked or written while nothing is due.
const (
	tickHeld   = time.Second            // between two Ticks of a book somebody holds
	tickAlone  = time.Minute            // between two Ticks of a book nobody holds
	tickYield  = 300 * time.Millisecond // how much later a server ticks that did not make the Tick before
	tickPeriod = time.Minute            // after which the clock is looked at again, as it may have been set
)

// clock is what a replica knows of the time in its book.
type clock struct {
	turn chan struct{} // held by who makes a Tick
	wake chan struct{}
	now  atomic.Int64 // the time of the newest entry

	mu      sync.Mutex
	before  uint64        // version of the latest Tick, as far as known
	ticked  time.Time     // when that was
	own     bool          // this server made it
	rest    time.Time     // no try before
	off     time.Duration // how long the latest failure puts the next try off
	current time.Time     // when somebody who asked for the book was last given it as it is now
	recalls recaller
	alarm   int64 // what the store holds for the book, as far as known; zero: none
}

func (c *clock) init() {
	c.turn, c.wake, c.own = make(chan struct{}, 1), make(chan struct{}, 1), true
}

// begin starts from what the store says.
func (c *clock) begin(m meta) {
	c.before = m.tick
	if m.ckpt == m.head { // else the entries tell
		c.now.Store(m.at)
	}
}

// applied takes note of an entry.
func (c *clock) applied(e cells.Entry, own bool, now int64) {
	c.now.Store(e.At)
	if len(e.Ops) == 1 {
		if _, ok := e.Ops[0].(cells.Tick); ok {
			c.mu.Lock()
			c.before, c.own = e.Version, own
			c.ticked = time.Now().Add(-later(now, e.At)) // it may be an old one, read from the log
			c.mu.Unlock()
		}
	}
	c.stir()
}

// stir has the ticker look again.
func (c *clock) stir() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// time is what a Tick would have for its time, were it made now.
func (b *Book) time() int64 { return max(b.s.o.Now().UnixMilli(), b.clock.now.Load()) }

// held reports whether somebody has the book. Only then do formulas matter that are another at every moment: nobody sees them otherwise.
func (b *Book) held() bool {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	return b.refs > 0
}

func (b *Book) nextDue(volatile bool) int64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.rep.NextDue(volatile)
}

// nextTick is when this server is to make the next Tick; false for never.
func (b *Book) nextTick() (time.Time, bool) {
	least, held := tickAlone, b.held()
	if held {
		least = tickHeld
	}
	due := b.nextDue(held)
	if due == math.MaxInt64 {
		return time.Time{}, false
	}
	now := b.time()
	at := time.Now().Add(later(due, now) - later(now, due)) // it may have been long ago
	c := &b.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	if next := c.ticked.Add(least); !c.ticked.IsZero() && at.Before(next) {
		at = next
	}
	if !c.own {
		at = at.Add(tickYield)
	}
	if at.Before(c.rest) {
		at = c.rest
	}
	return at, true
}

// later is how long it takes from now to a moment, at most tickPeriod.
func later(moment, now int64) time.Duration {
	if moment <= now {
		return 0
	}
	return time.Duration(min(uint64(moment)-uint64(now), uint64(tickPeriod.Milliseconds()))) * time.Millisecond
}

// tickLoop lets time pass until the replica ends. It sleeps while nothing is due, and looks again after an entry, but spends little of its time with that.
func (b *Book) tickLoop() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	sleep := func(d time.Duration, wake <-chan struct{}) {
		timer.Reset(d)
		select {
		case <-b.ctx.Done():
		case <-wake:
		case <-timer.C:
		}
	}
	for b.ctx.Err() == nil {
		start, wait := time.Now(), tickPeriod
		if at, ok := b.nextTick(); ok {
			wait = min(wait, time.Until(at))
		}
		pause := min(max(50*time.Since(start), 10*time.Millisecond), tickHeld) // it may have waited for a lock or a processor
		if wait <= 0 {
			b.tick(b.ctx)
		}
		wait = min(wait, b.keepAlarm(b.ctx), b.recall(b.ctx))
		if sleep(pause, nil); wait > pause {
			sleep(wait-pause, b.clock.wake)
		}
	}
}
