package calc

import (
	"errors"
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

// The limits of one request and of a book.
const (
	maxOps      = 10_000
	maxCells    = 4_000_000 // of one op
	maxSheets   = 256
	maxNames    = 10_000
	maxBindings = 10_000
	maxTitle    = 200 // bytes
)

// plan looks at a request before anything of it takes effect: it compiles its formulas, and refuses it when one of
// its ops could not be done after those before it. What it lets through cannot fail any more.
type plan struct {
	b         *Book
	templates [][]*formula.Template // by op: what Set's inputs are; nil where they are no formulas
	sheets    []planned
	grows     bool // it matters how far sheets reach
	tabbed    bool // the ops so far make, rename or delete sheets
	last      cells.SheetID
	names     map[string]bool
	count     int    // of names
	more      amount // than the book holds, at most, when the ops so far are done
	formulas  int64  // that they count more
	runs      int64  // of formats and policies that there are more, at most
	puts      []put
	one       [1]planned
	only      [1][]*formula.Template
}

// planned is a sheet as it will be when the ops so far are done. It may reach further than it really will.
type planned struct {
	id          cells.SheetID
	name        string
	right, last int32 // the last column and row with anything in them; -1
}

func (b *Book) plan(actor string, ops cells.Ops) (*plan, *cells.Error) {
	p := &plan{b: b, last: b.lastSheet, count: len(b.names)}
	if actor == "" {
		return nil, cells.Refuse(cells.Invalid, "a request must say whose it is")
	}
	if len(ops) == 0 {
		return nil, cells.Refuse(cells.Invalid, "a request must have at least one op")
	}
	if len(ops) > maxOps {
		return nil, cells.Refuse(cells.TooLarge, "a request has at most %d ops, not %d", maxOps, len(ops))
	}
	p.templates = p.only[:]
	if len(ops) > 1 {
		p.templates = make([][]*formula.Template, len(ops))
	}
	if set, ok := ops[0].(cells.Set); ok && len(ops) == 1 && set.Range.Single() {
		// The commonest of all needs to know one sheet only, and changes none.
		if s := b.sheets[set.Range.Sheet]; s != nil {
			p.sheets = append(p.one[:0], planned{id: s.id, name: s.name})
		}
		return p, p.op(0, ops[0], actor, 1)
	}
	p.grows = slices.ContainsFunc(ops, grows)
	for _, s := range b.tabs {
		x := planned{id: s.id, name: s.name, right: -1, last: -1}
		if p.grows {
			x.last, x.right = s.typed()
		}
		p.sheets = append(p.sheets, x)
	}
	spent := int64(0)
	for i, op := range ops {
		if err := p.op(i, op, actor, len(ops)); err != nil {
			return nil, err
		}
		if spent += p.effort(op); i > 0 && spent > maxEffort {
			return nil, cells.Refuse(cells.TooLarge, "the request goes through more than %d cells; send its ops in parts", maxEffort)
		}
	}
	return p, nil
}

// grows reports whether it matters for an op how far a sheet reaches.
func grows(op cells.Op) bool {
	_, ok := op.(cells.Insert)
	return ok
}

func (p *plan) sheet(id cells.SheetID) (*planned, *cells.Error) {
	for i := range p.sheets {
		if p.sheets[i].id == id {
			return &p.sheets[i], nil
		}
	}
	return nil, cells.Refuse(cells.NotFound, "there is no sheet with the id %d", id)
}

// area checks a range and lets the sheet reach over it when content goes there.
func (p *plan) area(g cells.Range, content bool) *cells.Error {
	s, err := p.sheet(g.Sheet)
	if err != nil {
		return err
	}
	if !g.Valid() {
		return cells.Refuse(cells.Invalid, "a range must lie on the sheet, with its corners in order")
	}
	if content {
		s.right, s.last = max(s.right, g.Right), max(s.last, g.Bottom)
	}
	return nil
}

func (p *plan) op(i int, op cells.Op, actor string, n int) *cells.Error {
	switch op := op.(type) {
	case cells.Set:
		return p.set(i, op)
	case cells.Fill:
		return p.fill(op)
	case cells.Copy:
		return p.copy(op)
	case cells.Move:
		return p.move(op)
	case cells.Clear:
		return p.area(op.Range, false)
	case cells.Insert:
		return p.insert(op)
	case cells.Delete:
		return p.remove(op)
	case cells.AddSheet, cells.RenameSheet, cells.MoveSheet, cells.DeleteSheet:
		return p.tab(op)
	case cells.DefineName, cells.DropName, cells.SetBook, cells.Bind, cells.Unbind:
		return p.book(op)
	case cells.SetFormat:
		if err := p.area(op.Range, true); err != nil {
			return err
		}
		if op.Format != (cells.Format{}) {
			if err := p.roomForRun(2 * int64(op.Range.Cols())); err != nil {
				return err
			}
		}
		return refusal(op.Format.Check())
	case cells.SetWidth:
		return p.size(op)
	case cells.SetPolicy:
		return p.policy(op)
	case cells.Ingest:
		if len(op.Readings) > maxCells {
			return cells.Refuse(cells.TooLarge, "a request has at most %d readings", maxCells)
		}
		for i := 0; p.grows && i < len(op.Readings); i++ {
			at := op.Readings[i].Ref
			if s, err := p.sheet(at.Sheet); err == nil && at.Valid() {
				s.right, s.last = max(s.right, at.Col), max(s.last, at.Row)
			}
		}
		return nil
	case cells.Tick, cells.Recall:
		return nil
	case cells.Undo, cells.Redo:
		if n > 1 {
			return cells.Refuse(cells.Invalid, "undo and redo stand alone in their request")
		}
		_, undo := op.(cells.Undo)
		if err := p.b.undos.check(actor, undo); err != nil {
			return err
		}
		return p.roomToRestore(actor, undo)
	}
	return cells.Refuse(cells.Invalid, "this program does not know the op %T", op)
}

func refusal(err error) *cells.Error {
	if err == nil {
		return nil
	}
	var e *cells.Error
	if errors.As(err, &e) {
		return e
	}
	return cells.Refuse(cells.Invalid, "%v", err)
}

func (p *plan) fill(op cells.Fill) *cells.Error {
	if err := p.area(op.Source, false); err != nil {
		return err
	}
	if err := p.area(op.Target, true); err != nil {
		return err
	}
	switch op.Mode {
	case cells.FillNumbers, cells.FillSeries, cells.FillOther:
	default:
		return cells.Refuse(cells.Invalid, "a fill has no mode %q; it may be %q or %q", op.Mode, cells.FillSeries, cells.FillOther)
	}
	s, t := op.Source, op.Target
	if !t.Covers(s) {
		return cells.Refuse(cells.Invalid, "a fill's target %s must cover its source %s", t.A1(), s.A1())
	}
	ways := 0
	for _, longer := range []bool{t.Top < s.Top, t.Bottom > s.Bottom, t.Left < s.Left, t.Right > s.Right} {
		if longer {
			ways++
		}
	}
	if ways != 1 {
		return cells.Refuse(cells.Invalid, "a fill goes in one direction; %s reaches beyond %s in %d", t.A1(), s.A1(), ways)
	}
	if t.Size() > maxCells {
		return cells.Refuse(cells.TooLarge, "a fill covers at most %d cells", maxCells)
	}
	x := p.b.sheets[s.Sheet]
	if x == nil {
		return nil
	}
	times := int64((t.Size()+s.Size()-1)/s.Size()) - 1
	ps := x.capture(s)
	if n := x.formatRuns(s); n > 0 {
		if err := p.roomForRun(n * (times + 1)); err != nil {
			return err
		}
	}
	if err := p.roomForRuns(ps, runsOf(s, t, ps)); err != nil {
		return err
	}
	return p.roomFor(beyond(s, t), contentNeeds(ps, p.earlier(s), times))
}

func (p *plan) copy(op cells.Copy) *cells.Error {
	if err := p.area(op.Source, false); err != nil {
		return err
	}
	if err := p.area(op.Dest, false); err != nil {
		return err
	}
	rows, cols := copies(op)
	d := op.Dest
	d.Bottom, d.Right = d.Top+int32(rows*op.Source.Rows())-1, d.Left+int32(cols*op.Source.Cols())-1
	if !d.Valid() {
		return cells.Refuse(cells.Invalid, "the copy of %s would run off the sheet", op.Source.A1())
	}
	s := p.b.sheets[op.Source.Sheet]
	if s != nil {
		// Blank cells cost nothing, so whole columns may be copied; what counts is what can be in them.
		if g, ok := s.used(); ok {
			if in, ok := g.Intersect(op.Source); ok && in.Size()*rows*cols > maxCells {
				return cells.Refuse(cells.TooLarge, "a copy covers at most %d cells", maxCells)
			}
		}
		if err := p.roomForCopies(s, op.Source, d, int64(rows*cols)); err != nil {
			return err
		}
	}
	return p.area(d, true)
}

// copies is how many whole copies of the source the destination holds, down and across.
func copies(op cells.Copy) (rows, cols int) {
	return max(1, op.Dest.Rows()/op.Source.Rows()), max(1, op.Dest.Cols()/op.Source.Cols())
}

func (p *plan) move(op cells.Move) *cells.Error {
	if err := p.area(op.Source, false); err != nil {
		return err
	}
	d := moved(op)
	if !d.Valid() {
		return cells.Refuse(cells.Invalid, "%s would run off the sheet", op.Source.A1())
	}
	if s := p.b.sheets[op.Source.Sheet]; s != nil && len(p.templates) > 1 {
		p.puts = append(p.puts, put{d, s.holdsIn(op.Source).plus(p.earlier(op.Source))})
	}
	return p.area(d, true)
}

func moved(op cells.Move) cells.Range {
	return cells.Range{
		Sheet: op.Dest.Sheet, Top: op.Dest.Row, Left: op.Dest.Col,
		Bottom: op.Dest.Row + op.Source.Bottom - op.Source.Top, Right: op.Dest.Col + op.Source.Right - op.Source.Left,
	}
}

func lastLine(a cells.Axis) int32 {
	if a == cells.Rows {
		return cells.MaxRows - 1
	}
	return cells.MaxCols - 1
}

func checkAxis(a cells.Axis, from, to int32) *cells.Error {
	if a != cells.Rows && a != cells.Cols {
		return cells.Refuse(cells.Invalid, "an axis is rows or cols, not %q", a)
	}
	if from < 0 || to < from || to > lastLine(a) {
		return cells.Refuse(cells.Invalid, "there are no such %s", a)
	}
	return nil
}

func (p *plan) insert(op cells.Insert) *cells.Error {
	s, err := p.sheet(op.Sheet)
	if err != nil {
		return err
	}
	if op.Count < 1 || op.Count > cells.MaxRows {
		return cells.Refuse(cells.Invalid, "one can insert 1 or more %s, not %d", op.Axis, op.Count)
	}
	if err := checkAxis(op.Axis, op.At, op.At); err != nil {
		return err
	}
	end := &s.last
	if op.Axis == cells.Cols {
		end = &s.right
	}
	if *end >= op.At {
		*end += op.Count
	}
	if *end > lastLine(op.Axis) {
		return cells.Refuse(cells.Invalid, "the last %s would fall off the sheet, and they are not blank", op.Axis)
	}
	if op.Axis == cells.Rows {
		return p.roomToInsert(p.b.sheets[op.Sheet])
	}
	return nil
}

func (p *plan) remove(op cells.Delete) *cells.Error {
	s, err := p.sheet(op.Sheet)
	if err != nil {
		return err
	}
	if op.Count < 1 {
		return cells.Refuse(cells.Invalid, "one can delete 1 or more %s, not %d", op.Axis, op.Count)
	}
	if op.Count > cells.MaxRows {
		return cells.Refuse(cells.Invalid, "there are no such %s", op.Axis)
	}
	_ = s // what goes only makes the sheet smaller: leaving its reach as it is errs on the safe side
	return checkAxis(op.Axis, op.At, op.At+op.Count-1)
}

func (p *plan) size(op cells.SetWidth) *cells.Error {
	if _, err := p.sheet(op.Sheet); err != nil {
		return err
	}
	if op.Size < 0 || op.Size > 4096 {
		return cells.Refuse(cells.Invalid, "a width or height is 0 to 4096 pixels, not %d", op.Size)
	}
	return checkAxis(op.Axis, op.From, op.To)
}

func (p *plan) policy(op cells.SetPolicy) *cells.Error {
	switch op.Policy.Log {
	case cells.LogReadings, cells.LogChanges, cells.LogAll, cells.LogNothing:
	default:
		return cells.Refuse(cells.Invalid, "there is no log policy %q", op.Policy.Log)
	}
	if op.Policy.Keep < 0 || op.Policy.Keep > 10_000_000 {
		return cells.Refuse(cells.Invalid, "a policy keeps 0 to 10,000,000 points, not %d", op.Policy.Keep)
	}
	if op.Policy != (cells.Policy{}) {
		if err := p.roomForRun(2 * int64(op.Range.Cols())); err != nil {
			return err
		}
	}
	return p.area(op.Range, false)
}
