package formula_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells/formula"
)

// nearest is what Suggested gives, by the plain definition: the function whose name is the fewest insertions, removals, changes and swaps away, of equals the first by name.
func nearest(name string, known [][2]string) string {
	best, least := "", 1+len(name)/3
	for _, pair := range known {
		capitals, k := pair[0], pair[1]
		d := edits(name, capitals)
		if len(name) >= 3 && strings.HasPrefix(capitals, name) {
			d = min(d, 1)
		}
		if d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
			}
			rows[i][j] = min(rows[i][j], rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// TestTheNearestFunctionIsSuggested compares suggestions with the plain definition, for names with mistakes and for names of nothing.
func TestTheNearestFunctionIsSuggested(t *testing.T) {
	known := formula.FunctionNames()
	r := rand.New(rand.NewPCG(2, 9))
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"
	for range 3000 {
		name := []byte(known[r.IntN(len(known))][0])
		for range r.IntN(4) {
			i := r.IntN(len(name))
			switch c := letters[r.IntN(len(letters))]; r.IntN(4) {
			case 0:
				name[i] = c
			case 1:
				name = append(name[:i], append([]byte{c}, name[i:]...)...)
			case 2:
				if len(name) > 2 {
					name = append(name[:i], name[i+1:]...)
				}
			case 3:
				j := max(0, i-1)
				name[i], name[j] = name[j], name[i]
			}
		}
		src := strings.ToUpper(string(name))
		if len(src) < 2 || len(src) > 24 || formula.Foreign(src) {
			continue
		}
		if got, want := formula.Suggest(src), nearest(src, known); got != want {
			t.Fatalf("for %s %q is suggested, want %q", src, got, want)
		}
	}
}
