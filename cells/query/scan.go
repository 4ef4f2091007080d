package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tEnd tokenKind = iota
	tWord
	tQuotedName // `a name`
	tNumber
	tText
	tSign
)

// token is a piece of the query: of names and texts, what is inside the quotes.
type token struct {
	kind tokenKind
	at   int
	text string
}

// is reports whether the token is a word, in any case, or a sign.
func (t token) is(word string) bool {
	return t.kind == tSign && t.text == word || t.kind == tWord && strings.EqualFold(t.text, word)
}

// named is the token as a sentence tells of it.
func (t token) named() string {
	switch t.kind {
	case tEnd:
		return "the end"
	case tText:
		return "the text \"" + shown(t.text) + "\""
	case tQuotedName:
		return "`" + shown(t.text) + "`"
	}
	return shown(t.text)
}

// mostTokens bounds a query, and with it what it takes to compare its expressions with each other.
const mostTokens = 8000

// scan cuts the text into tokens; the last one is the end.
func scan(src string) ([]token, *SyntaxError) {
	var tokens []token
	for i := 0; i < len(src); {
		if len(tokens) > mostTokens {
			return nil, fault(i, "the query is too long: it has more than 8,000 words and signs")
		}
		r, size := utf8.DecodeRuneInString(src[i:])
		end := i + size
		switch {
		case unicode.IsSpace(r):
		case r == '\'' || r == '"' || r == '`':
			n := strings.IndexRune(src[end:], r)
			if n < 0 {
				return nil, fault(i, "the quotation that begins here has no end")
			}
			kind := tText
			if r == '`' {
				kind = tQuotedName
			}
			tokens = append(tokens, token{kind, i, src[end : end+n]})
			end += n + 1
		case isDigit(r) || r == '.' && end < len(src) && isDigit(rune(src[end])):
			end = endOfNumber(src, i)
			tokens = append(tokens, token{tNumber, i, src[i:end]})
		case isLetter(r):
			for end < len(src) {
				r, size := utf8.DecodeRuneInString(src[end:])
				if !isLetter(r) && !isDigit(r) {
					break
				}
				end += size
			}
			tokens = append(tokens, token{tWord, i, src[i:end]})
		default:
			end = i + signLength(src[i:])
			if end == i {
				return nil, strangeSign(i, r)
			}
			tokens = append(tokens, token{tSign, i, src[i:end]})
		}
		i = end
	}
	return append(tokens, token{tEnd, len(src), ""}), nil
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

// endOfNumber is the end of digits, with a point among them and a power of ten behind them, if there are.
func endOfNumber(src string, i int) int {
	digits := func() {
		for i < len(src) && isDigit(rune(src[i])) {
			i++
		}
	}
	digits()
	if i < len(src) && src[i] == '.' {
		i++
		digits()
	}
	if i < len(src) && src[i]|0x20 == 'e' {
		power := i + 1
		if power < len(src) && (src[power] == '+' || src[power] == '-') {
			power++
		}
		if power < len(src) && isDigit(rune(src[power])) {
			i = power
			digits()
		}
	}
	return i
}

// signLength is the length of the sign that the text begins with; 0 when it is none of the language.
func signLength(s string) int {
	if len(s) > 1 {
		switch s[:2] {
		case "<=", ">=", "<>", "!=":
			return 2
		}
	}
	if strings.IndexByte(",()=<>*+-/%", s[0]) >= 0 {
		return 1
	}
	return 0
}

func strangeSign(at int, r rune) *SyntaxError {
	switch r {
	case '“', '”', '„', '‘', '’', '‚', '«', '»':
		return fault(at, "texts stand in ' or \", not in "+string(r))
	case ';':
		return fault(at, "a query has one statement and no ;")
	case '!':
		return fault(at, "! alone means nothing here: unequal is !=, and the opposite of a condition is not")
	case '&', '|':
		return fault(at, "conditions are joined by and and or, not by "+string(r))
	}
	return fault(at, "the character "+string(r)+" has no meaning in a query")
}
