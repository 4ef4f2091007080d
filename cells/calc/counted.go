package calc

import (
	"strconv"
	"strings"
	"unicode"
)

// counted is a text with a number that can count on: "Item 9", "Q3", "Q3 2026", "2nd place", "007".
type counted struct {
	before, after string
	number        int64  // of quarters with a year: four times the year and the quarter, from zero
	digits        int    // how many it has at least, when it begins with a nought
	quarter       bool   // 1 to 4, and again
	year          string // what stands between a quarter and its year; empty when there is none
	ordinal       bool   // after begins with st, nd, rd or th
}

// mostDigits is how many digits may count on.
const mostDigits = 15

// like reports whether two texts differ in their numbers only.
func (c counted) like(o counted) bool {
	return c.before == o.before && c.after == o.after && c.quarter == o.quarter && c.year == o.year && c.ordinal == o.ordinal
}

// countedIn takes a text apart; false when no number ends or begins it.
func countedIn(s string) (counted, bool) {
	if c, ok := quarterIn(s); ok {
		return c, true
	}
	from := len(s)
	for from > 0 && isDigit(s[from-1]) {
		from--
	}
	to := 0
	for to < len(s) && isDigit(s[to]) {
		to++
	}
	c := counted{}
	var number string
	switch {
	case from < len(s):
		c.before, number = s[:from], s[from:]
	case to > 0:
		number, c.after = s[:to], s[to:]
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || len(number) > mostDigits {
		return counted{}, false
	}
	c.number = n
	if number[0] == '0' {
		c.digits = len(number)
	}
	if suffix := ordinalOf(n); len(c.after) >= 2 && strings.EqualFold(c.after[:2], suffix) && (len(c.after) == 2 || c.after[2] == ' ') {
		c.after, c.ordinal = c.after[2:], true
	}
	return c, true
}

// quarterIn reads Q1 to Q4, also with a year behind it.
func quarterIn(s string) (counted, bool) {
	word := 0
	for word < len(s) && isLetter(s[word]) {
		word++
	}
	switch strings.ToLower(s[:word]) {
	case "q", "qtr", "quarter":
	default:
		return counted{}, false
	}
	at := word
	for at < len(s) && s[at] == ' ' {
		at++
	}
	if at == len(s) || s[at] < '1' || s[at] > '4' {
		return counted{}, false
	}
	c := counted{before: s[:at], quarter: true, number: int64(s[at] - '1')}
	rest := s[at+1:]
	if rest == "" {
		return c, true
	}
	digits := len(rest)
	for digits > 0 && isDigit(rest[digits-1]) {
		digits--
	}
	year, err := strconv.ParseInt(rest[digits:], 10, 64)
	if n := len(rest) - digits; err != nil || digits == 0 || n != 2 && n != 4 || strings.IndexFunc(rest[:digits], unicode.IsLetter) >= 0 {
		return counted{}, false
	}
	c.year, c.number, c.digits = rest[:digits], 4*year+c.number, len(rest)-digits
	return c, true
}

// with is the text with another number. Below nought it counts up again, as in Excel.
func (c counted) with(n int64) string {
	if c.quarter {
		q := (n%4 + 4) % 4
		if c.year == "" {
			return c.before + strconv.FormatInt(q+1, 10)
		}
		year := max(n-q, 0) / 4
		if c.digits == 2 {
			year %= 100
		}
		return c.before + strconv.FormatInt(q+1, 10) + c.year + padded(year, c.digits)
	}
	n = max(n, -n)
	s := c.before + padded(n, c.digits)
	if c.ordinal {
		s += ordinalOf(n)
	}
	return s + c.after
}

func padded(n int64, digits int) string {
	s := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(digits-len(s), 0)) + s
}

func ordinalOf(n int64) string {
	if n%100/10 == 1 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
