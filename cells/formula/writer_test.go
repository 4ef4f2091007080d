package formula_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"freshet/cells"
	"freshet/cells/formula"
)

// writer writes random formulas over columns. What it wrote already it writes again now and then, since steps of equal meaning are one.
type writer struct {
	*rand.Rand
	cells []string
	terms []string
}

func (w *writer) of(choices ...string) string { return choices[w.IntN(len(choices))] }

func (w *writer) dollar(often int) string {
	if w.IntN(often) == 0 {
		return "$"
	}
	return ""
}

func (w *writer) sheet() string { return []string{"", "", "", "", "Sheet2!", "Sheet1!"}[w.IntN(6)] }

// cell is most often one of the row in which the formula stands, the fifth.
func (w *writer) cell() string {
	if len(w.cells) > 0 && w.IntN(2) == 0 {
		return w.cells[w.IntN(len(w.cells))]
	}
	w.cells = append(w.cells, w.newCell())
	return w.cells[len(w.cells)-1]
}

func (w *writer) newCell() string {
	dollar, row := w.dollar(6), 5
	if dollar != "" || w.IntN(4) == 0 {
		row = 1 + w.IntN(12)
	}
	return fmt.Sprintf("%s%s%c%s%d", w.sheet(), w.dollar(5), 'A'+w.IntN(columnCount), dollar, row)
}

// area is a range of one column, or of some.
func (w *writer) area(wide bool) string {
	left, right := w.IntN(columnCount), 0
	if right = left; wide && w.IntN(3) == 0 {
		right += w.IntN(columnCount - left)
	}
	ends := []string{"%c$1:%c$90", "%c$1:%c$90", "$%c$3:$%c$80", "%c$1:%c5", "%c5:%c$70", "%c2:%c9", "%c4:%c80", "%c:%c", "%c$2:%c$20"}
	form := ends[w.IntN(len(ends))]
	if wide && w.IntN(2) == 0 {
		form = w.of("%c4:%c5", "%c5:%c5", "%c$1:%c5", "%c3:%c8", "%c9:%c$4")
	}
	return w.sheet() + fmt.Sprintf(form, 'A'+left, 'A'+right)
}

func (w *writer) literal() string {
	return w.of(
		"0", "1", "2", "3", "0.5", "-1", "7", "1e300", "12", "TRUE", "FALSE", `"x"`, `""`, `"12"`, `" 7 "`, `"key-1"`, `"1e3"`, `"3,5"`, `"2026-11-22"`, `"12:30"`, `"50%"`, `"true"`, `">3"`,
		`"<>x"`, `">émail"`, `"<=Zoo"`, `"éa"`, `"Ärger"`, `"a*"`, `"="`, `"#N/A"`, "1/0", "46300", "15%",
	)
}

// formula is a random formula without its sign.
func (w *writer) formula(depth int) string {
	if len(w.terms) > 0 && w.IntN(9) == 0 {
		return w.of("", "", "+") + w.terms[w.IntN(len(w.terms))]
	}
	text := w.newFormula(depth)
	w.terms = append(w.terms, text)
	return text
}

func (w *writer) newFormula(depth int) string {
	if depth == 0 || w.IntN(7) == 0 {
		if w.IntN(3) == 0 {
			return w.literal()
		}
		return w.cell()
	}
	some := func() string { return w.formula(depth - 1) }
	x, y, z := some(), some(), some()
	switch w.IntN(27) {
	case 23:
		return fmt.Sprintf("(%s*%s%s%s*%s)", w.cell(), w.of("2", "$B$4"), w.of("+", "-"), w.of("A$2", "0.5"), x)
	case 0:
		return fmt.Sprintf("IF(%s,%s,%s)", w.condition(depth-1), x, y)
	case 1:
		return w.of("IF("+w.condition(depth-1)+","+x+")", "IF("+x+","+y+","+z+")", "("+w.condition(depth-1)+" ? "+x+" : "+y+")")
	case 2, 3:
		return fmt.Sprintf("IFERROR(%s,%s)", x, y)
	case 4:
		return fmt.Sprintf("IFNA(%s,%s)", w.lookup(depth-1), y)
	case 5:
		return fmt.Sprintf("IFS(%s,%s,%s,%s)", w.condition(depth-1), x, w.condition(depth-1), y)
	case 6:
		return fmt.Sprintf("SWITCH(%s,%s,%s,%s,%s%s)", x, w.literal(), y, w.cell(), z, w.of("", ","+some()))
	case 7, 8:
		return w.condition(depth)
	case 9, 10:
		return w.lookup(depth)
	case 11, 12:
		return w.criteria(depth)
	case 13, 14:
		return w.of("SUM", "AVERAGE", "COUNT", "COUNTA", "MIN", "MAX") + "(" + w.area(true) + ")"
	case 15:
		return fmt.Sprintf("%s(%s,%s,%s)", w.of("MIN", "MAX", "CONCAT", "CONCATENATE"), x, w.of("", "+")+w.cell(), w.of(y, z, w.cell()))
	case 16:
		name, a, b := w.of("MIN", "MAX", "AND", "OR"), w.cell(), w.cell()
		form := "%[1]s(" + w.of("%[2]s,+%[3]s", "+%[2]s,+%[3]s", "+%[2]s,%[3]s") + ")" + w.of("&", "+", "=") + "%[1]s(" + w.of("%[2]s,%[3]s", "%[2]s,+%[3]s") + ")"
		return "(" + fmt.Sprintf(form, name, a, b) + ")"
	case 17:
		return w.call(depth)
	case 18:
		return "(" + x + "&" + y + ")"
	case 19:
		return fmt.Sprintf("%s(%s,%d)", w.of("ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"), x, w.IntN(5)-2)
	case 20:
		return w.of("-", "+") + "(" + x + ")" + w.of("", "%")
	case 21:
		return w.of("ABS", "INT", "SQRT", "EXP", "SIGN", "LN", "LOG10", "N", "T", "LEN", "ISERROR", "ISBLANK", "ISNUMBER", "TYPE", "VALUE") + "(" + x + ")"
	case 22:
		return fmt.Sprintf("%s(%s,%s)", w.of("POWER", "MOD"), x, y)
	}
	return "(" + x + w.of("+", "-", "*", "/", "+", "-", "*", "/", "^", "%", "**") + y + ")"
}

