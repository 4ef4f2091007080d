package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// messageBytes is the longest message of the bus that carries its entries with it.
const messageBytes = 64 << 10

// follower is how the applier of a book hears of what to apply.
type follower struct {
	turn      chan struct{}  // held by the committer from a commit until its batch is handed over, and by the applier while it reads the log
	committed chan committed // this server's batches, in order
	news      chan news      // what the bus says
	syncs     chan chan struct{}
	last      uint64 // version of the last entry this server committed, and what it is from; the committer's own
	lastFrom  string
	deaf      atomic.Bool  // news was dropped or may have been missed
	missed    atomic.Bool  // the one that the bus was connected was dropped
	doubtful  atomic.Int64 // until then (Unix ms) a batch that was given up may still appear in the log
}

// news is a batch another server committed, or (last 0) the advice to look at the log.
type news struct {
	first, last uint64
	from        string   // "<writer> <number of its batch>"
	records     []string // nil: not sent along
	again       bool     // the bus was connected, maybe again
}

func (f *follower) init() {
	f.turn = make(chan struct{}, 1)
	f.committed = make(chan committed, 8)
	f.news = make(chan news, 256)
	f.syncs = make(chan chan struct{})
}

// hear takes a message of the book's channel. It runs on the bus and never blocks.
func (b *Book) hear(message string, ok bool) {
	n := news{again: true}
	if ok {
		var err error
		if n, err = parseNews(message); err != nil {
			b.s.fault("a message was not understood", b.id, err)
		}
		if writer, _, _ := strings.Cut(n.from, " "); writer == b.s.writer {
			if time.Now().UnixMilli() > b.follow.doubtful.Load() {
				return // the committer knows
			}
			n.records = nil // they may be on their way from the committer as well
		}
	}
	b.follow.tell(n)
}

// tell hands news to the applier, or has it look at the log when it has fallen behind.
func (f *follower) tell(n news) {
	select {
	case f.news <- n:
	default:
		if n.again {
			f.missed.Store(true)
		}
		f.deaf.Store(true)
	}
}

// look has the applier look at the log.
func (f *follower) look() { f.tell(news{}) }

func parseNews(message string) (news, error) {
	head, body, long := strings.Cut(message, "\n")
	if head == "gone" {
		return news{}, nil
	}
	words := strings.SplitN(head, " ", 4)
	if len(words) != 4 || words[0] != "log" {
		return news{}, fmt.Errorf("message %.60q", head)
	}
	first, err1 := strconv.ParseUint(words[1], 10, 53)
	count, err2 := strconv.ParseUint(words[2], 10, 31)
	if err := errors.Join(err1, err2); err != nil || first == 0 || count == 0 {
		return news{}, fmt.Errorf("message %.60q", head)
	}
	n := news{first: first, last: first + count - 1, from: words[3]}
	if long {
		n.records = strings.Split(body, "\n")
		if uint64(len(n.records)) != count {
			return news{}, fmt.Errorf("message %.60q has %d records", head, len(n.records))
		}
	}
	return n, nil
}

// sync waits until everything that was in the log when it was called is applied; false when that cannot be had.
func (b *Book) sync(ctx context.Context) bool {
	done := make(chan struct{})
	ctx, cancel := context.WithTimeout(ctx, b.s.o.Patience)
	defer cancel()
	select {
	case b.follow.syncs <- done:
	case <-ctx.Done():
		return false
	case <-b.done:
		return false
	}
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	case <-b.done:
		return false
	}
}

// following is what the applier knows; it belongs to its goroutine.
type following struct {
	known   uint64            // the newest version anybody spoke of
	stash   map[uint64]record // records that came ahead of their turn
	look    bool              // the log must be looked at, whatever is known
	failing bool              // the last look failed
	again   bool              // the bus was connected (again): the store may have been restarted
	waiters []chan struct{}
}

const stashLength = 4096

