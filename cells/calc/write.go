package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// clearPlace makes rows of a column free for new content: no formula, no array that spills from or over them.
func (w *wave) clearPlace(s *sheet, col, top, bottom int32) {
	if len(s.spills) > 0 {
		w.clearSpills(s, col, top, bottom)
	}
	w.b.cut(s, col, top, bottom)
}

func (w *wave) clearSpills(s *sheet, col, top, bottom int32) {
	g := cells.Range{Sheet: s.id, Top: top, Left: col, Bottom: bottom, Right: col}
	w.unblock(s, g)
	w.unhold(s, g)
	c := s.column(col)
	if c == nil {
		return
	}
	if c.anchors > 0 {
		w.clearAnchors(s, c, col, top, bottom)
	}
	for _, x := range c.spilled.in(top, bottom) {
		if s.spills[x.v.anchor] == x.v {
			w.unspill(s, x.v, cells.Range{})
			w.fresh.add(s.id, x.v.anchor.col, x.v.anchor.row, x.v.anchor.row)
		}
	}
}

// clearAnchors takes back the arrays that are spread from rows of a column: asked of its formulas, or of all arrays if these are fewer.
func (w *wave) clearAnchors(s *sheet, c *column, col, top, bottom int32) {
	formulas := 0
	c.regionsIn(top, bottom, func(r *region) bool {
		formulas += int(min(r.bottom, bottom)-max(r.top, top)) + 1
		return true
	})
	if formulas > len(s.spills) {
		for _, p := range s.spills {
			if p.anchor.col == col && p.anchor.row >= top && p.anchor.row <= bottom {
				w.unspill(s, p, cells.Range{})
			}
		}
		return
	}
	c.regionsIn(top, bottom, func(r *region) bool {
		for row := max(r.top, top); row <= min(r.bottom, bottom) && c.anchors > 0; row++ {
			if p := s.spills[place{row, col}]; p != nil {
				w.unspill(s, p, cells.Range{})
			}
		}
		return c.anchors > 0
	})
}

// entered notes rows whose input changed.
func (w *wave) entered(sheet cells.SheetID, col, top, bottom int32) {
	w.inputs.add(sheet, col, top, bottom)
	w.taken.add(sheet, col, top, bottom)
}

// putValue puts a literal, or nothing, into a cell.
func (w *wave) putValue(s *sheet, col, row int32, v cells.Value, by stamp) {
	c := s.makeColumn(col)
	formula := c.region(row) != nil
	if formula || len(s.spills) > 0 {
		if formula {
			w.behind.add(s.id, col, row, row)
		}
		w.dropping(s, col, row, row)
		w.clearPlace(s, col, row, row)
	}
	v = placed(v, cells.Ref{Sheet: s.id, Row: row, Col: col})
	w.inputs.add(s.id, col, row, row)
	if formula || v.IsBlank() || c.value(row).IsBlank() {
		w.taken.add(s.id, col, row, row) // one value for another frees nothing
	}
	changed := w.keep(s, col, row, v)
	if changed {
		w.values.add(s.id, col, row, row)
		w.seeds.add(s.id, col, row, row)
	}
	if !by.reading && (len(s.series) > 0 || w.b.keeps > 0) {
		w.byHand(s, col, row, v, changed)
	}
	if b := c.block(row); b != nil {
		b.setStamp(row&(blockRows-1), w.at, by)
		w.b.touchBlock(s, col, row, b)
		w.leaveUntidy(s, col, row, b)
	}
}

// placed is a value as it stands in a cell: an error that comes from nowhere comes from there.
func placed(v cells.Value, at cells.Ref) cells.Value {
	if e := v.Err(); e != nil && e.Origin == (cells.Ref{}) {
		own := *e
		own.Origin = at
		return cells.Fail(&own)
	}
	return v
}

