package calc

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"freshet/cells"
)

var _ cells.View = (*Book)(nil)

// Info is what the book is beside its cells.
func (b *Book) Info() cells.Info {
	i := cells.Info{Title: b.title, Zone: b.zone, Locale: b.locale, Bindings: b.bindings, Location: b.location}
	for _, s := range b.tabs {
		i.Sheets = append(i.Sheets, s.info())
	}
	for _, key := range slices.Sorted(maps.Keys(b.names)) {
		i.Names = append(i.Names, b.names[key])
	}
	return i
}

// Sheet finds a sheet by its id.
func (b *Book) Sheet(id cells.SheetID) (cells.Sheet, bool) {
	if s, ok := b.sheets[id]; ok {
		return s.info(), true
	}
	return cells.Sheet{}, false
}

// SheetNamed finds a sheet by its name, in any case.
func (b *Book) SheetNamed(name string) (cells.Sheet, bool) {
	id, ok := scope{b}.Sheet(name)
	if !ok {
		return cells.Sheet{}, false
	}
	return b.Sheet(id)
}

// Name finds a defined name, in any case.
func (b *Book) Name(name string) (cells.Name, bool) {
	n, ok := b.names[strings.ToLower(name)]
	return n, ok
}

// Extent is the smallest range from A1 that covers every cell with an input, a value or a format; false for a blank sheet.
func (b *Book) Extent(id cells.SheetID) (cells.Range, bool) {
	s := b.sheets[id]
	if s == nil {
		return cells.Range{}, false
	}
	return s.used()
}

// Value is a cell's value; blank for a place that does not exist.
func (b *Book) Value(r cells.Ref) cells.Value { return sight{b: b}.Value(r) }

// Cell is all there is to know of a cell.
func (b *Book) Cell(r cells.Ref) cells.Cell {
	s := b.sheets[r.Sheet]
	if s == nil || !r.Valid() {
		return cells.Cell{}
	}
	c := s.column(r.Col)
	if c == nil {
		return cells.Cell{}
	}
	return b.cell(s, c, r, c.region(r.Row), &columnLook{})
}

func (b *Book) cell(s *sheet, c *column, r cells.Ref, g *region, known *columnLook) cells.Cell {
	x := cells.Cell{Value: c.value(r.Row)}
	if f := c.formats.get(r.Row); f != nil {
		x.Format = *f
	}
	if p := c.spillOver(r.Row); p != nil && x.Value.Numeric() && x.Format.Kind == cells.General && x.Format.Unit == "" {
		if look := b.spilledLook(s, p, r, farthestLook, known); look != (cells.Format{}) {
			x.Format = dressed(&x.Format, look)
		}
	}
	if len(c.keep) > 0 {
		x.Policy = c.keep.get(r.Row)
	}
	switch {
	case g != nil:
		x.Formula = true
		x.Input = g.use.t.Source(r, scope{b})
	case len(c.spilled) > 0 && c.spilled.get(r.Row) != nil:
		x.Spilled = true
	default:
		x.Input = cells.LiteralText(x.Value, x.Format, b.locale)
	}
	if blk := c.block(r.Row); blk != nil {
		at, by := blk.stampAt(r.Row & (blockRows - 1))
		x.At, x.Source, x.Reading = at, b.sources[by.source], by.reading
	}
	return x
}

// Scan calls yield for every cell of the range with an input, a value or a format, column by column, until yield returns false.
func (b *Book) Scan(r cells.Range, yield func(cells.Ref, cells.Cell) bool) {
	s := b.sheets[r.Sheet]
	if s == nil || !r.Valid() {
		return
	}
	known := &columnLook{}
	for col := r.Left; col <= min(r.Right, int32(len(s.cols))-1); col++ {
		c := s.cols[col]
		if c == nil {
			continue
		}
		for row := r.Top; row <= r.Bottom; row++ {
			next, ok := c.nextFilled(row, r.Bottom)
			if !ok {
				break
			}
			row = next
			at := cells.Ref{Sheet: s.id, Row: row, Col: col}
			if !yield(at, b.cell(s, c, at, c.region(row), known)) {
				return
			}
		}
	}
}