// applyLoop applies the log in order until the replica ends.
func (b *Book) applyLoop() {
	f := following{stash: map[uint64]record{}}
	timer := time.NewTimer(b.s.o.Poll)
	defer timer.Stop()
	for {
		var turn chan<- struct{}
		if (f.look || f.known > b.applied.Load()) && !f.failing {
			turn = b.follow.turn
		}
		select {
		case <-b.ctx.Done():
			b.abandon()
			return
		case c := <-b.follow.committed:
			b.take(c, &f)
		case n := <-b.follow.news:
			b.note(n, &f)
		case w := <-b.follow.syncs:
			f.waiters, f.look = append(f.waiters, w), true
		case <-timer.C:
			f.look, f.failing = true, false
			timer.Reset(b.s.o.Poll)
		case turn <- struct{}{}:
			b.catchUp(&f)
			<-b.follow.turn
			if f.failing {
				timer.Reset(100 * time.Millisecond)
			}
		}
	}
}

// note takes what the bus said: records whose turn it is are applied at once.
func (b *Book) note(n news, f *following) {
	if b.follow.deaf.Swap(false) || n.last == 0 {
		f.look, f.again = true, b.follow.missed.Swap(false) || f.again || n.again
	}
	f.known = max(f.known, n.last)
	for i, text := range n.records {
		if v := n.first + uint64(i); len(f.stash) < stashLength {
			f.stash[v] = record{version: v, text: text, from: n.from}
		}
	}
	b.applyStash(f)
}

func (b *Book) applyStash(f *following) {
	for len(f.stash) > 0 && b.ctx.Err() == nil {
		next := b.applied.Load() + 1
		record, ok := f.stash[next]
		if !ok {
			break
		}
		delete(f.stash, next)
		b.applyRecord(record)
	}
	applied := b.applied.Load()
	for v := range f.stash {
		if v <= applied {
			delete(f.stash, v)
		}
	}
}

// take applies a batch of this server, after what others put before it.
func (b *Book) take(c committed, f *following) {
	for b.ctx.Err() == nil && b.applied.Load()+1 < c.first {
		b.applyStash(f)
		if b.applied.Load()+1 < c.first && !b.readLog(c.first-1) {
			select {
			case <-b.ctx.Done():
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	if applied := b.applied.Load(); b.ctx.Err() == nil && applied+1 != c.first {
		b.end(fmt.Errorf("store: book %s stands at %d and is given its own batch from %d", b.id, applied, c.first))
	}
	for i, p := range c.items {
		if b.ctx.Err() != nil {
			return // Update tells its caller
		}
		p.entry.Version, p.entry.At = c.first+uint64(i), c.at
		r := record{version: p.entry.Version, text: recordAt(c.at, p.tail), from: c.from}
		b.tail.add(r)
		changes, err := b.apply(p.entry, len(r.text), true)
		if err == nil && changes.Refused != nil {
			changes, err = nil, changes.Refused
		}
		p.tell(changes, err)
	}
	b.applyStash(f)
}

// catchUp looks at the log. The caller holds the turn, so that no batch of this server is between the log and the applier.
func (b *Book) catchUp(f *following) {
	for {
		select {
		case c := <-b.follow.committed:
			b.take(c, f)
			continue
		default:
		}
		break
	}
	b.applyStash(f)
	if !f.look && f.known <= b.applied.Load() {
		return
	}
	looked := false
	if f.again {
		vouched := false
		looked, vouched = b.lookAgain()
		f.again = !vouched
	} else {
		looked = b.readLog(0)
	}
	b.s.counts.catchUps.Add(1)
	if f.failing = !looked; f.failing {
		return
	}
	f.look, f.known = false, b.applied.Load()
	for _, w := range f.waiters {
		close(w)
	}
	f.waiters = nil
	clear(f.stash)
}

// abandon answers batches that were handed over but will not be applied here.
func (b *Book) abandon() {
	for {
		select {
		case c := <-b.follow.committed:
			failed(c.items, storeAway(true))
		default:
			return
		}
	}
}
