package collation

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// A key is the places of the letters of a text and, behind a zero, its accents. A place that an ASCII character has is one odd byte; one between two of those is the even
// byte between theirs, and its own three bytes. An accent is two bytes; the last ones are left out as long as they say that a letter has none.
const (
	endOfPlaces = 0
	noAccent    = "\x00\x20"
)

// AppendPlain is AppendKey for a text of ASCII characters that have places; false for others. Its key is as long as the text, and no text that is not equal has the same.
func AppendPlain(key []byte, s string) (longer []byte, ok bool) {
	start := len(key)
	key = slices.Grow(key, len(s))[:start+len(s)]
	for i, k := 0, key[start:]; i < len(s); i++ {
		r := ranks[s[i]]
		if r == 0 {
			return key[:start], false
		}
		k[i] = 2*r + 1
	}
	return key, true
}

// AppendKey appends the key of a text: keys, as bytes, have the order of the texts, but for texts that collate alike and are not equal, which have one key. What it
// takes is said by Cost.
func AppendKey(key []byte, s string) []byte {
	start := len(key)
	key = slices.Grow(key, len(s))
	accents := false
	for i := 0; i < len(s); {
		if r := ranks[s[i]]; r != 0 {
			key = append(key, 2*r+1)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		l := letterOf(r)
		if l == nil {
			return appendWeighed(key[:start], s)
		}
		key = append(key, l.places...)
		accents = accents || l.accented
		i += n
	}
	if !accents {
		return key
	}
	key = append(key, endOfPlaces)
	start = len(key)
	for i := 0; i < len(s); {
		if ranks[s[i]] != 0 {
			key = append(key, noAccent...)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		key = append(key, letterOf(r).accents...)
		i += n
	}
	return key[:start+len(accentsOf(key[start:]))]
}

// appendWeighed is AppendKey for texts with characters that depend on each other.
func appendWeighed(key []byte, s string) []byte {
	k := keyers.Get().(*keyer)
	defer k.release()
	weights := k.weigh(s)
	for weights[0]|weights[1] != 0 {
		var place uint32
		place, weights = cutPlace(weights)
		key = appendPlace(key, place)
	}
	if accents := accentsOf(weights[2:]); len(accents) > 0 {
		key = append(append(key, endOfPlaces), accents...)
	}
	return key
}

// accentsOf is accents without the last ones that say that there is none.
func accentsOf(accents []byte) []byte {
	for len(accents) > 0 && string(accents[len(accents)-2:]) == noAccent {
		accents = accents[:len(accents)-2]
	}
	return accents
}

func appendPlace(key []byte, place uint32) []byte {
	i, ascii := slices.BinarySearch(asciiPlaces(), place)
	if ascii {
		return append(key, byte(2*i+3))
	}
	return append(key, byte(2*i+2), byte(place>>16), byte(place>>8), byte(place))
}

// asciiPlaces is the places of the characters of asciiOrder as the collator has them.
var asciiPlaces = sync.OnceValue(func() []uint32 {
	k := keyers.Get().(*keyer)
	defer k.release()
	places := make([]uint32, len(asciiOrder))
	for i := range places {
		places[i], _ = cutPlace(k.weigh(asciiOrder[i : i+1]))
	}
	return places
})
