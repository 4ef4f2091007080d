package formula

import (
	"strings"

	"github.com/xuri/nfp"
)

// escaped puts a backslash before each apostrophe that stands outside quotes: it is shown, and the parser of number formats loses it behind a digit.
func escaped(format string) string {
	if strings.IndexByte(format, '\'') < 0 {
		return format
	}
	var b strings.Builder
	quoted := false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case strings.IndexByte(`\_*`, c) >= 0 && i+1 < len(format):
			b.WriteByte(c)
			i++
		case c == '\'':
			b.WriteByte('\\')
		}
		b.WriteByte(format[i])
	}
	return b.String()
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
