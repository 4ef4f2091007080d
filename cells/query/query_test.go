package query_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"freshet/cells/query"
)

// columns binds A to H.
func columns(name string) (int, string) {
	if len(name) == 1 && name[0] >= 'A' && name[0] <= 'H' {
		return int(name[0] - 'A'), ""
	}
	return 0, "there is no column " + name
}

// read parses, binds and checks.
func read(text string) (*query.Query, *query.SyntaxError) {
	q, err := query.Parse(text)
	if err == nil {
		err = q.Bind(columns)
	}
	if err == nil {
		err = q.Check()
	}
	return q, err
}

func TestWhatCanBeRead(t *testing.T) {
	for _, text := range []string{
		"", "  ", "select *", "SELECT a", "select A,B", "select `A`", "select A where A>1 and not (B='x' or C is null)", "where A is not null", "select sum(A), B group by B",
		"select min(A) pivot B, C", "order by A desc, B asc, C", "limit 1 offset 2", "skipping 3 limit 0", "label A 'x', B \"y's\"", "format A '0.0'", "options no_values no_format",
		"select A+B*-2/(C-1) % 3", "where date '2026-1-5' < A or datetime \"2026-01-05 1:2:3.5\" = B or timeofday '10:00' >= C", "where A starts with 'x' and B ends with 'y'",
		"where A contains 'x' and B matches '.*' and C like '%_'", "select A where (A+B)*2 > (C)", "where (((A = 1)))", "select dateDiff(A, now()), toDate(B), DAYOFWEEK(C)", "select 'x', 1.5e3, .5, true",
		"where not not A = 1", "where 1 = 1", "select year(A), max(B) group by year(A) order by year(A)", "select sum(A)/count(A) order by sum(A)/count(A)", "select sum(A) pivot year(B)",
	} {
		if _, err := query.Parse(text); err != nil {
			t.Errorf("%q: at %d: %v", text, err.At, err)
		}
	}
}

// TestFaultsAreExplained holds what is wrong to a place, marked by ^ before it, and to words.
func TestFaultsAreExplained(t *testing.T) {
	for text, want := range map[string]string{
		"^foo":                                    "select, where, group by",
		"select ^":                                "behind select a column or a value is expected, not the end",
		"select A, ^where":                        "behind the comma a column or a value is expected, not where",
		"select A ^B":                             "a comma or the next clause is expected, not B",
		"select A ^from B":                        "the data of the query is the first argument",
		"select A ^as B":                          "label A 'Name'",
		"select ^A where sum(A) > 1":              "",
		"select A where ^sum(A) > 1":              "cannot stand in where",
		"select A where A ^":                      "a comparison such as A > 1",
		"select A where A > ^":                    "behind > a column or a value is expected, not the end",
		"select A where A = 1 ^B":                 "and, or, or the next clause",
		"select A where A ^ = 1":                  "",
		"select A where (A = 1^":                  "a ) is expected",
		"select A where A is ^1":                  "null is expected behind is",
		"select A where A starts ^'x'":            "with is expected behind starts",
		"select A where A = ^'x":                  "has no end",
		"select A where A = ^“x”":                 "texts stand in ' or \"",
		"select A where A = 1 ^&& B = 2":          "and and or",
		"select A where A ^! B":                   "unequal is !=",
		"select A^;":                              "no ;",
		"where A = 1 ^select A":                   "select stands before where",
		"select A ^select B":                      "two clauses select",
		"select A group ^A":                       "by is expected behind group, not A",
		"select A limit ^B":                       "a whole number of rows",
		"select A limit ^-1":                      "a whole number of rows",
		"select A limit ^1.5":                     "a whole number of rows",
		"select A label ^B 'x'":                   "this is not selected",
		"select A label A ^x":                     "a text in quotes is expected",
		"select A options ^x":                     "no_values and no_format",
		"select ^foo(A)":                          "there is no function foo",
		"select ^upper(A, B)":                     "upper takes one argument, not 2",
		"select ^now(A)":                          "now takes no argument",
		"select sum(^A+B)":                        "one column",
		"select count(^*)":                        "a column or a value is expected, not *",
		"select ^Z":                               "there is no column Z",
		"select ^A, sum(B)":                       "must be in group by",
		"select A, B group by ^A":                 "an aggregate too, such as count(A)",
		"select A pivot ^B":                       "an aggregate too",
		"select sum(A) group by ^sum(B)":          "cannot stand in group by",
		"select A, sum(B) group by ^A pivot A":    "cannot have the same column",
		"select sum(A) pivot B order by ^sum(A)":  "it is many columns",
		"select A order by ^sum(B)":               "in select too",
		"select A, sum(B) group by A order by ^C": "is not in group by",
		"select A = 1 ^":                          "",
		"select (^A > 1)":                         "a condition stands where a column",
		"select A ^> 1":                           "a comma or the next clause",
		"select ^by":                              "written `by`",
		"select date ^A":                          "date '2026-11-22'",
		"select A where A > date ^'1.2.2026'":     "it is written date",
		"select 1 ^+ (A = 1)":                     "between numbers, not conditions",
		"select A where A = 1 ^€":                 "has no meaning",
		"where (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((^A": "nested too deep",
	} {
		at := strings.IndexByte(text, '^')
		text = text[:at] + text[at+1:]
		if want == "" {
			continue
		}
		_, err := read(text)
		switch {
		case err == nil:
			t.Errorf("%q can be read", text)
		case err.At != at || !strings.Contains(err.Message, want):
			t.Errorf("%q: at %d, not %d: %s", text, err.At, at, err.Message)
		}
	}
}

