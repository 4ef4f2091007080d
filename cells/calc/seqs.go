package calc

import (
	"cmp"
	"maps"
	"slices"

	"freshet/cells"
)

// maxClients is how many clients the book remembers; the least recent is forgotten first.
const maxClients = 1000

// seqMemory knows which requests took effect, so that one that is sent again takes none.
type seqMemory struct {
	last  map[string]client
	clock uint64
}

// client is the last request of a client that took effect, and when that was among all.
type client struct {
	seq, used uint64
}

func newSeqMemory() seqMemory { return seqMemory{last: make(map[string]client)} }

func (m *seqMemory) repeated(name string, seq uint64) bool {
	return name != "" && seq != 0 && seq <= m.last[name].seq
}

// LastSeq is the number of the client's latest request that took effect; zero when the book remembers none.
func (b *Book) LastSeq(client string) uint64 { return b.seqs.last[client].seq }

func (m *seqMemory) remember(name string, seq uint64) {
	if name == "" || seq == 0 {
		return
	}
	m.clock++
	m.last[name] = client{seq, m.clock}
	if len(m.last) <= maxClients {
		return
	}
	oldest := ""
	for n, c := range m.last {
		if oldest == "" || c.used < m.last[oldest].used {
			oldest = n
		}
	}
	delete(m.last, oldest)
}

// names is the clients from the least to the most recent.
func (m *seqMemory) names() []string {
	return slices.SortedFunc(maps.Keys(m.last), func(a, b string) int { return cmp.Compare(m.last[a].used, m.last[b].used) })
}

func sortRefs(refs []cells.Ref) { slices.SortFunc(refs, cells.Ref.Compare) }
