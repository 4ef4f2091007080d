package calc

import (
	"fmt"

	"freshet/cells"
	"freshet/cells/formula"
)

// check compares an index that is said to be right with the cells.
func (f *finder) check(c *column) error {
	var counts [8]int
	numerals := 0
	for i, b := range c.blocks {
		if b == nil {
			continue
		}
		for j, k := range b.kinds {
			counts[k]++
			row := b.base + int32(j)
			key, t := f.entry(b.get(row))
			if t == nil {
				continue
			}
			if err := t.holds(key, int32(i)<<blockBits+row); err != nil {
				return err
			}
			if x, ok := f.numeral(b.get(row).Text()); ok && k == cells.Text {
				numerals++
				if err := f.numerals.holds(numberKey(x), int32(i)<<blockBits+row); err != nil {
					return err
				}
			}
		}
	}
	for _, x := range []struct {
		t    *keyTable
		want int
	}{
		{&f.numbers, counts[cells.Number] + counts[cells.Time] + counts[cells.Duration]},
		{&f.texts, counts[cells.Text]},
		{&f.truths, counts[cells.Bool]},
		{&f.numerals, numerals},
	} {
		if err := x.t.check(x.want); err != nil {
			return err
		}
	}
	for i := range f.texts.slots {
		s := &f.texts.slots[i]
		var one [1]int32
		if s.first < 0 {
			continue
		}
		for _, row := range f.texts.rows(s, &one) {
			if !equalTexts(c.value(row).Text(), c.value(s.first).Text()) {
				return fmt.Errorf("rows %d and %d do not hold one text", s.first, row)
			}
		}
	}
	return nil
}

// entry is where a value is indexed; a nil table when it is not.
func (f *finder) entry(v cells.Value) (uint64, *keyTable) {
	switch v.Kind() {
	case cells.Number, cells.Time, cells.Duration:
		return numberKey(v.Float()), &f.numbers
	case cells.Bool:
		return numberKey(v.Float()), &f.truths
	case cells.Text:
		return textKey(v.Text()), &f.texts
	}
	return 0, nil
}

func (t *keyTable) holds(key uint64, row int32) error {
	found := false
	t.chain(key, func(s *slot) {
		var rows formula.Rows
		if s.key == key {
			t.give(s, cells.Range{Top: row, Bottom: row}, &rows)
			found = found || rows.Count() == 1
		}
	})
	if !found {
		return fmt.Errorf("row %d is not found under its key", row)
	}
	return nil
}

func (t *keyTable) check(want int) error {
	have, used := 0, 0
	lists := make(map[int32]bool)
	for i := range t.slots {
		s := &t.slots[i]
		if s.first < 0 {
			continue
		}
		used++
		if s.list < 0 {
			have++
			continue
		}
		rows := t.lists[s.list]
		have += len(rows)
		if lists[s.list] || len(rows) < 2 || rows[0] != s.first {
			return fmt.Errorf("the list of row %d is not one of several rows of its own", s.first)
		}
		lists[s.list] = true
		for j := 1; j < len(rows); j++ {
			if rows[j-1] >= rows[j] {
				return fmt.Errorf("row %d comes after row %d", rows[j], rows[j-1])
			}
		}
	}
	if have != want || used != t.used {
		return fmt.Errorf("there are %d rows under %d keys, said to be %d under %d", have, used, want, t.used)
	}
	return nil
}
