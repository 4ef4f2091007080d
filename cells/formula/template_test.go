package formula_test

import (
	"slices"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

func compile(t testing.TB, s *sheet, src, at string) *formula.Template {
	t.Helper()
	tmpl, err := s.compiler.Compile(src, s.ref(at), s)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return tmpl
}

func TestEqualRelativeFormulasAreOneTemplate(t *testing.T) {
	s := newSheet(t)
	s.names["temp"] = cells.Range{Sheet: 1, Top: 5, Left: 5, Bottom: 5, Right: 5}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"=A1*2", "=A2*2", true},
		{"=$A$1*2", "=$A$1*2", true},
		{"=A$1*2", "=A$1*2", true},
		{"=A1*2", "=A1*2", false},
		{"=SUM(A1:A9)", "=SUM(A2:A10)", true},
		{"=SUM(A$1:A1)", "=SUM(A$1:A2)", true},
		{"=A:A", "=A:A", true},
		{"=1:1", "=2:2", true},
		{"=$1:$1", "=$1:$1", true},
		{"=Sheet2!A1", "=Sheet2!A2", true},
		{"=temp", "=temp", true},
		{"=a1*2", "=A2*2", false},
		{"=A1 * 2", "=A2*2", false},
		{"=Sheet1!A1", "=A2", false},
		{"=\"A1\"&A1", "=\"A1\"&A2", true},
		{"={A1: 1}.A1", "={A1: 1}.A1", true},
		{"=A1", "=B2", false},
	} {
		a, b := compile(t, s, c.a, "C1"), compile(t, s, c.b, "C2")
		if (a == b) != c.same || (a.Key() == b.Key()) != c.same {
			t.Errorf("%s in C1 and %s in C2: same is %v (%s, %s)", c.a, c.b, a == b, a.Key(), b.Key())
		}
	}
}

func TestSourceGivesBackWhatWasTypedWhereItStandsNow(t *testing.T) {
	s := newSheet(t)
	for _, c := range []struct{ typed, below string }{
		{"=A1*2", "=A2*2"},
		{"= a1 *  2 ", "= a2 *  2 "},
		{"=$A1+A$1+$A$1", "=$A2+A$1+$A$1"},
		{"=Sum( a1:a9 )", "=Sum( a2:a10 )"},
		{"=SUM(A:A)", "=SUM(A:A)"},
		{"=SUM(1:3)", "=SUM(2:4)"},
		{"=SUM($1:3)", "=SUM($1:4)"},
		{"='My sheet'!A1", "='My sheet'!A2"},
		{"=sheet2!A1", "=Sheet2!A2"},
		{"=Nope!A1+nope", "=Nope!A2+nope"},
		{"=\"A1\"&A1", "=\"A1\"&A2"},
		{"=let x = A1; x", "=let x = A2; x"},
		{"={1,2;3,4}", "={1,2;3,4}"},
		{"=IF(A1,,1.50)", "=IF(A2,,1.50)"},
		{"=filter(A1:A2, # > 3) // A1", "=filter(A2:A3, # > 3) // A1"},
		{"=B9:A1", "=B10:A2"},
		{"=A1048576", "=#REF!"},
	} {
		tmpl := compile(t, s, c.typed, "C1")
		if got := tmpl.Source(s.ref("C1"), s); got != c.typed && c.typed != "=sheet2!A1" {
			t.Errorf("%s comes back as %s", c.typed, got)
		}
		if got := tmpl.Source(s.ref("C2"), s); got != c.below {
			t.Errorf("%s a row below is %s, want %s", c.typed, got, c.below)
		}
	}
}

