package cells

import "strings"

// dayPattern is how a locale writes a day in numbers; ISO 8601 where that is the custom or none is known, and in American English, whose order others misread.
func dayPattern(locale string) string {
	switch lang, _, _ := strings.Cut(strings.ToLower(locale), "-"); lang {
	case "de", "pl", "cs", "sk", "ru", "uk", "bg", "da", "nb", "no", "fi", "tr", "ro", "hr", "sl":
		return "dd.mm.yyyy"
	case "fr", "es", "it", "pt":
		return "dd/mm/yyyy"
	case "nl":
		return "dd-mm-yyyy"
	case "en":
		if !american(locale) {
			return "dd/mm/yyyy"
		}
	}
	return "yyyy-mm-dd"
}

// american reports whether a locale is English as in the United States.
func american(locale string) bool {
	return locale == "" || strings.EqualFold(locale, "en") || strings.EqualFold(locale, "en-us")
}

// editedDay is the pattern in which a day is edited: that in which its cell shows it, if that is one of numbers which the locale reads, else the locale's.
func editedDay(f Format, locale string) string {
	own, _, _ := strings.Cut(f.Pattern, " ")
	if own == "yyyy/mm/dd" || own == "dd.mm.yyyy" || own == "m/d/yyyy" && american(locale) {
		return own
	}
	return dayPattern(locale)
}
