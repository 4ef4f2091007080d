package calc_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"freshet/cells/formula"
	"freshet/cells/script"
)

// leastCases is how many cases the conformance corpus must have.
const leastCases = 1500

// conformance reads the lines "case =… => …" of every family.
func conformance(t *testing.T) map[string][]string {
	t.Helper()
	files, err := script.Files("../testdata/conformance")
	if err != nil {
		t.Fatal(err)
	}
	families := make(map[string][]string)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		family := strings.TrimSuffix(filepath.Base(file), ".sheet")
		families[family] = strings.Split(string(text), "\n")
	}
	return families
}

// TestConformanceSaysWhereItsValuesComeFrom holds the corpus to its size, and each family to a head that says where the expected values come from.
func TestConformanceSaysWhereItsValuesComeFrom(t *testing.T) {
	total := 0
	for family, lines := range conformance(t) {
		sourced := false
		for _, line := range lines {
			sourced = sourced || strings.HasPrefix(line, "#") && strings.Contains(line, "Expected values:")
			if strings.HasPrefix(line, "case ") {
				total++
			}
		}
		if !sourced {
			t.Errorf("%s.sheet does not say where its expected values come from", family)
		}
	}
	t.Logf("%d cases", total)
	if total < leastCases {
		t.Errorf("the corpus has %d cases, fewer than %d", total, leastCases)
	}
}

// rules are errors, coercions and conditions that the important functions must have a case for.
var rules = map[string][]string{
	"#DIV/0!": {"AVERAGE", "AVERAGEIF", "AVERAGEIFS", "MOD", "QUOTIENT", "STDEV.S", "VAR.S", "ATAN2", "POWER", "SLN", "FLOOR"},
	"#N/A":    {"VLOOKUP", "HLOOKUP", "XLOOKUP", "MATCH", "XMATCH", "IFS", "SWITCH", "NA", "MODE", "RANK", "PERCENTRANK", "prev", "at"},
	"#NUM!":   {"SQRT", "LN", "LOG", "FACT", "DATE", "LARGE", "SMALL", "PERCENTILE", "IRR", "RATE", "NORM.INV", "ACOS", "DATEDIF"},
	"#VALUE!": {"VALUE", "FIND", "SEARCH", "CHAR", "CODE", "DATEVALUE", "TIMEVALUE", "MMULT", "LEFT", "REPT", "MID", "WRAPROWS"},
	"#REF!":   {"INDEX", "OFFSET", "INDIRECT", "VLOOKUP", "HLOOKUP"},
	"refused": {"SUM"},
}

// TestConformanceCoversTheCatalogue holds that every function has at least two cases, and that the important ones have their errors.
func TestConformanceCoversTheCatalogue(t *testing.T) {
	call := regexp.MustCompile(`"[^"]*"|[A-Za-z_][A-Za-z0-9_.]*\(`)
	count := make(map[string]int)
	gives := make(map[[2]string]bool)
	for _, lines := range conformance(t) {
		for _, line := range lines {
			rest, ok := strings.CutPrefix(line, "case ")
			if !ok {
				continue
			}
			cut := strings.LastIndex(rest, "=>")
			want, _, _ := strings.Cut(strings.TrimSpace(rest[cut+2:]), ":")
			seen := make(map[string]bool)
			for _, word := range call.FindAllString(rest[:cut], -1) {
				name := strings.TrimSuffix(word, "(")
				if name == word || seen[name] {
					continue
				}
				seen[name] = true
				count[name]++
				gives[[2]string{name, want}] = true
			}
		}
	}
	for _, fn := range formula.Catalogue() {
		n := count[fn.Name]
		for _, alias := range fn.Aliases {
			n += count[alias]
		}
		if n < 2 {
			t.Errorf("%s has %d cases, fewer than 2", fn.Name, n)
		}
	}
	for want, names := range rules {
		for _, name := range names {
			if !gives[[2]string{name, want}] {
				t.Errorf("no case of %s gives %s", name, want)
			}
		}
	}
}
