// Package store keeps books in Redis and shares one replica of each open book among everybody on this server. It is
// the only door to Redis.
//
// # The story
//
// The truth about a book is its log: a Redis stream whose record <version>-0 is one [cells.Entry] as JSON. A
// [Book] is this server's replica of it. Update gives a request to the book's committer, which appends what has
// gathered in its queue with one script call; the script numbers the records, makes the time monotonic
// and publishes them. The applier takes records in the order of the log, whoever wrote them, applies each to the
// engine, tells the watchers, and answers the callers. So an answer means: committed, and visible in View.
//
// Other servers hear what was published over one Pub/Sub connection. A gap, a reconnection or a long
// silence makes the applier read the log itself, so a lost message costs a moment and nothing else.
//
// Behind the log follow two things that can be made from it again. The checkpoint is the engine's state in
// parts, written when enough has changed; to open a book is to load the checkpoint, whole, and apply the log after it: whoever asks for the
// book meanwhile waits for that, so nobody is shown, or edits, less than all that is committed. The effects
// are the points of history: they are written under a cursor that moves forward version by version, by the server that wrote
// the entry, or after a moment by any other that finds the cursor behind. The checkpoint never passes the
// cursor and the log is never trimmed beyond the checkpoint, so what is missing can always be made again.
//
// # What Redis holds
//
// Every key of a book carries the hash tag {book}; keys.go lists them all. Scripts use plain redis.call and cjson, and touch one
// book each, so they run alike on Redis 7, on a Redis Cluster and on the embedded store.
//
// # Once, whatever happens
//
// Each committer numbers its batches, and the script remembers the last number of each committer with the version it
// got. A call whose answer was lost is repeated under the same number and is told the first outcome; a batch that was
// given up is voided under its number, so that a packet that arrives late finds it taken. A person's or
// device's repeated request is recognised by the engine from Client and Seq.
//
// # Time
//
// Some values change by time alone: absent(A1,"5m"), a window that a point leaves, NOW(). The engine knows the next such moment, and a server that has the book open appends a
// Tick then (clock.go), whether a browser watches or not. The script takes a Tick only from a writer that knows the one before it, so one server makes it, and needs
// no lease for that. Ticks are a second apart at least, a minute in a book that nobody holds; there NOW and RAND stand still, until somebody asks for the book and is given it as of that moment. For
// a book that no server has open an alarm is kept, in a sorted set of who is due when. Servers put off the alarms of the books
// they have open, so one that rings is nobody's, and the server that claims it opens the book (alarm.go). A book in which nothing is due costs no command.
//
// # What came before a formula
//
// History is no part of a book, but formulas read the past of cells. Where one begins to, the engine awaits what the history of the cell holds from before, and a server reads it and
// appends it as an entry (recall.go): data of the log from then on, the same for every replica. The server that committed the formula does it at once, another one a second later if that
// is gone. It is bounded: 4,096 points of a cell, fewer of each where many begin at once.
//
// # When Redis forgets
//
// A Redis that syncs its file every second may lose its last moment when it is killed. A replica remembers what it applied
// in the last ten seconds and appends it again when it finds the head behind itself (heal.go), with the history that belongs to it,
// unless somebody has written to the shorter log first; then the replica gives way and is loaded again (see Book.Done). Every look at
// the log and every commit compares the record the replica stands at, so that nobody follows two histories. When a
// book is opened after a restart of the store and no server was there to vouch for it (run.go), it gets another epoch, because
// a browser may remember entries that are gone. What is not put back: links made or revoked in the lost moment, and
// books created in it. The remedy is appendfsync always.
//
// A Redis 7 that starts with a file cut off in the middle of a script ignores that half of it, but leaves it in the file, and executes it at
// its next start. So every script puts its changes in an order that may end anywhere: records before the head, points before the
// cursor, parts of a checkpoint before the manifest that makes them one (manifest.go, torn_test.go).
//
// # Where this departs from the plan
//
// The commit is unconditional (see package cells). History records are ordered by the time of their wave, not by
// the time of measurement, because devices deliver late; the reader sorts, and two bounds in the meta hash tell it how far it
// must look. The record of the log begins with its time, so that a script can set it without parsing JSON,
// and has a second field that says which committer's which batch it is from.
package store
