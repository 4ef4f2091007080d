package formula

import "freshet/cells"

// ifs evaluates conditions only until one decides. Where a condition is an array, each of its elements decides for itself.
func ifs(f *frame, args []node) operand {
	if len(args)%2 != 0 {
		return bad(cells.ErrNA, "IFS takes conditions and values in pairs")
	}
	for i := 0; i < len(args); i += 2 {
		c := f.single(args[i].eval(f))
		if f.isArray(c) {
			return f.lift3(c, args[i+1].eval(f), ifs(f, args[i+2:]), elementChoice)
		}
		t := ToTruth(f.plain(c))
		if t.Kind() == cells.Failed {
			return val(t)
		}
		if t.Truth() {
			return refer(f, args[i+1])
		}
	}
	return bad(cells.ErrNA, "no condition is true")
}

// isArray reports whether an operand holds more than one value.
func (f *frame) isArray(o operand) bool {
	switch o.obj.(type) {
	case *area, *list:
		return true
	}
	return o.Kind() == cells.Arrayed
}

// elementChoice is IF on plain values.
func elementChoice(c, a, b cells.Value) cells.Value {
	t := ToTruth(c)
	switch {
	case t.Kind() == cells.Failed:
		return t
	case t.Truth():
		return a
	}
	return b
}

func switchCase(f *frame, args []node) operand {
	o := f.single(args[0].eval(f))
	if f.isArray(o) {
		return f.switchEach(o, args[1:])
	}
	v := f.plain(o)
	if v.Kind() == cells.Failed {
		return val(v)
	}
	i := 1
	for ; i+1 < len(args); i += 2 {
		c := f.plain(args[i].eval(f))
		if c.Kind() == cells.Failed {
			return val(c)
		}
		f.chargeCompared(v, c)
		if equal(v, c) {
			return refer(f, args[i+1])
		}
	}
	if i < len(args) {
		return refer(f, args[i])
	}
	return noCase()
}

func noCase() operand { return bad(cells.ErrNA, "no case is equal to the value") }

// switchEach is SWITCH of an array: the cases from the last to the first, each over what those behind it gave.
func (f *frame) switchEach(o operand, cases []node) operand {
	out := noCase()
	n := len(cases)
	if n%2 == 1 {
		n--
		out = cases[n].eval(f)
	}
	for i := n - 2; i >= 0; i -= 2 {
		equal := f.lift2(o, cases[i].eval(f), false, makes(cases[i]), func(a, b cells.Value) cells.Value { return compareBy(opEq, a, b) })
		out = f.lift3(equal, cases[i+1].eval(f), out, elementChoice)
	}
	return out
}

func choose(f *frame, args []node) operand {
	index := f.single(args[0].eval(f))
	if f.isArray(index) {
		return f.chooseArrays(f.array(index), args)
	}
	p := f.plain(index)
	v := ToNumber(p, f.locale)
	switch {
	case v.Kind() == cells.Failed && p.Kind() == cells.Text:
		return argument(v.Err().Code, 1, v.Err().Message)
	case v.Kind() == cells.Failed:
		return val(v)
	}
	if i, ok := chosen(v.Float(), args); ok {
		return refer(f, args[i])
	}
	return noChoice()
}

func chosen(x float64, args []node) (int, bool) { return int(x), x >= 1 && x < float64(len(args)) }

func noChoice() operand { return argument(cells.ErrValue, 1, "there is no value at that place") }

// chooseArrays is CHOOSE with an array of places: CHOOSE({1,2},B1:B9,A1:A9) is the two columns side by side.
func (f *frame) chooseArrays(index *cells.Array, args []node) operand {
	rows, cols := index.Rows, index.Cols
	given := make([]*cells.Array, len(args))
	for _, v := range index.Values {
		n := ToNumber(v, f.locale)
		i, ok := chosen(n.Float(), args)
		if n.Kind() == cells.Failed || !ok || given[i] != nil {
			continue
		}
		given[i] = f.array(f.single(args[i].eval(f)))
		rows, cols = max(rows, given[i].Rows), max(cols, given[i].Cols)
	}
	f.takeRect(rows, cols)
	out := newArray(rows, cols)
	nowhere := noChoice().Value
	for i := range rows {
		for j := range cols {
			v := pick(index, i, j)
			if !v.Numeric() {
				v = ToNumber(v, f.locale)
			}
			if v.Kind() != cells.Failed {
				if k, ok := chosen(v.Float(), args); ok {
					v = pick(given[k], i, j)
				} else {
					v = nowhere
				}
			}
			out.Values[i*cols+j] = v
		}
	}
	return f.arrayed(out)
}
