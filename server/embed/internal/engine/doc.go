// Package engine executes the commands of Redis on a [keyspace.Keyspace], one at a
// time: it is the single thread of Redis as a library, without its network and its
// disk. Its caller serialises all calls.
//
// Three things come out of a command. Its reply goes to the [Session] that asked.
// Its effects, the commands that repeat what it changed whatever the clock and
// chance were (XADD with the id it made, deadlines as points in time, a script as
// the writes it did), gather in a batch that the caller writes to a file before
// anybody may see the reply. And its signals, the messages it published and the
// keys it touched, wait in the engine until the caller says that the batch is safe:
// nobody learns by PUBLISH, or by a blocked XREAD, of what may yet be lost.
//
// What is offered is one table ([Commands]); the names of Redis that are not in it
// are refused by name.
package engine
