package store

import (
	"context"
	"log/slog"
	"net"
	"time"

	"freshet/cells"
)

// Options say where the truth is and how this server behaves towards it. Exactly one of URL and Dialer is given.
type Options struct {
	// URL names a Redis: redis://user:password@host:6379/0, rediss:// with TLS, unix:///path. With ?addr=host:port
	// (repeated) it names the nodes of a Redis Cluster.
	URL string
	// Dialer opens connections to a store inside this process. Its durability is its owner's concern and is not checked.
	Dialer func(ctx context.Context, network, addr string) (net.Conn, error)
	// Name is how Describe calls the store behind Dialer: "embedded store in ./data, written every second".
	Name string
	// AcceptVolatile lets Open use a Redis that may lose data, with a warning instead of a refusal.
	AcceptVolatile bool

	Logger *slog.Logger     // nil: slog.Default()
	Now    func() time.Time // the clock of waves; nil: time.Now
	Engine Engine           // what computes books; nil: package calc

	Patience   time.Duration // how long Update tries while Redis is away; 0: 5 s
	Poll       time.Duration // after how long a silence the log is looked at; 0: 5 s
	Grace      time.Duration // how long the effects of another server's entries are left to it; 0: 2 s
	Checkpoint Checkpointing // when checkpoints are written
	Warm       int           // how many books nobody holds are kept open; 0: 16, negative: none
	Idle       time.Duration // after how long a book nobody holds is closed; 0: 5 min
	Rouse      time.Duration // how often it is asked whether a book that no server has open has become due; 0: 30 s
	Still      bool          // time passes only by what others write: a test or a tool makes its own Ticks
	Keep       int           // points kept of a history whose policy does not say; 0: 10,000
}

// Checkpointing says when a book's checkpoint is written: when the entries that it lacks are as many as Entries, or take as many Bytes in the
// log, or have recomputed as many Cells, or when Quiet has gone by since the first of them, whichever is first; so what a server that opens the book must
// read and do again is bounded. Behind the checkpoint stay the newest entries: at most Window, of WindowBytes altogether.
type Checkpointing struct {
	Entries     int           // 0: 1,000
	Bytes       int           // 0: 16 MiB
	Cells       int           // 0: 200 million
	Quiet       time.Duration // 0: 30 s
	Window      int           // 0: 10,000; negative: none
	WindowBytes int           // 0: 32 MiB
}

// NewBook is what a book is made of.
type NewBook struct {
	Title string
	Ops   cells.Ops // applied in order after the title is set; a sheet "Sheet1" is made first when no op makes one
	Actor string    // who makes it
}

// Created is a new book with one link for each role. The tokens are told here and never again.
type Created struct {
	ID     string
	Links  map[cells.Role]Link
	Tokens map[cells.Role]string
}

// Link is one grant of a role on a book, held by whoever knows its token. Times are Unix milliseconds.
type Link struct {
	ID       string     `json:"id"`
	Role     cells.Role `json:"role"`
	Label    string     `json:"label"`
	Created  int64      `json:"created"`
	LastUsed int64      `json:"lastUsed,omitempty"` // to the minute; zero: never
	Revoked  bool       `json:"revoked,omitempty"`
}

// Grant is what a token opens.
type Grant struct {
	Book  string
	Role  cells.Role
	Link  string // the id of the link
	Label string
}

// Stats are counts since Open, for /metrics.
type Stats struct {
	Books       int    // open replicas, warm ones too
	Commits     uint64 // commit scripts that took effect
	Entries     uint64 // entries they appended
	Applied     uint64 // entries applied, other servers' too
	Retries     uint64 // commit scripts called again
	CatchUps    uint64 // times the log was read because the bus was silent or had a gap
	Points      uint64 // points of history written
	Checkpoints uint64
	Restored    uint64 // entries put back that the store had lost
	Faults      uint64 // faults logged
}
