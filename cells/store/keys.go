package store

import (
	"regexp"
	"strconv"

	"freshet/cells"
)

// Every key of a book carries the hash tag {book}: a script on one book stays on one slot of a Redis Cluster.

// metaKey is a hash: epoch, rev (the engine's revision), created, head (version of the last entry), at (its time), eff (the cursor of
// effects), lead and lag (bounds of measuring times, see history.go), ckpt (version of the checkpoint), last (what the record at the
// head is from), run (the store's run when the book was last opened), tick (version of the
// latest Tick that a server made because time had passed).
func metaKey(book string) string { return "{" + book + "}:meta" }

// logKey is the stream of entries; record <version>-0 has the fields "entry", JSON, and "from", the committer
// and the number of its batch.
func logKey(book string) string { return "{" + book + "}:log" }

// writersKey is a hash: committer → "<number of its last batch> <first version of it> <time of it>".
func writersKey(book string) string { return "{" + book + "}:writers" }

// checkpointKey is a hash: "manifest" → which fields make the checkpoint, "<name of a part>@<digest>" → its bytes (manifest.go).
func checkpointKey(book string) string { return "{" + book + "}:checkpoint" }

// stagedKey is a hash of parts on their way into the checkpoint; it falls by itself when its writer dies.
func stagedKey(book, writer string) string { return "{" + book + "}:staged:" + writer }

// historyKey is the stream of one cell's history; record <time of the wave>-<version·2^20+n> has the field "v", the
// value as JSON, and the field "t", the time it was measured, where that is another.
func historyKey(book string, s cells.SeriesID) string {
	return "{" + book + "}:history:" + strconv.FormatUint(uint64(s), 10)
}

// seriesKey is the set of the series that have a history.
func seriesKey(book string) string { return "{" + book + "}:series" }

// linksKey is a hash: link id → {"role","label","created","hash"}; the hash is SHA-256 of the token's secret in hex.
func linksKey(book string) string { return "{" + book + "}:links" }

// revokedKey is a hash: link id → when it was revoked.
func revokedKey(book string) string { return "{" + book + "}:revoked" }

// usedKey is a hash: link id → when it was last used, to the minute.
func usedKey(book string) string { return "{" + book + "}:used" }

// bookChannel carries what was committed: "log <first version> <count> <writer> <number of its batch>", with the entries in
// lines of their own when they are short, and "gone".
func bookChannel(book string) string { return "{" + book + "}:news" }

// sideChannel carries what may get lost, such as presence.
func sideChannel(book, channel string) string { return "{" + book + "}:side:" + channel }

// revocations is the channel of all books for links that end: "<book> <link>", with no link for a deleted book.
const revocations = "freshet:revoked"

// alarmsKey is the sorted set of all books whose values change by time alone: book → when a server is to open it, Unix milliseconds,
// unless one that has it open puts that off (alarm.go).
const alarmsKey = "freshet:alarms"

var bookID = regexp.MustCompile(`^[a-z0-9]{8,40}$`)

// unknownBook is the refusal for an id that names no book.
func unknownBook() *cells.Error { return cells.Refuse(cells.NotFound, "there is no such book") }
