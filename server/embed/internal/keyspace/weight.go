package keyspace

// Bytes that the structures take beside the text in them, roughly.
const (
	perSlot   = 56 // two string headers and a place in the index
	perStream = 48 // an entry
)

// Weight estimates the memory that a value takes, in bytes.
func Weight(value any) int {
	n := 0
	switch v := value.(type) {
	case string:
		n = len(v)
	case *Hash:
		for f, s := range v.All() {
			n += len(f) + len(s) + perSlot
		}
	case *Set:
		for m := range v.All() {
			n += len(m) + perSlot
		}
	case *ZSet:
		for _, m := range v.order {
			n += len(m.Member) + perSlot + 24
		}
	case *List:
		for _, s := range v.Items() {
			n += len(s) + 16
		}
	case *Stream:
		for _, e := range v.entries {
			n += perStream
			for _, s := range e.Fields {
				n += len(s) + 16
			}
		}
	}
	return n
}
