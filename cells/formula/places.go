package formula

import (
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

func indexOf(f *frame, a []operand) operand {
	areas, isReference := areasOf(a[0])
	n := wholeNumber(optNum(a, 3, 1))
	switch {
	case a[0].failed():
		return a[0] // an error has no places, whichever is asked for
	case n < 1 || n > float64(max(1, len(areas))):
		return argument(cells.ErrRef, 4, "the reference has no such area")
	case isReference:
		a[0] = operand{obj: &area{areas[int(n)-1]}}
	}
	rows, cols := f.shapeOf(a[0])
	r, c := wholeNumber(a[1].Float()), wholeNumber(optNum(a, 2, 0))
	if a[1].isOmitted() {
		r = 0
	}
	if !has(a, 2) && rows == 1 && cols > 1 {
		r, c = 0, r
		if !has(a, 1) {
			c = 0
		} else {
			r = 1
		}
	}
	if r < 0 || c < 0 {
		return bad(cells.ErrValue, "rows and columns are counted from 1")
	}
	if r > float64(rows) || c > float64(cols) {
		return bad(cells.ErrRef, "the range has no such row or column")
	}
	if r == 0 && rows == 1 {
		r = 1
	}
	if c == 0 && cols == 1 {
		c = 1
	}
	if g, ok := a[0].obj.(*area); ok {
		out := g.Range
		if r > 0 {
			out.Top += int32(r) - 1
			out.Bottom = out.Top
		}
		if c > 0 {
			out.Left += int32(c) - 1
			out.Right = out.Left
		}
		return operand{obj: &area{out}}
	}
	arr := f.array(a[0])
	switch {
	case r > 0 && c > 0:
		return val(arr.At(int(r)-1, int(c)-1))
	case r > 0:
		return f.arrayed(sub(arr, int(r)-1, 0, 1, cols))
	case c > 0:
		return f.arrayed(sub(arr, 0, int(c)-1, rows, 1))
	}
	return f.arrayed(arr)
}

func offset(f *frame, a []operand) operand {
	g := a[0].obj.(*area).Range
	rows, cols := wholeNumber(a[1].Float()), wholeNumber(a[2].Float())
	height, width := wholeNumber(optNum(a, 3, float64(g.Rows()))), wholeNumber(optNum(a, 4, float64(g.Cols())))
	if math.Abs(rows) > cells.MaxRows || math.Abs(cols) > cells.MaxCols || math.Abs(height) > cells.MaxRows || math.Abs(width) > cells.MaxCols || height == 0 || width == 0 {
		return bad(cells.ErrRef, "the reference does not lie on the sheet")
	}
	top, left := g.Top+int32(rows), g.Left+int32(cols)
	bottom, right := top+int32(height)-1, left+int32(width)-1
	if height < 0 {
		top, bottom = top+int32(height)+1, top
	}
	if width < 0 {
		left, right = left+int32(width)+1, left
	}
	out := cells.Range{Sheet: g.Sheet, Top: top, Left: left, Bottom: bottom, Right: right}
	if !out.Valid() {
		return bad(cells.ErrRef, "the reference does not lie on the sheet")
	}
	f.reach(out)
	return operand{obj: &area{out}}
}

func indirect(f *frame, a []operand) operand {
	s := strings.TrimSpace(a[0].Text())
	name, rest, ok := cells.SplitSheet(s)
	wrong := argument(cells.ErrRef, 1, "\""+clip(s)+"\" is no reference")
	if !ok {
		return wrong
	}
	var g cells.Range
	if optTruth(a, 1, true) {
		if g, ok = cells.ParseA1(rest); !ok && name == "" && f.w.Scope != nil {
			if g, ok = f.w.Scope.Name(rest); ok {
				f.reach(g)
				return operand{obj: &area{g}}
			}
		}
	} else {
		g, ok = f.parseR1C1(rest)
	}
	if !ok {
		return wrong
	}
	g.Sheet = f.at.Sheet
	if name != "" {
		ok = false
		if f.w.Scope != nil {
			g.Sheet, ok = f.w.Scope.Sheet(name)
		}
	}
	if !ok || !g.Valid() {
		return wrong
	}
	f.reach(g)
	return operand{obj: &area{g}}
}

// parseR1C1 reads R2C3, R[-1]C, R1C1:R9C2.
func (f *frame) parseR1C1(s string) (cells.Range, bool) {
	first, last, two := strings.Cut(strings.ToUpper(s), ":")
	a, ok := f.r1c1(first)
	b := a
	if two && ok {
		b, ok = f.r1c1(last)
	}
	a.Sheet, b.Sheet = 1, 1
	if !ok || !a.Valid() || !b.Valid() {
		return cells.Range{}, false
	}
	return a.Range().Union(b.Range()), true
}

func (f *frame) r1c1(s string) (r cells.Ref, ok bool) {
	rest, isRow := strings.CutPrefix(s, "R")
	c := strings.IndexByte(rest, 'C')
	if !isRow || c < 0 {
		return r, false
	}
	edge := func(t string, base int32) (int32, bool) {
		if t == "" {
			return base, true
		}
		inner, relative := strings.CutPrefix(t, "[")
		n, err := strconv.Atoi(strings.TrimSuffix(inner, "]"))
		if err != nil || abs(n) > cells.MaxRows || strings.HasSuffix(t, "]") != relative {
			return 0, false
		}
		if relative {
			return base + int32(n), true
		}
		return int32(n) - 1, true
	}
	var okCol bool
	r.Row, ok = edge(rest[:c], f.at.Row)
	r.Col, okCol = edge(rest[c+1:], f.at.Col)
	return r, ok && okCol
}

func rowOf(f *frame, a []operand) operand {
	if !has(a, 0) {
		return num(float64(f.at.Row) + 1)
	}
	return f.lineNumbers(a[0].obj.(*area).Range, true)
}

func columnOf(f *frame, a []operand) operand {
	if !has(a, 0) {
		return num(float64(f.at.Col) + 1)
	}
	return f.lineNumbers(a[0].obj.(*area).Range, false)
}

func (f *frame) lineNumbers(g cells.Range, rows bool) operand {
	if rows {
		f.take(g.Rows())
		out := newArray(g.Rows(), 1)
		for i := range out.Values {
			out.Values[i] = cells.Num(float64(int(g.Top) + i + 1))
		}
		return f.arrayed(out)
	}
	f.take(g.Cols())
	out := newArray(1, g.Cols())
	for i := range out.Values {
		out.Values[i] = cells.Num(float64(int(g.Left) + i + 1))
	}
	return f.arrayed(out)
}

func address(_ *frame, a []operand) operand {
	row, col := wholeNumber(a[0].Float()), wholeNumber(a[1].Float())
	kind := wholeNumber(optNum(a, 2, 1))
	if row < 1 || row > cells.MaxRows || col < 1 || col > cells.MaxCols || kind < 1 || kind > 4 {
		return bad(cells.ErrValue, "there is no such cell")
	}
	absRow, absCol := kind == 1 || kind == 2, kind == 1 || kind == 3
	sheet := ""
	if has(a, 4) && a[4].Text() != "" {
		sheet = cells.QuoteSheet(a[4].Text()) + "!"
	}
	if !optTruth(a, 3, true) {
		edge := func(letter string, n float64, fixed bool) string {
			s := strconv.Itoa(int(n))
			if fixed {
				return letter + s
			}
			return letter + "[" + s + "]"
		}
		return text(sheet + edge("R", row, absRow) + edge("C", col, absCol))
	}
	mark := map[bool]string{true: "$"}
	return text(sheet + mark[absCol] + cells.ColumnName(int32(col)-1) + mark[absRow] + strconv.Itoa(int(row)))
}

func transpose(f *frame, a []operand) operand {
	arr := f.array(a[0])
	f.take(len(arr.Values))
	out := newArray(arr.Cols, arr.Rows)
	for i := range arr.Rows {
		for j := range arr.Cols {
			out.Values[j*arr.Rows+i] = arr.At(i, j)
		}
	}
	return f.arrayed(out)
}
