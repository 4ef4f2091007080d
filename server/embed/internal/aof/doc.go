// Package aof keeps an append only file in the format of Redis 7: a directory
// appendonlydir with a manifest, a base file and incremental files, each a
// sequence of RESP commands. A Redis of version 7 or later loads the directory as
// it is, and this package loads what such a Redis wrote without an RDB preamble.
//
// One thing is added, in a place where Redis skips what it does not know: after
// each batch stands an annotation line
//
//	#CRC32C:<checksum of the batch, hex>:<length of the batch>
//
// so that a flipped bit is found, which Redis would load as truth, and so that a
// torn tail can be told from damage in the middle: a tail is what no intact batch
// follows. A tail is cut (its bytes are kept beside the file), any other damage
// refuses to open.
//
// A batch is applied whole or not at all: one command, or MULTI … EXEC.
//
// Compaction is a rewrite in the manner of Redis' BGREWRITEAOF: appends move to a
// new incremental file, a base is written aside from a snapshot taken at that very
// moment, and one rename of the manifest makes both the truth. A crash at any
// point leaves a manifest whose files add up to everything acknowledged.
package aof