func TestAKeyMakesTheSameTemplateInAnotherProcess(t *testing.T) {
	s := newSheet(t)
	s.names["temp"] = cells.Range{Sheet: 2, Top: 5, Left: 5, Bottom: 6, Right: 5}
	for _, src := range []string{"=A1*2", "= sum( a1:B$2 ) & \"x;y,\"\"z\"", "=temp+nope+Nope!A1", "=SUM(A:$C)+SUM($1:2)", "=Sheet2!$A$1:B2", "=let x = 1; x", "=LAMBDA(x,x)(2)", "={1,2;3,4}", "=IF(A1>5?B1:C1, {a1: 2}.a1)", "=A1#", "=A1:INDEX(A:A,2)", "=@A1:A9", "='single'&`raw`", "=#REF!+A1", "=10%%"} {
		one := compile(t, s, src, "C1")
		other := formula.NewCompiler()
		two, err := other.FromKey(one.Key(), s)
		if err != nil {
			t.Errorf("%s: key %s: %v", src, one.Key(), err)
			continue
		}
		if two.Key() != one.Key() {
			t.Errorf("%s: the key %s reads as %s", src, one.Key(), two.Key())
		}
		if a, b := one.Source(s.ref("D7"), s), two.Source(s.ref("D7"), s); a != b {
			t.Errorf("%s: source %s and %s", src, a, b)
		}
		if !slices.Equal(one.Precedents(), two.Precedents()) || !slices.Equal(one.Names(), two.Names()) || !slices.Equal(one.Unresolved(), two.Unresolved()) {
			t.Errorf("%s: precedents or names differ", src)
		}
	}
}

func TestPrecedentsAreWhatIsRead(t *testing.T) {
	s := newSheet(t)
	s.names["temp"] = cells.Range{Sheet: 1, Top: 5, Left: 5, Bottom: 6, Right: 5}
	s.names["x"] = s.names["temp"]
	for _, c := range []struct {
		src     string
		reads   string
		dynamic bool
	}{
		{"=A1+A1+$B$2", "A1 B2", false},
		{"=SUM(A1:A9)", "A1:A9", false},
		{"=let A = B1; A", "B1", false},
		{"=LET(x,B1,x)", "B1", false},
		{"=LAMBDA(x,x)(1)", "", false},
		{"=temp", "F6:F7", false},
		{"=ROW(A5)", "", false},
		{"=ROWS(A1:A5)", "", false},
		{"=OFFSET(A1,1,1)", "", true},
		{"=INDIRECT(A1)", "A1", true},
		{"=INDEX(A1:B9,1,1)", "A1:B9", false},
		{"={A1: B1}.A1", "B1", false},
		{"=A1:INDEX(B:B,2)", "A1 B:B", true},
		{"=A1>5?B1:C1", "A1 B1 C1", false},
		{"=A1>5?B1:B2:C1", "A1 B1:B2 C1", false},
		{"=\"A1\"", "", false},
		{"=filter(A1:A3, # > B1)", "A1:A3 B1", false},
		{"=Nope!A1", "", false},
		{"=1:1", "1:1", false},
		{"=ISREF(A1)", "", false},
	} {
		tmpl := compile(t, s, c.src, "Z20")
		got := ""
		for _, p := range tmpl.Precedents() {
			g, ok := p.At(s.ref("Z20"))
			if !ok {
				t.Errorf("%s: off the sheet", c.src)
			}
			if got != "" {
				got += " "
			}
			got += g.A1()
		}
		if got != c.reads || tmpl.Dynamic() != c.dynamic {
			t.Errorf("%s reads %q, dynamic %v; want %q, %v", c.src, got, tmpl.Dynamic(), c.reads, c.dynamic)
		}
	}
}

func TestPastsArePrecedentsOfTheirOwnSort(t *testing.T) {
	s := newSheet(t)
	for _, c := range []struct {
		src  string
		want []formula.Relative
	}{
		{"=prev(A1)", []formula.Relative{{Top: -1, Bottom: -1, Left: -1, Right: -1, Past: true}}},
		{"=A1-prev(A1)", []formula.Relative{{Top: -1, Bottom: -1, Left: -1, Right: -1}, {Top: -1, Bottom: -1, Left: -1, Right: -1, Past: true}}},
		{"=avg_over(B2,\"5m\")", []formula.Relative{{Past: true}}},
		{"=hysteresis(5,1,9)", []formula.Relative{{Past: true}}},
	} {
		tmpl := compile(t, s, c.src, "B2")
		if !slices.Equal(tmpl.Precedents(), c.want) || !tmpl.Historic() {
			t.Errorf("%s reads %v", c.src, tmpl.Precedents())
		}
	}
}

