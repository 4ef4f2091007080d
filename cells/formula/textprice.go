package formula

import "freshet/cells"

// Most functions of texts go through them once, some by several passes. A step for so many bytes is what that takes, as near as one price for all can be; a
// short text costs nothing beside the step of who takes it. Rows of a block whose texts are not short are left to Eval, so that both charge alike.
const (
	shortText    = 128
	bytesPerStep = 16
)

// chargeText charges going through a text, or making it.
func (f *frame) chargeText(s string) {
	if len(s) > shortText {
		f.step(len(s) / bytesPerStep)
	}
}

// chargeValue is chargeText for whatever may be a text.
func (f *frame) chargeValue(v cells.Value) {
	if v.Kind() == cells.Text {
		f.chargeText(v.Text())
	}
}

// chargeCompared charges comparing two values: texts may differ only at their end.
func (f *frame) chargeCompared(a, b cells.Value) {
	if a.Kind() == cells.Text && b.Kind() == cells.Text {
		if n := min(len(a.Text()), len(b.Text())); n > shortText {
			f.step(n / bytesPerStep)
		}
	}
}

// chargeSought charges looking for a pattern at every place of a text: at most the product of both.
func (f *frame) chargeSought(text, pattern string) {
	if n := len(text) * len(pattern); n > 2*shortText {
		f.step(n / 4)
	}
}

// What it takes to read a number out of a text, or to find that there is none, and to make an error.
const (
	parseSteps = 2
	errorSteps = 4
)

// isLong reports whether a text costs more than the step of who takes it.
func isLong(v cells.Value) bool { return v.Kind() == cells.Text && len(v.Text()) > shortText }
