package calc

import (
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
)

// TestLaneIsAnArray compares a lane with the array it stands for, whatever form it has.
func TestLaneIsAnArray(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	var forms [3]bool
	for range 2000 {
		n := 1 + r.IntN(60)
		var l lane[int64]
		want := make([]int64, n)
		var seen [3]bool
		for range 40 {
			v := int64(r.IntN(3))
			switch r.IntN(6) {
			case 0:
				from := r.IntN(n)
				to := from + 1 + r.IntN(n-from)
				if r.IntN(3) == 0 {
					from, to = 0, n
				}
				l.setAll(from, to, n, v)
				for i := from; i < to; i++ {
					want[i] = v
				}
			case 1:
				// Growth gives cells that come nothing in particular: they are set before anybody asks.
				shift, more := r.IntN(3), r.IntN(3)
				l.grow(shift, n+shift+more)
				grown := make([]int64, n+shift+more)
				copy(grown[shift:], want)
				old := n
				n, want = len(grown), grown
				for i := range n {
					if i < shift || i >= shift+old {
						l.set(i, n, v)
						want[i] = v
					}
				}
			default:
				i := r.IntN(n)
				l.set(i, n, v)
				want[i] = v
			}
			seen[0], seen[1], seen[2] = seen[0] || len(l.few) == 0, seen[1] || len(l.few) > 0, seen[2] || l.each != nil
			for i := range want {
				if got := l.get(i); got != want[i] {
					t.Fatalf("cell %d of %d is %d, want %d", i, n, got, want[i])
				}
			}
			if len(l.few) > fewExceptions || l.each != nil && l.few != nil {
				t.Fatalf("%d exceptions beside %d elements", len(l.few), len(l.each))
			}
			if again := stored(t, l, n); again.each == nil != (l.each == nil) || !slices.Equal(again.few, l.few) || !slices.Equal(again.each, l.each) || again.same != l.same {
				t.Fatalf("%v is %v when it is read again", l, again)
			}
		}
		for form, ok := range seen {
			forms[form] = forms[form] || ok
		}
	}
	if forms != [3]bool{true, true, true} {
		t.Errorf("not every form was seen: %v", forms)
	}
}

// stored is a lane written and read again.
func stored(t *testing.T, l lane[int64], n int) lane[int64] {
	t.Helper()
	b, err := decodeBlock(encodeBlock(&block{kinds: make([]cells.Kind, n), nums: make([]float64, n), at: l}), new([]float64))
	if err != nil {
		t.Fatal(err)
	}
	return b.at
}
