package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// restoreCell is restoreCells for one cell: what most entries need.
type restoreCell struct {
	at            cells.Ref
	before, after content
}

// loneStep is a restoreCell with memory for the list of steps in which it may be the only one.
type loneStep struct {
	restoreCell
	list [1]step
}

func (x *restoreCell) bytes() int {
	return 160 + len(x.before.v.Text()) + len(x.after.v.Text())
}

func (x *restoreCell) behind(e formula.Edit) formula.Edit { return e }

func (x *restoreCell) take(w *wave) formula.Edit {
	s := w.b.sheets[x.at.Sheet]
	if s == nil {
		return nil
	}
	x.before, x.after = w.b.rebound(x.before), w.b.rebound(x.after)
	now := s.content(x.at.Row, x.at.Col)
	if !now.equal(x.after) || now.equal(x.before) {
		return nil
	}
	w.putContent(s, x.at.Col, x.at.Row, x.before)
	w.undoing(&restoreCell{at: x.at, before: now, after: s.content(x.at.Row, x.at.Col)})
	return nil
}

// rebound looks the names of a captured formula up again.
func (b *Book) rebound(c content) content {
	if c.t != nil && len(c.t.Names())+len(c.t.Unresolved()) > 0 {
		c.t = b.compiler.Rebind(c.t, scope{b})
	}
	return c
}

func (x *restoreCell) shift(b *Book, e formula.Edit) bool {
	if g, ok := e.(formula.SheetGone); ok && g.Sheet == x.at.Sheet {
		return false
	}
	for _, c := range []*content{&x.before, &x.after} {
		if c.t != nil {
			c.t = b.compiler.Rewrite(c.t, x.at, e)
		}
	}
	if l, ok := e.(formula.Lines); ok {
		g, ok := formula.Follow(l, x.at.Range())
		if !ok || !g.Valid() {
			return false
		}
		x.at = g.TopLeft()
	}
	return true
}
