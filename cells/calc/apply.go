package calc

import (
	"freshet/cells"
	"freshet/cells/formula"
)

// Check tells whether the request would be refused now; it changes nothing. A repetition of what took effect is not. What it lets
// through may still be refused when its turn comes, because the book has changed.
func (b *Book) Check(r cells.Request) *cells.Error {
	if b.seqs.repeated(r.Client, r.Seq) {
		return nil
	}
	_, err := b.plan(r.Actor, r.Ops)
	return err
}

// Apply takes the entry whose version follows the book's. It is total: an entry that cannot take effect is refused, the same way on every
// replica, and the version moves on. The first entry of another revision that takes effect calculates all formulas again. Only an entry that does not follow changes nothing at all, not even the version.
func (b *Book) Apply(e cells.Entry) *cells.Changes {
	if e.Version != b.version+1 {
		ch := &cells.Changes{Position: b.Position(), At: e.At, Actor: e.Actor, Client: e.Client, Seq: e.Seq}
		ch.Refused = cells.Refuse(cells.Conflict, "the entry has version %d, but the book is at %d", e.Version, b.version)
		return ch
	}
	b.version = e.Version
	b.stored.now = e.Version
	b.now = max(b.now, e.At)
	b.trace = b.trace[:0]
	repeated := b.seqs.repeated(e.Client, e.Seq)
	if !repeated {
		if ch := b.quick(&e); ch != nil {
			return ch
		}
	}
	ch := &cells.Changes{Position: b.Position(), At: b.now, Actor: e.Actor, Client: e.Client, Seq: e.Seq}
	if repeated {
		ch.Repeated = true
		return ch
	}
	p, err := b.plan(e.Actor, e.Ops)
	if err != nil {
		ch.Refused = err
		return ch
	}
	b.seqs.remember(e.Client, e.Seq)
	if structural(e.Ops) {
		b.graph++
	}
	w := b.wave(e, ch)
	for i, op := range e.Ops {
		w.op(op, p.templates[i])
	}
	if b.revision != e.Revision {
		b.revision = e.Revision
		for _, u := range b.uses {
			w.freshUse(u)
		}
	}
	w.askBehind()
	w.run()
	w.resume()
	w.finish(ch)
	return ch
}

// structural reports whether ops may change more than the contents of cells: which cells and sheets there are, and who reads what.
func structural(ops cells.Ops) bool {
	for _, op := range ops {
		switch op.(type) {
		case cells.Set, cells.Ingest, cells.Tick, cells.Recall, cells.SetFormat, cells.SetWidth:
		default:
			return true
		}
	}
	return false
}

// wave begins the wave of an entry.
func (b *Book) wave(e cells.Entry, ch *cells.Changes) *wave {
	w := b.spare
	if w == nil {
		w = &wave{b: b, fw: formula.Wave{Cells: sight{b: b}, Scope: scope{b}}}
		w.fw.Fault = w.fault
		b.spare = w
	}
	w.at, w.comp, w.ch, w.actor, w.by = b.now, -1, ch, e.Actor, stamp{source: b.source(e.Actor)}
	w.values, w.inputs, w.taken, w.seeds, w.fresh = w.values[:0], w.inputs[:0], w.taken[:0], w.seeds[:0], w.fresh[:0]
	w.formatted, w.shown = w.formatted[:0], w.shown[:0]
	w.count, w.rounds, w.steps, w.way, w.renamed, w.readings, w.results, w.points = 0, 0, nil, forward, false, 0, w.results[:0], nil
	w.again, w.renewals, w.behind = w.again[:0], w.renewals[:0], w.behind[:0]
	w.outsets.reset()
	w.former = w.former[:0]
	w.budget = b.budgets.wave
	w.fullTexts, w.fullCells = nil, nil
	w.fw.Entry = e.Version
	w.fw.At, w.fw.Zone, w.fw.Seed, w.fw.Locale, w.fw.Read = b.now, b.location, e.Seed, b.locale, nil
	if b.keeps > 0 {
		w.points = w.computed
	}
	return w
}

// finish tells what came of the wave.
func (w *wave) finish(ch *cells.Changes) {
	b := w.b
	w.keepResults()
	w.tidy()
	if len(w.formatted) > 0 {
		w.tellLooks()
	}
	ch.Values = w.values.ranges()
	w.inputs = append(w.inputs, w.shown...)
	ch.Inputs = w.inputs.ranges()
	ch.Recomputed = w.count
	b.undos.push(b, w)
	b.keepAsked()
	w.ch, w.steps = nil, nil
	w.block.Forget()
	w.side.forget()
	b.sweep()
	for _, s := range b.tabs {
		s.used() // many may ask at once from now on
	}
}

// op does one op that the plan let through.
func (w *wave) op(op cells.Op, templates []*formula.Template) {
	b := w.b
	switch op := op.(type) {
	case cells.Set:
		w.set(op, templates)
	case cells.Fill:
		w.fill(op)
	case cells.Copy:
		w.copy(op)
	case cells.Move:
		w.move(op)
	case cells.Clear:
		s := b.sheets[op.Range.Sheet]
		w.journal(s, op.Range, func() { w.blankRange(s, op.Range) })
	case cells.Insert:
		w.insertLines(formula.Lines{Sheet: op.Sheet, Axis: op.Axis, At: op.At, Count: op.Count})
	case cells.Delete:
		w.deleteLines(formula.Lines{Sheet: op.Sheet, Axis: op.Axis, At: op.At, Count: -op.Count})
	case cells.AddSheet:
		w.addSheet(op)
	case cells.RenameSheet:
		w.renameSheet(op)
	case cells.MoveSheet:
		w.moveSheet(op)
	case cells.DeleteSheet:
		w.deleteSheet(op.Sheet)
	case cells.DefineName:
		w.defineName(cells.Name(op))
	case cells.DropName:
		w.dropName(op.Name)
	case cells.SetFormat:
		w.setFormat(op.Range, b.format(op.Format))
	case cells.SetWidth:
		w.setSize(op)
	case cells.SetBook:
		w.setBook(op)
	case cells.SetPolicy:
		w.setPolicy(op)
	case cells.Bind:
		w.bind(op.Binding)
	case cells.Unbind:
		w.unbind(op.ID)
	case cells.Ingest:
		w.ingest(op)
	case cells.Tick:
		w.tick()
	case cells.Recall:
		w.bringBack(op)
	case cells.Undo:
		w.undo()
	case cells.Redo:
		w.redo()
	}
}
