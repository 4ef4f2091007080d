package cells

// MayBeMoment is what is asked of a text before the layouts of dates are tried on it, and IsMoment what they say.
func MayBeMoment(t string) bool { return mayBeMoment(t) }

// IsMoment tries the layouts of a locale.
func IsMoment(t, locale string) bool {
	_, _, ok := parseMoment(t, locale)
	return ok
}

// Layouts is all layouts that are tried on a text in a locale.
func Layouts(locale string) []string {
	var all []string
	add := func(days []string, glues ...string) {
		for _, d := range days {
			all = append(all, d)
			for _, c := range clocks {
				for _, glue := range glues {
					all = append(all, d+glue+c.layout)
				}
			}
		}
	}
	var days []string
	for _, d := range dateLayouts(locale) {
		days = append(days, d.layout)
	}
	add(days, " ", "T")
	add(yearlessDays, " ")
	for _, c := range clocks {
		all = append(all, c.layout)
	}
	return all
}

// MayRead reports whether a layout is tried on a text.
func MayRead(layout, t string) bool { return marksOfLayout(layout).mayRead(marksOf(t)) }
