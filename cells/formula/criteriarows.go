package formula

import "freshet/cells"

// columnRows is conditions that are asked of columns, row by row.
type columnRows struct {
	conditions []condition
	strips     Strips
	rows       int // of each range
	used       int // rows from which on all ranges are blank
}

// columnRows is the conditions as they are asked of columns; false when they are not, or when the columns are short. Whether they are must
// depend on the formula and the reader alone, since it decides what counts in the budget.
func (f *frame) columnRows(conditions []condition) (columnRows, bool) {
	c := columnRows{conditions: conditions, rows: conditions[0].rows}
	var ok bool
	if c.strips, ok = f.w.Cells.(Strips); !ok || c.rows < ManyCells {
		return c, false
	}
	for k := range conditions {
		a := conditions[k].area
		if a == nil || a.Cols() != 1 {
			return c, false
		}
		conditions[k].within = conditions[k].interval()
		if e, ok := f.w.Cells.Extent(a.Sheet); ok {
			c.used = max(c.used, min(c.rows, int(e.Bottom-a.Top)+1))
		}
	}
	return c, true
}

// equality is what a criterion asks for, when that is equality and an index can tell.
func (c *criterion) equality() (Equality, bool) {
	switch {
	case c.op != opEq && c.op != opNe:
	case c.kind == cells.Number || c.kind == cells.Bool:
		return Equality{Kind: c.kind, Number: c.number}, true
	case c.kind == cells.Text && !c.isWild:
		return Equality{Kind: cells.Text, Text: c.text}, true
	}
	return Equality{}, false
}

// indexed is the rows where the condition of equality holds that the fewest cells meet, and which one that is; false when there is none, or no index. The rows are
// those of the sheet.
func (c *columnRows) indexed(f *frame, found *Rows) (which int, ok bool) {
	x, has := f.w.Cells.(Finder)
	if !has {
		return 0, false
	}
	rows := &f.rows[1]
	for k := range c.conditions {
		if c.conditions[k].op != opEq {
			continue
		}
		e, is := c.conditions[k].equality()
		if !is {
			continue
		}
		rows.Reset()
		if x.EqualRows(c.conditions[k].area.Range, &e, rows) && (!ok || rows.Count() < found.Count()) {
			found.Reset()
			found.addAll(rows)
			which, ok = k, true
		}
	}
	if ok {
		price := 1
		for k := range c.conditions {
			price += f.priceAgain(c.conditions[k].area.Range)
		}
		f.known(price)
	}
	return which, ok
}

func (r *Rows) addAll(o *Rows) {
	for _, l := range o.Lists {
		if len(l) == 1 {
			r.AddOne(l[0])
		} else {
			r.Add(l)
		}
	}
}

// countRows counts the rows where all conditions hold; false when they are not asked of columns.
func (f *frame) countRows(conditions []condition) (int, bool) {
	c, ok := f.columnRows(conditions)
	if !ok {
		return 0, false
	}
	if len(conditions) == 1 && conditions[0].op == opNe {
		// What is equal is counted, and the others are left.
		equal := []condition{conditions[0]}
		equal[0].op = opEq
		if _, is := equal[0].equality(); is {
			n, _ := f.countRows(equal)
			return c.rows - n, true
		}
	}
	if len(conditions) == 1 {
		if _, ok := c.indexed(f, &f.rows[0]); ok {
			return f.rows[0].Count(), true
		}
	}
	n := 0
	c.each(f, func(_ int32, rows []int32) { n += len(rows) }, func(from, to int32) { n += int(to - from) })
	if allBlank(conditions) {
		n += c.rows - c.used
	}
	return n, true
}

// price is what asking so many rows costs: comparing with numbers costs less than anything else.
func (c *columnRows) price(rows int) int {
	eighths := 0
	for k := range c.conditions {
		if c.conditions[k].within.is {
			eighths++
		} else {
			eighths += 4
		}
	}
	return rows*eighths/8 + 1
}

var keptAll = func() (all [BlockRows]bool) {
	for j := range all {
		all[j] = true
	}
	return all
}()

