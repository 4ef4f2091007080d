package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"freshet/cells"
)

// program draws random ops over a small part of a book, so that they meet.
type program struct {
	r        *rand.Rand
	rows     int32
	cols     int32
	spills   bool // formulas that give arrays or find their references while they are evaluated
	historic bool // formulas that read the past
}

func (p *program) pick(n int) int { return p.r.IntN(n) }

func (p *program) ref(v cells.View) cells.Ref {
	sheets := v.Info().Sheets
	return cells.Ref{Sheet: sheets[p.pick(len(sheets))].ID, Row: int32(p.pick(int(p.rows))), Col: int32(p.pick(int(p.cols)))}
}

func (p *program) area(v cells.View) cells.Range {
	a := p.ref(v)
	return cells.Range{Sheet: a.Sheet, Top: a.Row, Left: a.Col, Bottom: a.Row + int32(p.pick(4)), Right: a.Col + int32(p.pick(3))}
}

// a1 writes a random reference as in a formula.
func (p *program) a1(v cells.View) string {
	r := p.ref(v)
	dollar := func() string {
		if p.pick(3) == 0 {
			return "$"
		}
		return ""
	}
	text := dollar() + cells.ColumnName(r.Col) + dollar() + fmt.Sprint(r.Row+1)
	if p.pick(8) == 0 {
		s, _ := v.Sheet(r.Sheet)
		text = cells.QuoteSheet(s.Name) + "!" + text
	}
	return text
}

func (p *program) rng(v cells.View) string {
	switch p.pick(12) {
	case 0:
		return "B:C"
	case 1:
		return "3:4"
	case 2:
		return "nam"
	case 3:
		row := 1 + p.pick(int(p.rows))
		return fmt.Sprintf("A%d:Z%d", row, row)
	}
	g := p.area(v)
	corner := func(row, col int32) string {
		s := ""
		if p.pick(3) == 0 {
			s = "$"
		}
		s += cells.ColumnName(col)
		if p.pick(3) == 0 {
			s += "$"
		}
		return s + fmt.Sprint(row+1)
	}
	return corner(g.Top, g.Left) + ":" + corner(g.Bottom, g.Right)
}

func (p *program) formula(v cells.View) string {
	if p.historic && p.pick(8) == 0 {
		return strings.NewReplacer("A1", p.a1(v), "B1", p.a1(v)).Replace(historic[p.pick(len(historic))])
	}
	if p.spills && p.pick(5) < 2 {
		switch p.pick(17) {
		case 14:
			return fmt.Sprintf("=IF(%s=\"\",SEQUENCE(%d,%d),0)", p.a1(v), 1+p.pick(3), 1+p.pick(3))
		case 15:
			return fmt.Sprintf("=IF(COUNT(%s)>%d,%s,SEQUENCE(%d))", p.rng(v), p.pick(3), p.a1(v), 1+p.pick(3))
		case 16:
			return fmt.Sprintf("=SEQUENCE(%s,%s)", p.a1(v), p.a1(v))
		case 4:
			return fmt.Sprintf("=%s#", p.a1(v))
		case 5:
			return fmt.Sprintf("=SUM(%s#)", p.a1(v))
		case 6:
			return fmt.Sprintf("=SUM(%s:INDEX(%s,%s))", p.a1(v), p.rng(v), p.a1(v))
		case 7:
			return fmt.Sprintf("=SORT(%s)", p.rng(v))
		case 8:
			return fmt.Sprintf("=TRANSPOSE(%s)", p.rng(v))
		case 9:
			return fmt.Sprintf("=UNIQUE(%s)", p.rng(v))
		case 10:
			return fmt.Sprintf("=OFFSET(%s,%s,0)", p.a1(v), p.a1(v))
		case 11:
			return fmt.Sprintf("=SUM(INDIRECT(%q))", p.rng(v))
		case 12:
			return fmt.Sprintf("=FILTER(%s,%s>2)", p.rng(v), p.rng(v))
		case 0:
			return fmt.Sprintf("=SEQUENCE(%d,%d,%s)", 1+p.pick(4), 1+p.pick(3), p.a1(v))
		case 1:
			return fmt.Sprintf("=%s*2", p.rng(v))
		case 2:
			return fmt.Sprintf(`=INDIRECT("%s%d")`, cells.ColumnName(int32(p.pick(int(p.cols)))), 1+p.pick(int(p.rows)))
		case 3:
			return fmt.Sprintf("=SUM(OFFSET(%s,%d,0,2,1))", p.a1(v), p.pick(3))
		}
		return fmt.Sprintf(`=INDIRECT("R"&%s)`, p.a1(v))
	}
	switch p.pick(12) {
	case 0:
		return "=" + p.a1(v) + "+1"
	case 1:
		return "=SUM(" + p.rng(v) + ")"
	case 2:
		return "=" + p.a1(v) + "*" + p.a1(v) + "-" + p.a1(v)
	case 3:
		return "=IF(" + p.a1(v) + ">3," + p.a1(v) + ",\"low\")"
	case 4:
		return "=COUNT(" + p.rng(v) + ")&\"x\""
	case 5:
		return "=MAX(" + p.rng(v) + ")-MIN(" + p.rng(v) + ")"
	case 6:
		return "=1/" + p.a1(v)
	case 7:
		return "=SUM(nam)+other"
	case 8:
		return "=ROW(" + p.a1(v) + ")+COLUMN()"
	case 9:
		return "=" + []string{"AVERAGE", "MAX", "COUNTA", "SUM"}[p.pick(4)] + "(" + p.rng(v) + "," + p.a1(v) + ")"
	case 10:
		return "=IFERROR(" + p.a1(v) + "," + p.a1(v) + ")"
	}
	switch p.pick(4) {
	case 0:
		return "=ISFORMULA(" + p.a1(v) + ")"
	case 1:
		return "=FORMULATEXT(" + p.a1(v) + ")"
	}
	return "=ROWS(" + p.rng(v) + ")"
}

