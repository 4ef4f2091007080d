package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"freshet/cells"
)

// announce tells other servers who is here, beside the flushing.
func (r *room) announce(ctx context.Context, side *sync.WaitGroup) {
	if r.hub.needs.Publish == nil {
		return
	}
	m := r.crowd.announcement(time.Now())
	if m == nil {
		return
	}
	side.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		if err := r.hub.needs.Publish(ctx, r.id, presenceChannel, m); err != nil && ctx.Err() == nil {
			r.hub.log.Debug("who is here could not be told to other servers", "book", r.id, "err", err)
		}
	})
}

// recheck asks again whether the tabs may be here: news of a revoked link can get lost on the way, the link's end cannot.
func (r *room) recheck(ctx context.Context, side *sync.WaitGroup) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.checking || time.Since(r.checked) < r.hub.limits.Recheck {
		return
	}
	r.checking, r.checked = true, time.Now()
	tabs := make([]*client, 0, len(r.clients))
	for c := range r.clients {
		tabs = append(tabs, c)
	}
	side.Go(func() {
		for _, c := range tabs {
			if ctx.Err() == nil {
				c.recheck(ctx)
			}
		}
		r.mu.Lock()
		r.checking = false
		r.mu.Unlock()
	})
}

func (c *client) recheck(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	now, err := c.hub.needs.Authorize(c.request.WithContext(ctx), c.book)
	var refusal *cells.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code != cells.Unavailable && refusal.Code != cells.TooMany:
		c.refuse(refusal)
	case err == nil && (now.Role != c.session.Role || now.Actor != c.session.Actor):
		c.bye(CloseFault, "what you may do here has changed")
	}
}
