package httpd

import (
	"slices"
	"strconv"
	"strings"
)

// languages are those whose way to write numbers and dates a book knows (cells.SeparatorsOf).
var languages = []string{"en", "de", "fr", "es", "it", "nl", "pt", "da", "id", "tr", "el", "hr", "sl", "ro", "pl", "ru", "cs", "sv", "nb", "no", "fi", "uk", "hu", "sk", "bg"}

// preferredLocale is the locale of a new book: the first language of an Accept-Language header (RFC 9110, 12.5.4) that books know; "" for American
// English, which books begin with, and where none is known.
func preferredLocale(header string) string {
	type wish struct {
		tag     string
		quality float64
	}
	var wishes []wish
	for part := range strings.SplitSeq(header, ",") {
		tag, rest, _ := strings.Cut(strings.TrimSpace(part), ";")
		w := wish{strings.TrimSpace(tag), 1}
		if q, ok := strings.CutPrefix(strings.ReplaceAll(rest, " ", ""), "q="); ok {
			w.quality, _ = strconv.ParseFloat(q, 64)
		}
		if w.quality > 0 && len(wishes) < 16 {
			wishes = append(wishes, w)
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int {
		switch {
		case a.quality > b.quality:
			return -1
		case a.quality < b.quality:
			return 1
		}
		return 0
	})
	for _, w := range wishes {
		language, region, _ := strings.Cut(strings.ToLower(w.tag), "-")
		switch {
		case !slices.Contains(languages, language):
			continue
		case language == "en" && (region == "" || region == "us"):
			return ""
		case language == "en":
			return "en-GB"
		case language == "de" && region == "ch":
			return "de-CH"
		case language == "es" && region != "" && region != "es":
			continue // the Americas write decimals either way
		}
		return language
	}
	return ""
}
