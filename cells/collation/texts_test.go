package collation_test

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// oddTexts is texts in which characters depend on each other, are none, or collate alike.
var oddTexts = []string{
	"", " ", "  ", "\x00", "\x00a", "a\x00", "\x01\x02", "\t", "\n", "\r\n", "\x7f", "-", "'", "’", "‐", "‑", "–", "co-op", "coop", "coal", "co op", "it's", "its",
	"0", "00", "1", "10", "2", "٣", "３", "³", "½", "a", "A", "á", "Á", "a\u0301", "A\u0301", "à", "ä", "a\u0308", "å", "Å", "Å", "a\u030a", "ą", "ạ\u0301", "a\u0301\u0323", "a\u0323\u0301", "ae", "æ", "Æ", "az",
	"Arger", "Ärger", "ärger", "Argers", "Zebra", "Öl", "Ol", "Om", "Straße", "Strasse", "STRASSE", "STRASSE\u00ad", "straẞe", "Strassf", "ß", "ss", "ẞ", "st", "ﬆ", "ﬁ", "fi", "Fi", "ﬂ", "ffi", "ﬃ",
	"i", "I", "ı", "İ", "i\u0307", "I\u0307", "istanbul", "ISTANBUL", "İstanbul", "ıstanbul", "l·", "ŀ", "l", "l·l", "ll", "l\x00·", "·", "\u0387", "ñ", "n\u0303", "nz", "o", "ø", "Ø", "œ", "oe", "ð", "þ", "th",
	"σ", "ς", "Σ", "Σας", "α", "ἀ", "ᾳ", "αι", "ᾁ\u0301", "ᾼ", "а", "б", "и", "й", "и\u0306", "Й", "е", "ё", "Ё", "ж", "א", "שׁ", "ש\u05c1", "ب", "لا", "ﻻ", "ﷺ", "\u0651\u064e", "\u064e\u0651",
	"ก", "เก", "กเ", "แก", "เ", "เเ", "ຂ", "ເຂ", "\u09c7\u09be", "\u09cb", "ক\u09c7\u09be", "कि", "क्ष", "\u0f71\u0f72", "\u0f73", "\u0f71", "\u0f71\u0301\u0f72", "\u1025\u102e", "\u1026",
	"か", "カ", "ｶ", "が", "ガ", "ｶﾞ", "か\u3099", "゛", "ー", "カー", "カア", "ぁ", "ァ", "㌀", "アパート", "中", "文", "一", "龥", "龦", "㐀", "豈", "更", "\U00020000", "\U0002f800",
	"가", "각", "\u1100\u1161", "\u1100\u1161\u11a8", "가\u11a8", "가나", "까", "힣", "ㄱ", "가中", "각中", "ᄀ", "ﾡ", "Ａ", "ａ", "Ａb", "ａｂ", "ⓐ", "ª", "𝐀", "𝒶", "①", "㎏", "kg", "№", "™", "tm",
	"😀", "😁", "👍", "👍🏽", "👩\u200d👩\u200d👧", "👩👩👧", "♥", "♥\ufe0f", "❤️", "\u200d", "\ufe0f", "\u200b", "\ufeff", "\u034f", "a\u034f\u0301", "\u0301", "\u0301a", "\u0323\u0301", "\u0301\u0323", "e\u0363", "\u0363",
	"\xff", "\xfe\xff", "a\xff", "\xffa", "\xc3", "\xc3(", "\xe4\xb8", "\xe4\xb8\xad", "\xf0\x9f\x98", "\xed\xa0\x80", "\xed\xb0\x80", "\xed\xa0\x80\xed\xb0\x80", "\xc0\x80", "\xc1\xa1", "\x80", "\xbf\xbf", "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\ue000", "\U0001fbf0",
	"$", "€", "£", "₿", "+", "<", "=", "|", "~", "^", "`", "´", "¨", "_", "__", "(a)", "[a]", "{a}", "@a", "#a", "%a", "&a", "*a", "/a", "\\a", "!", "¡", "?", "¿", "\"", "«", "…", "...", "。", "、",
	strings.Repeat("a", 5000), strings.Repeat("a", 4999) + "b", strings.Repeat("ä", 3000), strings.Repeat("a", 3000), strings.Repeat("ä", 2999) + "b", strings.Repeat("\u0301", 500), "a" + strings.Repeat("\u0301\u0323", 40), "a" + strings.Repeat("\u0323\u0301", 40),
	strings.Repeat("e\u0301", 700), strings.Repeat("é", 700), strings.Repeat("한", 900), strings.Repeat("เก", 300), strings.Repeat("ﷺ", 300), strings.Repeat("\xff", 400), strings.Repeat("\x00", 400),
}

// alphabets is what texts are made of, each of one.
var alphabets = [][]rune{
	[]rune("abcABC -'.,z09"), []rune("aA\x00\x01\x7f-"), []rune("aäöüßÄÖÜẞéèsSzZåñøæœ"), []rune("a\u0301\u0323\u0308oeE·lL\u0387\u034f"), []rune("กขเแะา"), []rune("ガがカハ゛ばﾊﾞｶー"),
	[]rune("한국가각힣\u1100\u1161\u11a8"), []rune("中文字一龥龦㐀𠀀"), []rune("😀👍🏽\u200d\ufe0f♥"), []rune("ﬁfﬂiİıIil"), []rune("абвийЙ\u0306ёЁ"), []rune("αάἀςΣσᾁ\u0345"), []rune("\ufffd\ufffe\uffff\ue000\U0010ffff"),
	[]rune("কে\u09beি\u09d7"), []rune("\u0f71\u0f72\u0f40\u0f90\u0f80"), []rune("אבשׁ\u05c1ﬠبلاﻻ\u0651\u064e"), []rune("\u0363\u0369\u2de0яaα"),
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	a := alphabets[r.IntN(len(alphabets))]
	n := r.IntN(7)
	if r.IntN(50) == 0 {
		n = 60
	}
	for range n {
		switch r.IntN(40) {
		case 0:
			b.WriteByte(byte(r.IntN(256)))
		case 1:
			b.WriteRune(rune(r.IntN(0x30000)))
		case 2, 3, 4, 5:
			a = alphabets[r.IntN(len(alphabets))]
			fallthrough
		default:
			b.WriteRune(a[r.IntN(len(a))])
		}
	}
	return b.String()
}

// plainly is the order as it is defined: the collator's, of texts in small letters, and that of the characters where it makes no difference.
func plainly(c *collate.Collator, a, b string) int {
	a, b = small(a), small(b)
	if order := c.CompareString(a, b); order != 0 {
		return order
	}
	return strings.Compare(a, b)
}

func small(s string) string {
	var b []byte
	for _, r := range s {
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	return string(b)
}

func rootCollator() *collate.Collator { return collate.New(language.Und, collate.IgnoreCase) }

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// few is a number of tries, or a tenth of them where each takes long.
func few(n int) int {
	if raceEnabled {
		return n / 10
	}
	return n
}
