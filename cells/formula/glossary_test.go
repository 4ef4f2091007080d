package formula_test

import (
	"strings"
	"testing"

	"freshet/cells/formula"
)

// TestEveryParameterSaysWhatItIs holds glossary.txt: what a tip shows of an argument must tell more than its name and kind do.
func TestEveryParameterSaysWhatItIs(t *testing.T) {
	for _, fn := range formula.Catalogue() {
		for _, a := range fn.Args {
			name := strings.ReplaceAll(a.Name, "_", " ")
			for _, empty := range []string{", a number", ", a date or time", ", a text", ": TRUE or FALSE", ": values, ranges or arrays", ": a reference to cells", ", any value"} {
				if a.Text == name+empty {
					t.Errorf("%s: glossary.txt has nothing on %s: %q", fn.Name, a.Name, a.Text)
				}
			}
		}
	}
}
