package calc

import (
	"math"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// fewLookups is for how many look-ups a short range is not worth while to be gone through for each.
const fewLookups = 4

// lookups is the look-ups of a block of rows. The ranges are long, and the column has an index, or they are one short range, which is gone through.
type lookups struct {
	*formula.Lookup
	c     *column
	f     *finder // nil for a short range
	kinds []cells.Kind
	nums  []float64
	skip  int // how many cells of the range lie before kinds
}

// FindBlock looks up what a block of rows seeks.
func (s sight) FindBlock(q *formula.Lookup, pos []float64) bool {
	l := lookups{Lookup: q, c: s.searched(q.In)}
	if l.c == nil {
		l.c = new(column)
	}
	if !l.open(s, len(pos)) {
		return false
	}
	if q.Keys == nil {
		l.cells(s, pos)
		return true
	}
	for j, x := range q.Keys {
		if x-x != 0 {
			pos[j] = math.NaN()
		} else {
			pos[j] = l.number(j, x)
		}
	}
	return true
}

// open finds the index, or the cells of a short range; false when neither does.
func (l *lookups) open(s sight, n int) bool {
	rows := l.In.Bottom - l.In.Top
	if rows = max(rows, rows+int32(n-1)*(l.BottomStep-l.TopStep)) + 1; rows >= manyCells {
		l.f = s.index(l.c)
		return true
	}
	if l.TopStep|l.BottomStep != 0 || n < fewLookups || l.In.Top>>blockBits != l.In.Bottom>>blockBits {
		return false
	}
	if b := l.c.block(l.In.Top); b != nil {
		top := l.In.Top & (blockRows - 1)
		from, to := b.window()
		from, to = max(from, top), min(to, top+rows)
		if from < to {
			l.kinds, l.nums, l.skip = b.kinds[from-b.base:to-b.base], b.nums[from-b.base:to-b.base], int(from-top)
		}
	}
	return true
}

// cells looks up what cells hold.
func (l *lookups) cells(s sight, pos []float64) {
	var kinds []cells.Kind
	var nums []float64
	from := l.From
	for j, k, left := 0, 0, 0; j < len(pos); j++ {
		if left == 0 {
			from.Row = l.From.Row + int32(j)*l.Step
			k = 0
			if kinds, nums, left = s.Strip(from.Sheet, from.Row, from.Col, 1+int(l.Step)*(len(pos)-j-1)); l.Step == 0 {
				left = len(pos)
			}
		}
		kind, x := cells.Blank, 0.0
		if kinds != nil {
			kind, x = kinds[k], nums[k]
		}
		switch kind {
		case cells.Blank, cells.Number, cells.Time, cells.Duration: // a blank seeks 0
			pos[j] = l.number(j, x)
		case cells.Bool:
			pos[j] = l.truth(j, x)
		case cells.Text:
			text := s.Value(cells.Ref{Sheet: from.Sheet, Row: from.Row + int32(k), Col: from.Col}).Text()
			if l.Wild && strings.ContainsAny(text, "*?~") {
				pos[j] = math.NaN()
			} else {
				pos[j] = l.text(j, text)
			}
		default:
			pos[j] = math.NaN()
		}
		left--
		k += int(l.Step)
	}
}

// found is the position in the j-th range.
func (l *lookups) found(j int, row int32, ok bool) float64 {
	if !ok {
		return math.Inf(1)
	}
	return float64(row - l.In.Top - int32(j)*l.TopStep)
}

func (l *lookups) ends(j int) (top, bottom int32) {
	return l.In.Top + int32(j)*l.TopStep, l.In.Bottom + int32(j)*l.BottomStep
}

func (l *lookups) number(j int, x float64) float64 {
	if l.f == nil {
		return l.among(func(i int, k cells.Kind) bool {
			return l.nums[i] == x && (k == cells.Number || k == cells.Time || k == cells.Duration)
		})
	}
	top, bottom := l.ends(j)
	row, ok := l.f.numbers.find(numberKey(x), top, bottom, l.Last)
	return l.found(j, row, ok)
}

func (l *lookups) truth(j int, x float64) float64 {
	if l.f == nil {
		return l.among(func(i int, k cells.Kind) bool { return k == cells.Bool && l.nums[i] == x })
	}
	top, bottom := l.ends(j)
	row, ok := l.f.truths.find(numberKey(x), top, bottom, l.Last)
	return l.found(j, row, ok)
}

func (l *lookups) text(j int, s string) float64 {
	if l.f == nil {
		return l.among(func(i int, k cells.Kind) bool {
			return k == cells.Text && formula.EqualText(l.c.value(l.In.Top+int32(l.skip+i)).Text(), s)
		})
	}
	top, bottom := l.ends(j)
	row, ok := l.f.text(l.c, s, top, bottom, l.Last)
	return l.found(j, row, ok)
}

// among goes through a short range.
func (l *lookups) among(equal func(i int, k cells.Kind) bool) float64 {
	for n := range l.kinds {
		i := n
		if l.Last {
			i = len(l.kinds) - 1 - n
		}
		if equal(i, l.kinds[i]) {
			return float64(l.skip + i)
		}
	}
	return math.Inf(1)
}

// NumbersAt gives the numbers that look-ups have found.
func (s sight) NumbersAt(id cells.SheetID, col, top, step int32, pos, out []float64) bool {
	c := s.searched(cells.Range{Sheet: id, Left: col})
	if c == nil {
		c = new(column)
	}
	for j, x := range pos {
		if x-x != 0 {
			out[j] = x
			continue
		}
		row := top + int32(j)*step + int32(x)
		var b *block
		if uint32(row) >= cells.MaxRows {
			out[j] = math.NaN()
			continue
		} else if i := int(row >> blockBits); i < len(c.blocks) {
			b = c.blocks[i]
		}
		out[j] = 0
		if b == nil {
			continue
		}
		i := row&(blockRows-1) - b.base
		switch {
		case uint32(i) >= uint32(len(b.kinds)):
		case b.kinds[i] <= cells.Number:
			out[j] = b.nums[i]
		default:
			out[j] = math.NaN()
		}
	}
	return true
}
