package calc

import (
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
)

// TestHeldArraysAreFound compares the search for arrays over a range with a look at every one, while they come, change and go.
func TestHeldArraysAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	s := &sheet{id: 1, cols: make([]*column, 60)}
	all := map[place]*spill{}
	for range 20_000 {
		at := place{r.Int32N(300), r.Int32N(40)}
		if p := all[at]; p != nil && r.IntN(3) > 0 {
			delete(all, at)
			s.keepHeld(p, false)
		} else {
			p = &spill{anchor: at, rows: 1 + r.Int32N(9), cols: 1 + r.Int32N(5), blocked: true, looped: r.IntN(4) == 0}
			all[at] = p
			s.keepHeld(p, true)
		}
		g := cells.Range{Sheet: 1, Top: r.Int32N(310), Left: r.Int32N(50)}
		g.Bottom, g.Right = g.Top+r.Int32N(20), g.Left+r.Int32N(10)
		var want []*spill
		looped := 0
		for _, p := range all {
			if _, hit := p.over(1).Intersect(g); hit {
				want = append(want, p)
			}
			if p.looped {
				looped++
			}
		}
		slices.SortFunc(want, (*spill).compare)
		if got := s.heldIn(g); !slices.Equal(got, want) || len(s.held) != len(all) || s.looped != looped {
			t.Fatalf("%s: %d of %d arrays found, want %d of %d; %d on loops, want %d", g.A1(), len(got), len(s.held), len(want), len(all), s.looped, looped)
		}
	}
}
