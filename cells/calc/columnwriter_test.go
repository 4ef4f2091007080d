package calc_test

import (
	"fmt"
	"math/rand/v2"

	"freshet/cells"
)

// writer writes formulas for a column of a book: each reads the columns of inputs A to D, columns of formulas before its own, other rows of its own, or columns
// that come later.
type writer struct {
	*rand.Rand
	col  int // its own
	rows int
}

func (w writer) of(choices ...string) string { return choices[w.IntN(len(choices))] }

func (w writer) column() string {
	if w.IntN(3) == 0 {
		return cells.ColumnName(int32(w.IntN(w.col)))
	}
	return w.of("A", "B", "C", "D")
}

// cell is most often one of the row of the formula, the fifth.
func (w writer) cell() string {
	switch w.IntN(16) {
	case 0:
		return "$" + w.column() + "$3"
	case 1:
		return w.column() + "$2"
	case 2:
		return "S2!" + w.of("A5", "A$1", "B5")
	case 3:
		return w.column() + w.of("4", "6", "9")
	}
	return w.column() + "5"
}

func (w writer) area(col string) string {
	form := w.of("%[1]s$1:%[1]s$%[2]d", "%[1]s$1:%[1]s$%[2]d", "%[1]s$1:%[1]s5", "%[1]s5:%[1]s$%[2]d", "%[1]s4:%[1]s80", "%[1]s:%[1]s", "%[1]s$3:%[1]s$40", "%[1]s3:%[1]s7")
	return fmt.Sprintf(form, col, w.rows-w.IntN(3))
}

func (w writer) formula(depth int) string {
	if depth <= 0 {
		if w.IntN(4) == 0 {
			return w.of("0", "1", "2", "0.5", "-3", "TRUE", `"x"`, `""`, `"12"`, `"key-3"`, `">2"`, "1/0")
		}
		return w.cell()
	}
	some := func() string { return w.formula(depth - 1 - w.IntN(2)) }
	x, y := some(), some()
	switch w.IntN(20) {
	case 0, 1:
		return fmt.Sprintf("IF(%s%s%s,%s,%s)", w.cell(), w.of(">", "<", "="), w.of("2", `"x"`, w.cell()), x, y)
	case 2, 3:
		if w.IntN(4) == 0 {
			return fmt.Sprintf("IFERROR(%s)", x)
		}
		return fmt.Sprintf("IFERROR(%s,%s)", x, y)
	case 4:
		return fmt.Sprintf("IFS(%s>%s,%s,%s,%s)", w.cell(), w.cell(), x, w.of("TRUE", some()), y)
	case 5:
		return fmt.Sprintf("SWITCH(%s,1,%s,%s,%s%s)", w.cell(), x, w.cell(), y, w.of("", ","+some()))
	case 6:
		return w.of("MATCH(", "XMATCH(") + x + "," + w.area(w.column()) + ",0)"
	case 7:
		return fmt.Sprintf("VLOOKUP(%s,$A$1:$C$%d,%d,FALSE)", x, w.rows, 1+w.IntN(3))
	case 8:
		return fmt.Sprintf("INDEX(%s,MATCH(%s,%s,0))", w.area(w.column()), x, w.area(w.column()))
	case 9:
		return fmt.Sprintf("XLOOKUP(%s,%[2]s$1:%[2]s$90,%[3]s$1:%[3]s$90,%[4]s)", x, w.column(), w.column(), y)
	case 10:
		return "COUNTIF(" + w.area(w.column()) + "," + x + ")"
	case 11:
		return fmt.Sprintf("%s(%[2]s$1:%[2]s$%[3]d,%[4]s,%[5]s$1:%[5]s$%[3]d)", w.of("SUMIF", "AVERAGEIF"), w.column(), w.rows, x, w.column())
	case 12:
		return fmt.Sprintf("%s(%[2]s$1:%[2]s$%[3]d,%[4]s$1:%[4]s$%[3]d,%[5]s,%[2]s$1:%[2]s$%[3]d,%[6]s)", w.of("SUMIFS", "MAXIFS", "MINIFS"), w.column(), w.rows, w.column(), x, w.cell())
	case 13:
		return w.of("SUM", "AVERAGE", "COUNT", "MIN", "MAX", "COUNTA") + "(" + w.area(w.column()) + ")"
	case 14:
		return "(" + x + "&" + y + ")"
	case 15:
		return w.of("AND", "OR", "MAX", "MIN") + "(" + x + "," + y + ")"
	case 16:
		return w.of("ROUND(", "LEFT(", "MOD(") + x + ",2)"
	}
	return "(" + x + w.of("+", "-", "*", "/", "=", ">") + y + ")"
}

