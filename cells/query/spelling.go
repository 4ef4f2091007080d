package query

import "strings"

// meantClause is the clause that a word was meant to begin: one letter is missing, too much, another, or two have changed places. "" when there is none.
func meantClause(t token) string {
	if t.kind != tWord || len(t.text) > 10 {
		return ""
	}
	word := strings.ToLower(t.text)
	for i, clause := range clauses {
		if whole := clauseName(i); word == strings.ReplaceAll(whole, " ", "") || oneSlip(word, clause) {
			return whole
		}
	}
	return ""
}

// oneSlip reports whether two different words become the same by one slip of the finger.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 3 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]:
		return true
	}
	return i < len(a) && a[i+1:] == b[i+1:]
}
