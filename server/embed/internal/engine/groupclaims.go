package engine

import (
	"strconv"

	"freshet/server/embed/internal/keyspace"
)

// claim are the words of XCLAIM.
type claim struct {
	minIdle       int64
	ids           []keyspace.StreamID
	at            int64 // delivery time to set
	retry         int64 // delivery count to set, -1 to count up
	force, justID bool
	last          keyspace.StreamID
}

func (c *call) parseClaim() (k claim, ok bool) {
	k = claim{at: c.milliseconds(), retry: -1}
	if k.minIdle, ok = parseInt(c.args[4]); !ok {
		c.fail("ERR Invalid min-idle-time argument for XCLAIM")
		return k, false
	}
	k.minIdle = max(0, k.minIdle)
	i := 5
	for ; i < len(c.args); i++ {
		id, ok := keyspace.ParseStreamID(c.args[i], 0)
		if !ok {
			break
		}
		k.ids = append(k.ids, id)
	}
	if len(k.ids) == 0 {
		c.fail(errStreamID)
		return k, false
	}
	for ; i < len(c.args); i++ {
		more := i+1 < len(c.args)
		switch word := c.args[i]; {
		case option(word, "FORCE"):
			k.force = true
		case option(word, "JUSTID"):
			k.justID = true
		case (option(word, "IDLE") || option(word, "TIME") || option(word, "RETRYCOUNT")) && more:
			i++
			n, ok := parseInt(c.args[i])
			if !ok {
				c.failf("ERR Invalid %s option argument for XCLAIM", word)
				return k, false
			}
			switch {
			case option(word, "IDLE"):
				k.at = c.milliseconds() - n
			case option(word, "TIME"):
				k.at = n
			default:
				k.retry = max(0, n)
			}
		case option(word, "LASTID") && more:
			i++
			if k.last, ok = keyspace.ParseStreamID(c.args[i], 0); !ok {
				c.fail(errStreamID)
				return k, false
			}
		default:
			c.failf("ERR Unrecognized XCLAIM option '%s'", word)
			return k, false
		}
	}
	if k.at < 0 || k.at > c.milliseconds() && !c.e.loading {
		k.at = c.milliseconds()
	}
	return k, true
}

// claimGroup returns the group that a command names in its first two arguments.
func (c *call) claimGroup() (s *keyspace.Stream, g *keyspace.Group, ok bool) {
	s, there, ok := value[*keyspace.Stream](c, c.args[1])
	if !ok {
		return nil, nil, false
	}
	if there {
		g = s.Group(c.args[2])
	}
	if g == nil {
		c.fail(noGroup(c.args[1], c.args[2]))
		return nil, nil, false
	}
	return s, g, true
}

func xclaim(c *call) {
	s, g, ok := c.claimGroup()
	if !ok {
		return
	}
	k, ok := c.parseClaim()
	if !ok {
		return
	}
	key, group := c.args[1], c.args[2]
	if g.LastID.Less(k.last) {
		g.LastID = k.last
		c.e.touch(key)
		c.positionEffect(key, group, g)
	}
	var consumer *keyspace.Consumer
	var claimed []keyspace.StreamEntry
	for _, id := range k.ids {
		p := g.PendingEntry(id)
		e, there := s.Get(id)
		if !there { // what is gone from the stream is gone from the group
			if p != nil {
				g.Acknowledge(id)
				c.changedAs(key, "XACK", key, group, id.String())
			}
			continue
		}
		if p == nil && !k.force || p != nil && c.milliseconds()-p.DeliveredAt < k.minIdle {
			continue
		}
		if consumer == nil {
			consumer = c.seenConsumer(key, group, g, c.args[3])
		}
		p = g.Assign(id, consumer)
		p.DeliveredAt = k.at
		switch {
		case k.retry >= 0:
			p.Deliveries = uint64(k.retry)
		case !k.justID:
			p.Deliveries++
		}
		claimed = append(claimed, e)
		c.e.touch(key)
		c.pendingEffect(key, group, g, p)
	}
	c.claimedReply(claimed, k.justID)
}

func (c *call) claimedReply(claimed []keyspace.StreamEntry, justID bool) {
	if !justID {
		c.entries(claimed)
		return
	}
	c.out.Array(len(claimed))
	for _, e := range claimed {
		c.out.Bulk(e.ID.String())
	}
}

