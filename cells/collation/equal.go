package collation

import (
	"cmp"
	"unicode/utf8"
)

// Equal reports whether two texts are equal: character by character, in small letters. It says so when and only when Compare is 0.
func Equal(a, b string) bool { return a == b || compareCharacters(a, b, &smalls) == 0 }

// EqualFold is strings.EqualFold, and fast for all letters.
func EqualFold(a, b string) bool { return a == b || compareCharacters(a, b, &folds) == 0 }

// byCharacters orders texts by the codes of their characters in small letters.
func byCharacters(a, b string) int { return compareCharacters(a, b, &smalls) }

// compareCharacters orders texts by the codes of what their characters become.
func compareCharacters(a, b string, become *caseTable) int {
	a, b = behindEqual(a, b)
	for a != "" && b != "" {
		if x, y := a[0], b[0]; x|y < utf8.RuneSelf {
			if x != y {
				if x, y = lower(x), lower(y); x != y {
					return cmp.Compare(x, y)
				}
			}
			a, b = a[1:], b[1:]
			continue
		}
		ra, na := decode(a)
		rb, nb := decode(b)
		if ra != rb {
			if la, lb := become.get(ra), become.get(rb); la != lb {
				return cmp.Compare(la, lb)
			}
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + ('a' - 'A')
	}
	return b
}

// decode is utf8.DecodeRuneInString, and faster for letters of two bytes.
func decode(s string) (r rune, size int) {
	if len(s) > 1 && s[0]-0xc2 < 0xe0-0xc2 && s[1]&0xc0 == 0x80 {
		return rune(s[0]&0x1f)<<6 | rune(s[1]&0x3f), 2
	}
	return utf8.DecodeRuneInString(s)
}
