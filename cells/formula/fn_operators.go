package formula

import "freshet/cells"

// operatorFunctions are the operators by name, as Google Sheets has them.
func operatorFunctions() []*function {
	two := func(name, left, right, returns, summary string, op operator, formula, result string) *function {
		return declare(name+"("+left+":v, "+right+":v)", Maths, returns, summary, func(f *frame, a []operand) operand {
			return val(f.applied(op, a[0].Value, a[1].Value))
		}, eg(formula, result))
	}
	compared := func(name, what string, op operator, formula, result string) *function {
		fn := two(name, "value", "other", "truth", "Tells whether a value is "+what+" another.", op, formula, result)
		fn.Category = Logic
		return fn
	}
	return []*function{
		two("ADD", "value", "other", "number", "The sum of two values: value + other.", opAdd, "=ADD(2,3)", "5"),
		two("MINUS", "value", "other", "number", "The difference of two values: value - other.", opSub, "=MINUS(8,3)", "5"),
		two("MULTIPLY", "value", "other", "number", "The product of two values: value * other.", opMul, "=MULTIPLY(6,7)", "42"),
		two("DIVIDE", "value", "other", "number", "The quotient of two values: value / other.", opDiv, "=DIVIDE(4,2)", "2"),
		compared("EQ", "equal to", opEq, "=EQ(\"a\",\"A\")", "TRUE"),
		compared("NE", "not equal to", opNe, "=NE(2,3)", "TRUE"),
		compared("GT", "greater than", opGt, "=GT(2,3)", "FALSE"),
		compared("GTE", "greater than or equal to", opGe, "=GTE(3,3)", "TRUE"),
		compared("LT", "less than", opLt, "=LT(2,3)", "TRUE"),
		compared("LTE", "less than or equal to", opLe, "=LTE(4,3)", "FALSE"),
		declare("UMINUS(number:v)", Maths, "number", "A number with the other sign.", func(f *frame, a []operand) operand { return val(Neg(a[0].Value, f.locale)) }, eg("=UMINUS(4)", "-4")),
		declare("UPLUS(value:v)", Maths, "value", "The value as it is.", func(_ *frame, a []operand) operand { return val(a[0].Value) }, eg("=UPLUS(4)", "4")),
		declare("UNARY_PERCENT(number:v)", Maths, "number", "A hundredth of a number.", func(f *frame, a []operand) operand { return val(PercentOf(a[0].Value, f.locale)) }, eg("=UNARY_PERCENT(50)", "0.5")),
		declare("ISBETWEEN(value:v, low:v, high:v, [low_included:b], [high_included:b])", Logic, "truth", "Tells whether a value lies between two others.", func(f *frame, a []operand) operand {
			if rank(a[0].Value) != rank(a[1].Value) && !a[0].IsBlank() && !a[1].IsBlank() {
				return truth(false)
			}
			low, high := opGe, opLe
			if !optTruth(a, 3, true) {
				low = opGt
			}
			if !optTruth(a, 4, true) {
				high = opLt
			}
			return truth(f.applied(low, a[0].Value, a[1].Value).Truth() && f.applied(high, a[0].Value, a[2].Value).Truth())
		}, more("The bounds belong to it unless low_included or high_included is FALSE."), eg("=ISBETWEEN(7.9,1.2,12)", "TRUE"), eg("=ISBETWEEN(5,5,9,FALSE)", "FALSE"), eg("=ISBETWEEN(\"a\",1,9)", "FALSE")),
		declare("TO_DATE(value:e)", Dates, "date", "A number as a date; everything else as it is.", onNumeric(func(v cells.Value) cells.Value { return cells.Moment(v.Float()) }), eg("=TO_DATE(40826)", "2011-10-10"), eg("=TO_DATE(\"a\")", "a")),
		declare("TO_PURE_NUMBER(value:e)", Maths, "number", "A date, a time or a duration as a plain number; everything else as it is.", onNumeric(plainly), eg("=TO_PURE_NUMBER(DATE(2011,10,10))", "40826"), eg("=TO_PURE_NUMBER(\"a\")", "a")),
		declare("TO_DOLLARS(value:e)", Finance, "number", "A number as it is.", onNumeric(plainly), more("How it looks, with a currency, is the format of the cell; DOLLAR makes a text."), eg("=TO_DOLLARS(40826.4)", "40826.4")),
		declare("TO_PERCENT(value:e)", Maths, "number", "A number as it is.", onNumeric(plainly), more("How it looks, as a percentage, is the format of the cell; TEXT(value,\"0%\") makes a text."), eg("=TO_PERCENT(0.4)", "0.4")),
		declare("TO_TEXT(value:v)", Texts, "text", "A number, date or truth as the text that a cell shows of it; a text as it is.", func(f *frame, a []operand) operand { return val(ToText(a[0].Value, f.locale)) }, eg("=TO_TEXT(24)", "24"), eg("=ISTEXT(TO_TEXT(24))", "TRUE")),
	}
}

func plainly(v cells.Value) cells.Value { return cells.Num(v.Float()) }

// onNumeric changes numbers, dates and durations, and leaves everything else.
func onNumeric(fn func(v cells.Value) cells.Value) eagerFunc {
	return func(_ *frame, a []operand) operand {
		if !a[0].Numeric() {
			return val(a[0].Value)
		}
		return val(fn(a[0].Value))
	}
}
