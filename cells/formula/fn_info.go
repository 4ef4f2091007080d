package formula

import (
	"math"

	"freshet/cells"
)

// is makes a function that tells something about a value.
func is(test func(v cells.Value) bool) eagerFunc {
	return func(_ *frame, a []operand) operand { return truth(!a[0].isOmitted() && test(a[0].Value)) }
}

func infoFunctions() []*function {
	return []*function{
		declare("ISBLANK(value:e)", Infos, "truth", "Tells whether a cell is blank.", is(func(v cells.Value) bool { return v.IsBlank() }), eg("=ISBLANK(A1)", "TRUE"), eg("=ISBLANK(\"\")", "FALSE")),
		declare("ISNUMBER(value:e)", Infos, "truth", "Tells whether a value is a number, a time or a duration.", is(func(v cells.Value) bool { return v.Numeric() }), eg("=ISNUMBER(1.5)", "TRUE"), eg("=ISNUMBER(\"1.5\")", "FALSE")),
		declare("ISTEXT(value:e)", Infos, "truth", "Tells whether a value is a text.", is(func(v cells.Value) bool { return v.Kind() == cells.Text }), eg("=ISTEXT(\"a\")", "TRUE")),
		declare("ISNONTEXT(value:e)", Infos, "truth", "Tells whether a value is no text.", is(func(v cells.Value) bool { return v.Kind() != cells.Text }), eg("=ISNONTEXT(1)", "TRUE")),
		declare("ISLOGICAL(value:e)", Infos, "truth", "Tells whether a value is TRUE or FALSE.", is(func(v cells.Value) bool { return v.Kind() == cells.Bool }), eg("=ISLOGICAL(FALSE)", "TRUE")),
		declare("ISDATE(value:e)", Infos, "truth", "Tells whether a value is a date or time.", is(func(v cells.Value) bool { return v.Kind() == cells.Time }), eg("=ISDATE(TODAY())", "TRUE"), eg("=ISDATE(5)", "FALSE")),
		declare("ISERROR(value:e)", Infos, "truth", "Tells whether a value is an error.", is(func(v cells.Value) bool { return v.Kind() == cells.Failed && caught(v.Err()) }), more("#PENDING! is none: the value is on its way."), eg("=ISERROR(1/0)", "TRUE"), eg("=ISERROR(1)", "FALSE")),
		declare("ISERR(value:e)", Infos, "truth", "Tells whether a value is an error other than #N/A.", is(func(v cells.Value) bool {
			return v.Kind() == cells.Failed && caught(v.Err()) && v.Err().Code != cells.ErrNA
		}), eg("=ISERR(NA())", "FALSE"), eg("=ISERR(1/0)", "TRUE")),
		declare("ISNA(value:e)", Infos, "truth", "Tells whether a value is #N/A.", is(func(v cells.Value) bool { return v.Kind() == cells.Failed && v.Err().Code == cells.ErrNA }), eg("=ISNA(NA())", "TRUE")),
		declare("ISEVEN(number:n)", Infos, "truth", "Tells whether a whole number is even.", func(_ *frame, a []operand) operand { return truth(math.Mod(math.Trunc(a[0].Float()), 2) == 0) }, eg("=ISEVEN(4)", "TRUE")),
		declare("ISODD(number:n)", Infos, "truth", "Tells whether a whole number is odd.", func(_ *frame, a []operand) operand { return truth(math.Mod(math.Trunc(a[0].Float()), 2) != 0) }, eg("=ISODD(4)", "FALSE"), eg("=ISODD(-3)", "TRUE")),
		declare("ISREF(value:l)", Infos, "truth", "Tells whether something is a reference.", nil, lazily(func(f *frame, args []node) operand {
			_, ok := areasOf(refer(f, args[0]))
			return truth(ok)
		}), eg("=ISREF(A1)", "TRUE"), eg("=ISREF(5)", "FALSE"), places),
		declare("ISFORMULA(cell:x)", Infos, "truth", "Tells whether a cell holds a formula.", func(f *frame, a []operand) operand {
			_, ok := f.formulaText(a[0])
			return truth(ok)
		}, eg("=ISFORMULA(A1)", "TRUE", "A1: =1+1"), eg("=ISFORMULA(A2)", "FALSE")),
		declare("FORMULATEXT(cell:x)", Infos, "text", "The formula of a cell as text.", func(f *frame, a []operand) operand {
			s, ok := f.formulaText(a[0])
			if !ok {
				return bad(cells.ErrNA, "the cell holds no formula")
			}
			return text(s)
		}, eg("=FORMULATEXT(A1)", "=1+1", "A1: =1+1"), eg("=FORMULATEXT(A2)", "#N/A")),
		declare("TYPE(value:l)", Infos, "number", "What a value is: 1 number, 2 text, 4 truth, 16 error, 64 array, 128 function.", nil, lazily(typeCode), more("In lower case, expr's type gives a word."), eg("=TYPE(5)", "1"), eg("=TYPE(\"a\")", "2"), eg("=TYPE(NA())", "16"), eg("=TYPE({1,2})", "64"), eg("=type(\"a\")", "string")),
		declare("N(value:e)", Infos, "number", "A number as it is, TRUE as 1, everything else as 0.", func(_ *frame, a []operand) operand {
			switch v := a[0].Value; v.Kind() {
			case cells.Number, cells.Time, cells.Duration, cells.Bool:
				return num(v.Float())
			case cells.Failed:
				return a[0]
			}
			return num(0)
		}, eg("=N(TRUE)", "1"), eg("=N(\"7\")", "0")),
		declare("ERROR.TYPE(value:e)", Infos, "number", "The number of an error: 1 #NULL!, 2 #DIV/0!, 3 #VALUE!, 4 #REF!, 5 #NAME?, 6 #NUM!, 7 #N/A, 8 #PENDING!, 9 #SPILL!, 10 #CYCLE!, 11 #LIMIT!, 14 #CALC!.", func(_ *frame, a []operand) operand {
			if e := a[0].Err(); e != nil {
				return num(float64(e.Code))
			}
			return bad(cells.ErrNA, "the value is no error")
		}, eg("=ERROR.TYPE(1/0)", "2"), eg("=ERROR.TYPE(1)", "#N/A")),
		declare("ERROR.MESSAGE(value:e)", Infos, "text", "What an error says, with the cell it comes from.", errorMessage, eg("=ERROR.MESSAGE(A1)", "a division by zero (Sheet1!A1)", "A1: =1/0")),
		declare("SHEET([sheet:l])", Infos, "number", "The place of a sheet among the tabs: of a reference, of a name in quotes, or of the formula itself.", nil, lazily(sheetNumber), places, eg("=SHEET()", "1"), eg("=SHEET(Sheet2!A1)", "2"), eg("=SHEET(\"My sheet\")", "3")),
		declare("SHEETS()", Infos, "number", "How many sheets the book has.", func(f *frame, _ []operand) operand {
			if f.w.Scope == nil {
				return bad(cells.ErrNA, "the book is not at hand")
			}
			_, of := f.w.Scope.SheetPlace(f.at.Sheet)
			return num(float64(of))
		}, places, eg("=SHEETS()", "3")),
		declare("AREAS(reference:l)", Lookups, "number", "How many ranges a reference has.", nil, lazily(func(f *frame, args []node) operand {
			o := refer(f, args[0])
			areas, ok := areasOf(o)
			switch {
			case o.failed():
				return o
			case !ok:
				return argument(cells.ErrValue, 1, "a reference to cells is expected, not "+f.describe(o))
			}
			return num(float64(len(areas)))
		}), eg("=AREAS((A1:A2,C1))", "2"), eg("=AREAS(A1:C9)", "1"), places),
		declare("HYPERLINK(url:t, [label:v])", Infos, "text", "A link: the cell shows its label.", func(f *frame, a []operand) operand {
			if has(a, 1) {
				return val(a[1].Value)
			}
			return a[0]
		}, eg("=HYPERLINK(\"https://example.com\",\"example\")", "example")),
	}
}

