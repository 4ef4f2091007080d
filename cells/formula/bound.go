package formula

import (
	"math"

	"freshet/cells"
)

// bounds is how many rows and columns a value has at most.
type bounds struct{ rows, cols int32 }

var (
	oneByOne  = bounds{1, 1}
	unbounded = bounds{cells.MaxRows, cells.MaxCols}
)

// Bounds is how many rows and columns the value has at most, whatever the formula reads: 1 and 1 when it is never an array. It follows from the formula alone
// and may be more than any evaluation gives; of a form about which nothing is known it is the size of a sheet.
func (t *Template) Bounds() (rows, cols int32) { return t.most.rows, t.most.cols }

// MayArray reports whether the value can be an array. When it is false, no evaluation gives one.
func (t *Template) MayArray() bool { return t.most != oneByOne }

// mayArray reports whether a node can give more than one value.
func mayArray(n node) bool { return bound(n, nil) != oneByOne }

// or is bounds for a value that is one or the other, and of a calculation with both for each element.
func (a bounds) or(b bounds) bounds { return bounds{max(a.rows, b.rows), max(a.cols, b.cols)} }

// sized makes bounds of numbers that may be beyond a sheet.
func sized(rows, cols int64) bounds {
	return bounds{int32(min(max(rows, 1), cells.MaxRows)), int32(min(max(cols, 1), cells.MaxCols))}
}

// bound is the bounds of what a node gives. The locals are the bounds of what is bound outside of it, the innermost last.
func bound(n node, locals []bounds) bounds {
	switch n := n.(type) {
	case *constNode:
		if a := n.value.Array(); a != nil {
			return sized(int64(a.Rows), int64(a.Cols))
		}
		return oneByOne
	case *cellNode, *implicitNode, *logicNode, *textNode, *inNode, omittedNode:
		return oneByOne
	case *areaNode:
		return boundOfArea(n.rel)
	case localNode:
		if i := len(locals) - 1 - n.depth; i >= 0 {
			return locals[i]
		}
	case *letNode:
		return bound(n.body, append(locals, bound(n.value, locals)))
	case *binaryNode:
		return bound(n.left, locals).or(bound(n.right, locals))
	case *unaryNode:
		return bound(n.node, locals)
	case *chooseNode:
		b := bound(n.cond, locals).or(bound(n.yes, locals))
		if n.no != nil {
			b = b.or(bound(n.no, locals))
		}
		return b
	case *rangeNode:
		from, to := numberIn(n.from, math.NaN()), numberIn(n.to, math.NaN())
		if from <= to {
			return sized(int64(min(to-from, cells.MaxRows))+1, 1)
		}
		return bounds{cells.MaxRows, 1}
	case *listNode:
		for _, item := range n.items {
			if bound(item, locals) != oneByOne {
				return unbounded
			}
		}
		return sized(int64(len(n.items)), 1)
	case *callNode:
		return boundOfCall(n, locals)
	}
	return unbounded
}

func boundOfArea(r Relative) bounds {
	between := func(from, to int32, together bool, most int32) int64 {
		if !together {
			return int64(most)
		}
		return int64(max(from, to)-min(from, to)) + 1
	}
	return sized(between(r.Top, r.Bottom, r.AbsTop == r.AbsBottom, cells.MaxRows), between(r.Left, r.Right, r.AbsLeft == r.AbsRight, cells.MaxCols))
}