func TestSlipsAreRecognized(t *testing.T) {
	for text, want := range map[string]string{
		"selct A": "select", "A wher B": "", "select A wher A > 1": "where", "select A gruop by A": "group by", "select A orderby A": "order by", "select A lable A 'x'": "label",
		"select A limits 1": "limit", "select A foo": "", "select A limit 1 ofset 2": "offset",
	} {
		_, err := query.Parse(text)
		if err == nil || strings.Contains(err.Message, "did you mean "+want+"?") != (want != "") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestLongQueriesAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"select A" + strings.Repeat("+A", 5000): "too long",
		"select A" + strings.Repeat(",A", 500):  "at most 500",
		"where " + strings.Repeat("not ", 100):  "nested too deep",
	} {
		if _, err := query.Parse(text); err == nil || !strings.Contains(err.Message, want) {
			t.Errorf("%.20q… gives %v, want %s", text, err, want)
		}
	}
	if _, err := query.Parse("select A" + strings.Repeat(",A", 499)); err != nil {
		t.Error(err)
	}
}

func TestLabels(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	for text, want := range map[string]string{
		"A": "a", "sum(B)": "sum b", "year(C)": "year(c)", "A*B": "product(ab)", "A-2": "difference(a2())", "upper('x')": "upper(\"x\"())", "sum(A)/count(A)": "quotient(sum acount a)", "now()": "now()",
	} {
		q, err := query.Parse("select " + text)
		if err == nil {
			err = q.Bind(columns)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Select[0].Label(names); got != want {
			t.Errorf("%s is labelled %q, want %q", text, got, want)
		}
	}
}

// FuzzParse holds that no text breaks the parser, that what is wrong has a place in it, and that the work is bounded by its length.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"select A, sum(B) where C > 1 and not (D = 'x' or E is null) group by A pivot F order by A desc limit 1 offset 2 label A 'x' format A '0' options no_format",
		"select `A b`, dateDiff(date '2026-01-02', now()) + 2 * -3", "where A starts with \"x\" and B matches '.*' or C like '%'", "select “A”", "where ((A", "skipping 2",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := read(text)
		if err != nil {
			if err.Message == "" || err.At < 0 || err.At > len(text) || err.Character(text) > utf8.RuneCountInString(text)+1 {
				t.Fatalf("%q: at %d: %s", text, err.At, err.Message)
			}
			return
		}
		nodes := 0
		count := func(e *query.Expr) bool { nodes++; return true }
		q.Where.Walk(count)
		for _, e := range q.Select {
			e.Walk(count)
			e.Label(make([]string, 8))
		}
		if nodes > len(text)+1 {
			t.Fatalf("%q: %d expressions", text, nodes)
		}
	})
}