// putFormula puts one formula into rows of a column.
func (w *wave) putFormula(s *sheet, col, top, bottom int32, t *formula.Template, by stamp) {
	w.dropping(s, col, top, bottom)
	if len(s.spills) > 0 {
		w.clearPlace(s, col, top, bottom)
	}
	w.b.plant(s, col, top, bottom, w.b.use(t))
	w.b.restart(s, col, top, bottom)
	c := s.cols[col]
	for i := top >> blockBits; i <= bottom>>blockBits; i++ {
		b := c.makeBlock(i << blockBits)
		first := i << blockBits
		from, to := max(top-first, 0), min(bottom-first, blockRows-1)
		b.reach(from, to)
		b.by.setAll(int(from-b.base), int(to-b.base)+1, len(b.kinds), by)
		w.b.touchBlock(s, col, first, b)
		w.leaveUntidy(s, col, first, b)
	}
	if bottom-top >= blockRows {
		c.gather(top, bottom)
	}
	s.grew(top, col)
	s.grew(bottom, col)
	w.entered(s.id, col, top, bottom)
	w.behind.add(s.id, col, top, bottom)
	w.fresh.add(s.id, col, top, bottom)
}

// putBlank empties rows of a column.
func (w *wave) putBlank(s *sheet, col, top, bottom int32) {
	c := s.column(col)
	if c == nil || c.isBlank(top, bottom) {
		return // whether a blank column is there at all must not show: inputs, and arrays that wait for cells to be free, decide what a wave looks at
	}
	had := false
	c.regionsIn(top, bottom, func(*region) bool { had = true; return false })
	w.dropping(s, col, top, bottom)
	w.clearPlace(s, col, top, bottom)
	hit := false
	for i := top >> blockBits; i <= bottom>>blockBits && int(i) < len(c.blocks); i++ {
		b := c.blocks[i]
		if b == nil {
			continue
		}
		first := i << blockBits
		lo, hi := b.window()
		for row := max(lo, top-first); row <= min(hi-1, bottom-first); row++ {
			if b.kinds[row-b.base] == cells.Blank {
				continue
			}
			if bottom == top {
				w.b.retally(s, c, col, row+first, cells.Blank, 0)
			}
			old := b.get(row)
			b.set(row, cells.Value{})
			c.rekey(first+row, old, cells.Value{})
			c.changes++
			b.setStamp(row, w.at, w.by)
			if len(s.pasts) > 0 {
				w.noted(s, col, first+row, cells.Value{})
			}
			if len(s.series) > 0 || w.b.keeps > 0 {
				w.byHand(s, col, first+row, cells.Value{}, true)
			}
			w.values.add(s.id, col, first+row, first+row)
			w.seeds.add(s.id, col, first+row, first+row)
			hit = true
		}
		if hit {
			w.b.touchBlock(s, col, first, b)
			w.leaveUntidy(s, col, first, b)
			if bottom > top {
				w.b.untally(s, c, col, first, first+blockRows-1)
			}
		}
	}
	if had {
		w.behind.add(s.id, col, top, bottom)
	}
	if had || hit {
		w.entered(s.id, col, top, bottom)
	}
	s.extentOK = false
}

// putPieces puts captured content at its place.
func (w *wave) putPieces(s *sheet, ps []piece, by stamp) {
	for i := range ps {
		p := &ps[i]
		if p.t != nil {
			w.putFormula(s, p.col, p.top, p.bottom(), p.t, by)
			continue
		}
		for j, v := range p.vals {
			w.putValue(s, p.col, p.top+int32(j), placeless(v), by)
		}
	}
}

// blankRange empties a range where there is anything.
func (w *wave) blankRange(s *sheet, g cells.Range) {
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if s.cols[col] != nil {
			w.putBlank(s, col, g.Top, g.Bottom)
		}
	}
}

// putFormat gives rows of a column a format; nil is the zero one.
func (w *wave) putFormat(s *sheet, col, top, bottom int32, f *cells.Format) {
	c := s.makeColumn(col)
	before := len(c.formats)
	c.formats.set(top, bottom, f)
	s.runs += int64(len(c.formats) - before)
	w.inputs.add(s.id, col, top, bottom)
	w.formatted.add(s.id, col, top, bottom)
	s.extentOK = false
	w.b.stored.column(s.id, col)
}
