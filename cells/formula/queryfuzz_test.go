package formula_test

import (
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// FuzzQuery holds that no query breaks its evaluation over a small table with every kind of value in it, that it gives the same twice, and that its result can be stored.
func FuzzQuery(f *testing.F) {
	for _, text := range []string{
		"select A, sum(B) where B > 1 and not (A = 'x' or C is null) group by A pivot D order by A desc limit 1 offset 1 label sum(B) 'x' format sum(B) '0.0'",
		"select *, max(A)", "select year(D), dateDiff(D, now()) + 2 * -3 / B % 2, upper(A), toDate(B)", "where A starts with \"x\" and B matches '.*' or A like '%_a' options no_values",
		"select E, avg(B)/count(A), min(E) group by E", "select hour(D), minute(D), second(D), millisecond(D), quarter(D), dayOfWeek(D), day(D), month(D) skipping 2 format D 'EEE a'",
	} {
		f.Add(text, 1)
	}
	f.Fuzz(func(t *testing.T, text string, headers int) {
		s := newSheet(t)
		s.setup("A1: name; B1: n; C1: yes; D1: day; E1: any; A2: xa; B2: 2; C2: TRUE; D2: 2026-01-02; E2: #N/A; A3: xb; B3: -1.5; D3: 2026-03-04 05:06:07; E3: 3; A4: Xa; C4: FALSE; D4: 9:30; E4: q; A5: 7; B5: r; C5: 1; E5: 36:00:00")
		s.inputs[cells.Ref{Sheet: 1, Row: 8}] = "'" + text
		s.inputs[cells.Ref{Sheet: 1, Row: 9}] = show(cells.Num(float64(headers)))
		v, err := s.eval("=QUERY(A1:E5,A9,A10)", home)
		if err != nil {
			t.Fatal(err)
		}
		if e := v.Err(); e != nil && (e.Message == formula.FaultMessage || e.Message == "") {
			t.Fatalf("%q: %v", text, e)
		}
		if again, _ := s.eval("=QUERY(A1:E5,A9,A10)", home); !again.Equal(v) {
			t.Fatalf("%q gives two values", text)
		}
		stored, rest, err := cells.ReadValue(cells.AppendValue(nil, v))
		if err != nil || len(rest) > 0 || !stored.Equal(v) {
			t.Fatalf("%q: the value %s cannot be stored (%v)", text, show(v), err)
		}
	})
}
