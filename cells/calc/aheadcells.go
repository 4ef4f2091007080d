package calc

import (
	"math"
	"sync/atomic"

	"freshet/cells"
)

// foreseen is what an evaluation gave before its turn.
type foreseen struct {
	v        cells.Value
	work     int
	due      int64
	done     bool // there is a value, and nothing has changed since of what it follows from
	measured int  // the side.reach of which it follows; zero when how far sheets reach is of no account
}

// How many elements of arrays are evaluated ahead at most, as their turn may be far; and how much of a text counts as one.
const (
	manyElements = 1 << 20
	elementBytes = 32
)

// sideBudget bounds what is evaluated ahead by the language itself: as much as the wave might do, or most of it would be in vain.
type sideBudget struct {
	work, heavy, elements, texts atomic.Int64
	allowance, light             int
	reach                        int
}

// enterCells has cells of a region evaluated ahead from a row on, as far as there is room. Their values are stored when it is their turn. What finds out its precedents
// on the way, or reads the past, changes the book when it is evaluated.
func (w *wave) enterCells(n *node, from int32) bool {
	d, r := &w.side, n.r
	u := r.use
	if u.dynamic || u.t.Historic() || u.cost < w.b.worth.steps || u.stopped == w.first || !d.reads(r, false) {
		return false
	}
	n.portion = -1
	room := len(d.foreseen) + sideCells
	each := int32(max(1, min(64, usualWorth.all/8/(u.cost*stepTime))))
	n.dirty.all(func(p span) {
		for row := max(p.from, from); row <= p.to && len(d.foreseen) < room; {
			rows := span{row, min(p.to, row+each-1)}
			d.portion(n, rows, int32(len(d.foreseen)))
			for range rows.to - rows.from + 1 {
				d.foreseen = append(d.foreseen, foreseen{})
			}
			row = rows.to + 1
		}
	})
	return n.portion >= 0
}

// evalCells evaluates the cells of a portion while the budget lasts. Of what does not come to a value, nothing is known.
func (k *worker) evalCells(p *portion, out []foreseen, b *sideBudget) {
	u := p.n.r.use
	for i := range out {
		if b.work.Load() < 0 || b.heavy.Load() < 0 || b.elements.Load() < 0 {
			return
		}
		k.sight.measured, k.faulted = false, false
		k.fw.Allowance = b.allowance + u.most
		v := u.t.Eval(&k.fw, p.n.r.ref(p.rows.from+int32(i)))
		work := k.fw.Work()
		spread := spreading(v)
		if a := v.Array(); a != nil {
			b.elements.Add(-int64(len(a.Values)))
		}
		if v.Kind() == cells.Text {
			b.elements.Add(-int64(len(v.Text()) / elementBytes))
		}
		b.work.Add(-int64(languageWork * (work + spread)))
		b.heavy.Add(-int64(max(0, work+spread-b.light)))
		if k.fw.Starved() {
			b.heavy.Store(math.MinInt64 / 2) // so will be the others, when it is their turn
		}
		if k.faulted || k.fw.Starved() || k.fw.Unready() {
			continue
		}
		out[i] = foreseen{v: v, work: work, due: k.fw.Due(), done: true}
		if k.sight.measured {
			out[i].measured = b.reach
		}
	}
}

// foreseen is what is known of a row whose turn it is; nil when it is to be evaluated. The rows of a node come in order.
func (w *wave) foreseen(n *node, row int32) *foreseen {
	d := &w.side
	if n.portion < 0 {
		return nil
	}
	for d.portions[n.portion].rows.to < row && int(n.portion) < len(d.portions)-1 && d.portions[n.portion+1].n == n {
		n.portion++
	}
	p := &d.portions[n.portion]
	if p.first < 0 || row < p.rows.from || row > p.rows.to {
		return nil
	}
	f := &d.foreseen[p.first+row-p.rows.from]
	if !f.done || f.measured > 0 && (f.measured != d.reach || !w.b.reachTo(d.extents)) {
		return nil
	}
	// One core would have stopped where the budget ends now.
	if a := w.budget.allowance() + n.r.use.most; a > 0 && f.work > a {
		return nil
	}
	return f
}

// discard forgets what is foreseen of rows of a node, because something that they read has changed.
func (w *wave) discard(n *node, rows span) {
	if n.portion < 0 {
		return
	}
	d := &w.side
	for k := int(n.portion); k < len(d.portions) && d.portions[k].n == n; k++ {
		p := &d.portions[k]
		if p.first < 0 {
			continue
		}
		for row := max(p.rows.from, rows.from); row <= min(p.rows.to, rows.to); row++ {
			d.foreseen[p.first+row-p.rows.from].done = false
		}
	}
}