func TestRateIsTwoFunctions(t *testing.T) {
	s := newSheet(t)
	s.setup("past A1: 0@-60 60@0")
	for src, want := range map[string]string{"=rate(A1,\"1m\")": "1", "=ROUND(rate(48,-200,8000),6)": "0.007701", "=ROUND(RATE(48,-200,8000),6)": "0.007701"} {
		if v, err := s.eval(src, home); err != nil || show(v) != want {
			t.Errorf("%s is %s, want %s (%v)", src, show(v), want, err)
		}
	}
}

func TestNamesAndSheetsAreFoundWhenTheyAppear(t *testing.T) {
	s := newSheet(t)
	s.set("A1", "5")
	s.inputs[cells.Ref{Sheet: 4}] = "7"
	tmpl := compile(t, s, "=Temp+Later!$A$1", "C1")
	if got := tmpl.Unresolved(); !slices.Equal(got, []string{"later!", "temp"}) {
		t.Fatalf("unresolved: %v", got)
	}
	s.names["temp"] = cells.Range{Sheet: 1}
	s.sheets = append(s.sheets, "Later")
	known := s.compiler.Rebind(tmpl, s)
	if v := known.Eval(s.wave(), home); show(v) != "12" {
		t.Errorf("the value is %s", show(v))
	}
	if known.Source(home, s) != "=Temp+Later!$A$1" {
		t.Errorf("the source is %s", known.Source(home, s))
	}
	if s.compiler.Rebind(known, s) != known {
		t.Error("binding again makes another template")
	}
	delete(s.names, "temp")
	if got := s.compiler.Rebind(known, s).Unresolved(); !slices.Equal(got, []string{"temp"}) {
		t.Errorf("unresolved after the name is gone: %v", got)
	}
}

func TestReferencesFollowEdits(t *testing.T) {
	rows := func(at, n int32) formula.Edit { return formula.Lines{Sheet: 1, Axis: cells.Rows, At: at, Count: n} }
	cols := func(at, n int32) formula.Edit { return formula.Lines{Sheet: 1, Axis: cells.Cols, At: at, Count: n} }
	move := func(from, to string) formula.Edit {
		g, _ := cells.ParseA1(from)
		g.Sheet = 1
		s := newSheet(t)
		return formula.Moved{Source: g, Dest: s.ref(to)}
	}
	for _, c := range []struct {
		src, at string
		edit    formula.Edit
		want    string
		then    string
	}{
		{"=A1+A5", "C3", rows(2, 1), "=A1+A6", "C4"},
		{"=A1+A5", "C3", rows(0, 2), "=A3+A7", "C5"},
		{"=SUM(A1:A5)", "C9", rows(2, 1), "=SUM(A1:A6)", "C10"},
		{"=SUM(A1:A5)", "C9", rows(5, 1), "=SUM(A1:A5)", "C10"},
		{"=SUM($A$1:A5)", "C9", rows(0, 1), "=SUM($A$2:A6)", "C10"},
		{"=A1+A5", "C9", rows(4, -1), "=A1+#REF!", "C8"},
		{"=SUM(A1:A5)", "C9", rows(1, -2), "=SUM(A1:A3)", "C7"},
		{"=SUM(A2:A3)", "C9", rows(1, -2), "=SUM(#REF!)", "C7"},
		{"=SUM(A:A)", "C9", rows(1, -2), "=SUM(A:A)", "C7"},
		{"=SUM(2:4)", "C9", rows(2, 1), "=SUM(2:5)", "C10"},
		{"=B1+$C$1", "E1", cols(1, 1), "=C1+$D$1", "F1"},
		{"=SUM(B:C)", "E1", cols(1, -1), "=SUM(B:B)", "D1"},
		{"=SUM(B:B)", "E1", cols(1, -1), "=SUM(#REF!)", "D1"},
		{"=Sheet2!A5", "C3", rows(0, 2), "=Sheet2!A5", "C5"},
		{"=Sheet1!A5", "C3", rows(0, 2), "=Sheet1!A7", "C5"},
		{"=A1*2", "C1", move("A1", "B7"), "=B7*2", "C1"},
		{"=A1*2", "C1", move("C1", "D9"), "=A1*2", "D9"},
		{"=SUM(A1:A3)", "C1", move("A1:A3", "B1"), "=SUM(B1:B3)", "C1"},
		{"=SUM(A1:A3)", "C1", move("A1", "B1"), "=SUM(A1:A3)", "C1"},
		{"=B7", "C1", move("A1", "B7"), "=#REF!", "C1"},
		{"=A1*2", "C1", move("C1", "Sheet2!C1"), "=Sheet1!A1*2", "Sheet2!C1"},
		{"=A1*2", "C1", move("A1:C1", "Sheet2!A1"), "=A1*2", "Sheet2!C1"},
		{"=A1*2", "C1", move("A1", "Sheet2!A1"), "=Sheet2!A1*2", "C1"},
		{"=Sheet2!A1+A1", "C1", formula.SheetGone{Sheet: 2}, "=#REF!+A1", "C1"},
		{"=SUM(Sheet2!A:A)", "C1", formula.SheetGone{Sheet: 2}, "=SUM(#REF!)", "C1"},
		{"=B9:A1", "C12", rows(4, 1), "=B10:A1", "C13"},
		{"= a5 // A5", "C1", rows(2, 1), "= a6 // A5", "C1"},
		{"=A5#", "C1", rows(4, -1), "=#REF!#", "C1"},
		{"=A5:INDEX(A:A,9)", "C1", rows(4, -1), "=#REF!:INDEX(A:A,9)", "C1"},
	} {
		s := newSheet(t)
		tmpl := compile(t, s, c.src, c.at)
		after := s.compiler.Rewrite(tmpl, s.ref(c.at), c.edit)
		if got := after.Source(s.ref(c.then), s); got != c.want {
			t.Errorf("%s in %s becomes %s, want %s", c.src, c.at, got, c.want)
		}
		again, err := s.compiler.Compile(c.want, s.ref(c.then), s)
		if err != nil || again != after {
			t.Errorf("%s typed anew is another template (%v): %s, %s", c.want, err, again.Key(), after.Key())
		}
	}
}

