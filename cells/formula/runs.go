package formula

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	dateForm     = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})`)
	thousandForm = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+(?:,\d+)?`)
	pointForm    = regexp.MustCompile(`^\d*\.\d+`)
	unitForm     = regexp.MustCompile(`^(?:ms|s|sec|m|min|h|d|w)$`)
)

// dateTyped tells how a date is written that was typed with points.
func dateTyped(at int, date string) *syntaxError {
	parts := dateForm.FindStringSubmatch(date)
	if parts == nil {
		return fault(at, date+" is no number: it has more than one decimal point")
	}
	day, _ := strconv.Atoi(parts[1])
	month, _ := strconv.Atoi(parts[2])
	return hinted(at, "a date in a formula is made of its parts", "DATE("+parts[3]+", "+strconv.Itoa(month)+", "+strconv.Itoa(day)+")")
}

// pointed tells how the number that begins at the place is written where a decimal has a comma.
func (s *scanner) pointed() *syntaxError {
	rest := s.src[s.pos:]
	if date := dateForm.FindString(rest); date != "" {
		return dateTyped(s.pos, date)
	}
	if n := thousandForm.FindString(rest); n != "" {
		plain := strings.ReplaceAll(n, ".", "")
		if !strings.Contains(n, ",") && strings.Count(n, ".") == 1 {
			plain += " or " + strings.Replace(n, ".", ",", 1)
		}
		return hinted(s.pos, "in this book a decimal is written with a comma, and thousands without a sign", plain)
	}
	return hinted(s.pos, "in this book a decimal is written with a comma", strings.Replace(pointForm.FindString(rest), ".", ",", 1))
}

// runsOn tells of a number that letters follow at once: it ends before from.
func (s *scanner) runsOn(from int) *syntaxError {
	number, end := s.src[s.pos:from], s.wordEnd(from)
	word := s.src[from:end]
	whole := s.src[s.pos:end]
	_, _, cell := parseCell(word)
	_, function := lookupFunction(word)
	next := s.peekByte(end)
	switch {
	case strings.EqualFold(word, "e"):
		return hinted(s.pos, "behind the E of a number stands its exponent", number+"E6")
	case unitForm.MatchString(word):
		return hinted(s.pos, whole+" is no number; a duration is a text", `"`+whole+`"`)
	case word == "$":
		return hinted(s.pos, "an amount is typed without $: the currency is a number format of the cell", number)
	case cell, function && next == '(':
		return hinted(from, "between "+number+" and "+word+" an operator is missing", number+"*"+word)
	case strings.HasPrefix(strings.ToLower(whole), "0x"):
		return hinted(s.pos, whole+" is no number: behind 0x stand the digits 0 to 9 and A to F", "0x1F")
	}
	return fault(s.pos, whole+" is neither a number nor a name: a number has digits only, and a name begins with a letter")
}
