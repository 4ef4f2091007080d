package formula

import (
	"strings"

	"freshet/cells"
)

// line is a row or column that is searched.
type line struct {
	grid
	across bool // a row
	source operand
}

// used is how many places may hold something.
func (l *line) used() int {
	if l.across {
		return min(l.cols, l.there.Cols)
	}
	return min(l.rows, l.there.Rows)
}

func (l *line) value(i int) cells.Value {
	if l.across {
		return l.grid.value(0, i)
	}
	return l.grid.value(i, 0)
}

// line reads an argument that must be one row or one column.
func (f *frame) line(o operand) (line, bool) {
	if rows, cols := f.shapeOf(o); rows != 1 && cols != 1 {
		return line{}, false // and is not read
	}
	l := line{grid: f.grid(o), source: o}
	l.across = l.rows == 1 && l.cols > 1
	return l, true
}

// exact finds the first (or last) element equal to a value: -1 when there is none.
func (f *frame) exact(o operand, v cells.Value, wild, last bool) (int, operand) {
	f.chargeValue(v)
	if a, ok := o.obj.(*area); ok && (a.Rows() == 1 || a.Cols() == 1) && (!wild || v.Kind() != cells.Text || !strings.ContainsAny(v.Text(), "*?~")) {
		if x, ok := f.w.Cells.(Finder); ok {
			if i, ok := x.Find(a.Range, v, last); ok {
				f.known(f.priceAgain(a.Range))
				return i, operand{}
			}
		}
		f.step(f.priceOf(a.Range))
	}
	l, ok := f.line(o)
	if !ok {
		return -1, bad(cells.ErrNA, "one row or one column is searched, not a rectangle")
	}
	n := l.used()
	f.step(n/2 + 1)
	exactly := EqualsExactly(v)
	equal := func(x cells.Value) bool {
		f.chargeCompared(x, v)
		return exactly(x)
	}
	if wild && v.Kind() == cells.Text && strings.ContainsAny(v.Text(), "*?~") {
		p := newPattern(v.Text())
		equal = func(x cells.Value) bool {
			if x.Kind() != cells.Text {
				return false
			}
			f.step(1)
			f.chargeSought(x.Text(), v.Text())
			return p.matches(x.Text())
		}
	}
	for k := range n {
		i := k
		if last {
			i = n - 1 - k
		}
		if equal(l.value(i)) {
			return i, operand{}
		}
	}
	return -1, operand{}
}

// EqualsExactly is the equality of exact look-ups: numbers (with times and durations) by their exact value, texts without case, truths; a
// blank seeks 0. Finder.Find means the same.
func EqualsExactly(v cells.Value) func(cells.Value) bool {
	switch v.Kind() {
	case cells.Text:
		s := v.Text()
		return func(x cells.Value) bool { return x.Kind() == cells.Text && EqualText(x.Text(), s) }
	case cells.Bool:
		b := v.Truth()
		return func(x cells.Value) bool { return x.Kind() == cells.Bool && x.Truth() == b }
	case cells.Failed, cells.Arrayed:
		return func(cells.Value) bool { return false }
	}
	n := v.Float()
	return func(x cells.Value) bool { return x.Numeric() && x.Float() == n }
}

// nearest finds the element equal to a value or else the next smaller (sign -1) or larger one (sign 1), in no order.
func (f *frame) nearest(l *line, v cells.Value, sign int, last bool) int {
	n := l.used()
	f.step(n/2 + 1)
	best := -1
	for k := range n {
		i := k
		if last {
			i = n - 1 - k
		}
		x := l.value(i)
		if x.IsBlank() || x.Kind() == cells.Failed || rank(x) != rank(v) {
			continue
		}
		c := f.compare(x, v) * sign
		if c == 0 {
			return i
		}
		if c > 0 && (best < 0 || f.compare(x, l.value(best))*sign < 0) {
			best = i
		}
	}
	return best
}

func notFound(v cells.Value, f *frame) operand {
	if v.Kind() == cells.Text {
		return bad(cells.ErrNA, f.given(v)+" is not found")
	}
	return bad(cells.ErrNA, clip(ToText(v, f.locale).Text())+" is not found")
}

func match(f *frame, a []operand) operand {
	kind := optNum(a, 2, 1)
	if kind == 0 || a[2].isEmpty() {
		i, e := f.exact(a[1], a[0].Value, true, false)
		switch {
		case e.failed():
			return e
		case i < 0:
			return notFound(a[0].Value, f)
		}
		return num(float64(i + 1))
	}
	rows, cols := f.shapeOf(a[1])
	if rows != 1 && cols != 1 {
		return argument(cells.ErrNA, 2, "one row or one column is searched, not a rectangle")
	}
	i := f.sortedPlace(a[1], rows == 1 && cols > 1, a[0].Value, kind < 0)
	if i < 0 {
		return notFound(a[0].Value, f)
	}
	return num(float64(i + 1))
}

