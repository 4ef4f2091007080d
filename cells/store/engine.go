package store

import (
	"iter"

	"freshet/cells"
)

// Engine makes the replicas that this package keeps in step with Redis. Package calc is the one in use; a
// test may bring another revision of it.
type Engine interface {
	// Revision names the rules of computation, "<number>/<architecture>". Replicas of one revision compute alike.
	Revision() string
	// New makes the replica of a book at version 0.
	New(book, epoch string) Replica
	// Load makes a replica from the parts of a checkpoint taken at pos. It neither changes nor keeps the bytes.
	Load(book string, pos cells.Position, parts iter.Seq2[string, []byte]) (Replica, error)
}

// Replica is one book as an engine holds it. Its caller synchronises: Apply, Encode and Encoded alone, everything else shared.
type Replica interface {
	cells.View
	// Check tells whether the request would be refused now; it changes nothing.
	Check(cells.Request) *cells.Error
	// Apply takes the entry whose version follows the replica's. It is total: it refuses, but never fails.
	Apply(cells.Entry) *cells.Changes
	// NextDue is from when on a Tick has something to do, in Unix milliseconds; math.MaxInt64 for never, zero for at once. Formulas
	// that are another with every Tick (NOW, RAND) count only if volatile is set.
	NextDue(volatile bool) int64
	// Awaits is the pasts for which a Recall is still to bring what their histories hold from before.
	Awaits() []cells.Awaited
	// Encode gives the parts of the checkpoint that changed after version since, or all of them.
	Encode(since uint64, full bool) []Part
	// Encoded tells that what Encode gave at that version is stored.
	Encoded(version uint64)
}

// Part is a named piece of a checkpoint. Nil bytes say that the part is gone.
type Part struct {
	Name  string
	Bytes []byte
}
