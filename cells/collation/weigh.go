package collation

import (
	"encoding/binary"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// keyer asks the collator. It serves one goroutine at a time.
type keyer struct {
	collator *collate.Collator
	buffer   collate.Buffer
	small    []byte
}

var keyers = sync.Pool{New: func() any {
	// Case is the third level of the order. Texts are in small letters before they get here; what else stands on that level (full width, superscript) is left to the order
	// of characters.
	return &keyer{collator: collate.New(language.Und, collate.IgnoreCase)}
}}

// manyBytes is up to how many bytes of memory is kept for the next key.
const manyBytes = 1 << 16

func (k *keyer) release() {
	if cap(k.small) <= manyBytes {
		keyers.Put(k)
	}
}

// weigh is what the collator makes of a text in small letters: its places, two zeros, and its accents, each of two bytes. It is valid until the next one.
func (k *keyer) weigh(s string) []byte {
	k.small = k.small[:0]
	for _, r := range s {
		k.small = utf8.AppendRune(k.small, smalls.get(r))
	}
	k.buffer.Reset()
	return k.collator.Key(&k.buffer, k.small)
}

// cutPlace reads the first place of the collator's key, which is of two bytes or, with the highest bit, of three.
func cutPlace(weights []byte) (place uint32, rest []byte) {
	if weights[0]&0x80 == 0 {
		return uint32(binary.BigEndian.Uint16(weights)), weights[2:]
	}
	return uint32(weights[0]&0x7f)<<16 | uint32(binary.BigEndian.Uint16(weights[1:])), weights[3:]
}
