package calc

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/formula"
)

// manyCells is from how many cells on a look-up uses an index. It depends on the range alone: how look-ups are done counts in the budget of
// an evaluation, which must be the same on every replica.
const manyCells = 64

// finder is an index of one column for exact look-ups: built when first asked, good until a value of the column changes.
type finder struct {
	built   uint64 // column.changes
	numbers map[float64]rowsOf
	texts   map[string]rowsOf // by folded text
	truths  [2]rowsOf
}

// rowsOf is the rows that hold one value.
type rowsOf struct {
	first int32
	more  []int32 // all rows, sorted, when there are several
}

func (r rowsOf) with(row int32) rowsOf {
	if r.more == nil {
		r.more = []int32{r.first}
	}
	r.more = append(r.more, row)
	return r
}

// within is the first or last of the rows from top to bottom.
func (r rowsOf) within(top, bottom int32, last bool) (int32, bool) {
	if r.more == nil {
		return r.first, r.first >= top && r.first <= bottom
	}
	if last {
		i := sort.Search(len(r.more), func(i int) bool { return r.more[i] > bottom }) - 1
		return r.more[max(i, 0)], i >= 0 && r.more[i] >= top
	}
	i := sort.Search(len(r.more), func(i int) bool { return r.more[i] >= top })
	return r.more[min(i, len(r.more)-1)], i < len(r.more) && r.more[i] <= bottom
}

var _ formula.Finder = sight{}

// Find looks a value up in the index of a column.
func (s sight) Find(g cells.Range, v cells.Value, last bool) (int, bool) {
	if g.Left != g.Right || g.Rows() < manyCells {
		return 0, false
	}
	t := s.b.sheets[g.Sheet]
	if t == nil {
		return -1, true
	}
	c := t.column(g.Left)
	if c == nil {
		return -1, true
	}
	rows, ok := c.index().rows(v)
	if !ok {
		return -1, true
	}
	row, ok := rows.within(g.Top, g.Bottom, last)
	if !ok {
		return -1, true
	}
	return int(row - g.Top), true
}

func (f *finder) rows(v cells.Value) (rowsOf, bool) {
	switch v.Kind() {
	case cells.Text:
		r, ok := f.texts[fold(v.Text())]
		return r, ok
	case cells.Bool:
		r := f.truths[int(v.Float())]
		return r, r.first >= 0
	case cells.Failed, cells.Arrayed:
		return rowsOf{}, false
	}
	r, ok := f.numbers[v.Float()]
	return r, ok
}

// index is the column's index, made afresh when a value changed.
func (c *column) index() *finder {
	if c.finder != nil && c.finder.built == c.changes {
		return c.finder
	}
	f := &finder{built: c.changes, numbers: make(map[float64]rowsOf), texts: make(map[string]rowsOf)}
	if c.finder != nil {
		// The maps of before have about the right size.
		f.numbers, f.texts = c.finder.numbers, c.finder.texts
		clear(f.numbers)
		clear(f.texts)
	}
	f.truths = [2]rowsOf{{first: -1}, {first: -1}}
	for i, b := range c.blocks {
		if b == nil || b.used == 0 {
			continue
		}
		first := int32(i)<<blockBits + b.base
		for j, k := range b.kinds {
			f.enter(k, b, int32(j), first+int32(j))
		}
	}
	c.finder = f
	return f
}

func (f *finder) enter(k cells.Kind, b *block, i, row int32) {
	switch k {
	case cells.Number, cells.Time, cells.Duration:
		x := b.nums[i]
		if r, known := f.numbers[x]; known {
			f.numbers[x] = r.with(row)
		} else {
			f.numbers[x] = rowsOf{first: row}
		}
	case cells.Bool:
		r := &f.truths[int(b.nums[i])]
		if r.first < 0 {
			r.first = row
		} else {
			*r = r.with(row)
		}
	case cells.Text:
		key := fold(b.get(b.base + i).Text())
		if r, known := f.texts[key]; known {
			f.texts[key] = r.with(row)
		} else {
			f.texts[key] = rowsOf{first: row}
		}
	}
}

// fold makes texts that strings.EqualFold takes for equal the same: every character becomes the least of those it folds to.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (r < 'A' || r > 'z') {
			return r
		}
		least := r
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			least = min(least, x)
		}
		return least
	}, s)
}
