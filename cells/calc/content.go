package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// piece is what stands in n cells of a column from top on: one formula, or literals. Blank cells are in no piece.
type piece struct {
	col, top, n int32
	t           *formula.Template
	vals        []cells.Value // len n, none blank; nil for a formula
}

func (p *piece) bottom() int32 { return p.top + p.n - 1 }

// bytes is about how much memory a piece takes.
func (p *piece) bytes() int {
	size := 64
	if p.t != nil {
		size += 8 * len(p.t.Key()) // what was compiled of it
	}
	for _, v := range p.vals {
		size += 24
		if v.Kind() == cells.Text {
			size += len(v.Text())
		}
	}
	return size
}

// capture is what stands in a range, column by column. What an array spilled is not among it.
func (s *sheet) capture(g cells.Range) []piece {
	var out []piece
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil {
			out = c.capture(col, g.Top, g.Bottom, out)
		}
	}
	return out
}

func (c *column) capture(col, top, bottom int32, out []piece) []piece {
	row := top
	c.regionsIn(top, bottom, func(r *region) bool {
		from, to := max(r.top, top), min(r.bottom, bottom)
		out = c.literals(col, row, from-1, out)
		out = append(out, piece{col: col, top: from, n: to - from + 1, t: r.use.t})
		row = to + 1
		return true
	})
	return c.literals(col, row, bottom, out)
}

// literals captures rows from…to, in which there is no formula.
func (c *column) literals(col, from, to int32, out []piece) []piece {
	open := false
	for i := from >> blockBits; i <= to>>blockBits && int(i) < len(c.blocks) && from <= to; i++ {
		b := c.blocks[i]
		if b == nil || b.used == 0 {
			open = false
			continue
		}
		first := i << blockBits
		lo, hi := b.window()
		if lo > 0 {
			open = false
		}
		for row := max(lo, from-first); row <= min(hi-1, to-first); row++ {
			v := b.get(row)
			if v.IsBlank() || len(c.spilled) > 0 && c.spilled.get(first+row) != nil {
				open = false
				continue
			}
			if open && out[len(out)-1].bottom() == first+row-1 {
				l := &out[len(out)-1]
				l.vals = append(l.vals, v)
				l.n++
				continue
			}
			out = append(out, piece{col: col, top: first + row, n: 1, vals: []cells.Value{v}})
			open = true
		}
		if hi < blockRows {
			open = false
		}
	}
	return out
}

// content is what stands in one cell: a formula, a literal or nothing.
type content struct {
	t *formula.Template
	v cells.Value
}

func (c content) blank() bool { return c.t == nil && c.v.IsBlank() }

func (c content) equal(o content) bool {
	return c.t == o.t && (c.t != nil || placeless(c.v).Equal(placeless(o.v)))
}

// placeless is a literal as it is in whatever cell it stands: an error does not say which one.
func placeless(v cells.Value) cells.Value {
	e := v.Err()
	if e == nil || e.Origin == (cells.Ref{}) {
		return v
	}
	own := *e
	own.Origin = cells.Ref{}
	return cells.Fail(&own)
}

func (s *sheet) content(row, col int32) content {
	c := s.column(col)
	if c == nil {
		return content{}
	}
	if r := c.region(row); r != nil {
		return content{t: r.use.t}
	}
	if len(c.spilled) > 0 && c.spilled.get(row) != nil {
		return content{}
	}
	return content{v: c.value(row)}
}

func (p *piece) content(i int32) content {
	if p.t != nil {
		return content{t: p.t}
	}
	return content{v: p.vals[i]}
}
