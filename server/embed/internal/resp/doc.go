// Package resp reads and writes the Redis serialization protocol, versions 2
// and 3, as bytes: requests in ([Reader]), replies out ([Encoder]). It knows no
// command and does no network I/O of its own.
//
// One parser serves two readers. A connection reads requests leniently (a line
// of words is a request too, so that a person with a terminal gets an answer);
// the append only file is read strictly, with the offset of every record.
package resp
