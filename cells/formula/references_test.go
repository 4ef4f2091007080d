package formula

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"freshet/cells"
)

// knownPlaces is a scope with the sheets and the name that the cases of references.json count on.
type knownPlaces struct{ locale string }

func (knownPlaces) Sheet(name string) (cells.SheetID, bool) {
	switch name {
	case "Sheet1":
		return 1, true
	case "Sheet2", "sheet2":
		return 2, true
	case "My sheet":
		return 3, true
	}
	return 0, false
}

func (knownPlaces) SheetName(cells.SheetID) (string, bool) { return "", false }
func (knownPlaces) SheetPlace(cells.SheetID) (int, int)    { return 0, 0 }

func (knownPlaces) Name(name string) (cells.Range, bool) {
	return cells.Range{Sheet: 1}, name == "temp"
}

func (k knownPlaces) Locale() string { return k.locale }

// TestReferencesAreThoseTheEditorColours reads the cases that the browser's tests read as well (web/test/references.test.ts): which parts
// of a formula are references, and above all which colons make ranges.
func TestReferencesAreThoseTheEditorColours(t *testing.T) {
	raw, err := os.ReadFile("../testdata/references.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Formula, Locale, Why string
		Refs                 []string
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		var d reading
		d.scope = knownPlaces{c.Locale}
		d.names = d.scope
		d.scan.src, d.scan.decimal = c.Formula, cells.SeparatorsOf(c.Locale).Decimal
		if err := d.outlineText(); err != nil {
			t.Errorf("%s: %s", c.Formula, err.text)
			continue
		}
		got := []string{}
		for i := range d.tokens {
			tok := &d.tokens[i]
			_, known := d.scope.Name(d.src[tok.start:tok.end])
			if tok.isReference() && tok.role != rKey && tok.role != rField && (tok.kind != tWord || known) {
				got = append(got, d.src[tok.start:tok.end])
			}
		}
		if !slices.Equal(got, c.Refs) {
			t.Errorf("%s: the references are %q, want %q %s", c.Formula, got, c.Refs, c.Why)
		}
	}
}
