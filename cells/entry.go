package cells

import "strconv"

// Position is where a replica stands in a book's log. Versions order the entries of one epoch; another epoch is another
// history (a book restored from a backup), to which nothing of this one can be compared.
type Position struct {
	Epoch   string `json:"epoch"`
	Version uint64 `json:"version"`
}

// String is "epoch:version".
func (p Position) String() string { return p.Epoch + ":" + strconv.FormatUint(p.Version, 10) }

// Request is what somebody asks of a book: ops that take effect together, in one wave, or not at all.
type Request struct {
	Actor  string // who: a person's id, "api:<link>", "mqtt:<client>", "feed:<id>", "system"; never empty
	Client string // with Seq: which stream of requests this is one of, for taking effect once; "" for none
	Seq    uint64 // counts up from 1 within Client
	Ops    Ops
}

// Entry is one record of a book's log: a request with its place in the order and all that chance and clocks add to it.
type Entry struct {
	Version  uint64 `json:"-"`   // its place in the log, from 1: the id of the record
	At       int64  `json:"at"`  // the time of the wave in Unix milliseconds; never less than the entry's before
	Seed     uint64 `json:"rnd"` // what RAND and its like draw from
	Revision string `json:"rev"` // the engine's revision of the server that wrote it
	Actor    string `json:"by"`
	Client   string `json:"client,omitempty"`
	Seq      uint64 `json:"seq,omitempty"`
	Ops      Ops    `json:"ops"`
}
