package calc

import (
	"math"
	"strings"
	"unsafe"

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
	if keys := q.Keys.Numbers(); keys != nil {
		for j, x := range keys {
			if x-x != 0 {
				pos[j] = math.NaN()
			} else {
				pos[j] = l.number(j, x)
			}
		}
		return true
	}
	for j := range pos {
		pos[j] = l.value(j)
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

func (l *lookups) value(j int) float64 {
	v, ok := l.Keys.Value(j)
	if !ok {
		return math.NaN()
	}
	switch v.Kind() {
	case cells.Blank, cells.Number, cells.Time, cells.Duration: // a blank seeks 0
		return l.number(j, v.Float())
	case cells.Bool:
		return l.truth(j, v.Float())
	case cells.Text:
		if !l.Wild || !strings.ContainsAny(v.Text(), "*?~") {
			return l.text(j, v.Text())
		}
	}
	return math.NaN()
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

// ValuesAt gives the values that look-ups have found.
func (s sight) ValuesAt(q *formula.Places) bool {
	c := s.searched(cells.Range{Sheet: q.Sheet, Left: q.Col})
	if c == nil {
		c = new(column)
	}
	var ptrs []unsafe.Pointer
	q.Most, q.Least = cells.Blank, cells.Arrayed
	for j, x := range q.Pos {
		kind, num := cells.Number, math.NaN()
		if row := q.Top + int32(j)*q.Step + int32(x); x-x == 0 && uint32(row) < cells.MaxRows {
			kind, num = cells.Blank, 0
			if b := c.block(row); b != nil {
				if i := row&(blockRows-1) - b.base; uint32(i) < uint32(len(b.kinds)) {
					kind, num = b.kinds[i], b.nums[i]
					switch {
					case kind >= cells.Failed:
						kind, num = cells.Number, math.NaN()
					case kind == cells.Text:
						if ptrs == nil {
							ptrs = q.Ptrs()
						}
						if b.ptrs != nil { // it is nil when all texts of the block are empty
							ptrs[j] = b.ptrs[i]
						}
					}
				}
			}
		}
		q.Kinds[j], q.Nums[j] = kind, num
		q.Most, q.Least = max(q.Most, kind), min(q.Least, kind)
	}
	return true
}
