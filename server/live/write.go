package live

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// partTime is how long a tab has to take a farewell.
const partTime = 2 * time.Second

// write writes what is in the outbox, and a ping in good time, until the last message, a tab that takes nothing, or the end of ctx.
// Then the socket is over: at once, or when the tab has answered the farewell, since closing over what it has sent
// meanwhile would take the farewell from it. Either ends the reader.
func (c *client) write(ctx context.Context) {
	parted := false
	defer func() {
		c.out.last()
		if parted {
			c.part()
		} else {
			_ = c.conn.Close() // the socket is over either way
		}
	}()
	ping := time.NewTicker(c.hub.limits.Silence / 3)
	defer ping.Stop()
	for {
		ms, open := c.out.take(ctx, ping.C)
		if !open {
			return
		}
		if ms == nil {
			if c.conn.WriteControl(websocket.PingMessage, nil, c.deadline()) != nil {
				return
			}
		}
		for _, m := range ms {
			if parted = m.close != 0; !c.writeOne(m) || parted {
				return
			}
		}
		if c.lags.Swap(false) {
			token(c.room.wake)
		}
	}
}

func (c *client) deadline() time.Time { return time.Now().Add(c.hub.limits.Write) }

// writeOne writes one message; false when the socket is over.
func (c *client) writeOne(m outgoing) bool {
	if m.close != 0 {
		// The bye before it told the reason.
		return c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(m.close, ""), c.deadline()) == nil
	}
	_ = c.conn.SetWriteDeadline(c.deadline())
	c.conn.EnableWriteCompression(m.compress)
	c.hub.counts.sent.Add(1)
	c.hub.counts.sentBytes.Add(uint64(len(m.data)))
	if m.shared != nil {
		return c.conn.WritePreparedMessage(m.shared) == nil
	}
	kind := websocket.TextMessage
	if m.binary {
		kind = websocket.BinaryMessage
	}
	return c.conn.WriteMessage(kind, m.data) == nil
}

// listen gives the tab so long to say something, unless the farewell is said.
func (c *client) listen(d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parting {
		return nil
	}
	return c.conn.SetReadDeadline(time.Now().Add(d))
}

// part leaves the tab a moment to hear the farewell.
func (c *client) part() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parting = true
	_ = c.conn.SetReadDeadline(time.Now().Add(partTime)) // a socket that cannot is over
}

// discard reads until the socket is over.
func (c *client) discard() {
	for {
		if _, _, err := c.conn.NextReader(); err != nil {
			return
		}
	}
}
