package formula

import "strings"

func (s *scanner) keyReference() *syntaxError {
	end := strings.Index(s.src[s.pos:], keyClose)
	if !s.keyed || end < 0 {
		return s.strange()
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
			return hinted(s.pos, "between the two ends of a range stands one colon", "A1:B9")
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
		return s.strange()
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
