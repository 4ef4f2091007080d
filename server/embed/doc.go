// Package embed is Freshet's own store: what Redis is to it when no Redis is given.
// It speaks the protocol of Redis inside the process (and, on request, on a
// socket), keeps its data in memory, and writes the effects of every change to an
// append only file in the format of Redis 7 before it answers. A Redis of that
// version loads the directory as it is, so a user can move there, and back.
//
// # How a command travels
//
// One goroutine per client reads requests and executes those that have arrived, as
// a group, under the lock of the server ([client.executeGroup]). The engine
// (internal/engine) answers them and gathers their effects. The effects are written
// as one batch with a checksum (internal/aof); then the replies go out, messages go
// to subscribers, and who waits in a blocking read is woken. Nothing of a change is
// seen by anybody before it is written.
//
// # What is promised
//
//   - What was answered survives the process, however it ends (kill -9 too): the
//     operating system has it. It survives a loss of power after at most about a
//     second, or at once with [Always].
//   - A torn tail, from a crash in the middle of a write, is cut off with a line in
//     the log, and its bytes are kept beside the file. Any other damage refuses to
//     open, with file and offset.
//   - When the disk is full, changes are refused with MISCONF, memory goes back to
//     what the disk has, reading goes on, and writing begins again by itself when
//     there is room.
//   - One process per directory, by a lock that goes with the process.
//   - Compaction (internal/aof, rewrite.go) goes on beside commands: large values
//     are shared with the snapshot, and what changes meanwhile is copied in pieces
//     of a thousand entries.
//
// # Where it departs from the plan, and why
//
// The plan was miniredis inside, with its commands intercepted. Reading it for
// that purpose showed that what is ours to guarantee would not be: after XDEL or
// XTRIM of the last entries a stream accepts an older id again (the id is a book's
// version); XRANGE and XREAD walk from the first entry and parse every id on the
// way; XTRIM MINID is quadratic; XSETID and XGROUP SETID, which Redis writes into
// every rewritten file, do not exist; deadlines do not pass by themselves; its
// replies would have to be parsed again to know the effects, and transactions,
// WATCH, blocking reads, scripts and SCAN replaced anyway. So the data structures
// and commands are our own, and the battery in testdata holds them, reply by reply
// in both versions of the protocol, against a real redis-server.
//
// # What is not offered
//
// Databases other than 0, HyperLogLogs, geo, bit operations, functions, SORT, DUMP,
// cluster, replication, ACLs and passwords: [Commands] lists what is offered, and
// commands of Redis that are not are refused by name. Scripts see RESP2 replies
// only, have no cmsgpack and no struct, and a number joined to a text by .. may
// show more digits than the 14 of Redis.
package embed

import "freshet/server/embed/internal/engine"

// Commands returns the names of the commands offered, sorted.
func Commands() []string { return engine.Commands() }
