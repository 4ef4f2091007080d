package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// roomFor refuses content for which the book has no room: so many texts and cells more, in cells of a range. Of what stands there now it knows only what it must, when
// the book is nearly full.
func (p *plan) roomFor(g cells.Range, more amount) *cells.Error {
	if len(p.templates) > 1 {
		p.puts = append(p.puts, put{g, more})
	}
	return p.b.roomFor(&p.more, g, more)
}

// put is what an op of the request puts into a range.
type put struct {
	g cells.Range
	amount
}

// earlier is what ops of the request may have put into a range before.
func (p *plan) earlier(g cells.Range) amount {
	var all amount
	for i := range p.puts {
		if _, hit := p.puts[i].g.Intersect(g); hit {
			all = all.plus(p.puts[i].amount)
		}
	}
	return all
}

// roomFor is plan.roomFor, with what is planned already.
func (b *Book) roomFor(planned *amount, g cells.Range, more amount) *cells.Error {
	limit := b.room.typed
	more.Cells += blockCells * min(more.Cells, blocksIn(g))
	*planned = planned.plus(more)
	after := b.holds().plus(*planned)
	if after.within(limit) {
		return nil
	}
	if s := b.sheets[g.Sheet]; s != nil {
		freed := s.holdsIn(g)
		freed.Cells += blockCells * s.blocksIn(g)
		*planned, after, more = planned.minus(freed), after.minus(freed), more.minus(freed)
	}
	switch {
	case more.Texts > 0 && after.Texts > limit.Texts:
		return cells.Refuse(cells.TooLarge, "the texts of a book take at most %d MiB; delete some first", limit.Texts>>20)
	case more.Cells > 0 && after.Cells > limit.Cells:
		return cells.Refuse(cells.TooLarge, "a book has at most %d cells; delete some first", limit.Cells)
	}
	return nil
}

// blocksIn is in how many blocks of storage a range lies.
func blocksIn(g cells.Range) int64 {
	return int64(g.Cols()) * int64(g.Bottom>>blockBits-g.Top>>blockBits+1)
}

// blocksIn is how many blocks of a range have a cell.
func (s *sheet) blocksIn(g cells.Range) int64 {
	n := int64(0)
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil {
			for i := g.Top >> blockBits; i <= g.Bottom>>blockBits && int(i) < len(c.blocks); i++ {
				if b := c.blocks[i]; b != nil && b.used > 0 {
					n++
				}
			}
		}
	}
	return n
}

// needs is what an input takes.
func needs(in cells.Input) amount {
	switch {
	case in.Formula():
		return amount{Cells: 1}
	case in.Text != "":
		return amount{textBytes(cells.Text, float64(min(len(in.Text), cells.MaxText))), 1}
	case in.Literal.IsBlank():
		return amount{}
	}
	kind, x, _ := in.Literal.Parts()
	return amount{textBytes(kind, x), 1}
}

// beyond is the part of a fill's target that is not its source.
func beyond(source, target cells.Range) cells.Range {
	switch rest := target; {
	case target.Bottom > source.Bottom:
		rest.Top = source.Bottom + 1
		return rest
	case target.Top < source.Top:
		rest.Bottom = source.Top - 1
		return rest
	case target.Right > source.Right:
		rest.Left = source.Right + 1
		return rest
	default:
		rest.Right = source.Left - 1
		return rest
	}
}

// contentNeeds is what content takes when it is put n times: of formulas the cells, of all else the texts too.
func contentNeeds(ps []piece, earlier amount, n int64) amount {
	all := earlier
	for i := range ps {
		all.Cells += int64(ps[i].n)
		for _, v := range ps[i].vals {
			kind, x, _ := v.Parts()
			all.Texts += textBytes(kind, x)
		}
	}
	return amount{all.Texts * n, all.Cells * n}
}

// roomToInsert refuses lines where the book has no room for the storage they make: what was next to each other then lies in two blocks.
func (p *plan) roomToInsert(s *sheet) *cells.Error {
	limit := p.b.room.typed
	now := p.b.holds().plus(p.more)
	if s == nil || now.Cells+s.amount.Cells <= limit.Cells {
		return nil
	}
	whole := cells.Range{Bottom: cells.MaxRows - 1, Right: cells.MaxCols - 1}
	if now.Cells+blockCells*s.blocksIn(whole) > limit.Cells {
		return cells.Refuse(cells.TooLarge, "a book has at most %d cells, and scattered ones count more; delete some first", limit.Cells)
	}
	return nil
}

// roomToRestore refuses to undo or redo what the book has no room for any more.
func (p *plan) roomToRestore(name string, undo bool) *cells.Error {
	a := p.b.undos.actors[name]
	if a == nil {
		return nil
	}
	stack := a.redo
	if undo {
		stack = a.undo
	}
	if len(stack) == 0 {
		return nil
	}
	for _, s := range stack[len(stack)-1].steps {
		if x, ok := s.(*restoreCells); ok && len(x.before) > 0 {
			g := x.area
			g.Sheet = x.sheet
			if err := p.roomFor(g, contentNeeds(x.before, amount{}, 1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// roomToRead refuses a reading for which the book has no room.
func (b *Book) roomToRead(at cells.Ref, v cells.Value) *cells.Error {
	var more amount
	return b.roomFor(&more, at.Range(), needs(cells.Literal(v)))
}

// About how much memory formulas take.
const (
	regionBytes   = 512  // a run of cells with one formula, with its edges in the graph
	templateBytes = 2048 // a formula that no other cell has
	partBytes     = 64   // for each character of it
)

// formulaBytes is what a formula counts that is in use, however many cells have it.
func formulaBytes(t *formula.Template) int64 { return templateBytes + partBytes*int64(len(t.Key())) }

// roomForFormula refuses a formula for which the book has no room, in a number of runs of cells. The latest one that was not in use before comes with it, as it often
// comes again.
func (p *plan) roomForFormula(t, latest *formula.Template, runs int64) (*formula.Template, *cells.Error) {
	p.formulas += regionBytes * runs
	if _, known := p.b.uses[t]; !known && t != latest {
		p.formulas += formulaBytes(t)
		latest = t
	}
	if p.b.formulas+p.formulas > p.b.room.programs {
		return latest, cells.Refuse(cells.TooLarge, "the formulas of a book take at most %d MiB; cells filled with one formula take little", p.b.room.programs>>20)
	}
	return latest, nil
}

// runsOf is in how many runs of cells each piece of a fill's source comes to stand: down a column that holds one formula, it is one.
func runsOf(source, target cells.Range, ps []piece) int64 {
	switch {
	case target.Cols() > source.Cols():
		return int64((target.Cols() + source.Cols() - 1) / source.Cols())
	case len(ps) <= source.Cols():
		return 1
	}
	return int64((target.Rows() + source.Rows() - 1) / source.Rows())
}

// roomForRuns refuses content whose formulas would stand in more runs of cells than there is room for.
func (p *plan) roomForRuns(ps []piece, n int64) *cells.Error {
	for i := range ps {
		if ps[i].t != nil {
			if _, err := p.roomForFormula(ps[i].t, ps[i].t, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// roomForCopies refuses copies of a range for which there is no room.
func (p *plan) roomForCopies(s *sheet, source, dest cells.Range, n int64) *cells.Error {
	if runs := s.formatRuns(source); runs > 0 {
		if err := p.roomForRun(runs * n); err != nil {
			return err
		}
	}
	ps := s.capture(source)
	if err := p.roomForRuns(ps, n); err != nil {
		return err
	}
	return p.roomFor(dest, contentNeeds(ps, p.earlier(source), n))
}
