package formula_test

import (
	"testing"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/formula"
)

// FuzzCompile holds that no text breaks the compiler or the evaluation, that keys and sources lead back to the same template, that budgets hold,
// and that what an evaluation gives can be stored.
func FuzzCompile(f *testing.F) {
	for _, c := range languageCases {
		f.Add(c.formula)
	}
	for _, fn := range formula.Catalogue() {
		for _, e := range fn.Examples {
			f.Add(e.Formula)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		s := newSheet(t)
		s.names["temp"] = cells.Range{Sheet: 1, Bottom: 3}
		tmpl, err := s.compiler.Compile(src, home, s)
		if err != nil {
			if e, ok := err.(*cells.Error); !ok || e.Message == "" || e.Pos < 0 || e.Pos > utf8.RuneCountInString(src)+1 {
				t.Fatalf("%q: %v", src, err)
			}
			return
		}
		back, err := s.compiler.Compile(tmpl.Source(home, s), home, s)
		if err != nil || back != tmpl {
			t.Fatalf("%q: the source %q compiles to another template (%v)", src, tmpl.Source(home, s), err)
		}
		other, err := formula.NewCompiler().FromKey(tmpl.Key(), s)
		if err != nil || other.Key() != tmpl.Key() || other.Source(home, s) != tmpl.Source(home, s) {
			t.Fatalf("%q: the key %q does not come back (%v)", src, tmpl.Key(), err)
		}
		w := &formula.Wave{Cells: column{50}, Scope: s, At: testTime, Seed: 7}
		v := tmpl.Eval(w, home)
		if e := v.Err(); e != nil && e.Message == formula.FaultMessage {
			t.Fatalf("%q meets a fault", src)
		}
		if w.Steps() > 2*formula.MaxSteps {
			t.Fatalf("%q takes %d steps", src, w.Steps())
		}
		if err := withinBounds(tmpl, v); err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		// An array that is larger than a sheet is an error of the cell, and no book stores it.
		if a := v.Array(); a != nil && a.Rows > cells.MaxRows {
			return
		}
		stored, rest, err := cells.ReadValue(cells.AppendValue(nil, v))
		if err != nil || len(rest) > 0 || !stored.Equal(v) {
			t.Fatalf("%q: the value %s cannot be stored (%v)", src, show(v), err)
		}
		if !tmpl.Eval(w, home).Equal(v) || !other.Eval(w, home).Equal(v) {
			t.Fatalf("%q gives two values", src)
		}
		for _, e := range []formula.Edit{formula.Lines{Sheet: 1, Axis: cells.Rows, At: 2, Count: 1}, formula.Lines{Sheet: 1, Axis: cells.Cols, At: 0, Count: -1}, formula.SheetGone{Sheet: 2}} {
			after := s.compiler.Rewrite(tmpl, home, e)
			if _, err := s.compiler.FromKey(after.Key(), s); err != nil {
				t.Fatalf("%q after %v: the key %q: %v", src, e, after.Key(), err)
			}
		}
	})
}