// find is the search of XMATCH and XLOOKUP.
func (f *frame) find(o operand, v cells.Value, mode, search float64) (int, operand) {
	last := search == -1
	switch mode {
	case 0:
		return f.exact(o, v, false, last)
	case 2:
		return f.exact(o, v, true, last)
	case -1, 1:
		l, ok := f.line(o)
		if !ok {
			return -1, bad(cells.ErrValue, "one row or one column is searched, not a rectangle")
		}
		return f.nearest(&l, v, int(mode), last), operand{}
	}
	return -1, bad(cells.ErrValue, "the match mode is 0, -1, 1 or 2")
}

func xmatch(f *frame, a []operand) operand {
	i, e := f.find(a[1], a[0].Value, optNum(a, 2, 0), optNum(a, 3, 1))
	switch {
	case e.failed():
		return e
	case i < 0:
		return notFound(a[0].Value, f)
	}
	return num(float64(i + 1))
}

func xlookup(f *frame, args []node) operand {
	mode, search := 0.0, 1.0
	for i, p := range []*float64{&mode, &search} {
		if 4+i < len(args) {
			v := ToNumber(f.plain(args[4+i].eval(f)), f.locale)
			if v.Kind() == cells.Failed {
				return val(v)
			}
			if !v.IsBlank() {
				*p = v.Float()
			}
		}
	}
	if search == 0 {
		search = 1
	}
	sought := args[0].eval(f)
	where, results := refer(f, args[1]), refer(f, args[2])
	if where.failed() {
		return where
	}
	if results.failed() {
		return results
	}
	if !f.alongside(where, results) {
		return bad(cells.ErrValue, "the ranges are not of one size")
	}
	one := func(v cells.Value) operand {
		if v.Kind() == cells.Failed {
			return val(v)
		}
		i, e := f.find(where, v, mode, search)
		if e.failed() {
			return e
		}
		if i < 0 {
			if len(args) > 3 {
				if o := args[3].eval(f); !o.isOmitted() {
					return o
				}
			}
			return notFound(v, f)
		}
		return f.sliceAt(where, results, i)
	}
	if sought = f.single(sought); sought.scalar() {
		return one(sought.Value)
	}
	return f.lift1(sought, makes(args[0]), func(v cells.Value) cells.Value { return f.element(f.firstOf(one(v))) })
}

func (f *frame) firstOf(o operand) operand {
	o = f.single(o)
	if o.scalar() {
		return o
	}
	a := f.array(o)
	if len(a.Values) == 0 {
		return operand{}
	}
	return val(a.Values[0])
}

// alongside reports whether each place searched has a row or column of results.
func (f *frame) alongside(where, results operand) bool {
	rows, cols := f.shapeOf(where)
	height, width := f.shapeOf(results)
	if rows == 1 && cols > 1 {
		return width == cols
	}
	return height == rows
}

// sliceAt is the row or column of results that belongs to the i-th place searched.
func (f *frame) sliceAt(where, results operand, i int) operand {
	rows, cols := f.shapeOf(where)
	across := rows == 1 && cols > 1
	if a, ok := results.obj.(*area); ok {
		g := lineOf(a.Range, i, !across)
		if !a.Covers(g) {
			return bad(cells.ErrValue, "the ranges are not of one size")
		}
		return operand{obj: &area{g}}
	}
	arr := f.array(results)
	switch {
	case across && i < arr.Cols:
		return f.arrayed(sub(arr, 0, i, arr.Rows, 1))
	case !across && i < arr.Rows:
		return f.arrayed(sub(arr, i, 0, 1, arr.Cols))
	}
	return bad(cells.ErrValue, "the ranges are not of one size")
}

// sub is a part of an array.
func sub(a *cells.Array, row, col, rows, cols int) *cells.Array {
	out := newArray(rows, cols)
	for i := range rows {
		copy(out.Values[i*cols:(i+1)*cols], a.Values[(row+i)*a.Cols+col:])
	}
	return out
}

// shapeOf is how many rows and columns an operand has.
func (f *frame) shapeOf(o operand) (rows, cols int) {
	if a, ok := o.obj.(*area); ok {
		return a.Rows(), a.Cols()
	}
	a := f.array(o)
	return a.Rows, a.Cols
}
