package calc

import (
	"math"

	"freshet/cells"
	"freshet/cells/collation"
	"freshet/cells/formula"
)

// manyCells is from how many cells on a look-up uses an index. It depends on the range alone: how look-ups are done counts in the budget of
// an evaluation, which must be the same on every replica.
const manyCells = formula.ManyCells

// movesPerStep is how many rows of a list move in the time in which one row is entered afresh.
const movesPerStep = 256

// finder is an index of one column for exact look-ups and criteria: built when first asked, then kept by differences while few cells change between two
// questions. When many do, it lies idle, and is built again by the next question.
type finder struct {
	built   uint64   // column.changes when it was right; any other number says that it is not
	numbers keyTable // also times and durations
	texts   keyTable // by textKey
	truths  keyTable

	// numerals is the texts that read as numbers, which criteria take for them; kept from when somebody first asks.
	numerals     keyTable
	readNumerals bool

	size   int // how many cells it has
	builds int // how often it was built

	work int // spent on keeping it since it was last asked, in cells entered
}

func numberKey(x float64) uint64 { return math.Float64bits(x + 0) } // +0 makes -0 one with 0

// index is the column's index, made afresh when it is not right any more.
func (c *column) index() *finder {
	f := c.finder
	if f != nil && f.built == c.changes {
		f.work = 0
		return f
	}
	if f == nil {
		f = new(finder)
		c.finder = f
	}
	counts := [8]int{}
	for _, b := range c.blocks {
		if b != nil && b.used > 0 {
			for _, k := range b.kinds {
				counts[k]++
			}
		}
	}
	f.numbers.reset(counts[cells.Number] + counts[cells.Time] + counts[cells.Duration])
	f.texts.reset(counts[cells.Text])
	f.truths.reset(2)
	f.numerals.reset(0)
	f.readNumerals = false
	f.size, f.work = 0, 0
	f.builds++
	for i, b := range c.blocks {
		if b == nil || b.used == 0 {
			continue
		}
		first := int32(i)<<blockBits + b.base
		for j, k := range b.kinds {
			if k != cells.Blank {
				f.enter(c, first+int32(j), b.get(b.base+int32(j)))
			}
		}
	}
	f.built, f.work = c.changes, 0
	return f
}

// enter adds a cell, whose value is stored already.
func (f *finder) enter(c *column, row int32, v cells.Value) {
	switch v.Kind() {
	case cells.Number, cells.Time, cells.Duration:
		f.work += f.numbers.add(numberKey(v.Float()), row, nil)
	case cells.Bool:
		f.work += f.truths.add(numberKey(v.Float()), row, nil)
	case cells.Text:
		s := v.Text()
		f.work += f.texts.add(textKey(s), row, func(other int32) bool { return equalTexts(c.value(other).Text(), s) })
		if x, ok := f.numeral(s); ok {
			f.work += f.numerals.add(numberKey(x), row, nil)
		}
	default:
		return
	}
	f.size++
}

// leave takes a cell away whose value was v.
func (f *finder) leave(row int32, v cells.Value) {
	switch v.Kind() {
	case cells.Number, cells.Time, cells.Duration:
		f.work += f.numbers.remove(numberKey(v.Float()), row)
	case cells.Bool:
		f.work += f.truths.remove(numberKey(v.Float()), row)
	case cells.Text:
		f.work += f.texts.remove(textKey(v.Text()), row)
		if x, ok := f.numeral(v.Text()); ok {
			f.work += f.numerals.remove(numberKey(x), row)
		}
	default:
		return
	}
	f.size--
}

func (f *finder) numeral(s string) (float64, bool) {
	if !f.readNumerals {
		return 0, false
	}
	return formula.Numeral(s)
}

// wantNumerals reads the texts for numbers, when nobody has yet.
func (f *finder) wantNumerals(c *column) {
	if f.readNumerals {
		return
	}
	f.readNumerals = true
	f.numerals.reset(0)
	for i, b := range c.blocks {
		if b == nil || b.ptrs == nil {
			continue
		}
		for j, k := range b.kinds {
			if k != cells.Text {
				continue
			}
			row := b.base + int32(j)
			if x, ok := formula.Numeral(b.get(row).Text()); ok {
				f.numerals.add(numberKey(x), int32(i)<<blockBits+row, nil)
			}
		}
	}
}

// equalTexts reports whether two texts are equal both to a look-up and to a criterion.
func equalTexts(a, b string) bool {
	return a == b || formula.EqualText(a, b) && collation.Equal(a, b)
}

// rekey keeps the index when a cell's value becomes another one. It stands between the two counts of a change: old is not stored any more, and
// column.changes has not counted the change yet.
func (c *column) rekey(row int32, old, v cells.Value) {
	f := c.finder
	if f == nil || f.built != c.changes {
		return
	}
	if f.work > f.size+manyCells {
		return // left behind: the next question builds it again
	}
	f.leave(row, old)
	f.enter(c, row, v)
	f.built = c.changes + 1
}

// rekeyBlock is rekey for results that are about to be stored in a block, from a row on; one change of the column is counted for all of them. It reports
// whether the index is kept.
func (c *column) rekeyBlock(b *block, row int32, res results) bool {
	f := c.finder
	if f == nil || f.built != c.changes || res.ptrs != nil {
		return false
	}
	kind := res.kind
	for j, x := range res.nums {
		if x-x != 0 {
			continue // stored later, as a single cell
		}
		if res.kinds != nil {
			kind = res.kinds[j]
		}
		at := row + int32(j)
		old := b.get(at & (blockRows - 1))
		if k, y, _ := old.Parts(); k == kind && y == x {
			continue // of texts, these are the lengths, and all that are new are empty
		}
		if f.work > f.size+manyCells {
			f.built-- // it is neither what was nor what will be
			return false
		}
		f.leave(at, old)
		f.enter(c, at, cells.FromParts(kind, x, nil))
	}
	return true
}

// recount counts a change of many cells, for which the index is kept or not.
func (c *column) recount(kept bool) {
	if kept && c.finder.built == c.changes {
		c.finder.built++
	}
	c.changes++
}
