package formula_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/formula"
)

var update = flag.Bool("update", false, "write what the language says of each formula into testdata; read every line before it is committed")

// What people type by mistake, and what they are told: under each formula a ^ at the character that is at fault with the sentence, and the hint below it;
// of a formula that can be read, its value with the sentence of an error. A heading that begins with a locale is about formulas typed in it.
func TestWhatIsWrongIsSaidInWords(t *testing.T) { golden(t, "testdata/sentences.txt", 600) }

// What the errors of the functions say: each names what was given and what is wrong with it, and the function and argument.
func TestErrorsExplainThemselves(t *testing.T) { golden(t, "testdata/explanations.txt", 150) }

func golden(t *testing.T, file string, least int) {
	given, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s := newSheet(t)
	s.setup("A1: 3; A2: x; B1: 2; B2: 5; name temp: A1; name area: A1:A3")
	formulas := 0
	for line := range strings.Lines(string(given)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "## "):
			s.locale = "en"
			if locale, _, ok := strings.Cut(line[3:], ":"); ok {
				s.locale = locale
			}
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
			fmt.Fprintln(&out, line)
		case strings.HasPrefix(line, "="):
			formulas++
			out.WriteString(line + "\n" + told(s, line))
		}
	}
	if formulas < least {
		t.Errorf("only %d formulas", formulas)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	was, is := strings.Split(string(given), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			t.Fatalf("%s, line %d:\n%s\nbut it says\n%s", file, i+1, was[i], is[i])
		}
	}
	if len(was) != len(is) {
		t.Errorf("%s has %d lines, not %d", file, len(was), len(is))
	}
}

// told is what a person is told of a formula.
func told(s *sheet, input string) string {
	v, err := s.eval(input, home)
	if err != nil {
		var e *cells.Error
		if !errors.As(err, &e) || e.Code != cells.Syntax {
			return fmt.Sprintf("  %v\n", err)
		}
		if n := utf8.RuneCountInString(input); e.Pos < 1 || e.Pos > n+1 {
			s.t.Errorf("%s: the fault is said to be at %d of %d characters", input, e.Pos, n)
		}
		pad := strings.Repeat(" ", max(e.Pos-1, 0))
		out := pad + "^ " + e.Message + "\n"
		if e.Hint != "" {
			out += pad + "  " + e.Hint + "\n"
		}
		return out
	}
	out := "  " + show(v)
	if e := v.Err(); e != nil {
		out += " " + e.Message
		if e.Func != "" {
			out += fmt.Sprintf(" (%s, argument %d)", e.Func, e.Arg)
		}
	}
	return out + "\n"
}

// A formula that can be read has nothing wrong in the eyes of what looks for it.
func TestNothingIsWrongWithWhatCanBeRead(t *testing.T) {
	s := newSheet(t)
	s.names["temp"] = cells.Range{Sheet: 1}
	read := 0
	check := func(src string) {
		if _, err := s.compiler.Compile(src, home, s); err != nil {
			return
		}
		read++
		if why := formula.Diagnosed(src, home, s); why != "" {
			t.Errorf("%s can be read, and yet: %s", src, why)
		}
	}
	for _, c := range languageCases {
		check(c.formula)
	}
	for _, fn := range formula.Catalogue() {
		for _, e := range fn.Examples {
			check(e.Formula)
		}
	}
	scripts, err := filepath.Glob("../testdata/conformance/*.sheet")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range append(scripts, "testdata/sentences.txt") {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if i := strings.IndexByte(line, '='); i >= 0 {
				line = line[i:]
				if end := strings.LastIndex(line, " => "); end > 0 && strings.HasSuffix(script, ".sheet") {
					line = line[:end]
				}
				check(strings.TrimSpace(line))
			}
		}
	}
	if read < 2000 {
		t.Errorf("only %d formulas were read", read)
	}
}
