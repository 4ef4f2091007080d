package collation

import "unicode/utf8"

// What a byte of a text costs that the collator weighs, and a byte of a letter and of its part of the key, where a byte of ASCII is 1.
const (
	weighedCost = 16
	letterCost  = 2
)

// lookingCost is what one U+0F71 costs besides: what it is one letter with is looked for behind every accent.
const (
	looking     = 0x0f71
	lookingCost = 1200
)

// Cost is what it takes to make the key of a text, where 1 is what a byte of ASCII takes. It depends on the text alone, and is found by going through it once.
func Cost(s string) int {
	cost, weighed, looked := 0, false, 0
	for i := 0; i < len(s); {
		if ranks[s[i]] != 0 {
			cost++
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if l := letterOf(r); l != nil {
			cost += letterCost * (n + len(l.places) + len(l.accents))
			continue
		}
		weighed = true
		if r == looking {
			looked++
		}
	}
	if weighed {
		return weighedCost*len(s) + lookingCost*looked
	}
	return cost
}
