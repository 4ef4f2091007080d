package formula

import (
	"unicode/utf8"

	"freshet/cells"
)

// Most functions of texts go through them once, some by several passes. A step for so many bytes is what that takes, as near as one price for all can be; a
// short text costs nothing beside the step of who takes it. Rows of a block whose texts are not short are left to Eval, so that both charge alike.
const (
	shortText    = 128
	bytesPerStep = 16
	bytesPerRune = 4
	bytesPerCase = 2
)

// chargeText charges going through a text, or making it.
func (f *frame) chargeText(s string) {
	if len(s) > shortText {
		f.step(len(s) / bytesPerStep)
	}
}

// chargeRunes charges going through a text character by character.
func (f *frame) chargeRunes(s string) {
	if len(s) > shortText {
		f.step(len(s) / bytesPerRune)
	}
}

// chargeLetters charges capitals and small letters: plain ones go as fast as bytes, tables are asked about each of the others.
func (f *frame) chargeLetters(s string) {
	if len(s) > shortText && !isASCII(s) {
		f.step(len(s) / bytesPerCase)
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// chargeValue is chargeText for whatever may be a text.
func (f *frame) chargeValue(v cells.Value) {
	if v.Kind() == cells.Text {
		f.chargeText(v.Text())
	}
}

// chargeCompared charges comparing two values: texts may differ only at their end, and letters beyond ASCII in nothing but case.
func (f *frame) chargeCompared(a, b cells.Value) {
	if a.Kind() != cells.Text || b.Kind() != cells.Text {
		return
	}
	if s, t := a.Text(), b.Text(); min(len(s), len(t)) > shortText {
		n := min(len(s), len(t))
		f.step(n / bytesPerStep)
		if !isASCII(s[:n]) && !isASCII(t[:n]) {
			f.step(n / bytesPerStep)
		}
	}
}

// keysSteps is what two keys take besides their making.
const keysSteps = 4

// chargeSought charges looking for a pattern at every place of a text: at most the product of both.
func (f *frame) chargeSought(text, pattern string) {
	if n := len(text) * len(pattern); n > 2*shortText {
		f.step(n / 4)
	}
}

// What it takes to read a number out of a text, or to find that there is none, to write one, and to make an error.
const (
	parseSteps  = 2
	renderSteps = 3
	errorSteps  = 4
)

// chargeParsed charges reading a number out of a value, if that is a text: plain ones are read fast, and texts without digits seen to be none. Others may be dates, which
// are tried in several layouts: many when there are only digits and signs.
func (f *frame) chargeParsed(v cells.Value) {
	if v.Kind() != cells.Text {
		return
	}
	digits, letters, signs, dashes := false, false, false, false
	s := v.Text()
	for i := range min(len(s), 64) {
		switch c := s[i]; {
		case isDigit(c):
			digits = true
		case c == '/' || c == ':' || c == '-' || c == '.' && i > 0:
			signs = true
			dashes = dashes || c == '-' && i > 0 && s[i-1]|0x20 != 'e'
		case c != ' ':
			letters = true
		}
	}
	switch {
	case !digits || len(s) > 64 || plainNumber(s) && !dashes:
		f.step(parseSteps)
	case plainNumber(s):
		f.step(14 * parseSteps) // as 2026-11-24, the first layout that is tried
	case signs && !letters:
		f.step(40 * parseSteps)
	default:
		f.step(28 * parseSteps)
	}
}

// isLong reports whether a text costs more than the step of who takes it.
func isLong(v cells.Value) bool { return v.Kind() == cells.Text && len(v.Text()) > shortText }
