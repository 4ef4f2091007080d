package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// bus is the one Pub/Sub connection of a store. A handler is called with each message of its channel, and with
// ok false when messages may have been missed: after the (re)subscription. Handlers must not block.
type bus struct {
	ctx context.Context
	ps  *redis.PubSub

	mu       sync.Mutex
	channels map[string]*channel
	changed  chan struct{}
}

type channel struct {
	handlers listeners[func(message string, ok bool)]
	count    int
	asked    bool // SUBSCRIBE was sent
}

func newBus(ctx context.Context, client redis.UniversalClient) *bus {
	return &bus{ctx: ctx, ps: client.Subscribe(ctx), channels: map[string]*channel{}, changed: make(chan struct{}, 1)}
}

// listen has fn called with the messages of a channel, until stop.
func (b *bus) listen(name string, fn func(message string, ok bool)) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.channels[name]
	if c == nil {
		c = &channel{}
		b.channels[name] = c
	}
	c.count++
	remove := c.handlers.add(fn)
	b.wake()
	return sync.OnceFunc(func() {
		remove()
		b.mu.Lock()
		defer b.mu.Unlock()
		c.count--
		b.wake()
	})
}

func (b *bus) wake() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// run subscribes to what is wanted and delivers what comes, until the bus is closed. The client reconnects and subscribes again
// by itself, and confirms every channel when it has.
func (b *bus) run() {
	var in <-chan any
	retry := time.NewTimer(time.Hour)
	defer retry.Stop()
	for {
		select {
		case <-b.ctx.Done():
			return
		case <-b.changed:
		case <-retry.C:
		case m, ok := <-in:
			if !ok {
				return
			}
			b.deliver(m)
			continue
		}
		if !b.reconcile() {
			retry.Reset(200 * time.Millisecond)
		}
		if in == nil {
			in = b.ps.ChannelWithSubscriptions(redis.WithChannelSize(4096), redis.WithChannelSendTimeout(time.Minute),
				redis.WithChannelHealthCheckInterval(2*time.Second))
		}
	}
}

// reconcile sends the subscriptions that changed; false asks to be called again.
func (b *bus) reconcile() bool {
	var add, drop []string
	b.mu.Lock()
	for name, c := range b.channels {
		switch {
		case c.count > 0 && !c.asked:
			add = append(add, name)
			c.asked = true
		case c.count == 0:
			if c.asked {
				drop = append(drop, name)
			}
			delete(b.channels, name)
		}
	}
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, dialTimeout)
	defer cancel()
	ok := true
	if len(drop) > 0 {
		ok = b.ps.Unsubscribe(ctx, drop...) == nil
	}
	if len(add) > 0 && b.ps.Subscribe(ctx, add...) != nil {
		// The client has noted the names and subscribes when it reconnects; asking again does no harm and hastens it.
		b.mu.Lock()
		for _, name := range add {
			if c := b.channels[name]; c != nil {
				c.asked = false
			}
		}
		b.mu.Unlock()
		ok = false
	}
	return ok
}

func (b *bus) deliver(m any) {
	var name, text string
	ok := false
	switch m := m.(type) {
	case *redis.Message:
		name, text, ok = m.Channel, m.Payload, true
	case *redis.Subscription:
		if m.Kind != "subscribe" {
			return
		}
		name = m.Channel
	default:
		return
	}
	b.mu.Lock()
	c := b.channels[name]
	b.mu.Unlock()
	if c != nil {
		c.handlers.each(func(fn func(string, bool)) { fn(text, ok) })
	}
}

// close hangs up; run ends.
func (b *bus) close() { _ = b.ps.Close() } // nothing is left to be told
