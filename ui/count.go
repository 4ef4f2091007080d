package ui

import "strconv"

// countOf says a number with the words that follow it: "1 link is", "3 links are".
func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// kindOf says what an argument takes: "number, optional".
func kindOf(a Argument) string {
	kind := a.Kind
	if a.Optional {
		kind += ", optional"
	}
	if a.Variadic {
		kind += ", any number"
	}
	return kind
}
