package formula

import (
	"strings"

	"freshet/cells"
)

// canonicalFormat turns a number format as it is typed in a locale into the one that all locales read: a point before the decimals, commas between
// thousands, the letters y m d h s. Where a decimal has a comma, #.##0,00 and #,##0.00 both are what they look like: of two signs the last stands
// before the decimals; one sign alone does unless ##0 follows it or it stands more than once. Letters of dates are those of Excel in the language.
func canonicalFormat(format, locale string) string {
	sep := cells.SeparatorsOf(locale)
	letters := dateLetters(locale)
	if sep.Decimal != ',' && letters == nil {
		return format
	}
	var b strings.Builder
	for i, section := range sectionsOf(format) {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(section.canonical(sep.Decimal == ',', letters))
	}
	return b.String()
}

// formatSection is one section of a number format, with a mark at each byte that stands for itself: in quotes, in brackets, behind a backslash.
type formatSection struct {
	text  string
	fixed []bool
}

func sectionsOf(format string) []formatSection {
	var out []formatSection
	fixed := make([]bool, len(format))
	from := 0
	quoted, bracket := false, false
	for i := 0; i < len(format); i++ {
		c := format[i]
		fixed[i] = quoted || bracket
		switch {
		case c == '"' && !bracket:
			quoted, fixed[i] = !quoted, true
		case quoted:
		case bracket:
			bracket = c != ']'
		case c == '[':
			bracket, fixed[i] = true, true
		case strings.IndexByte(`\_*`, c) >= 0 && i+1 < len(format):
			fixed[i], fixed[i+1] = true, true
			i++
		case c == ';':
			out = append(out, formatSection{format[from:i], fixed[from:i]})
			from = i + 1
		}
	}
	return append(out, formatSection{format[from:], fixed[from:]})
}

func isPlace(c byte) bool { return c == '0' || c == '#' || c == '?' }

// place reports whether a digit is shown at i.
func (s *formatSection) place(i int) bool {
	return i >= 0 && i < len(s.text) && !s.fixed[i] && isPlace(s.text[i])
}

// thousands reports whether ##0 follows, which only stands behind a sign between thousands.
func (s *formatSection) thousands(i int) bool {
	rest := s.text[i+1:]
	return len(rest) >= 3 && rest[0] == '#' && rest[1] == '#' && isPlace(rest[2]) && !(len(rest) > 3 && isPlace(rest[3]))
}

func (s *formatSection) canonical(comma bool, letters map[byte]byte) string {
	out := []byte(s.text)
	if comma {
		s.signs(out)
	}
	if letters != nil {
		s.dates(out, letters)
	}
	return string(out)
}

// signs rewrites what stands before the decimals and between thousands.
func (s *formatSection) signs(out []byte) {
	var at [2][]int // the points and the commas between digits
	last := byte(0)
	for i := range s.text {
		c := s.text[i]
		if s.fixed[i] || !s.place(i+1) {
			continue
		}
		switch k := strings.IndexByte(".,", c); {
		case k >= 0 && (s.place(i-1) || c == ',' || i == 0):
			at[k] = append(at[k], i)
			last = c
		case c == ' ' && s.place(i-1) && s.thousands(i):
			out[i] = ',' // as in French
		}
	}
	decimal := last
	if n := len(at[0]) + len(at[1]); len(at[0]) == 0 || len(at[1]) == 0 {
		if n == 0 {
			return
		}
		one := at[0]
		if len(one) == 0 {
			one = at[1]
		}
		if n > 1 || s.thousands(one[0]) {
			decimal = '.' + ',' - last
		}
	}
	beside := false // a digit, or another sign beside one
	for i := range s.text {
		c := s.text[i]
		sign := !s.fixed[i] && (c == '.' || c == ',')
		beside = s.place(i) || sign && (beside || s.place(i+1))
		if sign && beside {
			if c == decimal {
				out[i] = '.'
			} else {
				out[i] = ','
			}
		}
	}
}

// dates rewrites the letters of days and years in a section that shows no digits.
func (s *formatSection) dates(out []byte, letters map[byte]byte) {
	year := false
	for i := range s.text {
		if !s.fixed[i] && isPlace(s.text[i]) && !(i > 0 && strings.IndexByte(".,0", s.text[i-1]) >= 0) {
			return
		}
		year = year || !s.fixed[i] && letters[s.text[i]|0x20] == 'y' && s.run(i) != 1
	}
	for i := 0; i < len(s.text); {
		n := s.run(i)
		if ours := letters[s.text[i]|0x20]; !s.fixed[i] && ours != 0 && (n > 1 || year && ours == 'd') {
			for k := range n {
				out[i+k] = ours
			}
		}
		i += n
	}
}

// run is how often the letter at i is repeated from there on, or 1.
func (s *formatSection) run(i int) int {
	n := 1
	for i+n < len(s.text) && s.text[i+n]|0x20 == s.text[i]|0x20 {
		n++
	}
	return n
}

// dateLetters are the letters of days and years in the number formats of a language, where they differ from d and y.
func dateLetters(locale string) map[byte]byte {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	switch language {
	case "de":
		return map[byte]byte{'t': 'd', 'j': 'y'}
	case "fr":
		return map[byte]byte{'j': 'd', 'a': 'y'}
	case "it":
		return map[byte]byte{'g': 'd', 'a': 'y'}
	case "es", "pt":
		return map[byte]byte{'a': 'y'}
	case "nl":
		return map[byte]byte{'j': 'y'}
	}
	return nil
}
