package formula

import (
	"strings"

	"github.com/xuri/nfp"
)

// Quoted stand for characters that mean something in a number format, where they are quoted or stand behind a backslash: Unicode's noncharacters, which no text has. The parser
// of number formats does not tell a quoted comma from another.
const (
	quotedComma = '\uFDD0'
	quotedSlash = '\uFDD1'
	quotedHash  = '\uFDD2'
)

var (
	quoting   = map[byte]rune{',': quotedComma, '/': quotedSlash, '#': quotedHash}
	unquoting = strings.NewReplacer(string(quotedComma), ",", string(quotedSlash), "/", string(quotedHash), "#")
)

// escaped writes a number format so that the parser reads it as Excel: with a backslash before each apostrophe that stands outside quotes, which it loses behind a digit, and before
// what follows an @, which it would take for the same word; and with characters of its own for those that are quoted.
func escaped(format string) string {
	if !strings.ContainsAny(format, `'@"\`) {
		return format
	}
	var b strings.Builder
	quoted := false
	put := func(c byte) {
		if r, ok := quoting[c]; ok {
			b.WriteRune(r)
		} else {
			b.WriteByte(c)
		}
	}
	for i := 0; i < len(format); i++ {
		c := format[i]
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
			put(c)
			continue
		case strings.IndexByte(`\_*`, c) >= 0 && i+1 < len(format):
			b.WriteByte(c)
			i++
			put(format[i])
			continue
		case c == '\'':
			b.WriteByte('\\')
		case i > 0 && format[i-1] == '@' && plainWord(c):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// plainWord reports whether a character of a number format stands for itself alone.
func plainWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' && strings.IndexByte("abdeghmnsy", c|0x20) < 0 || strings.IndexByte("-+():!&{}<>=~^$", c) >= 0
}

// spelled takes letters for themselves where they can be no date: beside the digits of a number ("0 days"), and the e of eras, which are not known here.
// Excel refuses the first and gives a year for the second.
func spelled(items []nfp.Token) []nfp.Token {
	dated := false
	for i, t := range items {
		switch t.TType {
		case nfp.TokenTypeElapsedDateTimes:
			return items
		case nfp.TokenTypeGeneral, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder, nfp.TokenTypeExponential, nfp.TokenTypePercent:
			return inLetters(items)
		case nfp.TokenTypeZeroPlaceHolder:
			if i < 2 || items[i-1].TType != nfp.TokenTypeDecimalPoint || items[i-2].TType != nfp.TokenTypeDateTimes {
				return inLetters(items)
			}
		case nfp.TokenTypeDateTimes:
			dated = dated || strings.Trim(t.TValue, "eE") != ""
		}
	}
	if !dated {
		return inLetters(items)
	}
	return items
}

func inLetters(items []nfp.Token) []nfp.Token {
	for i := range items {
		if items[i].TType == nfp.TokenTypeDateTimes {
			items[i].TType = nfp.TokenTypeLiteral
		}
	}
	return items
}
