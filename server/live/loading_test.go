package live_test

import (
	"fmt"
	"sync"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// Tabs come to a server that has not loaded the long book yet, and type before they are welcomed, while another server goes on with it. Whoever may
// write is acknowledged, who may not is refused, and all see the same in the end.
func TestTabsThatComeWhileTheBookLoads(t *testing.T) {
	const rows, tabs = 30_000, 8
	url := startRedis(t)
	one := newHouse(t, url, live.Limits{})
	for top := int32(0); top < rows; top += 10_000 {
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: top, Bottom: top + 9_999}}
		for i := range 10_000 {
			s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(int(top)+i))))
		}
		one.update("api", s)
	}
	first := cells.Range{Sheet: 1, Left: 1, Right: 1}
	all := first
	all.Bottom = rows - 1
	one.update("api", set("Z1", "2"), set("B1", "=A1*$Z$1"), cells.Fill{Source: first, Target: all})

	two := join(t, url, live.Limits{})
	two.book, two.links, two.tokens = one.book, one.links, one.tokens
	var coming sync.WaitGroup
	visitors := make([]*tab, tabs)
	for i := range tabs {
		coming.Go(func() {
			role := cells.Editor
			if i == tabs-1 {
				role = cells.Viewer
			}
			visitors[i] = two.visit(guest{actor: fmt.Sprintf("p%d", i), role: role, newcomer: i%2 == 0})
			visitors[i].edit(1, set(fmt.Sprintf("D%d", i+1), fmt.Sprint(i+1)))
			visitors[i].edit(2, set(fmt.Sprintf("E%d", i+1), fmt.Sprintf("=D%d*10", i+1)))
		})
	}
	for i := range 20 {
		one.update("api", set("Z1", fmt.Sprint(i+3)))
	}
	coming.Wait()
	for i, x := range visitors[:tabs-1] {
		if m := x.answered(2); m.T != "ack" {
			t.Errorf("the second edit of tab %d is answered %s", i, m.raw)
		}
	}
	if m := visitors[tabs-1].answered(1); m.T != "refuse" || m.Error.Code != cells.Forbidden {
		t.Errorf("the viewer's edit is answered %s", m.raw)
	}
	late := one.visit(guest{actor: "late"})
	for _, x := range append(visitors, late) {
		x.shows("B32", fmt.Sprint(31*22))
		for i := range tabs - 1 {
			x.shows(fmt.Sprintf("E%d", i+1), fmt.Sprint(10*(i+1)))
		}
		x.shows(fmt.Sprintf("E%d", tabs), "")
	}
}
