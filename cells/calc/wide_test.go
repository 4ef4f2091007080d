package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"freshet/cells"
)

// wide draws entries of all kinds over a small part of a book that may lie anywhere: across the border of blocks, at the last rows and columns.
type wide struct {
	program
	top, left int32
	history   bool // formulas that read the past
	calm      bool // none that depends on time or chance
}

// places is where the small part lies: its first row and column.
var places = [][2]int32{{0, 0}, {1018, 0}, {cells.MaxRows - 16, cells.MaxCols - 9}, {8*1024 - 6, 30}}

func newWide(seed uint64, history bool) *wide {
	r := rand.New(rand.NewPCG(seed, 31))
	at := places[r.IntN(len(places))]
	return &wide{program: program{r: r, rows: 12, cols: 6}, top: at[0], left: at[1], history: history}
}

func (p *wide) at(v cells.View) cells.Ref {
	r := p.ref(v)
	r.Row += p.top
	r.Col += p.left
	return r
}

func (p *wide) box(v cells.View) cells.Range {
	a := p.at(v)
	return cells.Range{Sheet: a.Sheet, Top: a.Row, Left: a.Col, Bottom: min(a.Row+int32(p.pick(5)), cells.MaxRows-1), Right: min(a.Col+int32(p.pick(3)), cells.MaxCols-1)}
}

func (p *wide) dollar() string { return []string{"", "", "$"}[p.pick(3)] }

func (p *wide) sheetPrefix(v cells.View, id cells.SheetID) string {
	if p.pick(5) > 0 {
		return ""
	}
	s, _ := v.Sheet(id)
	return cells.QuoteSheet(s.Name) + "!"
}

func (p *wide) one(v cells.View) string {
	r := p.at(v)
	return p.sheetPrefix(v, r.Sheet) + p.dollar() + cells.ColumnName(r.Col) + p.dollar() + fmt.Sprint(r.Row+1)
}

func (p *wide) many(v cells.View) string {
	g := p.box(v)
	prefix := p.sheetPrefix(v, g.Sheet)
	form := p.pick(10)
	if form == 0 && p.top > 2000 {
		form = 1 // what goes through a long column in the language is a matter of budgets
	}
	switch form {
	case 0:
		return prefix + p.dollar() + cells.ColumnName(g.Left) + ":" + p.dollar() + cells.ColumnName(g.Right)
	case 1:
		return prefix + fmt.Sprintf("%s%d:%s%d", p.dollar(), g.Top+1, p.dollar(), g.Bottom+1)
	case 2:
		return []string{"nam", "other", "wide"}[p.pick(3)]
	}
	return prefix + p.dollar() + cells.ColumnName(g.Left) + p.dollar() + fmt.Sprint(g.Top+1) + ":" + p.dollar() + cells.ColumnName(g.Right) + p.dollar() + fmt.Sprint(g.Bottom+1)
}

// wideFormulas are formulas in which A1 stands for a cell, B1 for another and R1 for a range.
var wideFormulas = []string{
	"=A1+1", "=SUM(R1)", "=A1&B1", "=COUNTIF(R1,A1)", "=SUMIF(R1,\">2\",R1)", "=MATCH(A1,R1,0)", "=VLOOKUP(A1,R1,1,FALSE)", "=XLOOKUP(A1,R1,R1)", "=LOOKUP(A1,R1)",
	"=IFERROR(A1/B1,\"none\")", "=SUBTOTAL(9,R1)", "=SUBTOTAL(3,R1)", "=AGGREGATE(9,6,R1)", "=AVERAGE(R1)-MEDIAN(R1)", "=MAX(R1)&MIN(R1)", "=SUMPRODUCT(R1,R1)",
	"=LET(x,A1,y,B1,x*y+x)", "=ROW(A1)*COLUMN(B1)", "=ROWS(R1)+COLUMNS(R1)", "=SHEET()+SHEETS()", "=SHEET(A1)", "=ISFORMULA(A1)", "=FORMULATEXT(A1)", "=CELL(\"address\",A1)",
	"=INDEX(R1,2,1)", "=SUM(A1:INDEX(R1,1))", "=CHOOSE(2,A1,B1)", "=IF(A1>B1,A1,B1)", "=IFS(A1>2,A1,TRUE,B1)", "=SWITCH(A1,1,B1,2,\"two\",\"else\")", "=AND(A1>0,B1>0)",
	"=TEXTJOIN(\"-\",TRUE,R1)", "=UPPER(A1)&LEN(B1)", "=TEXT(A1,\"0.00\")", "=VALUE(A1&\"\")", "=A1=B1", "=-A1%", "=A1^2", "=YEAR(A1)", "=A1-DATE(2026,1,1)", "=ISBLANK(A1)",
	"=TYPE(A1)", "=ERROR.TYPE(A1)", "=N(A1)+LEN(T(B1))", "=SUM(nam)+SUM(other)", "=SUM(wide)", "=COUNT(nam)", "=ROWS(other)", "=nam", "=@R1", "=SUM(filter(R1,#>2))",
	"=map(R1,#)[0]", "=sum([A1,B1,3])", "=NOW()-NOW()", "=IF(NOW()>A1,B1,0)", "=RAND()", "=RANDBETWEEN(1,9)+A1", "=TODAY()", "=OFFSET(A1,1,0)", "=SUM(OFFSET(A1,0,0,2,2))",
	"=INDIRECT(\"A1\")", "=SUM(INDIRECT(\"R1\"))", "=SUM(INDIRECT(\"nam\"))", "=INDIRECT(\"S1!A1\")", "=RANK(A1,R1)", "=LARGE(R1,2)", "=COUNTIFS(R1,\">1\",R1,\"<9\")",
	"=AVERAGEIF(R1,\">1\")", "=REDUCE(0,R1,LAMBDA(a,x,a+N(x)))", "=CONCAT(R1)", "=ABS(A1)&ROUND(B1,1)", "=COUNTBLANK(R1)", "=COUNTA(R1)", "=AREAS(R1)", "=ADDRESS(ROW(A1),COLUMN(A1))",
	"=XMATCH(A1,R1,-1)", "=STDEV(R1)", "=SUM(R1,R1,A1)", "=UNKNOWN(A1)", "=nosuchname+1", "=Later!A1+1", "=SUM('Sp ace'!R1)",
}

