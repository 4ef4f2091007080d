package calc_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// oracle calculates a book from nothing but its inputs, in the simplest way: a map of cells, each formula evaluated by the language when somebody asks for its
// value, and all of them again until no array spills otherwise and no loop is found or lost. No block, region, cache, index or partial sum has a part in it.
type oracle struct {
	v        cells.View
	compiler *formula.Compiler
	at       int64
	seed     uint64
	refs     []cells.Ref // of all cells with inputs, in order of storage
	plain    map[cells.Ref]cells.Value
	formulas map[cells.Ref]*formula.Template
	lost     map[cells.Ref]bool // formulas whose text has #REF! and cannot be read back
	past     map[cells.Ref][]cells.Point

	values map[cells.Ref]cells.Value  // of the present pass
	arrays map[cells.Ref]*cells.Array // what formulas gave in the present pass
	asked  map[cells.Ref]bool         // under way
	found  map[cells.Ref][]cells.Range

	spills   map[cells.Ref]cells.Range // accepted in the pass before, by anchor
	owner    map[cells.Ref]cells.Ref   // the anchor whose array covers a cell
	held     map[cells.Ref]cells.Range // what arrays on a loop would cover, by anchor
	accepted map[cells.Ref]cells.Range // in this pass
	failed   map[cells.Ref]string      // anchors whose array was not accepted in the pass before, and why
	ousted   map[cells.Ref]cells.Ref   // arrays whose cells another one took, by anchor: whether they spill depends on that one
	settled  bool
	looped   map[cells.Ref]cells.Ref // and the first cell of the loop
	spread   map[cells.Ref]bool      // formulas that gave an array in any pass
}

// passes is how often the oracle calculates everything before it gives up: two arrays can each drive the other away for ever.
const passes = 200

func newOracle(v cells.View) *oracle {
	o := &oracle{
		v: v, compiler: formula.NewCompiler(), seed: 1, plain: make(map[cells.Ref]cells.Value), formulas: make(map[cells.Ref]*formula.Template), lost: make(map[cells.Ref]bool),
		found: make(map[cells.Ref][]cells.Range), looped: make(map[cells.Ref]cells.Ref), ousted: make(map[cells.Ref]cells.Ref), spread: make(map[cells.Ref]bool),
	}
	for _, s := range v.Info().Sheets {
		g, ok := v.Extent(s.ID)
		if !ok {
			continue
		}
		v.Scan(g, func(at cells.Ref, c cells.Cell) bool {
			if c.Spilled {
				return true
			}
			o.refs = append(o.refs, at)
			if !c.Formula {
				o.plain[at] = c.Value
				return true
			}
			t, err := o.compiler.Compile(c.Input, at, o)
			if err == nil {
				o.formulas[at] = t
				return true
			}
			if !strings.Contains(c.Input, "#REF!") {
				panic(fmt.Sprintf("%q does not compile any more: %v", c.Input, err))
			}
			o.lost[at] = true
			o.plain[at] = c.Value
			return true
		})
	}
	slices.SortFunc(o.refs, cells.Ref.Compare)
	return o
}

// check compares every cell of the book with the oracle's. It cannot when the arrays never come to rest, or when it is a matter of order who is on a loop; then settled is false.
func (o *oracle) check() (err error) {
	if o.settled = o.solve() && !o.undecided(); !o.settled {
		return nil
	}
	seen := make(map[cells.Ref]bool)
	for _, s := range o.v.Info().Sheets {
		if g, ok := o.v.Extent(s.ID); ok {
			o.v.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				seen[at] = true
				compared++
				if want := o.Value(at); err == nil && !same(c.Value, want) {
					err = fmt.Errorf("%v %s is %s, calculated from nothing it is %s", at, c.Input, show(c.Value), show(want))
				}
				return true
			})
		}
	}
	for at := range o.owner {
		if !seen[at] && err == nil && !o.Value(at).IsBlank() {
			err = fmt.Errorf("%v is blank, calculated from nothing it is %s", at, show(o.Value(at)))
		}
	}
	return err
}

