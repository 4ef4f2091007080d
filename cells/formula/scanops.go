package formula

import (
	"strings"
	"unicode/utf8"
)

func (s *scanner) keyReference() *syntaxError {
	end := strings.Index(s.src[s.pos:], keyClose)
	if !s.keyed || end < 0 {
		return fault(s.pos, "the character « cannot stand here")
	}
	s.add(tKeyed, s.pos+end+len(keyClose))
	return nil
}

var longOperators = [...]string{"<>", "<=", ">=", "==", "!=", "**", "&&", "||", "..", "??"}

func (s *scanner) operator(c byte) *syntaxError {
	switch c {
	case '(', '[', '{':
		s.add(tOpen, s.pos+1)
		return nil
	case ')', ']', '}':
		s.add(tClose, s.pos+1)
		return nil
	case ',':
		s.add(tComma, s.pos+1)
		return nil
	case ';':
		s.add(tSemi, s.pos+1)
		return nil
	case '@':
		s.add(tAt, s.pos+1)
		return nil
	case '\\':
		s.add(tRowSep, s.pos+1)
		return nil
	case ':':
		if s.at(s.pos+1) == ':' {
			return fault(s.pos, ":: cannot stand here")
		}
		s.add(tColon, s.pos+1)
		return nil
	}
	if s.pos+1 < len(s.src) {
		two := s.src[s.pos : s.pos+2]
		if two == "?." && !isDigit(s.at(s.pos+2)) {
			s.add(tDot, s.pos+2)
			return nil
		}
		for _, op := range longOperators {
			if two == op {
				s.add(tOp, s.pos+2)
				return nil
			}
		}
	}
	switch c {
	case '?':
		s.add(tQuery, s.pos+1)
	case '.':
		s.add(tDot, s.pos+1)
	case '=', '<', '>', '+', '-', '*', '/', '^', '&', '%', '|', '!':
		s.add(tOp, s.pos+1)
	default:
		r, _ := utf8.DecodeRuneInString(s.src[s.pos:])
		return fault(s.pos, "the character "+string(r)+" has no meaning in a formula; texts stand in \"quotes\"")
	}
	return nil
}

func isKeyword(w string) bool {
	switch w {
	case "let", "if", "else", "in", "not", "and", "or", "matches", "contains", "startsWith", "endsWith":
		return true
	}
	return false
}
