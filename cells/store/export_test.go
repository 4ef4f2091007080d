package store

// What the fuzz tests read with: text that comes from Redis, which others may write to.

// ReadNews reads a message of a book's channel; it gives the versions it speaks of.
func ReadNews(message string) (first, last uint64, records int, err error) {
	n, err := parseNews(message)
	return n.first, n.last, len(n.records), err
}

// ReadMeta reads a meta hash.
func ReadMeta(hash map[string]string) (exists bool, err error) {
	m, err := parseMeta("b", hash)
	return m.exists, err
}

// ReadEntry reads a record of the log.
func ReadEntry(text string) error {
	_, err := decodeEntry(text, 1)
	return err
}
