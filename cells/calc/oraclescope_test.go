package calc_test

import (
	"fmt"
	"maps"
	"slices"

	"freshet/cells"
)

// each calls yield for the places of a range that a sheet has anything in.
func (o *oracle) each(r cells.Range, yield func(cells.Ref)) {
	g, ok := o.v.Extent(r.Sheet)
	if !ok {
		return
	}
	for _, covered := range []map[cells.Ref]cells.Range{o.spills, o.accepted, o.held} {
		for _, x := range covered {
			if x.Sheet == r.Sheet {
				g.Bottom, g.Right = max(g.Bottom, x.Bottom), max(g.Right, x.Right)
			}
		}
	}
	in, ok := g.Intersect(r)
	if !ok {
		return
	}
	if in.Size() > 10_000 {
		o.filled(in, yield)
		return
	}
	for row := in.Top; row <= in.Bottom; row++ {
		for col := in.Left; col <= in.Right; col++ {
			yield(cells.Ref{Sheet: r.Sheet, Row: row, Col: col})
		}
	}
}

// filled calls yield for the places of a large range that have an input or lie under an array.
func (o *oracle) filled(in cells.Range, yield func(cells.Ref)) {
	places := make(map[cells.Ref]bool)
	for _, at := range o.refs {
		if in.Contains(at) {
			places[at] = true
		}
	}
	for _, covered := range []map[cells.Ref]cells.Range{o.spills, o.accepted, o.held} {
		for _, x := range covered {
			x, hit := x.Intersect(in)
			for row := x.Top; hit && row <= x.Bottom; row++ {
				for col := x.Left; col <= x.Right; col++ {
					places[cells.Ref{Sheet: x.Sheet, Row: row, Col: col}] = true
				}
			}
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(places), cells.Ref.Compare) {
		yield(at)
	}
}

func (o *oracle) Scan(r cells.Range, yield func(cells.Ref, cells.Value) bool) {
	on := true
	o.each(r, func(at cells.Ref) {
		if !on {
			return
		}
		if v := o.Value(at); !v.IsBlank() {
			on = yield(at, v)
		}
	})
}

func (o *oracle) Subtotals(g cells.Range, yield func(cells.Range)) {
	for at, t := range o.formulas {
		if t.Subtotals() && g.Contains(at) {
			yield(at.Range())
		}
	}
}

func (o *oracle) Extent(id cells.SheetID) (cells.Range, bool) { return o.v.Extent(id) }

func (o *oracle) Spill(at cells.Ref) (cells.Range, bool) {
	o.Value(at)
	if g, ok := o.spills[at]; ok {
		return g, true
	}
	return at.Range(), o.formulas[at] != nil
}

func (o *oracle) FormulaText(at cells.Ref) (string, bool) {
	c := o.v.Cell(at)
	return c.Input, c.Formula
}

func (o *oracle) Past(at cells.Ref, yield func(int64, cells.Value) bool) {
	for i := len(o.past[at]) - 1; i >= 0; i-- {
		if p := o.past[at][i]; !yield(p.At, p.Value) {
			return
		}
	}
}

func (o *oracle) Sheet(name string) (cells.SheetID, bool) {
	s, ok := o.v.SheetNamed(name)
	return s.ID, ok
}

func (o *oracle) Name(name string) (cells.Range, bool) {
	n, ok := o.v.Name(name)
	return n.Range, ok
}

func (o *oracle) SheetName(id cells.SheetID) (string, bool) {
	s, ok := o.v.Sheet(id)
	return s.Name, ok
}

func (o *oracle) SheetPlace(id cells.SheetID) (place, of int) {
	tabs := o.v.Info().Sheets
	return 1 + slices.IndexFunc(tabs, func(s cells.Sheet) bool { return s.ID == id }), len(tabs)
}

func (o *oracle) Locale() string { return o.v.Info().Locale }

// same compares values; of errors that come from a cycle only the code, as the oracle does not list it.
func same(a, b cells.Value) bool {
	x, y := a.Err(), b.Err()
	if x == nil || y == nil || x.Code != y.Code {
		return a.Equal(b)
	}
	switch x.Code {
	case cells.ErrCycle:
		return true
	case cells.ErrRef, cells.ErrSpill:
		// Whether a reference was lost by an edit or by a copy, its text is #REF!, and the oracle knows texts only; nor does it say what is in the way.
		return x.Origin == y.Origin
	}
	return a.Equal(b)
}

func show(v cells.Value) string {
	if e := v.Err(); e != nil {
		return fmt.Sprintf("%s from %v (%s)", e.Code, e.Origin, e.Message)
	}
	return fmt.Sprintf("%d %q %v", v.Kind(), v.Text(), v.Float())
}
