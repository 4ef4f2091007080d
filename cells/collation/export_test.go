package collation

// Weighed is AppendKey as the collator alone makes keys.
func Weighed(s string) []byte { return appendWeighed(nil, s) }

// Letters is all characters whose places and accents do not depend on their neighbours.
func Letters() []rune {
	var all []rune
	for r := range rune(len(pages) << 8) {
		if letterOf(r) != nil {
			all = append(all, r)
		}
	}
	return all
}

// ASCIIOrder is the ASCII characters that have places, in order.
const ASCIIOrder = asciiOrder