func TestANameFollowsItsCells(t *testing.T) {
	s := newSheet(t)
	s.names["temp"] = cells.Range{Sheet: 1, Top: 4, Bottom: 5}
	tmpl := compile(t, s, "=SUM(temp)", "C1")
	e := formula.Lines{Sheet: 1, Axis: cells.Rows, At: 0, Count: 3}
	after := s.compiler.Rewrite(tmpl, s.ref("C1"), e)
	g, _ := formula.Follow(e, s.names["temp"])
	s.names["temp"] = g
	if s.compiler.Rebind(after, s) != after {
		t.Error("a name that moved along is another than the name looked up anew")
	}
	gone := s.compiler.Rewrite(after, s.ref("C4"), formula.Lines{Sheet: 1, Axis: cells.Rows, At: 7, Count: -2})
	if !slices.Equal(gone.Unresolved(), []string{"temp"}) {
		t.Errorf("unresolved: %v", gone.Unresolved())
	}
}

func TestTheLongestFormulaComesBackFromItsKey(t *testing.T) {
	s := newSheet(t)
	s.names["a"] = cells.Range{Sheet: 1, Top: cells.MaxRows - 1, Left: cells.MaxCols - 1, Bottom: cells.MaxRows - 1, Right: cells.MaxCols - 1}
	for _, part := range []string{"a+", "A1+", "$A$1,", "Sheet2!A1:B2,"} {
		n := (formula.MaxFormula - 8) / len(part)
		src := "=SUM(" + strings.Repeat(part, n) + "1)"
		one, err := s.compiler.Compile(src, home, s)
		if err != nil {
			t.Errorf("%s…: %v", part, err)
			continue
		}
		two, err := formula.NewCompiler().FromKey(one.Key(), s)
		if err != nil || two.Source(home, s) != src {
			t.Errorf("%s…: a key of %d bytes does not come back: %v", part, len(one.Key()), err)
		}
	}
}