// solve calculates until nothing about arrays and loops changes.
func (o *oracle) solve() bool {
	o.looped = o.loops(nil)
	for range passes {
		o.values, o.arrays, o.asked = make(map[cells.Ref]cells.Value), make(map[cells.Ref]*cells.Array), make(map[cells.Ref]bool)
		for _, at := range o.refs {
			o.Value(at)
		}
		ousted := maps.Clone(o.ousted)
		spills, owner, failed := o.claims()
		would := maps.Clone(spills)
		// Arrays are spread one after the other, so that the next one sees what the one before covers.
		one := false
		for _, at := range o.refs {
			g, ok := spills[at]
			if _, old := o.spills[at]; !ok || old {
				continue
			}
			if one {
				delete(spills, at)
				for x, anchor := range owner {
					if anchor == at && g.Contains(x) {
						delete(owner, x)
					}
				}
			}
			one = true
		}
		o.accepted = spills
		looped := o.loops(owner)
		held := make(map[cells.Ref]cells.Range)
		for at := range looped {
			if g, ok := would[at]; ok {
				held[at] = g
			} else if g, ok := o.held[at]; ok {
				held[at] = g
			}
		}
		same := maps.Equal(held, o.held) && maps.Equal(ousted, o.ousted)
		o.held = held
		if same && maps.Equal(spills, o.spills) && maps.Equal(failed, o.failed) && maps.Equal(looped, o.looped) {
			return true
		}
		o.spills, o.owner, o.failed, o.looped = spills, owner, failed, looped
	}
	return false
}

// undecided reports whether arrays are on loops with formulas that find what they read. What such an array would cover makes cells part of the loop; but whether it was ever seen
// depends on which of them was calculated before the loop was found, and that is not for the oracle to say. TestTheSameFromNothing is for these.
func (o *oracle) undecided() bool {
	arrays, dynamic := false, false
	for at := range o.looped {
		arrays = arrays || o.spread[at]
		dynamic = dynamic || o.formulas[at].Dynamic()
	}

	return arrays && dynamic
}

// Value is a cell's value, calculated when it has not been yet.
func (o *oracle) Value(at cells.Ref) cells.Value {
	if v, ok := o.plain[at]; ok {
		return v
	}
	if t := o.formulas[at]; t != nil {
		return o.calc(at, t)
	}
	anchor, ok := o.owner[at]
	if !ok {
		return cells.Value{}
	}
	o.Value(anchor)
	a := o.arrays[anchor]
	i, j := int(at.Row-anchor.Row), int(at.Col-anchor.Col)
	if a == nil || i >= a.Rows || j >= a.Cols {
		return cells.Value{}
	}
	return a.At(i, j)
}

func (o *oracle) calc(at cells.Ref, t *formula.Template) cells.Value {
	if v, ok := o.values[at]; ok {
		return v
	}
	fail := func(code cells.ErrCode, why string) cells.Value {
		return cells.Fail(&cells.CellError{Code: code, Message: why, Origin: at})
	}
	if o.asked[at] {
		return fail(cells.ErrCycle, "asked for while it is calculated")
	}
	first, looped := o.looped[at]
	if looped {
		o.values[at] = cells.Fail(&cells.CellError{Code: cells.ErrCycle, Message: "on a loop", Origin: first})
		if !t.Dynamic() {
			return o.values[at]
		}
		// It may find other cells by now.
	}
	o.asked[at] = true
	w := formula.Wave{Cells: o, Scope: o, At: o.at, Seed: o.seed, Locale: o.Locale(), Zone: o.v.Info().Location}
	var found []cells.Range
	w.Read = func(g cells.Range) bool {
		found = append(found, g)
		return true
	}
	v := t.Eval(&w, at)
	o.found[at] = found
	if looped {
		delete(o.asked, at)
		return o.values[at]
	}
	if a := v.Array(); a != nil {
		o.arrays[at], v = a, a.Values[0]
		o.spread[at] = true
	}
	why := o.failed[at]
	if a := o.arrays[at]; a != nil {
		if _, stuck := o.room(at, a); stuck != "" {
			why = stuck
		}
	}
	switch why {
	case "":
	case "cycle":
		v = fail(cells.ErrCycle, why)
	default:
		v = fail(cells.ErrSpill, why)
	}
	delete(o.asked, at)
	o.values[at] = v
	return v
}