func boundOfCall(n *callNode, locals []bounds) bounds {
	asked := make([]struct {
		bounds
		known bool
	}, len(n.args)) // calls in calls would ask twice as often with each
	arg := func(i int) bounds {
		if i >= len(n.args) {
			return oneByOne
		}
		a := &asked[i]
		if !a.known {
			a.bounds, a.known = bound(n.args[i], locals), true
		}
		return a.bounds
	}
	all := oneByOne
	switch n.fn.Name {
	case "IF", "IFS", "SWITCH", "CHOOSE":
		// They give one of their arguments, or the cell that it refers to.
		for i := range n.args {
			all = all.or(arg(i))
		}
		return all
	case "INDEX", "XLOOKUP":
		if oneCell(n) {
			return oneByOne
		}
	}
	for i := range n.args {
		if k := n.fn.param(i).Kind; k.plain() || k == KindExpr {
			all = all.or(arg(i)) // one value for each element
		}
	}
	if !n.fn.arrays {
		return all
	}
	if rule, ok := arrayBounds[n.fn.Name]; ok {
		return all.or(rule(n, arg))
	}
	return unbounded
}

// arrayBounds is the bounds of what functions that give arrays make of their arguments.
var arrayBounds = map[string]func(n *callNode, arg func(int) bounds) bounds{
	"FILTER":          func(_ *callNode, arg func(int) bounds) bounds { return arg(0).or(arg(2)) },
	"SORT":            boundOfFirst,
	"SORTBY":          boundOfFirst,
	"UNIQUE":          boundOfFirst,
	"TAKE":            boundOfFirst,
	"DROP":            boundOfFirst,
	"ARRAY_CONSTRAIN": boundOfFirst,
	"MINVERSE":        boundOfFirst,
	"INDEX":           boundOfFirst,
	"XLOOKUP":         func(_ *callNode, arg func(int) bounds) bounds { return arg(0).or(arg(2)).or(arg(3)) },
	"SCAN":            func(_ *callNode, arg func(int) bounds) bounds { return arg(1) },
	"BYROW":           func(_ *callNode, arg func(int) bounds) bounds { return bounds{arg(0).rows, 1} },
	"BYCOL":           func(_ *callNode, arg func(int) bounds) bounds { return bounds{1, arg(0).cols} },
	"TRANSPOSE": func(_ *callNode, arg func(int) bounds) bounds {
		return sized(int64(arg(0).cols), int64(arg(0).rows))
	},
	"MMULT":     func(_ *callNode, arg func(int) bounds) bounds { return bounds{arg(0).rows, arg(1).cols} },
	"TREND":     func(n *callNode, arg func(int) bounds) bounds { return boundOfSome(len(n.args), arg) },
	"GROWTH":    func(n *callNode, arg func(int) bounds) bounds { return boundOfSome(len(n.args), arg) },
	"MAP":       func(n *callNode, arg func(int) bounds) bounds { return boundOfSome(len(n.args)-1, arg) },
	"SEQUENCE":  func(n *callNode, _ func(int) bounds) bounds { return boundOfNumbers(n, 0, oneByOne) },
	"RANDARRAY": func(n *callNode, _ func(int) bounds) bounds { return boundOfNumbers(n, 0, oneByOne) },
	"MAKEARRAY": func(n *callNode, _ func(int) bounds) bounds { return boundOfNumbers(n, 0, oneByOne) },
	"EXPAND":    func(n *callNode, arg func(int) bounds) bounds { return boundOfNumbers(n, 1, arg(0)) },
	"VSTACK":    func(n *callNode, arg func(int) bounds) bounds { return boundOfStack(n, arg, false) },
	"HSTACK":    func(n *callNode, arg func(int) bounds) bounds { return boundOfStack(n, arg, true) },
	"FLATTEN":   boundOfElements,
	"TOCOL":     func(_ *callNode, arg func(int) bounds) bounds { return sized(arg(0).size(), 1) },
	"TOROW":     func(_ *callNode, arg func(int) bounds) bounds { return sized(1, arg(0).size()) },
	"CHOOSECOLS": func(n *callNode, arg func(int) bounds) bounds {
		return bounds{arg(0).rows, boundOfLines(n, arg, cells.MaxCols)}
	},
	"CHOOSEROWS": func(n *callNode, arg func(int) bounds) bounds {
		return bounds{boundOfLines(n, arg, cells.MaxRows), arg(0).cols}
	},
	"ROW":       func(_ *callNode, arg func(int) bounds) bounds { return bounds{arg(0).rows, 1} },
	"COLUMN":    func(_ *callNode, arg func(int) bounds) bounds { return bounds{1, arg(0).cols} },
	"FREQUENCY": func(_ *callNode, arg func(int) bounds) bounds { return sized(arg(1).size()+1, 1) },
	"LINEST":    func(*callNode, func(int) bounds) bounds { return bounds{5, cells.MaxCols} },
	"LOGEST":    func(*callNode, func(int) bounds) bounds { return bounds{5, cells.MaxCols} },
	"SPLIT":     func(*callNode, func(int) bounds) bounds { return bounds{1, cells.MaxCols} },
	"TEXTSPLIT": func(n *callNode, _ func(int) bounds) bounds {
		if rows := given(n, 2); rows == nil {
			return bounds{1, cells.MaxCols}
		}
		return unbounded
	},
	"history": func(*callNode, func(int) bounds) bounds { return bounds{cells.MaxRows, 2} },
	"bucket":  func(*callNode, func(int) bounds) bounds { return bounds{cells.MaxRows, 2} },
	"align":   func(*callNode, func(int) bounds) bounds { return bounds{cells.MaxRows, 3} },
	"consume": func(*callNode, func(int) bounds) bounds { return bounds{1, cells.MaxCols} },
	"zip":     func(*callNode, func(int) bounds) bounds { return bounds{1, cells.MaxCols} },
}

