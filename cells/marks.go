package cells

import "strings"

// marks counts the signs between the numbers of a date or time. Layouts without a zone read no text that has others, so of some two hundred of them only a few have to
// be tried on a text.
type marks struct{ colons, slashes, dashes, dots, pluses int }

func marksOf(s string) (m marks) {
	for i := range len(s) {
		switch s[i] {
		case ':':
			m.colons++
		case '/':
			m.slashes++
		case '-':
			m.dashes++
		case '.':
			m.dots++
		case '+':
			m.pluses++ // package time takes 1/2/+5 and 1/2/-5 for dates
		}
	}
	return m
}

// marksOfLayout leaves out the point of a fraction: a comma may stand for it, and one may stand behind seconds whether the layout has it or not.
func marksOfLayout(layout string) marks {
	m := marksOf(layout)
	if strings.Contains(layout, ".000") {
		m.dots--
	}
	return m
}

func (m marks) plus(o marks) marks {
	return marks{m.colons + o.colons, m.slashes + o.slashes, m.dashes + o.dashes, m.dots + o.dots, m.pluses + o.pluses}
}

// mayRead is false when a layout with these marks can not read a text with those.
func (m marks) mayRead(text marks) bool {
	fraction := text.dots - m.dots
	return m.colons == text.colons && m.slashes == text.slashes && m.dashes == text.dashes && m.pluses == text.pluses && (fraction == 0 || fraction == 1)
}

var clockMarks = func() []marks {
	all := make([]marks, len(clocks))
	for i, c := range clocks {
		all[i] = marksOfLayout(c.layout)
	}
	return all
}()
