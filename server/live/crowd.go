package live

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"freshet/cells"
)

// presenceChannel is where servers tell one another who is here.
const presenceChannel = "presence"

const (
	crowdRepeat = 10 * time.Second // how often a server says again who is with it
	crowdExpiry = 30 * time.Second // after which a server that says nothing is gone
	maxRemote   = 2000             // people of other servers, at most
)

// crowd is who has a book open, here and on other servers. It is lossy: what gets lost is repaired by the next repetition.
type crowd struct {
	server string

	mu        sync.Mutex
	rev       uint64
	toldRev   uint64 // of the room's last telling
	sentRev   uint64 // of the last telling to other servers
	people    map[string]*person
	left      []departure
	servers   map[string]time.Time // when each other server was last heard
	asked     bool                 // another server wants to know everybody here
	announced time.Time            // when everybody here was last told
}

type person struct {
	Peer
	server string
	rev    uint64
}

type departure struct {
	id  string
	rev uint64
	at  time.Time
}

// crowdMessage is what servers tell one another.
type crowdMessage struct {
	Server string   `json:"server"`
	Ask    bool     `json:"ask,omitempty"` // tell me who is with you
	All    bool     `json:"all,omitempty"` // these are all; who else was there is gone
	Peers  []Peer   `json:"peers,omitempty"`
	Gone   []string `json:"gone,omitempty"`
}

func newCrowd(server string) *crowd {
	return &crowd{server: server, people: map[string]*person{}, servers: map[string]time.Time{}}
}

// enter lets somebody of this server in, or tells where they are now.
func (c *crowd) enter(p Peer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(p, c.server)
}

func (c *crowd) put(p Peer, server string) {
	old := c.people[p.ID]
	if old != nil && (old.server != server || samePeer(old.Peer, p)) {
		return
	}
	c.rev++
	c.people[p.ID] = &person{p, server, c.rev}
}

func samePeer(a, b Peer) bool {
	sa, sb := a.Selection, b.Selection
	a.Selection, b.Selection = nil, nil
	return a == b && (sa == sb || sa != nil && sb != nil && *sa == *sb)
}

// move tells where somebody of this server is.
func (c *crowd) move(id string, sheet cells.SheetID, selection rect, editing bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.people[id]; p != nil {
		next := p.Peer
		next.Sheet, next.Selection, next.Editing = sheet, &selection, editing
		c.put(next, c.server)
	}
}

// leave lets somebody go.
func (c *crowd) leave(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(id)
}

func (c *crowd) drop(id string) {
	if _, ok := c.people[id]; ok {
		c.rev++
		delete(c.people, id)
		c.left = append(c.left, departure{id, c.rev, time.Now()})
	}
}

// stirred reports whether something happened since it was last asked.
func (c *crowd) stirred() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.toldRev
	c.toldRev = c.rev
	return was != c.rev
}

// news is what happened since the revision a tab knows, which it moves on; false when nothing did.
func (c *crowd) news(self string, known *uint64) (presenceNews, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := presenceNews{T: "presence", Peers: []Peer{}, Gone: []string{}}
	if *known == c.rev {
		return n, false
	}
	for id, p := range c.people {
		if p.rev > *known && id != self {
			n.Peers = append(n.Peers, p.Peer)
		}
	}
	if *known > 0 {
		for _, d := range c.left {
			if d.rev > *known {
				n.Gone = append(n.Gone, d.id)
			}
		}
	}
	slices.SortFunc(n.Peers, func(a, b Peer) int { return compareStrings(a.ID, b.ID) })
	*known = c.rev
	return n, len(n.Peers)+len(n.Gone) > 0
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// announcement is what the other servers are to be told now; nil when that is nothing.
func (c *crowd) announcement(now time.Time) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := crowdMessage{Server: c.server, Ask: c.announced.IsZero()}
	m.All = c.asked || now.Sub(c.announced) >= crowdRepeat
	if !m.All && c.sentRev == c.rev {
		return nil
	}
	for _, p := range c.people {
		if p.server == c.server && (m.All || p.rev > c.sentRev) {
			m.Peers = append(m.Peers, p.Peer)
		}
	}
	for _, d := range c.left {
		if d.rev > c.sentRev && !m.All {
			m.Gone = append(m.Gone, d.id)
		}
	}
	if m.All {
		c.announced = now
	}
	c.sentRev, c.asked = c.rev, false
	if !m.All && len(m.Peers)+len(m.Gone) == 0 {
		return nil
	}
	return encode(m)
}

// hear takes in what another server tells. What cannot be read is passed over.
func (c *crowd) hear(b []byte, now time.Time) {
	var m crowdMessage
	if json.Unmarshal(b, &m) != nil || m.Server == c.server || m.Server == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.servers[m.Server] = now
	c.asked = c.asked || m.Ask
	here := map[string]bool{}
	for _, p := range m.Peers {
		here[p.ID] = true
		if c.people[p.ID] != nil || len(c.people) < maxRemote {
			c.put(p, m.Server)
		}
	}
	for id, p := range c.people {
		if p.server == m.Server && (m.All && !here[id] || slices.Contains(m.Gone, id)) {
			c.drop(id)
		}
	}
}

// expire forgets servers that fell silent and departures everybody was told of.
func (c *crowd) expire(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for s, heard := range c.servers {
		if now.Sub(heard) < crowdExpiry {
			continue
		}
		delete(c.servers, s)
		for id, p := range c.people {
			if p.server == s {
				c.drop(id)
			}
		}
	}
	c.left = slices.DeleteFunc(c.left, func(d departure) bool { return now.Sub(d.at) > time.Minute })
}
