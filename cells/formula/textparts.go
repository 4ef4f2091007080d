package formula

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
)

// delimiters are the texts that part a text: one, or all elements of an array.
func (f *frame) delimiters(o operand) ([]string, operand) {
	var out []string
	if o.isOmitted() {
		return nil, operand{}
	}
	for _, v := range f.array(o).Values {
		s := ToText(v, f.locale)
		if s.Kind() == cells.Failed {
			return nil, val(s)
		}
		out = append(out, s.Text())
	}
	return out, operand{}
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// occurrences finds where delimiters stand in a text, from left to right and apart from each other; where several begin, the longest counts.
func (f *frame) occurrences(s string, delimiters []string, caseless bool) []span {
	f.step(len(s)*(1+len(delimiters))/4 + 1)
	var out []span
	for i := 0; i < len(s); {
		longest := 0
		for _, d := range delimiters {
			if n := prefixLength(s[i:], d, caseless); n > longest {
				longest = n
			}
		}
		if longest > 0 {
			out = append(out, span{i, i + longest})
			i += longest
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	f.step(len(out) / 2)
	return out
}

// prefixLength is how many bytes of s the prefix takes, 0 when s does not begin with it.
func prefixLength(s, prefix string, caseless bool) int {
	if !caseless {
		if strings.HasPrefix(s, prefix) {
			return len(prefix)
		}
		return 0
	}
	at := 0
	for _, want := range prefix {
		r, n := utf8.DecodeRuneInString(s[at:])
		if n == 0 || unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		at += n
	}
	return at
}

// around is TEXTBEFORE and TEXTAFTER. An empty delimiter is found at once, at the end the search begins with.
func around(f *frame, a []operand, before bool) operand {
	s := a[0].Text()
	delimiters, e := f.delimiters(a[1])
	if e.failed() {
		return e
	}
	n := int(wholeNumber(optNum(a, 2, 1)))
	if n == 0 {
		return argument(cells.ErrValue, 3, "the first occurrence has the number 1, the last -1")
	}
	if math.Abs(optNum(a, 2, 1)) > float64(utf8.RuneCountInString(s)) && s != "" {
		return argument(cells.ErrValue, 3, "the text has fewer characters than that")
	}
	found := f.occurrences(s, delimiters, optTruth(a, 3, false))
	for _, d := range delimiters {
		if d != "" {
			continue
		}
		found = []span{{0, 0}}
		if n < 0 {
			found[0] = span{len(s), len(s)}
		}
		break
	}
	if optTruth(a, 4, false) {
		if n > 0 {
			found = append(found, span{len(s), len(s)})
		} else {
			found = append([]span{{0, 0}}, found...)
		}
	}
	if n < 0 {
		n += len(found) + 1
	}
	switch {
	case n < 1 || n > len(found):
		if has(a, 5) {
			return a[5]
		}
		return bad(cells.ErrNA, "the delimiter does not occur so often")
	case before:
		return text(s[:found[n-1].from])
	}
	return text(s[found[n-1].to:])
}

func textSplit(f *frame, a []operand) operand {
	columns, e := f.delimiters(a[1])
	if e.failed() {
		return e
	}
	rows, e := f.delimiters(a[2])
	if e.failed() {
		return e
	}
	skip, caseless := optTruth(a, 3, false), optTruth(a, 4, false)
	cut := func(s string, delimiters []string) []string {
		var parts []string
		from := 0
		for _, at := range append(f.occurrences(s, delimiters, caseless), span{len(s), len(s)}) {
			if p := s[from:at.from]; p != "" || !skip {
				parts = append(parts, p)
			}
			from = at.to
		}
		f.step(len(parts))
		return parts
	}
	var lines [][]string
	cols := 0
	for _, r := range cut(a[0].Text(), rows) {
		line := cut(r, columns)
		lines = append(lines, line)
		cols = max(cols, len(line))
	}
	if cols == 0 {
		return bad(cells.ErrCalc, "nothing is left of the text")
	}
	f.takeRect(len(lines), cols)
	out := newArray(len(lines), cols)
	pad := missing()
	if has(a, 5) {
		pad = a[5].Value
	}
	fillValues(out.Values, pad)
	for i, line := range lines {
		for j, s := range line {
			out.Values[i*cols+j] = cells.Str(s)
		}
	}
	return f.arrayed(out)
}
