package formula_test

import (
	"testing"

	"freshet/cells/formula"
)

func TestExamplesOfTheCatalogueHold(t *testing.T) {
	n := 0
	for _, fn := range formula.Catalogue() {
		if len(fn.Examples) == 0 {
			t.Errorf("%s has no example", fn.Name)
		}
		if fn.Summary == "" || fn.Category == "" || fn.Returns == "" {
			t.Errorf("%s is not described", fn.Name)
		}
		for _, e := range fn.Examples {
			n++
			s := newSheet(t)
			s.setup(e.Setup)
			v, err := s.eval(e.Formula, home)
			if err != nil {
				t.Errorf("%s: %s: %v", fn.Name, e.Formula, err)
				continue
			}
			if got := show(v); got != e.Result {
				t.Errorf("%s: %s is %s, the catalogue says %s (%v)", fn.Name, e.Formula, got, e.Result, v.Err())
			}
		}
	}
	t.Logf("%d examples", n)
}
