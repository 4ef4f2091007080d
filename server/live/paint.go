package live

import (
	"math/bits"

	"freshet/cells"
)

// snapshot tells everything of the ranges.
func (e *encoder) snapshot(v cells.View, ranges []cells.Range) {
	for _, r := range ranges {
		e.area(r)
		v.Scan(r, func(at cells.Ref, c cells.Cell) bool {
			e.cell(at, c)
			return true
		})
	}
}

// delta tells what of the ranges the dirt touches, each cell once, however often it is in the dirt.
func (e *encoder) delta(v cells.View, ranges []cells.Range, d *dirt) {
	for _, r := range ranges {
		values, inputs := stain(r, d.values), stain(r, d.inputs)
		if values == nil && inputs == nil {
			continue
		}
		for col := r.Left; col <= r.Right; col++ {
			e.column(v, r, col, values, inputs)
		}
	}
}

// column tells the dirty cells of one column of a range, run by run.
func (e *encoder) column(v cells.View, r cells.Range, col int32, values, inputs bitmap) {
	rows := int32(r.Rows())
	base := (col - r.Left) * rows
	for row := int32(0); row < rows; {
		full := inputs.has(base + row)
		if !full && !values.has(base+row) {
			row = min(values.next(base+row, base+rows), inputs.next(base+row, base+rows)) - base
			continue
		}
		end := row + 1
		for end < rows && inputs.has(base+end) == full && (full || values.has(base+end)) {
			end++
		}
		run := cells.Range{Sheet: r.Sheet, Top: r.Top + row, Left: col, Bottom: r.Top + end - 1, Right: col}
		if full {
			e.cells(v, run)
		} else {
			e.values(v, run)
		}
		row = end
	}
}

// cells tells everything of a piece of a column, blank cells too.
func (e *encoder) cells(v cells.View, run cells.Range) {
	next := run.Top
	v.Scan(run, func(at cells.Ref, c cells.Cell) bool {
		for ; next < at.Row; next++ {
			e.cell(cells.Ref{Sheet: run.Sheet, Row: next, Col: run.Left}, cells.Cell{})
		}
		e.cell(at, c)
		next++
		return true
	})
	for ; next <= run.Bottom; next++ {
		e.cell(cells.Ref{Sheet: run.Sheet, Row: next, Col: run.Left}, cells.Cell{})
	}
}

// values tells the values of a piece of a column.
func (e *encoder) values(v cells.View, run cells.Range) {
	n := run.Rows()
	if cap(e.scratch) < n {
		e.scratch = make([]cells.Value, max(n, 256))
	}
	dst := e.scratch[:n]
	v.Values(run, dst)
	for i, x := range dst {
		e.value(cells.Ref{Sheet: run.Sheet, Row: run.Top + int32(i), Col: run.Left}, x)
	}
	clear(dst)
}

// bitmap has a bit for every cell of a range, column by column; nil has none set.
type bitmap []uint64

// stain sets the bits of the cells that lie in one of the dirty ranges.
func stain(r cells.Range, dirty map[cells.Range]struct{}) bitmap {
	var b bitmap
	rows := int32(r.Rows())
	for d := range dirty {
		i, ok := r.Intersect(d)
		if !ok {
			continue
		}
		if b == nil {
			b = make(bitmap, (r.Size()+63)/64)
		}
		for col := i.Left; col <= i.Right; col++ {
			base := (col - r.Left) * rows
			b.set(base+i.Top-r.Top, base+i.Bottom-r.Top)
		}
	}
	return b
}

func (b bitmap) set(from, to int32) {
	for i := from; i <= to; {
		if i&63 == 0 && to-i >= 63 {
			b[i>>6] = ^uint64(0)
			i += 64
			continue
		}
		b[i>>6] |= 1 << (i & 63)
		i++
	}
}

func (b bitmap) has(i int32) bool { return b != nil && b[i>>6]&(1<<(i&63)) != 0 }

// next is the first bit at or after i and before end that is set, or end.
func (b bitmap) next(i, end int32) int32 {
	for b != nil && i < end {
		if w := b[i>>6] >> (i & 63); w != 0 {
			return min(end, i+int32(bits.TrailingZeros64(w)))
		}
		i = i&^63 + 64
	}
	return end
}
