package formula

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// strange tells what to type instead of a character that no formula has outside quotes: those that word processors, web pages, other keyboards and
// other notations put into formulas.
func (s *scanner) strange() *syntaxError {
	r, size := utf8.DecodeRuneInString(s.src[s.pos:])
	char := string(r)
	switch {
	case strings.ContainsRune("“”„‟«»″〝〞「」『』", r):
		return hinted(s.pos, "texts stand between straight quotes, not between "+char, `"`+s.enclosed(size, "“”„‟«»″〝〞「」『』")+`"`)
	case strings.ContainsRune("‘’‚‛‹›′´", r):
		return hinted(s.pos, "texts stand between straight quotes, not between "+char, `"`+s.enclosed(size, "‘’‚‛‹›′´")+`"`)
	case strings.ContainsRune("×·∗⋅✕✖", r):
		return hinted(s.pos, "times is written *, not "+char, "2*3")
	case strings.ContainsRune("÷∕⁄", r):
		return hinted(s.pos, "divided by is written /, not "+char, "6/3")
	case strings.ContainsRune("−–—‐‑‒", r):
		return hinted(s.pos, "minus is written with the plain sign -, not with the longer "+char, "5-3")
	case superscript(r) >= 0:
		return hinted(s.pos, "powers are written with ^, not with "+char, "A1^"+strconv.Itoa(superscript(r)))
	case strings.ContainsRune("→⇒↦", r):
		return hinted(s.pos, "functions are not written with "+char, "LAMBDA(x, x+1)")
	case r == '\u3000' || r != ' ' && unicode.Is(unicode.Zs, r):
		return fault(s.pos, "the blank here is not the plain one of the keyboard: type it anew")
	case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		return fault(s.pos, "an invisible character stands here: delete it")
	case r >= '！' && r <= '～':
		return fault(s.pos, char+" is the wide form of "+string(r-'！'+'!')+": type the plain one")
	case unicode.IsDigit(r):
		return fault(s.pos, char+" is a digit of another script: type 0 to 9")
	case unicode.Is(unicode.Sc, r):
		return fault(s.pos, "an amount is typed without "+char+": the currency is a number format of the cell")
	}
	if ours, ok := notations[r]; ok {
		return hinted(s.pos, "the character "+char+" has no meaning in a formula", ours)
	}
	return fault(s.pos, "the character "+char+" has no meaning in a formula; texts stand in \"quotes\"")
}

// notations are signs of mathematics and typography, and how what they mean is written.
var notations = map[rune]string{
	'≥': "A1>=5", '≤': "A1<=5", '≠': "A1<>5", '≈': "ABS(A1-B1)<0.01", '√': "SQRT(A1)", '∑': "SUM(A1:A9)", 'Σ': "SUM(A1:A9)", '∞': "1E308", '°': "RADIANS(A1)",
	'½': "1/2", '¼': "1/4", '¾': "3/4", '⅓': "1/3", '⅔': "2/3", '‰': "A1/1000", '…': "A1:A9", '¬': "NOT(A1)", '∧': "AND(A1, B1)", '∨': "OR(A1, B1)",
	'、': "SUM(A1, B1)", '。': "1.5",
}

// enclosed is what stands between the quotation mark at the place and the next one.
func (s *scanner) enclosed(size int, marks string) string {
	end := strings.IndexAny(s.src[s.pos+size:], marks)
	if end < 0 || end > 40 {
		return "abc"
	}
	return strings.ReplaceAll(s.src[s.pos+size:s.pos+size+end], `"`, `""`)
}

// superscript is which digit stands raised; -1 when none does.
func superscript(r rune) int { return slices.Index([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹"), r) }