// nextFilled is the first row from row to last with a value, a formula or a format.
func (c *column) nextFilled(row, last int32) (int32, bool) {
	best := last + 1
	if i := c.formats.find(row); i < len(c.formats) {
		best = min(best, max(row, c.formats[i].from))
	}
	c.regionsIn(row, last, func(r *region) bool {
		best = min(best, max(row, r.top))
		return false
	})
	for i := row >> blockBits; int(i) < len(c.blocks) && i<<blockBits < best; i++ {
		blk := c.blocks[i]
		if blk == nil || blk.used == 0 {
			continue
		}
		first := i << blockBits
		lo, hi := blk.window()
		for at := max(lo, row-first); at < hi && first+at < best; at++ {
			if blk.kinds[at-blk.base] != cells.Blank {
				best = first + at
			}
		}
	}
	return best, best <= last
}

// Values writes the values of a range, row by row, to dst, which has Range.Size() elements.
func (b *Book) Values(r cells.Range, dst []cells.Value) {
	clear(dst)
	cols := r.Cols()
	sight{b: b}.Scan(r, func(at cells.Ref, v cells.Value) bool {
		dst[int(at.Row-r.Top)*cols+int(at.Col-r.Left)] = v
		return true
	})
}

// Precedents is what the cell's formula reads, in order of appearance; nil when it is no formula.
func (b *Book) Precedents(r cells.Ref) []cells.Range {
	s := b.sheets[r.Sheet]
	if s == nil {
		return nil
	}
	g := s.region(r.Row, r.Col)
	if g == nil {
		return nil
	}
	out := []cells.Range{}
	for _, p := range g.use.t.Precedents() {
		if at, ok := p.At(r); ok {
			out = append(out, at)
		}
	}
	for _, e := range g.found[r.Row] {
		if at, ok := e.reads.At(r); ok {
			out = append(out, at)
		}
	}
	return out
}

// Dependents is who reads the cell directly, at most limit ranges, in order of storage.
func (b *Book) Dependents(r cells.Ref, limit int) []cells.Range {
	s := b.sheets[r.Sheet]
	if s == nil || limit <= 0 {
		return nil
	}
	var list areas
	s.readers.search(rect{r.Row, r.Col, r.Row, r.Col}, func(e *entry) {
		for _, x := range e.readers {
			if rows, ok := x.affected(r.Row, r.Row); ok {
				list = append(list, area{x.region.sheet.id, x.region.col, rows.from, rows.to})
			}
		}
	})
	out := list.ranges()
	slices.SortFunc(out, func(x, y cells.Range) int {
		return cmp.Or(x.TopLeft().Compare(y.TopLeft()), cmp.Compare(x.Bottom, y.Bottom))
	})
	return out[:min(len(out), limit)]
}

// Series is the history the cell has, or zero.
func (b *Book) Series(r cells.Ref) cells.SeriesID {
	if s := b.sheets[r.Sheet]; s != nil {
		return s.series[place{r.Row, r.Col}]
	}
	return 0
}

// Hash is a hash of every value of the book: SHA-256, cut to 128 bits, over the sheets in order of their ids, and in each the cells that are not blank in order of
// storage, place and value.
func (b *Book) Hash() string {
	h := sha256.New()
	var buf []byte
	for _, id := range slices.Sorted(maps.Keys(b.sheets)) {
		s := b.sheets[id]
		buf = binary.AppendUvarint(append(buf[:0], 'S'), uint64(id))
		for col, c := range s.cols {
			if c == nil {
				continue
			}
			for i, blk := range c.blocks {
				if blk == nil || blk.used == 0 {
					continue
				}
				lo, hi := blk.window()
				for row := lo; row < hi; row++ {
					if blk.kinds[row-blk.base] == cells.Blank {
						continue
					}
					buf = binary.AppendUvarint(buf, uint64(col))
					buf = binary.AppendUvarint(buf, uint64(int32(i)<<blockBits+row))
					buf = cells.AppendValue(buf, blk.get(row))
				}
				h.Write(buf)
				buf = buf[:0]
			}
		}
		h.Write(buf)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
