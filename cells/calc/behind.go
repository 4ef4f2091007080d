package calc

// Most formulas see values alone, and what an equal value hides from them is nothing to them. Some ask what stands behind a value: FORMULATEXT and ISFORMULA the
// formula, A1# the formula and how far its array reaches. They are evaluated again when that changes, whatever the value does.

// asks reports whether formulas of a template ask what stands behind values.
func (u *use) asks() bool { return u.t.Inputs() }

// askBehind has everything evaluated that asks for formulas which the ops of an entry brought, took or changed.
func (w *wave) askBehind() {
	if w.b.askers == 0 {
		return
	}
	for _, a := range w.behind {
		if s := w.b.sheets[a.sheet]; s != nil {
			w.wakeSome(s, rect{a.from, a.col, a.to, a.col}, (*use).asks)
		}
	}
}

// resized has everything evaluated that asks how far the array of a cell reaches, which is about to change.
func (w *wave) resized(s *sheet, at place) {
	if w.b.askers > 0 {
		w.wakeSome(s, rect{at.row, at.col, at.row, at.col}, (*use).asks)
	}
}
