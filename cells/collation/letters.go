package collation

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// letter is a character whose places and accents do not depend on its neighbours, as long as all of a text are letters.
type letter struct {
	places, accents string // as they stand in a key
	place           uint32 // its place, when it has just one; else 0
	accented        bool   // accents are more than one for each place that there is none
}

// blocks is the characters that may be letters: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Syriac, symbols, kana, Chinese and Korean, emoji. In what is
// between, vowels stand before their consonants, or signs are written in two. An accent that stands for itself is no letter.
var blocks = [...]struct{ first, last rune }{
	{0x0000, 0x077f}, {0x1e00, 0x1fff}, {0x2000, 0x2dff}, {0x2e00, 0x4dff}, {firstChinese, lastChinese}, {0xac00, 0xd7a3}, {0xf900, 0xffff}, {0x1f000, 0x1faff},
}

// The Chinese characters that have their code for a place are those from the first to the last one of Unicode 1.1.
const (
	firstChinese = 0x4e00
	lastChinese  = 0x9fa5
	chinesePlace = 0x10000
)

// pages is what the collator says of characters, 256 at a time: read when one of them is first asked for.
var pages [0x1fb00 >> 8]struct {
	once    sync.Once
	letters *[256]letter
}

// letterOf is a character; nil when its place depends on its neighbours.
func letterOf(r rune) *letter {
	if uint32(r)>>8 >= uint32(len(pages)) {
		return nil
	}
	p := &pages[r>>8]
	p.once.Do(func() { p.letters = readPage(r &^ 0xff) })
	if p.letters == nil || p.letters[r&0xff].accents == none {
		return nil
	}
	return &p.letters[r&0xff]
}

// none stands for the accents of what is no letter.
const none = "\xff"

func readPage(first rune) *[256]letter {
	page, some := new([256]letter), false
	k := keyers.Get().(*keyer)
	defer k.release()
	for i := range page {
		page[i] = k.letter(first + rune(i))
		some = some || page[i].accents != none
	}
	if !some {
		return nil
	}
	return page
}

func (k *keyer) letter(r rune) letter {
	no := letter{accents: none}
	// A dot in the middle is one letter with an l before it.
	if !inBlocks(r) || r == '·' || r == '\u0387' {
		return no
	}
	weights := k.weigh(string(r))
	var l letter
	var key []byte
	n := 0
	for weights[0]|weights[1] != 0 {
		l.place, weights = cutPlace(weights)
		key = appendPlace(key, l.place)
		n++
	}
	if n != 1 {
		l.place = 0
	}
	l.places, l.accents = string(key), string(weights[2:])
	l.accented = len(accentsOf(weights[2:])) > 0
	if n == 0 && l.accented || n > 0 && unicode.Is(unicode.M, r) {
		return no
	}
	return l
}

func inBlocks(r rune) bool {
	for _, b := range blocks {
		if r <= b.last {
			return r >= b.first
		}
	}
	return false
}

// placeOf is the place of a character; 0 when it has none, or more than one, or one that depends on its neighbours.
func placeOf(r rune) uint32 {
	if r >= firstChinese && r <= lastChinese {
		return uint32(r) + chinesePlace
	}
	if l := letterOf(r); l != nil {
		return l.place
	}
	return 0
}

// stands reports whether a text is at its end, or goes on with a character that has just one place: then nothing behind changes the place of what is before.
func stands(s string) bool {
	if s == "" || ranks[s[0]] != 0 {
		return true
	}
	if s[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return placeOf(r) != 0
}
