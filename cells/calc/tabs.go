package calc

import (
	"slices"

	"freshet/cells"
	"freshet/cells/formula"
)

func (w *wave) addSheet(op cells.AddSheet) {
	index := op.Index
	if index < 0 {
		index = len(w.b.tabs)
	}
	w.makeSheet(w.b.lastSheet+1, op.Name, index)
}

// makeSheet makes a blank sheet; formulas that named it when it was not there find it.
func (w *wave) makeSheet(id cells.SheetID, name string, index int) {
	b := w.b
	s := newSheet(id, name)
	b.sheets[id] = s
	b.tabs = slices.Insert(b.tabs, index, s)
	b.lastSheet = max(b.lastSheet, id)
	b.stored.sheet(id)
	w.bookChanged()
	w.resolve(formula.SheetGone{Sheet: id})
	w.undoing(&dropSheet{sheet: id})
	w.freshPlaces()
}

// freshPlaces has the formulas evaluated that tell where sheets and cells are.
func (w *wave) freshPlaces() {
	for u := range w.b.mentions.positional {
		w.freshUse(u)
	}
}

func (w *wave) renameSheet(op cells.RenameSheet) {
	s := w.b.sheets[op.Sheet]
	if s.name == op.Name {
		return
	}
	back := &restoreTab{sheet: s.id, before: s.name, after: op.Name, beforeIndex: -1}
	s.name = op.Name
	w.bookChanged()
	w.resolve(nil)
	w.undoing(back)
	// What people read of formulas that name the sheet is another text now, and INDIRECT may find another cell.
	for u := range w.b.mentions.sheets[s.id] {
		for _, r := range u.regions {
			w.entered(r.sheet.id, r.col, r.top, r.bottom)
			w.behind.add(r.sheet.id, r.col, r.top, r.bottom)
		}
	}
	w.freshFinders()
}

// freshFinders has the formulas evaluated that tell where sheets and cells are, or find cells by what they are called.
func (w *wave) freshFinders() {
	w.freshPlaces()
	for u := range w.b.mentions.dynamic {
		w.freshUse(u)
	}
}

func (w *wave) moveSheet(op cells.MoveSheet) {
	b := w.b
	s := b.sheets[op.Sheet]
	from := slices.Index(b.tabs, s)
	if from == op.Index {
		return
	}
	b.tabs = slices.Insert(slices.Delete(b.tabs, from, from+1), op.Index, s)
	w.undoing(&restoreTab{sheet: s.id, beforeIndex: from, afterIndex: op.Index})
	w.bookChanged()
	w.freshPlaces()
}

// deleteSheet removes a sheet with all on it. What is noted brings it back.
func (w *wave) deleteSheet(id cells.SheetID) {
	b := w.b
	s := b.sheets[id]
	e := formula.SheetGone{Sheet: id}
	index := slices.Index(b.tabs, s)
	for _, p := range s.spills {
		w.unspill(s, p, cells.Range{})
	}
	whole := lineRange(id, cells.Rows, 0, cells.MaxRows-1)
	w.losing(s, whole)
	if pieces := s.capture(whole); len(pieces) > 0 {
		w.undoing(&restoreCells{sheet: id, area: whole, before: pieces})
	}
	for _, f := range s.captureFormats(whole) {
		for _, r := range f.runs {
			w.undoing(&restoreFormats{sheet: id, col: f.col, from: r.from, to: r.to, before: runs[*cells.Format]{r}})
		}
	}
	w.keepPolicies(s, whole)
	for _, a := range []cells.Axis{cells.Rows, cells.Cols} {
		sizes := s.widths
		if a == cells.Rows {
			sizes = s.heights
		}
		if len(sizes) > 0 {
			w.undoing(&restoreSizes{sheet: id, axis: a, from: 0, to: lastLine(a), before: slices.Clone(sizes)})
		}
	}
	concerned := regionSet{}
	concerned.of(b.mentions.sheets[id])
	for _, x := range w.rewriteEach(e, concerned) {
		if x.r.sheet != s {
			w.replant(x, nil)
		}
	}
	for _, c := range s.cols {
		if c != nil {
			for {
				var hit *region
				c.regionsIn(0, cells.MaxRows-1, func(r *region) bool { hit = r; return false })
				if hit == nil {
					break
				}
				b.dropRegion(hit)
			}
		}
	}
	w.followBook(e, nil)
	b.forgetSheet(id)
	delete(b.sheets, id)
	b.kept.reset()
	b.tabs = slices.Delete(b.tabs, index, index+1)
	b.recountPasts()
	b.keeps = b.countKeeps()
	for _, a := range []*areas{&w.values, &w.inputs, &w.taken, &w.formatted, &w.shown, &w.behind, &w.seeds, &w.fresh} {
		a.drop(id)
	}
	b.stored.sheet(id)
	b.undos.shift(b, e, w.actor)
	w.bookChanged()
	w.undoing(&bringSheet{sheet: id, name: s.name, index: index})
	w.freshFinders()
}

func (w *wave) freshUse(u *use) {
	for _, r := range u.regions {
		w.fresh.add(r.sheet.id, r.col, r.top, r.bottom)
	}
}

// replant gives the cells of a region the formulas that an edit makes of them, in place, and notes the way back where the reverse edit (nil: none) would
// not give the old formula again.
func (w *wave) replant(x rewritten, back formula.Edit) {
	if x.same() {
		return
	}
	r := x.r
	sheet, col, old := r.sheet, r.col, r.use.t
	for _, g := range x.segs {
		if g.t == old {
			continue
		}
		w.b.plant(sheet, col, g.from, g.to, w.b.use(g.t))
		w.fresh.add(sheet.id, col, g.from, g.to)
		w.entered(sheet.id, col, g.from, g.to)
		w.behind.add(sheet.id, col, g.from, g.to)
		then := g.t
		if back != nil {
			then = w.b.compiler.Rewrite(g.t, cells.Ref{Sheet: sheet.id, Row: g.from, Col: col}, back)
		}
		if then == old {
			continue
		}
		n := g.to - g.from + 1
		w.undoing(&restoreCells{
			sheet: sheet.id, area: cells.Range{Sheet: sheet.id, Top: g.from, Left: col, Bottom: g.to, Right: col},
			before: []piece{{col: col, top: g.from, n: n, t: old}}, after: []piece{{col: col, top: g.from, n: n, t: then}},
		})
	}
}
