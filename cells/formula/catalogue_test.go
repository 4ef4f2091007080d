package formula_test

import (
	"strings"
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

// TestCommonFunctionsComeFirst holds the tiers to names that there are, each once.
func TestCommonFunctionsComeFirst(t *testing.T) {
	count, of := map[int]int{}, map[string]int{}
	for _, fn := range formula.Catalogue() {
		count[fn.Tier]++
		of[fn.Name] = fn.Tier
	}
	named := map[string]int{}
	for i, names := range formula.Tiers {
		for _, name := range strings.Fields(names) {
			named[name]++
			if of[name] != i+1 || named[name] > 1 {
				t.Errorf("%s is of tier %d, and stands in tier %d", name, of[name], i+1)
			}
		}
	}
	for name, want := range map[string]int{"SUM": 1, "SUMPRODUCT": 1, "sum": 4, "SUMXMY2": 4, "FLOOR": 2, "avg_over": 3} {
		if of[name] != want {
			t.Errorf("%s is of tier %d, want %d", name, of[name], want)
		}
	}
	if len(count) != 4 || count[1] > 60 || count[2] > 160 {
		t.Errorf("the tiers have %v functions", count)
	}
}

// TestForeignNamesLeadToOurs holds what functions are called elsewhere to functions that there are, and to names that are none here.
func TestForeignNamesLeadToOurs(t *testing.T) {
	known := map[string]bool{}
	for _, fn := range formula.Catalogue() {
		known[fn.Name] = true
		for _, a := range fn.Aliases {
			known[a] = true
		}
	}
	for name, ours := range formula.ForeignNames {
		if known[name] || !known[ours] {
			t.Errorf("%s leads to %s", name, ours)
		}
	}
	for name := range formula.Outside {
		if known[name] || formula.ForeignNames[name] != "" {
			t.Errorf("%s is said to be elsewhere", name)
		}
	}
	s := newSheet(t)
	for src, want := range map[string]string{
		"=SUMME(1,2)":                         "there is no function SUMME; did you mean SUM?",
		"=zählenwenn(A1,1)":                   "there is no function zählenwenn; did you mean COUNTIF?",
		"=WEBSERVICE(\"http://example.com\")": "there is no function WEBSERVICE: a formula reads nothing from the web; a feed puts what it fetches into cells",
		"=cubevalue(A1)":                      "there is no function cubevalue: there are no data cubes; GROUPBY and PIVOTBY group the rows of a table",
		"=AVG(1)":                             "there is no function AVG; did you mean AVERAGE?",
		"=NB.SI(A1,1)":                        "there is no function NB.SI; did you mean COUNTIF?",
		"=AVERGE(1)":                          "there is no function AVERGE; did you mean AVERAGE?",
	} {
		v, err := s.eval(src, home)
		if err != nil || v.Err() == nil || v.Err().Message != want {
			t.Errorf("%s gives %v, %v, want %q", src, v.Err(), err, want)
		}
	}
}
