package formula

import (
	"strings"

	"freshet/cells"
	"freshet/cells/collation"
)

// criterion is what COUNTIF and its like ask of a cell: ">5", "<>x", "a*", 7, TRUE, "=".
type criterion struct {
	op     operator
	number float64
	kind   cells.Kind // of what is compared with: Number, Text, Bool, Failed, or Blank for "no text at all"
	text   string
	wild   wildcard
	isWild bool
	bare   bool   // the text was empty and had no operator
	f      *frame // is charged for texts; nil where only what is quick is asked
}

func newCriterion(v cells.Value, locale string) criterion {
	c := criterion{op: opEq}
	switch v.Kind() {
	case cells.Number, cells.Time, cells.Duration, cells.Bool:
		c.kind, c.number = cells.Number, v.Float()
		if v.Kind() == cells.Bool {
			c.kind = cells.Bool
		}
		return c
	case cells.Blank:
		c.kind = cells.Number
		return c
	case cells.Failed:
		c.kind, c.text = cells.Failed, v.Err().Code.String()
		return c
	}
	s := v.Text()
	hadOperator := true
	switch {
	case strings.HasPrefix(s, "<>"):
		c.op, s = opNe, s[2:]
	case strings.HasPrefix(s, ">="):
		c.op, s = opGe, s[2:]
	case strings.HasPrefix(s, "<="):
		c.op, s = opLe, s[2:]
	case strings.HasPrefix(s, ">"):
		c.op, s = opGt, s[1:]
	case strings.HasPrefix(s, "<"):
		c.op, s = opLt, s[1:]
	case strings.HasPrefix(s, "="):
		s = s[1:]
	default:
		hadOperator = false
	}
	c.text = s
	if s == "" {
		c.kind, c.bare = cells.Blank, !hadOperator
		return c
	}
	if n, ok := parseText(s, locale); ok {
		c.kind, c.number = cells.Number, n.Float()
		return c
	}
	if strings.EqualFold(s, "true") || strings.EqualFold(s, "false") {
		c.kind = cells.Bool
		if strings.EqualFold(s, "true") {
			c.number = 1
		}
		return c
	}
	if _, ok := cells.ParseErrCode(s); ok {
		c.kind, c.text = cells.Failed, strings.ToUpper(s)
		return c
	}
	c.kind = cells.Text
	if c.op == opEq || c.op == opNe {
		c.isWild = strings.ContainsAny(s, "*?~")
		c.wild = newPattern(s)
	}
	return c
}

// matches reports whether a cell's value is what the criterion asks for.
func (c *criterion) matches(v cells.Value) bool {
	if c.op == opNe {
		e := *c
		e.op = opEq
		if c.kind == cells.Blank {
			return !v.IsBlank()
		}
		return !e.matches(v)
	}
	switch c.kind {
	case cells.Blank:
		// Nothing is greater or less than nothing: ">"&B1, with B1 blank, is met by no cell.
		return c.op == opEq && v.IsBlank() || c.bare && v.Kind() == cells.Text && v.Text() == ""
	case cells.Failed:
		return v.Kind() == cells.Failed && v.Err().Code.String() == c.text
	case cells.Bool:
		return v.Kind() == cells.Bool && c.op.meets(compareNumbers(v.Float(), c.number))
	case cells.Number:
		if v.Kind() == cells.Text && c.op == opEq {
			if c.f != nil {
				c.f.chargeParsed(v)
			}
			n, ok := parseText(v.Text(), "en")
			return ok && n.Kind() == cells.Number && n.Float() == c.number
		}
		return v.Numeric() && c.op.meets(compareNumbers(v.Float(), c.number))
	}
	if v.Kind() != cells.Text {
		return false
	}
	c.charge(v.Text())
	switch {
	case c.isWild:
		return c.wild.matches(v.Text())
	case c.op == opEq:
		return collation.Equal(v.Text(), c.text)
	}
	order, ok := collation.Quick(v.Text(), c.text)
	if !ok {
		order = c.f.byKeys(v.Text(), c.text)
	}
	return c.op.meets(order)
}

// quick reports whether it is found out quickly if a value meets the criterion: nothing has to be charged.
func (c *criterion) quick(v cells.Value) bool {
	if isLong(v) || c.isWild {
		return false
	}
	if c.kind != cells.Text || c.op == opEq || c.op == opNe || v.Kind() != cells.Text {
		return true
	}
	_, ok := collation.Quick(v.Text(), c.text)
	return ok
}

