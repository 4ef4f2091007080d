// Package feed takes readings in: from MQTT (package broker beneath it), from the simulator, and from whatever source
// comes later. It knows payloads, topics and bindings; it does not know any protocol.
//
// # The story
//
// A source hands each [Message] to the [Intake]. The message's topic says what it is for: below cells/ it names a
// cell or a name; anything else is compared with the topic filters of the book's bindings, each of which takes one part of
// the payload by a path (GJSON) to one cell. [Decode] and [Extract] make values of bytes and say, where they cannot,
// what was wrong and where.
//
// The readings of a book gather in its inlet and are committed together, as one Ingest op. An inlet commits at once
// when somebody waits for the answer and no commit is under way; while one is, everything that arrives gathers for the
// next, so the batch grows with the load and not with a timer. Readings nobody waits for (QoS 0) gather for a
// tick of 25 ms. No reading is dropped or merged on its way into the log; when a book's queue is full, the
// sender is held up. A [Ticket] tells the source when the readings are committed: that is when it acknowledges.
//
// When the store is away, commits are tried again under the same sequence number, so that they take effect once; after half a
// minute the source is told, and does not acknowledge.
//
// The other way, [Intake.Follow] tells the value of a cell whenever it has changed, for sources that can carry it out again.
//
// The intake remembers the last payload of each topic and binding on this server, and what was wrong with it, for
// the people who make bindings ([Intake.Last], [Intake.Topics]).
//
// # Where this departs from the plan
//
// The plan batched readings by a tick. A tick of 50 ms would bound a device that waits for each acknowledgement to 20
// readings a second, so there is a tick only where nobody waits.
//
// The actor of a batch is its sender when there is one, and "mqtt" when readings of several devices travel together; then each reading
// names its sender ([cells.Reading]). An entry for each device would cost a wave each.
package feed