func (w *writer) condition(depth int) string {
	if depth <= 0 {
		return w.cell() + w.of(">", "<", "=") + w.literal()
	}
	x, y := w.formula(depth-1), w.formula(depth-1)
	switch w.IntN(7) {
	case 0:
		return fmt.Sprintf("%s(%s,%s,%s)", w.of("AND", "OR"), w.condition(depth-1), w.condition(depth-1), x)
	case 1:
		return w.of("NOT(", "(not ") + w.condition(depth-1) + ")"
	case 2:
		return "(" + w.condition(depth-1) + w.of(" and ", " or ", " && ", " || ") + w.condition(depth-1) + ")"
	case 3:
		return w.of("AND", "OR") + "(" + w.of("", "+") + w.cell() + "," + w.of("", "+") + w.cell() + ")"
	}
	return "(" + x + w.of("=", "<>", "<", "<=", ">", ">=") + y + ")"
}

func (w *writer) lookup(depth int) string {
	key := w.formula(max(0, depth-1))
	in, last := w.area(false), w.of("", ",0", ",0,-1")
	switch w.IntN(6) {
	case 0:
		return "MATCH(" + key + "," + in + ",0)"
	case 1:
		return "XMATCH(" + key + "," + in + last + ")"
	case 2:
		return fmt.Sprintf("VLOOKUP(%s,%sA$%d:%c$%d,%d,%s)", key, w.sheet(), 1+w.IntN(4), 'B'+w.IntN(4), 20+w.IntN(70), 1+w.IntN(2), w.of("FALSE", "0"))
	case 3:
		return fmt.Sprintf("INDEX(%s,MATCH(%s,%s,0))", w.area(false), key, in)
	case 4:
		return fmt.Sprintf("XLOOKUP(%s,A$1:A$90,%c$1:D$90)", key, 'A'+w.IntN(4))
	}
	col, other := 'A'+w.IntN(columnCount), 'A'+w.IntN(columnCount)
	rows := w.of("%[3]c$1:%[3]c$90,%[4]c$1:%[4]c$90", "%[3]c5:%[3]c80,%[4]c5:%[4]c80", "$%[3]c$1:$%[3]c$90,%[4]c$1:%[4]c$90", "%[3]c$1:%[3]c$90,%[4]c$1:%[4]c$80", "%[3]c$1:%[3]c$90,%[4]c5:%[4]c$94", "%[3]c$1:%[3]c$90,$%[4]c5:$%[4]c94")
	return fmt.Sprintf("XLOOKUP(%[1]s,%[2]s"+rows+",%[5]s%[6]s)", key, w.sheet(), col, other, w.formula(max(0, depth-1)), last)
}

func (w *writer) criteria(depth int) string {
	key := w.of(w.formula(max(0, depth-1)), w.cell(), w.literal(), w.of(`">"&`, `"<>"&`, `"="&`, `"<="&`)+w.cell())
	col := func() string {
		return w.sheet() + fmt.Sprintf(w.of("%[1]c$1:%[1]c$90", "%[1]c$1:%[1]c$90", "%[1]c4:%[1]c80", "%[1]c$1:%[1]c5"), 'A'+w.IntN(columnCount))
	}
	same := w.of("%[1]c$1:%[1]c$90", "%[1]c4:%[1]c80", "%[1]c:%[1]c")
	one := func() string { return fmt.Sprintf(same, 'A'+w.IntN(columnCount)) }
	switch w.IntN(4) {
	case 0:
		return "COUNTIF(" + col() + "," + key + ")"
	case 1:
		return fmt.Sprintf("%s(%s,%s,%s)", w.of("SUMIF", "AVERAGEIF"), one(), key, one())
	case 2:
		return fmt.Sprintf("COUNTIFS(%s,%s,%s,%s)", one(), key, one(), w.of(w.cell(), w.literal()))
	}
	return fmt.Sprintf("%s(%s,%s,%s,%s,%s)", w.of("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), one(), one(), key, one(), w.of(w.cell(), w.literal()))
}

// plainFunctions is the functions that a block calls, each with how many arguments it takes.
var plainFunctions = sync.OnceValue(func() (all []formula.Function) {
	s := newSheet(nil)
	for _, fn := range formula.Catalogue() {
		args := strings.TrimSuffix(strings.Repeat("A1,", len(fn.Args)), ",")
		tmpl, err := s.compiler.Compile("="+fn.Name+"("+args+")", cells.Ref{Sheet: 1, Col: 9}, s)
		if err == nil && len(fn.Args) > 0 && tmpl.Blocks() {
			all = append(all, fn)
		}
	}
	return all
})

func (w *writer) call(depth int) string {
	fn := plainFunctions()[w.IntN(len(plainFunctions()))]
	n := len(fn.Args)
	for n > 1 && fn.Args[n-1].Optional && w.IntN(2) == 0 {
		n--
	}
	args := make([]string, n)
	for i := range args {
		args[i] = w.of(w.formula(depth-1), w.cell(), w.literal())
	}
	return fn.Name + "(" + strings.Join(args, ",") + ")"
}
