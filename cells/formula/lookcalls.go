package formula

import (
	"slices"
	"strings"

	"freshet/cells"
)

// look is how a function's result looks: as the first of these arguments that has a format.
type look struct {
	args []int // nil is all
	sums bool  // moments are no longer moments then
}

// kinds of results, by function.
var lookOf = func() map[string]look {
	m := make(map[string]look)
	add := func(l look, names string) {
		for name := range strings.FieldsSeq(names) {
			m[name] = l
		}
	}
	first, second, third := look{args: []int{0}}, look{args: []int{1}}, look{args: []int{2}}
	add(look{}, "VSTACK HSTACK MIN MAX MINA MAXA AVERAGE AVERAGEA MEDIAN MODE MODE.SNGL min max mean median")
	add(look{sums: true}, "SUM STDEV STDEV.S STDEV.P STDEVP AVEDEV sum")
	add(first, "LARGE SMALL PERCENTILE PERCENTILE.INC PERCENTILE.EXC QUARTILE QUARTILE.INC QUARTILE.EXC TRIMMEAN AVERAGEIFS MINIFS MAXIFS INDEX IFNA FILTER SORT SORTBY UNIQUE TAKE DROP "+
		"CHOOSEROWS CHOOSECOLS TOCOL TOROW WRAPROWS WRAPCOLS TRANSPOSE N EDATE EOMONTH WORKDAY WORKDAY.INTL first last "+
		"avg_over min_over max_over median_over pct_over first_over last_over mode_over twa ewma lowpass kalman1 prev at hold fill sample")
	add(look{args: []int{0}, sums: true}, "SUMIFS ABS ROUND ROUNDUP ROUNDDOWN TRUNC INT CEILING FLOOR CEILING.MATH FLOOR.MATH MROUND round abs floor ceil sum_over stdev_over delta range_over")
	add(look{args: []int{2, 0}, sums: true}, "SUMIF")
	add(look{args: []int{2, 0}}, "AVERAGEIF")
	add(look{args: []int{1, 2}}, "IF")
	add(look{args: []int{0, 1}}, "IFERROR")
	add(look{args: []int{2, 1}}, "LOOKUP")
	add(second, "SCAN")
	add(third, "XLOOKUP")
	return m
}()

// aggregated are the functions of SUBTOTAL and AGGREGATE whose results look as what they go through: not counts, products and variances.
var aggregated = []int{1, 4, 5, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19}

func (l *looks) ofCall(n *callNode, locals []cells.Format) cells.Format {
	arg := func(i int) cells.Format {
		if i >= len(n.args) {
			return cells.Format{}
		}
		return l.node(n.args[i], locals)
	}
	from := func(first, step int) (f cells.Format) {
		for i := first; i < len(n.args) && f == (cells.Format{}); i += step {
			f = arg(i)
		}
		return f
	}
	if f, ok := l.ofMoved(n, locals); ok {
		return f
	}
	switch n.fn.Name {
	case "IFS":
		return from(1, 2)
	case "CHOOSE":
		return from(1, 1)
	case "SWITCH":
		if f := from(2, 2); f != (cells.Format{}) || len(n.args)%2 != 0 {
			return f
		}
		return arg(len(n.args) - 1)
	case "VLOOKUP":
		return l.ofColumn(n)
	case "SUBTOTAL", "AGGREGATE":
		kind := int(numberIn(n.args[0], 0)) % 100
		if !slices.Contains(aggregated, kind) {
			return cells.Format{}
		}
		f := from(1, 1)
		if kind == 9 && dated(f) {
			return cells.Format{}
		}
		return f
	case "SUMPRODUCT":
		f := arg(0)
		for i := 1; i < len(n.args); i++ {
			f = combined(opMul, f, arg(i))
		}
		if dated(f) {
			return cells.Format{}
		}
		return f
	}
	k, ok := lookOf[n.fn.Name]
	if !ok {
		return cells.Format{}
	}
	f := cells.Format{}
	if k.args == nil {
		f = from(0, 1)
	}
	for _, i := range k.args {
		if f = arg(i); f != (cells.Format{}) {
			break
		}
	}
	if k.sums && dated(f) {
		return cells.Format{}
	}
	return f
}

// ofColumn is the format of the column that a VLOOKUP takes its values from.
func (l *looks) ofColumn(n *callNode) cells.Format {
	a, ok := n.args[1].(*areaNode)
	if !ok || len(n.args) < 3 {
		return cells.Format{}
	}
	g, ok := a.rel.At(l.at)
	col := int32(numberIn(n.args[2], 0))
	if !ok || col < 1 || int(col) > g.Cols() {
		return cells.Format{}
	}
	g.Left += col - 1
	g.Right = g.Left
	return l.within(Fixed(g))
}
