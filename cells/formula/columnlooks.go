package formula

import (
	"strings"

	"freshet/cells"
)

// ColumnFormat is the number format of the column-th column, from zero, of the array that a formula gives: that of the column it comes from. The zero Format where no one column
// is known.
func (t *Template) ColumnFormat(at cells.Ref, column int32, of func(cells.Range) cells.Format) cells.Format {
	if t.root == nil {
		return cells.Format{}
	}
	l := looks{at: at, of: of, column: column}
	return l.node(t.root, nil)
}

// keepsColumns are the functions whose results have the columns of the arguments that they look as.
var keepsColumns = func() map[string]bool {
	m := make(map[string]bool)
	for name := range strings.FieldsSeq("VSTACK IF IFS IFERROR IFNA CHOOSE SWITCH FILTER SORT SORTBY UNIQUE CHOOSEROWS XLOOKUP SCAN N EDATE EOMONTH WORKDAY WORKDAY.INTL " +
		"ABS ROUND ROUNDUP ROUNDDOWN TRUNC INT CEILING FLOOR CEILING.MATH FLOOR.MATH MROUND round abs floor ceil") {
		m[name] = true
	}
	return m
}()

// Values of looks.column that are none.
const (
	allColumns = -1 // the whole result has one look
	noColumn   = -2 // each column of the result is of all columns of its source, if it has several
)

// columnOf is the part of a range from which the column of the result comes; false when there is none.
func (l *looks) columnOf(g cells.Range) (cells.Range, bool) {
	switch {
	case l.column == allColumns || g.Cols() == 1:
		return g, true
	case l.column == noColumn || int(l.column) >= g.Cols():
		return g, false
	}
	g.Left += l.column
	g.Right = g.Left
	return g, true
}

// beside is the format of the column of an array that is spilled from a cell.
func (l *looks) beside(anchor *cellNode) cells.Format {
	g, ok := anchor.rel.At(l.at)
	if !ok || g.Left > cells.MaxCols-1-l.column {
		return cells.Format{}
	}
	g.Left += l.column
	g.Right = g.Left
	return l.ofCells(g)
}

// ofMoved is the format of a column of an array that has other columns than its source; false where the function keeps them.
func (l *looks) ofMoved(n *callNode, locals []cells.Format) (cells.Format, bool) {
	if l.column == allColumns {
		return cells.Format{}, false
	}
	column := l.column
	defer func() { l.column = column }()
	l.column = noColumn
	switch n.fn.Name {
	case "HSTACK":
		for _, x := range n.args {
			cols := int32(1)
			if a, ok := x.(*areaNode); ok {
				g, ok := a.rel.At(l.at)
				if !ok {
					return cells.Format{}, true
				}
				cols = int32(g.Cols())
			} else if _, ok := x.(*cellNode); !ok {
				return cells.Format{}, true
			}
			if column < cols {
				l.column = column
				return l.node(x, locals), true
			}
			column -= cols
		}
		return cells.Format{}, true
	case "CHOOSECOLS":
		if k := int(column) + 1; column >= 0 && k < len(n.args) {
			if chosen := numberIn(n.args[k], 0); chosen >= 1 && chosen <= cells.MaxCols {
				l.column = int32(chosen) - 1
			}
		}
	case "INDEX":
		if len(n.args) < 3 || numberIn(n.args[2], 0) < 1 || numberIn(n.args[2], 0) > cells.MaxCols {
			l.column = allColumns
			break
		}
		l.column = int32(numberIn(n.args[2], 0)) - 1
	case "TAKE", "DROP": // from the left, as long as no columns are left out
		if len(n.args) < 3 {
			return cells.Format{}, false
		}
	case "TRANSPOSE", "TOROW", "TOCOL", "WRAPROWS", "WRAPCOLS":
		if column == 0 {
			l.column = 0 // the upper left cell keeps its place
		}
	default:
		if keepsColumns[n.fn.Name] {
			return cells.Format{}, false
		}
		// What makes one value of many, or is not known, looks at all of them.
		l.column = allColumns
		return l.ofCall(n, locals), true
	}
	return l.node(n.args[0], locals), true
}
