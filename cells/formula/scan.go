package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// scanner cuts a formula into tokens. It is reused from formula to formula.
type scanner struct {
	src     string
	keyed   bool // the source is a key: references are written «…»
	literal bool // a backslash in double quotes is a backslash
	decimal byte
	pos     int
	tokens  []token
}

// syntaxError is a fault at a byte of the source; the compiler makes a refusal of it.
type syntaxError struct {
	at   int
	text string
	hint string
	code cells.Code
}

func (e *syntaxError) Error() string { return e.text }

func fault(at int, text string) *syntaxError { return &syntaxError{at: at, text: text} }

const keyOpen, keyClose = "«", "»"

func (s *scanner) scan() *syntaxError {
	s.tokens = s.tokens[:0]
	s.pos = 1 // behind the =
	for {
		if err := s.skip(); err != nil {
			return err
		}
		if s.pos >= len(s.src) {
			s.add(tEnd, s.pos)
			return nil
		}
		if err := s.next(); err != nil {
			return err
		}
	}
}

func (s *scanner) add(k tokenKind, end int) *token {
	s.tokens = append(s.tokens, token{kind: k, start: int32(s.pos), end: int32(end), body: int32(s.pos), match: -1, index: -1, frame: -1})
	s.pos = end
	return &s.tokens[len(s.tokens)-1]
}

// skip passes blanks and comments.
func (s *scanner) skip() *syntaxError {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			s.pos++
		case strings.HasPrefix(s.src[s.pos:], "\u00a0"):
			s.pos += 2
		case strings.HasPrefix(s.src[s.pos:], "//"):
			end := strings.IndexByte(s.src[s.pos:], '\n')
			if end < 0 {
				end = len(s.src) - s.pos
			}
			s.pos += end
		case strings.HasPrefix(s.src[s.pos:], "/*"):
			end := strings.Index(s.src[s.pos+2:], "*/")
			if end < 0 {
				return fault(s.pos, "the comment that begins here is not closed with */")
			}
			s.pos += end + 4
		default:
			return nil
		}
	}
	return nil
}

func (s *scanner) at(i int) byte {
	if i < len(s.src) {
		return s.src[i]
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (s *scanner) next() *syntaxError {
	c := s.src[s.pos]
	switch {
	case isDigit(c), c == '.' && isDigit(s.at(s.pos+1)) && !s.afterOperand(), c == ',' && s.decimal == ',' && isDigit(s.at(s.pos+1)) && !s.afterOperand():
		return s.number()
	case c == '"', c == '`':
		return s.text(c)
	case c == '\'':
		if end, ok := s.quotedSheet(); ok {
			return s.behindSheet(end, true)
		}
		return s.text(c)
	case c == '#':
		return s.hash()
	case c == '$' || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z':
		return s.word()
	case c >= utf8.RuneSelf:
		if strings.HasPrefix(s.src[s.pos:], keyOpen) {
			return s.keyReference()
		}
		if r, _ := utf8.DecodeRuneInString(s.src[s.pos:]); unicode.IsLetter(r) {
			return s.word()
		}
	}
	return s.operator(c)
}

func (s *scanner) afterOperand() bool {
	if len(s.tokens) == 0 {
		return false
	}
	t := &s.tokens[len(s.tokens)-1]
	return int(t.end) == s.pos && t.operandEnds()
}

func (s *scanner) number() *syntaxError {
	i := s.pos
	digits := func() {
		for isDigit(s.at(i)) || s.at(i) == '_' && isDigit(s.at(i+1)) {
			i++
		}
	}
	if s.src[i] == '0' && strings.IndexByte("xXbBoO", s.at(i+1)) >= 0 && s.at(i+1) != 0 {
		i += 2
		for c := s.at(i); isDigit(c) || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'f'; c = s.at(i) {
			i++
		}
	} else {
		digits()
		switch {
		case s.at(i) == s.decimal && isDigit(s.at(i+1)), s.at(i) == s.decimal && s.decimal == '.' && s.at(i+1) != '.' && !isLetter(s.at(i+1)):
			i++
			digits()
		case s.at(i) == '.' && isDigit(s.at(i+1)):
			return s.pointed()
		}
		if s.at(i)|0x20 == 'e' && (isDigit(s.at(i+1)) || (s.at(i+1) == '+' || s.at(i+1) == '-') && isDigit(s.at(i+2))) {
			i += 2
			digits()
		}
	}
	if r, _ := utf8.DecodeRuneInString(s.src[i:]); i < len(s.src) && (unicode.IsLetter(r) || r == '_' || r == '$') {
		return s.runsOn(i)
	}
	s.add(tNumber, i)
	return nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

// text passes a string. In double quotes, a doubled quote is a quote.
func (s *scanner) text(quote byte) *syntaxError {
	for i := s.pos + 1; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			if quote == '\'' || quote == '"' && !s.literal {
				i++
			}
		case quote:
			if quote == '"' && s.at(i+1) == '"' {
				i++
				continue
			}
			s.add(tString, i+1)
			return nil
		}
	}
	return s.unclosed(quote)
}

// unclosed tells of a quote that has no partner.
func (s *scanner) unclosed(quote byte) *syntaxError {
	const text = "the text that begins here is not closed"
	rest := s.src[s.pos+1:]
	n := len(s.tokens)
	touching := n > 0 && int(s.tokens[n-1].end) == s.pos
	switch mark := strings.IndexByte(rest, '!'); {
	case quote == '\'' && touching && s.tokens[n-1].kind == tNumber && len(rest) > 0 && isDigit(rest[0]):
		return fault(s.pos, "thousands are written without a sign between them")
	case quote == '\'' && mark > 0:
		return hinted(s.pos, "the name of the sheet that begins here is not closed", "'"+rest[:mark]+"'"+rest[mark:])
	case quote == '"' && touching && s.tokens[n-1].kind == tWord && n > 1 && s.tokens[n-2].kind == tString:
		return hinted(s.pos, text+"; a quote within a text is written twice", `"so ""called"" text"`)
	}
	return fault(s.pos, text)
}

// quotedSheet finds the end of 'My sheet'!, or that there is none.
func (s *scanner) quotedSheet() (end int, ok bool) {
	for i := s.pos + 1; i < len(s.src); i++ {
		if s.src[i] != '\'' {
			continue
		}
		if s.at(i+1) == '\'' {
			i++
			continue
		}
		return i + 2, s.at(i+1) == '!' && s.at(i+2) != '=' && i > s.pos+1
	}
	return 0, false
}

// behindSheet reads the reference behind Sheet2! or 'My sheet'!, which ends before from.
func (s *scanner) behindSheet(from int, quoted bool) *syntaxError {
	if strings.HasPrefix(strings.ToUpper(s.src[from:min(len(s.src), from+5)]), "#REF!") {
		s.add(tError, from+5)
		return nil
	}
	end := from
	for end < len(s.src) && (isLetter(s.src[end]) || isDigit(s.src[end]) || s.src[end] == '$') {
		end++
	}
	kind := tCell
	if _, _, ok := parseCell(s.src[from:end]); !ok {
		kind = tLine
		_, okCol := parseColumnHalf(s.src[from:end])
		_, okRow := parseRowHalf(s.src[from:end])
		if !okCol && !okRow || s.at(end) != ':' {
			return fault(from, "behind the sheet and the ! there must be a cell or a range, such as A1 or A1:B9")
		}
	}
	t := s.add(kind, end)
	t.body, t.quoted = int32(from), quoted
	return nil
}

func (s *scanner) hash() *syntaxError {
	rest := s.src[s.pos:min(len(s.src), s.pos+10)]
	for c := cells.ErrNull; c <= cells.ErrCalc; c++ {
		if name := c.String(); name != "#ERROR!" && len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) {
			s.add(tError, s.pos+len(name))
			return nil
		}
	}
	s.add(tHash, s.pos+1)
	return nil
}

