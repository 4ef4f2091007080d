package formula

import (
	"math"

	"freshet/cells"
)

// deref reads a reference to one cell; everything else stays what it is.
func (f *frame) deref(o operand) operand {
	if a, ok := o.obj.(*area); ok && a.Single() {
		f.step(1)
		return val(f.read(a.TopLeft()))
	}
	return o
}

// single is what an operand of one element holds; a larger one stays what it is.
func (f *frame) single(o operand) operand {
	switch x := o.obj.(type) {
	case *area:
		return f.deref(o)
	case *list:
		if len(x.items) == 1 {
			return x.items[0]
		}
	case nil:
		if a := o.Array(); a != nil && len(a.Values) == 1 {
			return val(a.Values[0])
		}
	}
	return o
}

// plain is the operand as one value, where only one will do: more than one is #VALUE!.
func (f *frame) plain(o operand) cells.Value {
	if o.scalar() {
		return o.Value
	}
	o = f.single(o)
	if o.scalar() {
		return o.Value
	}
	if o.isOmitted() {
		return cells.Value{}
	}
	return fail(cells.ErrValue, f.describe(o)+" stands where one value is expected")
}

// describe names the sort of an operand for a message.
func (f *frame) describe(o operand) string {
	if o.obj != nil {
		return o.obj.what()
	}
	switch o.Kind() {
	case cells.Blank:
		return "a blank"
	case cells.Number:
		return "a number"
	case cells.Text:
		return "a text"
	case cells.Bool:
		return "TRUE or FALSE"
	case cells.Time:
		return "a time"
	case cells.Duration:
		return "a duration"
	case cells.Failed:
		return "an error"
	}
	return "an array"
}

// given names a value in a message: a text as it is, anything else by its sort.
func (f *frame) given(v cells.Value) string {
	switch v.Kind() {
	case cells.Text:
		return "\"" + clip(v.Text()) + "\""
	case cells.Number:
		return clip(ToText(v, f.locale).Text())
	}
	return f.describe(val(v))
}

// array is the operand as a rectangle: a range as its cells, a list as a column (a list of lists as rows), one value as one element.
func (f *frame) array(o operand) *cells.Array {
	switch x := o.obj.(type) {
	case *area:
		return f.load(x.Range)
	case *list:
		return f.tabulate(x)
	case *union:
		return f.gather(x)
	case nil:
		if a := o.Array(); a != nil {
			return a
		}
	}
	a := newArray(1, 1)
	a.Values[0] = f.element(o)
	return a
}

// element is an operand as an element of an array.
func (f *frame) element(o operand) cells.Value {
	switch x := f.single(o); {
	case x.scalar():
		return x.Value
	case x.isOmitted():
		return cells.Value{}
	default:
		switch x.obj.(type) {
		case *lambda, *lambdas:
			return fail(cells.ErrCalc, x.obj.what()+" is no element of an array")
		}
		return f.json(x)
	}
}

// tabulate makes rows of lists.
func (f *frame) tabulate(l *list) *cells.Array {
	cols := 1
	for _, it := range l.items {
		if row, ok := it.obj.(*list); ok {
			cols = max(cols, len(row.items))
		}
	}
	f.take(len(l.items) * cols)
	a := newArray(len(l.items), cols)
	for i, it := range l.items {
		row, ok := it.obj.(*list)
		if !ok {
			a.Values[i*cols] = f.element(it)
			for c := 1; c < cols; c++ {
				a.Values[i*cols+c] = missing()
			}
			continue
		}
		for c := range cols {
			if c < len(row.items) {
				a.Values[i*cols+c] = f.element(row.items[c])
			} else {
				a.Values[i*cols+c] = missing()
			}
		}
	}
	return a
}

func missing() cells.Value { return noElement }

var noElement = fail(cells.ErrNA, "the arrays are not of one size: there is no element here")

// load reads a range.
func (f *frame) load(g cells.Range) *cells.Array {
	g = f.trim(g)
	f.take(g.Size())
	a := newArray(g.Rows(), g.Cols())
	if s, ok := f.w.Cells.(Strips); ok && len(a.Values) >= ManyCells {
		for col := g.Left; col <= g.Right; col++ {
			f.loadColumn(s, g, col, a)
		}
		return a
	}
	f.w.Cells.Scan(g, func(r cells.Ref, v cells.Value) bool {
		if v.Kind() == cells.Failed {
			v = f.read(r)
		}
		a.Values[int(r.Row-g.Top)*a.Cols+int(r.Col-g.Left)] = v
		return true
	})
	return a
}

// loadColumn puts a column of a range where it belongs.
func (f *frame) loadColumn(s Strips, g cells.Range, col int32, a *cells.Array) {
	out := a.Values[col-g.Left:]
	for row := g.Top; row <= g.Bottom; {
		strip := s.Strip(g.Sheet, row, col, int(min(g.Bottom-row+1, BlockRows)))
		i := int(row-g.Top) * a.Cols
		for j := range strip.Kinds {
			v := strip.value(j)
			if v.Kind() == cells.Failed {
				v = f.read(cells.Ref{Sheet: g.Sheet, Row: row + int32(j), Col: col})
			}
			out[i] = v
			i += a.Cols
		}
		row += int32(strip.Rows)
	}
}

// loaded is a range that was read in this evaluation.
type loaded struct {
	g cells.Range
	a *cells.Array
}

