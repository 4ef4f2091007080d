package collation

// asciiOrder is the ASCII characters that have a place in the order, letters in small. The other ones, controls, have none: they count only where nothing else differs.
const asciiOrder = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"

// ranks is the places in asciiOrder, counted from 1; capitals have those of small letters. 0 is for what has no place, and for all beyond ASCII.
var ranks = func() (ranks [256]byte) {
	for i, c := range []byte(asciiOrder) {
		ranks[c] = byte(i) + 1
		if 'a' <= c && c <= 'z' {
			ranks[c-'a'+'A'] = byte(i) + 1
		}
	}
	return ranks
}()