func (s *scanner) word() *syntaxError {
	end := s.wordEnd(s.pos)
	word := s.src[s.pos:end]
	if s.at(end) == '!' && s.at(end+1) != '=' && end+1 < len(s.src) && (isLetter(s.src[end+1]) || isDigit(s.src[end+1]) || s.src[end+1] == '$' || s.src[end+1] == '#') {
		return s.behindSheet(end+1, false)
	}
	if s.afterDot() {
		s.add(tWord, end).role = rField
		return nil
	}
	if strings.IndexByte(word, '$') >= 0 {
		return s.dollar(word, end)
	}
	if s.at(end) == '.' && isLetter(s.at(end+1)) {
		if long := s.dotted(end); long > 0 {
			s.add(tWord, long)
			return nil
		}
	}
	if _, _, ok := parseCell(word); ok && s.peekByte(end) != '(' && !s.keyed {
		s.add(tCell, end)
		return nil
	}
	t := s.add(tWord, end)
	if isKeyword(word) && !(s.peekByte(end) == '(' && (word == "and" || word == "or" || word == "let") && !s.previousEnds()) {
		t.role = rKeyword
	}
	return nil
}

// previousEnds reports whether the token before the newest ends a value, so that a word such as and is an operator.
func (s *scanner) previousEnds() bool {
	n := len(s.tokens) - 2
	return n >= 0 && s.tokens[n].operandEnds()
}

// dotted finds the end of STDEV.S and its like: a function whose name has dots. Values have no methods, so what is written in capitals is a function
// that is not known.
func (s *scanner) dotted(end int) int {
	for s.at(end) == '.' && (isLetter(s.at(end+1)) || isDigit(s.at(end+1))) {
		end = s.wordEnd(end + 1)
	}
	if s.peekByte(end) == '(' {
		word := s.src[s.pos:end]
		if _, ok := lookupFunction(word); ok || word == strings.ToUpper(word) {
			return end
		}
	}
	return 0
}

func (s *scanner) afterDot() bool {
	if len(s.tokens) == 0 {
		return false
	}
	t := &s.tokens[len(s.tokens)-1]
	return t.kind == tDot || t.kind == tHash && int(t.end) == s.pos
}

func (s *scanner) wordEnd(i int) int {
	for i < len(s.src) {
		c := s.src[i]
		if c < utf8.RuneSelf {
			if !isLetter(c) && !isDigit(c) && c != '$' {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.src[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		i += n
	}
	return i
}

func (s *scanner) peekByte(i int) byte {
	for s.at(i) == ' ' {
		i++
	}
	return s.at(i)
}

func (s *scanner) dollar(word string, end int) *syntaxError {
	if word == "$env" {
		return fault(s.pos, "$env is not available here: name the cells and names that the formula reads")
	}
	if _, _, ok := parseCell(word); ok {
		s.add(tCell, end)
		return nil
	}
	_, okCol := parseColumnHalf(word)
	_, okRow := parseRowHalf(word)
	if okCol || okRow {
		s.add(tLine, end)
		return nil
	}
	return fault(s.pos, "a $ stands before the column or the row of a reference, as in $A$1; "+word+" is none")
}
