package calc_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
