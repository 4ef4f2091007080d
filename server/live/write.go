package live

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// write writes what is in the outbox, and a ping in good time, until the last message, a tab that takes nothing, or the end of ctx.
// The socket is closed then, which wakes the reader.
func (c *client) write(ctx context.Context) {
	defer c.conn.Close() //nolint:errcheck // the socket is over either way
	defer c.out.last()
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
			if !c.writeOne(m) {
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
		_ = c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(m.close, ""), c.deadline()) // the bye before it told the reason
		return false
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