func xautoClaim(c *call) {
	minIdle, ok := parseInt(c.args[4])
	if !ok {
		c.fail("ERR Invalid min-idle-time argument for XAUTOCLAIM")
		return
	}
	from, ok := c.rangeID(c.args[5], true)
	if !ok {
		return
	}
	count, justID := int64(100), false
	for i := 6; i < len(c.args); i++ {
		switch {
		case option(c.args[i], "COUNT") && i+1 < len(c.args):
			i++
			if count, ok = parseInt(c.args[i]); !ok || count < 1 || count > 1<<48 {
				c.fail("ERR COUNT must be > 0")
				return
			}
		case option(c.args[i], "JUSTID"):
			justID = true
		default:
			c.fail(errSyntax)
			return
		}
	}
	s, g, ok := c.claimGroup()
	if !ok {
		return
	}
	key, group := c.args[1], c.args[2]
	var consumer *keyspace.Consumer
	var claimed []keyspace.StreamEntry
	var gone []keyspace.StreamID
	next := keyspace.StreamID{}
	attempts := count * 10
	for _, p := range append([]*keyspace.Pending(nil), g.PendingFrom(from)...) {
		if count == 0 || attempts == 0 {
			next = p.ID
			break
		}
		attempts--
		e, there := s.Get(p.ID)
		if !there {
			g.Acknowledge(p.ID)
			gone = append(gone, p.ID)
			c.changedAs(key, "XACK", key, group, p.ID.String())
			count--
			continue
		}
		if c.milliseconds()-p.DeliveredAt < minIdle {
			continue
		}
		if consumer == nil {
			consumer = c.seenConsumer(key, group, g, c.args[3])
		}
		p = g.Assign(p.ID, consumer)
		p.DeliveredAt = c.milliseconds()
		if !justID {
			p.Deliveries++
		}
		claimed = append(claimed, e)
		count--
		c.e.touch(key)
		c.pendingEffect(key, group, g, p)
	}
	c.out.Array(3)
	c.out.Bulk(next.String())
	c.claimedReply(claimed, justID)
	c.out.Array(len(gone))
	for _, id := range gone {
		c.out.Bulk(id.String())
	}
}

func xpending(c *call) {
	_, g, ok := c.claimGroup()
	if !ok {
		return
	}
	if len(c.args) == 3 {
		c.pendingSummary(g)
		return
	}
	args, minIdle := c.args[3:], int64(0)
	if option(args[0], "IDLE") && len(args) > 1 {
		if minIdle, ok = c.int(args[1]); !ok {
			return
		}
		args = args[2:]
	}
	if len(args) != 3 && len(args) != 4 {
		c.fail(errSyntax)
		return
	}
	from, ok := c.rangeID(args[0], true)
	if !ok {
		return
	}
	to, ok := c.rangeID(args[1], false)
	if !ok {
		return
	}
	count, ok := c.int(args[2])
	if !ok {
		return
	}
	var found []*keyspace.Pending
	for _, p := range g.PendingFrom(from) {
		if to.Less(p.ID) || int64(len(found)) >= count {
			break
		}
		if (len(args) == 3 || p.Consumer.Name == args[3]) && c.milliseconds()-p.DeliveredAt >= minIdle {
			found = append(found, p)
		}
	}
	c.out.Array(len(found))
	for _, p := range found {
		c.out.Array(4)
		c.out.Bulk(p.ID.String())
		c.out.Bulk(p.Consumer.Name)
		c.out.Int(max(0, c.milliseconds()-p.DeliveredAt))
		c.out.Int(int64(p.Deliveries))
	}
}

func (c *call) pendingSummary(g *keyspace.Group) {
	all := g.PendingFrom(keyspace.StreamID{})
	c.out.Array(4)
	c.out.Int(int64(len(all)))
	if len(all) == 0 {
		c.out.Null()
		c.out.Null()
		c.out.NullArray()
		return
	}
	c.out.Bulk(all[0].ID.String())
	c.out.Bulk(all[len(all)-1].ID.String())
	var busy []*keyspace.Consumer
	for _, name := range g.ConsumerNames() {
		if consumer := g.Consumer(name); consumer.Pending > 0 {
			busy = append(busy, consumer)
		}
	}
	c.out.Array(len(busy))
	for _, consumer := range busy {
		c.out.Array(2)
		c.out.Bulk(consumer.Name)
		c.out.Bulk(strconv.Itoa(consumer.Pending))
	}
}