func (a bounds) size() int64 { return int64(a.rows) * int64(a.cols) }

func boundOfFirst(_ *callNode, arg func(int) bounds) bounds { return arg(0) }

// boundOfSome is that of what has an element wherever one of the first n arguments has one.
func boundOfSome(n int, arg func(int) bounds) bounds {
	b := oneByOne
	for i := range n {
		b = b.or(arg(i))
	}
	return b
}

func boundOfElements(n *callNode, arg func(int) bounds) bounds {
	count := int64(0)
	for i := range n.args {
		count += arg(i).size()
	}
	return sized(count, 1)
}

func boundOfStack(n *callNode, arg func(int) bounds, across bool) bounds {
	rows, cols := int64(0), int64(0)
	for i := range n.args {
		b := arg(i)
		if across {
			rows, cols = max(rows, int64(b.rows)), cols+int64(b.cols)
		} else {
			rows, cols = rows+int64(b.rows), max(cols, int64(b.cols))
		}
	}
	return sized(rows, cols)
}

// boundOfLines is how many lines CHOOSECOLS or CHOOSEROWS choose.
func boundOfLines(n *callNode, arg func(int) bounds, most int32) int32 {
	for i := 1; i < len(n.args); i++ {
		if arg(i) != oneByOne {
			return most
		}
	}
	return int32(max(len(n.args)-1, 1))
}

// boundOfNumbers is the bounds that two arguments tell as numbers, from the first one on; where one is left out, those of otherwise.
func boundOfNumbers(n *callNode, first int, otherwise bounds) bounds {
	size := func(i int, otherwise, most int32) int32 {
		if given(n, i) == nil {
			return otherwise
		}
		x := numberIn(n.args[i], float64(most))
		return int32(max(1, min(x, float64(most))))
	}
	return bounds{size(first, otherwise.rows, cells.MaxRows), size(first+1, otherwise.cols, cells.MaxCols)}
}

// given is an argument that is not left out; nil when it is left out.
func given(n *callNode, i int) node {
	if i >= len(n.args) {
		return nil
	}
	if _, ok := n.args[i].(omittedNode); ok {
		return nil
	}
	return n.args[i]
}

// numberIn is the number that stands in a formula; otherwise when it is none.
func numberIn(n node, otherwise float64) float64 {
	if c, ok := n.(*constNode); ok && c.value.Kind() == cells.Number {
		return c.value.Float()
	}
	return otherwise
}
