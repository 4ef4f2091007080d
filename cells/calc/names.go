package calc

import (
	"cmp"
	"slices"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// lower is the first name that is not empty, in lower case.
func lower(names ...string) string { return strings.ToLower(cmp.Or(names...)) }

func (w *wave) bookChanged() {
	w.ch.Book = true
	w.renamed = true
}

// defineName lets a name stand for a range; formulas that use it read there.
func (w *wave) defineName(n cells.Name) {
	b := w.b
	key := strings.ToLower(n.Name)
	before := b.names[key]
	if before == n {
		return
	}
	b.names[key] = n
	w.undoing(&restoreName{before: before, after: n})
	w.bookChanged()
	w.rebind(key)
}

func (w *wave) dropName(name string) {
	key := strings.ToLower(name)
	before, ok := w.b.names[key]
	if !ok {
		return
	}
	delete(w.b.names, key)
	w.undoing(&restoreName{before: before, after: cells.Name{Name: before.Name}})
	w.bookChanged()
	w.rebind(key)
}

// rebind compiles formulas again that use a name which now means something else.
func (w *wave) rebind(name string) { w.rebindEach(w.b.mentions.names[name], nil) }

// resolve has formulas find a sheet they named when there was none. What they will be when the edit is taken back (nil: what they are now) is not what they were; that
// is noted.
func (w *wave) resolve(back formula.Edit) {
	w.rebindEach(w.b.mentions.unresolved, func(r *region, t *formula.Template) {
		then := []segment{{r.top, r.bottom, t}}
		if back != nil {
			then = w.b.rewrite(r.sheet.id, r.col, r.top, r.bottom, t, back)
		}
		for _, g := range then {
			n := g.to - g.from + 1
			w.undoing(&restoreCells{
				sheet: r.sheet.id, area: cells.Range{Sheet: r.sheet.id, Top: g.from, Left: r.col, Bottom: g.to, Right: r.col},
				before: []piece{{col: r.col, top: g.from, n: n, t: r.use.t}}, after: []piece{{col: r.col, top: g.from, n: n, t: g.t}},
			})
		}
	})
}

// rebindEach looks the names and sheets of some formulas up again, and tells each region before it becomes one of another formula.
func (w *wave) rebindEach(concerned useSet, tell func(r *region, t *formula.Template)) {
	for _, u := range concerned.inOrder() {
		if len(u.regions) == 0 {
			continue
		}
		w.b.concerned++
		t := w.b.compiler.Rebind(u.t, scope{w.b})
		if t == u.t {
			if u.dynamic {
				w.freshUse(u)
			}
			continue
		}
		for _, r := range slices.Clone(u.regions) {
			if tell != nil {
				tell(r, t)
			}
			w.b.plant(r.sheet, r.col, r.top, r.bottom, w.b.use(t))
			w.fresh.add(r.sheet.id, r.col, r.top, r.bottom)
		}
	}
	for u := range w.b.mentions.dynamic { // INDIRECT finds names while it is evaluated
		w.freshUse(u)
	}
}

// setBook changes the title, zone and locale; what is empty stays.
func (w *wave) setBook(op cells.SetBook) {
	b := w.b
	before := cells.SetBook{Title: b.title, Zone: b.zone, Locale: b.locale}
	if op.Title != "" {
		b.title = op.Title
	}
	if op.Zone != "" {
		if loc, err := zone(op.Zone); err == nil {
			b.zone, b.location = op.Zone, loc
		}
	}
	if op.Locale != "" {
		b.locale = op.Locale
	}
	after := cells.SetBook{Title: b.title, Zone: b.zone, Locale: b.locale}
	if before == after {
		return
	}
	w.bookChanged()
	w.undoing(&restoreBook{before: before, after: after})
	if before.Zone != after.Zone || before.Locale != after.Locale {
		for _, u := range b.uses {
			w.freshUse(u)
		}
	}
	w.fw.Zone, w.fw.Locale = b.location, b.locale
}

func (w *wave) setSize(op cells.SetWidth) {
	s := w.b.sheets[op.Sheet]
	sizes := &s.widths
	if op.Axis == cells.Rows {
		sizes = &s.heights
	}
	before := sizes.in(op.From, op.To)
	if len(before) == 0 && op.Size == 0 || len(before) == 1 && before[0] == (run[int]{op.From, op.To, op.Size}) {
		return
	}
	sizes.set(op.From, op.To, op.Size)
	w.undoing(&restoreSizes{sheet: s.id, axis: op.Axis, from: op.From, to: op.To, before: before, after: op.Size})
	w.ch.Book = true
}

func (b *Book) findBinding(id string) (int, bool) {
	return slices.BinarySearchFunc(b.bindings, id, func(x cells.Binding, id string) int { return strings.Compare(x.ID, id) })
}

func (w *wave) bind(x cells.Binding) {
	b := w.b
	i, known := b.findBinding(x.ID)
	before := cells.Binding{}
	// Readers hold the slice they were given.
	b.bindings = slices.Clone(b.bindings)
	if known {
		before = b.bindings[i]
		b.bindings[i] = x
	} else {
		b.bindings = slices.Insert(b.bindings, i, x)
	}
	w.undoing(&restoreBinding{before: before, after: x})
	w.ch.Book = true
}

func (w *wave) unbind(id string) {
	b := w.b
	i, known := b.findBinding(id)
	if !known {
		return
	}
	w.undoing(&restoreBinding{before: b.bindings[i], after: cells.Binding{}})
	b.bindings = slices.Delete(slices.Clone(b.bindings), i, i+1)
	w.ch.Book = true
}

// followBook lets names and bindings follow an edit. What loses its place is dropped; what the reverse edit (nil: none) would not bring back is noted.
func (w *wave) followBook(e, back formula.Edit) {
	b := w.b
	keys := make([]string, 0, len(b.names))
	for key := range b.names {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var gone []string
	for _, key := range keys {
		n := b.names[key]
		g, ok := formula.Follow(e, n.Range)
		switch {
		case !ok:
			gone = append(gone, key)
		default:
			// What ends at the edge of the sheet may stay what it is, and be another range when the edit is taken back.
			if back != nil {
				if then, ok := formula.Follow(back, g); ok && then != n.Range {
					w.undoing(&restoreName{before: n, after: cells.Name{Name: n.Name, Range: then}})
				}
			}
			if g != n.Range {
				// The formulas' own copies of the range moved when they were rewritten.
				n.Range = g
				b.names[key] = n
				w.bookChanged()
			}
		}
	}
	// Formulas are bound anew when a name goes: all others must stand where they are now.
	for _, key := range gone {
		w.dropName(key)
	}
	for i := len(b.bindings) - 1; i >= 0; i-- {
		x := b.bindings[i]
		g, ok := formula.Follow(e, x.Target.Range())
		switch {
		case !ok:
			w.unbind(x.ID)
		case g.TopLeft() != x.Target:
			x.Target = g.TopLeft()
			b.bindings = slices.Clone(b.bindings)
			b.bindings[i] = x
			w.ch.Book = true
		}
	}
	for u := range b.mentions.dynamic { // on other sheets too: what INDIRECT finds by name has moved
		w.freshUse(u)
	}
}
