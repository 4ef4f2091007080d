// Package keyspace holds the data of the embedded store: keys, their values
// (strings, hashes, sets, sorted sets, lists, streams with consumer groups) and
// their deadlines. It is a set of data structures: it does no I/O, reads no clock
// and takes no locks; its caller serialises access.
//
// The structures are chosen for what a Freshet book asks of them:
//
//   - every collection that can be scanned is a [Dict], whose cursors are positions
//     in an array walked backwards, so that SCAN and its kin cost only what they
//     return and still visit everything that was there throughout;
//   - a stream is a sorted array with a moving front: an append, a trim and a
//     range from any id are cheap at any length;
//   - deadlines lie in a heap, so that expiring costs nothing while none is due.
//
// [Keyspace.Snapshot] and [Freeze] let a caller copy everything as it stood at one
// moment while it goes on changing.
package keyspace
