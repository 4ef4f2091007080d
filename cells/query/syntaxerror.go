package query

import "unicode/utf8"

// SyntaxError is what is wrong with a text that is no query, as a sentence without its place.
type SyntaxError struct {
	At      int // where, in bytes of the text
	Message string
}

// Error is the sentence.
func (e *SyntaxError) Error() string { return e.Message }

// Character is the place in the text, counted in characters from one.
func (e *SyntaxError) Character(text string) int {
	return utf8.RuneCountInString(text[:min(e.At, len(text))]) + 1
}

func fault(at int, message string) *SyntaxError { return &SyntaxError{At: at, Message: message} }

// shown is a piece of the text as a sentence quotes it.
func shown(s string) string {
	n := 0
	for i := range s {
		if n++; n > 30 {
			return s[:i] + "…"
		}
	}
	return s
}
