package cells

import "encoding/binary"

// ByteReader reads the parts of a binary form from bytes that may end too soon or be none. Once they did, Torn is
// true and every further answer is zero, so that a caller asks once, at the end.
type ByteReader struct {
	Rest []byte // what is not read yet
	Torn bool
}

// Take gives the next n bytes, as a view; nil when there are fewer.
func (r *ByteReader) Take(n uint64) []byte {
	if r.Torn || n > uint64(len(r.Rest)) {
		r.Torn = true
		return nil
	}
	out := r.Rest[:n]
	r.Rest = r.Rest[n:]
	return out
}

// Byte gives the next byte.
func (r *ByteReader) Byte() byte {
	if b := r.Take(1); b != nil {
		return b[0]
	}
	return 0
}

// Uvarint gives the next unsigned varint of encoding/binary.
func (r *ByteReader) Uvarint() uint64 {
	x, n := binary.Uvarint(r.Rest)
	if n <= 0 {
		r.Torn = true
		return 0
	}
	r.Rest = r.Rest[n:]
	return x
}

// Varint gives the next signed varint of encoding/binary.
func (r *ByteReader) Varint() int64 {
	x, n := binary.Varint(r.Rest)
	if n <= 0 {
		r.Torn = true
		return 0
	}
	r.Rest = r.Rest[n:]
	return x
}