// own is a formula that reads cells of its own column, above or below.
func (w writer) own() string {
	self := cells.ColumnName(int32(w.col)) + w.of("4", "4", "4", "3", "6")
	x := w.formula(w.IntN(2))
	switch w.IntN(7) {
	case 0:
		return "IF(" + w.cell() + ">1," + self + "+1," + w.cell() + ")"
	case 1:
		return "MAX(" + self + "," + w.cell() + ",1)"
	case 2:
		return "IF(" + self + ">50,0," + self + "+" + w.cell() + ")"
	case 3:
		return "IFERROR(" + self + "*0.5+" + x + ",1)"
	case 4:
		return "ROUND(" + self + "*" + w.cell() + "/2,1)+$A$3*2"
	}
	return self + w.of("+", "-", "*") + x
}

func (w writer) input(mood int) cells.Input {
	switch mood {
	case 0:
		return cells.Literal(cells.Num(float64(w.IntN(9))))
	case 1:
		return cells.Literal(cells.Num(float64(w.IntN(200)-50) / 8))
	case 2:
		return cells.Typed(w.of("x", "X", "key-1", "key-3", "'12", "Straße", "a*", "", "Zoo", "émail", "ÉMAIL", "e\u0301mail", "Ärger", "key-é", "เก"))
	case 3:
		return cells.Typed(w.of("", "", "", "3"))
	}
	return cells.Typed(w.of("", "x", "TRUE", "FALSE", "2026-11-22", "12:30", "#N/A", "#REF!", "#DIV/0!", "'12", "1e300", "-0", "=1/0", "='", "5"))
}

// columnsProgram is ops that make columns of inputs and of formulas, and then edit them.
func columnsProgram(seed uint64) (ops []cells.Op) {
	r := rand.New(rand.NewPCG(seed, 5))
	w := writer{Rand: r, rows: 70 + r.IntN(80)}
	ops = append(ops, cells.AddSheet{Name: "S2", Index: -1})
	top := int32(0)
	if r.IntN(8) == 0 {
		top = 1024 - 60 // the rows cross the end of a block of storage
	}
	for _, sheet := range []cells.SheetID{1, 2} {
		for c := range int32(4) {
			mood, strange := r.IntN(4), r.IntN(3)*20
			op := cells.Set{Range: cells.Range{Sheet: sheet, Left: c, Right: c, Bottom: top + int32(w.rows) - 1}}
			for range op.Range.Size() {
				m := mood
				if strange > 0 && r.IntN(strange) == 0 {
					m = 4
				}
				op.Inputs = append(op.Inputs, w.input(m))
			}
			ops = append(ops, op)
		}
	}
	for range 4 + r.IntN(5) {
		ops = append(ops, w.fill(top)...)
	}
	for range 12 {
		at := cells.Ref{Sheet: cells.SheetID(1 + r.IntN(5)/4), Row: top + int32(r.IntN(w.rows)), Col: int32(r.IntN(4))}
		switch r.IntN(14) {
		case 0:
			ops = append(ops, w.fill(top)...)
		case 1:
			ops = append(ops, cells.Undo{})
		case 2:
			ops = append(ops, cells.Insert{Sheet: 1, Axis: cells.Rows, At: at.Row, Count: 1})
		case 3:
			ops = append(ops, cells.Delete{Sheet: 1, Axis: cells.Rows, At: at.Row, Count: 1})
		case 4:
			ops = append(ops, cells.Clear{Range: cells.Range{Sheet: at.Sheet, Top: at.Row, Bottom: at.Row + 9, Left: at.Col, Right: at.Col + 4}})
		case 5:
			ops = append(ops, cells.Set{Range: cells.Range{Sheet: 1, Top: 2, Bottom: 2}, Inputs: []cells.Input{w.input(r.IntN(5))}})
		case 6:
			source := cells.Range{Sheet: 1, Top: at.Row, Bottom: at.Row + 12, Left: at.Col, Right: at.Col + 2}
			ops = append(ops, cells.Copy{Source: source, Dest: cells.Range{Sheet: 1, Top: top + 9, Bottom: top + 21, Left: 1, Right: 3}})
		default:
			ops = append(ops, cells.Set{Range: at.Range(), Inputs: []cells.Input{w.input(r.IntN(5))}})
		}
	}
	return ops
}

// fill is ops that write a formula in the fifth row, bring it as far down as the columns begin, and fill it down.
func (w *writer) fill(top int32) (ops []cells.Op) {
	w.col = 4 + w.IntN(7)
	text := "=" + w.formula(1+w.IntN(3))
	if w.IntN(4) == 0 {
		text = "=" + w.own()
	}
	home := cells.Range{Sheet: 1, Top: 4, Left: int32(w.col), Bottom: 4, Right: int32(w.col)}
	ops = append(ops, cells.Set{Range: home, Inputs: []cells.Input{cells.Typed(text)}})
	first := home
	if top > 0 {
		first.Top, first.Bottom = 4+top, 4+top
		ops = append(ops, cells.Copy{Source: home, Dest: first})
	}
	last := first
	last.Bottom += int32(20 + w.IntN(w.rows))
	return append(ops, cells.Fill{Source: first, Target: last})
}
