package formula

import "freshet/cells"

// Between references, a blank intersects and, in plain brackets, a comma unites: SUM(A1:C3 B2:B9) and SUM((A1:A2,C1:C2)). expr has neither, so they take nothing
// from it. A semicolon unites too where nothing but references stands in the brackets, and in the locales whose separator it is where calls
// stand among them; else it parts the expressions of a let.

// unites reports whether the round bracket holds references to unite.
func (o *outline) unites(open int) bool {
	commas, semis, plain := 0, 0, true
	for j := open + 1; j < int(o.tokens[open].match); j++ {
		switch t := &o.tokens[j]; t.kind {
		case tComma:
			commas++
		case tSemi:
			semis++
		case tOpen:
			call := o.src[t.start] == '(' && o.tokens[j-1].kind == tWord
			plain = plain && call && o.decimal == ','
			j = int(t.match)
		case tWord:
			plain = plain && t.role != rKeyword
		case tNumber:
			plain = plain && (o.tokens[j-1].kind == tColon || o.tokens[j+1].kind == tColon)
		case tCell, tLine, tKeyed, tError, tColon, tHash:
		default:
			plain = false
		}
	}
	return commas > 0 || semis > 0 && plain
}

// intersect finds references with nothing but a blank between them, before token end.
func (o *outline) intersect(f *level, end int) {
	left := -1
	for j := f.first; j < end; j++ {
		t := &o.tokens[j]
		switch {
		case t.kind == tGone:
			continue
		case t.kind == tOpen:
			j = int(t.match)
			left = -1
			continue
		case t.role == rSpill && left >= 0:
			continue
		case !o.refers(j) || left >= 0 && o.tokens[j-1].end == t.start: // #REF!A1 has no blank
			left = -1
			continue
		}
		if left >= 0 {
			o.inserts = append(o.inserts, insert{left, false, "$meet("}, insert{j, false, ","}, insert{o.primaryEnd(j), true, ")"})
			o.meets = append(o.meets, j)
		} else if j == 0 || o.tokens[j-1].role != rRangeEnd {
			left = j
		}
	}
}

// refers reports whether a token alone is a reference to cells: a cell, a range, or a name that is defined.
func (o *outline) refers(i int) bool {
	switch t := &o.tokens[i]; t.kind {
	case tCell, tLine:
		return t.role != rField && t.role != rKey && t.role != rDeclare
	case tError:
		return o.word(i) == cells.ErrRef.String() // a reference that was lost
	case tKeyed:
		return true // also where a name was defined when the formula was typed, and is no more
	case tWord:
		if t.role != rName {
			return false
		}
		_, ok := o.names.Name(o.word(i))
		return ok
	}
	return false
}

// union is several areas: (A1:A2,C1:C2).
type union struct{ areas []cells.Range }

func (*union) what() string { return "several ranges" }

// areasOf is the areas of a reference.
func areasOf(o operand) ([]cells.Range, bool) {
	switch x := o.obj.(type) {
	case *area:
		return []cells.Range{x.Range}, true
	case *union:
		return x.areas, true
	}
	return nil, false
}

// united is areas as a reference.
func united(areas []cells.Range) operand {
	if len(areas) == 1 {
		return operand{obj: &area{areas[0]}}
	}
	return operand{obj: &union{areas}}
}

// unionNode is (A1:A2,C1:C2).
type unionNode struct{ parts []node }

func (n *unionNode) eval(f *frame) operand { return n.refer(f) }

func (n *unionNode) refer(f *frame) operand {
	var all []cells.Range
	for _, p := range n.parts {
		o := refer(f, p)
		areas, ok := areasOf(o)
		switch {
		case o.failed():
			return o
		case !ok:
			return val(fail(cells.ErrValue, "in brackets a comma unites references; "+f.describe(o)+" is none"))
		}
		f.take(len(areas))
		all = append(all, areas...)
	}
	return united(all)
}

// meetNode is A1:C3 B2:B9: the cells that both have.
type meetNode struct{ left, right node }

func (n *meetNode) eval(f *frame) operand { return f.deref(n.refer(f)) }

func (n *meetNode) refer(f *frame) operand {
	l, r := refer(f, n.left), refer(f, n.right)
	xs, okX := areasOf(l)
	ys, okY := areasOf(r)
	switch {
	case l.failed():
		return l
	case r.failed():
		return r
	case !okX || !okY:
		return val(fail(cells.ErrValue, "a blank between two references gives the cells they share; one side is no reference"))
	}
	var shared []cells.Range
	for _, x := range xs {
		for _, y := range ys {
			f.step(1)
			if g, ok := x.Intersect(y); ok {
				shared = append(shared, g)
			}
		}
	}
	if len(shared) == 0 {
		return val(fail(cells.ErrNull, "a blank between two references means the cells they share, and these share none; between arguments stands a comma"))
	}
	f.take(len(shared))
	return united(shared)
}

// gather is the values of several areas in one column.
func (f *frame) gather(u *union) *cells.Array {
	out := &cells.Array{Cols: 1}
	for _, g := range u.areas {
		out.Values = append(out.Values, f.load(g).Values...)
	}
	out.Rows = len(out.Values)
	return out
}
