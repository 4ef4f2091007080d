package calc

import "testing"

// FuzzCounted takes any text apart and puts it together again.
func FuzzCounted(f *testing.F) {
	for _, s := range []string{"Item 1", "Q3", "Q4 2026", "quarter 2", "Qtr1/26", "007", "1st", "11th place", "2 of 3", "x", "", "Q9", "12. Quartal", "Ä9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := countedIn(s)
		if !ok {
			return
		}
		if back := c.with(c.number); back != s && !c.ordinal {
			t.Errorf("%q comes back as %q", s, back)
		}
		for n := range int64(12) {
			again, ok := countedIn(c.with(c.number + n))
			most := int64(1e15)
			switch {
			case again.quarter && !c.quarter, again.ordinal && !c.ordinal:
				return // Q1 9 has come to Q1 10, a quarter of a year; 10st to 11th, an ordinal
			case c.quarter && c.year == "":
				most = 4
			case c.quarter && c.digits == 2:
				most = 400
			case c.quarter && c.number+n >= 40000, c.number+n >= most:
				return // a digit more
			}
			if !ok || !again.like(c) || again.number%most != (c.number+n)%most {
				t.Errorf("%q, %d on, is %q, which reads as %+v", s, n, c.with(c.number+n), again)
			}
		}
	})
}