func (p *wide) formula(v cells.View) string {
	list := wideFormulas
	if p.history && p.pick(6) == 0 {
		list = historic
	}
	text := list[p.pick(len(list))]
	for p.calm && (strings.Contains(text, "NOW") || strings.Contains(text, "RAND") || strings.Contains(text, "TODAY")) {
		text = list[p.pick(len(list))]
	}
	f := strings.NewReplacer("Later!A1", "Later!"+cells.ColumnName(p.left)+fmt.Sprint(p.top+2), "S1!A1", "S1!"+cells.ColumnName(p.left)+fmt.Sprint(p.top+1),
		"'Sp ace'!R1", "'Sp ace'!"+cells.ColumnName(p.left)+":"+cells.ColumnName(p.left), "A1", p.one(v), "B1", p.one(v), "R1", p.many(v)).Replace(text)
	if v.Info().Locale == "de" {
		f = germanText(f)
	}
	return f
}

// germanText is a formula as somebody with a decimal comma types it.
func germanText(f string) string {
	var out strings.Builder
	quoted := byte(0)
	for i := range len(f) {
		c := f[i]
		switch {
		case quoted != 0 && c == quoted:
			quoted = 0
		case quoted != 0:
		case c == '"' || c == '\'':
			quoted = c
		case c == ',':
			c = ';'
		}
		out.WriteByte(c)
	}
	return out.String()
}

func (p *wide) content(v cells.View) cells.Input {
	switch p.pick(14) {
	case 0:
		return cells.Input{}
	case 1:
		return cells.Typed([]string{"text", "äöü", "x y", "'=1", strings.Repeat("long ", 30), "Zoo", "aou", "tëxt", "te\u0308xt"}[p.pick(9)])
	case 2:
		return cells.Typed([]string{"TRUE", "12%", "2026-11-22", "12:30", "-0", "1E3", "€ 5"}[p.pick(7)])
	case 3:
		return cells.Literal([]cells.Value{cells.Span(0.25), cells.Fail(&cells.CellError{Code: cells.ErrNA}), cells.Boolean(false), cells.Num(5e-324), cells.Num(1e300), cells.Str("")}[p.pick(6)])
	case 4, 5, 6, 7, 8:
		return cells.Typed(p.formula(v))
	}
	return cells.Literal(cells.Num(float64(p.pick(12)) / 2))
}

func (p *wide) set(v cells.View, g cells.Range) cells.Set {
	op := cells.Set{Range: g}
	if same := p.pick(3) == 0; same {
		in := p.content(v)
		for range g.Size() {
			op.Inputs = append(op.Inputs, in)
		}
		return op
	}
	for range g.Size() {
		op.Inputs = append(op.Inputs, p.content(v))
	}
	return op
}

// entry draws one op, or several that take effect together.
func (p *wide) entry(v cells.View) cells.Ops {
	n := 1
	if p.pick(5) == 0 {
		n = 2 + p.pick(3)
	}
	var ops cells.Ops
	for range n {
		ops = append(ops, p.wideOp(v))
	}
	return ops
}

