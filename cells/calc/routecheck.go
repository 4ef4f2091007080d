package calc

import (
	"fmt"
	"slices"
)

// checkRoute looks whether a column's route, if it is good, is what it would be if it were made now.
func (b *Book) checkRoute(s *sheet, c *column, col int32) error {
	was := c.route
	if was == nil || was.graph != b.graph {
		return nil
	}
	c.route = nil
	now := b.routeOf(s, c, col)
	c.route = was
	same := func(x, y []leg, of func(*route, leg) *region) bool {
		return slices.EqualFunc(x, y, func(x, y leg) bool { return x.at == y.at && x.e == y.e && of(was, x) == of(now, y) })
	}
	region := func(t *route, l leg) *region { return t.stops[l.stop].r }
	if was.open != now.open || !same(was.legs, now.legs, region) || len(was.stops) != len(now.stops) {
		return fmt.Errorf("its cells lead elsewhere than the column remembers")
	}
	for i := range was.stops {
		x, y := &was.stops[i], &now.stops[i]
		if x.r != y.r || x.c != y.c || x.lone != y.lone || x.work != y.work || !same(x.legs, y.legs, region) {
			return fmt.Errorf("its cells lead to rows %d to %d otherwise than the column remembers", y.r.top, y.r.bottom)
		}
		for _, l := range x.legs {
			if int(l.stop) <= i {
				return fmt.Errorf("the stops of its route are not in order")
			}
		}
	}
	return nil
}
