package formula_test

import (
	"errors"
	"strings"
	"testing"

	"freshet/cells"
)

func TestALocaleWithADecimalComma(t *testing.T) {
	for _, c := range []struct{ typed, key, english, value string }{
		{"=1,5*2", "=1.5*2", "=1.5*2", "3"},
		{"=SUM(1,5;2)", "=SUM(1.5,2)", "=SUM(1.5,2)", "3.5"},
		{"=SUM(A1;B2)", "=SUM(«R[-19]C[-25]»,«R[-18]C[-24]»)", "=SUM(A1,B2)", "0"},
		{"=WENN(1;2)", "", "", "#NAME?"},
		{"=IF(1>0;\"a;b\";\"c\")", "=IF(1>0,\"a;b\",\"c\")", "=IF(1>0,\"a;b\",\"c\")", "a;b"},
		{"={1\\2;3\\4}", "={1,2;3,4}", "={1,2;3,4}", "{1,2;3,4}"},
		{"={1,5\\2}", "={1.5,2}", "={1.5,2}", "{1.5,2}"},
		{"=let x = 1,5; x * 2", "=let x = 1.5; x * 2", "=let x = 1.5; x * 2", "3"},
		{"=[1,5; 2]", "=[1.5, 2]", "=[1.5, 2]", "{1.5;2}"},
		{"=ROUND(2,345;2)", "=ROUND(2.345,2)", "=ROUND(2.345,2)", "2.35"},
		{"=,5+1", "=.5+1", "=.5+1", "1.5"},
		{"=\"1,5\"+1", "=\"1,5\"+1", "=\"1,5\"+1", "2.5"},
		{"=1,5&\"\"", "=1.5&\"\"", "=1.5&\"\"", "1,5"},
		{"=filter([1;2]; # > 1)", "=filter([1,2], # > 1)", "=filter([1,2], # > 1)", "2"},
		{"=IF(0;;2)", "=IF(0,,2)", "=IF(0,,2)", "2"},
	} {
		s := newSheet(t)
		s.locale = "de"
		tmpl, err := s.compiler.Compile(c.typed, home, s)
		if err != nil {
			t.Errorf("%s: %v", c.typed, err)
			continue
		}
		if got := show(tmpl.Eval(s.wave(), home)); got != c.value {
			t.Errorf("%s is %s, want %s", c.typed, got, c.value)
		}
		if c.key == "" {
			continue
		}
		if tmpl.Key() != c.key {
			t.Errorf("%s has the key %s, want %s", c.typed, tmpl.Key(), c.key)
		}
		if got := tmpl.Source(home, s); got != c.typed && c.typed != "=,5+1" {
			t.Errorf("%s comes back as %s", c.typed, got)
		}
		s.locale = "en"
		if got := tmpl.Source(home, s); got != c.english {
			t.Errorf("%s is %s in English, want %s", c.typed, got, c.english)
		}
		if again, err := s.compiler.Compile(c.english, home, s); err != nil || again != tmpl {
			t.Errorf("%s typed in English is another template (%v)", c.english, err)
		}
	}
	for typed, want := range map[string]string{
		"={1;2\\3}":     `the rows of an array have equally many elements: {1\2;3\4}`,
		"=LET(x;1)":     "LET takes names and values in pairs and then a formula: LET(x; A1*2; x+1)",
		"=ROUND(1;2;3)": "ROUND takes 1 to 2 arguments, not 3 ROUND(number; [digits])",
	} {
		s := newSheet(t)
		s.locale = "de"
		_, err := s.compiler.Compile(typed, home, s)
		var e *cells.Error
		if !errors.As(err, &e) || strings.TrimSpace(e.Message+" "+e.Hint) != want {
			t.Errorf("%s is refused with %v, want %s", typed, err, want)
		}
	}
	s := newSheet(t)
	s.locale = "de"
	_, err := s.compiler.Compile("=1.5*2", home, s)
	var e *cells.Error
	if !errors.As(err, &e) || e.Pos != 2 || e.Hint != "for example: 1,5" {
		t.Errorf("a decimal point where decimals have a comma: %v", err)
	}
}

func TestErrorsTellWhereTheyComeFrom(t *testing.T) {
	s := newSheet(t)
	s.setup("A1: =1/0; A2: =A1+1; A3: x; B1: #N/A")
	for _, c := range []struct {
		formula, origin, fn string
		arg                 int
		message             string
	}{
		{"=A2*2", "A1", "", 0, "a division by zero"},
		{"=SUM(A1:A2)", "A1", "", 0, "a division by zero"},
		{"=SQRT(-1)", "Z20", "SQRT", 1, "a negative number has no square root"},
		{"=ROUND(A3,2)", "Z20", "ROUND", 1, "\"x\" is no number"},
		{"=ROUND(1,A3)", "Z20", "ROUND", 2, "\"x\" is no number"},
		{"=1+SQRT(A3)", "Z20", "SQRT", 1, "\"x\" is no number"},
		{"=AVERGE(1)", "Z20", "", 0, "there is no function AVERGE; did you mean AVERAGE?"},
		{"=tempp", "Z20", "", 0, "nobody knows the name tempp; texts stand in \"quotes\""},
		{"=B1", "B1", "", 0, "the error was typed into the cell"},
		{"=VLOOKUP(5,A5:A9,2,FALSE)", "Z20", "VLOOKUP", 3, "the table has not so many columns or rows"},
		{"=XLOOKUP(\"q\",A1:A3,A1:A3)", "Z20", "XLOOKUP", 0, "\"q\" is not found"},
		{"=filter(A3, 1)", "Z20", "FILTER", 0, ""},
		{"=Nope!A1", "Z20", "", 0, "there is no sheet Nope"},
		{"=IFERROR(SQRT(-1), 1/0)", "Z20", "", 0, "a division by zero"},
		{"=INDEX(ABS({1,-1})/0,1)", "Z20", "", 0, "a division by zero"},
	} {
		v, err := s.eval(c.formula, home)
		if err != nil {
			t.Errorf("%s: %v", c.formula, err)
			continue
		}
		e := v.Err()
		if e == nil {
			if c.message != "" {
				t.Errorf("%s is %s", c.formula, show(v))
			}
			continue
		}
		if e.Origin != s.ref(c.origin) || e.Func != c.fn || e.Arg != c.arg || c.message != "" && e.Message != c.message {
			t.Errorf("%s: %q of %s argument %d in %s; want %q of %s argument %d in %s", c.formula, e.Message, e.Func, e.Arg, e.Origin.A1(), c.message, c.fn, c.arg, c.origin)
		}
	}
}
