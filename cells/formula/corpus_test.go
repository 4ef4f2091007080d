package formula_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus holds the conformance corpus: each file of testdata is a family that says at its head where its expected values come from.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	total := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			for n, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
				if strings.HasPrefix(line, "#") || line == "" {
					continue
				}
				total++
				part := strings.Split(line, "\t")
				if len(part) < 2 || len(part) > 3 {
					t.Fatalf("%s:%d has %d fields", file, n+1, len(part))
				}
				s := newSheet(t)
				if len(part) == 3 {
					s.setup(part[2])
				}
				v, err := s.eval(part[0], home)
				if err != nil {
					t.Errorf("%s:%d: %s: %v", file, n+1, part[0], err)
				} else if got := show(v); got != part[1] {
					t.Errorf("%s:%d: %s is %s, want %s (%v)", file, n+1, part[0], got, part[1], v.Err())
				}
			}
		})
	}
	t.Logf("%d cases", total)
	if total < 1500 {
		t.Errorf("the corpus has %d cases, fewer than 1,500", total)
	}
}