// each calls yield with rows where all conditions hold: none twice, in no order. They are counted within the ranges, less shift. Where all rows from one to
// another do, it may call whole instead.
func (c *columnRows) each(f *frame, yield func(shift int32, rows []int32), whole func(from, to int32)) {
	if which, ok := c.indexed(f, &f.rows[0]); ok {
		f.step(c.price(f.rows[0].Count()))
		c.eachIndexed(which, &f.rows[0], yield)
		f.rows[0].Reset()
		return
	}
	f.step(c.price(c.used))
	summer, _ := f.w.Cells.(Summer)
	var found [BlockRows]int32
	var keep [BlockRows]bool
	for from, to := 0, 0; from < c.used; from = to {
		// Rows that are stored together: there, more may be known of all of them.
		to = min(from+BlockRows-(int(c.conditions[0].area.Top)+from)%BlockRows, c.used)
		all, none := c.known(summer, from, to)
		switch {
		case none:
			continue
		case all:
			whole(int32(from), int32(to))
			continue
		}
		part := keep[:to-from]
		copy(part, keptAll[:])
		for k := range c.conditions {
			if !c.conditions[k].holds {
				c.conditions[k].sift(c.strips, from, part)
			}
		}
		n := 0
		for j, yes := range part {
			found[n] = int32(j) // without a jump, as which way it goes cannot be guessed
			if yes {
				n++
			}
		}
		yield(int32(from), found[:n])
	}
}

func (c *columnRows) eachIndexed(which int, found *Rows, yield func(shift int32, rows []int32)) {
	top := c.conditions[which].area.Top
	if len(c.conditions) == 1 {
		for _, rows := range found.Lists {
			yield(-top, rows)
		}
		return
	}
	others := make([]cursor, len(c.conditions))
	for k := range others {
		a := c.conditions[k].area
		others[k] = cursor{s: c.strips, sheet: a.Sheet, col: a.Left}
	}
	var kept []int32
	for _, rows := range found.Lists {
	next:
		for _, row := range rows {
			for k := range others {
				if k != which && !c.conditions[k].matches(others[k].value(c.conditions[k].area.Top+row-top)) {
					continue next
				}
			}
			kept = append(kept, row)
		}
	}
	yield(-top, kept)
}

// cursor reads cells of one column, cheaply when they come in order.
type cursor struct {
	s     Strips
	sheet cells.SheetID
	col   int32
	from  int32
	strip Strip
}

func (c *cursor) value(row int32) cells.Value {
	strip, from := c.load(row)
	return strip.value(int(row - from))
}

// load gives the strip that has a row, and the row it begins in.
func (c *cursor) load(row int32) (*Strip, int32) {
	if i := row - c.from; i < 0 || int(i) >= c.strip.Rows {
		c.from, c.strip = row, c.s.Strip(c.sheet, row, c.col, BlockRows)
	}
	return &c.strip, c.from
}

func (s *Strip) value(i int) cells.Value {
	switch {
	case s.Kinds == nil:
		return cells.Value{}
	case s.Ptrs == nil:
		return cells.FromParts(s.Kinds[i], s.Nums[i], nil)
	}
	return cells.FromParts(s.Kinds[i], s.Nums[i], s.Ptrs[i])
}

// sift takes away the rows, from one on, where the condition does not hold.
func (c *condition) sift(s Strips, from int, keep []bool) {
	row := c.area.Top + int32(from)
	for done := 0; done < len(keep); {
		strip := s.Strip(c.area.Sheet, row+int32(done), c.area.Left, len(keep)-done)
		part := keep[done : done+strip.Rows]
		switch {
		case strip.Kinds == nil:
			if !c.matches(cells.Value{}) {
				clear(part)
			}
		case c.within.is:
			siftNumbers(part, strip.Nums, strip.Kinds, c.within.low, c.within.high)
		default:
			for j := range part {
				part[j] = part[j] && c.matches(strip.value(j))
			}
		}
		done += strip.Rows
	}
}

// siftNumbers keeps the numbers, times and durations from low to high. Which way a comparison goes cannot be guessed, so there is no jump.
func siftNumbers(keep []bool, nums []float64, kinds []cells.Kind, low, high float64) {
	kinds, keep = kinds[:len(nums)], keep[:len(nums)]
	for j, x := range nums {
		numeric := uint64(1)<<cells.Number | 1<<cells.Time | 1<<cells.Duration
		within := bit(x >= low) & bit(x <= high) & bit(keep[j]) & uint8(numeric>>(kinds[j]&63))
		keep[j] = within&1 != 0
	}
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}