func (p *program) input(v cells.View) cells.Input {
	switch p.pick(10) {
	case 0:
		return cells.Typed("")
	case 1:
		return cells.Typed("text")
	case 2:
		return cells.Typed("TRUE")
	case 3:
		return cells.Typed("2026-11-22")
	case 4, 5, 6:
		return cells.Typed(p.formula(v))
	}
	return cells.Literal(cells.Num(float64(p.pick(20)) / 2))
}

// op draws an op. Some cannot be done; then the book must refuse them.
func (p *program) op(v cells.View) cells.Op {
	sheet := p.ref(v).Sheet
	axis := cells.Rows
	if p.pick(3) == 0 {
		axis = cells.Cols
	}
	switch p.pick(26) {
	case 0, 1, 2, 3:
		at := p.ref(v)
		return cells.Set{Range: at.Range(), Inputs: []cells.Input{p.input(v)}}
	case 4, 5:
		at := p.ref(v)
		return cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed(p.formula(v))}}
	case 6, 7:
		g := p.area(v)
		op := cells.Set{Range: g}
		for range g.Size() {
			op.Inputs = append(op.Inputs, p.input(v))
		}
		return op
	case 8, 9, 10:
		at := p.ref(v)
		src := at.Range()
		if p.pick(3) == 0 {
			src.Bottom++
		}
		dst := src
		switch p.pick(4) {
		case 0:
			dst.Right += int32(1 + p.pick(3))
		case 1:
			dst.Top = max(0, dst.Top-3)
		default:
			dst.Bottom += int32(1 + p.pick(6))
		}
		return cells.Fill{Source: src, Target: dst, Mode: modes[p.pick(3)]}
	case 11, 12:
		return cells.Copy{Source: p.area(v), Dest: p.ref(v).Range()}
	case 13, 14:
		return cells.Move{Source: p.area(v), Dest: p.ref(v)}
	case 15:
		return cells.Clear{Range: p.area(v)}
	case 16, 17:
		return cells.Insert{Sheet: sheet, Axis: axis, At: int32(p.pick(int(p.cols))), Count: int32(1 + p.pick(2))}
	case 18, 19:
		return cells.Delete{Sheet: sheet, Axis: axis, At: int32(p.pick(int(p.cols))), Count: int32(1 + p.pick(2))}
	case 20:
		return cells.SetFormat{Range: p.area(v), Format: cells.Format{Kind: cells.Percent, Decimals: p.pick(3)}}
	case 21:
		return cells.DefineName{Name: "nam", Range: p.area(v)}
	case 22:
		return cells.DefineName{Name: "other", Range: p.ref(v).Range()}
	case 23:
		return cells.DropName{Name: "nam"}
	case 24:
		if p.pick(2) == 0 {
			return cells.AddSheet{Name: fmt.Sprintf("S%d", p.pick(4)), Index: -1}
		}
		return cells.RenameSheet{Sheet: sheet, Name: fmt.Sprintf("S%d", p.pick(4))}
	}
	if p.pick(3) > 0 {
		return cells.SetWidth{Sheet: sheet, Axis: axis, From: 1, To: int32(1 + p.pick(4)), Size: 50 + p.pick(3)}
	}
	return cells.DeleteSheet{Sheet: sheet}
}

// modes are those of fills.
var modes = []cells.FillMode{cells.FillNumbers, cells.FillSeries, cells.FillOther}