// loadOnce is load for who only looks at the values: closures in each other visit the same ranges again and again. It charges the same each time.
func (f *frame) loadOnce(g cells.Range) *cells.Array {
	for i := range f.loaded {
		if x := &f.loaded[i]; x.a != nil && x.g == g {
			f.take(len(x.a.Values))
			return x.a
		}
	}
	a := f.load(g)
	f.loaded[f.loads%len(f.loaded)] = loaded{g, a}
	f.loads++
	return a
}

// forget lets go what was read.
func (f *frame) forget() {
	if f.loads > 0 {
		clear(f.loaded[:])
		f.loads = 0
	}
	f.inOrder = sortedRange{}
	f.spareKeys()
	if f.bindingsUsed > 0 {
		clear(f.slab[:f.bindingsUsed])
		f.bindingsUsed = 0
	}
}

// lift1 maps a function over an operand of many elements, in its place if nobody else has it.
func (f *frame) lift1(o operand, own bool, fn func(cells.Value) cells.Value) operand {
	if l, ok := o.obj.(*list); ok && nested(l) {
		return f.listMap(l, fn)
	}
	switch o.obj.(type) {
	case *dict, *lambda, *union:
		return val(fail(cells.ErrValue, o.obj.what()+" stands where one value is expected"))
	case omittedArgument:
		return val(fn(cells.Value{}))
	}
	a, read := f.arrayOwned(o)
	out := f.into(a.Rows, a.Cols, a, own || read)
	for i, v := range a.Values {
		out.Values[i] = fn(v)
	}
	return f.arrayed(out)
}

// arrayOwned is the operand as a rectangle, and whether nobody else has it: then what is made of it may be put in its place.
func (f *frame) arrayOwned(o operand) (a *cells.Array, own bool) {
	switch o.obj.(type) {
	case *area, *list, *union:
		own = true
	}
	return f.array(o), own
}

// into is an array for what is made of others, element by element: one of them, if it is of that size and nobody else has it.
func (f *frame) into(rows, cols int, a *cells.Array, own bool) *cells.Array {
	if own && a.Rows == rows && a.Cols == cols {
		f.step(len(a.Values) / 2)
		return a
	}
	f.takeRect(rows, cols)
	return newArray(rows, cols)
}

func nested(l *list) bool {
	for _, it := range l.items {
		switch it.obj.(type) {
		case *dict, *lambda:
			return true
		}
	}
	return false
}

func (f *frame) listMap(l *list, fn func(cells.Value) cells.Value) operand {
	f.take(len(l.items))
	out := &list{items: make([]operand, len(l.items))}
	for i, it := range l.items {
		out.items[i] = val(fn(f.plain(it)))
	}
	return operand{obj: out}
}

// arrayed is an array as an operand; one element alone is a plain value.
func (f *frame) arrayed(a *cells.Array) operand {
	if len(a.Values) == 1 {
		return val(a.Values[0])
	}
	return val(cells.Arr(a))
}

// lift2 maps a function over two operands; one row, column or element is repeated to fit the other, and what does not fit is #N/A. Each may be one that nobody else has.
func (f *frame) lift2(l, r operand, ownLeft, ownRight bool, fn func(a, b cells.Value) cells.Value) operand {
	if l, r = f.single(l), f.single(r); l.scalar() && r.scalar() {
		return val(fn(l.Value, r.Value))
	}
	if bad := f.unliftable(l, r); bad.Kind() == cells.Failed {
		return val(bad)
	}
	a, mine := f.arrayOwned(l)
	b, its := f.arrayOwned(r)
	mine, its = mine || ownLeft, its || ownRight
	rows, cols := max(a.Rows, b.Rows), max(a.Cols, b.Cols)
	if its && !(mine && a.Rows == rows && a.Cols == cols) {
		mine = true
		a, b = b, a
		once := fn
		fn = func(x, y cells.Value) cells.Value { return once(y, x) }
	}
	out := f.into(rows, cols, a, mine)
	for i := range rows {
		for j := range cols {
			out.Values[i*cols+j] = fn(pick(a, i, j), pick(b, i, j))
		}
	}
	return f.arrayed(out)
}

func (f *frame) lift3(x, y, z operand, fn func(a, b, c cells.Value) cells.Value) operand {
	if bad := f.unliftable(x, y, z); bad.Kind() == cells.Failed {
		return val(bad)
	}
	a, b, c := f.array(x), f.array(y), f.array(z)
	rows, cols := max(a.Rows, b.Rows, c.Rows), max(a.Cols, b.Cols, c.Cols)
	f.takeRect(rows, cols)
	out := newArray(rows, cols)
	for i := range rows {
		for j := range cols {
			out.Values[i*cols+j] = fn(pick(a, i, j), pick(b, i, j), pick(c, i, j))
		}
	}
	return f.arrayed(out)
}

func (f *frame) takeRect(rows, cols int) {
	if cols > 0 && rows > math.MaxInt32/cols {
		f.take(MaxElements + 1)
	}
	f.take(rows * cols)
}

func (f *frame) unliftable(os ...operand) cells.Value {
	for _, o := range os {
		switch o.obj.(type) {
		case *dict, *lambda, *union:
			return fail(cells.ErrValue, o.obj.what()+" stands where one value is expected")
		}
	}
	return cells.Value{}
}

// pick is the element for a place of a larger rectangle.
func pick(a *cells.Array, i, j int) cells.Value {
	if a.Rows == 1 {
		i = 0
	}
	if a.Cols == 1 {
		j = 0
	}
	if i >= a.Rows || j >= a.Cols {
		return missing()
	}
	return a.Values[i*a.Cols+j]
}
