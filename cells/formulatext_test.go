package cells_test

import (
	"strings"
	"testing"

	"freshet/cells"
)

// TestFormulasOfARequestAreBounded counts formulas of all ops, and nothing else.
func TestFormulasOfARequestAreBounded(t *testing.T) {
	half := cells.Typed("=" + strings.Repeat("1", cells.MaxFormulaText/2-1))
	text := cells.Typed(strings.Repeat("x", cells.MaxFormulaText))
	for _, x := range []struct {
		what string
		ops  cells.Ops
		fits bool
	}{
		{"nothing", nil, true},
		{"as much as fits", cells.Ops{cells.Set{Inputs: []cells.Input{half, text}}, cells.Tick{}, cells.Set{Inputs: []cells.Input{half, cells.Literal(cells.Num(1))}}}, true},
		{"a formula more", cells.Ops{cells.Set{Inputs: []cells.Input{half, half}}, cells.Set{Inputs: []cells.Input{cells.Typed("=1")}}}, false},
	} {
		e := x.ops.CheckFormulaText()
		if (e == nil) != x.fits || e != nil && e.Code != cells.TooLarge {
			t.Errorf("%s: %v", x.what, e)
		}
	}
}
