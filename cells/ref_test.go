package cells_test

import (
	"testing"

	"freshet/cells"
)

func TestColumnNamesGoBothWays(t *testing.T) {
	for col, name := range map[int32]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 701: "ZZ", 702: "AAA", cells.MaxCols - 1: "XFD"} {
		if got := cells.ColumnName(col); got != name {
			t.Errorf("column %d is %s, not %s", col, got, name)
		}
		if got, ok := cells.ParseColumn(name); !ok || got != col {
			t.Errorf("%s is column %d, %v", name, got, ok)
		}
	}
	for _, bad := range []string{"", "XFE", "ZZZ", "AAAA", "A1", "Ä"} {
		if _, ok := cells.ParseColumn(bad); ok {
			t.Errorf("%q passed for a column", bad)
		}
	}
}

func TestParseA1(t *testing.T) {
	for text, want := range map[string]string{
		"A1": "A1", "$b$7": "B7", "A1:B9": "A1:B9", "B9:A1": "A1:B9", "A9:B1": "A1:B9", "A:A": "A:A", "c:a": "A:C", "3:1": "1:3",
		"XFD1048576": "XFD1048576", "A1:A1": "A1",
	} {
		if r, ok := cells.ParseA1(text); !ok || r.A1() != want {
			t.Errorf("%s reads as %s, %v; want %s", text, r.A1(), ok, want)
		}
	}
	for _, bad := range []string{"", "A", "1", "A0", "A01", "XFE1", "A1048577", "A1:B", "A:1", "A1:", ":A1", "A-1", "1A", "A1:B2:C3"} {
		if r, ok := cells.ParseA1(bad); ok {
			t.Errorf("%q passed for %s", bad, r.A1())
		}
	}
}

func TestSheetNamesAreQuotedWhenTheyMust(t *testing.T) {
	for name, want := range map[string]string{
		"Sheet2": "Sheet2", "My sheet": "'My sheet'", "It's": "'It''s'", "A1": "'A1'", "2026": "'2026'", "R_1": "R_1", "Äpfel": "'Äpfel'",
	} {
		quoted := cells.QuoteSheet(name)
		if quoted != want {
			t.Errorf("%s is written %s, not %s", name, quoted, want)
		}
		back, rest, ok := cells.SplitSheet(quoted + "!B2:C3")
		if !ok || back != name || rest != "B2:C3" {
			t.Errorf("%s!B2:C3 reads as %q, %q, %v", quoted, back, rest, ok)
		}
	}
	for _, bad := range []string{"'open!A1", "!A1", "''!A1", "'a'b!A1"} {
		if _, _, ok := cells.SplitSheet(bad); ok {
			t.Errorf("%q passed", bad)
		}
	}
}

func TestRangesMeet(t *testing.T) {
	a := cells.Range{Sheet: 1, Top: 0, Left: 0, Bottom: 9, Right: 3}
	b := cells.Range{Sheet: 1, Top: 5, Left: 2, Bottom: 20, Right: 8}
	if i, ok := a.Intersect(b); !ok || i.A1() != "C6:D10" {
		t.Errorf("they share %s, %v", i.A1(), ok)
	}
	if u := a.Union(b); u.A1() != "A1:I21" || !u.Covers(a) || !u.Covers(b) || a.Covers(u) {
		t.Errorf("together they are %s", u.A1())
	}
	b.Sheet = 2
	if _, ok := a.Intersect(b); ok {
		t.Error("ranges of two sheets met")
	}
}
