package formula

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// findText is FIND, or SEARCH when wild: without case and with wildcards.
func (f *frame) findText(a []operand, wild bool) operand {
	needle, hay := a[0].Text(), a[1].Text()
	start := math.Trunc(optNum(a, 2, 1))
	if start < 1 || start > float64(runeLen(hay))+1 {
		return argument(cells.ErrValue, 3, "there is no character at that place to begin at")
	}
	skipped := firstRunes(hay, start-1)
	rest := hay[len(skipped):]
	at := -1
	switch {
	case !wild:
		at = strings.Index(rest, needle)
	case strings.ContainsAny(needle, "*?~"):
		f.chargeSought(rest, needle)
		at = newPattern(needle + "*").index(rest)
	default:
		// The letters of a text are as many in small letters; their bytes need not be.
		rest = strings.Map(unicode.ToLower, rest)
		at = strings.Index(rest, strings.Map(unicode.ToLower, needle))
	}
	if at < 0 {
		return bad(cells.ErrValue, "\""+clip(needle)+"\" does not occur in the text")
	}
	return num(start + float64(runeLen(rest[:at])))
}

// wildcard is a text with * for any characters, ? for one, and ~ before them for themselves; it matches whole texts without case.
type wildcard struct {
	runes []rune
	kinds []byte // 0 a character, '?' or '*'
}

func newPattern(s string) wildcard {
	var p wildcard
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		kind := byte(0)
		switch {
		case r == '~' && i+1 < len(runes) && strings.ContainsRune("*?~", runes[i+1]):
			i++
			r = runes[i]
		case r == '*' || r == '?':
			kind = byte(r)
		}
		p.runes = append(p.runes, unicode.ToLower(r))
		p.kinds = append(p.kinds, kind)
	}
	return p
}

// index is where the first part of a text begins, to its end, that the pattern matches; -1 when there is none. When what follows a * is not found behind
// one place, it is behind no later one, so that this takes no more time than the product of the lengths.
func (p wildcard) index(s string) int {
	for i := range s + " " {
		switch yes, starred := p.match(s[i:]); {
		case yes:
			return i
		case starred:
			return -1
		}
	}
	return -1
}

// matches takes time in proportion to the product of the lengths at worst: on a failure only the last * is tried further on.
func (p *wildcard) matches(s string) bool {
	yes, _ := p.match(s)
	return yes
}

// match is matches, and tells whether a * was reached.
func (p *wildcard) match(s string) (yes, starred bool) {
	i, star, retry := 0, -1, ""
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case i < len(p.runes) && p.kinds[i] == '*':
			star, retry = i, s
			i++
			continue
		case i < len(p.runes) && (p.kinds[i] == '?' || p.kinds[i] == 0 && p.runes[i] == unicode.ToLower(r)):
			i++
			s = s[n:]
			continue
		case star < 0:
			return false, false
		}
		_, n = utf8.DecodeRuneInString(retry)
		retry = retry[n:]
		i, s = star+1, retry
	}
	for i < len(p.runes) && p.kinds[i] == '*' {
		i++
	}
	return i == len(p.runes), star >= 0
}

func charOf(_ *frame, a []operand) operand {
	n := math.Trunc(a[0].Float())
	if n < 1 || n > unicode.MaxRune || n >= 0xd800 && n <= 0xdfff {
		return argument(cells.ErrValue, 1, "there is no character with that number")
	}
	return text(string(rune(n)))
}

func codeOf(_ *frame, a []operand) operand {
	r, n := utf8.DecodeRuneInString(a[0].Text())
	if n == 0 {
		return argument(cells.ErrValue, 1, "the text is empty")
	}
	return num(float64(r))
}

func fixed(f *frame, a []operand) operand {
	digits := math.Trunc(optNum(a, 1, 2))
	if digits > 127 || digits < -127 {
		return argument(cells.ErrValue, 2, "there are 0 to 127 decimals")
	}
	x := cells.RoundDecimal(a[0].Float(), int(digits))
	s := strconv.FormatFloat(math.Abs(x), 'f', max(0, int(digits)), 64)
	sep := cells.SeparatorsOf(f.locale)
	f.step(len(s) * 3 / 4) // every bit of a number beyond 2^60 moves all of its digits
	whole, frac, has := strings.Cut(s, ".")
	if !optTruth(a, 2, false) {
		whole = grouped(whole, sep.Group)
	}
	if has {
		whole += string(sep.Decimal) + frac
	}
	if x < 0 {
		whole = "-" + whole
	}
	return text(whole)
}

// grouped puts a separator between groups of three digits.
func grouped(digits, sep string) string {
	if len(digits) <= 3 {
		return digits
	}
	out := make([]byte, 0, len(digits)+len(digits)/3*len(sep))
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, sep...)
		}
		out = append(out, digits[i])
	}
	return string(out)
}

func numberValue(f *frame, a []operand) operand {
	sep := cells.SeparatorsOf(f.locale)
	decimal, group := optText(a, 1, string(sep.Decimal)), optText(a, 2, sep.Group)
	if decimal == "" {
		return argument(cells.ErrValue, 2, "the decimal separator is empty")
	}
	f.chargeRunes(a[0].Text())
	f.chargeRunes(a[0].Text()) // to leave out what is no digit, and to read the digits
	d, _ := utf8.DecodeRuneInString(decimal)
	g, _ := utf8.DecodeRuneInString(group)
	if _, decimals, found := strings.Cut(a[0].Text(), string(d)); found && group != "" && g != d && strings.ContainsRune(decimals, g) {
		return argument(cells.ErrValue, 1, "\""+clip(a[0].Text())+"\" has a separator of groups behind the decimal one")
	}
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || group != "" && r == g && r != d {
			return -1
		}
		if r == d {
			return '.'
		}
		return r
	}, a[0].Text())
	percents := 0
	for strings.HasSuffix(s, "%") {
		s = s[:len(s)-1]
		percents++
	}
	if s == "" {
		return num(0)
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !plainNumber(s) {
		return argument(cells.ErrValue, 1, "\""+clip(a[0].Text())+"\" is no number")
	}
	for range percents {
		x /= 100
	}
	return num(x)
}

// partSteps is what it takes to see whether a part is a number or a date.
const partSteps = 4

func splitRow(f *frame, a []operand) operand {
	s, delim := a[0].Text(), a[1].Text()
	if delim == "" {
		return argument(cells.ErrValue, 2, "the delimiter is empty")
	}
	f.chargeRunes(s)
	f.chargeText(delim)
	var parts []string
	if optTruth(a, 2, true) {
		parts = strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(delim, r) })
		if !optTruth(a, 3, true) {
			parts = splitAny(s, delim)
		}
	} else {
		for _, p := range strings.Split(s, delim) {
			if p != "" || !optTruth(a, 3, true) {
				parts = append(parts, p)
			}
		}
	}
	if len(parts) == 0 {
		parts = []string{""}
	}
	f.take(len(parts))
	f.step(partSteps * len(parts))
	out := newArray(1, len(parts))
	for i, p := range parts {
		out.Values[i] = cells.Str(p)
		if v, ok := parseText(p, f.locale); ok {
			out.Values[i] = v
		}
	}
	return f.arrayed(out)
}

func splitAny(s, delims string) []string {
	var parts []string
	from := 0
	for i, r := range s {
		if strings.ContainsRune(delims, r) {
			parts = append(parts, s[from:i])
			from = i + utf8.RuneLen(r)
		}
	}
	return append(parts, s[from:])
}