// claims gives the cells to the arrays of this pass, in order of storage.
func (o *oracle) claims() (spills map[cells.Ref]cells.Range, owner map[cells.Ref]cells.Ref, failed map[cells.Ref]string) {
	spills, owner, failed = make(map[cells.Ref]cells.Range), make(map[cells.Ref]cells.Ref), make(map[cells.Ref]string)
	maps.DeleteFunc(o.ousted, func(at, _ cells.Ref) bool { _, looped := o.looped[at]; return !looped })
next:
	for _, at := range o.refs {
		a := o.arrays[at]
		if a == nil {
			continue
		}
		g, why := o.room(at, a)
		if why != "" { // then it is of no account which arrays are there
			failed[at] = why
			continue
		}
		for col := g.Left; col <= g.Right; col++ {
			for row := g.Top; row <= g.Bottom; row++ {
				if first, taken := owner[cells.Ref{Sheet: g.Sheet, Row: row, Col: col}]; taken {
					o.ousted[at], failed[at] = first, "in the way"
					continue next
				}
			}
		}
		spills[at] = g
		for row := g.Top; row <= g.Bottom; row++ {
			for col := g.Left; col <= g.Right; col++ {
				owner[cells.Ref{Sheet: g.Sheet, Row: row, Col: col}] = at
			}
		}
	}
	return spills, owner, failed
}

// room is the cells that an array needs, and why it cannot have them whatever other arrays do; empty if it can.
func (o *oracle) room(at cells.Ref, a *cells.Array) (cells.Range, string) {
	g := cells.Range{Sheet: at.Sheet, Top: at.Row, Left: at.Col, Bottom: at.Row + int32(a.Rows) - 1, Right: at.Col + int32(a.Cols) - 1}
	for _, x := range o.ranges(at) {
		if _, hit := x.Intersect(g); hit && x.Sheet == g.Sheet {
			return g, "cycle"
		}
	}
	if !g.Valid() {
		return g, "off the sheet"
	}
	why := ""
	o.each(g, func(x cells.Ref) {
		if x != at && (o.formulas[x] != nil || o.lost[x] || !o.plain[x].IsBlank()) {
			why = "in the way"
		}
	})
	return g, why
}

// ranges is what a formula reads, and what it found when it was calculated last.
func (o *oracle) ranges(at cells.Ref) []cells.Range {
	out := slices.Clone(o.found[at])
	for _, p := range o.formulas[at].Precedents() {
		if g, ok := p.At(at); ok {
			out = append(out, g)
		}
	}
	return out
}

// loops is the cells from which one comes back to them, each with the first one of its loop.
func (o *oracle) loops(owner map[cells.Ref]cells.Ref) map[cells.Ref]cells.Ref {
	reads := make(map[cells.Ref][]cells.Ref)
	for at := range o.formulas {
		if first, ok := o.ousted[at]; ok {
			reads[at] = append(reads[at], first)
		}
		for _, g := range o.ranges(at) {
			o.each(g, func(x cells.Ref) {
				for anchor, g := range o.held {
					if g.Contains(x) {
						reads[at] = append(reads[at], anchor)
					}
				}
				if anchor, spilled := owner[x]; spilled {
					x = anchor
				}
				if o.formulas[x] != nil {
					reads[at] = append(reads[at], x)
				}
			})
		}
	}
	looped := make(map[cells.Ref]cells.Ref)
	reach := make(map[cells.Ref]map[cells.Ref]bool)
	done := make(map[cells.Ref]bool) // from there one comes back nowhere
	for _, at := range o.refs {
		if o.formulas[at] == nil {
			continue
		}
		seen := make(map[cells.Ref]bool)
		for stack := slices.Clone(reads[at]); len(stack) > 0; {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !seen[x] && !done[x] {
				seen[x] = true
				stack = append(stack, reads[x]...)
			}
		}
		if !seen[at] {
			done[at] = true
			continue
		}
		looped[at], reach[at] = at, seen
		for _, first := range o.refs {
			if seen[first] && reach[first][at] {
				looped[at] = first
				break
			}
		}
	}
	return looped
}
