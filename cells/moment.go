package cells

import (
	"strings"
	"time"
)

// months are the words of dates, by their first letters.
var months = func() map[string]string {
	m := make(map[string]string, 12)
	for i := time.January; i <= time.December; i++ {
		name := strings.ToLower(i.String())
		m[name[:3]] = name
	}
	return m
}()

// mayBeMoment is false for what no layout of a date or time can read, which most texts are: trying all layouts takes a thousand times as long. It
// knows of the layouts only which words they have and that no number in them is of three digits, or more than four, save a fraction of a second.
func mayBeMoment(t string) bool {
	for i := 0; i < len(t); {
		end := i
		switch c := t[i]; {
		case isDigit(c):
			for end < len(t) && isDigit(t[end]) {
				end++
			}
			fraction := i > 0 && (t[i-1] == '.' || t[i-1] == ',')
			if n := end - i; !fraction && (n == 3 || n > 4) {
				return false
			}
		case isLetter(c):
			for end < len(t) && isLetter(t[end]) {
				end++
			}
			if !wordOfMoment(t[i:end]) {
				return false
			}
		case strings.IndexByte(" -/.:,+", c) >= 0:
			end++
		default:
			return false
		}
		i = end
	}
	return true
}

func wordOfMoment(w string) bool {
	switch len(w) {
	case 1:
		return strings.EqualFold(w, "T") || strings.EqualFold(w, "Z")
	case 2:
		return strings.EqualFold(w, "AM") || strings.EqualFold(w, "PM")
	}
	name := months[strings.ToLower(w[:3])]
	return name != "" && (len(w) == 3 || strings.EqualFold(w, name))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
