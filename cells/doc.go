// Package cells is the domain of Freshet: the words in which every other package speaks of books, sheets,
// cells, what people and devices ask of them, and what comes of it. It is pure: no I/O, no clock, no goroutine.
//
// # The story
//
// A book is a replicated state machine. What people and devices ask for are ops ([Op]); a log [Entry] is
// one or more ops that take effect together, with everything that is not deterministic about them: the
// time, the seed of chance, who asked. The book's log of entries is the truth. A replica (package calc) applies
// entries in order; each makes one wave of recalculation, ends at the next version, and yields [Changes]: where the
// book differs now. Whoever shows the book reads the new values through a [View].
//
// # Where this departs from the first plan
//
// The plan committed an op only if the writer's base version was still the head, and had the loser try again. Here
// an entry is appended without a condition; its version is its place in the log, and whether it can take
// effect is decided by applying it, by the same rules on every replica. An entry that cannot (its sheet was deleted a moment
// before) changes nothing and is refused to its author. So writers on several servers never livelock, many
// entries travel in one commit, and a replica never holds what was not committed, hence never rolls back. A client's repeated
// sequence number is recognised in the same way, on every replica, so that nothing typed takes effect twice.
//
// What follows from a wave for the world outside the replica (points of history, later jobs) is a function of the
// log as well. It is written after the commit under a cursor that only moves forward; whoever finds the
// cursor behind the log writes what is missing. Nothing is lost when a server dies between the two.
package cells