func (p *wide) readings(v cells.View) cells.Ingest {
	var in cells.Ingest
	for range 1 + p.pick(4) {
		x := cells.Reading{Ref: p.at(v), Value: cells.Num(float64(p.pick(4)))}
		switch p.pick(8) {
		case 0:
			x.Value = cells.Str("off")
		case 1:
			x.Ref, x.Name = cells.Ref{}, "other"
		case 2, 3:
			x.At = start + int64(p.pick(90_000)) - 5000
		case 4:
			x.Value = cells.Value{}
		}
		in.Readings = append(in.Readings, x)
	}
	return in
}

func (p *wide) wideOp(v cells.View) cells.Op {
	sheet := p.ref(v).Sheet
	axis, from := cells.Rows, p.top+int32(p.pick(12))
	if p.pick(3) == 0 {
		axis, from = cells.Cols, p.left+int32(p.pick(6))
	}
	sheets := len(v.Info().Sheets)
	name := []string{"S1", "S2", "Later", "Sp ace", "It's", "S3"}[p.pick(6)]
	switch p.pick(40) {
	case 0, 1, 2, 3, 4, 5, 6:
		return p.set(v, p.at(v).Range())
	case 7, 8, 9:
		return p.set(v, p.box(v))
	case 10, 11, 12:
		src := p.at(v).Range()
		src.Bottom = min(src.Bottom+int32(p.pick(3)), cells.MaxRows-1)
		src.Right = min(src.Right+int32(p.pick(2)), cells.MaxCols-1)
		dst := src
		switch p.pick(5) {
		case 0:
			dst.Right = min(dst.Right+int32(1+p.pick(3)), cells.MaxCols-1)
		case 1:
			dst.Top = max(0, dst.Top-3)
		case 2:
			dst.Left = max(0, dst.Left-2)
		default:
			dst.Bottom = min(dst.Bottom+int32(1+p.pick(9)), cells.MaxRows-1)
		}
		return cells.Fill{Source: src, Target: dst, Mode: modes[p.pick(3)]}
	case 13, 14:
		d := p.at(v).Range()
		if p.pick(3) == 0 {
			d = p.box(v)
		}
		return cells.Copy{Source: p.box(v), Dest: d}
	case 15, 16, 17:
		return cells.Move{Source: p.box(v), Dest: p.at(v)}
	case 18:
		return cells.Clear{Range: p.box(v)}
	case 19, 20, 21:
		return cells.Insert{Sheet: sheet, Axis: axis, At: from, Count: int32(1 + p.pick(3))}
	case 22, 23, 24:
		return cells.Delete{Sheet: sheet, Axis: axis, At: from, Count: int32(1 + p.pick(3))}
	case 25:
		f := []cells.Format{{Kind: cells.Percent, Decimals: 1}, {}, {Kind: cells.PlainText}, {Kind: cells.AsNumber, Decimals: 2, Bold: true}}[p.pick(4)]
		return cells.SetFormat{Range: p.box(v), Format: f}
	case 26:
		return cells.DefineName{Name: []string{"nam", "other", "wide", "Nam"}[p.pick(4)], Range: p.box(v)}
	case 27:
		return cells.DropName{Name: []string{"nam", "other", "wide"}[p.pick(3)]}
	case 28:
		return cells.AddSheet{Name: name, Index: p.pick(sheets+2) - 1}
	case 29:
		return cells.RenameSheet{Sheet: sheet, Name: name}
	case 30:
		return cells.MoveSheet{Sheet: sheet, Index: p.pick(sheets)}
	case 31:
		return cells.DeleteSheet{Sheet: sheet}
	case 32:
		return cells.SetWidth{Sheet: sheet, Axis: axis, From: from, To: from + int32(p.pick(3)), Size: 50 * p.pick(3)}
	case 33:
		return cells.SetBook{Title: "T" + name, Zone: []string{"", "Europe/Berlin", "Asia/Kolkata", "UTC"}[p.pick(4)], Locale: []string{"", "", "en", "de"}[p.pick(4)]}
	case 34:
		return cells.SetPolicy{Range: p.box(v), Policy: cells.Policy{Log: []cells.LogPolicy{cells.LogAll, cells.LogChanges, cells.LogNothing, cells.LogReadings}[p.pick(4)], Keep: p.pick(3)}}
	case 35:
		return p.whole(v)
	case 36:
		return cells.Tick{}
	}
	return p.readings(v)
}

// whole is an op on whole columns or rows.
func (p *wide) whole(v cells.View) cells.Op {
	g := p.box(v)
	to := p.at(v)
	rows := p.pick(2) == 0
	if rows {
		g.Left, g.Right, to.Col = 0, cells.MaxCols-1, 0
	} else {
		g.Top, g.Bottom, to.Row = 0, cells.MaxRows-1, 0
	}
	switch p.pick(4) {
	case 0:
		return cells.Clear{Range: g}
	case 1:
		return cells.Copy{Source: g, Dest: to.Range()}
	}
	return cells.Move{Source: g, Dest: to}
}
