package calc_test

import (
	"fmt"
	"strings"

	"freshet/cells"
	"freshet/cells/formula"
)

// oracle calculates a book from nothing but its inputs, in the simplest way: every cell after those it reads, by recursion, each with the
// language's own evaluation over a map of values.
type oracle struct {
	v        cells.View
	compiler *formula.Compiler
	at       int64
	values   map[cells.Ref]cells.Value
	state    map[cells.Ref]int  // 1 under way, 2 done
	looped   map[cells.Ref]bool // on a cycle
	formula  map[cells.Ref]bool
	straight bool // there are no cycles, and storage order is good enough a guess for recursion
}

func newOracle(v cells.View) *oracle {
	return &oracle{v: v, compiler: formula.NewCompiler(), values: make(map[cells.Ref]cells.Value), state: make(map[cells.Ref]int), looped: make(map[cells.Ref]bool), formula: make(map[cells.Ref]bool)}
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

func (o *oracle) Locale() string { return o.v.Info().Locale }

func (o *oracle) Value(r cells.Ref) cells.Value { return o.values[r] }

func (o *oracle) Extent(id cells.SheetID) (cells.Range, bool) { return o.v.Extent(id) }

func (o *oracle) Scan(r cells.Range, yield func(cells.Ref, cells.Value) bool) {
	g, ok := o.v.Extent(r.Sheet)
	if !ok {
		return
	}
	in, ok := g.Intersect(r)
	if !ok {
		return
	}
	for row := in.Top; row <= in.Bottom; row++ {
		for col := in.Left; col <= in.Right; col++ {
			at := cells.Ref{Sheet: r.Sheet, Row: row, Col: col}
			if v := o.values[at]; !v.IsBlank() && !yield(at, v) {
				return
			}
		}
	}
}

// check compares every cell of the book with the oracle's.
func (o *oracle) check() error {
	var refs []cells.Ref
	for _, s := range o.v.Info().Sheets {
		g, ok := o.v.Extent(s.ID)
		if !ok {
			continue
		}
		o.v.Scan(g, func(at cells.Ref, c cells.Cell) bool {
			refs = append(refs, at)
			o.formula[at] = c.Formula
			if !c.Formula {
				o.values[at] = c.Value
				o.state[at] = 2
			}
			return true
		})
	}
	if !o.straight {
		o.findLoops(refs)
	}
	for _, at := range refs {
		o.calc(at)
	}
	for _, at := range refs {
		have, want := o.v.Value(at), o.values[at]
		if o.looped[at] {
			if e := have.Err(); e == nil || e.Code != cells.ErrCycle {
				return fmt.Errorf("%v %s is on a cycle but shows %v", at, o.v.Cell(at).Input, have.Kind())
			}
			continue
		}
		if !same(have, want) {
			return fmt.Errorf("%v %s is %s, calculated from nothing it is %s", at, o.v.Cell(at).Input, show(have), show(want))
		}
	}
	return nil
}

// same compares values; of errors that come from a cycle only the code, as the oracle does not list it.
func same(a, b cells.Value) bool {
	if x, y := a.Err(), b.Err(); x != nil && y != nil && x.Code == cells.ErrCycle && y.Code == cells.ErrCycle {
		return true
	}
	if x, y := a.Err(), b.Err(); x != nil && y != nil && x.Code == cells.ErrRef && y.Code == cells.ErrRef {
		// Whether a reference was lost by an edit or by a copy, its text is #REF!, and the oracle knows texts only.
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

func (o *oracle) reads(at cells.Ref) []cells.Ref {
	var out []cells.Ref
	for _, g := range o.v.Precedents(at) {
		x, ok := o.v.Extent(g.Sheet)
		if !ok {
			continue
		}
		in, ok := x.Intersect(g)
		if !ok {
			continue
		}
		for row := in.Top; row <= in.Bottom; row++ {
			for col := in.Left; col <= in.Right; col++ {
				r := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
				if o.formula[r] {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// findLoops marks the cells from which one comes back to them.
func (o *oracle) findLoops(refs []cells.Ref) {
	reads := make(map[cells.Ref][]cells.Ref)
	for _, at := range refs {
		if o.formula[at] {
			reads[at] = o.reads(at)
		}
	}
	for at := range reads {
		seen := make(map[cells.Ref]bool)
		stack := append([]cells.Ref(nil), reads[at]...)
		for len(stack) > 0 {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if x == at {
				o.looped[at] = true
				break
			}
			if !seen[x] {
				seen[x] = true
				stack = append(stack, reads[x]...)
			}
		}
	}
}

func (o *oracle) calc(at cells.Ref) {
	if o.state[at] == 2 {
		return
	}
	o.state[at] = 2
	if o.looped[at] {
		o.values[at] = cells.Fail(&cells.CellError{Code: cells.ErrCycle, Message: "a cycle", Origin: at})
		return
	}
	c := o.v.Cell(at)
	for _, r := range o.reads(at) {
		o.calc(r)
	}
	t, err := o.compiler.Compile(c.Input, at, o)
	if err != nil {
		if strings.Contains(c.Input, "#REF!") {
			o.values[at] = o.v.Value(at)
			return
		}
		panic(fmt.Sprintf("%q does not compile any more: %v", c.Input, err))
	}
	w := formula.Wave{Cells: o, Scope: o, At: o.at, Seed: 1}
	o.values[at] = t.Eval(&w, at)
}