// charge charges comparing with a text.
func (c *criterion) charge(s string) {
	switch {
	case c.f == nil:
	case c.isWild:
		c.f.step(2)
		c.f.chargeSought(s, c.text)
	default:
		c.f.chargeCompared(cells.Str(s), cells.Str(c.text))
	}
}

// grid is a rectangle of values whose blank rest is not kept: A:A has a million rows, of which only those in use are there.
type grid struct {
	rows, cols int
	there      *cells.Array
	at         cells.Ref // its first cell, when it is one of references
	isArea     bool
}

func (g *grid) value(i, j int) cells.Value {
	if i < g.there.Rows && j < g.there.Cols {
		return g.there.Values[i*g.there.Cols+j]
	}
	return cells.Value{}
}

// grid reads an argument as a rectangle.
func (f *frame) grid(o operand) grid {
	a, ok := o.obj.(*area)
	if !ok {
		arr := f.array(o)
		return grid{rows: arr.Rows, cols: arr.Cols, there: arr}
	}
	g := grid{rows: a.Rows(), cols: a.Cols(), there: newArray(0, 0), at: a.TopLeft(), isArea: true}
	if e, ok := f.w.Cells.Extent(a.Sheet); ok {
		if used, ok := a.Intersect(e); ok {
			g.there = f.load(used)
		}
	}
	return g
}

// condition is a criterion with what it is asked of. A range is read when it must be.
type condition struct {
	criterion
	area       *area // nil when it is no range
	grid       *grid // nil when it is not read yet
	rows, cols int
	within     interval // which numbers meet it, where it is asked of columns
	holds      bool     // in all rows that are looked at
}

// criterion is newCriterion, charged.
func (f *frame) criterion(v cells.Value) criterion {
	if v.Kind() == cells.Text {
		f.chargeRunes(v.Text())
	}
	c := newCriterion(v, f.locale)
	c.f = f
	return c
}

func (f *frame) condition(o operand, v cells.Value) condition {
	c := condition{criterion: f.criterion(v)}
	if a, ok := o.obj.(*area); ok {
		c.area, c.rows, c.cols = a, a.Rows(), a.Cols()
		return c
	}
	g := f.grid(o)
	c.grid, c.rows, c.cols = &g, g.rows, g.cols
	return c
}

// open reads what is not read yet.
func (c *condition) open(f *frame) *grid {
	if c.grid == nil {
		g := f.grid(operand{obj: c.area})
		c.grid = &g
	}
	return c.grid
}

// criteriaPairs reads ranges and criteria in pairs; all ranges must be of one size.
func (f *frame) criteriaPairs(a []operand) ([]condition, operand) {
	if len(a)%2 != 0 {
		return nil, bad(cells.ErrValue, "ranges and criteria stand in pairs")
	}
	out := make([]condition, 0, len(a)/2)
	for i := 0; i < len(a); i += 2 {
		c := f.condition(a[i], f.plain(a[i+1]))
		if len(out) > 0 && (c.rows != out[0].rows || c.cols != out[0].cols) {
			return nil, bad(cells.ErrValue, "the ranges are not of one size")
		}
		out = append(out, c)
	}
	return out, operand{}
}

// matching calls fn with every place where all conditions hold. Places beyond what any of the ranges holds are not visited; rest is how many of them match.
func (f *frame) matching(conditions []condition, rows, cols int, fn func(i, j int)) (rest int) {
	for k := range conditions {
		g := conditions[k].open(f)
		rows, cols = max(rows, g.there.Rows), max(cols, g.there.Cols)
	}
	first := &conditions[0]
	rows, cols = min(rows, first.rows), min(cols, first.cols)
	f.step(rows*cols*len(conditions)/2 + 1)
	for i := range rows {
		for j := range cols {
			if all(conditions, i, j) {
				fn(i, j)
			}
		}
	}
	if !allBlank(conditions) {
		return 0
	}
	return first.rows*first.cols - rows*cols
}

func all(conditions []condition, i, j int) bool {
	for k := range conditions {
		if c := &conditions[k]; !c.matches(c.grid.value(i, j)) {
			return false
		}
	}
	return true
}

// allBlank reports whether blanks meet all conditions.
func allBlank(conditions []condition) bool {
	for k := range conditions {
		if !conditions[k].matches(cells.Value{}) {
			return false
		}
	}
	return true
}
