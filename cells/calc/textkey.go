package calc

import (
	"unicode"
	"unicode/utf8"
)

// textKey is a hash of a text that is the same for texts which formula.EqualText or collation.Equal takes for equal (the hash is FNV-1a's, over
// characters instead of bytes).
func textKey(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); {
		c := uint32(s[i])
		if c < utf8.RuneSelf {
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			i++
		} else {
			r, n := utf8.DecodeRuneInString(s[i:])
			c = uint32(foldRune(r))
			i += n
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// foldRune is the least of the characters that a character in lower case folds to. To go by lower case first makes the two equalities
// of texts meet: İ has i as its lower case and folds to nothing but itself.
func foldRune(r rune) rune {
	r = unicode.ToLower(r)
	least := r
	for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
		least = min(least, x)
	}
	return least
}