func (f *frame) formulaText(o operand) (string, bool) {
	a, ok := o.obj.(*area)
	reader, knows := f.w.Cells.(Inputs)
	if !ok || !knows {
		return "", false
	}
	return reader.FormulaText(a.TopLeft())
}

func typeCode(f *frame, args []node) operand {
	o := args[0].eval(f)
	switch o.obj.(type) {
	case *lambda:
		return num(128)
	case *area, *list, *dict:
		return num(64)
	}
	switch o.Kind() {
	case cells.Text:
		return num(2)
	case cells.Bool:
		return num(4)
	case cells.Failed:
		return num(16)
	case cells.Arrayed:
		return num(64)
	}
	return num(1)
}

func errorMessage(f *frame, a []operand) operand {
	e := a[0].Err()
	if e == nil {
		return bad(cells.ErrNA, "the value is no error")
	}
	s := e.Message
	if e.Origin != (cells.Ref{}) {
		name := ""
		if f.w.Scope != nil {
			if n, ok := f.w.Scope.SheetName(e.Origin.Sheet); ok {
				name = cells.QuoteSheet(n) + "!"
			}
		}
		s += " (" + name + e.Origin.A1() + ")"
	}
	return text(s)
}

// sheetNumber takes a name of a sheet too, which may be the result of a formula.
func sheetNumber(f *frame, args []node) operand {
	id, known := f.at.Sheet, true
	if f.w.Scope == nil {
		return bad(cells.ErrNA, "the book is not at hand")
	}
	if len(args) > 0 {
		o := refer(f, args[0])
		switch a, ok := o.obj.(*area); {
		case o.failed():
			return o
		case ok:
			id = a.Sheet
		case o.scalar() && o.Kind() == cells.Text:
			id, known = f.w.Scope.Sheet(o.Text())
		default:
			return argument(cells.ErrValue, 1, "a reference or the name of a sheet is expected, not "+f.describe(o))
		}
	}
	place, _ := f.w.Scope.SheetPlace(id)
	if !known || place == 0 {
		return argument(cells.ErrNA, 1, "there is no such sheet")
	}
	return num(float64(place))
}
