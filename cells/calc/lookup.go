package calc

import (
	"math"
	"slices"

	"freshet/cells"
	"freshet/cells/collation"
	"freshet/cells/formula"
)

var _ formula.Finder = sight{}

// Find looks a value up in the index of a column.
func (s sight) Find(g cells.Range, v cells.Value, last bool) (int, bool) {
	if g.Left != g.Right || g.Rows() < manyCells {
		return 0, false
	}
	c := s.searched(g)
	if c == nil {
		return -1, true
	}
	f := s.index(c)
	row, found := int32(0), false
	switch v.Kind() {
	case cells.Text:
		row, found = f.text(c, v.Text(), g.Top, g.Bottom, last)
	case cells.Bool:
		row, found = f.truths.find(numberKey(v.Float()), g.Top, g.Bottom, last)
	case cells.Failed, cells.Arrayed:
	default:
		row, found = f.numbers.find(numberKey(v.Float()), g.Top, g.Bottom, last)
	}
	if !found {
		return -1, true
	}
	return int(row - g.Top), true
}

// asked is the index that a goroutine asked last. While the column does not change, it need not wait for the others to ask again.
type asked struct {
	c        *column
	changes  uint64
	finder   *finder
	numerals bool // it has them
}

// index is the index of a column. Blocks may be evaluated side by side, and the first that asks makes it.
func (s sight) index(c *column) *finder {
	if a := s.asked; a != nil && a.c == c && a.changes == c.changes {
		return a.finder
	}
	s.b.indexing.Lock()
	defer s.b.indexing.Unlock()
	f := c.index()
	if s.asked != nil {
		*s.asked = asked{c: c, changes: c.changes, finder: f}
	}
	return f
}

func (s sight) wantNumerals(f *finder, c *column) {
	a := s.asked
	if a != nil && a.finder == f && a.numerals {
		return
	}
	s.b.indexing.Lock()
	defer s.b.indexing.Unlock()
	f.wantNumerals(c)
	if a != nil && a.finder == f {
		a.numerals = true
	}
}

// searched is the column of a range; nil when it holds nothing.
func (s sight) searched(g cells.Range) *column {
	if t := s.b.sheets[g.Sheet]; t != nil {
		return t.column(g.Left)
	}
	return nil
}

// find is the first or last row from top to bottom that holds a key.
func (t *keyTable) find(key uint64, top, bottom int32, last bool) (int32, bool) {
	mask := len(t.slots) - 1
	for i := t.home(key); ; i = (i + 1) & mask {
		s := &t.slots[i]
		switch {
		case s.first < 0:
			return 0, false
		case s.key != key:
		case s.list < 0 || !last && s.first >= top:
			return s.first, s.first >= top && s.first <= bottom
		default:
			return within(t.lists[s.list], top, bottom, last)
		}
	}
}

// text is find for a text. More than one slot may hold texts that are equal, but not to criteria.
func (f *finder) text(c *column, text string, top, bottom int32, last bool) (int32, bool) {
	t := &f.texts
	key := textKey(text)
	best, found := int32(0), false
	for i := t.home(key); t.slots[i].first >= 0; i = (i + 1) & (len(t.slots) - 1) {
		s := &t.slots[i]
		if s.key != key || !formula.EqualText(c.value(s.first).Text(), text) {
			continue
		}
		var one [1]int32
		if row, ok := within(t.rows(s, &one), top, bottom, last); ok && (!found || last == (row > best)) {
			best, found = row, true
		}
	}
	return best, found
}

// EqualRows gives the rows that a criterion of equality means.
func (s sight) EqualRows(g cells.Range, e *formula.Equality, rows *formula.Rows) bool {
	if g.Left != g.Right || g.Rows() < manyCells {
		return false
	}
	c := s.searched(g)
	if c == nil {
		return true
	}
	f := s.index(c)
	switch e.Kind {
	case cells.Text:
		t := &f.texts
		key := textKey(e.Text)
		t.chain(key, func(x *slot) {
			if x.key == key && collation.Equal(c.value(x.first).Text(), e.Text) {
				t.give(x, g, rows)
			}
		})
	case cells.Bool:
		key := numberKey(e.Number)
		f.truths.chain(key, func(x *slot) {
			if x.key == key {
				f.truths.give(x, g, rows)
			}
		})
	default:
		f.numbers.near(e.Number, g, rows, formula.EqualNumbers)
		if f.texts.used > 0 {
			s.wantNumerals(f, c)
			f.numerals.near(e.Number, g, rows, func(x, y float64) bool { return x == y })
		}
	}
	return true
}

// chain calls yield with the slots where a key, or one next to it, may be.
func (t *keyTable) chain(key uint64, yield func(*slot)) {
	for i := t.home(key); t.slots[i].first >= 0; i = (i + 1) & (len(t.slots) - 1) {
		yield(&t.slots[i])
	}
}

// near gives the rows of all numbers that equal x. Those differ in the last four bits or so (see formula.EqualNumbers), so that they have one home, or
// two.
func (t *keyTable) near(x float64, g cells.Range, rows *formula.Rows, equal func(x, y float64) bool) {
	const reach, sign = 16, 1 << 63
	key := numberKey(x)
	low, high := key-reach, key+reach
	if key&^sign < reach {
		low = key & sign
	}
	check := func(s *slot) {
		if s.key >= low && s.key <= high && equal(math.Float64frombits(s.key), x) {
			t.give(s, g, rows)
		}
	}
	t.chain(low, check)
	if low>>nearBits != high>>nearBits && t.home(low) != t.home(high) {
		t.chain(high, func(s *slot) {
			if s.key>>nearBits != low>>nearBits {
				check(s)
			}
		})
	}
}

// give adds the rows of a key that lie in a range.
func (t *keyTable) give(s *slot, g cells.Range, rows *formula.Rows) {
	if s.list < 0 {
		if s.first >= g.Top && s.first <= g.Bottom {
			rows.AddOne(s.first)
		}
		return
	}
	list := t.lists[s.list]
	if list[0] < g.Top {
		from, _ := slices.BinarySearch(list, g.Top)
		list = list[from:]
	}
	if n := len(list); n > 0 && list[n-1] > g.Bottom {
		to, _ := slices.BinarySearch(list, g.Bottom+1)
		list = list[:to]
	}
	rows.Add(list)
}
