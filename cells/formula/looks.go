package formula

import (
	"slices"

	"freshet/cells"
)

// Format is the number format of a result in a cell that has none: that of what it is calculated from, as spreadsheets do when a formula is typed. A sum of money is money, money
// times a number is money, money by money is a number, the mean of temperatures is a temperature; a count is a number. Only kind, decimals,
// grouping, symbol, pattern and unit are set. Excel documents the habit, not its rules; these are ours:
//
//   - What gives one of the values it reads (MIN, INDEX, IF, XLOOKUP, last_over, …) or a mean of them has their format, and a sum (SUM, SUMIF, +, -) that of its first part that has
//     one, but dates are not summed.
//   - A product has the format of the one factor that has one, a percentage counting as none beside another; a quotient that of what is divided, if what divides has
//     none or is a percentage. Neither has a unit, as factors convert units.
//
// of tells the format of what is in a range of cells.
func (t *Template) Format(at cells.Ref, of func(cells.Range) cells.Format) cells.Format {
	return t.ColumnFormat(at, 0, of)
}

// looks finds formats of what parts of a formula give.
type looks struct {
	at     cells.Ref
	of     func(cells.Range) cells.Format
	column int32 // which column of the result, from zero, or allColumns
	depth  int
}

// deepestLook is how deep a formula is looked into for its format.
const deepestLook = 64

// of1 is the format of what a node gives. The locals are the formats of what is bound outside of it, the innermost last.
func (l *looks) node(n node, locals []cells.Format) cells.Format {
	if l.depth++; l.depth > deepestLook {
		return cells.Format{}
	}
	defer func() { l.depth-- }()
	switch n := n.(type) {
	case *cellNode:
		return l.within(n.rel)
	case *areaNode:
		return l.within(n.rel)
	case *spillNode:
		if c, ok := n.node.(*cellNode); ok && l.column > 0 {
			return l.beside(c)
		}
		return l.node(n.node, locals)
	case *implicitNode:
		return l.node(n.node, locals)
	case *spanNode:
		return l.node(n.from, locals)
	case localNode:
		if i := len(locals) - 1 - n.depth; i >= 0 {
			return locals[i]
		}
	case *letNode:
		return l.node(n.body, append(slices.Clip(locals), l.node(n.value, locals)))
	case *sequenceNode:
		return l.node(n.items[len(n.items)-1], locals)
	case *chooseNode:
		if f := l.node(n.yes, locals); f != (cells.Format{}) || n.no == nil {
			return f
		}
		return l.node(n.no, locals)
	case *unaryNode:
		if n.op == opPlus || n.op == opNeg {
			return l.node(n.node, locals)
		}
	case *binaryNode:
		if n.op <= opDiv {
			return combined(n.op, l.node(n.left, locals), l.node(n.right, locals))
		}
	case *callNode:
		return l.ofCall(n, locals)
	}
	return cells.Format{}
}

func (l *looks) within(r Relative) cells.Format {
	g, ok := r.At(l.at)
	if ok {
		g, ok = l.columnOf(g)
	}
	if !ok {
		return cells.Format{}
	}
	return l.ofCells(g)
}

func (l *looks) ofCells(g cells.Range) cells.Format {
	f := l.of(g)
	f = cells.Format{Kind: f.Kind, Decimals: f.Decimals, Grouping: f.Grouping, Symbol: f.Symbol, Pattern: f.Pattern, Unit: f.Unit}
	if f.Kind == cells.PlainText || f.Kind == cells.Sparkline {
		return cells.Format{Unit: f.Unit}
	}
	return f
}

// combined is the format of a sum, difference, product or quotient.
func combined(op operator, a, b cells.Format) cells.Format {
	none := cells.Format{}
	plain := func(f cells.Format) bool { return f.Kind == cells.General }
	if op == opAdd || op == opSub {
		switch {
		case dated(a) && dated(b), op == opSub && dated(b), a.Unit != "" && b.Unit != "" && a.Unit != b.Unit:
			return none
		case dated(b), a == none:
			return b
		}
		return a
	}
	a.Unit, b.Unit = "", ""
	switch {
	case dated(a) || dated(b):
		return none
	case plain(b):
		return a
	case op == opDiv && b.Kind == cells.Percent:
		return a
	case op == opDiv && (plain(a) || a.Kind == b.Kind || b.Kind == cells.Currency):
		return none
	case plain(a), a.Kind == cells.Percent:
		return b
	case b.Kind == cells.Percent, b.Kind == cells.AsNumber:
		return a
	case a.Kind == cells.AsNumber:
		return b
	}
	return none
}

// dated reports whether a format shows moments.
func dated(f cells.Format) bool {
	return f.Kind == cells.Date || f.Kind == cells.DateTime || f.Kind == cells.ClockTime || f.Kind == cells.Elapsed
}
